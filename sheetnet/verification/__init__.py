"""The steps of `verify`: read, compare formulas, compare values. `verifier.py` goes through them."""
