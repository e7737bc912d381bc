"""Formulas without what applications rewrite when they save, to be compared as texts."""

from functools import lru_cache

from sheetnet.workbook.address import apart
from sheetnet.workbook.formula.tree import Spelling, tokens, upper

# A double has so many.
_DIGITS = 17
# What Gnumeric writes for planned functions: their newer names.
_NEWER = {
    "_XLFN.STDEV.S(": "STDEV(",
    "_XLFN.VAR.S(": "VAR(",
    "_XLFN.NORM.DIST(": "NORMDIST(",
}
# A space after one of these and before one keeps them apart: it is none that
# applications put in.
_VALUES = {"string", "cell", "number", "name", "other"}
_ENDS, _BEGINS = _VALUES | {"close"}, _VALUES | {"call", "open"}


@lru_cache(maxsize=4096)
def same_formula(found: str, planned: str, spelling: Spelling = "A1") -> bool:
    """Tell whether a formula is the planned one, but for what applications rewrite.

    They may write the numbers of the planned one with 15 digits.

    >>> same_formula("1.0*Exp( a1 )", "1*EXP(A1)"), same_formula("E XP(A1)", "EXP(A1)")
    (True, False)
    """
    plain = normalise(found, spelling=spelling)
    return any(
        plain == normalise(planned, digits, spelling) for digits in (_DIGITS, 15)
    )


def normalise(formula: str, digits: int = _DIGITS, spelling: Spelling = "A1") -> str:
    """Return a formula without what applications rewrite when they save.

    Spaces, letter case, quotes around plain sheet names, the way numbers are written,
    rounded to so many digits, newer names of functions.

    >>> normalise("= sumproduct( 'Training'!A1:A2 , 1.0E-9 )", digits=15)
    'SUMPRODUCT(TRAINING!A1:A2,1e-09)'
    >>> normalise("_xlfn.STDEV.S(A1:A3)")
    'STDEV(A1:A3)'
    """
    done: list[str] = []
    last, space = "", False
    for kind, token in tokens(formula.removeprefix("="), spelling):
        if kind == "space":
            space = True
            continue
        if space and last in _ENDS and kind in _BEGINS:
            done.append(" ")
        if kind == "close" and done and done[-1] in ("TRUE(", "FALSE("):
            done[-1] = done[-1][:-1]
        else:
            done.append(_normal_token(kind, token, digits))
        last, space = kind, False
    return "".join(done)


def _normal_token(kind: str, token: str, digits: int) -> str:
    if kind == "string":
        return token
    if kind == "number":
        return _normal_number(token, digits)
    if token[0] == "'":
        sheet, cells = apart(token)
        token = f"{sheet}!{cells}" if sheet.isidentifier() else token
    return _NEWER.get(token := upper(token), token)


@lru_cache(maxsize=4096)
def _normal_number(text: str, digits: int) -> str:
    return f"{float(text):.{digits}g}"
