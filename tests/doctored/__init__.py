"""Workbooks as somebody might have changed them: by hand, by another program, on purpose.

Each kind of change is a function from a workbook's parts to its parts.
"""
