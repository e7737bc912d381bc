"""What all parameters of a band are updated with, and which examples it learns from."""

from collections.abc import Iterator

from sheetnet.model.network import Network
from sheetnet.model.optimizers import Heading
from sheetnet.model.quantities import Each, Quantity, Role


def turns(network: Network) -> Iterator[Quantity]:
    """Yield of which epoch an update is and by which batch, where there are batches."""
    if network.in_batches:
        count = network.batches
        for symbol, equation in (
            ("epoch_n", f"epochₙ = ⌊n / {count}⌋"),
            ("batch_n", f"batchₙ = 1 + n mod {count}"),
        ):
            yield Quantity(symbol, 0, "turn", equation=equation, name=symbol)


def in_batch(network: Network) -> Iterator[Quantity]:
    """Yield whether an update learns from an example, where there are batches."""
    if network.in_batches:
        used = "use" if network.counts else "1"
        equation = f"in_batch = {used} where batch = batchₙ, else 0"
        each: tuple[Each, ...] = ("epoch", "example")
        yield Quantity("in_batch", 0, "turn", (), each, equation, name="in_batch")


def carried(network: Network) -> tuple[Quantity, ...]:
    """Return what is kept from update to update of no parameter."""
    return tuple(_of_heading(one, "slot") for one in network.carried)


def rates(network: Network) -> tuple[Quantity, ...]:
    """Return what all parameters of an epoch are updated with."""
    return tuple(_of_heading(one, "rate") for one in network.update.rates)


def _of_heading(one: Heading, role: Role) -> Quantity:
    name, drawn = one.name, one.below is not None
    return Quantity(name, 0, role, equation=one.equation, name=name, drawn=drawn)
