"""The network as it is drawn: units as cells, and the lines between them as charts."""

from collections.abc import Iterator

from sheetnet.model.network import Layer
from sheetnet.model.notation import Key, written
from sheetnet.sheets.picture.edges import PARTS, Lines, Placed, lines_of
from sheetnet.sheets.picture.ground import Ground
from sheetnet.sheets.picture.panels import LEFT, ROW_HEADS, ROW_TITLE
from sheetnet.sheets.picture.sketch import (
    BAR,
    MOST_UNITS,
    NAME,
    NUMBER,
    has_few,
    is_plane,
)
from sheetnet.sheets.picture.symbols import (
    MOST_CLASSES,
    STRENGTHS,
    has_matrix,
    strengths,
)
from sheetnet.wording import clipped
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.drawing.page import Formula, Index
from sheetnet.workbook.formula.formulas import largest_size
from sheetnet.workbook.plan import Bars, ColorScale, Curve, Scatter

# From here on numbers have no decimals to show, of a square and of a unit.
_LARGE_OF_SQUARE, _LARGE = 9.95, 99.95
# And a number in the units of the data.
LARGE_IN_UNITS = 1e7
# A feature's name has at most so many letters.
_LONGEST = 18
_WIDTHS = {1: 0.75, 2: 2.0, 3: 4.5}
_PAPER = (None, styles.PAPER), (None, styles.PIXEL)
_MAPS = (None, styles.PAPER), (None, styles.MAP)


def put_network(ground: Ground) -> None:
    """Put the stacks, what they are called, and the lines between them."""
    says = " ".join(_left_out(ground))
    if says:
        ground.text(ROW_TITLE, ground.panels.right, "panel", says)
    for placed in ground.panels.stacks:
        if placed.stack.layer == 1:
            _put_input(ground, placed)
        else:
            _put_layer(ground, placed, ground.network.layer(placed.stack.layer))
    for lines in lines_of(ground.network):
        _put_lines(ground, lines)


def _left_out(ground: Ground) -> Iterator[str]:
    """Yield what is not drawn for want of room."""
    network, sketch = ground.network, ground.panels.sketch
    if sketch.left_out:
        layers = ", ".join(map(str, sketch.left_out))
        yield ground.say("left_out", layers=layers)
    if is_plane(network) and not sketch.map:
        why = "no_map_over" if has_few(network) else "no_map"
        yield ground.say(why, most=MOST_UNITS)
    if network.labelled and not has_matrix(network):
        yield ground.say("no_matrix", most=MOST_CLASSES)


def _x(ground: Ground) -> Formula:
    # As SUMPRODUCT has it: a text counts as 0.
    return lambda here, at: f"SUM({ground.look(here, Key('x', 1), at)})"


def _put_input(ground: Ground, placed: Placed) -> None:
    stack, network = placed.stack, ground.network
    if stack.kind == "picture":
        _head(ground, placed, ground.say("picture"))
        block = _squares(ground, "x", 1, _x(ground))
        ground.scales.append(ColorScale((block.area(),), *_PAPER))
        if len(network.input_shape) > 2:
            for m in range(stack.shown):
                first, name = block.area(m), written("x", 0, m + 1)
                ground.text(first.row, LEFT + placed.end, "drawn-symbol", name)
    elif stack.kind == "pixels":
        _head(ground, placed, "x")
        columns = network.input_shape[1]

        def pixel(here: Area, at: Index) -> str:
            return ground.at(here, "x", 1, *divmod(at[0], columns))

        block = _squares(ground, "pixel", 1, pixel)
        ground.scales.append(ColorScale((block.area(),), *_PAPER))
    else:
        _put_features(ground, placed)


def _squares(ground: Ground, symbol: str, layer: int, formula: Formula) -> Block:
    """Put squares, with their numbers where there is room for them."""
    block = ground.put(symbol, layer, ground.square_style(), formula)
    if ground.square_style() == "square-number":
        ground.switch(block, "square-number-large", _LARGE_OF_SQUARE)
    return block


def _put_features(ground: Ground, placed: Placed) -> None:
    stack = placed.stack
    names = [clipped(one, _LONGEST) for one in ground.network.features]
    _head(ground, placed, ground.say("features", **_counts(placed)))
    style = ground.number_style("drawn")
    block = ground.put("x", 1, style, _x(ground), pixels=NUMBER)
    ground.switch(block, "drawn-large", _LARGE)
    ground.scales.append(_around_zero(block.area()))
    for i in range(stack.shown):
        area = block.area(i)
        if ground.panels.sketch.map:
            ground.text(area.row - 1, area.column, "drawn-name", names[i])
        else:
            ground.text(area.row, LEFT + placed.column, "drawn-name", names[i])


def _put_layer(ground: Ground, placed: Placed, layer: Layer) -> None:
    stack, l = placed.stack, layer.number
    _head(ground, placed, ground.say(stack.kind, number=l, **_counts(placed)))
    if stack.kind == "outputs":
        put_outputs(ground, layer)
        return
    if ground.panels.has("w", l):
        block = _squares(ground, "w", l, ground.parameter("w", l))
        ground.scales.append(_around_zero(block.area()))
    if stack.kind in ("filters", "maps"):
        block = _squares(ground, "a", l, _a(ground, l))
        ground.scales.append(ColorScale((block.area(),), *_MAPS))
        return
    tile = ground.panels.sketch.map
    style = ground.number_style("drawn")
    block = ground.put("a", l, style, _a(ground, l), pixels=NUMBER)
    ground.switch(block, "drawn-large", _LARGE)
    if not tile:
        ground.scales.append(_around_zero(block.area()))
    for j in range(stack.shown):
        area = block.area(j)
        row, column = (
            (area.row, area.column - 2) if tile else (area.row - 1, area.column)
        )
        ground.text(row, column, "drawn-symbol", written("a", l, j + 1))


