"""Plan and values → .xlsx: rows are streamed into the sheets of the shell.

Bytes are made as they are written: the whole file is never in memory.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TypeAlias

from sheetnet.files.writing import write_whole
from sheetnet.workbook.address import a1
from sheetnet.workbook.plan import Plan
from sheetnet.xlsx.writing.archive import zipped
from sheetnet.xlsx.writing.parts import STRINGS
from sheetnet.xlsx.writing.rows import Values, sheet_rows
from sheetnet.xlsx.writing.sheets import extent
from sheetnet.xlsx.writing.shell import Shell, make_shell
from sheetnet.xlsx.writing.strings import Strings, Tables, inline

# Rows are joined up to so many bytes: each piece is compressed at once.
_CHUNK_BYTES = 1 << 18
_ROWS_TOLD = 64

Told: TypeAlias = Callable[[float], None]


def _nobody(_share: float) -> None:
    """Tell nobody how far it is."""


def write_workbook(
    path: Path,
    plan: Plan,
    values: Values,
    map_sheet: str,
    map_rows: Iterable[list[str]],
    told: Told = _nobody,
) -> None:
    """Write the workbook, with the value of every cell, to `path`.

    `told` hears which share of all rows is written.
    Raises: LimitError; OutputError where the folder does not take it.
    """
    write_whole(path, archive(plan, values, map_sheet, map_rows, told))


def archive(
    plan: Plan,
    values: Values,
    map_sheet: str,
    map_rows: Iterable[list[str]],
    told: Told = _nobody,
) -> Iterable[bytes]:
    """Return the bytes of the workbook, piece by piece.

    Raises: LimitError, while they are read, where they are too many for the format.
    """
    shell = make_shell(plan, map_sheet)
    return zipped(_parts(shell, plan, values, map_rows, told))


# ------------------------------------------------------------------ parts


def _parts(
    shell: Shell,
    plan: Plan,
    values: Values,
    map_rows: Iterable[list[str]],
    told: Told,
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield name and content of every part.

    Content types come first, as readers expect, shared texts last: then all are known.
    """
    # "[" sorts before "_" and all letters.
    yield from ((name, [content]) for name, content in sorted(shell.parts.items()))
    tables = Tables(shell.styles, Strings())
    ends = [0, *accumulate(extent(sheet)[0] for sheet in plan.sheets)]
    *sheets, (map_name, around_map) = shell.around.items()
    for sheet, rows, (name, around) in zip(
        plan.sheets, pairwise(ends), sheets, strict=True
    ):
        written = _with_share(sheet_rows(sheet, values, tables), rows, ends[-1], told)
        yield name, _sheet_part(around, tables.strings.counted(written))
    yield map_name, _map_part(around_map, map_rows)
    yield STRINGS, tables.strings.part()


def _with_share(
    written: Iterable[bytes], rows: Sequence[int], of: int, told: Told
) -> Iterator[bytes]:
    """Pass a sheet's rows on, telling how far they are: from its first to its last."""
    for number, row in enumerate(written, rows[0]):
        if number % _ROWS_TOLD == 0:
            told(min(number, rows[1]) / of)
        yield row


def _sheet_part(around: tuple[str, str], rows: Iterable[bytes]) -> Iterator[bytes]:
    before, after = around
    yield before.encode()
    yield from _in_chunks(rows)
    yield after.encode()


def _in_chunks(rows: Iterable[bytes]) -> Iterator[bytes]:
    chunk, size = [], 0
    for row in rows:
        chunk.append(row)
        size += len(row)
        if size >= _CHUNK_BYTES:
            yield b"".join(chunk)
            chunk, size = [], 0
    yield b"".join(chunk)


def _map_part(around: tuple[str, str], rows: Iterable[list[str]]) -> Iterator[bytes]:
    """Yield the hidden sheet: one line of text a row."""
    before, after = around
    yield before.encode()
    yield from _in_chunks(map(_map_row, range(1, 1 << 20), rows))
    yield after.encode()


def _map_row(row: int, texts: list[str]) -> bytes:
    cells = (
        f'<c r="{a1(row, column)}" {inline(text)}</c>'
        for column, text in enumerate(texts, 1)
    )
    return f'<row r="{row}">{"".join(cells)}</row>'.encode()
