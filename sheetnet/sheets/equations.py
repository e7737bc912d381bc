"""The formula of every quantity of a pass, wherever its cells stand.

Forward, cost and backward (book 3-2 to 4-3, 5-2 to 5-5), for Training and for every view
alike. Knows nothing of rows and columns: it asks `Places`.
"""

from collections.abc import Callable, Mapping
from copy import copy
from typing import Self

from sheetnet.layers import (
    formulas_of,
    learned_formulas_of,
    masked_formulas_of,
    normalised_formulas_of,
    recurrent_formulas_of,
    spec_of,
)
from sheetnet.layers.quantities import quantities, steps_of, with_role
from sheetnet.model.costs import Column
from sheetnet.model.functions import (
    softmax_e_excel,
    softmax_excel,
)
from sheetnet.model.network import Layer
from sheetnet.model.notation import Key
from sheetnet.model.quantities import Role
from sheetnet.sheets.positions import AtPosition, of_each
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.formula import formulas
from sheetnet.workbook.places import Places

Index = tuple[int, ...]
Write = Callable[[Key, Area, Index], str | None]


def total_of(places: Places, here: Area, each: Area) -> str:
    """Return the sum over all examples that are used; their mean where C_T is one.

    `each` is a number of every example.
    """
    network, numbers = places.network, reference(here, each)
    use = ""
    total = f"SUM({numbers})"
    if network.counts:
        use = reference(here, places.through(places.block("use").area()))
        total = formulas.total_of_used(use, numbers)
    if network.reduction == "sum":
        return total
    if network.counts:
        return formulas.share_of_used(total, use)
    return formulas.mean_share(total, numbers)


