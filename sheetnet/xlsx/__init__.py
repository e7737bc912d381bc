"""Plan and values → .xlsx file, and file → formulas. No openpyxl but for pictures."""
