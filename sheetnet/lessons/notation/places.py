"""How large the network is, and where its parameters stand on the first sheet."""

from sheetnet.workbook.address import a1
from sheetnet.workbook.board import FIRST

SEEN, HIDDEN, OUT = 3, 3, 2

# The weights stand from these cells on: w², b², w³, b³ side by side.
TOP = 30
PLACES = {
    ("w", 2): FIRST,
    ("b", 2): FIRST + 4,
    ("w", 3): FIRST + 6,
    ("b", 3): FIRST + 10,
}


def cell(symbol: str, l: int, j: int, i: int) -> str:
    """Return the address of a parameter on the first sheet."""
    return a1(TOP + j, PLACES[symbol, l] + i - 1)
