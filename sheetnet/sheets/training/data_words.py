"""What stands beside the rows of data above the bands: names, symbols, captions.

And what the number of an answer says, of the classes that the data name.
"""

from collections.abc import Iterator

from sheetnet.lang import Texts
from sheetnet.model.network import Network, maps_of
from sheetnet.model.notation import Key, written
from sheetnet.sheets.training.head import ROW_EXAMPLE
from sheetnet.sheets.training.layout import Layout
from sheetnet.wording import clipped
from sheetnet.workbook.plan import Cell

# Longer names would run over what stands at the left of them.
_LONGEST = 24

# So many classes are named where a number stands for one.
_MOST_CLASSES = 12


def channel_names(network: Network) -> dict[int, str]:
    """Return what the channels of a picture are called, by their first rows; of one none."""
    shape = network.input_shape
    if len(shape) < 3:
        return {}
    maps, rows, _ = maps_of(shape)
    return {m * rows: written("x", 0, m + 1) for m in range(maps)}


def answer_says(network: Network, texts: Texts, *, named: bool = True) -> str:
    """Return how the number of the answer comes about, in words; and which class it is."""
    key = "answer_zero_says" if network.other_target else "answer_one_says"
    if network.units_out > 1:
        key = "answer_says"
    each = [
        texts("list.numbered", number=n, name=name)
        for n, name in enumerate(network.outputs[:_MOST_CLASSES], 1)
    ]
    more = ["…"] if network.units_out > _MOST_CLASSES else []
    # Of digits from 1 on the numbers are the names.
    told = named and any(name != str(n) for n, name in enumerate(network.outputs, 1))
    classes = texts("list.comma").join([*each, *more])
    said = texts("training.numbers", classes=classes) if told else ""
    return texts(f"training.{key}", classes=said)


class DataWords:
    """The words of the data, for networks with a table of columns and without."""

    def __init__(self, layout: Layout, texts: Texts) -> None:
        self._layout = layout
        self._network = layout.network
        self._columns = layout.columns
        self._head = layout.head
        self._texts = texts

    def _text(self, key: str) -> str:
        return self._texts(f"training.{key}")

    def _name(self, row: int, name: str) -> Cell:
        """Return the name of a column or a target, clipped where it is long."""
        text = clipped(name, _LONGEST)
        return Cell(row, self._columns.name, "label", text=text)

    def cells(self) -> Iterator[Cell]:
        """Yield all cells that hold a constant text."""
        c, network, head = self._columns, self._network, self._head
        if network.counts:
            yield Cell(head.use, c.symbol, "label", text=self._text("use"))
        if network.in_batches:
            yield Cell(head.batch, c.symbol, "label", text=self._text("batch"))
        if network.test:
            column = self._layout.unseen(self._layout.block("use").area()).column
            text = self._text("test_examples")
            yield Cell(ROW_EXAMPLE - 1, column, "symbol-left", text=text)
        yield from self._table()
        yield from self._features()
        if network.labelled:
            yield Cell(head.classes - 1, c.name, "label", text=self._text("class"))
        yield from self._targets()

    def _features(self) -> Iterator[Cell]:
        c, network, head = self._columns, self._network, self._head
        if len(network.input_shape) > 1:
            names = channel_names(network) or {0: self._text("x")}
            for row, name in names.items():
                yield Cell(head.x + row, c.symbol, "symbol", text=name)
            return
        for i, feature in enumerate(network.features):
            row = head.x + i
            # The words of a category are cells of their own.
            if not network.fields or i < len(network.numbers):
                yield self._name(row, feature)
            yield Cell(row, c.symbol, "symbol", text=written("x", 0, i + 1))

    def _targets(self) -> Iterator[Cell]:
        c, network, head = self._columns, self._network, self._head
        for j in range(network.units_out):
            yield Cell(head.t + j, c.symbol, "symbol", text=written("t", 0, j + 1))
            if not network.labelled:
                yield self._name(head.t + j, network.outputs[j])
        if network.target_scale == "none":
            return
        yield from self._scaling(head.raw_t, 0, list(network.outputs))
        for j, name in enumerate(network.outputs):
            yield self._name(head.predicted + j, name)
            said = self._text("predicted")
            yield Cell(head.predicted + j, c.symbol, "label", text=said)
        text = f"t = ({self._text('raw')} − m) / s"
        yield Cell(head.t - 1, c.strip, "forward-caption", text=text)

    # -------------------------------------------------------------- a table

    def _table(self) -> Iterator[Cell]:
        c, network, head = self._columns, self._network, self._head
        if not network.fields:
            return
        if network.numbers:
            yield from self._scaling(head.raw, 1, self._names())
        for at, field in enumerate(network.categories):
            yield self._name(head.word + at, field.name)
        raw = self._text("raw")
        caption = f"x = ({raw} − m) / s" if network.is_scaled else "x"
        yield Cell(head.x - 1, c.strip, "forward-caption", text=caption)

    def _names(self) -> list[str]:
        if len(self._network.raw_shape) > 1:
            return []
        return [field.name for field in self._network.numbers]

    def _scaling(self, row: int, layer: int, names: list[str]) -> Iterator[Cell]:
        """Yield what stands beside raw numbers, beside those used, and over m and s."""
        c, blocks = self._columns, self._layout.blocks
        yield Cell(row - 1, c.strip, "forward-caption", text=self._text("raw"))
        for at, symbol in enumerate(("m", "s", "mean")):
            if Key(symbol, layer) in blocks:
                yield Cell(
                    row - 1, c.w + at, "symbol-head", text=self._called(symbol, layer)
                )
        rows = [row]
        if Key("kept", layer) in blocks:
            kept = blocks[Key("kept", layer)].row
            yield Cell(kept - 1, c.strip, "forward-caption", text=self._text("kept"))
            rows.append(kept)
        for top in rows:
            for i, name in enumerate(names):
                yield self._name(top + i, name)

    def _called(self, symbol: str, layer: int) -> str:
        """Return what m or s of the columns are: a mean, or the least number."""
        scales = {self._network.target_scale}
        if layer:
            scales = {field.scale for field in self._network.numbers}
        if symbol == "mean" or len(scales - {"none"}) != 1:
            return self._texts.get(f"training.{symbol}") or symbol
        (scale,) = scales - {"none"}
        return self._text(f"{symbol}_{scale}")
