"""What a formula names: cells, areas, names. Whether it joins texts.

Text only, and from strangers: what cannot be read is passed over.
"""

import math
import re
from collections.abc import Iterator

from sheetnet.workbook.portable import TOKEN, corner_of, extent, upper

_STRING = re.compile(r'"(?:[^"]|"")*"')


def references(
    formula: str,
) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """Yield the cells and areas that a formula names: sheet, first and last (row, column).

    >>> list(references("SUM('a b'!B$2:C3)+A1"))
    [('a b', (2, 2), (3, 3)), ('', (1, 1), (1, 1))]
    """
    for hit in TOKEN.finditer(formula):
        if hit["cell"]:
            sheet, _, text = hit["cell"].rpartition("!")
            first, _, last = text.replace("$", "").upper().partition(":")
            rows, columns = zip(corner_of(first), corner_of(last or first), strict=True)
            name = sheet[1:-1].replace("''", "'") if sheet[:1] == "'" else sheet
            yield name, (min(rows), min(columns)), (max(rows), max(columns))


def joins_texts(formula: str) -> bool:
    """Tell whether a formula may make a text longer than those it is made of.

    A chain of such formulas can fill any memory.

    >>> joins_texts('A1&A1'), joins_texts('IF(A1="&",1,2)')
    (True, False)
    """
    return re.search(r"&|\bREPT\b", _STRING.sub("", upper(formula))) is not None


def reads(formula: str) -> tuple[int, set[str]]:
    """Return how many cells the ranges of a formula have, and which names it uses.

    >>> reads('SUM(A1:B3,$C$1)-eta*"eta"')
    (7, {'ETA'})
    """
    cells, names, at = 0, set[str](), 0
    while at < len(formula):
        hit = TOKEN.match(formula, at)
        at = hit.end() if hit else at + 1
        if hit and hit["cell"]:
            cells += math.prod(extent(hit["cell"]))
        elif hit and hit["name"]:
            names.add(upper(hit["name"]))
    return cells, names - {"TRUE", "FALSE"}
