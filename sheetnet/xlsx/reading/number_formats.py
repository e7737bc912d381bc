"""Number formats: does a cell in this format show the number that it holds?

A format may print digits of its own, leave digits out, scale, or hide. Text only.
"""

import re

# Pieces of a format: a quoted text, an escaped letter, a currency, a colour or condition in
# brackets, padding that is as wide as a letter or fills the cell with it.
_PIECE = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]|_.|\*(.)')
# Some applications quote or escape a sign; it is one all the same.
_SIGN = re.compile(r'"([-+])"|\\([-+])')
_PLACES = re.compile(r"[0#?]")
# A comma after the last digit divides by a thousand.
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
# What makes another number of the digits beside it.
_OF_NUMBERS = re.compile(r"[0-9.,%‰+\-−eE]")

# Formats of the standard that have a number and no text (ECMA-376, 18.8.30).
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
# All others that are built in show dates or times, or are of no kind known here.
_A_DATE = "yyyy"


def built_in(number: int) -> str:
    """Return a format by its number in the standard.

    >>> built_in(2), built_in(14)
    ('0.00', 'yyyy')
    """
    return BUILT_IN.get(number, _A_DATE)


def shows(code: str) -> str:
    """Return "number" where a format shows the number, "nothing" where it hides it.

    And "other" where it shows another number than the cell holds.

    >>> [shows(one) for one in ("General", "0.0E+00", "0.000;[Red]\\\\-0.000", "0.0%")]
    ['number', 'number', 'number', 'number']
    >>> [shows(one) for one in ("#,##0_);\\\\(#,##0\\\\)", '_(* 0.0_);_(* "("0.0")";_(* "-"??_)')]
    ['number', 'number']
    >>> [shows(one) for one in ('"0.58"', "0.0,", '0.0"%"', "-0.00", "0;0;0", '0"5"')]
    ['other', 'other', 'other', 'other', 'other', 'other']
    >>> [shows(one) for one in ("-General", "[$5-409]0.00", "(0.00)", "0.00;[Black]0.00")]
    ['other', 'other', 'other', 'other']
    >>> [shows(one) for one in (";;;", '"✓";"✗"', "yyyy-mm-dd", '""')]
    ['nothing', 'nothing', 'nothing', 'nothing']
    """
    sections = _sections(code)[:3]
    # Sections with conditions of their own are not for positive and negative numbers.
    signs = not re.search(r"\[[<>=]", code)
    found = [_section(section, at, signs) for at, section in enumerate(sections)]
    for outcome in ("other", "nothing"):
        if outcome in found:
            return outcome
    return "number"


def _sections(code: str) -> list[str]:
    """Split at the semicolons that stand in no quotes."""
    parts = re.findall(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[]|["\\\[])+|(?<=;)(?=;)|(?<=;)$|^(?=;)', code)  # fmt: skip
    return parts or [""]


def _section(section: str, at: int, signs: bool) -> str:
    """Judge one section: of positive numbers, of negative ones, of 0, where `signs` decide."""
    section = _SIGN.sub(lambda hit: hit[1] or hit[2], section.replace("−", "-"))
    literal = "".join("".join(texts) for texts in _PIECE.findall(section))
    bare = _PIECE.sub("", section)
    if any(letter.isdigit() for letter in literal):
        return "other"
    bare = re.sub("general|@", "0", bare, flags=re.IGNORECASE)
    if _DATE.search(bare.replace("E+", "").replace("e+", "")):
        return "nothing"
    if not _PLACES.search(bare):
        return "nothing"
    if _OF_NUMBERS.search(literal) or _SCALED.search(bare) or re.search("[1-9]", bare):
        # Denominators may be written out.
        return "number" if "/" in bare and not literal else "other"
    signed = "-" in re.sub(r"[eE][+-]", "", bare) or "(" in bare + literal
    if at == 0:
        return "other" if signed else "number"
    # Red numbers are negative ones, by the custom of accountants.
    loses_sign = signs and at == 1 and not signed and "[red]" not in section.lower()
    return "other" if loses_sign else "number"
