"""The right of Picture: the chosen example's answer, C_T by epoch, right and wrong."""

from dataclasses import replace

from sheetnet.model.notation import Key
from sheetnet.sheets.cost.places import band_key, places_of
from sheetnet.sheets.picture.ground import Ground
from sheetnet.sheets.picture.network import LARGE_IN_UNITS, put_outputs
from sheetnet.sheets.picture.panels import (
    COST,
    LINK,
    ROW_HEADS,
    VALUE,
    right_of,
)
from sheetnet.sheets.picture.sketch import NAME, matrix_step
from sheetnet.sheets.picture.symbols import (
    LABEL,
    NEAR,
    example_name,
    has_matrix,
    judged,
)
from sheetnet.workbook.address import Area, a1, reference
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.drawing.page import Formula, Index
from sheetnet.workbook.formula.formulas import pick
from sheetnet.workbook.formula.sentence import counted, quoted_text
from sheetnet.workbook.plan import Curve, Mark, Scatter, Where

_DOT = 9
# With so many epochs each has its number below the curve, those of pasted bands too.
_FEW = 5
# From here on C_T has no decimals to show.
_LARGE = 9999.5


def put_answers(ground: Ground) -> None:
    """Put all of the right."""
    if ground.network.is_sequence:
        _put_cost(ground)
        return
    if ground.panels.sketch.map:
        ground.text(ROW_HEADS, ground.panels.right, "panel", ground.say("answers"))
        put_outputs(ground, ground.network.last)
    if ground.network.labelled:
        _put_label(ground)
        _put_wrong(ground)
        if has_matrix(ground.network):
            _put_matrix(ground)
    else:
        _put_target(ground)
    _put_cost(ground)


# ------------------------------------------------------------------ the chosen example


def _put_label(ground: Ground) -> None:
    """Put label and answer of the chosen example, and whether it is right."""

    def answer(here: Area, _: Index) -> str:
        classes = reference(here, ground.layout.block("class").area())
        return pick(classes, ground.look(here, Key("answer")))

    def mark(here: Area, _: Index) -> str:
        right = ground.look(here, Key("correct"))
        return f'IF({right}>0.5,"✓","✗")'

    row = right_of(ground.panels).example
    for symbol, formula in (
        ("label", lambda here, _: ground.look(here, Key("label"))),
        ("answer", answer),
    ):
        block = ground.put(symbol, 0, "drawn-answer", formula, pixels=VALUE)
        ground.text(row, block.column - 1, "label", ground.say(symbol))
    block = ground.put("right", 0, "mark", mark, pixels=24)
    for sign, style in (("✓", "right"), ("✗", "wrong")):
        ground.marks.append(Mark(block.area(), sign, style))


def _put_target(ground: Ground) -> None:
    """Put target and output, of the chosen example and of all; and a chart of these."""
    network = ground.network
    raw = Key("raw") if network.target_scale != "none" else Key("t")
    last = Key("a", network.last.number)

    def wanted(here: Area, _: Index) -> str:
        return f"SUM({ground.look(here, raw, (0,))})"

    def said(here: Area, _: Index) -> str:
        return ground.in_units(here, ground.look(here, last, (0,)), 0)

    row = right_of(ground.panels).example
    for symbol, formula in (("wanted", wanted), ("said", said)):
        block = ground.put(symbol, 0, "drawn-cost", formula, pixels=VALUE)
        ground.switch(block, "drawn-cost-large", LARGE_IN_UNITS)
        ground.text(row, block.column - 1, "label", ground.say(symbol))

    def wanted_of(here: Area, at: Index) -> str:
        return f"SUM({ground.of_example(here, raw, at[0], (0,))})"

    def said_of(here: Area, at: Index) -> str:
        one = ground.output_of_example(here, at[0])
        return ground.in_units(here, one, 0)

    ground.put("wanted_of", 0, "side-number", wanted_of)
    ground.put("said_of", 0, "side-number", said_of)

    def end(here: Area, at: Index) -> str:
        # Of both, so that both axes reach as far; to 0, as they do along y by themselves
        # unless all is far from it.
        every = f"{ground.at(here, 'wanted_of')},{ground.at(here, 'said_of')}"
        low, high = f"MIN({every})", f"MAX({every})"
        if at[0]:
            return f"IF(6*{high}<{NEAR}*{low},{high},MAX(0,{every}))"
        return f"IF(6*{low}>{NEAR}*{high},{low},MIN(0,{every}))"

    ground.put("diagonal", 0, "side-number", end)
    _put_chart_of_targets(ground)


def _put_chart_of_targets(ground: Ground) -> None:
    panels, network = ground.panels, ground.network
    rows = right_of(panels)
    title = ground.say("said_by_wanted") + ground.first_of_several()
    ground.text(rows.below, panels.right, "panel", title)
    x, y = panels.block("wanted_of"), panels.block("said_of")
    learned = network.examples - network.test
    parts = [(ground.say("training"), 0, learned)]
    parts += [(ground.say("test"), learned, network.test)] if network.test else []
    line = panels.block("diagonal").area()
    curves = [Curve(ground.say("equal"), line, line, ink=styles.GREY, width=1.0)]
    for at, (name, first, count) in enumerate(parts):
        part_x = Area(x.row + first, x.column, count)
        part_y = part_x._replace(column=y.column)
        ink = styles.POINTS[at]
        curves.append(Curve(name, part_x, part_y, points=True, ink=ink, size=5))
    one = panels.block("wanted").area(), panels.block("said").area()
    curves.append(
        Curve(ground.say("chosen"), *one, points=True, ink=styles.INK, size=_DOT)
    )
    height = panels.sketch.chart + panels.sketch.chart // 2
    over = Area(rows.below + 1, panels.right, height, panels.sketch.right)
    place = over.row, over.column
    ground.charts.append(Scatter(*place, "", "", "", tuple(curves), over=over))


