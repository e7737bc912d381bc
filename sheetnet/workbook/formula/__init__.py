"""Formulas as text and as trees: written, read, checked, compared."""
