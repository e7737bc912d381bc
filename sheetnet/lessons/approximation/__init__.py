"""Linear approximation: f(x + Δx) by the slope, and how its error shrinks."""

from sheetnet.lessons.approximation.drawing import sheets
from sheetnet.lessons.approximation.numbers import given, truth
from sheetnet.lessons.approximation.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
