"""A network's inputs, read from its workbook as it is now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sheetnet.layers.quantities import starting
from sheetnet.model.network import Inputs, Network, Objects
from sheetnet.model.notation import Key
from sheetnet.model.shown import Shown
from sheetnet.verification.book.opening import Opened, as_numbers, cells_of, numbers_of
from sheetnet.verification.naming import counted, in_number, named
from sheetnet.verification.network.strange import (
    MOST_NOTED,
    check_kept,
    strange_labels,
    strange_use,
    strange_words,
)
from sheetnet.workbook.block import Block
from sheetnet.xlsx.reading.sheet.formulas import Place


@dataclass(slots=True)
class Read:
    """Inputs as they are now, what stands in Try, and what is worth knowing of them."""

    inputs: Inputs
    tried: Shown
    notes: list[str]


@dataclass(slots=True)
class Odd:
    """Cells of x and of Try that hold no number but something, by the key of the sheet.

    `truths`: TRUE or FALSE stands in one of them or in a label, which some applications
    take for a number.
    """

    cells: dict[str, set[Place]]
    truths: bool


def odd_inputs(book: Opened, network: Network) -> Odd:
    """Return the inputs that applications do not count alike.

    Raises: WorkbookError where one is an error.
    """
    blocks = {block.key: block for block in book.map_of("Training").blocks}
    drawn = [] if network.fields else [blocks[Key("x", 1)], *_tried(book)]
    features = [_Features(book, block, False) for block in drawn]
    truths = any(one.truths for one in features)
    if network.labelled:
        labels = cells_of(blocks[Key("label")], book.saved["Training"]).tolist()
        truths |= any(isinstance(one, bool) for one in labels)
    return Odd({one.block.sheet: one.odd for one in features}, truths)


def read_inputs(book: Opened, network: Network, *, truths: bool = False) -> Read:
    """Read the inputs, as a calculator counts them that takes TRUE for 1 if `truths`.

    Raises: WorkbookError where an input is no number and must be one.
    """
    blocks = {block.key: block for block in book.blocks(network.epochs + 1)
              if block.sheet == "Training"}  # fmt: skip
    notes: list[str] = []

    def cells(symbol: str, layer: int = 0) -> Objects:
        block = blocks[Key(symbol, layer)]
        return _first_epoch(block, cells_of(block, book.saved["Training"]))

    def numbers(symbol: str, layer: int = 0) -> np.ndarray:
        block = blocks[Key(symbol, layer)]
        return numbers_of(book, block, cells(symbol, layer), notes)

    labelled = network.labelled
    target = "t" if network.target_scale == "none" else "raw"
    drawn = []
    if not network.fields:
        tried = (_Features(book, block, truths) for block in _tried(book))
        drawn = [_Features(book, blocks[Key("x", 1)], truths), *tried]
    inputs = Inputs(
        x=drawn[0].numbers if drawn else _kept(book, network, blocks, notes),
        labels=_labels(cells("label"), truths) if labelled else None,
        classes=_labels(cells("class"), truths) if labelled else None,
        t=None if labelled else numbers(target),
        settings={
            name: float(numbers(name)) for name in network.optimizer_record.settings
        },
        start={
            one.key: numbers(*one.key).reshape(one.shape) for one in starting(network)
        },
        counted=drawn[0].counted if drawn and not drawn[0].counted.all() else None,
        words=cells("word", 1) if network.categories else None,
        one_hot=cells("one_hot", 1) if network.categories else None,
        use=numbers("use") if network.counts else None,
    )
    for one in drawn:
        notes += one.notes()
    notes += _strange(book, network, blocks, inputs)
    tried_on = {one.block.key: one.numbers for one in drawn[1:]}
    return Read(inputs, tried_on, notes)


def _strange(
    book: Opened, network: Network, blocks: Mapping[Key, Block], inputs: Inputs
) -> Iterator[str]:
    """Yield what is strange about labels and words, and about what is used.

    Raises: WorkbookError where nothing is left to learn from.
    """
    if network.labelled:
        label, of_class = blocks[Key("label")], blocks[Key("class")]
        saved = book.saved["Training"]
        labels, classes = cells_of(label, saved), cells_of(of_class, saved)
        yield from strange_labels(book, label, labels, classes, network)
    if inputs.use is not None:
        yield from strange_use(book, blocks[Key("use")], inputs.use)
    check_kept(book, network, inputs)
    if inputs.words is not None and inputs.one_hot is not None:
        block = blocks[Key("word", 1)]
        yield from strange_words(book, block, network, inputs.words, inputs.one_hot)


def _kept(
    book: Opened, network: Network, blocks: Mapping[Key, Block], notes: list[str]
) -> np.ndarray:
    """Read the numbers that x is computed from; NaN where none stands.

    Raises: WorkbookError where something else stands that is no gap to be filled.
    """
    if not network.numbers:
        return np.zeros((network.examples, 0))
    block = blocks[Key("raw", 1)]
    cells = cells_of(block, book.saved["Training"])
    flat, places = cells.ravel().tolist(), block.cells()
    where = list(zip(*(at.ravel().tolist() for at in places), strict=True))
    fills = [field.fills for field in network.numbers]
    filled = np.broadcast_to(fills, cells.shape).ravel().tolist()
    found = np.full(len(flat), np.nan)
    empty: list[str] = []
    for at, (value, gap, place) in enumerate(zip(flat, filled, where, strict=True)):
        if type(value) is float:
            found[at] = value
        elif value is None and place not in book.formulas["Training"]:
            if not gap:
                empty.append(book.address("Training", *place))
        elif not (gap and isinstance(value, str)):
            one = Block("raw", 1, "Training", *place)
            numbers_of(book, one, np.array(value, dtype=object), [])
    if empty:
        says = in_number(empty, "is empty: it counts", "are empty: they count")
        over = ", and m and s pass over " + in_number(empty, "it", "them")
        notes.append(f"{named(empty)} {says} as the number 0{over * network.is_scaled}")
    return found.reshape(cells.shape)


def _tried(book: Opened) -> Iterator[Block]:
    """Yield the block of Try's own input, where the sheet is there."""
    for sheet in book.manifest.sheets:
        yield from (block for block in sheet.blocks if block.symbol == "try.x")


