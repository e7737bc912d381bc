"""The decision map: what the network answers at each place of two features."""

from collections.abc import Iterator

from sheetnet.layers import column_formulas_of
from sheetnet.layers.quantities import given
from sheetnet.model.network import Layer
from sheetnet.model.notation import Key
from sheetnet.sheets.picture.ground import Ground
from sheetnet.sheets.picture.panels import END_SQUARES, ROW_HEADS, TOP
from sheetnet.sheets.picture.symbols import (
    FEW_SQUARES,
    MARGIN_OF_MAP,
    MOST_Z,
    OFF,
    RADIUS,
    RING,
    SQUARES,
)
from sheetnet.wording import clipped
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.drawing.page import Formula, Index
from sheetnet.workbook.formula.data import unscaled
from sheetnet.workbook.formula.formulas import answer_of_many
from sheetnet.workbook.plan import ColorScale, Curve, Scatter, Where

_DOT = 6
# A feature's name in the heading has at most so many letters.
_LONGEST = 20


def put_map(ground: Ground) -> None:
    """Put the map, the small ones of the hidden units, and the examples over it."""
    _put_squares(ground)
    for layer in ground.network.layers:
        for one in given(layer):
            block = ground.panels.block(one.symbol, layer.number)
            if block not in ground.page.blocks:
                formula = ground.parameter(one.symbol, layer.number)
                ground.put(one.symbol, layer.number, "side-number", formula)
        if ground.panels.has("over", layer.number):
            ground.put("over", layer.number, "square", _over(ground, layer))
        if ground.panels.has("tile", layer.number):
            _put_tiles(ground, layer)
    _put_whole(ground)
    _put_points(ground)


def _put_squares(ground: Ground) -> None:
    """Put where the map begins, how far it goes, and the middle of each square."""

    def ends(here: Area, at: Index) -> tuple[str, str, str]:
        x = ground.layout.through(ground.layout.block("x", 1).area(*at))
        cells = reference(here, x)
        least, most = f"MIN({cells})", f"MAX({cells})"
        return least, most, f"IF({most}>{least},{most}-{least},1)"

    def low(here: Area, at: Index) -> str:
        least, _, spread = ends(here, at)
        return f"{least}-{MARGIN_OF_MAP}*{spread}"

    def span(here: Area, at: Index) -> str:
        return f"{ends(here, at)[2]}*{1 + 2 * MARGIN_OF_MAP:g}"

    ground.put("low", 0, "side-number", low)
    ground.put("span", 0, "side-number", span)

    def middle(here: Area, at: Index) -> str:
        number, feature = at
        halves = 2 * number + 1 if not feature else 2 * (SQUARES - number) - 1
        low, span = (ground.at(here, one, 0, feature) for one in ("low", "span"))
        return f"{low}+{halves}/{2 * SQUARES}*{span}"

    ground.put("at", 0, "side-number", middle)


# ------------------------------------------------------------------ squares


def _over(ground: Ground, layer: Layer) -> Formula:
    """Return the activation of a unit on a square; of softmax z, of which it has the order."""

    def formula(here: Area, at: Index) -> str:
        unit, row, column = at
        return _activated(ground, layer, here, unit, (row, column))

    return formula


def _activated(
    ground: Ground, layer: Layer, here: Area, unit: int, square: Index
) -> str:
    z = _weighted_input(ground, layer, here, unit, square)
    if layer.function is None:  # softmax
        return z
    if layer.activation == "sigmoid":
        return layer.function.excel(f"MAX(-{MOST_Z},{z})")
    return layer.function.excel(f"({z})")


def _weighted_input(
    ground: Ground, layer: Layer, here: Area, unit: int, square: Index
) -> str:
    l, (row, column) = layer.number, square
    if l == 2:
        seen = [ground.at(here, "at", 0, column, 0), ground.at(here, "at", 0, row, 1)]
    else:
        below = range(ground.network.layer(l - 1).units)
        seen = [ground.at(here, "over", l - 1, i, row, column) for i in below]

    def number(symbol: str, *indices: int) -> str:
        return ground.at(here, symbol, l, *indices)

    return column_formulas_of(layer).weighted(number, unit, seen)


def _put_tiles(ground: Ground, layer: Layer) -> None:
    """Put a unit's own small map: every fifth square of the whole."""
    step = SQUARES // FEW_SQUARES

    def formula(here: Area, at: Index) -> str:
        unit, row, column = at
        middle = row * step + step // 2, column * step + step // 2
        return ground.at(here, "over", layer.number, unit, *middle)

    block = ground.put("tile", layer.number, "square", formula)
    for j in range(block.shape[0]):
        ground.scales.append(_scale(layer, block.area(j)))


def ends_of(layer: Layer) -> tuple[float, float] | None:
    """Return the least and the most that a unit may say; None where there is no end."""
    low = {"sigmoid": 0.0, "tanh": -1.0, "softsign": -1.0}.get(layer.activation)
    return None if low is None else (low, 1.0)


