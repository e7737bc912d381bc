"""Where the two branches meet to make a workbook."""
