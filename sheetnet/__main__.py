"""`python -m sheetnet`."""

from sheetnet.cli import main

if __name__ == "__main__":
    main()
