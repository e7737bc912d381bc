"""Gradient check: one parameter a little more, a little less, and what C_T does."""
