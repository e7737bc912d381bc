"""The sheets of the optimizers' lesson: their formulas. Knows no values."""

from collections.abc import Callable, Iterator, Mapping

from sheetnet.lang import Texts
from sheetnet.lessons.optimizers.settings import (
    ANGLES,
    BEYOND,
    INPUTS,
    LEAST,
    LEVELS,
    LINE,
    MOST,
    RULES,
    STEPS,
    SURFACE,
    called,
)
from sheetnet.model.lesson import Lesson
from sheetnet.model.optimizers import GRADIENT, PARAMETER, Optimizer
from sheetnet.workbook.drawing.board import FIRST, LABELS, Board, Column, chain
from sheetnet.workbook.drawing.styles import INK, PIXEL
from sheetnet.workbook.plan import Curve, Sheet

# The map stands beside the knobs, of which there is a column for each rule.
_BESIDE = FIRST + len(RULES)
_SHARED = (
    ("mu", "μ"),
    ("rho", "ρ"),
    ("beta_1", "β₁"),
    ("beta_2", "β₂"),
    ("epsilon", "ε"),
)
_PALE_LINE = 1.0
# Of the rules in their order: more than a chart's own colours are.
_INKS = ("0F766E", "B45309", "6D28D9", "1D4ED8", "6B7280", "BE185D")

# From the references of a point: its gradient, by name, and what is to be made small.
_Slope = Callable[[str, str], tuple[str, str, str]]


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:
    """Return the surface with the ways of all rules, and one line that each learns."""
    surface = Board(texts, "optimizers", INPUTS)
    _on_a_surface(surface)
    line = Board(texts, "optimizers_line", INPUTS, surface)
    _to_a_line(line, lesson.shapes["points_x"][0])
    return [surface.sheet(), line.sheet()]


def _on_a_surface(board: Board) -> None:
    top = board.row + 1
    board.heading("surface")
    board.heads(["x", "y"])
    board.vector("steep", 2, label="a, b", says="steep_says")
    board.vector("start", 2, label=board.say("start"), says="start_says")
    _knobs(board, SURFACE, "z")
    board.heads([letter for _, letter in _SHARED])
    board.label(board.row, LABELS, board.say("shared"), "symbol")
    for column, (symbol, _) in enumerate(_SHARED, FIRST):
        board.put(symbol, board.row, column, style="eta")
    board.row += 1
    board.field(
        "z_start",
        "({steep.0}*{start.0}*{start.0}+{steep.1}*{start.1}*{start.1})/2",
        label="z(0)",
        says="z_start_says",
        style="forward-six",
    )
    below = board.row + 1
    board.row = board.below(below)
    _tables(
        board,
        SURFACE,
        "z",
        lambda x, y: (
            f"{{steep.0}}*{x}",
            f"{{steep.1}}*{y}",
            f"({{steep.0}}*{x}*{x}+{{steep.1}}*{y}*{y})/2",
        ),
    )
    board.aside(
        2, [Column("reach", "±", lambda i: f"SQRT(2*{{z_start}}/{{steep.{i}}})")]
    )
    _levels(board)
    ends = [(f"-{BEYOND}*{{reach.{i}}}", f"{BEYOND}*{{reach.{i}}}") for i in (0, 1)]
    _seen(board, SURFACE, ends)
    x, y = board.area("level_x"), board.area("level_y")
    levels = Curve(board.say("levels"), x, y, ink=PIXEL, width=_PALE_LINE)
    _charts(board, SURFACE, [levels], (top, below))


def _to_a_line(board: Board, n: int) -> None:
    top = board.row + 1
    board.heading("line")
    board.heads(["p", "q"])
    board.vector("line_start", 2, label=board.say("start"), says="start_says")
    best = chain("SLOPE({points_y},{points_x})", "INTERCEPT({points_y},{points_x})")
    board.vector("best", 2, best, label=board.say("best"), style="forward-six")
    _knobs(board, LINE, "C_T")
    below = board.row + 1
    board.row = board.below(below)
    _points(board, n)
    _gradient_twice(board)
    _tables(
        board,
        LINE,
        "C_T",
        lambda p, q: (
            f"{p}*{{S_xx}}+{q}*{{S_x}}-{{S_xy}}",
            f"{p}*{{S_x}}+{q}*{{n}}-{{S_y}}",
            f"({{S_yy}}-2*{p}*{{S_xy}}-2*{q}*{{S_y}}"
            f"+{p}*{p}*{{S_xx}}+2*{p}*{q}*{{S_x}}+{{n}}*{q}*{q})/2",
        ),
    )
    ends = []
    for i in (0, 1):
        reach = f"{BEYOND}*(ABS({{best.{i}}}-{{line_start.{i}}})+1)"
        ends.append((f"{{best.{i}}}-{reach}", f"{{best.{i}}}+{reach}"))
    _seen(board, LINE, ends)
    at = board.block("best")
    best_one = Curve(board.say("best"), at.area(0), at.area(1), points=True, ink=INK)
    _charts(board, LINE, [best_one], (top, below))


