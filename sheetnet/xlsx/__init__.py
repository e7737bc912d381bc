"""Plan and values → .xlsx file, and file → formulas. The only place with openpyxl."""
