"""The normal distribution: its density two ways, and initial weights drawn from it."""

from sheetnet.lessons.distribution.drawing import sheets
from sheetnet.lessons.distribution.numbers import given, truth
from sheetnet.lessons.distribution.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
