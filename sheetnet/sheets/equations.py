"""The formula of every quantity of a pass, wherever its cells stand.

Forward, cost and backward (book 3-2 to 4-3, 5-2 to 5-5), for Training and for every view
alike. Knows nothing of rows and columns: it asks `Places`.
"""

from collections.abc import Callable

from sheetnet.layers import formulas_of
from sheetnet.model.functions import (
    ACTIVATIONS,
    SOFTMAX,
    Column,
    cost_of,
    softmax_e_excel,
    softmax_excel,
)
from sheetnet.model.network import Layer
from sheetnet.model.notation import Key
from sheetnet.workbook import formulas
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.places import Places

Index = tuple[int, ...]


class Equations:
    """The formula of each cell, by quantity; None where a cell is a constant."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._network = places.network
        self._block = places.block

    def of(self, key: Key, here: Area, indices: Index) -> str | None:
        """Return the R1C1 formula of the cell `here` of a quantity, or None."""
        write: Callable[[Key, Area, Index], str | None] | None
        write = getattr(self, f"_{key.symbol}", None)
        return write(key, here, indices) if write else None

    # -------------------------------------------------------------- forward

    def _z(self, key: Key, here: Area, indices: Index) -> str:
        layer = self._network.layer(key.layer)
        text: str = formulas_of(layer).forward(self._places, layer, here, indices)
        return text

    def _e(self, key: Key, here: Area, indices: Index) -> str:
        z = self._block("z", key.layer)
        return softmax_e_excel(
            reference(here, z.area(*indices)), reference(here, z.area())
        )

    def _a(self, key: Key, here: Area, indices: Index) -> str:
        layer = self._network.layer(key.layer)
        if not layer.has_parameters:
            return self._z(key, here, indices)
        if layer.activation == SOFTMAX:
            e = self._block("e", key.layer)
            one, all_units = e.area(*indices), e.area()
            return softmax_excel(reference(here, one), reference(here, all_units))
        z = self._block("z", key.layer).area(*indices)
        return ACTIVATIONS[layer.activation].excel(reference(here, z))

    def _column(self, here: Area, symbol: str, layer: int = 0) -> Column:
        block = self._block(symbol, layer)
        each = [block.area(*indices) for indices in block.within_strip()]
        return Column(
            reference(here, block.area()), tuple(reference(here, one) for one in each)
        )

    def _C(self, _: Key, here: Area, __: Index) -> str:
        last = self._network.last
        cost = cost_of(self._network.cost, last.activation)
        assert cost is not None
        return cost.excel_value(
            self._column(here, "t"),
            self._column(here, "z", last.number),
            self._column(here, "a", last.number),
        )

    def _reduced(self, total: str, here: Area, /) -> str:
        if self._network.reduction == "sum":
            return total
        return formulas.mean_share(total, reference(here, self._all("C")))

    def _all(self, symbol: str) -> Area:
        return self._places.through(self._block(symbol).area())

    def _answer(self, _: Key, here: Area, __: Index) -> str:
        a = self._block("a", self._network.last.number)
        units = self._network.units_out
        if units == 1:
            return formulas.answer_of_one(reference(here, a.area(0)))
        first = a.area(0)
        upto = [reference(here, first._replace(rows=n)) for n in range(1, units)]
        return formulas.answer_of_many(upto, reference(here, a.area()))

    # -------------------------------------------------------------- backward

    def _delta(self, key: Key, here: Area, indices: Index) -> str:
        layer = self._network.layer(key.layer)
        slope = self.slope_factor(layer, here, indices)
        if layer is self._network.last:
            cost = cost_of(self._network.cost, layer.activation)
            assert cost is not None
            t = self._column(here, "t")
            a = self._column(here, "a", key.layer)
            return cost.excel_delta(t, a, indices[0], slope)
        return formulas.delta(self._dC_da(key, here, indices), slope)

    def _dC_da(self, key: Key, here: Area, indices: Index) -> str:
        above = self._network.layer(key.layer + 1)
        text: str = formulas_of(above).back(self._places, above, here, indices)
        return text

    def slope_factor(self, layer: Layer, here: Area, indices: Index) -> str:
        """Return a′(z) as a factor; nothing goes back through a step, so 0."""
        if layer.activation == SOFTMAX:
            return "1"
        prime = ACTIVATIONS[layer.activation].excel_prime
        if prime is None:
            return "0"
        z = reference(here, self._block("z", layer.number).area(*indices))
        a = reference(here, self._block("a", layer.number).area(*indices))
        return prime(z, a)

    def _dC_dw(self, key: Key, here: Area, indices: Index) -> str:
        layer = self._network.layer(key.layer)
        total = formulas_of(layer).gradient(self._places, layer, here, indices)
        return total if total == "0" else self._reduced(total, here)

    def _dC_db(self, key: Key, here: Area, indices: Index) -> str:
        layer = self._network.layer(key.layer)
        total = formulas_of(layer).gradient_of_bias(self._places, layer, here, indices)
        return self._reduced(total, here)

    def _wT(self, key: Key, here: Area, indices: Index) -> str:
        layer = self._network.layer(key.layer)
        text: str = formulas_of(layer).link(self._places, layer, here, indices)
        return text

    def _wF(self, key: Key, here: Area, indices: Index) -> str:
        return self._wT(key, here, indices)
