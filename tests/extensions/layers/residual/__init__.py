"""A layer over a column that adds what an earlier layer of its size said, weighed."""
