"""A function that a user writes as text: read safely, derived, valued, made a formula.

`parsing` reads the text, `derivatives` derives it exactly (SymPy), `formula` writes it as
a spreadsheet does. `dual` values it and its slopes with NumPy by another way, dual
numbers, so that the derived formulas are proved.
"""
