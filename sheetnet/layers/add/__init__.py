"""A residual: its numbers and its formulas, apart."""
