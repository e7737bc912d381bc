"""Rows of cells → a table: where it begins, the names of its columns, what counts as empty."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sheetnet.errors import DataError, nearest
from sheetnet.files.text import clean
from sheetnet.spec.data.grid.cells import Cell, Grid, line_of, other_sheets
from sheetnet.spec.data.grid.separators import BEFORE_NAMES, SEPARATORS
from sheetnet.spec.data.numerals import numeral
from sheetnet.wording import worded

# Blanks that are no space, and what takes no room at all.
_BLANKS = dict.fromkeys(map(ord, "\xa0\u3000\u2009\u202f"), " ") | dict.fromkeys(
    map(ord, "\ufeff\u200b\u200e\u200f\u2060"), None
)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns by their names, and the line or row of each example."""

    columns: dict[str, list[Cell]]
    lines: list[int]
    unit: str
    separator: str
    notes: tuple[str, ...]

    def at(self, row: int) -> str:
        """Return where an example stands in the file."""
        return line_of(self.unit, self.lines[row])

    def name_of(self, path: Path, wanted: str) -> str:
        """Return the column that a spec names, blanks and form of its letters aside.

        Raises: DataError where there is none.
        """
        if wanted in self.columns:
            return wanted
        key = _key(wanted)
        alike = [name for name in self.columns if _key(name) == key]
        if len(alike) == 1:
            return alike[0]
        known = [name or worded("(no name)") for name in self.columns]
        hint = "" if self._named_by_words() else (
            worded("; if the file has no line of names, say header = false: its"
" columns are x1, x2 …")
        )  # fmt: skip
        if any(set(name) & set(";\t|,") for name in known):
            hint = worded(
                '; is another separator between the cells? separator = "…" says it'
            )
        raise DataError(
            "{path}: no column {wanted!r}; {near}{hint}",
            path=path,
            wanted=wanted,
            near=nearest(wanted, known),
            hint=hint,
        )

    def _named_by_words(self) -> bool:
        return not any(numeral(name) for name in self.columns)


def tidy(text: str) -> str:
    """Return a text as a cell shows it: without blanks around, or what no cell can hold.

    >>> tidy(" New\\xa0York\\u3000")
    'New York'
    """
    if not text.isascii():
        text = text.translate(_BLANKS)
    return clean(text).strip()


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", tidy(name)).split())


def table_of(path: Path, grid: Grid, header: bool | None) -> Table:
    """Return the table in the cells of a file.

    Raises: DataError where there is none, or where its lines or names do not fit.
    """
    notes = list(grid.notes)
    rows, lines = _without_empty(grid)
    rows, lines = _without_remarks(rows, lines, notes)
    if header is not False:
        rows, lines = _from_its_beginning(rows, lines, grid, notes)
    if len(rows) < 2 and not (rows and header is False):
        hint = other_sheets(grid.others)
        raise DataError(
            "{path}: expected a header and at least one example{hint}",
            path=path,
            hint=hint,
        )
    if header is None and _is_of_numbers(rows[0]):
        raise DataError(
            "{path} {line}: expected the names of the columns, found"
            " numbers only; say header = false if they are the first example"
            " (columns are then x1, x2 …), header = true if they are names",
            path=path,
            line=line_of(grid.unit, lines[0]),
        )
    if header is False:
        names = [f"x{number}" for number in range(1, len(rows[0]) + 1)]
        notes.append(worded("The file has no names of columns: they are x1, x2 …"))
    else:
        names = [" ".join(tidy(_text(one)).split()) for one in rows[0]]
        rows, lines = rows[1:], lines[1:]
        longer = bool(rows) and all(len(row) == len(names) + 1 for row in rows)
        if longer and grid.separator in BEFORE_NAMES:
            names.insert(0, "")  # as R writes the names of rows
    width = _width(names, rows)
    _check_widths(path, grid, rows, lines, width)
    columns = [list(one) for one in zip(*(row[:width] for row in rows), strict=True)]
    found = _named(path, names[:width], columns, notes)
    return Table(found, lines, grid.unit, grid.separator, tuple(notes))


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell:.15g}"


def _is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and not tidy(cell)


def _filled(row: Sequence[Cell]) -> int:
    return sum(1 for cell in row if not _is_empty(cell))


def _without_empty(grid: Grid) -> tuple[list[list[Cell]], list[int]]:
    """Return the rows in which anything stands."""
    kept = [
        at
        for at, row in enumerate(grid.rows)
        if row and (not _is_empty(row[0]) or _filled(row) > 0)
    ]
    return [grid.rows[at] for at in kept], [grid.lines[at] for at in kept]


