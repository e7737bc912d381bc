"""Which cell is meant: by its address, by a defined name, or by its quantity.

`Training!M37`, `M37`, `eta`, `delta_3[1] epoch 4 example 2`, and as exercises write it,
`w2[1,3]@4`.
"""

import re
from collections.abc import Iterator
from math import prod

from sheetnet.errors import WorkbookError, nearest
from sheetnet.explain.place import Atlas, Spot
from sheetnet.verification.book.opening import Opened
from sheetnet.verification.naming import named
from sheetnet.wording import later, placed, worded
from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW, apart, column_number
from sheetnet.workbook.block import Axis, Block

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_QUANTITY = re.compile(
    r"(?P<symbol>[^\W\d][\w.±]*?)(?:_?(?P<layer>\d+))?"
    r"(?:\s*\[(?P<at>\s*\d+(?:\s*,\s*\d+)*\s*)\])?"
    r"(?P<rest>(?:\s*@\s*\d+|\s+(?:epoch|update|example)\s+\d+)*)"
)
_AXES = {
    "epoch": later("epoch"),
    "example": later("example"),
    "unit": later("unit"),
    "map": later("map"),
    "row": later("row"),
    "column": later("column"),
}
_REST = re.compile(r"(@|epoch|update|example)\s*(\d+)")
# Bands that are no epochs are called updates.
_BANDS = ("@", "epoch", "update")


def spot_of(book: Opened, atlas: Atlas, asked: str) -> tuple[Spot, int]:
    """Return the cell that is meant, and how many there are of that name.

    Raises: WorkbookError, saying what there is.
    """
    asked = asked.strip()
    if "!" in asked or (_CELL.fullmatch(asked) and _quantity(atlas, asked) is None):
        return _by_address(book, atlas, asked), 1
    if (found := _quantity(atlas, asked)) is None:
        if area := atlas.names.get(asked.upper()):
            return Spot(area.sheet, area.row, area.column), area.rows * area.columns
        raise WorkbookError(placed(book.path, _unknown(atlas, asked)))
    block, hit = found
    index = list(_index(book, block, hit))
    steps = list(zip(block.axes, index, strict=True))
    row = block.row + sum(axis.rows * at for axis, at in steps)
    column = block.column + sum(axis.columns * at for axis, at in steps)
    return Spot(block.sheet, row, column), 1 if hit["at"] else prod(
        axis.length for axis in block.own_axes()
    )


def _by_address(book: Opened, atlas: Atlas, asked: str) -> Spot:
    name, cell = apart(asked)
    hit = _CELL.fullmatch(cell)
    # The quantities of a network are on Training; a lesson begins with its first sheet.
    key = "Training" if "Training" in book.names else next(iter(book.names))
    if name:
        key = _sheet(book, atlas, name)
    row, column = (int(hit[2]), column_number(hit[1].upper())) if hit else (0, 0)
    if not (0 < row <= MAX_ROW and 0 < column <= MAX_COLUMN):
        says = later("no cell {cell!r}; expected one, as Training!M37")
        raise WorkbookError(placed(book.path, worded(says, cell=cell[:40])))
    return Spot(key, row, column)


def _sheet(book: Opened, atlas: Atlas, name: str) -> str:
    """Return the key of a sheet by its name, or by its key in a workbook of any language."""
    sheets = [*book.names.values(), *book.other_formulas]
    if name in sheets:
        return atlas.key_of(name)
    if name in book.names:
        return name
    says = worded("no sheet {sheet!r}; {hint}", sheet=name, hint=nearest(name, sheets))
    raise WorkbookError(placed(book.path, says))


def _quantity(atlas: Atlas, asked: str) -> tuple[Block, re.Match[str]] | None:
    """Return the block of a quantity, and how it was asked for: of Training, if it is there."""
    hit = _QUANTITY.fullmatch(asked)
    if hit is None:
        return None
    plain = f"{hit['symbol']}_{hit['layer']}" if hit["layer"] else hit["symbol"]
    keys = {plain, f"{plain}_1"} if not hit["layer"] else {plain}
    for block in _blocks(atlas):
        if str(block.key) in keys:
            return block, hit
    return None


def _blocks(atlas: Atlas) -> Iterator[Block]:
    for sheet in sorted(atlas.blocks, key=lambda key: key != "Training"):
        yield from atlas.blocks[sheet]


def _index(book: Opened, block: Block, hit: re.Match[str]) -> Iterator[int]:
    """Yield the index along each axis, from 0; what is not told is the first.

    Raises: WorkbookError where there is none of that number.
    """
    told = {
        ("epoch" if one in _BANDS else one): int(at)
        for one, at in _REST.findall(hit["rest"])
    }
    own = [int(one) for one in (hit["at"] or "").split(",") if one]
    axes = block.own_axes()
    if own and len(own) != len(axes):
        raise WorkbookError(
            "{key} has {count} indices, found {found}: {asked}",
            key=block.key,
            count=len(axes),
            found=len(own),
            asked=hit[0][:60],
        )
    indices = iter(own or [1] * len(axes))
    for axis in block.axes:
        bands = axis.name == "epoch"
        steps = range(axis.length)
        # Some bands are far apart: they are called by how many updates there were.
        numbers = [book.number_of(block.sheet, at) if bands else at + 1 for at in steps]
        if axis.name in ("epoch", "example"):
            yield _within(block, axis, told.pop(axis.name, numbers[0]), numbers)
        else:
            yield _within(block, axis, next(indices), numbers)
    for name in told:
        raise WorkbookError(
            "{key} has no {axis}", key=block.key, axis=worded(_AXES[name])
        )


def _within(block: Block, axis: Axis, wanted: int, numbers: list[int]) -> int:
    if wanted in numbers:
        return numbers.index(wanted)
    if len(numbers) - 1 == numbers[-1] - numbers[0]:
        raise WorkbookError(
            "{key}: {axis} {number}; expected {first} to {last}",
            key=block.key,
            axis=worded(_AXES[axis.name]),
            number=wanted,
            first=numbers[0],
            last=numbers[-1],
        )
    raise WorkbookError(
        "{key}: {axis} {number}; expected one of {numbers}",
        key=block.key,
        axis=worded(_AXES[axis.name]),
        number=wanted,
        numbers=named(map(str, numbers)),
    )


def _unknown(atlas: Atlas, asked: str) -> str:
    keys = (block.key for block in _blocks(atlas) if block.has("epoch") or block.layer)
    known = dict.fromkeys(str(key) for key in keys if "." not in key.symbol)
    word = re.split(r"[\[@\s]", asked, maxsplit=1)[0]
    return worded(
        "no cell, name or quantity {asked!r}; {hint}",
        asked=asked[:40],
        hint=nearest(word, [*known] or [name.lower() for name in atlas.names]),
    )
