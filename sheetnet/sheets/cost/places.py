"""Where everything of Cost stands: signs above, the table by epoch, charts beside it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sheetnet.layers.quantities import learning, quantities
from sheetnet.model.network import Network
from sheetnet.model.notation import Key
from sheetnet.sheets.cost.signs import signs_of, tells_skill
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Axis, Block

SHEET = "Cost"
# The first sign; what is looked at stands at the left and takes the width of four columns.
_SIGNS = 6
_NUMBER = 5


@dataclass(frozen=True, slots=True)
class Series:
    """A column of the table: a quantity by epoch, and the chart it belongs to."""

    key: Key
    chart: str
    style: str = "table-number"


def series_of(network: Network) -> Iterator[Series]:
    """Yield the columns of the table, after that of the bands."""
    if network.checkpoints:
        yield Series(Key("epoch"), "", "table-whole")
    if network.in_batches:
        yield Series(Key("epoch_n"), "", "table-whole")
    for one in quantities(network):
        if one.role == "total":
            yield Series(one.key, "cost")
        elif one.role == "answer" and "example" not in one.each:
            yield Series(one.key, "accuracy", "table-percent")
    yield Series(Key("largest"), "largest")
    for layer in learning(network):
        yield Series(Key("moved", layer.number), "moved")


@dataclass(frozen=True, slots=True)
class Places:
    """The sheet's blocks by quantity, the first row of the table, and what is beside it."""

    columns: dict[Key, Block]
    signs: dict[Key, Block]
    first: int
    beside: int

    @property
    def mends(self) -> Area:
        """What to change, by sign, at the right of the marks."""
        mark = self.signs[Key("sign_mark")].area()
        return mark._replace(column=mark.column + 1)


def band_key(network: Network) -> Key:
    """Return what the first column of the table counts: bands, where these are no epochs."""
    return Key("band") if network.checkpoints else Key("epoch")


def own(symbol: str) -> str:
    """Return the symbol of a column of this sheet's table."""
    return f"cost.{symbol}"


def places_of(network: Network, spare: int) -> Places:
    """Return where everything stands; the table has `spare` rows for pasted bands."""
    keys = [band_key(network), *(one.key for one in series_of(network))]
    epochs = Axis("epoch", network.last_band + spare + 1, rows=1)
    lines = signs_of(network)
    first = _SIGNS + len(lines) + 3 if lines else _SIGNS - 1
    columns = {
        key: Block(own(key.symbol), key.layer, SHEET, first, column, (epochs,))
        for column, key in enumerate(keys, 1)
    }
    beside = max(len(keys), _NUMBER + 1) + 2
    signs: dict[Key, Block] = {}
    if lines:
        axes = (Axis("row", len(lines), rows=1),)
        for at, (symbol, text) in enumerate(
            (("sign_value", False), ("sign_mark", True)), 1
        ):
            column = _NUMBER - 1 + at
            signs[Key(symbol)] = Block(symbol, 0, SHEET, _SIGNS, column, axes, text)
        if tells_skill(network):
            row = _SIGNS + len(lines)
            signs[Key("constant")] = Block("constant", 0, SHEET, row, _NUMBER)
    return Places(columns, signs, first, beside)
