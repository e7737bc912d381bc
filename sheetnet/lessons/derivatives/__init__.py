"""Derivatives: difference quotients, f′ = 0, partial ones, the chain rule, ∇f."""

from sheetnet.lessons.derivatives.drawing import sheets
from sheetnet.lessons.derivatives.numbers import (
    INPUTS,
    SECTIONS,
    Settings,
    given,
    truth,
)

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
