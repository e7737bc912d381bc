"""Cells as XML, row by row: formula text by template, values by array.

A row of a band is compiled once: its text with gaps for row numbers and values. Each
epoch then only fills the gaps. So text is made row by row, never cell by cell.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from operator import itemgetter

import numpy as np
import orjson
from msgspec.structs import replace
from numpy.typing import NDArray

from sheetnet.model.notation import Key
from sheetnet.workbook.address import a1, letters, pieces, to_a1
from sheetnet.workbook.block import Block
from sheetnet.workbook.plan import Cell, Repeat, Sheet, formulas_in
from sheetnet.xlsx.writing.strings import xml_text
from sheetnet.xlsx.writing.strips import LARGE, Strips
from sheetnet.xlsx.writing.tables import Tables
from sheetnet.xlsx.xml import escaped

Values = Mapping[Key, NDArray[np.float64] | NDArray[np.object_]]

# Gaps in a row's text; control characters cannot occur in XML.
_VALUE = "\x00"
_GAP = re.compile("(\x00|\x01-?[0-9]+\x02)")


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
    for row, in_row in _by_row(cells):
        opening = _row_tag(row, sheet, tables)
        text = "".join(_head_cells(in_row, sheet.across, known, tables))
        yield f"{opening}{text}</row>".encode()


def _by_place(
    block: Block, array: NDArray[np.float64] | NDArray[np.object_]
) -> Iterable[tuple[tuple[int, int], float | str]]:
    rows, columns = block.cells()
    places = zip(rows.ravel().tolist(), columns.ravel().tolist(), strict=True)
    return zip(places, np.asarray(array).ravel().tolist(), strict=True)


def _by_row(cells: list[Cell]) -> Iterator[tuple[int, list[Cell]]]:
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    for row in sorted(rows):
        yield row, sorted(rows[row], key=lambda cell: cell.column)


def _head_cells(
    cells: list[Cell],
    across: Repeat | None,
    known: dict[tuple[int, int], float | str],
    tables: Tables,
) -> Iterator[str]:
    for cell in (cell for cell in cells if not cell.across):
        yield _cell(cell, cell.column, known, tables)
    strip = [cell for cell in cells if cell.across]
    if strip and across is not None:
        for k in range(across.count):
            for cell in strip:
                yield _cell(cell, cell.column + k * across.step, known, tables)


def _cell(
    cell: Cell,
    column: int,
    known: dict[tuple[int, int], float | str],
    tables: Tables,
) -> str:
    start = f'<c r="{a1(cell.row, column)}" s="{tables.styles[cell.style]}"'
    value = cell.text if cell.text is not None else known.get((cell.row, column))
    if cell.formula is not None:
        formula = escaped(to_a1(cell.formula, cell.row, column))
        if isinstance(value, str):
            return f'{start} t="str"><f>{formula}</f><v>{xml_text(value)}</v></c>'
        return f"{start}><f>{formula}</f><v>{_number(value)}</v></c>"
    if value is None:
        return f"{start}/>"
    if isinstance(value, str):
        return f"{start} {tables.strings.cell(value)}</c>"
    return f"{start}><v>{_number(value)}</v></c>"


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
            parts = compiled[offset][min(epoch, 1)]
            filled = (part.fill(row, grid[offset]) for part in parts)
            yield b"".join([opening, *filled, b"</row>"])


def _band_places(block: Block, first: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return rows (within the band) and columns of a block in any one epoch."""
    axes = tuple(axis for axis in block.axes if axis.name != "epoch")
    rows, columns = replace(block, axes=axes).cells()
    return rows - first, columns


