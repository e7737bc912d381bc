"""Lagrange's multiplier: the extreme values of a x + b y on a circle."""

from sheetnet.lessons.lagrange.drawing import sheets
from sheetnet.lessons.lagrange.numbers import given, truth
from sheetnet.lessons.lagrange.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
