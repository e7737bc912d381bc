"""Five activation functions, their slopes exact and numeric, and where slopes vanish."""

from sheetnet.lessons.activations.drawing import sheets
from sheetnet.lessons.activations.numbers import given, truth
from sheetnet.lessons.activations.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
