"""What sheet and truth of Check agree on beforehand."""

from collections.abc import Iterator
from typing import NamedTuple

from sheetnet.model.functions import SOFTMAX
from sheetnet.model.network import Network

# Parts of the size of a number by which it may be off and still agree.
LIMIT = 1e-9
# Inputs whose squared distance from the built ones is larger have been changed.
CHANGED = 1e-12

AGREE, CHANGED_MARK, WRONG = "✓", "✎", "✗"
VERDICTS = (AGREE, CHANGED_MARK, WRONG)


class Row(NamedTuple):
    """A line of the table: one quantity, or a layer's weights and biases together."""

    symbols: tuple[str, ...]
    layer: int
    last: bool


def own(symbol: str) -> str:
    """Return the symbol of a quantity of this sheet.

    >>> own("sum")
    'check.sum'
    """
    return f"check.{symbol}"


def rows_of(network: Network) -> list[Row]:
    """Return what the table lists, for the first epoch and then for the last."""
    epochs = (False, True) if network.epochs else (False,)
    return [row for last in epochs for row in _of_epoch(network, last)]


def _of_epoch(network: Network, last: bool) -> Iterator[Row]:
    for layer in network.layers:
        l = layer.number
        if layer.has_parameters:
            yield Row(("w", "b"), l, last)
            yield Row(("z",), l, last)
        if layer.activation == SOFTMAX:
            yield Row(("e",), l, last)
        yield Row(("a",), l, last)
    yield Row(("C",), 0, last)
    for layer in reversed(network.layers):
        l = layer.number
        if not layer.has_parameters:
            yield Row(("dC_da",), l, last)
            continue
        yield Row(("delta",), l, last)
        yield Row(("dC_dw", "dC_db"), l, last)
