"""Bytes → text: which encoding a file is in, where nobody says it.

A mark at the beginning, or UTF-8, is certain. Of the others, a small table holds too few
letters for statistics of a language: here each encoding that people's programs write is
asked how well what it makes of the bytes is spelt. Two that spell well and differ are told.
"""

import codecs
from pathlib import Path

from sheetnet.errors import DataError
from sheetnet.spec.data.grid.spelling import spelling
from sheetnet.wording import worded

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What people say, and what it is to Python. GB18030 holds GBK, and GBK GB2312.
_ALIASES = {"gbk": "gb18030", "gb2312": "gb18030", "gb_2312": "gb18030",
            "ansi": "cp1252", "windows-1252": "cp1252", "latin1": "cp1252",
            "iso-8859-1": "cp1252", "latin-1": "cp1252", "shift_jis": "cp932",
            "euc-kr": "cp949", "big5": "cp950"}  # fmt: skip
# In the order of how many people's programs write them; so much the first ones have ahead.
_GUESSES = {"gb18030": 0.2, "cp1252": 0.1, "cp950": 0.0, "cp932": 0.0, "cp1251": 0.0,
            "cp949": 0.0, "cp1250": -0.2, "mac_roman": -0.2, "cp850": -0.3}  # fmt: skip
_LEAST = 0.25
_CLEARLY = 0.15
# So much is looked at; the rest only has to be of the same encoding.
_LOOKED_AT = 200_000


def text_of(path: Path, content: bytes, said: str | None) -> tuple[str, str, str]:
    """Return the text of a file, a sentence on its encoding, and its name where it was guessed.

    Both are "" where it is plain UTF-8.
    Raises: DataError where it is in no encoding known, or in one of two.
    """
    if said is not None:
        return _said(path, content, said), "", ""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            name = encoding.removesuffix("-sig").upper()
            note = (
                ""
                if name == "UTF-8"
                else worded("The text is in {name}, by its mark.", name=name)
            )
            return _decoded(path, content, encoding), note, ""
    if b"\0" in content:
        encoding = _without_mark(path, content)
        note = worded(
            "The text is in {name}, by its zero bytes.", name=encoding.upper()
        )
        return _decoded(path, content, encoding), note, encoding
    try:
        return content.decode("utf-8"), "", ""
    except UnicodeDecodeError as error:
        encoding = _guessed(path, content, error.start)
    name = _shown(encoding)
    note = worded(
        'The text was taken for {name}; encoding = "…" sets another.', name=name
    )
    return content.decode(encoding), note, name


def _said(path: Path, content: bytes, said: str) -> str:
    name = said.strip().lower()
    encoding = _ALIASES.get(name, name)
    if encoding in ("utf-8", "utf8"):
        encoding = "utf-8-sig"
    if encoding.startswith(("utf-16", "utf-32")) and b"\0" not in content:
        # Commas and ends of lines have a zero byte in both.
        raise DataError(
            "{path}: is not {said} text, it holds no zero bytes; leave"
            " data.encoding out",
            path=path,
            said=said[:40],
        )
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        raise DataError(
            '{path}: data.encoding: unknown encoding "{said}"; known are'
            " utf-8, utf-16, gb18030, big5, cp1252 and Python's others",
            path=path,
            said=said[:40],
        ) from None
    except (UnicodeError, ValueError):
        # Latin-1 has letters where Windows-1252 has none; no file of letters uses them.
        raise DataError(
            "{path}: is not {said} text; leave data.encoding out, or save the"
            " file as CSV UTF-8",
            path=path,
            said=said[:40],
        ) from None


def _decoded(path: Path, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise DataError(
            "{path}: begins as {name} text, but is none from byte {start:,}"
            " on; save it as CSV UTF-8",
            path=path,
            name=encoding.upper(),
            start=error.start,
        ) from None


def _without_mark(path: Path, content: bytes) -> str:
    """Return which UTF-16 it is: digits, commas and ends of lines have a zero byte."""
    start = content[:_LOOKED_AT]
    low, high = start[0::2].count(0), start[1::2].count(0)
    for encoding in ("utf-16-le", "utf-16-be") if high >= low else ("utf-16-be",):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and _is_written(text[:_LOOKED_AT]):
            return encoding
    raise DataError(
        "{path}: is no text: it holds zero bytes; expected CSV or a workbook", path=path
    )


def _is_written(text: str) -> bool:
    """Tell whether there are no characters but those of texts."""
    return all(
        one.isprintable() or one in "\t\r\n\u3000\xa0\u2009\u202f" for one in text
    )


def _guessed(path: Path, content: bytes, bad: int) -> str:
    """Return the encoding whose text is spelt best; at a byte it is no UTF-8.

    Raises: DataError where none is, or where two are and differ.
    """
    _check_not_damaged(path, content, bad)
    lines = _lines_around(content, bad)
    start = b"\n".join(dict.fromkeys(one for one in lines if not one.isascii()))
    found: list[tuple[float, str, str]] = []
    for encoding, ahead in _GUESSES.items():
        text = _read(start, encoding)
        if text is not None:
            found.append((spelling(text, encoding) + ahead, encoding, text))
    found.sort(key=lambda one: -one[0])
    # The rest of a long file is read only where its beginning is spelt well.
    usable = (one for one in found if _read(content, one[1]) is not None)
    chosen = next(usable, None)
    if chosen is None or chosen[0] < _LEAST:
        raise DataError(
            "{path}: is not UTF-8 text, and which encoding it is in cannot be"
            ' told; save it as CSV UTF-8, or say it: encoding = "gb18030",'
            ' "cp1252" …',
            path=path,
        )
    score, best, text = chosen
    close = (one for one in usable if score - one[0] < _CLEARLY)
    for _, encoding, other in close:
        if other != text:
            one, two = _where_they_differ(text, other)
            raise DataError(
                "{path}: is not UTF-8 text; it may be {shown} ({one!r}) or"
                ' {other} ({two!r}): say which by encoding = "{shown}" or'
                ' "{other}"',
                path=path,
                shown=_shown(best),
                one=one,
                other=_shown(encoding),
                two=two,
            )
    return best


def _read(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _check_not_damaged(path: Path, content: bytes, bad: int) -> None:
    """Refuse UTF-8 with some bytes spoilt: other encodings would make other words of it."""
    text = b"\n".join(_lines_around(content, bad)).decode("utf-8", "replace")
    spoilt = text.count("\ufffd")
    if sum(1 for one in text if not one.isascii()) - spoilt > 3 * spoilt:
        line = content.count(b"\n", 0, bad) + 1
        raise DataError(
            "{path} line {line}: is UTF-8 text with some bytes that are none;"
            " correct them, or save the file anew as CSV UTF-8",
            path=path,
            line=line,
        )


def _lines_around(content: bytes, at: int) -> list[bytes]:
    """Return whole lines before a place, and more of them after it."""
    begin = content.rfind(b"\n", 0, max(0, at - _LOOKED_AT // 10)) + 1
    end = content.rfind(b"\n", at, at + _LOOKED_AT)
    return content[begin : at + _LOOKED_AT if end < 0 else end].splitlines()


def _where_they_differ(one: str, other: str) -> tuple[str, str]:
    for line, second in zip(one.splitlines(), other.splitlines(), strict=False):
        if line != second:
            return line[:30], second[:30]
    return one[:30], other[:30]


def _shown(encoding: str) -> str:
    return {"cp950": "big5", "cp932": "shift_jis", "cp949": "euc-kr"}.get(
        encoding, encoding
    )
