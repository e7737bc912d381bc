"""The Guide: what a workbook is and how to read it."""
