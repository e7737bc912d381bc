"""What is computed, apart from numbers, files and sheets: networks, lessons, functions, letters."""
