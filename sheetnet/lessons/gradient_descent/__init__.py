"""Gradient descent on a function of one or two variables, one of the user's own too."""

from sheetnet.lessons.gradient_descent.drawing import sheets
from sheetnet.lessons.gradient_descent.numbers import given, truth
from sheetnet.lessons.gradient_descent.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