class Equations:
    """The formula of each cell, by quantity; None where a cell is a constant."""

    def __init__(self, places: Places) -> None:
        self._network = places.network
        self._quantities = {one.key: one for one in quantities(places.network)}
        self._positions: dict[int, Self] = {}
        self._bind(places)

    def _bind(self, places: Places) -> None:
        """Ask these places from now on."""
        self._places, self._block = places, places.block
        self._by_symbol: dict[str, Write] = {
            "answer": self._answer,
            **self._own(),
        }
        self._by_role: dict[Role, Write] = {
            "statistic": self._measured,
            "mask": self._mask,
            "forward": self._forward,
            "cost": self._C,
            "backward": self._error,
            "feedback": self._measured,
            "gradient": self._gradient,
            "link": self._link,
            **self._own_by_role(),
        }

    def _own(self) -> Mapping[str, Write]:
        """Return what a sheet writes otherwise, or adds, by symbol."""
        return {}

    def _own_by_role(self) -> Mapping[Role, Write]:
        """Return what a sheet writes of all quantities of a role."""
        return {}

    def of(self, key: Key, here: Area, indices: Index) -> str | None:
        """Return the R1C1 formula of the cell `here` of a quantity, or None."""
        if self._network.is_sequence and self._block(*key).has("position"):
            position, *within = indices
            return self._at_position(position).of(key, here, tuple(within))
        write = self._by_symbol.get(key.symbol)
        if write is None and key in self._quantities:
            write = self._by_role.get(self._quantities[key].role)
        return write(key, here, indices) if write else None

    def _at_position(self, position: int) -> Self:
        """Return the same formulas at one position of sequences."""
        if position not in self._positions:
            one = self._positions[position] = copy(self)
            one._bind(AtPosition(self._places, position))
        return self._positions[position]

    # -------------------------------------------------------------- forward

    def _mask(self, key: Key, here: Area, indices: Index) -> str:
        layer = self._network.layer(key.layer)
        return masked_formulas_of(layer).mask(self._places, layer, here, indices)

    def _forward(self, key: Key, here: Area, indices: Index) -> str:
        """Return the formula of z, e or a: the first by the kind, the others of z."""
        layer = self._network.layer(key.layer)
        *before, first = (one.key for one in steps_of(layer))
        if key in before:
            kind, of = normalised_formulas_of(layer), self._quantities[key]
            return kind.on_the_way(self._places, of, here, indices)
        last = with_role(layer, "forward")[-1].key
        if key == first:
            return formulas_of(layer).forward(self._places, layer, here, indices)
        z = self._block("z", key.layer)
        if layer.function is not None:
            return layer.function.excel(reference(here, z.area(*indices)))
        whole = self._block("e", key.layer) if key == last else z
        write = softmax_excel if key == last else softmax_e_excel
        return write(
            reference(here, whole.area(*indices)), reference(here, whole.area())
        )

    def _measured(self, key: Key, here: Area, indices: Index) -> str:
        """Return the formula of what is measured over all examples, or fed back."""
        kind = normalised_formulas_of(self._network.layer(key.layer))
        return kind.measured(self._places, self._quantities[key], here, indices)

    def _column(self, here: Area, symbol: str, layer: int = 0) -> Column:
        block = self._block(symbol, layer)
        each = [block.area(*indices) for indices in block.within_strip()]
        return Column(
            reference(here, block.area()), tuple(reference(here, one) for one in each)
        )

    def _C(self, _: Key, here: Area, __: Index) -> str:
        last = self._network.last.number
        return self._network.cost_record.excel_value(
            self._column(here, "t"),
            self._column(here, "z", last),
            self._column(here, "a", last),
        )

    def _reduced(self, total: str, here: Area, /) -> str:
        if self._network.reduction == "sum":
            return total
        if self._network.in_batches:
            learned = reference(here, self._all("in_batch"))
            return formulas.share_of_batch(total, learned)
        if self._network.counts:
            return formulas.share_of_used(total, reference(here, self._all("use")))
        return formulas.mean_share(total, reference(here, self._all("C")))

    def _all(self, symbol: str) -> Area:
        return self._places.through(self._block(symbol).area())

    def _answer(self, _: Key, here: Area, __: Index) -> str:
        a = self._block("a", self._network.last.number)
        units = self._network.units_out
        if units == 1:
            one, other = reference(here, a.area(0)), self._network.other_target
            return formulas.answer_of_one(one, other)
        first = a.area(0)
        upto = [reference(here, first._replace(rows=n)) for n in range(1, units)]
        return formulas.answer_of_many(upto, reference(here, a.area()))

    # -------------------------------------------------------------- backward

    def _error(self, key: Key, here: Area, indices: Index) -> str:
        """Return the formula of δ, or of ∂C/∂a in a layer without an activation."""
        layer = self._network.layer(key.layer)
        if not layer.activation:
            return self._dC_da(key, here, indices)
        slope = self.slope_factor(layer, here, indices)
        if layer is self._network.last:
            t = self._column(here, "t")
            a = self._column(here, "a", key.layer)
            own = self._network.cost_record.excel_delta(t, a, indices[0], slope)
            if not self._network.chosen_by:
                return own
            use = reference(here, self._block(self._network.chosen_by).area())
            return formulas.delta_of_used(use, own)
        return formulas.delta(self._dC_da(key, here, indices), slope)

    def _dC_da(self, key: Key, here: Area, indices: Index) -> str:
        """Return ∂C/∂a: the sum of what all that read the layer send back."""
        l = key.layer
        sent = [
            formulas_of(reader).back(self._places, reader, l, here, indices)
            for reader in self._network.readers(l)
        ]
        layer = self._network.layer(l)
        if spec_of(layer).SEQUENCES == "whole":
            kind = recurrent_formulas_of(layer)
            sent.append(kind.through_time(self._places, layer, here, indices))
        return "+".join(one for one in sent if one != "0") or "0"

    def slope_factor(self, layer: Layer, here: Area, indices: Index) -> str:
        """Return a′(z) as a factor; nothing goes back through a step, so 0."""
        if layer.function is None:  # softmax
            return "1"
        prime = layer.function.excel_prime
        if prime is None:
            return "0"
        z = reference(here, self._block("z", layer.number).area(*indices))
        a = reference(here, self._block("a", layer.number).area(*indices))
        return prime(z, a)

    def _gradient(self, key: Key, here: Area, indices: Index) -> str:
        kind = learned_formulas_of(self._network.layer(key.layer))
        each = of_each(self._places)
        total = kind.gradient(each, self._quantities[key], here, indices)
        return total if total == "0" else self._reduced(total, here)

    def _link(self, key: Key, here: Area, indices: Index) -> str:
        kind = learned_formulas_of(self._network.layer(key.layer))
        return kind.link(self._places, self._quantities[key], here, indices)
