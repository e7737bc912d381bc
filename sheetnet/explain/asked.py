"""Which cell is meant: by its address, by a defined name, or by its quantity.

`Training!M37`, `M37`, `M37:N40`, `eta`, `delta_3[1] epoch 4 example 2`; as exercises write it,
`w2[1,3]@4`; and as an explanation prints it, `δ³₁ (epoch 4, example 2)`. Small letters are as
good as capitals, where these are not something else.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from math import prod

from sheetnet.errors import WorkbookError, nearest
from sheetnet.explain.place import OWN, Atlas, Spot
from sheetnet.lang import languages, texts
from sheetnet.model.notation import written
from sheetnet.verification.book.opening import Opened
from sheetnet.verification.naming import named
from sheetnet.wording import later, placed, worded
from sheetnet.workbook.address import (
    MAX_COLUMN,
    MAX_ROW,
    apart,
    column_number,
    quoted,
)
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
_TYPED = re.compile(r"\b(epoch|update|example)\s*(\d+)", re.IGNORECASE)
_INDICES = re.compile("[₀-₉ ]*")
_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_REST = re.compile(r"(@|epoch|update|example)\s*(\d+)")
# Bands that are no epochs are called updates.
_BANDS = ("@", "epoch", "update")


def spot_of(book: Opened, atlas: Atlas, asked: str) -> tuple[Spot, int]:
    """Return the cell that is meant, and how many there are of that name.

    Raises: WorkbookError, saying what there is.
    """
    asked = _as_typed(atlas, asked)
    cells = all(map(_CELL.fullmatch, asked.split(":")))
    if "!" in asked or (cells and _quantity(atlas, asked) is None):
        return _by_address(book, atlas, asked)
    if (found := _quantity(atlas, asked)) is None:
        if area := atlas.names.get(asked.upper()):
            return Spot(area.sheet, area.row, area.column), area.rows * area.columns
        found = _quantity(atlas, asked, fold=str.casefold)
    if found is None:
        raise WorkbookError(placed(book.path, _unknown(atlas, asked)))
    block, hit = found
    index = list(_index(book, block, hit))
    steps = list(zip(block.axes, index, strict=True))
    row = block.row + sum(axis.rows * at for axis, at in steps)
    column = block.column + sum(axis.columns * at for axis, at in steps)
    return Spot(block.sheet, row, column), 1 if hit["at"] else prod(
        axis.length for axis in block.own_axes()
    )


def _as_typed(atlas: Atlas, asked: str) -> str:
    """Return what is asked for, where it is as an explanation prints it, as people type it."""
    asked = asked.strip().removeprefix("=").strip()
    if "!" in asked:
        return asked
    asked = _TYPED.sub(lambda hit: f" {hit[1].lower()} {hit[2]} ", asked)
    for pattern, word in () if asked.isascii() else _printed():
        asked = pattern.sub(rf" {word} \1 ", asked)
    head, word, rest = re.split(r"(\b(?:epoch|update|example)\b|$)", asked, maxsplit=1)
    if word:
        asked = head.strip(" (（") + f" {word}" + re.sub("[,，()（）]", " ", rest)
    head = head.strip(" (（")
    if head.isascii():
        return " ".join(asked.split())
    for block in _blocks(atlas):
        letter = written(block.symbol, block.layer if block.layer > 1 else 0)
        indices = head.removeprefix(letter)
        if head.startswith(letter) and _INDICES.fullmatch(indices):
            digits = indices.translate(_DIGITS)
            own = ",".join(digits.split() if " " in digits else digits)
            typed = f"{block.key}[{own}]" if own else str(block.key)
            return " ".join(asked.replace(head, typed, 1).split())
    return " ".join(asked.split())


@cache
def _printed() -> list[tuple[re.Pattern[str], str]]:
    """Return how epochs and examples are printed in other languages, and how they are typed."""
    found = []
    for lang in languages():
        for word in ("epoch", "update", "example"):
            text = texts(lang)(f"cli.explain_{word}")
            before, after = map(re.escape, map(str.strip, text.split("{number}")))
            found.append((re.compile(rf"{before}\s*(\d+)\s*{after}"), word))
    return found


def _by_address(book: Opened, atlas: Atlas, asked: str) -> tuple[Spot, int]:
    name, cells = apart(asked)
    # The quantities of a network are on Training; a lesson begins with its first sheet.
    key = "Training" if "Training" in book.names else next(iter(book.names))
    if name:
        key = _sheet(book, atlas, name)
    places = [_place(book, key, cell) for cell in cells.split(":")]
    if len(places) > 2:
        raise _no_cell(book, key, cells)
    rows, columns = zip(*places, strict=True)
    first = Spot(key, min(rows), min(columns))
    down, right = max(rows) - first.row + 1, max(columns) - first.column + 1
    return first, down * right


def _place(book: Opened, key: str, cell: str) -> tuple[int, int]:
    hit = _CELL.fullmatch(cell)
    row, column = (int(hit[2]), column_number(hit[1].upper())) if hit else (0, 0)
    if not (0 < row <= MAX_ROW and 0 < column <= MAX_COLUMN):
        raise _no_cell(book, key, cell)
    return row, column


def _no_cell(book: Opened, key: str, cell: str) -> WorkbookError:
    says = later("no cell {cell!r}; expected one, as {sheet}!M37")
    name = book.names.get(key, key.removeprefix(OWN))
    sheet = name if name.isidentifier() else quoted(name)
    return WorkbookError(placed(book.path, worded(says, cell=cell[:40], sheet=sheet)))


def _sheet(book: Opened, atlas: Atlas, name: str) -> str:
    """Return the key of a sheet by its name, or by its key in a workbook of any language."""
    sheets = [*book.names.values(), *book.other_formulas]
    # As applications do, whatever the case.
    for one in sheets:
        if one.casefold() == name.casefold():
            return atlas.key_of(one)
    for key in book.names:
        if key.casefold() == name.casefold().replace(" ", ""):
            return key
    says = worded("no sheet {sheet!r}; {hint}", sheet=name, hint=nearest(name, sheets))
    raise WorkbookError(placed(book.path, says))


def _quantity(
    atlas: Atlas, asked: str, fold: Callable[[str], str] = str
) -> tuple[Block, re.Match[str]] | None:
    """Return the block of a quantity, and how it was asked for: of Training, if it is there."""
    hit = _QUANTITY.fullmatch(asked)
    if hit is None:
        return None
    plain = f"{hit['symbol']}_{hit['layer']}" if hit["layer"] else hit["symbol"]
    keys = {fold(plain), fold(f"{plain}_1")} if not hit["layer"] else {fold(plain)}
    for block in _blocks(atlas):
        if fold(str(block.key)) in keys:
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
