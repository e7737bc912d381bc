"""Notation: which cell is w²₃₁? Sums beside matrices, labels as targets, gradients."""

from sheetnet.lessons.notation.drawing import sheets
from sheetnet.lessons.notation.numbers import given, truth
from sheetnet.lessons.notation.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
