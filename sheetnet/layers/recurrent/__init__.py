"""A recurrent layer: each position sees the one before it."""
