"""A recurrent layer in the workbook: the position before is the column at the left.

A column of the parameters is a unit: its weights of what it sees, those of the units as
they were, its bias. Before the first position stands an empty column, so a is 0 there;
after the last one too, so no error comes from it.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sheetnet.layers.part import HEADING_ROWS, Part, around
from sheetnet.layers.protocols import Index, Say
from sheetnet.model.network import Layer
from sheetnet.model.notation import activation_at, superscript, written
from sheetnet.model.quantities import Quantity
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Axis, Block
from sheetnet.workbook.formula import formulas
from sheetnet.workbook.plan import Cell

if TYPE_CHECKING:
    from sheetnet.workbook.places import Places, SectionPlaces


# ------------------------------------------------------------------ places


def group_width(layer: Layer) -> int:
    """Return the columns that the parameters take: one a unit; of links, as many."""
    return max(layer.units, layer.sees[0] if layer.number > 2 else 0)


def parts(layer: Layer) -> list[Part]:
    """Return where w, u and b stand, and below them wᵀ and uᵀ."""
    seen, n, top = layer.sees[0], layer.units, HEADING_ROWS + 1
    units = Axis("unit", n, columns=1)
    bottom = top + seen + n + 2
    found = [
        Part("w", top, 0, (units, Axis("row", seen, rows=1))),
        Part("u", top + seen, 0, (units, Axis("row", n, rows=1))),
        Part("b", top + seen + n, 0, (units,)),
    ]
    down = Axis("unit", n, rows=1)
    if layer.number > 2:
        found.append(Part("wT", bottom, 0, (down, Axis("column", seen, columns=1))))
        bottom += n + 1
    return [*found, Part("uT", bottom, 0, (down, Axis("column", n, columns=1)))]


def rectangles(_: Layer, blocks: Sequence[Block]) -> list[Area]:
    """Return the rectangle of all parameters (or of what belongs to them)."""
    return [around(blocks)]


def place(block: Block, _: Layer, indices: Index) -> Area:
    """Return the cell of a parameter by unit and what it looks at."""
    return block.area(*indices)


def leading_axes(block: Block, _: Layer) -> tuple[list[Axis], list[Axis]]:
    """Return the axis by which units stand, and that of what they look at."""
    axes = block.own_axes()
    return axes[:1], axes[1:]


def unit_and_cell(_: Block, __: Layer, indices: Index) -> tuple[int, Index]:
    """Return the number of the unit, and the index of what it looks at."""
    return indices[0], indices[1:]


def card_axes(layer: Layer, symbol: str) -> tuple[Axis, ...] | None:
    """Return how a unit's part of a parameter stands on a card of its own."""
    high = {"w": layer.sees[0], "u": layer.units}
    if symbol in ("wT", "uT"):
        return None
    return (Axis("row", high[symbol], rows=1),) if symbol in high else ()


# ------------------------------------------------------------------ formulas


def _before(area: Area) -> Area:
    return area._replace(column=area.column - 1)


def _after(area: Area) -> Area:
    return area._replace(column=area.column + 1)


def forward(places: "Places", layer: Layer, here: Area, indices: Index) -> str:
    """Return the formula of z: of the column here, and of a at the left of it."""
    l, (j,) = layer.number, indices
    sees, before = places.seen(layer).area(), _before(places.block("a", l).area())
    w, u, b = (reference(here, places.block(one, l).area(j)) for one in ("w", "u", "b"))
    pairs = [(reference(here, sees), w), (reference(here, before), u)]
    return formulas.weighted_input(pairs, b)


def _sent(here: Area, errors: Area, column: Area) -> str:
    column = column._replace(rows=errors.rows)
    pair = reference(here, errors), reference(here, column)
    return formulas.errors_back([pair])


def back(places: "Places", layer: Layer, _: int, here: Area, below: Index) -> str:
    """Return what this layer adds to ∂C/∂a of a unit that it sees."""
    l = layer.number
    errors = places.block("delta", l).area()
    return _sent(here, errors, places.block("wT", l).area(0, *below))


def through_time(places: "Places", layer: Layer, here: Area, indices: Index) -> str:
    """Return what the position after adds to ∂C/∂a of a unit."""
    l = layer.number
    errors = _after(places.block("delta", l).area())
    return _sent(here, errors, places.block("uT", l).area(0, *indices))


def gradient(places: "Places", of: Quantity, here: Area, indices: Index) -> str:
    """Return the formula of ∂ΣC/∂w, ∂ΣC/∂u or ∂ΣC/∂b: of u, a one column to the left."""
    layer, (j, *cell) = places.network.layer(of.layer), indices
    delta = reference(here, places.through(places.block("delta", of.layer).area(j)))
    if of.of == "b":
        return formulas.gradient_of_bias(delta)
    if of.of == "u":
        seen = _before(places.through(places.block("a", of.layer).area(*cell)))
    else:
        seen = places.through(places.seen(layer).area(*cell))
    return formulas.gradient_of_weight(delta, reference(here, seen))


def link(places: "Places", of: Quantity, here: Area, indices: Index) -> str:
    """Return the formula of wᵀ or uᵀ: a link to the parameter."""
    return reference(here, places.block(of.of, of.layer).area(*indices))


def miswired(
    places: "Places", of: Quantity, here: Area, indices: Index
) -> Iterator[str]:
    """Yield the weight of another connection: not transposed."""
    block, swapped = places.block(of.of, of.layer), indices[::-1]
    axes = block.own_axes()
    if all(at < axis.length for at, axis in zip(swapped, axes, strict=True)):
        yield reference(here, block.area(*swapped))


# ------------------------------------------------------------------ words


def words(places: "SectionPlaces", layer: Layer, row: int, say: Say) -> Iterator[Cell]:
    """Yield what is written beside the parameters, and over the links."""
    l = layer.number
    w = places.block("w", l)
    for down, left, _ in places.groups(layer, "w"):
        for j in range(layer.units):
            text = say("unit", number=j + 1)
            yield Cell(w.row + down - 1, left + j, "label", text=text, down=True)
        # The first group of those in the same rows.
        if left == w.column:
            for at, text in _sides(places, layer, say):
                row = w.row + down + at
                yield Cell(row, places.text_column, "side", text=text, down=True)
    links = {"uT": say("transpose_before", layer=superscript(l))}
    if l > 2:
        below = superscript(l - 1)
        links["wT"] = say("transpose", layer=superscript(l), below=below)
    for symbol, text in links.items():
        above = places.block(symbol, l)
        yield Cell(above.row - 1, above.column, "side", text=text, down=True)


def _sides(
    places: "SectionPlaces", layer: Layer, say: Say
) -> Iterator[tuple[int, str]]:
    """Yield what stands beside each row, from the first: what a weight is of."""
    l, seen = layer.number, layer.sees[0]
    names = places.names() if l == 2 else ()
    for i in range(seen):
        symbol = activation_at(l - 1) + written("", 0, i + 1)
        named = f"{symbol} {names[i]}" if i < len(names) else say("from", symbol=symbol)
        yield i, named
    for i in range(layer.units):
        yield seen + i, say("before", symbol=written("a", l, i + 1))
    yield seen + layer.units, say("bias", symbol=written("b", l))
