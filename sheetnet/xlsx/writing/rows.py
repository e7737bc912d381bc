"""Cells as XML, row by row: formula text by template, values by array.

A row of a band is compiled once: its text with gaps for row numbers and values. Each
epoch then only fills the gaps. So text is made row by row, never cell by cell.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from operator import itemgetter

import numpy as np
import orjson
from msgspec import structs
from numpy.typing import NDArray

from sheetnet.model.notation import Key
from sheetnet.workbook.address import a1, letters
from sheetnet.workbook.block import Block
from sheetnet.workbook.formula.expand import Line, lines_of
from sheetnet.workbook.plan import Cell, Repeat, Sheet
from sheetnet.workbook.sizes import formulas_in
from sheetnet.xlsx.writing.strings import Tables, xml_text
from sheetnet.xlsx.writing.strips import LARGE, Strips
from sheetnet.xlsx.xml import escaped

Values = Mapping[Key, NDArray[np.float64] | NDArray[np.object_]]

# Gaps in a row's text; control characters cannot occur in XML.
_VALUE = "\x00"
_NUMBER = _VALUE.encode()
_GAP = re.compile(b"(\x00|\x01-?[0-9]+\x02)")


def sheet_rows(sheet: Sheet, values: Values, tables: Tables) -> Iterator[bytes]:
    """Yield the rows of a sheet as XML, in order."""
    once = [cell for cell in sheet.cells if not cell.down]
    if sheet.down is None:
        yield from _head_rows(sheet, once, values, tables)
        return
    first, band = sheet.down.first, [cell for cell in sheet.cells if cell.down]
    above = [cell for cell in once if cell.row < first]
    below = [cell for cell in once if cell.row >= first]
    yield from _head_rows(sheet, above, values, tables)
    yield from _band_rows(sheet, sheet.down, band, values, tables)
    yield from _head_rows(sheet, below, values, tables)


# ------------------------------------------------------------------ head


def _head_rows(
    sheet: Sheet, cells: list[Cell], values: Values, tables: Tables
) -> Iterator[bytes]:
    """Yield rows that stand once: few, so cell by cell where they hold text."""
    known: dict[tuple[int, int], float | str] = {}
    for block in sheet.blocks:
        if not block.has("epoch"):
            known.update(_by_place(block, values[block.key]))
    lines = dict(_by_row(cells))
    for _, last in sheet.folded_rows:
        if last in lines:
            # The row below a fold is told of where it is empty too.
            lines.setdefault(last + 1, [])
    for row in sorted(lines):
        opening = _row_tag(row, sheet, tables, _fold(sheet, row))
        text = _head_cells(lines[row], sheet.across, known, tables)
        yield f"{opening}{text}</row>".encode()


def _by_place(
    block: Block, array: NDArray[np.float64] | NDArray[np.object_]
) -> Iterable[tuple[tuple[int, int], float | str]]:
    rows, columns = block.cells()
    places = zip(rows.ravel().tolist(), columns.ravel().tolist(), strict=True)
    return zip(places, np.asarray(array).ravel().tolist(), strict=True)


def _by_row(cells: list[Cell]) -> Iterator[tuple[int, list[Line]]]:
    rows: dict[int, list[Line]] = {}
    for cell in cells:
        for line in lines_of(cell):
            rows.setdefault(line.row, []).append(line)
    for row in sorted(rows):
        yield row, sorted(rows[row], key=lambda line: line.columns[0])


def _head_cells(
    lines: list[Line],
    across: Repeat | None,
    known: dict[tuple[int, int], float | str],
    tables: Tables,
) -> str:
    cells = [
        one
        for line in lines
        if not line.cell.across
        for one in _line_cells(line, 0, known, tables)
    ]
    if across is not None:
        strip = [line for line in lines if line.cell.across]
        for k in range(across.count):
            for line in strip:
                cells += _line_cells(line, k * across.step, known, tables)
    return "".join(text for _, text in sorted(cells, key=itemgetter(0)))


def _line_cells(
    line: Line,
    right: int,
    known: dict[tuple[int, int], float | str],
    tables: Tables,
) -> Iterator[tuple[int, str]]:
    """Yield the cells of a line, so many columns to the right, each with its column."""
    cell, style = line.cell, tables.styles[line.cell.style]
    texts = _escaped(line).written(lambda column: letters(column + right))(str)
    for first, formula in zip(line.columns, texts, strict=True):
        column = first + right
        start = f'<c r="{a1(line.row, column)}" s="{style}"'
        value = cell.text if cell.text is not None else known.get((line.row, column))
        if cell.formula is not None:
            yield column, f"{start}{_computed(formula, value)}</c>"
        elif value is None:
            yield column, f"{start}/>"
        elif isinstance(value, str):
            yield column, f"{start} {tables.strings.cell(value)}</c>"
        else:
            yield column, f"{start}><v>{_number(value)}</v></c>"


def _escaped(line: Line) -> Line:
    """Return a line whose formula is as XML holds it."""
    safe = [escaped(one) if isinstance(one, str) else one for one in line.pieces]
    return replace(line, pieces=tuple(safe))


def _computed(formula: str, value: float | str | None) -> str:
    if isinstance(value, str):
        return f' t="str"><f>{formula}</f><v>{xml_text(value)}</v>'
    return f"><f>{formula}</f><v>{_number(value)}</v>"


def _number(value: float | None) -> str:
    assert value is not None, "a cell of the plan has no value"
    return repr(float(value))


# ------------------------------------------------------------------ bands


def _band_rows(
    sheet: Sheet, down: Repeat, cells: list[Cell], values: Values, tables: Tables
) -> Iterator[bytes]:
    by_row = dict(_by_row(cells))
    blocks = [
        (block, *_band_places(block, down.first))
        for block in sheet.blocks
        if block.has("epoch")
    ]
    width = max((columns.max() for _, _, columns in blocks), default=0) + 1
    grid = np.zeros((down.step, width))
    compiled = {}
    numbers = count() if formulas_in(sheet) >= LARGE else None
    for offset in range(down.step):
        in_row = by_row.get(down.first + offset, [])
        compiled[offset] = _row_texts(sheet, in_row, tables, numbers)
    for epoch in range(down.count):
        for block, rows, columns in blocks:
            grid[rows, columns] = values[block.key][epoch].reshape(rows.shape)
        for offset in range(down.step):
            row = down.first + epoch * down.step + offset
            opening = _band_row_tag(row, offset, epoch, sheet, tables).encode()
            parts = compiled[offset][epoch not in sheet.begins]
            filled = (part.fill(row, grid[offset]) for part in parts)
            yield b"".join([opening, *filled, b"</row>"])


def _band_places(block: Block, first: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return rows (within the band) and columns of a block in any one epoch."""
    axes = tuple(axis for axis in block.axes if axis.name != "epoch")
    rows, columns = structs.replace(block, axes=axes).cells()
    return rows - first, columns


