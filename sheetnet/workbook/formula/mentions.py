"""What a formula mentions, and so how much it may ask of a calculator."""

from sheetnet.workbook.address import area_of
from sheetnet.workbook.formula.tree import tokens, upper


def mentioned(formula: str) -> tuple[int, set[str], bool]:
    """Return how many cells a formula reads, which names it uses, whether it joins texts.

    A chain of formulas that make a text longer than those it is made of can fill any
    memory. What cannot be read is passed over.

    >>> mentioned('SUM(A1:B3,$C$1)-eta*"eta&"'), mentioned("A1&A1")
    ((7, {'ETA'}, False), (2, set(), True))
    """
    cells, names, joins = 0, set[str](), False
    for kind, token in tokens(formula):
        if kind == "cell":
            area = area_of(token)
            cells += area.rows * area.columns
        elif kind == "name":
            names.add(upper(token))
        joins |= token == "&" or (kind in ("call", "name") and "REPT" in upper(token))
    return cells, names - {"TRUE", "FALSE"}, joins
