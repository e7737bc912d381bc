"""A recurrent unit, unrolled: δ through time, and why its gradient vanishes or explodes."""

from sheetnet.lessons.recurrence.drawing import sheets
from sheetnet.lessons.recurrence.numbers import given, truth
from sheetnet.lessons.recurrence.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
