"""A workbook as it was handed in, and whether it is the planned one."""
