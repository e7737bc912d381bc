"""The formulas above the bands: x and t, made of the data as people keep it."""

from collections.abc import Iterator

from sheetnet.model.table import Field, Scale
from sheetnet.sheets.positions import of_each
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference, to_a1
from sheetnet.workbook.block import Block
from sheetnet.workbook.formula import data, formulas
from sheetnet.workbook.places import Places

Index = tuple[int, ...]


class DataFormulas:
    """The formula of each cell; None where a cell is the user's own."""

    def __init__(self, layout: Layout, places: Places | None = None) -> None:
        self._layout = layout
        self._network = layout.network
        self._block = (places or layout).block

    def _fields(self, layer: int) -> list[Field]:
        """Return the columns of numbers that x (1) or t (0) are made of."""
        if layer:
            return list(self._network.numbers)
        scale = self._network.target_scale
        return [Field(name, scale) for name in self._network.outputs]

    def _field(self, layer: int, indices: Index) -> Field:
        fields = self._fields(layer)
        return fields[indices[0]] if len(fields) > 1 else fields[0]

    def _has(self, symbol: str, layer: int) -> bool:
        return (symbol, layer) in self._layout.blocks

    # -------------------------------------------------------------- of all examples

    def kept(self, layer: int, here: Area, indices: Index) -> str:
        """Return the number where the example is used, else nothing."""
        use = reference(here, self._block("use").area())
        return data.used(use, self._raw(layer, here, indices))

    def _raw(self, layer: int, here: Area, indices: Index) -> str:
        return reference(here, self._block("raw", layer).area(*indices))

    def _used(self, layer: int, here: Area, indices: Index) -> str:
        """Return the numbers of a column that are used, through all examples."""
        symbol = "kept" if self._has("kept", layer) else "raw"
        area = self._block(symbol, layer).area(*indices)
        return reference(here, self._layout.through(area))

    def mean(self, layer: int, here: Area, indices: Index) -> str:
        """Return the mean of the numbers that are used."""
        return f"AVERAGE({self._used(layer, here, indices)})"

    def m(self, layer: int, here: Area, indices: Index) -> str:
        """Return what is subtracted from a column."""
        scale = self._scale(layer, indices)
        return data.subtracted(scale, self._used(layer, here, indices))

    def s(self, layer: int, here: Area, indices: Index) -> str:
        """Return what a column is divided by."""
        scale = self._scale(layer, indices)
        return data.divided_by(scale, self._used(layer, here, indices))

    def _scale(self, layer: int, indices: Index) -> Scale:
        return self._field(layer, indices).scale

    # -------------------------------------------------------------- of one example

    def x(self, here: Area, indices: Index) -> str | None:
        """Return a feature: a number scaled, or whether a word stands in its cell."""
        network = self._network
        if not network.fields:
            return None
        if len(network.input_shape) > 1 or indices[0] < len(network.numbers):
            return self.scaled(1, here, indices, self._raw(1, here, indices))
        at = indices[0] - len(network.numbers)
        return self.hot(here, at, self._block("word", 1))

    def hot(self, here: Area, at: int, words: Block) -> str:
        """Return whether the word of a category is the one that a feature stands for."""
        word = self._block("one_hot", 1).area(at)
        cell = words.area(self._category(at))
        one, other = reference(here, cell), reference(here, word)
        if self._network.is_sequence:
            return formulas.target_at_position(one, other)
        return formulas.target(one, other)

    def _category(self, at: int) -> int:
        """Return the number of the column that a word belongs to."""
        columns = [
            n for n, one in enumerate(self._network.categories) for _ in one.words
        ]
        return columns[at]

    def scaled(self, layer: int, here: Area, indices: Index, raw: str) -> str:
        """Return a number of the data as the network sees it."""
        field = self._field(layer, indices)
        m, s, mean = (
            self._stat(symbol, layer, here, indices) for symbol in ("m", "s", "mean")
        )
        fill = None
        if field.fills:
            fill = "0" if field.scale == "standard" else data.scaled(mean, m, s)
        return data.filled(raw, data.scaled(raw, m, s), fill)

    def as_seen(self, here: Area, indices: Index, raw: str) -> str:
        """Return a number of anybody's as the network sees it."""
        m, s = (self._stat(symbol, 1, here, indices) for symbol in ("m", "s"))
        return data.scaled(raw, m, s)

    def _stat(self, symbol: str, layer: int, here: Area, indices: Index) -> str:
        """Return where mean, m or s of a column stand; "" where there is none."""
        if not self._has(symbol, layer):
            return ""
        block = self._block(symbol, layer)
        at = indices if block.axes else ()
        return reference(here, block.area(*at)._replace(across=False))

    def unscaled(self, here: Area, indices: Index, a: str) -> str:
        """Return an output in the units of the data."""
        m, s = (self._stat(symbol, 0, here, indices) for symbol in ("m", "s"))
        return data.unscaled(a, m, s)

    # -------------------------------------------------------------- words

    def unknown(self) -> Iterator[tuple[Area, str]]:
        """Yield cells of the data, and what is true where one holds what is not known.

        As A1 of the first cell: a word that is none of its category, a text among numbers
        whose gaps are filled. An empty cell holds neither.
        """
        if any(field.fills for field in self._network.numbers):
            raw = self._block("raw", 1).area()
            # Of each row its own cell, so relative to it both ways.
            cell = raw._replace(rows=1, columns=1, down=True)
            own = reference(cell, cell)
            formula = f'AND({own}<>"",NOT(ISNUMBER({own})))'
            yield self._layout.through(raw), to_a1(formula, cell.row, cell.column)
        first, each = 0, of_each(self._layout)
        for at, field in enumerate(self._network.categories):
            cell = each.block("word", 1).area(at)
            hot = each.block("x", 1).area(len(self._network.numbers) + first)
            features = reference(cell, hot._replace(rows=len(field.words)))
            formula = f'AND({reference(cell, cell)}<>"",SUM({features})<0.5)'
            yield each.through(cell), to_a1(formula, cell.row, cell.column)
            first += len(field.words)
