"""`python -m sheetnet`."""

from sheetnet.cli import main

main()
