"""A norm in the workbook: m and r are one row each, over the units of one example."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from sheetnet.layers.fields import epsilon_of
from sheetnet.layers.norm.spec import takes_mean
from sheetnet.layers.part import HEADING_ROWS, Part, around
from sheetnet.model.network import Layer
from sheetnet.model.notation import written
from sheetnet.model.quantities import Quantity
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Axis, Block
from sheetnet.workbook.formula import formulas
from sheetnet.workbook.plan import Cell

if TYPE_CHECKING:
    from sheetnet.workbook.places import Places, SectionPlaces

Index = tuple[int, ...]
Say = Callable[..., str]

# With room for two headings.
_COLUMNS = {"g": 0, "c": 2}


# ------------------------------------------------------------------ places


def _learned(layer: Layer) -> list[str]:
    return ["g", "c"] if takes_mean(layer) else ["g"]


def group_width(_: Layer) -> int:
    """Return the columns of g and c, each with room for a heading."""
    return 4


def parts(layer: Layer) -> list[Part]:
    """Return where g and c stand, a row a unit."""
    units = (Axis("unit", layer.units, rows=1),)
    return [Part(one, HEADING_ROWS, _COLUMNS[one], units) for one in _learned(layer)]


def rectangles(_: Layer, blocks: Sequence[Block]) -> list[Area]:
    """Return the rectangle of g and c (or of what belongs to them)."""
    return [around(blocks)]


def card_axes(_: Layer, __: str) -> tuple[Axis, ...]:
    """Return how a unit's number stands on a card of its own: as one cell."""
    return ()


def place(block: Block, _: Layer, indices: Index) -> Area:
    """Return the cell of a unit, or of what belongs to an example."""
    return block.area(*indices)


def leading_axes(block: Block, _: Layer) -> tuple[list[Axis], list[Axis]]:
    """Return the axis by which units stand; a unit has one number."""
    return block.own_axes(), []


def unit_and_cell(_: Block, __: Layer, indices: Index) -> tuple[int, Index]:
    """Return the number of the unit, which looks at all."""
    return indices[0], ()


# ------------------------------------------------------------------ forward


def _cell(places: "Places", layer: Layer, here: Area, symbol: str, i: int = 0) -> str:
    return reference(here, places.block(symbol, layer.number).area(i))


def _column(places: "Places", layer: Layer, here: Area, symbol: str) -> str:
    return reference(here, places.block(symbol, layer.number).area())


def _seen(places: "Places", layer: Layer, here: Area, i: int) -> str:
    """Return one of the numbers it sees; of typed data a text counts as 0."""
    seen = reference(here, places.seen(layer).area(i))
    return f"SUM({seen})" if layer.number == 2 else seen


def on_the_way(places: "Places", of: Quantity, here: Area, indices: Index) -> str:
    """Return the formula of m, d, r or u."""
    layer, i = places.network.layer(of.layer), indices[0]
    whole = reference(here, places.seen(layer).area())
    match of.symbol:
        case "mean_units":
            return f"SUM({whole})/{layer.units}"
        case "d":
            m = _cell(places, layer, here, "mean_units")
            return f"{_seen(places, layer, here, i)}-{m}"
        case "root_units":
            if takes_mean(layer):
                whole = _column(places, layer, here, "d")
            return f"1/SQRT(SUMSQ({whole})/{layer.units}+{repr(epsilon_of(layer)).upper()})"
    apart = (
        _cell(places, layer, here, "d", i)
        if takes_mean(layer)
        else _seen(places, layer, here, i)
    )
    return f"{apart}*{_cell(places, layer, here, 'root_units')}"


def forward(places: "Places", layer: Layer, here: Area, indices: Index) -> str:
    """Return the formula of a = g u (+ c)."""
    i = indices[0]
    g, u = (_cell(places, layer, here, one, i) for one in ("g", "u"))
    if not takes_mean(layer):
        return f"{g}*{u}"
    return f"{g}*{u}+{_cell(places, layer, here, 'c', i)}"


# ------------------------------------------------------------------ backward


def measured(places: "Places", of: Quantity, here: Area, _: Index) -> str:
    """Return the formula of a mean that is fed back, over the units of an example."""
    layer = places.network.layer(of.layer)
    symbols = ("dC_da", "g") if of.symbol == "mean_back" else ("dC_da", "g", "u")
    columns = ",".join(_column(places, layer, here, one) for one in symbols)
    return f"SUMPRODUCT({columns})/{layer.units}"


def _sent(places: "Places", layer: Layer, here: Area, i: int, means: str) -> str:
    """Return ∂C/∂a of a cell it looks at; `means`: which of m and r the cell moves."""
    r, of_both = (
        _cell(places, layer, here, one) for one in ("root_units", "mean_back_u")
    )
    g, error, u = (_cell(places, layer, here, one, i) for one in ("g", "dC_da", "u"))
    sent = f"{g}*{error}"
    if "m" in means:
        sent += f"-{_cell(places, layer, here, 'mean_back')}"
    if "r" in means:
        sent += f"-{u}*{of_both}"
    return f"{r}*({sent})"


def back(places: "Places", layer: Layer, _: int, here: Area, below: Index) -> str:
    """Return ∂C/∂a of a cell it looks at, which moves mean and root of all."""
    return _sent(places, layer, here, below[0], "mr" if takes_mean(layer) else "r")


def unmoved(places: "Places", layer: Layer, here: Area, below: Index) -> Iterator[str]:
    """Yield ∂C/∂a as if mean or root, or both, did not depend on the cell."""
    for means in ("", "m", "r") if takes_mean(layer) else ("",):
        yield _sent(places, layer, here, below[0], means)


def gradient(places: "Places", of: Quantity, here: Area, indices: Index) -> str:
    """Return the formula of ∂ΣC/∂g or ∂ΣC/∂c."""
    errors, u = (
        reference(here, places.through(places.block(one, of.layer).area(indices[0])))
        for one in ("dC_da", "u")
    )
    if of.of == "c":
        return formulas.gradient_of_bias(errors)
    return formulas.gradient_of_weight(errors, u)


def link(places: "Places", of: Quantity, here: Area, indices: Index) -> str:
    """Return a link to a parameter; this kind has none."""
    return reference(here, places.block(of.of, of.layer).area(*indices))


def miswired(_: "Places", __: Quantity, ___: Area, ____: Index) -> Iterator[str]:
    """Yield nothing: there are no links to get wrong."""
    yield from ()


# ------------------------------------------------------------------ words


def words(places: "SectionPlaces", layer: Layer, row: int, say: Say) -> Iterator[Cell]:
    """Yield what is written beside g and c."""
    l, text_column = layer.number, places.text_column
    if takes_mean(layer):
        for down, left, symbol in places.groups(layer, "c"):
            at, text = left + _COLUMNS["c"], written(symbol, l)
            yield Cell(row + down, at, "symbol-left", text=text, down=True)
    g = places.block("g", l)
    for i in range(layer.units):
        text = say("unit", number=i + 1)
        yield Cell(g.row + i, text_column, "side", text=text, down=True)
