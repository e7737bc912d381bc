"""The formulas of Cost's signs: does the network learn? Read off the last epoch."""

from collections.abc import Callable

from sheetnet.model.notation import Key
from sheetnet.sheets.cost import signs
from sheetnet.sheets.cost.signs import Sign
from sheetnet.sheets.lookup import in_last_epoch
from sheetnet.sheets.positions import of_each
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.formula import formulas
from sheetnet.workbook.formula.formulas import pick

# Parts of the first cost below which one is 0 but for rounding.
_NOTHING, _LEAST = "1E-9", "1E-300"


class SignFormulas:
    """The number of each line, and whether it is a bad one.

    `columns` are the columns of Cost's own table, `constant` the cell that tells how an
    answer that never changes would do, `learned` the number of that line.
    """

    def __init__(
        self,
        layout: Layout,
        columns: dict[Key, Area],
        constant: Area | None,
        learned: Area | None,
    ) -> None:
        self._layout, self._network = layout, layout.network
        self._columns = columns
        self._constant, self._learned = constant, learned

    # -------------------------------------------------------------- where things stand

    def _all(self, here: Area, symbol: str, layer: int, *indices: int) -> str:
        """Return a quantity of the data of all examples."""
        places = of_each(self._layout)
        return reference(
            here, places.through(places.block(symbol, layer).area(*indices))
        )

    def _at(self, here: Area, symbol: str, epoch: int) -> str:
        area = self._columns[Key(symbol)]
        return reference(here, area._replace(row=area.row + epoch, rows=1, down=False))

    def _first(self, here: Area, symbol: str) -> str:
        return self._at(here, symbol, 0)

    def _last(self, here: Area, symbol: str) -> str:
        """Refer to the last row of the table, which always holds the last epoch."""
        return self._at(here, symbol, self._network.last_band + self._layout.spare)

    def _least(self, here: Area, symbol: str) -> str:
        return f"MIN({reference(here, self._columns[Key(symbol)])})"

    # -------------------------------------------------------------- cells

    def constant(self, here: Area) -> str:
        """Return the share of the largest class; of a regression C_T of the mean."""
        network, units = self._network, range(self._network.units_out)
        sums = [self._used(here, self._all(here, "t", 0, j)) for j in units]
        n = self._count(here)
        if network.labelled:
            if network.other_target:
                sums = [f"({one}+{n})/2" for one in sums]
            if len(sums) == 1:
                sums.append(f"{n}-{sums[0]}")
            return f"MAX({','.join(sums)})/{n}"
        spreads = []
        for j, total in zip(units, sums, strict=True):
            t = self._all(here, "t", 0, j)
            use = self._all(here, "use", 0) if network.counts else ""
            squares = f"SUMPRODUCT({use},{t},{t})" if use else f"SUMSQ({t})"
            spreads.append(f"{squares}-{total}*{total}/{n}")
        total = f"({'+'.join(spreads)})/2"
        return f"{total}/{n}" if network.reduction == "mean" else total

    def _used(self, here: Area, each: str) -> str:
        if self._network.counts:
            return formulas.total_of_used(self._all(here, "use", 0), each)
        return f"SUM({each})"

    def _count(self, here: Area) -> str:
        if self._network.counts:
            return f"SUM({self._all(here, 'use', 0)})"
        return f"COUNT({self._all(here, 't', 0, 0)})"

    def value(self, here: Area, sign: Sign) -> str:
        """Return the number of a line; 0 where the run has left what a sheet can hold."""
        looks: dict[str, Callable[[Area, Sign], str]] = {
            "ends_low": self._rise("C_T"),
            "size": self._size,
            "slope": self._of_layer,
            "alive": self._of_layer,
            "falling": self._falling,
            "learned": self._skill,
            "test_cost": self._rise("test_C_T"),
            "test_right": self._gap,
        }
        value = looks[sign.name](here, sign)
        return f"IF(ISNUMBER({self._last(here, 'C_T')}),{value},0)"

    def _rise(self, symbol: str) -> Callable[[Area, Sign], str]:
        def formula(here: Area, _: Sign) -> str:
            least = self._at_least(here, symbol, self._least(here, symbol))
            return f"{self._last(here, symbol)}/{least}"

        return formula

    def _at_least(self, here: Area, symbol: str, cost: str) -> str:
        """Return a cost to divide by: no less than what counts as nothing."""
        return f"MAX({cost},{_NOTHING}*{self._first(here, symbol)},{_LEAST})"

    def _size(self, here: Area, _: Sign) -> str:
        x = self._all(here, "x", 1)
        return f"SQRT(SUMSQ({x})/MAX(COUNT({x}),1))"

    def _of_layer(self, here: Area, sign: Sign) -> str:
        """Return what Training tells of a layer's units in the last epoch."""
        first = self._layout.block(sign.symbol, sign.layer).area()
        return in_last_epoch(self._layout, here, first)

    def _falling(self, here: Area, _: Sign) -> str:
        epoch, last = self._last(here, "epoch"), self._last(here, "C_T")
        few = f"MAX(1,INT(({epoch}+5)/10))"
        every = reference(here, self._columns[Key("C_T")])
        before = pick(every, f"1+{epoch}-{few}")
        least = self._at_least(here, "C_T", last)
        return f"MIN(1,({before}-{last})/{few}*MAX({epoch},{signs.AHEAD})/{least})"

    def _skill(self, here: Area, _: Sign) -> str:
        assert self._constant is not None
        constant = reference(here, self._constant)
        if self._network.labelled:
            right = self._last(here, "accuracy")
            return f"({right}-{constant})/MAX(1-{constant},1E-9)"
        return f"1-{self._last(here, 'C_T')}/MAX({constant},1E-9)"

    def _gap(self, here: Area, _: Sign) -> str:
        return f"{self._last(here, 'accuracy')}-{self._last(here, 'test_accuracy')}"

    def mark(self, here: Area, sign: Sign, value: Area) -> str:
        """Return ✓ or ✗ of a line whose number stands at `value`."""
        number = reference(here, value)
        if sign.name in ("size", "slope"):
            return self._guarded(here, self._of_size_or_slope(here, sign, number))
        first, last = self._first(here, "C_T"), self._last(here, "C_T")
        least = self._least(here, "C_T")
        poor = (
            f"{reference(here, self._learned)}<{signs.POOR}-1E-9"
            if self._learned
            else ""
        )
        bad = {
            "ends_low": f"OR({last}>{first}*(1+1E-9)+{signs.ROUNDING:.0E},AND({last}>{signs.AGAIN:g}*{least},"
            f"{last}-{least}>{signs.OF_FIRST}*{first}))",
            "alive": f"{number}>={signs.DEAD}",
            "falling": f"AND({poor},{last}<{first},{number}>={signs.GOING_ON})",
            "learned": f"{number}<{signs.LITTLE}-1E-9",
        }
        if self._network.goes_up_and_down:
            bad["ends_low"] = f"{last}>{signs.AGAIN:g}*{first}"
        if sign.name == "test_cost":
            end, low = self._last(here, "test_C_T"), self._least(here, "test_C_T")
            start = self._first(here, "test_C_T")
            rose = f"{end}-{low}>{signs.WORTH}*{start}"
            bad["test_cost"] = f"AND({number}>{signs.WORSE},{rose})"
        if sign.name == "test_right":
            right = self._last(here, "test_accuracy")
            luck = f"2*SQRT(MAX(0,{right}*(1-{right}))/{self._network.test})"
            bad["test_right"] = f"{number}>MAX({signs.GAP},{luck})"
        lost = signs.BAD if sign.name == "ends_low" else signs.NOTHING
        return self._guarded(here, bad[sign.name], lost)

    def _guarded(self, here: Area, bad: str, lost: str = signs.NOTHING) -> str:
        """Return ✗ where a sign is bad, and what is said where the run was lost."""
        told = f'IF({bad},"{signs.BAD}","{signs.OK}")'
        return f'IF(ISNUMBER({self._last(here, "C_T")}),{told},"{lost}")'

    def _of_size_or_slope(self, here: Area, sign: Sign, number: str) -> str:
        """Return what is bad about features, or about a layer's slopes."""
        assert self._learned is not None
        poor = f"{reference(here, self._learned)}<{signs.POOR}-1E-9"
        if sign.name == "slope":
            first = self._layout.block(sign.symbol, sign.layer).area()
            start = reference(here, first._replace(down=False))
            return f"AND({number}<{signs.FLAT},OR({poor},{start}<{signs.FLAT}))"
        large = f"AND({poor},{number}>={signs.LARGE:g})"
        if not signs.compares_features(self._network):
            return large
        features = range(len(self._network.features))
        sizes = [f"SUMSQ({self._all(here, 'x', 1, i)})" for i in features]
        some = ",".join(f"IF({one}>0,{one},1E300)" for one in sizes)
        apart = f"MAX({','.join(sizes)})>={signs.APART**2:.0f}*MIN({some})"
        return f"OR({large},{apart})"
