"""Vectors: lengths, the inner product two ways, Cauchy–Schwarz, similar pictures."""

from sheetnet.lessons.vectors.drawing import sheets
from sheetnet.lessons.vectors.numbers import given, truth
from sheetnet.lessons.vectors.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
