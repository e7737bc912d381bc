"""The steps of `verify`: read, compare formulas, compare values. See verifier.py."""
