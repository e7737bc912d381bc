"""Batch normalisation: its numbers and its formulas, apart."""
