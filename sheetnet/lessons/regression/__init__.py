"""Regression: the line y = p x + q nearest to the points, found in three ways."""

from sheetnet.lessons.regression.drawing import sheets
from sheetnet.lessons.regression.numbers import given, truth
from sheetnet.lessons.regression.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
