"""Sheets that are drawn from top to bottom, and how cells look."""
