"""Its places at the left, below each other: w, b, c, wᵀ; and its formulas."""

from sheetnet.layers.part import HEADING_ROWS, Part, around
from sheetnet.model.notation import written
from sheetnet.workbook.address import reference
from sheetnet.workbook.block import Axis, axes_of
from sheetnet.workbook.formula import formulas
from sheetnet.workbook.plan import Cell


def group_width(layer):
    return max(layer.units, layer.sees[0])


def parts(layer):
    n, (seen,), top = layer.units, layer.sees, HEADING_ROWS + 1
    unit = Axis("unit", n, columns=1)
    transposed = Axis("unit", n, rows=1), Axis("unit", seen, columns=1)
    return [
        Part("w", top, 0, (unit, Axis("unit", seen, rows=1))),
        Part("b", top + seen, 0, (unit,)),
        Part("c", top + seen + 1, 0, (unit,)),
        Part("wT", top + seen + 3, 0, transposed),
    ]


def rectangles(_, blocks):
    return [around(blocks)]


def place(block, _, indices):
    return block.area(*indices)


def leading_axes(block, _):
    axes = block.own_axes()
    return axes[:1], axes[1:]


def unit_and_cell(_, __, indices):
    return indices[0], indices[1:]


def card_axes(layer, symbol):
    if symbol in ("b", "c"):
        return ()
    return (
        (Axis("unit", layer.sees[0], columns=1),)
        if symbol == "wT"
        else axes_of(layer.sees)
    )


def forward(places, layer, here, indices):
    l, (j,) = layer.number, indices
    w, b, c = (reference(here, places.block(s, l).area(j)) for s in ("w", "b", "c"))
    seen = reference(here, places.seen(layer).area())
    earlier = reference(here, places.activation(layer.reads[1]).area(j))
    return f"{formulas.weighted_input([(seen, w)], b)}+{c}*{earlier}"


def back(places, layer, read, here, below):
    errors = places.block("delta", layer.number)
    sent = []
    if read == layer.reads[0]:
        # On a card units stand apart, with nothing between.
        column = places.block("wT", layer.number).area(0, *below)
        column = column._replace(rows=errors.area().rows)
        pairs = [(reference(here, errors.area()), reference(here, column))]
        sent.append(formulas.errors_back(pairs))
    if read == layer.reads[1]:
        c = places.block("c", layer.number).area(*below)
        sent.append(f"{reference(here, errors.area(*below))}*{reference(here, c)}")
    return "+".join(sent)


def gradient(places, of, here, indices):
    layer = places.network.layer(of.layer)
    delta = places.block("delta", of.layer).area(indices[0])
    errors = reference(here, places.through(delta))
    if of.of == "b":
        return formulas.gradient_of_bias(errors)
    seen = places.seen(layer).area(*indices[1:])
    if of.of == "c":
        seen = places.activation(layer.reads[1]).area(*indices)
    return formulas.gradient_of_weight(errors, reference(here, places.through(seen)))


def link(places, of, here, indices):
    return reference(here, places.block("w", of.layer).area(*indices))


def miswired(places, of, here, indices):
    axes = places.block(of.symbol, of.layer).own_axes()
    swapped = indices[::-1]
    if all(at < axis.length for at, axis in zip(swapped, axes, strict=True)):
        yield link(places, of, here, swapped)


def words(places, layer, _, say):
    for symbol in ("b", "c"):
        block = places.block(symbol, layer.number)
        text = say("bias", symbol=written(symbol, layer.number))
        yield Cell(block.row, places.text_column, "side", text=text, down=True)