def put_outputs(ground: Ground, layer: Layer) -> None:
    """Put the outputs as bars, beside the names of their classes."""
    network, l = ground.network, layer.number
    style = ground.number_style("bar") if network.labelled else "drawn-cost"
    block = ground.put("a", l, style, _in_units(ground, l), pixels=BAR)
    if network.labelled:
        ground.switch(block, "drawn-large", _LARGE)
    else:
        ground.switch(block, "drawn-cost-large", LARGE_IN_UNITS)
    if layer.activation in ("sigmoid", "softmax", "step"):
        ground.bars.append(Bars((block.area(),), shares=True))
    elif network.target_scale == "none":
        ground.scales.append(_around_zero(block.area()))
    if not network.labelled:
        for j in range(block.shape[0]):
            area = block.area(j)
            left = area.column - ground.panels.sketch.squares(NAME) - 1
            ground.text(area.row, left, "drawn-name", network.outputs[j])
        return
    first = len(network.outputs) - network.units_out

    def named(here: Area, at: Index) -> str:
        return ground.class_of(here, first + at[0])

    ground.put_classes("class", named, NAME, first)


def _a(ground: Ground, layer: int) -> Formula:
    return lambda here, at: ground.look(here, Key("a", layer), at)


def _in_units(ground: Ground, layer: int) -> Formula:
    """Return an output in the units of the data, beside whose names it stands."""
    last = Key("a", layer)
    return lambda here, at: ground.in_units(here, ground.look(here, last, at), at[0])


def _around_zero(area: Area) -> ColorScale:
    return ColorScale((area,), *styles.AROUND_ZERO)


def _counts(placed: Placed) -> dict[str, object]:
    return {"shown": placed.stack.shown, "of": placed.stack.of}


def _head(ground: Ground, placed: Placed, text: str) -> None:
    if not placed.stack.whole:
        text += ground.say("first", **_counts(placed))
    ground.text(ROW_HEADS, LEFT + placed.column, "panel", text)


# ------------------------------------------------------------------ lines


def _put_lines(ground: Ground, lines: Lines) -> None:
    """Put the weights of a gap's lines, their ends, and the chart that draws them."""
    panels, l, edges = ground.panels, lines.layer, lines.ends
    w = panels.block("w", l)
    if w not in ground.page.blocks:
        ground.put("w", l, "side-number", ground.parameter("w", l))
    many = len(edges) // lines.units

    def weight(here: Area, edge: int) -> str:
        unit, at = divmod(edge, many)
        inner = w.own_axes()[1:]
        where = (at,) if len(inner) == 1 else divmod(at, inner[1].length)
        return ground.at(here, "w", l, unit, *where)

    def top(here: Area, _: Index) -> str:
        size = largest_size([ground.at(here, "w", l)])
        return f"MAX({size},1E-9)"

    ground.put("top", l, "side-number", top)

    def strength(here: Area, at: Index) -> str:
        one, most = weight(here, at[0]), ground.at(here, "top", l)
        strong, middle = (f"ABS({one})>{most}*{part}" for part in STRENGTHS)
        size = f"IF({strong},3,IF({middle},2,1))"
        # A weight that is 0 but for rounding has no sign of its own.
        return f"{size}*IF({one}<-{most}*1E-9,-1,1)"

    ground.put("class", l, "side-whole", strength)

    def end(begin: int, over: int, here: Area, at: Index) -> str:
        # A line of another strength is but its end: LibreOffice leaves out a point that
        # is the one before it, and lines from one unit all begin at the same.
        if at[1]:
            return str(over)
        one = ground.at(here, "class", l, at[0])
        return f"IF({one}={strengths()[at[2]]},{begin},{over})"

    ground.put("line_x", l, "side-whole", lambda here, at: end(0, 1, here, at))
    ground.put("line_y", l, "side-whole", lambda here, at: end(*edges[at[0]], here, at))
    ground.charts.append(_lines(ground, panels.gap(lines), l))


def _lines(ground: Ground, over: Area, l: int) -> Scatter:
    x, y = ground.panels.block("line_x", l), ground.panels.block("line_y", l)
    rows = x.last_cell()[0] - x.row + 1
    curves = (
        Curve(
            ground.say(
                "weak" if abs(s) == 1 else "middle" if abs(s) == 2 else "strong"
            ),
            Area(x.row, x.column + 2 * at, rows),
            Area(y.row, y.column + 2 * at, rows),
            ink=styles.NEGATIVE if s < 0 else styles.POSITIVE,
            width=_WIDTHS[abs(s)],
        )
        for at, s in enumerate(strengths())
    )
    high = float(PARTS * ground.panels.sketch.rows)
    place = over.row, over.column
    ends = (0.0, 1.0), (0.0, high)
    return Scatter(*place, "", "", "", tuple(curves), *ends, over=over, bare=True)
