"""Where a sequence is drawn: a column a position, below its symbols a row a unit."""

from collections.abc import Iterator
from typing import NamedTuple

from sheetnet.model.network import Network
from sheetnet.model.notation import Key

# Where the drawing begins.
TOP, LEFT = 5, 2
# A column is so many squares wide, the wider one where all positions have room.
_WIDE, _NARROW = 2, 1
# Squares that positions may take, and those of the names at the left.
_ROOM, NAMES = 44, 6
# Rows of a drawing on one screen; more layers are left out, the first ones first.
_MOST_ROWS = 29

# What stands above the activations, a row each.
SYMBOLS = ("sees", "label", "answer", "right")


class Line(NamedTuple):
    """Rows of the drawing: a symbol, or the activations of a layer, from which row on."""

    key: Key
    row: int
    rows: int = 1


class Strip(NamedTuple):
    """How a sequence is drawn: so many positions, each so wide, and what stands in rows."""

    shown: int
    wide: int
    lines: tuple[Line, ...]
    left_out: tuple[int, ...]

    @property
    def columns(self) -> int:
        """The squares it takes, with the names."""
        return NAMES + self.shown * self.wide


def strip_of(network: Network) -> Strip:
    """Return how a network's sequences are drawn."""
    positions = network.positions
    wide = _WIDE if positions * _WIDE <= _ROOM else _NARROW
    lines = list(_symbols())
    row = lines[-1].row + 2
    left_out = []
    for layer in reversed(network.layers):
        if row + layer.units > _MOST_ROWS:
            left_out.append(layer.number)
            continue
        lines.append(Line(Key("a", layer.number), row, layer.units))
        row += layer.units + 1
    shown = min(positions, _ROOM // wide)
    return Strip(shown, wide, tuple(lines), tuple(sorted(left_out)))


def _symbols() -> Iterator[Line]:
    for row, symbol in enumerate(SYMBOLS):
        yield Line(Key(symbol), row)
