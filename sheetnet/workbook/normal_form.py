"""Formulas without what applications rewrite when they save, to be compared as texts."""

import re
from functools import lru_cache

from sheetnet.workbook.portable import upper

# What Gnumeric writes for planned functions: their newer names.
_NEWER = {"STDEV.S": "STDEV", "VAR.S": "VAR", "NORM.DIST": "NORMDIST"}
_ALIAS = re.compile(rf"\b_XLFN\.({'|'.join(map(re.escape, _NEWER))})(?=\()")
_PLAIN_SHEET = re.compile(r"'([^\W\d]\w*)'!")
# A number is one piece, (?>…): to try all ways to split its digits would take for ever.
_PART = re.compile(
    r"""("(?:[^"]|"")*")|('(?:[^']|'')*'!?)|((?<![\w.$])(?>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)(?![\w.!:(]))|([ \t\r\n]+)"""
)


# A space between two of these keeps them apart: it is none that applications put in.
_STICKY = re.compile(r"[\w.$\"'()\]]")


def same_formula(found: str, planned: str) -> bool:
    """Tell whether a formula is the planned one, but for what applications rewrite.

    They may write the numbers of the planned one with 15 digits.

    >>> same_formula("1.0*Exp( a1 )", "1*EXP(A1)"), same_formula("E XP(A1)", "EXP(A1)")
    (True, False)
    """
    plain = normalise(found)
    return plain in (normalise(planned), normalise(planned, digits=15))


def normalise(formula: str, digits: int = 17) -> str:
    """Return a formula without what applications rewrite when they save.

    Spaces, letter case, quotes around plain sheet names, the way numbers are written,
    rounded to so many digits, newer names of functions.

    >>> normalise("= sumproduct( 'Training'!A1:A2 , 1.0E-9 )", digits=15)
    'SUMPRODUCT(TRAINING!A1:A2,1e-09)'
    >>> normalise("_xlfn.STDEV.S(A1:A3)")
    'STDEV(A1:A3)'
    """

    def part(hit: re.Match[str]) -> str:
        return _normal_part(hit, digits)

    found = _PART.sub(part, formula.removeprefix("="))
    parts = re.split(r'("(?:[^"]|"")*")', found)
    parts[::2] = [upper(part) if part else part for part in parts[::2]]
    parts[::2] = [_ALIAS.sub(lambda hit: _NEWER[hit[1]], part) for part in parts[::2]]
    text = "".join(parts)
    text = re.sub(r"\b(TRUE|FALSE)\(\)", r"\1", text)
    return re.sub(r"(?<=[0-9])E(?=[-+][0-9])", "e", text)


def _normal_part(hit: re.Match[str], digits: int) -> str:
    string, sheet, number, _ = hit.groups()
    if string:
        return string
    if sheet:
        plain = _PLAIN_SHEET.fullmatch(sheet)
        return f"{plain[1]}!" if plain else sheet
    if number:
        return _normal_number(number, digits)
    before, after = hit.string[: hit.start()][-1:], hit.string[hit.end() :][:1]
    ends = _STICKY.match(before) and before not in "($"
    begins = _STICKY.match(after) and after != ")"
    return " " if ends and begins else ""


@lru_cache(maxsize=4096)
def _normal_number(text: str, digits: int) -> str:
    return f"{float(text):.{digits}g}"
