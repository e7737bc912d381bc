"""What a formula mentions: cells and names. Whether it joins texts.

Of strangers too: what cannot be read is passed over.
"""

from sheetnet.workbook.address import area_of
from sheetnet.workbook.formula import tokens, upper


def joins_texts(formula: str) -> bool:
    """Tell whether a formula may make a text longer than those it is made of.

    A chain of such formulas can fill any memory.

    >>> joins_texts('A1&A1'), joins_texts('IF(A1="&",1,2)')
    (True, False)
    """
    if "&" not in formula and "REPT" not in upper(formula):
        return False
    return any(
        token == "&" or (kind in ("call", "name") and "REPT" in upper(token))
        for kind, token in tokens(formula)
    )


def reads(formula: str) -> tuple[int, set[str]]:
    """Return how many cells the ranges of a formula have, and which names it uses.

    >>> reads('SUM(A1:B3,$C$1)-eta*"eta"')
    (7, {'ETA'})
    """
    cells, names = 0, set[str]()
    for kind, token in tokens(formula):
        if kind == "cell":
            _, (top, left), (bottom, right) = area_of(token)
            cells += (bottom - top + 1) * (right - left + 1)
        elif kind == "name":
            names.add(upper(token))
    return cells, names - {"TRUE", "FALSE"}