def _points(board: Board, n: int) -> None:
    """Put the points with their errors at the start, and the sums that gradients need."""
    board.heading("points")
    row = board.row
    error = "{line_start.0}*[points_x]+{line_start.1}-[points_y]"
    columns = [
        Column("points_x", "x"),
        Column("points_y", "y"),
        Column("e", "e", error),
    ]
    board.table(n, columns, column=FIRST)
    below, board.row = board.row, row
    sums = {
        "n": ("n", "COUNT({points_x})"),
        "S_x": ("Σx", "SUM({points_x})"),
        "S_y": ("Σy", "SUM({points_y})"),
        "S_xx": ("Σx²", "SUMSQ({points_x})"),
        "S_xy": ("Σxy", "SUMPRODUCT({points_x},{points_y})"),
        "S_yy": ("Σy²", "SUMSQ({points_y})"),
    }
    board.heads([head for head, _ in sums.values()], FIRST + 4)
    for column, (symbol, (_, formula)) in enumerate(sums.items(), FIRST + 4):
        board.put(symbol, board.row, column, formula=formula)
    board.row = below + 1


def _gradient_twice(board: Board) -> None:
    """Put the gradient at the start by the sums, and point by point."""
    p, q = "{line_gradient_descent_g_p.0}", "{line_gradient_descent_g_q.0}"
    board.heads(["∂C_T/∂p", "∂C_T/∂q"])
    board.vector(
        "by_sums", 2, chain(p, q), label=board.say("by_sums"), style="gradient"
    )
    board.vector(
        "by_points",
        2,
        chain("SUMPRODUCT({e},{points_x})", "SUM({e})"),
        label=board.say("by_points"),
        style="gradient",
    )
    near = 'IF(ABS([by_sums]-[by_points])<=1E-9*(1+ABS([by_sums])),"✓","✗")'
    board.vector(
        "same_gradient",
        2,
        near,
        label=board.say_for_all("same"),
        style="mark",
        text=True,
    )
    board.marked("same_gradient")


def _knobs(board: Board, where: tuple[str, tuple[str, str]], cost: str) -> None:
    """Put a column for each rule: its η, and where it ends."""
    prefix, _ = where
    board.heading("rules")
    board.heads([_name(board, rule) for rule in RULES])
    board.vector(f"{prefix}eta", len(RULES), label="η", style="eta")
    ends = [f"{{{prefix}{called(rule)}_cost.{STEPS}}}" for rule in RULES]
    board.vector(
        f"{prefix}last",
        len(RULES),
        lambda i: ends[i],
        label=f"{cost}({STEPS})",
        style="forward-six",
    )


def _name(board: Board, rule: Optimizer) -> str:
    return board.say_for_all(f"rule_{called(rule)}")


# ------------------------------------------------------------------ step by step


def _tables(
    board: Board, where: tuple[str, tuple[str, str]], cost: str, slope: _Slope
) -> None:
    """Put the steps of all rules side by side, the equations over each."""
    board.heading("ways")
    row, column = board.row, LABELS + 1
    end = row
    for number, rule in enumerate(RULES):
        texts = [
            text.format(w="w", g="g", eta="η").replace("(g)", "g")
            for text in (*rule.where.values(), *reversed(list(rule.equations.values())))
        ]
        board.label(row, column, _name(board, rule), "symbol-left")
        board.label(row + 1, column, "   ".join(texts), "plain")
        columns = list(_columns(where, number, cost, slope))
        board.row = row + 2
        if number == 0:
            symbol, head = f"{where[0]}step", board.say("step")
            count = chain("0", f"[{symbol}:-1]+1")
            board.table(STEPS + 1, [Column(symbol, head, count, "forward-whole")])
            board.row = row + 2
        board.table(STEPS + 1, columns, column=column)
        column += len(columns) + 1
        end = board.row
    board.row = end


