"""Derivatives: difference quotients, f′ = 0, partial ones, the chain rule, ∇f."""

from sheetnet.lessons.derivatives.drawing import sheets
from sheetnet.lessons.derivatives.numbers import given, truth
from sheetnet.lessons.derivatives.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