# ------------------------------------------------------------------ C_T


def _put_cost(ground: Ground) -> None:
    """Put C_T of the epoch, and its curve, on which the epoch is marked."""
    panels, rows = ground.panels, right_of(ground.panels)
    places = places_of(ground.network, ground.layout.spare)
    curves = []
    colours = ("C_T", styles.FORWARD_INK), ("test_C_T", styles.BACKWARD_INK)
    epochs = places.columns[band_key(ground.network)]
    x = Area(epochs.row, epochs.column, epochs.shape[0], sheet=epochs.sheet)
    for symbol, ink in colours:
        if not panels.has(symbol):
            continue
        block = ground.put(
            symbol, 0, "drawn-cost", _of_epoch(ground, symbol), pixels=COST
        )
        ground.switch(block, "drawn-cost-large", _LARGE)
        name = ground.say(symbol)
        ground.text(block.row, block.column - 1, "symbol", name)
        column = places.columns[Key(symbol)].column
        curves.append(Curve(name, x, x._replace(column=column), ink=ink, width=2.0))
    now = panels.block(panels.band).area(), panels.block("C_T").area()
    mark = Curve(ground.say("epoch"), *now, points=True, ink=styles.MARKED, size=_DOT)
    wide = panels.sketch.right
    if ground.network.labelled:
        wide -= panels.sketch.squares(LINK) + 1
    over = Area(rows.cost, panels.right, panels.sketch.chart, wide)
    if ground.network.last_band:
        place, drawn = (over.row, over.column), (*curves, mark)
        step = 1 if ground.network.last_band <= _FEW else None
        chart = Scatter(*place, "", "", "", drawn, x_step=step, over=over)
        # Checkpoints lie far apart: band stands beside band, without its number.
        apart = bool(ground.network.checkpoints)
        ground.charts.append(replace(chart, unnumbered=apart))


def _of_epoch(ground: Ground, symbol: str) -> Formula:
    return lambda here, _: ground.look(here, Key(symbol))


# ------------------------------------------------------------------ right and wrong


def _put_wrong(ground: Ground) -> None:
    """Put how many answers are wrong, and links to the first of them."""
    every = judged(ground.network)

    def wrong(here: Area, at: Index) -> str:
        if not at[0]:
            return "0"
        right = ground.answer_of_example(here, "correct", every[at[0] - 1])
        above = reference(here, here._replace(row=here.row - 1))
        return f"{above}+IF({right}>0.5,0,1)"

    def wrong_at(here: Area, at: Index) -> str:
        counts = ground.at(here, "wrong")
        place = f"{every.start - 1}+MATCH({at[0] + 1},{counts},0)"
        return f"IF({at[0] + 1}>MAX({counts}),0,{place})"

    def link(here: Area, at: Index) -> str:
        k = ground.at(here, "wrong_at", 0, *at)
        number = counted(k)
        to = quoted_text(f"#{example_name('')}")
        return f'IF({k}<1,"",HYPERLINK({to}&{number},"→ "&{number}))'

    key = "wrong_test" if ground.network.test else "wrong"
    before, after = ground.say(key).split("{count}")

    def counted_wrong(here: Area, _: Index) -> str:
        count = counted(f"MAX({ground.at(here, 'wrong')})")
        end = f"&{quoted_text(after)}" if after else ""
        return f"{quoted_text(before)}&{count}{end}"

    ground.put("wrong", 0, "side-whole", wrong)
    ground.put("wrong_at", 0, "side-whole", wrong_at)
    ground.put("link", 0, "go-small", link, pixels=LINK)
    ground.put("wrong_count", 0, "panel", counted_wrong)


def _put_matrix(ground: Ground) -> None:
    """Put how many examples of each class are answered by each class."""
    network, panels = ground.network, ground.panels
    n, every, rows = len(network.outputs), judged(network), right_of(panels)

    def code(here: Area, at: Index) -> str:
        if not at[0]:
            return "0"
        k = every[at[0] - 1]
        label = ground.of_example(here, Key("label"), k)
        number = "0"
        for j in reversed(range(n)):
            number = f"IF({label}={ground.class_of(here, j)},{j + 1},{number})"
        return f"{LABEL}*{number}+{ground.answer_of_example(here, 'answer', k)}"

    ground.put("code", 0, "side-whole", code)

    def count(here: Area, at: Index) -> str:
        label, answer = at
        number = LABEL * (label + 1) + answer + 1
        return f"COUNTIF({ground.at(here, 'code')},{number})"

    step = matrix_step(network, panels.sketch) * panels.sketch.size
    matrix = ground.put("matrix", 0, ground.number_style("counted"), count, pixels=step)
    for symbol, wide in (("row_class", NAME), ("column_class", step)):
        ground.put_classes(symbol, lambda h, at: ground.class_of(h, at[0]), wide)
    title = "matrix_test" if network.test else "matrix"
    ground.text(rows.below, panels.right, "panel", ground.say(title))
    ground.text(rows.below + 1, panels.right, "label-left", ground.say("by_answer"))
    area, first = matrix.area(), a1(matrix.row, matrix.column)
    squares = matrix_step(network, panels.sketch)
    cells = area._replace(columns=area.columns + squares - 1)
    down = f"(ROW({first})-{matrix.row})*{squares}"
    across = f"COLUMN({first})-{matrix.column}"
    for sign, style in (("=", "right"), ("<>", "wrong")):
        told = f"AND({first}>0,{down}{sign}{across})"
        ground.where.append(Where(cells, told, style, filled=True))
