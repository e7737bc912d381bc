"""Matrices: products, transposes, the Hadamard product, and a layer as one of them."""

from sheetnet.lessons.matrices.drawing import sheets
from sheetnet.lessons.matrices.numbers import given, truth
from sheetnet.lessons.matrices.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
