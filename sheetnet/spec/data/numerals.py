"""What a number is, as people and their programs write it in a cell.

60,323 and 60.323, ¥60,323, (1,234), 62 %, −5, ６２: a text is a number by one decimal mark,
by the other, by both, or by none.
"""

import math
import re
from dataclasses import dataclass

import numpy as np

from sheetnet.spec.data.dataset import Numbers

# Full-width forms, blanks that are no space, and signs that mean a minus.
_PLAIN = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(
        map(ord, "\u3000\xa0\u2007\u2008\u2009\u200a\u202f\u2002\u2003\t"), " "
    )
    | dict.fromkeys(map(ord, "−﹣‒–"), "-")
    | dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff"), None)
    | {ord("￥"): "¥", ord("￡"): "£", ord("’"): "'"}
)
_CURRENCY = (
    r"(?:(?:US|HK|NT|A|C|R)?\$|[¥€£₩₹₽₺฿]|CNY|RMB|USD|EUR|GBP|JPY|CHF|HKD|TWD|AUD|CAD|INR"
    r"|SEK|NOK|DKK|PLN|CZK|kr\.?|zł|Kč|人民币|美元|欧元|日元|元|円|圆|圓)"
)
_SHAPE = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[-+])?\s*(?P<before>{_CURRENCY})?\s*(?P<second>[-+])?\s*"
    r"(?P<core>[\d.,' ]*+(?:[eE][-+]?\d+)?)\s*"
    rf"(?P<after>{_CURRENCY}|%)?(?P<last>-)?\s*(?P<close>\))?",
    re.ASCII | re.IGNORECASE,
)
_END = r"(?:[eE][-+]?\d++)?"
# By decimal mark. Groups of three digits, as in India of two, but never after a zero.
_BY_POINT = re.compile(
    rf"(?=[\d.])(?:[1-9]\d{{0,2}}(?:(?:,\d{{3}})++|(?:[ ']\d{{3}})++)|[1-9]\d?(?:,\d\d)+,\d{{3}}|\d*+)"
    rf"(?:\.\d*+)?{_END}",
    re.ASCII,
)
_BY_COMMA = re.compile(
    rf"(?=[\d,])(?:[1-9]\d{{0,2}}(?:(?:\.\d{{3}})++|(?:[ ']\d{{3}})++)|\d*+)"
    rf"(?:,\d*+)?{_END}",
    re.ASCII,
)
_BY = {".": _BY_POINT, ",": _BY_COMMA}
MARKS = (".", ",")
# What numbers as programs write them are made of, one a line: float() takes no other then.
_PROGRAMS = {".": b"-+0123456789.eE \n", ",": b"-+0123456789,eE \n"}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A text that looks like a number: its digits and marks, and what stands around them."""

    core: str
    negative: bool
    percent: bool
    currency: str

    def value(self, mark: str) -> float | None:
        """Return the finite number by a decimal mark; None where it is none by it."""
        if not _BY[mark].fullmatch(self.core):
            return None
        group = "," if mark == "." else "."
        digits = self.core.replace(group, "").replace(" ", "").replace("'", "")
        text = digits.replace(",", ".")
        if not any(one.isdigit() for one in text.lower().partition("e")[0]):
            return None
        if self.percent:
            if "e" in text.lower():
                return None
            text += "e-2"
        value = -float(text) if self.negative else float(text)
        return value if math.isfinite(value) else None

    @property
    def marks(self) -> tuple[str, ...]:
        """By which decimal marks it is a number."""
        return tuple(mark for mark in MARKS if self.value(mark) is not None)

    def groups(self, mark: str) -> bool:
        """Tell whether marks stand between thousands, where `mark` is the decimal one."""
        return bool(set(self.core) & (set(",. '") - {mark}))

    @property
    def tells(self) -> bool:
        """Whether a point or a comma is in it, so that the mark matters."""
        return "." in self.core or "," in self.core


def numeral(text: str) -> Numeral | None:
    """Return what looks like a number, None where nothing does.

    >>> [numeral(text).value(".") for text in ("(1,234)", "62%", "¥60,323", "－５．５", "1e3")]
    [-1234.0, 0.62, 60323.0, -5.5, 1000.0]
    >>> numeral("1,234").marks, numeral("1.5").marks, numeral("0.123").marks
    (('.', ','), ('.',), ('.',))
    >>> numeral("12 kg"), numeral("1_000")
    (None, None)
    """
    found = _SHAPE.fullmatch(text.translate(_PLAIN).strip())
    if found is None:
        return None
    core = found["core"].strip()
    last = None if core[-1:] in (".", ",") else found["last"]  # 5.- is a price
    signs = [one for one in (found["sign"], found["second"], last) if one]
    bracketed = found["open"] is not None
    after = found["after"] or ""
    if (
        not core
        or bracketed != (found["close"] is not None)
        or len(signs) + bracketed > 1
    ):
        return None
    if found["before"] and after:
        return None
    percent = after == "%"
    currency = found["before"] or ("" if percent else after)
    return Numeral(core, bracketed or signs == ["-"], percent, currency.upper())


def program_numbers(texts: list[str], mark: str) -> Numbers | None:
    """Return the numbers of texts as programs write them, quickly; None if one is not so.

    >>> program_numbers(["1.5", " -2e3"], ".").tolist(), program_numbers(["1,5"], ",").tolist()
    ([1.5, -2000.0], [1.5])
    >>> program_numbers(["1.5", "nan"], "."), program_numbers(["1.5"], ",")
    (None, None)
    """
    try:
        text = "\n".join(texts)
        if text.encode().translate(None, _PROGRAMS[mark]):
            return None
        if mark == ",":
            texts = text.replace(",", ".").split("\n")
        numbers = np.array(list(map(float, texts)))
    except (TypeError, ValueError):
        return None
    # Not where a line break was in a cell, or a number is too large.
    usable = len(numbers) == text.count("\n") + 1 and bool(np.isfinite(numbers).all())
    return numbers if usable else None
