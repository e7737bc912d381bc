"""What the costs with more and with less of a parameter say of its slope, as formulas.

An example may stand at a corner: of ReLU where z = 0, of a maximum where two cells tie.
The slopes from the left and from the right differ there, and backprop takes one of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from sheetnet.sheets.equations import total_of
from sheetnet.sheets.gradient_check.symbols import (
    BEND,
    CORNER,
    FLATTER,
    NO_RATIO,
    SAME,
    SHOWS,
    WRONG,
    turns,
)
from sheetnet.sheets.positions import AtPosition
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.drawing.page import Formula, Index
from sheetnet.workbook.formula import formulas
from sheetnet.workbook.formula.sentence import signed
from sheetnet.workbook.places import Places


@dataclass(frozen=True, slots=True)
class Costs:
    """The formulas; `at` tells where a quantity of the sheet stands.

    `height` are the rows of a pass.
    """

    layout: Layout
    places: Places
    height: int
    at: Callable[[Area, str], str]

    def of(self, indices: Index) -> Self:
        """Return those of an example, or of a position of a sequence."""
        if not indices:
            return self
        return replace(self, places=AtPosition(self.places, indices[0]))

    def change(self, here: Area) -> str:
        """Return what C of an example gains from the one pass to the other."""
        plus, minus = self._moved_costs(here)
        return f"{plus}-{minus}"

    def _moved_costs(self, here: Area) -> tuple[str, str]:
        """Return where C of an example stands, with more and with less of w."""
        plus = self.places.block("C").area()._replace(down=False)
        minus = plus._replace(row=plus.row + self.height)
        return reference(here, plus), reference(here, minus)

    def _of_example(self, here: Area, symbol: str) -> str:
        return reference(here, self.places.block(symbol).area())

    def bend(self, here: Area) -> str:
        """Return how much more C gains from the right than from the left."""
        plus, minus = self._moved_costs(here)
        return f"{plus}-2*{self._of_example(here, 'unmoved')}+{minus}"

    def corner(self, here: Area) -> str:
        """Return 1 at a corner, 0 where curvature or rounding may be all of the bend.

        And what lies between, in between: so nothing jumps by the last digit.
        """
        plus, minus = self._moved_costs(here)
        C, bend = (self._of_example(here, one) for one in ("unmoved", "bend"))
        steep = f"(ABS({plus}-{C})+ABS({C}-{minus}))"
        smooth = f"({BEND:.0E}*{steep}+1E-14*(1+{plus}+{minus}))"
        return f"MAX(0,MIN(1,ABS({bend})/{smooth}-1))"

    def one_sided(self, here: Area, sign: str) -> str:
        """Return what C gains on one side of a corner; elsewhere the mean of both."""
        change, corner, bend = (
            self._of_example(here, one) for one in ("change", "corner", "bend")
        )
        return f"({change}{sign}{corner}*{bend})/2"

    def flatter(self, here: Area) -> str:
        """Return the lesser of both changes; where they are alike, the left one."""
        left, right = (self._of_example(here, one) for one in ("left", "right"))
        return f"IF(ABS({right})<ABS({left})*(1-{FLATTER:.0E}),{right},{left})"

    def curve(self, here: Area) -> str:
        """Return what curvature alone may make both sides differ by."""
        corner, bend = (self._of_example(here, one) for one in ("corner", "bend"))
        return f"(1-{corner})*ABS({bend})"

    def numeric(self, here: Area, _: Index) -> str:
        """Return (C_T(w+ε) − C_T(w−ε)) / 2ε."""
        return self._slope(here, "change", f"(2*{self.at(here, 'epsilon')})")

    def _slope(self, here: Area, symbol: str, step: str = "") -> str:
        """Return Σ over all examples by the step; their mean where C_T is one.

        With batches over those that the update of the chosen band learns from.
        """
        each = self.layout.through(self.places.block(symbol).area())
        total = total_of(self.layout, here, each)
        if self.layout.network.in_batches:
            batch = self.layout.through(self.places.block("in_batch").area())
            learned = reference(here, batch)
            total = formulas.total_of_used(learned, reference(here, each))
            if self.layout.network.reduction == "mean":
                total = formulas.share_of_batch(total, learned)
        return f"{total}/{step or self.at(here, 'epsilon')}"

    def ratio(self, here: Area, _: Index) -> str:
        """Return the numeric slope in parts of backprop's, where that is not next to 0."""
        numeric, backprop = self.at(here, "numeric"), self.at(here, "backprop")
        text = signed(f"({numeric}/{backprop})")
        return f'IF(ABS({backprop})<{NO_RATIO:.0E},"–",{text})'

    def mark(self, here: Area, _: Index) -> str:
        """Return whether backprop is the numeric slope, or that of a side of a corner."""
        numeric, backprop = self.at(here, "numeric"), self.at(here, "backprop")
        C = self.layout.through(self.places.block("C").area())._replace(down=False)
        below = C._replace(row=C.row + self.height)
        size = f"(SUM({reference(here, C)})+SUM({reference(here, below)}))"
        lost = f"1E-14*{size}/(2*{self.at(here, 'epsilon')})"
        allowed = f"1E-6*ABS({backprop})+1E-8+{lost}"
        if turns(self.layout.network):
            allowed += f"+{self._slope(here, 'curve')}"
        sides = [self._slope(here, one) for one in ("left", "right", "flat")]
        jump = f"MAX({','.join(f'ABS({one}-{numeric})' for one in sides)})"
        near = f"MIN({','.join(f'ABS({one}-{backprop})' for one in sides)})"
        corner = (
            f"AND({jump}>{SHOWS:g}*({allowed}),{near}<={BEND:.0E}*{jump}+{allowed})"
        )
        other = f'IF({corner},"{CORNER}","{WRONG}")'
        return f'IF(ABS({numeric}-{backprop})<={allowed},"{SAME}",{other})'

    def side(self, side: str) -> Formula:
        """Return the slope from one side, where w stands at a corner."""

        def formula(here: Area, _: Index) -> str:
            said = signed(f"({self._slope(here, side)})")
            return f'IF({self.at(here, "mark")}="{CORNER}",{said},"–")'

        return formula
