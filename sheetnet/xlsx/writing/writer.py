"""Plan and values → .xlsx: the shell's zip is copied, our rows streamed into its sheets.

Bytes are made as they are written: the whole file is never in memory.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from itertools import accumulate, count
from pathlib import Path
from typing import TypeAlias
from zipfile import ZipFile

from sheetnet.files.writing import write_whole
from sheetnet.workbook.address import a1
from sheetnet.workbook.plan import Plan, Sheet
from sheetnet.xlsx.writing.archive import zipped
from sheetnet.xlsx.writing.rows import Tables, Values, sheet_rows
from sheetnet.xlsx.writing.settling import STRINGS, settled, usual_name
from sheetnet.xlsx.writing.shell import make_shell
from sheetnet.xlsx.writing.strings import Strings, inline

_CHUNK_ROWS = 64

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
    shell, styles = make_shell(plan, map_sheet)
    parts = _parts(shell, plan, values, Tables(styles, Strings()), map_rows, told)
    return zipped(parts)


# ------------------------------------------------------------------ parts


def _parts(
    shell: bytes,
    plan: Plan,
    values: Values,
    tables: Tables,
    map_rows: Iterable[list[str]],
    told: Told,
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield name and content of every part.

    Content types come first, as readers expect, shared texts last: then all are known.
    """
    ends = [0, *accumulate(extent(sheet)[0] for sheet in plan.sheets)]
    with ZipFile(BytesIO(shell)) as source:
        names = sorted(
            source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)
        )
        for name in names:
            content = settled(name, source.read(name))
            if number := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name):
                at = int(number[1]) - 1
                if at < len(plan.sheets):
                    part = _sheet_part(content, plan.sheets[at], values, tables)
                    yield name, _with_share(part, ends[at : at + 2], ends[-1], told)
                else:
                    yield name, _map_part(content, map_rows)
            else:
                yield usual_name(name), [content]
    yield STRINGS, tables.strings.part()


def _with_share(
    pieces: Iterable[bytes], rows: Sequence[int], of: int, told: Told
) -> Iterator[bytes]:
    """Pass a sheet's pieces on, telling how far they are: from its first row to its last."""
    for row, piece in zip(count(rows[0], _CHUNK_ROWS), pieces, strict=False):
        told(min(row, rows[1]) / of)
        yield piece


def _sheet_part(
    xml: bytes, sheet: Sheet, values: Values, tables: Tables
) -> Iterator[bytes]:
    before, after = _around_cells(xml)
    used = f"A1:{a1(*extent(sheet))}"
    dimension = b'<dimension ref="%s"/>' % used.encode()
    yield re.sub(rb"<dimension[^>]*/>", dimension, before) + b"<sheetData>"
    rows = sheet_rows(sheet, values, tables)
    yield from tables.strings.counted(_in_chunks(rows))
    yield b"</sheetData>" + _with_ignored_errors(after, used)


def _around_cells(xml: bytes) -> tuple[bytes, bytes]:
    found = re.search(rb"<sheetData\s*/>|<sheetData>.*</sheetData>", xml, re.DOTALL)
    assert found is not None, "openpyxl writes sheetData"
    return xml[: found.start()], xml[found.end() :]


def _in_chunks(rows: Iterable[bytes]) -> Iterator[bytes]:
    chunk: list[bytes] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK_ROWS:
            yield b"".join(chunk)
            chunk.clear()
    yield b"".join(chunk)


def extent(sheet: Sheet) -> tuple[int, int]:
    """Return the last row and the last column of a sheet."""
    rows, columns = [1], [1]
    for cell in sheet.cells:
        down = sheet.down if cell.down else None
        across = sheet.across if cell.across else None
        rows.append(cell.row + (down.step * (down.count - 1) if down else 0))
        columns.append(
            cell.column + (across.step * (across.count - 1) if across else 0)
        )
    return max(rows), max(columns)


def _with_ignored_errors(after: bytes, used: str) -> bytes:
    """Put <ignoredErrors> where the schema wants it: before drawings and tables.

    Formulas that differ from their neighbours are the rule here; green triangles
    would cover the sheet.
    """
    element = (
        f'<ignoredErrors><ignoredError sqref="{used}" formula="1" formulaRange="1"'
        ' numberStoredAsText="1" emptyCellReference="1"/></ignoredErrors>'
    ).encode()
    at = re.search(
        rb"<drawing |<legacyDrawing |<tableParts|<extLst|</worksheet>", after
    )
    assert at is not None
    return after[: at.start()] + element + after[at.start() :]


def _map_part(xml: bytes, rows: Iterable[list[str]]) -> Iterator[bytes]:
    """Yield the hidden sheet: one line of text a row."""
    before, after = _around_cells(xml)
    yield re.sub(rb"<dimension[^>]*/>", b"", before) + b"<sheetData>"
    yield from _in_chunks(map(_map_row, range(1, 1 << 20), rows))
    yield b"</sheetData>" + after


def _map_row(row: int, texts: list[str]) -> bytes:
    cells = (
        f'<c r="{a1(row, column)}" {inline(text)}</c>'
        for column, text in enumerate(texts, 1)
    )
    return f'<row r="{row}">{"".join(cells)}</row>'.encode()
