"""Batch normalisation in the workbook: a row a unit, its mean and root below p and q.

What is measured goes through the strips of all examples that learn: a unit's row, or a
map with all its places.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from sheetnet.layers import counted
from sheetnet.layers.batch_norm.spec import first_by_example
from sheetnet.layers.fields import epsilon_of
from sheetnet.layers.part import HEADING_ROWS, Part, around
from sheetnet.model.network import Layer
from sheetnet.model.notation import activation_at, superscript, written
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
_COLUMNS = {"p": 0, "q": 2}
_LEARNED = tuple(_COLUMNS)
_MEASURED = ("mean_seen", "root_seen", "mean_delta", "mean_delta_u")
# Between parameters and what is measured: an empty row, two of words, one of symbols.
_BETWEEN = 4


# ------------------------------------------------------------------ places


def group_width(_: Layer) -> int:
    """Return the columns of p and q, below which four numbers of a unit stand."""
    return len(_MEASURED)


def parts(layer: Layer) -> list[Part]:
    """Return where p and q stand, and what is measured."""
    units = (Axis("unit", layer.units, rows=1),)
    below = HEADING_ROWS + layer.units + _BETWEEN
    return [
        *(Part(one, HEADING_ROWS, at, units) for one, at in _COLUMNS.items()),
        *(Part(one, below, at, units) for at, one in enumerate(_MEASURED)),
    ]


def rectangles(_: Layer, blocks: Sequence[Block]) -> list[Area]:
    """Return the rectangle of p and q (or of what belongs to them)."""
    return [around(blocks)]


def card_axes(_: Layer, __: str) -> tuple[Axis, ...]:
    """Return how a unit's number stands on a card of its own: as one cell."""
    return ()


def place(block: Block, _: Layer, indices: Index) -> Area:
    """Return the cell of a unit."""
    return block.area(*indices)


def leading_axes(block: Block, _: Layer) -> tuple[list[Axis], list[Axis]]:
    """Return the axis by which units stand; a unit has one number."""
    return block.own_axes(), []


def unit_and_cell(_: Block, __: Layer, indices: Index) -> tuple[int, Index]:
    """Return the number of the unit, which looks at itself alone."""
    return indices[0], ()


# ------------------------------------------------------------------ forward


def _of_unit(places: "Places", layer: Layer, here: Area, symbol: str, j: int) -> str:
    return reference(here, places.block(symbol, layer.number).area(j))


def _places_of_map(layer: Layer) -> int:
    """Return how many numbers of a unit an example has."""
    _, rows, columns = (1, 1, 1) if len(layer.sees) == 1 else layer.sees
    return rows * columns


def measured(places: "Places", of: Quantity, here: Area, indices: Index) -> str:
    """Return the formula of what is measured of a unit, or adds to it."""
    layer = places.network.layer(of.layer)
    write = {
        "h": _h,
        "mean_seen": _mean_seen,
        "v": _v,
        "root_seen": _root_seen,
        "mean_delta": _mean_delta,
        "mean_delta_u": _mean_delta_u,
    }
    return write[of.symbol](places, layer, here, indices[0])


def _h(places: "Places", layer: Layer, here: Area, j: int) -> str:
    """Return the mean of a map; of typed data the number, a text as 0."""
    seen = reference(here, places.seen(layer).area(j))
    return f"AVERAGE({seen})" if len(layer.sees) > 1 else f"SUM({seen})"


def _seen(places: "Places", layer: Layer, here: Area, indices: Index) -> str:
    seen = reference(here, places.seen(layer).area(*indices))
    return f"SUM({seen})" if layer.number == 2 else seen


def _v(places: "Places", layer: Layer, here: Area, j: int) -> str:
    """Return the mean of (a − m)² of an example: the square, or over a map.

    There it is the map's own variance, and how far its mean is from that of all.
    """
    m = _of_unit(places, layer, here, "mean_seen", j)
    first = first_by_example(layer)
    each = (
        _of_unit(places, layer, here, "h", j)
        if first
        else _seen(places, layer, here, (j,))
    )
    square = f"({each}-{m})*({each}-{m})"
    if _places_of_map(layer) == 1:
        return square
    seen = reference(here, places.seen(layer).area(j))
    return f"COVAR({seen},{seen})+{square}"


def _mean_seen(places: "Places", layer: Layer, here: Area, j: int) -> str:
    block = places.seen(layer)
    if first_by_example(layer):
        block = places.block("h", layer.number)
    return _mean(places, here, block.area(j))


def _root_seen(places: "Places", layer: Layer, here: Area, j: int) -> str:
    v = places.block("v", layer.number).area(j)
    return f"SQRT({_mean(places, here, v)}+{repr(epsilon_of(layer)).upper()})"


def _mean(places: "Places", here: Area, each: Area) -> str:
    """Return the mean over the examples that learn, of a number of each."""
    numbers = reference(here, places.through(each))
    if not places.network.counts:
        return f"AVERAGE({numbers})"
    use = reference(here, places.through(places.block("use").area()))
    return formulas.share_of_used(formulas.total_of_used(use, numbers), use)


def on_the_way(places: "Places", of: Quantity, here: Area, indices: Index) -> str:
    """Return the formula of u = (a − m) / s."""
    layer, j = places.network.layer(of.layer), indices[0]
    m, s = (_of_unit(places, layer, here, one, j) for one in ("mean_seen", "root_seen"))
    return f"({_seen(places, layer, here, indices)}-{m})/{s}"


