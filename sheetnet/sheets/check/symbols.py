"""What sheet and truth of Check agree on beforehand."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sheetnet.layers.quantities import quantities, with_role
from sheetnet.model.network import Layer, Network
from sheetnet.model.quantities import Quantity, Role

# Parts of the size of a number by which it may be off and still agree.
LIMIT = 1e-9
# Inputs whose squared distance from the built ones is larger have been changed.
CHANGED = 1e-12

AGREE, CHANGED_MARK, WRONG = "✓", "✎", "✗"
VERDICTS = (AGREE, CHANGED_MARK, WRONG)


# Of these, all that a layer has stand in one line.
TOGETHER = ("parameter", "slot", "gradient")


class Row(NamedTuple):
    """A line of the table: one quantity, or what belongs together to a layer's units."""

    quantities: tuple[Quantity, ...]
    last: bool

    @property
    def learned(self) -> bool:
        """Whether it stands at the left, in one rectangle or more."""
        return self.quantities[0].role in TOGETHER and self.quantities[0].layer > 0


def own(symbol: str) -> str:
    """Return the symbol of a quantity of this sheet.

    >>> own("sum")
    'check.sum'
    """
    return f"check.{symbol}"


def built(symbol: str, band: int = 0) -> str:
    """Return the symbol of a copy of what a band begins with."""
    return f"built_{symbol}@{band}" if band else f"built_{symbol}"


def rows_of(network: Network) -> list[Row]:
    """Return what the table lists, for the first epoch and then for the last."""
    epochs = (False, True) if network.last_band else (False,)
    return [row for last in epochs for row in _of_epoch(network, last)]


def _of_epoch(network: Network, last: bool) -> Iterator[Row]:
    every = quantities(network)
    yield from (Row((one,), last) for one in every if _is_carried(one))
    for layer in network.layers:
        yield from _together(every, layer, "parameter", last)
        yield from _together(every, layer, "slot", last)
        forward = with_role(layer, "statistic", "forward")
        yield from (Row((one,), last) for one in forward)
    yield from (Row((one,), last) for one in every if one.role == "cost")
    for layer in reversed(network.layers):
        back = with_role(layer, "backward", "feedback")
        yield from (Row((one,), last) for one in back)
        yield from _together(every, layer, "gradient", last)
    yield from (Row((one,), last) for one in every if one.role in ("turn", "rate"))


def _is_carried(one: Quantity) -> bool:
    """Tell whether it is kept from update to update, and of no layer."""
    return one.role == "slot" and not one.layer


def _together(
    every: Iterable[Quantity], layer: Layer, role: Role, last: bool
) -> Iterator[Row]:
    """Yield all of a role in one line: weights and biases, or their gradients.

    What an optimizer keeps has a line for each slot.
    """
    lines: dict[str, list[Quantity]] = {}
    for one in every:
        if one.layer == layer.number and one.role == role:
            slot = one.symbol.removesuffix(one.of) if role == "slot" else ""
            lines.setdefault(slot, []).append(one)
    yield from (Row(tuple(found), last) for found in lines.values())


def inputs_of(network: Network) -> Iterator[tuple[Quantity, ...]]:
    """Yield all that decides the run: settings, x, t, what is used, then what begins it.

    What of a layer stands in one rectangle comes together. A label decides by its t, a
    number that is scaled by its x; whether a position of a sequence is used, by its t.
    """
    every = quantities(network)
    settings = [q for q in every if q.role == "input" and not q.each]
    data = [q for q in every if q.role == "input" and q.each and q.symbol != "label"]
    told = ("batch",) if network.is_sequence else ("use", "batch")
    data += [q for q in every if q.symbol in told]
    yield from ((one,) for one in (*settings, *data))
    yield from beginning_of(network)


def beginning_of(network: Network) -> Iterator[tuple[Quantity, ...]]:
    """Yield all that a band begins with: what the optimizer keeps, parameters, slots."""
    every = quantities(network)
    yield from ((one,) for one in every if _is_carried(one))
    for layer in network.layers:
        for role in ("parameter", "slot"):
            for row in _together(every, layer, role, False):
                yield row.quantities