def _columns(
    where: tuple[str, tuple[str, str]], number: int, cost: str, slope: _Slope
) -> Iterator[Column]:
    """Yield the columns of one rule; its formulas are those of its record."""
    prefix, names = where
    rule, own = RULES[number], f"{prefix}{called(RULES[number])}"
    to = {name: f"{{{name}}}" for name in rule.settings}
    to["eta"] = f"{{{prefix}eta.{number}}}"
    before = {one.name: f"[{own}_{one.name}:-1]" for one in rule.heading}
    to_after = to | {one.name: f"[{own}_{one.name}]" for one in rule.heading}
    updates = {name: _update(rule, own, name, to_after) for name in names}
    for at, name in enumerate(names):
        first = f"{{{prefix}start.{at}}}"
        yield Column(
            f"{own}_{name}", name, chain(first, updates[name][PARAMETER]), "update-six"
        )
    *gradients, made = slope(*(f"[{own}_{name}]" for name in names))
    for name, text in zip(names, gradients, strict=True):
        yield Column(f"{own}_g_{name}", f"∂{cost}/∂{name}", text, "gradient-six")
    for slot in rule.slots:
        for name in names:
            kept = chain("0", updates[name][slot])
            yield Column(f"{own}_{slot}_{name}", f"{slot} ({name})", kept, "update-six")
    for one in rule.heading:
        power = chain(f"{one.start:g}", one.excel({**to, **before}))
        yield Column(f"{own}_{one.name}", one.letter, power, "forward-six")
    yield Column(f"{own}_cost", cost, made, "forward-six")


def _update(
    rule: Optimizer, own: str, name: str, to: Mapping[str, str]
) -> dict[str, str]:
    """Return what a coordinate and its slots become, from the row above."""
    after = {slot: f"[{own}_{slot}_{name}]" for slot in rule.slots}
    now = {
        PARAMETER: f"[{own}_{name}:-1]",
        GRADIENT: f"[{own}_g_{name}:-1]",
        **{slot: f"[{own}_{slot}_{name}:-1]" for slot in rule.slots},
    }
    return rule.excel(now, after, to)


# ------------------------------------------------------------------ charts


def _levels(board: Board) -> None:
    """Put ellipses on which z is the same, one after another."""
    columns = []
    for at, (name, wave) in enumerate((("x", "COS"), ("y", "SIN"))):

        def text(i: int, at: int = at, wave: str = wave) -> str:
            share, angle = LEVELS[i // ANGLES], i % ANGLES
            return f"{share}*{{reach.{at}}}*{wave}({2 * angle}*PI()/{ANGLES - 1})"

        columns.append(Column(f"level_{name}", name, text))
    board.aside(len(LEVELS) * ANGLES, columns)


def _seen(
    board: Board, where: tuple[str, tuple[str, str]], ends: list[tuple[str, str]]
) -> None:
    """Put the ways as charts draw them: a way that leaves would leave nothing to see."""
    prefix, names = where
    columns = []
    for rule in RULES:
        own = f"{prefix}{called(rule)}"
        for name, (low, high) in zip(names, ends, strict=True):
            text = f"MAX({low},MIN({high},{{{own}_{name}.#}}))"
            columns.append(Column(f"{own}_seen_{name}", name, _each(text)))
        text = f"LOG10(MAX(1E{LEAST},MIN(1E{MOST},{{{own}_cost.#}})))"
        columns.append(Column(f"{own}_power", "lg", _each(text)))
    board.aside(STEPS + 1, columns)


def _each(text: str) -> Callable[[int], str]:
    """Return the formulas of a column that looks at a step by its number, #."""
    return lambda i: text.replace("#", str(i))


def _charts(
    board: Board,
    where: tuple[str, tuple[str, str]],
    others: list[Curve],
    rows: tuple[int, int],
) -> None:
    prefix, names = where
    ways: list[Curve] = []
    falling: list[Curve] = []
    for rule, ink in zip(RULES, _INKS, strict=True):
        own, name = f"{prefix}{called(rule)}", _name(board, rule)
        x, y = (board.area(f"{own}_seen_{one}") for one in names)
        ways.append(Curve(name, x, y, dots=True, ink=ink))
        step, power = board.area(f"{prefix}step"), board.area(f"{own}_power")
        falling.append(Curve(name, step, power, ink=ink))
    board.scatter("chart", rows[0], _BESIDE, [*ways, *others], x=names[0], y=names[1])
    board.scatter(
        "chart_cost",
        rows[1],
        LABELS,
        falling,
        x=board.say("step"),
        y=board.say("power"),
    )
