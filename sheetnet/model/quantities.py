"""A quantity: one array of a run, and all that is to be known of it beside its numbers.

Which quantities a network has is asked of its layers, its cost and its optimizer
(`layers/quantities.py`). Sheets, checks and faults are loops over the answer.
"""

from dataclasses import dataclass
from typing import Literal

from sheetnet.model.network import Shape
from sheetnet.model.notation import Key

Role = Literal[
    "data",  # what x and t are made of: numbers as they are kept, words, m, s
    "input",  # of the data, or a setting: x, t, η
    "parameter",  # learned: w, b
    "slot",  # what an optimizer keeps from update to update, mostly of a parameter
    "link",  # a parameter once more, as backprop reads it: wᵀ
    "mask",  # what a cell is multiplied by, as it is drawn in a band
    "statistic",  # of what a layer sees, over all examples that learn: its mean; what adds to it
    "forward",  # z, e, a
    "cost",  # C of each example
    "answer",  # the class that the network says, whether it is right, how often it is
    "backward",  # δ, ∂C/∂a
    "feedback",  # of errors, over all examples: what goes back through a statistic
    "gradient",  # ∂C_T/∂w of each parameter
    "total",  # over all examples: C_T
    "turn",  # which examples an update learns from: its epoch, its batch
    "rate",  # what all parameters of an epoch are updated with: η of a schedule
]


# What a kind of layer does in a sequence: each position by itself, or all together; "": it
# is none for sequences.
Sequences = Literal["", "each", "whole"]

Each = Literal["epoch", "example", "position"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """What an array of the run is.

    `shape` is without epochs, examples and positions; `each` tells which of these come
    before it.
    `letter` is how one of its numbers stands in equations: w³ⱼᵢ. `name` is the defined
    name in a workbook, "" for none. `of` is the symbol of the parameter that a gradient,
    a slot or a link belongs to. `source` is the section of the book. `start` is what a
    parameter begins as where it is not drawn. `drawn`: a whole number of many digits, from
    which masks are drawn. `single`: one number of an example, over all units; shape (1,).
    """

    symbol: str
    layer: int
    role: Role
    shape: Shape = ()
    each: tuple[Each, ...] = ("epoch",)
    equation: str = ""
    letter: str = ""
    name: str = ""
    of: str = ""
    source: str = ""
    start: float | None = None
    drawn: bool = False
    single: bool = False

    @property
    def key(self) -> Key:
        """Symbol and layer."""
        return Key(self.symbol, self.layer)


def called(optimizer: str, one: Quantity) -> str:
    """Return under which key the languages say what a quantity is; a slot, by its optimizer."""
    if one.role == "slot" and one.of:
        return f"slot.{optimizer}_{one.symbol.removesuffix(f'_{one.of}')}"
    return "name.seed" if one.symbol.startswith("seed_") else f"name.{one.symbol}"