def _without_remarks(
    rows: list[list[Cell]], lines: list[int], notes: list[str]
) -> tuple[list[list[Cell]], list[int]]:
    """Leave out lines that begin with # and have not as many cells as the others."""
    marked = [at for at, row in enumerate(rows) if str(row[0]).startswith("#")]
    others = sorted(set(range(len(rows))) - set(marked))
    if not marked or not others:
        return rows, lines
    usual = Counter(len(rows[at]) for at in others)
    width = max(usual, key=lambda one: usual[one])
    first = others[0]
    # A line of names may begin with # itself, where the next one holds numbers.
    named = any(not _is_empty(one) and _is_number(one) for one in rows[first])
    out = {
        at
        for at in marked
        if len(rows[at]) != width or at < first - 1 or (at < first and not named)
    }
    if out:
        notes.append(
            worded("Lines that begin with # were left out: {count}.", count=len(out))
        )
    kept = [at for at in range(len(rows)) if at not in out]
    return [rows[at] for at in kept], [lines[at] for at in kept]


def _from_its_beginning(
    rows: list[list[Cell]], lines: list[int], grid: Grid, notes: list[str]
) -> tuple[list[list[Cell]], list[int]]:
    """Leave out a title: what stands alone in its line above a table of more columns."""
    most = max((_filled(row) for row in rows[:50]), default=0)
    start = 0
    if most > 1:
        while start < len(rows) - 2 and (
            _filled(rows[start]) == 1 or _is_title(rows[start], rows[start + 1], grid)
        ):
            start += 1
    if start:
        notes.append(
            worded(
                "The table begins in {line}, below a title.",
                line=line_of(grid.unit, lines[start]),
            )
        )
    return rows[start:], lines[start:]


def _is_title(row: list[Cell], below: list[Cell], grid: Grid) -> bool:
    """Tell whether a line with fewer cells stands above the names, as it has a comma in it."""
    if grid.separator in BEFORE_NAMES or len(row) >= len(below):
        return False
    return not any(_is_number(one) for one in below)


def _is_of_numbers(row: Sequence[Cell]) -> bool:
    cells = [one for one in row if not _is_empty(one)]
    return bool(cells) and all(map(_is_number, cells))


def _is_number(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return True
    looks = numeral(cell)
    return looks is not None and bool(looks.marks)


def _width(names: list[str], rows: list[list[Cell]]) -> int:
    """Return how many columns there are, without empty ones at the end."""
    width = len(names)
    while width and not names[width - 1]:
        width -= 1
        if any(len(row) > width and not _is_empty(row[width]) for row in rows):
            return width + 1
    return width


def _check_widths(
    path: Path, grid: Grid, rows: list[list[Cell]], lines: list[int], width: int
) -> None:
    if width < 2:
        between = worded(SEPARATORS.get(grid.separator, repr(grid.separator)))
        hint = (
            worded(
                " (separated by {between}); say separator if another is between"
                " the cells",
                between=between,
            )
            if grid.separator
            else other_sheets(grid.others)
        )
        raise DataError(
            "{path}: expected at least two columns, found {width}{hint}",
            path=path,
            width=width,
            hint=hint,
        )
    for row, line in zip(rows, lines, strict=True):
        if len(row) == width or (len(row) > width and not _filled(row[width:])):
            continue
        raise DataError(
            "{path} {line}: expected {width} fields, found {count}; {remedy}",
            path=path,
            line=line_of(grid.unit, line),
            width=width,
            count=len(row),
            remedy=_remedy(grid, row, width),
        )


def _remedy(grid: Grid, row: list[Cell], width: int) -> str:
    if len(row) > width and grid.separator == ",":
        return worded(
            "a comma inside of a cell needs quotes around the cell; where it"
            " is the decimal mark, separate the cells by semicolons"
        )
    if len(row) > width:
        return worded("put quotes around a cell that holds the separator")
    if _filled(row) == 1:
        return worded("if it is a note below the table, delete it")
    return worded(
        'an empty cell needs its separator, too; or say another separator = "…"'
    )


def _named(
    path: Path, names: list[str], columns: list[list[Cell]], notes: list[str]
) -> dict[str, list[Cell]]:
    """Return columns by name, without those that are empty, and without a mere count.

    Raises: DataError where a column has no name, or that of another.
    """
    found: dict[str, list[Cell]] = {}
    for at, (name, cells) in enumerate(zip(names, columns, strict=True)):
        if not name or name.startswith("Unnamed: "):
            if all(map(_is_empty, cells)):
                continue
            if at == 0 and _is_count(cells):
                notes.append(
                    worded(
                        "The first column has no name and numbers or names the rows: left"
                        " out."
                    )
                )
                continue
        if name in found and not name:
            raise DataError(
                "{path}: two columns have no name; name column {at}",
                path=path,
                at=at + 1,
            )
        if name in found:
            raise DataError(
                "{path}: two columns are named {name!r}; rename one, column {at}",
                path=path,
                name=name,
                at=at + 1,
            )
        found[name] = cells
    return found


def _is_count(cells: list[Cell]) -> bool:
    """Tell whether cells only number or name the rows: all different, no measurements."""
    texts = [_text(one).strip() for one in cells]
    whole = all(one.isdecimal() for one in texts)
    words = not any(numeral(one) for one in texts)
    return (whole or words) and len(set(texts)) == len(texts)
