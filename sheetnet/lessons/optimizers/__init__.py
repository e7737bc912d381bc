"""The optimizers side by side: on one surface, and for one line through points."""

from sheetnet.lessons.optimizers.drawing import sheets
from sheetnet.lessons.optimizers.numbers import given, truth
from sheetnet.lessons.optimizers.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
