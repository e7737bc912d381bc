"""Max pooling: its numbers and its formulas, apart."""
