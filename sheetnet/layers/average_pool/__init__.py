"""Average pooling: its numbers and its formulas, apart."""
