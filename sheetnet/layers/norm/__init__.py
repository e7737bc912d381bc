"""A norm over the units of each example: its numbers and its formulas, apart."""
