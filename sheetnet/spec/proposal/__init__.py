"""A data file → a spec that learns from it: what is seen, what is chosen, why, and its text."""
