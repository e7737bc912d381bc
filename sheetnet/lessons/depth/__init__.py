"""How large is a network, and what do more hidden units buy?"""

from sheetnet.lessons.depth.drawing import sheets
from sheetnet.lessons.depth.numbers import given, truth
from sheetnet.lessons.depth.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
