"""Check: NumPy's numbers as constants beside the live ones, and one verdict."""
