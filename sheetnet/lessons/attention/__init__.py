"""Attention: query, key and value on four positions, and what the causal mask does."""

from sheetnet.lessons.attention.drawing import sheets
from sheetnet.lessons.attention.numbers import given, truth
from sheetnet.lessons.attention.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
