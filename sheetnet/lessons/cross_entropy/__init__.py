"""Squared error and cross-entropy on one unit: why learning stalls with the one only."""

from sheetnet.lessons.cross_entropy.drawing import sheets
from sheetnet.lessons.cross_entropy.numbers import given, truth
from sheetnet.lessons.cross_entropy.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
