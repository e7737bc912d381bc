"""The heading of a band: where its numbers stand, and what the update is told with.

C_T and right answers, in a second row those of the test; whether it begins from a
checkpoint; then what all parameters are
updated with, and a row for what stands in the equations of the update.
"""

from sheetnet.layers.heading import carried, rates, turns
from sheetnet.layers.quantities import quantities
from sheetnet.model.network import Network
from sheetnet.sheets.training.columns import Columns
from sheetnet.sheets.training.head import IN_A_ROW


def head_rows(network: Network) -> int:
    """Return how many rows a band begins with."""
    rows = -(-len(of_update(network)) // IN_A_ROW)
    return (
        _rows_above(network) + rows + bool(told_with(network) or network.update.decays)
    )


def _rows_above(network: Network) -> int:
    """Return the rows of C_T and right answers, and where a checkpoint is told of."""
    return 1 + bool(network.test) + bool(network.checkpoints)


def checkpoint_row(network: Network, top: int) -> int:
    """Return the row in which a band says that it begins from a checkpoint."""
    return top + _rows_above(network) - 1


def of_update(network: Network) -> list[str]:
    """Return the symbols of what all parameters are updated with, and by which examples."""
    every = (*turns(network), *rates(network), *carried(network))
    return [one.symbol for one in every]


def told_with(network: Network) -> list[str]:
    """Return what else stands in the equations of the update, as equations."""
    update = network.update
    g = update.gradient("w", "∂C_T/∂w", weight=True)
    return [*update.optimizer.where.values(), *([g] if g else [])]


def unfolded_rows(network: Network) -> int:
    """Return how many rows of a band are seen where it is folded away."""
    return _rows_above(network) if network.checkpoints else 1


def update_places(network: Network, top: int) -> dict[str, tuple[int, int]]:
    """Return where each number of the update stands: its row, and which of those in it."""
    first = top + _rows_above(network)
    return {
        symbol: (first + at // IN_A_ROW, at % IN_A_ROW)
        for at, symbol in enumerate(of_update(network))
    }


def heading_places(
    network: Network, columns: Columns, top: int
) -> dict[str, tuple[int, int]]:
    """Return row and column of each number in the heading of a band, but the epoch's."""
    right = columns.dC + 2
    places = {
        "C_T": (top, columns.w + 2),
        "accuracy": (top, right),
        "test_C_T": (top + 1, columns.w + 2),
        "test_accuracy": (top + 1, right),
    }
    known = {one.symbol for one in quantities(network)}
    found = {symbol: place for symbol, place in places.items() if symbol in known}
    wide = columns.of_settings()
    return found | {
        symbol: (row, wide[at][1])
        for symbol, (row, at) in update_places(network, top).items()
    }