class _RowText:
    """The text of a row of the band with gaps for row numbers and values."""

    def __init__(self, text: str, value_columns: NDArray[np.intp]) -> None:
        parts = _GAP.split(text)
        self._parts = [part.encode() for part in parts]
        gaps = parts[1::2]
        offsets = sorted({gap for gap in gaps if gap != _VALUE})
        self._offsets = [int(gap[1:-1]) for gap in offsets]
        at = {gap: index for index, gap in enumerate(offsets)}
        values = iter(range(len(offsets), len(offsets) + len(gaps)))
        slots = [next(values) if gap == _VALUE else at[gap] for gap in gaps]
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
    sheet: Sheet, cells: list[Cell], tables: Tables, numbers: Iterator[int] | None
) -> tuple[list[_RowText | Strips], list[_RowText | Strips]]:
    """Return the row's text in epoch 0, and that of all later epochs, part by part.

    `numbers` are those of shared texts, if the sheet is so large that it has some.
    """
    left = [cell for cell in cells if not cell.across]
    strip = [cell for cell in cells if cell.across]
    columns = [cell.column for cell in left if cell.value]
    strips, shared = "", []
    if strip and sheet.across is not None:
        if numbers is not None and sheet.across.count > 1:
            shared = [Strips(strip, sheet.across, tables, numbers)]
        else:
            strips = _strips(strip, sheet.across, tables)
            own = [cell.column for cell in strip if cell.value]
            for k in range(sheet.across.count):
                columns += [column + k * sheet.across.step for column in own]
    at = np.array(columns, dtype=np.intp)
    later = _RowText("".join(_band_cell(c, tables, 1) for c in left) + strips, at)
    if all(cell.initial is None for cell in cells):
        return [later, *shared], [later, *shared]
    first = "".join(_band_cell(cell, tables, 0) for cell in left)
    return [_RowText(first + strips, at), *shared], [later, *shared]


def _strips(cells: list[Cell], across: Repeat, tables: Tables) -> str:
    """Return the row's cells of all examples: one template, filled with columns."""
    template = "".join(_band_cell(cell, tables, 1) for cell in cells)
    parts = re.split("\x03(-?[0-9]+)\x04", template)
    form = "%s".join(part.replace("%", "%%") for part in parts[::2])
    offsets = [int(column) for column in parts[1::2]]
    last = max(offsets) + across.step * (across.count - 1)
    names = ["", *map(letters, range(1, last + 1))]
    columns = [names[first : last + 1 : across.step] for first in offsets]
    # The columns that begin last have one name for each example, others have more.
    return "".join(map(form.__mod__, zip(*columns, strict=False)))


def _band_cell(cell: Cell, tables: Tables, epoch: int) -> str:
    """Return a cell of the first strip with gaps for columns, rows and the value."""
    constant = cell.formula is None or (epoch == 0 and cell.initial is not None)
    style = cell.style if epoch or cell.initial is None else cell.initial
    start = f'<c r="{_column(cell, cell.column)}\x010\x02" s="{tables.styles[style]}"'
    if cell.text is not None:
        return f"{start} {tables.strings.cell(cell.text)}</c>"
    if constant:
        return f"{start}><v>{_VALUE}</v></c>" if cell.value else f"{start}/>"
    return f"{start}><f>{_formula(cell)}</f><v>{_VALUE}</v></c>"


def _formula(cell: Cell) -> str:
    text = []
    for piece in pieces(cell.formula or ""):
        if isinstance(piece, str):
            text.append(escaped(piece))
            continue
        column = _column(cell, cell.column + piece.column)
        text.append(column if piece.across else f"${letters(piece.column)}")
        text.append(f"\x01{piece.row}\x02" if piece.down else f"${piece.row}")
    return "".join(text)


def _column(cell: Cell, column: int) -> str:
    """Return a column's letters, or in a strip the gap that takes each example's."""
    return f"\x03{column}\x04" if cell.across else letters(column)


# ------------------------------------------------------------------ row elements


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
    """Open a row of a band; the rows below a band's heading fold under it."""
    assert sheet.down is not None
    more = ""
    if sheet.fold and offset:
        more = ' outlineLevel="1"' + (' hidden="1"' if epoch else "")
    elif sheet.fold and epoch > 1:
        # Not on the first folded band's heading: LibreOffice takes the mark for the
        # rows above it, which are those of band 0, left open.
        more = ' collapsed="1"'
    opening = _row_tag(sheet.down.first + offset, sheet, tables, more)
    return opening.replace(f'r="{sheet.down.first + offset}"', f'r="{row}"', 1)
