"""Dropout: its numbers and its formulas, apart."""
