"""Plan and values → .xlsx file."""
