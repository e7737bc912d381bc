"""A workbook of a network: its inputs, what NumPy makes of them, and changes of them."""
