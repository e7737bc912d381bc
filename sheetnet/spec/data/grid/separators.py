"""Text → rows of cells: which separator stands between them, where nobody says it."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from sheetnet.errors import DataError
from sheetnet.spec.data.grid.cells import MAX_COLUMNS, MAX_FIELDS, Cell, Grid
from sheetnet.spec.data.numerals import numeral
from sheetnet.wording import later, retold, worded

SEPARATORS = {",": later("commas"), ";": later("semicolons"), "\t": later("tabs"), "|": later("bars"), " ": later("blanks")}  # fmt: skip
_NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "blank": " ",
          "space": " ", "，": ",", "；": ";"}  # fmt: skip
_FULL_WIDTH = str.maketrans("，；｜", ",;|")
# Where a line of names may be one shorter: R's names of rows have none.
BEFORE_NAMES = (" ", "\t")
# So many lines say which separator it is.
_LOOKED_AT = 200
_SEP_LINE = re.compile(r'\A"?sep=(.)"?[,;\t]*(?:\r\n|\r|\n)', re.IGNORECASE)
_DOUBLE = re.compile(r"[^\s]  +[^\s]")
_MOST_LOOKED_AT = 1 << 20


def rows_of_text(path: Path, text: str, said: str | None) -> Grid:
    """Return the cells of every line that is not blank.

    Raises: DataError where the text is no table, or one too large.
    """
    told = None if said is None else _named(path, said)
    first = 0
    if head := _SEP_LINE.match(text):
        told, text, first = told or head[1], text[head.end() :], 1
    notes: list[str] = []
    separator = told
    if separator is None:
        separator, text = _found(text, notes)
    try:
        rows, lines = _split(path, text, separator, first)
    except csv.Error as error:
        raise DataError("{path} {error}", path=path, error=error) from None
    return Grid(rows, lines, "line", separator, tuple(notes))


def _named(path: Path, said: str) -> str:
    separator = _NAMED.get(said.lower(), said)
    if len(separator) != 1 or separator in '"\r\n' or separator.isalnum():
        raise DataError(
            '{path}: data.separator: expected one character, as ";" or "tab",'
            " found {said!r}",
            path=path,
            said=said[:40],
        )
    return separator


def _split(
    path: Path, text: str, separator: str, first: int
) -> tuple[list[list[Cell]], list[int]]:
    """Return the rows with anything in them. Raises: csv.Error, DataError."""
    rows: list[list[Cell]] = []
    lines: list[int] = []
    fields = 0
    reader = _reader(text, separator)
    try:
        for row in reader:
            fields += len(row)
            if fields > MAX_FIELDS:
                raise DataError(
                    "{path}: more than {max_fields:,} fields; no sheet shows so many",
                    path=path,
                    max_fields=MAX_FIELDS,
                )
            if len(row) > MAX_COLUMNS:
                raise DataError(
                    "{path} line {number}: {count:,} cells in a row, at most"
                    " {max_columns:,} are possible; is it one example a line?",
                    path=path,
                    number=first + reader.line_num,
                    count=len(row),
                    max_columns=MAX_COLUMNS,
                )
            if row:
                rows.append(row)
                lines.append(first + reader.line_num)
    except csv.Error as error:
        raise csv.Error(
            worded(
                "line {number}: is not CSV: {error}",
                number=first + reader.line_num,
                error=retold(error),
            )
        ) from None
    return rows, lines


def _reader(text: str, separator: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    # A quote counts after blanks, too, where there are such.
    skips = separator == " " or f'{separator} "' in text
    if separator == " " and "\t" in text:
        text = text.replace("\t", " ")
    return csv.reader(
        StringIO(text, newline=""),
        delimiter=separator,
        skipinitialspace=skips,
        strict=True,
    )


# ------------------------------------------------------------------ finding the separator


def _found(text: str, notes: list[str]) -> tuple[str, str]:
    """Return the separator, and the text in which it stands; note it if it is no comma."""
    separator, agreed = _best(text)
    if agreed < 1 and any(one in text for one in "，；｜"):
        plain = text.translate(_FULL_WIDTH)
        other, better = _best(plain)
        if better > agreed:
            notes.append(worded("Full-width commas were read as those between cells."))
            separator, text = other, plain
    if separator != ",":
        notes.append(
            worded(
                "The cells are separated by {separators}.",
                separators=worded(SEPARATORS[separator]),
            )
        )
    return separator, text


def _best(text: str) -> tuple[str, float]:
    """Return the separator by which lines agree best on the number of cells, and how well."""
    order = list(SEPARATORS)
    found = [
        (agreed, -order.index(one), one)
        for one in order
        if one != " " and (agreed := _agreed(text, one))
    ]
    # Tabs may stand among blanks in aligned columns.
    among = (
        bool(found) and max(found)[2] == "\t" and _DOUBLE.search(text[:_MOST_LOOKED_AT])
    )
    if among or not found or max(found)[0][0] < 0.9:
        blanks = _agreed(text, " ")
        if blanks and blanks[1] == 1:
            found.append((blanks, 1 if among else -len(order), " "))
    if not found:
        return ",", 0.0
    (_, share, _), _, separator = max(found)
    return separator, share


def _agreed(text: str, separator: str) -> tuple[float, float, float] | None:
    """Return how well lines agree on the usual number of cells: the better the separator.

    As shares: of all lines; of those that are no title; of cells that are numbers. None where
    cells are not separated by it at all.
    """
    rows = list(_first_rows(text, separator))
    counts = Counter(len(row) for row in rows)
    wider = {count: lines for count, lines in counts.items() if count > 1}
    if not wider or sum(wider.values()) < len(rows) / 3:
        return None
    usual = max(wider, key=lambda one: (wider[one], one))
    alike = wider[usual]
    if separator in BEFORE_NAMES and len(rows[0]) == usual - 1:
        alike += 1  # R has no name above the names of rows
    title = 0
    while title < min(len(rows), 3) and len(rows[title]) == 1:
        title += 1
    cells = [one for row in rows[1:30] for one in row]
    numbers = sum(1 for one in cells if numeral(one) is not None or not one.strip())
    share = alike / max(1, len(rows) - title)
    return alike / len(rows), share, numbers / max(1, len(cells))


def _first_rows(text: str, separator: str) -> Iterator[list[str]]:
    reader = _reader(text[:_MOST_LOOKED_AT], separator)
    try:
        for count, row in enumerate(reader):
            if count >= _LOOKED_AT:
                return
            while row and not row[-1].strip():
                row.pop()  # commas at the end say nothing
            if row and not row[0].startswith("#"):
                yield row
    except csv.Error:
        return
