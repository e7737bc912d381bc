"""The Cost sheet: the run by epoch."""
