"""`explain`: what a cell of a workbook is, what it reads and what reads it, and whether it is right."""
