"""A convolution: its numbers and its formulas, apart."""
