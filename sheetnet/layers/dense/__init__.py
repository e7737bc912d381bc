"""A fully connected layer: its numbers and its formulas, apart."""
