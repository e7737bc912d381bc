"""Hostile files, made here and never kept.

Each maker writes one into a folder and returns the command that must stand it.
"""

from tests.hostile import inputs, packages, sheets, tables
from tests.hostile.making import CASES, Case

__all__ = ["CASES", "Case", "inputs", "packages", "sheets", "tables"]
