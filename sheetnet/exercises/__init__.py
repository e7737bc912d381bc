"""Faults of wiring, planted for learners and tests."""
