"""The page: a workbook in a browser, one file that computes itself and proves itself."""