def forward(places: "Places", layer: Layer, here: Area, indices: Index) -> str:
    """Return the formula of z = p u + q."""
    p, q = (_of_unit(places, layer, here, one, indices[0]) for one in _LEARNED)
    u = reference(here, places.block("u", layer.number).area(*indices))
    return f"{p}*{u}+{q}"


def weighted(number: Callable[..., str], unit: int, seen: Sequence[str]) -> str:
    """Return z of a unit from what it sees, each as text; `number` of a symbol and indices."""
    p, q, m, s = (number(one, unit) for one in (*_LEARNED, "mean_seen", "root_seen"))
    return f"{p}*(({seen[unit]}-{m})/{s})+{q}"


# ------------------------------------------------------------------ backward


def _mean_delta(places: "Places", layer: Layer, here: Area, j: int) -> str:
    errors = places.through(places.block("delta", layer.number).area(j))
    total = formulas.gradient_of_bias(reference(here, errors))
    return f"{total}/{_count(places, layer, here, errors)}"


def _mean_delta_u(places: "Places", layer: Layer, here: Area, j: int) -> str:
    errors = places.through(places.block("delta", layer.number).area(j))
    return f"{_products(places, layer, here, j)}/{_count(places, layer, here, errors)}"


def _products(places: "Places", layer: Layer, here: Area, j: int) -> str:
    """Return Σ δ u of a unit."""
    errors, u = (
        reference(here, places.through(places.block(one, layer.number).area(j)))
        for one in ("delta", "u")
    )
    return formulas.gradient_of_weight(errors, u)


def _count(places: "Places", layer: Layer, here: Area, errors: Area) -> str:
    """Return how many numbers a unit's mean is of: those of all places that learn."""
    if not places.network.counts:
        return f"COUNT({reference(here, errors)})"
    use = reference(here, places.through(places.block("use").area()))
    count = f"SUM({use})" if ":" in use else use
    size = _places_of_map(layer)
    return count if size == 1 else f"({size}*{count})"


def _sent(places: "Places", layer: Layer, here: Area, below: Index, moves: str) -> str:
    """Return ∂C/∂a of a cell it looks at; `moves`: which of m and s it moves."""
    p, s, of_delta, of_both = (
        _of_unit(places, layer, here, one, below[0])
        for one in ("p", "root_seen", "mean_delta", "mean_delta_u")
    )
    delta, u = (
        reference(here, places.block(one, layer.number).area(*below))
        for one in ("delta", "u")
    )
    use = ""
    if places.network.counts:
        use = f"{reference(here, places.block('use').area())}*"
    through = {"m": f"-{use}{of_delta}", "s": f"-{use}{u}*{of_both}"}
    means = "".join(through[one] for one in moves)
    return f"{p}/{s}*({delta}{means})"


def back(places: "Places", layer: Layer, _: int, here: Area, below: Index) -> str:
    """Return ∂C/∂a of a cell it looks at, which moves mean and variance of all."""
    return _sent(places, layer, here, below, "ms")


def unmoved(places: "Places", layer: Layer, here: Area, below: Index) -> Iterator[str]:
    """Yield ∂C/∂a as if mean or variance, or both, did not depend on the example."""
    for moves in ("", "m", "s"):
        yield _sent(places, layer, here, below, moves)


def gradient(places: "Places", of: Quantity, here: Area, indices: Index) -> str:
    """Return the formula of ∂ΣC/∂p or ∂ΣC/∂q."""
    layer, j = places.network.layer(of.layer), indices[0]
    if of.of == "p":
        return _products(places, layer, here, j)
    errors = places.through(places.block("delta", of.layer).area(j))
    return formulas.gradient_of_bias(reference(here, errors))


def link(places: "Places", of: Quantity, here: Area, indices: Index) -> str:
    """Return a link to a parameter; this kind has none."""
    return reference(here, places.block(of.of, of.layer).area(*indices))


def miswired(_: "Places", __: Quantity, ___: Area, ____: Index) -> Iterator[str]:
    """Yield nothing: there are no links to get wrong."""
    yield from ()


# ------------------------------------------------------------------ words


def words(places: "SectionPlaces", layer: Layer, row: int, say: Say) -> Iterator[Cell]:
    """Yield what is written beside p and q, and above what is measured."""
    l, text_column = layer.number, places.text_column
    names = [say(counted(layer), number=j + 1) for j in range(layer.units)]
    first, top = places.block("p", l), places.block("mean_seen", l)
    for down, left, symbol in places.groups(layer, "q"):
        text = written(symbol, l)
        yield Cell(
            row + down, left + _COLUMNS["q"], "symbol-left", text=text, down=True
        )
        if left == first.column:
            yield from _beside(first.row + down, text_column, names)
    yield from _beside(top.row, text_column, names)
    this, below = superscript(l), activation_at(l - 1)
    told_of = "measured_in_batches" if places.network.in_batches else "measured"
    told = (
        (top.row - 3, say(told_of, epsilon=f"{epsilon_of(layer):g}")),
        (
            top.row - 2,
            f"∂C/∂{below} = p{this}/s{this} (δ{this} − m_δ{this} − u{this} m_δu{this})",
        ),
    )
    for at, text in told:
        yield Cell(at, top.column, "side", text=text, down=True)
    for symbol in _MEASURED:
        block = places.block(symbol, l)
        yield Cell(
            top.row - 1, block.column, "symbol-left", text=written(symbol, l), down=True
        )


def _beside(row: int, column: int, names: Sequence[str]) -> Iterator[Cell]:
    for at, name in enumerate(names, row):
        yield Cell(at, column, "side", text=name, down=True)
