"""Formulas as JavaScript: what translates them, and `engine.js`, which computes them."""
