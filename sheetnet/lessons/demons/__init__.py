"""Demons: hidden units set by hand that like certain pixels, and what a bias is for."""

from sheetnet.lessons.demons.drawing import sheets
from sheetnet.lessons.demons.numbers import given, truth
from sheetnet.lessons.demons.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