class _RowText:
    """The text of a row of the band with gaps for row numbers and values."""

    def __init__(self, text: str, value_columns: NDArray[np.intp]) -> None:
        self._parts = _GAP.split(text.encode())
        gaps = self._parts[1::2]
        offsets = sorted(set(gaps) - {_NUMBER})
        self._offsets = [int(gap[1:-1]) for gap in offsets]
        at = {gap: index for index, gap in enumerate(offsets)}
        values = iter(range(len(offsets), len(offsets) + len(gaps)))
        slots = [next(values) if gap == _NUMBER else at[gap] for gap in gaps]
        # itemgetter wants two or more to return a tuple.
        self._pick = itemgetter(*slots, 0, 0) if slots else None
        self._value_columns = value_columns

    def fill(self, row: int, numbers: NDArray[np.float64]) -> bytes:
        """Return the XML of the cells at row number `row`."""
        if self._pick is not None:
            fillings = [str(row + offset).encode() for offset in self._offsets]
            chosen = numbers[self._value_columns]
            fillings += orjson.dumps(chosen, option=orjson.OPT_SERIALIZE_NUMPY)[
                1:-1
            ].split(b",")
            self._parts[1::2] = self._pick(fillings)[:-2]
        return b"".join(self._parts)


def _row_texts(
    sheet: Sheet, lines: list[Line], tables: Tables, numbers: Iterator[int] | None
) -> tuple[list[_RowText | Strips], list[_RowText | Strips]]:
    """Return the row's text where a band begins from constants, and elsewhere, by parts.

    `numbers` are those of shared texts, if the sheet is so large that it has some.
    """
    left = [line for line in lines if not line.cell.across]
    strip = [line for line in lines if line.cell.across]
    columns = _columns_of_values(left)
    strips, shared = "", []
    if strip and sheet.across is not None:
        if numbers is not None and sheet.across.count > 1:
            every = [cell for line in strip for cell in line.alone()]
            every.sort(key=lambda cell: cell.column)
            shared = [Strips(every, sheet.across, tables, numbers)]
        else:
            strips = _strips(strip, sheet.across, tables)
            own = _columns_of_values(strip)
            for k in range(sheet.across.count):
                columns += [column + k * sheet.across.step for column in own]
    at = np.array(columns, dtype=np.intp)
    later = _RowText(_band_cells(left, tables, 1) + strips, at)
    if all(line.cell.initial is None for line in lines):
        return [later, *shared], [later, *shared]
    first = _band_cells(left, tables, 0)
    return [_RowText(first + strips, at), *shared], [later, *shared]


