"""The workbook as data: what stands where, which formula, how it looks.

Written from the book's equations, apart from the engine, of which it knows nothing.
No XML here: `xlsx` turns a Plan into a file.
"""

from sheetnet.workbook.plan import LAYOUT, Plan, Sheet

__all__ = ["LAYOUT", "Plan", "Sheet"]