def _first_epoch(block: Block, cells: Objects) -> Objects:
    return np.asarray(cells[0], dtype=object) if block.has("epoch") else cells


# ------------------------------------------------------------------ features


class _Features:
    """The cells of x: numbers, and cells that people left empty or typed otherwise."""

    def __init__(self, book: Opened, block: Block, truths: bool) -> None:
        self._book, self.block = book, block
        cells = cells_of(block, book.saved[block.sheet])
        self.numbers = as_numbers(cells).reshape(cells.shape)
        self.counted = ~np.isnan(self.numbers)
        self._rest = dict(self._others(cells))
        self.odd = {place for place, value in self._rest.items() if value is not None}
        self.truths = any(isinstance(value, bool) for value in self._rest.values())
        if truths:
            is_bool = np.frompyfunc(lambda value: isinstance(value, bool), 1, 1)
            on = is_bool(cells).astype(bool)
            self.numbers[on] = cells[on].astype(float)
            self.counted |= on
        self.numbers[~self.counted] = 0.0

    def _others(self, cells: Objects) -> Iterator[tuple[Place, object]]:
        """Yield the cells without a number; an error or a formula is none of ours."""
        rows, columns = (at[~self.counted].tolist() for at in self.block.cells())
        places = list(zip(rows, columns, strict=True))
        for place, value in zip(places, cells[~self.counted].tolist(), strict=True):
            if isinstance(value, bool | str) or (
                value is None and place not in self._book.formulas[self.block.sheet]
            ):
                yield place, value
            else:
                one = np.array(value, dtype=object)
                at = Block("x", 1, self.block.sheet, *place)
                numbers_of(self._book, at, one, [])

    def notes(self) -> Iterator[str]:
        """Yield what to know, and to do, of cells that hold no number."""
        empty, odd = [], []
        for place, value in self._rest.items():
            where = self._book.address(self.block.sheet, *place)
            if value is None:
                empty.append(where)
            elif isinstance(value, bool):
                odd.append(
                    f"{where} holds {str(value).upper()}: in z Excel counts it as 0,"
                    f" LibreOffice as {value:d}; type {value:d} instead"
                )
            else:
                odd.append(
                    f"{where} holds the text {str(value)[:40]!r} where a number is meant; it"
                    " counts as 0 in Excel and in LibreOffice; type it as a number"
                )
        if empty:
            count = in_number(empty, "is empty: it counts", "are empty: they count")
            over = in_number(empty, "it", "them")
            yield f"{named(empty)} {count} as 0 in z, and MIN and MAX pass over {over}"
        yield from odd[:MOST_NOTED]
        if len(odd) > MOST_NOTED:
            rest = len(odd) - MOST_NOTED
            yield (
                counted(rest, "more cell of x holds", "more cells of x hold")
                + " no number"
            )


# ------------------------------------------------------------------ labels


def _labels(cells: Objects, truths: bool) -> Objects:
    """Return labels as a calculator compares them; an empty cell equals 0 and ""."""
    if not truths:
        return cells
    as_number = np.frompyfunc(lambda v: float(v) if isinstance(v, bool) else v, 1, 1)
    return np.asarray(as_number(cells), dtype=object)