def _scale(layer: Layer, area: Area) -> ColorScale:
    """Return the colours of what a unit says, from its least to its most."""
    ends = ends_of(layer)
    low, high = ends or (None, None)
    middle = (sum(ends) / 2, styles.ZERO) if ends else None
    return ColorScale((area,), (low, styles.MAP_LOW), (high, styles.MAP_HIGH), middle)


def _put_whole(ground: Ground) -> None:
    """Put the map: the output, or the number of the class with the largest."""
    network, last = ground.network, ground.network.last
    right, up = (clipped(one, _LONGEST) for one in network.features)
    title = ground.say("map", right=right, up=up) + ground.first_of_several()
    ground.text(ROW_HEADS, ground.panels.map_column, "panel", title)

    def formula(here: Area, at: Index) -> str:
        if network.units_out == 1:
            return _activated(ground, last, here, 0, at)
        every = [
            ground.at(here, "over", last.number, j, *at) for j in range(last.units)
        ]
        if not network.labelled:
            return every[0]
        upto = [",".join(every[:n]) for n in range(1, last.units)]
        return answer_of_many(upto, ",".join(every))

    _put_ends(ground)
    block = ground.put("map", 0, "square", formula)
    if network.units_out == 1 or not network.labelled:
        ground.scales.append(_scale(last, block.area()))
        return
    first = block.area()._replace(rows=1, columns=1).a1()
    for j in range(len(network.outputs)):
        style = f"ground-{j % len(styles.GROUNDS)}"
        here = Where(block.area(), f"{first}={j + 1}", style, filled=True)
        ground.where.append(here)


def _put_ends(ground: Ground) -> None:
    """Put from where to where the map goes, in the units of the data."""

    def end(feature: int, here: Area, *, high: bool) -> str:
        x = ground.at(here, "low", 0, feature)
        x = f"{x}+{ground.at(here, 'span', 0, feature)}" if high else x
        if not ground.network.is_scaled:
            return x
        m, s = (
            reference(here, ground.layout.block(one, 1).area(feature))
            for one in ("m", "s")
        )
        return unscaled(f"({x})" if high else x, m, s)

    def right(here: Area, at: Index) -> str:
        return end(0, here, high=at[0] == 1)

    def up(here: Area, at: Index) -> str:
        return end(1, here, high=at[0] == 0)

    pixels = END_SQUARES * ground.panels.sketch.size
    ground.put("end", 0, "map-end", right, pixels=pixels)
    ground.put("end_up", 0, "map-end-up", up, pixels=pixels)


# ------------------------------------------------------------------ examples


def _put_points(ground: Ground) -> None:
    """Put the examples over the map, each in the colour of its class; a ring around one."""
    network = ground.network

    def share(here: Area, feature: int, x: str) -> str:
        low, span = (ground.at(here, one, 0, feature) for one in ("low", "span"))
        return f"({x}-{low})/{span}"

    def x_of(here: Area, feature: int, k: int) -> str:
        return f"SUM({ground.of_example(here, Key('x', 1), k, (feature,))})"

    def point_y(here: Area, at: Index) -> str:
        k, kind = at
        y = share(here, 1, x_of(here, 1, k))
        if not network.labelled:
            return y
        label = ground.of_example(here, Key("label"), k)
        return f"IF({label}={ground.class_of(here, kind)},{y},{OFF})"

    def ring(here: Area, at: Index) -> str:
        step, feature = at
        turn = f"{('COS', 'SIN')[feature]}({2 * step}*PI()/{RING - 1})"
        return (
            f"{share(here, feature, ground.at(here, 'x', 1, feature))}+{turn}/{RADIUS}"
        )

    ground.put(
        "point_x",
        0,
        "side-number",
        lambda here, at: share(here, 0, x_of(here, 0, at[0])),
    )
    ground.put("point_y", 0, "side-number", point_y)
    ground.put("ring", 0, "side-number", ring)
    _put_chart(ground)


def _put_chart(ground: Ground) -> None:
    left = ground.panels.map_column
    over = Area(TOP, left, SQUARES, SQUARES)
    whole = 0.0, 1.0
    curves = tuple(_curves(ground))
    chart = Scatter(TOP, left, "", "", "", curves, whole, whole, over=over, bare=True)
    ground.charts.append(chart)


def _curves(ground: Ground) -> Iterator[Curve]:
    network = ground.network
    points, ring = ground.panels.block("point_y"), ground.panels.block("ring")
    x = ground.panels.block("point_x").area()
    names = network.outputs if network.labelled else (ground.say("examples"),)
    for kind, name in enumerate(names):
        y = x._replace(column=points.column + kind)
        ink = styles.POINTS[kind % len(styles.POINTS)]
        yield Curve(name, x, y, points=True, ink=ink, size=_DOT)
    circle = Area(ring.row, ring.column, RING)
    up = circle._replace(column=ring.column + 1)
    yield Curve(ground.say("chosen"), circle, up, ink=styles.INK, width=2.0)
