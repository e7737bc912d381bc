"""What an update makes of parameters and of what is kept of them, as formulas of a band.

They read the band above; and in their own, slots and powers, which come before them.
"""

from dataclasses import dataclass

from sheetnet.layers.quantities import is_weight, learning, moving, parameters
from sheetnet.model.notation import Key
from sheetnet.model.quantities import Quantity
from sheetnet.model.updates import Update
from sheetnet.sheets.equations import Index
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference

# A function takes 255 arguments, and a network may have more layers.
_IN_A_SUM = 200


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the update of a cell reads: references by part, and by name of the heading.

    `before` and `after` as in `Optimizer.excel`; `made` are the symbols of what comes of it.
    """

    update: Update
    made: dict[str, str]
    before: dict[str, str]
    after: dict[str, str]
    to: dict[str, str]
    weight: bool

    def formula(self, symbol: str) -> str:
        """Return the formula of the parameter, or of a slot of it."""
        found = self.update.excel(self.before, self.after, self.to, weight=self.weight)
        return next(found[part] for part, one in self.made.items() if one == symbol)


def wiring(layout: Layout, one: Quantity, here: Area, indices: Index) -> Wiring:
    """Return what the update of a parameter, or of a slot of it, reads."""
    update, layer = layout.network.update, layout.network.layer(one.layer)
    learned = Key(one.of or one.symbol, one.layer)
    symbols = update.optimizer.symbols(learned.symbol)
    to = {name: name for name in update.settings}
    to |= {rate.name: _above(layout, here, rate.name) for rate in update.rates}
    for kept in layout.network.carried:
        to[kept.name] = reference(here, layout.block(kept.name).area())
    return Wiring(
        update,
        symbols,
        before={
            part: _above(layout, here, symbol, one.layer, indices)
            for part, symbol in symbols.items()
        },
        after={
            slot: reference(here, layout.block(symbols[slot], one.layer).area(*indices))
            for slot in update.slots
        },
        to=to,
        weight=any(q.key == learned and is_weight(q) for q in parameters(layer)),
    )


def updated(layout: Layout, one: Quantity, here: Area, indices: Index) -> str:
    """Return the formula of a parameter, of a slot of it, or of a number of the heading."""
    if not one.layer:
        return _carried(layout, one, here)
    if one.key in layout.network.frozen:
        return _above(layout, here, one.symbol, one.layer, indices)
    return wiring(layout, one, here, indices).formula(one.symbol)


def _carried(layout: Layout, one: Quantity, here: Area) -> str:
    update = layout.network.update
    (kept,) = (kept for kept in layout.network.carried if kept.name == one.symbol)
    settings = {name: name for name in update.settings}
    return kept.excel({**settings, kept.name: _above(layout, here, kept.name)})


def rate(layout: Layout, one: Quantity, here: Area) -> str:
    """Return the formula of what all parameters of a band are updated with."""
    update = layout.network.update
    (of_band,) = (rate for rate in update.rates if rate.name == one.symbol)
    to = {name: name for name in update.settings}
    to["n"] = reference(here, layout.block("epoch").area())
    if of_band.of_gradients:
        areas = [
            reference(here, area)
            for layer in learning(layout.network)
            if (gradients := moving(layout.network, layer))
            for area in layout.rectangles(gradients)
        ]
        calls = [
            f"SUMSQ({','.join(areas[first : first + _IN_A_SUM])})"
            for first in range(0, len(areas), _IN_A_SUM)
        ]
        to["length"] = f"SQRT({'+'.join(calls)})" if calls else "0"
    return of_band.excel(to)


def epoch_of(layout: Layout, here: Area) -> str:
    """Return of which epoch the update of a band is."""
    n = reference(here, layout.block("epoch").area())
    return f"INT({n}/{layout.network.batches})"


def batch_of(layout: Layout, here: Area) -> str:
    """Return which batch the update of a band learns from."""
    n = reference(here, layout.block("epoch").area())
    return f"1+MOD({n},{layout.network.batches})"


def in_batch(layout: Layout, here: Area) -> str:
    """Return 1 where the update of a band learns from an example, else 0."""
    batch, of_band = (
        reference(here, layout.block(one).area()) for one in ("batch", "batch_n")
    )
    use = "1"
    if layout.network.counts:
        use = reference(here, layout.block("use").area())
    return f"IF({batch}={of_band},{use},0)"


def _above(
    layout: Layout, here: Area, symbol: str, layer: int = 0, indices: Index = ()
) -> str:
    area = layout.block(symbol, layer).area(*indices)
    return reference(here, area.above(layout.height))
