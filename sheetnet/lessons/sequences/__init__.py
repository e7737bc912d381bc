"""Sequences: closed forms and recurrences, coupled ones, and δ as one run backwards."""

from sheetnet.lessons.sequences.drawing import sheets
from sheetnet.lessons.sequences.numbers import given, truth
from sheetnet.lessons.sequences.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
