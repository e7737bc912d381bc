"""Notation: which cell is w²₃₁? Sums beside matrices, labels as targets, gradients."""

from sheetnet.lessons.notation.drawing import sheets
from sheetnet.lessons.notation.numbers import INPUTS, SECTIONS, Settings, given, truth

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