def _columns_of_values(lines: list[Line]) -> list[int]:
    return sorted(at for line in lines if line.cell.value for at in line.columns)


def _strips(lines: list[Line], across: Repeat, tables: Tables) -> str:
    """Return the row's cells of all examples: one template, filled with columns."""
    template = _band_cells(lines, tables, 1)
    parts = re.split("\x03(-?[0-9]+)\x04", template)
    form = "%s".join(part.replace("%", "%%") for part in parts[::2])
    offsets = [int(column) for column in parts[1::2]]
    last = max(offsets) + across.step * (across.count - 1)
    names = ["", *map(letters, range(1, last + 1))]
    columns = [names[first : last + 1 : across.step] for first in offsets]
    # The columns that begin last have one name for each example, others have more.
    return "".join(map(form.__mod__, zip(*columns, strict=False)))


def _band_cells(lines: list[Line], tables: Tables, epoch: int) -> str:
    """Return cells of the first strip with gaps for columns, rows and values."""
    cells = [one for line in lines for one in _band_line(line, tables, epoch)]
    return "".join(text for _, text in sorted(cells, key=itemgetter(0)))


def _band_line(line: Line, tables: Tables, epoch: int) -> Iterator[tuple[int, str]]:
    """Yield the cells of a line, each with its column."""
    cell = line.cell
    column = "\x03{}\x04".format if cell.across else letters
    style = cell.style if epoch or cell.initial is None else cell.initial
    after = f'\x010\x02" s="{tables.styles[style]}"'
    if cell.text is not None:
        after += f" {tables.strings.cell(cell.text)}</c>"
    elif cell.formula is not None and (epoch or cell.initial is None):
        texts = _escaped(line).written(column)
        rows = texts(lambda row: f"\x01{row - line.row}\x02")
        for at, text in zip(line.columns, rows, strict=True):
            yield at, f'<c r="{column(at)}{after}><f>{text}</f><v>{_VALUE}</v></c>'
        return
    else:
        after += f"><v>{_VALUE}</v></c>" if cell.value else "/>"
    for at in line.columns:
        yield at, f'<c r="{column(at)}{after}'


# ------------------------------------------------------------------ row elements


def _fold(sheet: Sheet, row: int) -> str:
    """Return what tells that a row above the bands is folded away, or stands at a fold.

    Excel looks for the mark on the row above, LibreOffice on the row below.
    """
    if any(first <= row <= last for first, last in sheet.folded_rows):
        return ' outlineLevel="1" hidden="1"'
    at_fold = any(row in (first - 1, last + 1) for first, last in sheet.folded_rows)
    return ' collapsed="1"' if at_fold else ""


def _row_tag(row: int, sheet: Sheet, tables: Tables, more: str = "") -> str:
    height, style = sheet.heights.get(row), sheet.row_styles.get(row)
    text = f'<row r="{row}"'
    if style is not None:
        text += f' s="{tables.styles[style]}" customFormat="1"'
    if height is not None:
        text += f' ht="{height}" customHeight="1"'
    return f"{text}{more}>"


def _band_row_tag(
    row: int, offset: int, epoch: int, sheet: Sheet, tables: Tables
) -> str:
    """Open a row of a band; the rows below a heading fold under it, but for both ends."""
    assert sheet.down is not None
    more = ""
    if sheet.fold and offset >= sheet.fold:
        folded = 0 < epoch < sheet.down.count - 1
        more = ' outlineLevel="1"' + (' hidden="1"' if folded else "")
    elif sheet.fold and epoch > 1 and not offset:
        # Not on the first folded band's heading, but on that of the last band, which is
        # open: LibreOffice takes the mark for the rows above it.
        more = ' collapsed="1"'
    opening = _row_tag(sheet.down.first + offset, sheet, tables, more)
    return opening.replace(f'r="{sheet.down.first + offset}"', f'r="{row}"', 1)
