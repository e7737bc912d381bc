"""A network's inputs, read from its workbook as it is now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sheetnet.layers.quantities import starting
from sheetnet.model.network import Inputs, Network, Objects
from sheetnet.model.notation import Key
from sheetnet.model.shown import Shown
from sheetnet.verification.book.map_inside import OF_RUN
from sheetnet.verification.book.opening import (
    Opened,
    as_numbers,
    cells_of,
    numbers_of,
)
from sheetnet.verification.naming import first_told, named
from sheetnet.verification.network.kept import kept_numbers
from sheetnet.verification.network.strange import (
    check_kept,
    check_schedule,
    check_seeds,
    strange_batches,
    strange_labels,
    strange_use,
    strange_words,
)
from sheetnet.wording import counted, later, worded
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
    cells = _Cells(book, network, truths)
    notes, drawn = cells.notes, []
    if not network.fields:
        every = [cells.blocks[Key("x", 1)], *_tried(book)]
        drawn = [_Features(book, block, truths) for block in every]
    inputs = cells.inputs(drawn[0] if drawn else None)
    for one in drawn:
        notes += one.notes()
    if network.labelled:
        block = cells.blocks[Key("label")]
        names = cells.of("label"), cells.of("class")
        notes += strange_labels(book, block, *names, network)
    notes += _strange(book, network, cells.blocks, inputs)
    tried_on = {one.block.key: one.numbers for one in drawn[1:]}
    if network.fields:  # what x is computed from must be numbers, here too
        for block in _tried(book):
            typed = cells_of(block, book.saved[block.sheet])
            tried_on[block.key] = numbers_of(book, block, typed, notes)
    return Read(inputs, tried_on, notes)


class _Cells:
    """The cells of Training that hold inputs; notes on what is strange in them."""

    def __init__(self, book: Opened, network: Network, truths: bool) -> None:
        self._book, self._network, self._truths = book, network, truths
        self._bands = network.bands
        self.notes: list[str] = []
        every = book.blocks(self._bands)
        self.blocks = {one.key: one for one in every if one.sheet in OF_RUN}

    def of(self, symbol: str, layer: int = 0, band: int = 0) -> Objects:
        """Return what a quantity's cells hold, of one band where it has such."""
        block = self._in_band(Key(symbol, layer), band)
        return cells_of(block, self._book.saved[block.sheet])

    def _in_band(self, key: Key, band: int) -> Block:
        return self.blocks[key].in_band(band)

    def _numbers(self, symbol: str, layer: int = 0, band: int = 0) -> np.ndarray:
        block, cells = (
            self._in_band(Key(symbol, layer), band),
            self.of(symbol, layer, band),
        )
        return numbers_of(self._book, block, cells, self.notes)

    def _start(self, band: int) -> dict[Key, np.ndarray]:
        """Return the constants that a band begins with."""
        return {
            one.key: self._numbers(*one.key, band).reshape(one.shape)
            for one in starting(self._network)
        }

    def _kept(self) -> np.ndarray:
        """Return the numbers that x is computed from; NaN where none stands."""
        network = self._network
        if not network.numbers:
            return np.zeros((network.columns, 0))
        fills = [field.fills for field in network.numbers]
        block = self.blocks[Key("raw", 1)]
        return kept_numbers(self._book, block, fills, self.notes, network.is_scaled)

    def _targets(self) -> np.ndarray:
        """Return the numbers that are to be met; scaled ones as they are kept."""
        if self._network.target_scale == "none":
            return self._numbers("t")
        fills = [False] * self._network.units_out
        return kept_numbers(
            self._book, self.blocks[Key("raw")], fills, self.notes, True
        )

    def _labels(self) -> Objects:
        """Return the labels; of sequences, position after position."""
        return _labels(self.of("label"), self._truths).ravel()

    def _words(self) -> Objects:
        """Return the words of examples; of sequences, position after position."""
        return self.of("word", 1).reshape(-1, len(self._network.categories))

    def _use(self) -> np.ndarray | None:
        """Return which examples are used; of sequences the targets tell."""
        network = self._network
        if not network.counts or network.is_sequence:
            return None
        return self._numbers("use")

    def inputs(self, x: "_Features | None") -> Inputs:
        """Return the inputs; x where it is typed as it is, and not computed."""
        network, labelled = self._network, self._network.labelled
        settings = network.update.settings
        return Inputs(
            x=self._kept() if x is None else x.numbers,
            labels=self._labels() if labelled else None,
            classes=_labels(self.of("class"), self._truths) if labelled else None,
            t=None if labelled else self._targets(),
            settings={name: float(self._numbers(name)) for name in settings},
            start=self._start(0),
            checkpoints=tuple(map(self._start, network.begins[1:])),
            counted=None if x is None or x.counted.all() else x.counted,
            words=self._words() if network.categories else None,
            one_hot=self.of("one_hot", 1) if network.categories else None,
            use=self._use(),
            batch=self._numbers("batch") if network.in_batches else None,
        )


def _strange(
    book: Opened, network: Network, blocks: Mapping[Key, Block], inputs: Inputs
) -> Iterator[str]:
    """Yield what is strange about words, and about what is used.

    Raises: WorkbookError where nothing is left to learn from.
    """
    if inputs.use is not None:
        yield from strange_use(book, blocks[Key("use")], inputs.use)
    if inputs.batch is not None:
        yield from strange_batches(
            book, blocks[Key("batch")], network.batches, inputs.batch
        )
    check_kept(book, network, inputs)
    check_schedule(book, network, inputs, blocks)
    check_seeds(book, network, inputs, blocks)
    if inputs.words is not None and inputs.one_hot is not None:
        block = blocks[Key("word", 1)]
        yield from strange_words(book, block, network, inputs.words, inputs.one_hot)


def _tried(book: Opened) -> Iterator[Block]:
    """Yield the block of Try's own input, where the sheet is there."""
    for sheet in book.manifest.sheets:
        yield from (block for block in sheet.blocks if block.symbol == "try.x")


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
                    worded(
                        "{where} holds {truth}: in z Excel counts it as 0, LibreOffice as"
                        " {value:d}; type {value:d} instead",
                        where=where,
                        truth=str(value).upper(),
                        value=value,
                    )
                )
            else:
                odd.append(
                    worded(
                        "{where} holds the text {value!r} where a number is meant; it"
                        " counts as 0 in Excel and in LibreOffice; type it as a number",
                        where=where,
                        value=str(value)[:40],
                    )
                )
        if empty:
            yield counted(
                len(empty),
                "{cells} is empty: it counts as 0 in z, and MIN and MAX pass over it",
                "{cells} are empty: they count as 0 in z, and MIN and MAX pass over them",
                cells=named(empty),
            )
        yield from first_told(
            odd,
            later("{count} more cell of x holds no number"),
            later("{count} more cells of x hold no number"),
        )


# ------------------------------------------------------------------ labels


def _labels(cells: Objects, truths: bool) -> Objects:
    """Return labels as a calculator compares them; an empty cell equals 0 and ""."""
    if not truths:
        return cells
    as_number = np.frompyfunc(lambda v: float(v) if isinstance(v, bool) else v, 1, 1)
    return np.asarray(as_number(cells), dtype=object)
