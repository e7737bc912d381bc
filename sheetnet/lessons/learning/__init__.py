"""Learning: three parameters turned by hand, one gradient step, and without labels."""

from sheetnet.lessons.learning.drawing import sheets
from sheetnet.lessons.learning.numbers import given, truth
from sheetnet.lessons.learning.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
