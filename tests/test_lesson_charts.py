"""Charts of lessons: circles are round, steps upright, and nothing lies hidden under another."""

import zipfile
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest

import sheetnet
from sheetnet.building.builder import draft
from sheetnet.calculus.dual import value_of
from sheetnet.calculus.parsing import parse
from sheetnet.calculus.written import written
from sheetnet.engine import run
from sheetnet.lessons.depth.numbers import descend
from sheetnet.model.lesson import lesson_module
from sheetnet.model.notation import Key
from sheetnet.preview import pictures
from sheetnet.sheets.picture.truth import _ends
from sheetnet.spec.loading import load_spec
from sheetnet.spec.resolving import resolve
from sheetnet.workbook.drawing.paper import ASIDE
from sheetnet.workbook.drawing.styles import FORWARD_INK
from sheetnet.workbook.plan import Scatter
from tests.nets import small_net
from tests.templates import LESSONS
from tests.test_lessons import shown

SQUARE = ["lagrange", "sequences", "learning", "gradient-descent"]


def plan(name, *settings):
    return draft(load_spec(name, list(settings))).plan


def charts(name, *settings):
    """Return the charts by x and y of a lesson, and the values they draw."""
    made = draft(load_spec(name, list(settings)))
    values = {}
    for sheet in made.plan.sheets[:-1]:
        for block in sheet.blocks:
            values[sheet.key, block.row, block.column] = made.values[block.key]
    for sheet in made.plan.sheets:
        for chart in sheet.charts:
            if isinstance(chart, Scatter):
                yield chart, values


# ------------------------------------------------------------------ round


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_circle_is_drawn_round(tmp_path, libreoffice):
    sheetnet.build("lagrange", tmp_path / "l.xlsx")
    [picture] = pictures(tmp_path / "l.xlsx", {"Lagrange": "J6:R24"}).values()
    ink = [int(FORWARD_INK[at : at + 2], 16) for at in (0, 2, 4)]
    drawn = (np.abs(np.asarray(picture, dtype=int) - ink) < 40).all(axis=2)
    # The legend below the plot has a line of this colour too.
    drawn[int(drawn.shape[0] * 0.8) :] = False
    rows, columns = (np.flatnonzero(drawn.any(axis=axis)) for axis in (1, 0))
    high, wide = np.ptp(rows), np.ptp(columns)
    assert high > 50
    assert wide == pytest.approx(high, rel=0.03)


@pytest.mark.parametrize("name", SQUARE)
def test_both_axes_of_a_square_plot_have_one_range(name):
    squares = [chart for chart, _ in charts(name) if chart.square]
    assert squares
    for chart in squares:
        ends = chart.x_range, chart.y_range
        unseen = [curve for curve in chart.curves if curve.unseen]
        if chart.x_title != chart.y_title and not unseen:  # z over step has two scales
            assert ends[0] == ends[1]


@pytest.mark.parametrize("seed", range(20))
def test_a_frame_holds_all_that_is_drawn_in_it(seed):
    """And applications end both axes where it does: at 1, 2 or 4 times a power of ten."""
    rng = np.random.default_rng(seed)
    for name, drawn in (
        ("lagrange", ("sweep_x", "sweep_y", "line_x", "line_y")),
        ("sequences", ("p", "q")),
    ):
        module = lesson_module(name)
        given = module.given(load_spec(name))
        for symbol, limits in module.INPUTS.items():
            changed = [limits.some(rng) for _ in range(given[symbol].size)]
            given[symbol] = np.reshape(changed, given[symbol].shape)
        found = module.truth(None, given)
        low, high = found["corner"]
        assert low == -high
        assert max(np.abs(found[one]).max() for one in drawn) <= high * (1 + 1e-9)
        mantissa = float(f"{high / 0.9:e}".split("e")[0])
        assert min(abs(mantissa - one) for one in (1, 2, 4)) < 1e-5


# ------------------------------------------------------------------ upright, in sight


@pytest.mark.parametrize(
    ("name", "x", "y", "jumps"),
    [("activations", "jump_z", "jump_a", 2), ("neuron", "jump_z", "jump_y", 1)],
)
def test_the_step_stands_upright(name, x, y, jumps):
    found = shown(name)
    [at] = np.flatnonzero(np.diff(found[y]))
    assert found[x][at] == found[x][at + 1] == 0
    assert (found[y][at], found[y][at + 1]) == (0, 1)
    upright = [
        curve
        for chart, values in charts(name)
        for curve in chart.curves
        if values.get((curve.x.sheet, curve.x.row, curve.x.column)) is found[x]
        or np.array_equal(
            values.get((curve.x.sheet, curve.x.row, curve.x.column), 0), found[x]
        )
    ]
    assert len(upright) == jumps


def test_the_second_way_is_seen_where_it_lies_on_the_first():
    [way, falling] = [chart for chart, _ in charts("gradient-descent")]
    for chart in (way, falling):
        first, second = chart.curves[:2]
        assert first.width > 2 * (second.width or 1.8)  # thin over broad


def test_the_map_shows_which_cells_both_ways_visit():
    found = shown("gradient-descent", "eta=0.5", "other_eta=0.5")
    assert (found["spot"] == found["other_spot"]).all()
    sheet = plan("gradient-descent").sheets[0]
    styles = [one.style for one in sheet.where if one.style.startswith("visited")]
    assert styles == ["visited-twice", "visited", "visited-second"]


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_what_only_charts_need_is_out_of_sight(name):
    helpers = {"zeros", "ones", "spot", "other_spot", "jump_z", "corner", "fit_c"}
    for sheet in plan(name).sheets[:-1]:
        for block in sheet.blocks:
            assert block.column >= ASIDE or block.symbol not in helpers


@pytest.mark.parametrize(
    "points", [[(151, 45), (165, 56), (168, 55)], [(0, 1e6), (1, 1e6 + 1), (2, 1e6)]]
)
def test_the_axes_of_regression_fit_its_points(tmp_path, points):
    """An axis begins at 0 where the numbers are not nearly alike: so 0 is in their midst."""
    lines = "".join(f"{x},{y}\n" for x, y in points)
    (tmp_path / "p.csv").write_text(f"height,weight\n{lines}")
    found = {}
    for chart, values in charts("regression", f"data.file={tmp_path / 'p.csv'}"):
        curve = chart.curves[0]
        if curve.points:
            y = values[curve.y.sheet, curve.y.row, curve.y.column]
            found[curve.name] = y
            assert y.min() < 0 < y.max()
    assert found


# ------------------------------------------------------------------ as a book prints it

WRITTEN = {
    "x**2 + y**2": "x² + y²",
    "x**2 + x*y + y**2": "x² + xy + y²",
    "(x-1)**4 + exp(-y)*y": "(x − 1)⁴ + exp(−y)·y",
    "-x**2*exp(-x**2)": "−x²·exp(−x²)",
    "x**4 - 2*x**2 + x/4": "x⁴ − 2x² + x/4",
    "2**x - 0.1*y - -3": "2ˣ − 0.1y − (−3)",
    "x/(2*y) - (x - y)": "x/(2y) − (x − y)",
    "(x + 1)*(x - 1)/x**-2": "(x + 1)·(x − 1)/x⁻²",
    "ln(x**2 + 1)**0.5": "ln(x² + 1)^(0.5)",
}


@pytest.mark.parametrize("function", WRITTEN)
def test_a_function_is_shown_as_a_book_prints_it(function):
    assert written(parse(function)) == WRITTEN[function]


@pytest.mark.parametrize("function", WRITTEN)
def test_what_is_shown_means_what_was_written(function):
    """Read back by Python itself, after signs of print are taken for those of code."""
    text = (
        written(parse(function)).replace("−", "-").replace("·", "*").replace("^", "**")
    )
    for raised, plain in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ˣʸ", "0123456789-xy", strict=True):
        text = text.replace(raised, f"^{plain}")
    text = text.replace("^-^", "**-").replace("^", "**")
    for pair in ("xy", "2x", "2y", "0.1y"):
        text = text.replace(pair, f"{pair[:-1]}*{pair[-1]}")
    at = {"x": np.float64(1.3), "y": np.float64(0.7)}
    names = {"exp": np.exp, "ln": np.log, **at}
    assert eval(text, {"__builtins__": {}}, names) == pytest.approx(
        float(value_of(parse(function), at)), rel=1e-12
    )


# ------------------------------------------------------------------ many starts


def test_the_starts_of_depth_are_trained_as_the_engine_trains():
    network, inputs = resolve(load_spec("digits"))
    trace = run(network, inputs)
    x = inputs.x.reshape(len(inputs.x), -1)
    t = np.eye(2)[inputs.labels.astype(int)]
    first = {
        key: trace[Key(*key)][0] for key in (("w", 2), ("b", 2), ("w", 3), ("b", 3))
    }
    start = [
        first["w", 2].reshape(3, -1).T[None],
        first["b", 2][None, None],
        first["w", 3].T[None],
        first["b", 3][None, None],
    ]
    [C_T] = descend(x, t, start, inputs.settings["eta"], network.epochs)
    assert pytest.approx(float(trace[Key("C_T")][-1]), rel=1e-9) == C_T


def test_more_hidden_units_are_better_on_the_mean_of_many_starts():
    found = shown("depth")
    assert (np.diff(found["mean"]) < 0).all()
    # The words beside it: neighbours overlap, so one start proves little.
    assert (found["best"][1:] < found["worst"][:-1]).all()
    assert (found["worst"][1:] > found["best"][:-1]).all()


# ------------------------------------------------------------------ numbers along an axis


def axes_of(path, drawn):
    """Return the axes along x of the charts that read a sheet's columns, as elements."""
    with zipfile.ZipFile(path) as book:
        parts = [book.read(one) for one in book.namelist() if "charts/chart" in one]
    charts = [fromstring(one) for one in parts if drawn.encode() in one]
    assert charts
    return [
        next(e for e in one.iter() if e.tag.endswith(("}valAx", "}catAx")))
        for one in charts
    ]


@pytest.mark.parametrize(("epochs", "step"), [(3, "1"), (40, None)])
def test_of_few_epochs_each_has_its_number(tmp_path, epochs, step):
    sheetnet.build(small_net(tmp_path, epochs=epochs), tmp_path / "s.xlsx")
    # Those of Cost, and the curve of Picture, which reads Cost too.
    axes = axes_of(tmp_path / "s.xlsx", "<c:f>'Cost'!$A$")
    assert len(axes) == 5
    for axis in axes:
        unit = axis.find("{*}majorUnit")
        assert (None if unit is None else unit.get("val")) == step


def test_the_numbers_below_the_histogram_are_short(tmp_path):
    sheetnet.build("distribution", tmp_path / "d.xlsx")
    [axis] = [
        one
        for one in axes_of(tmp_path / "d.xlsx", "barChart")
        if one.tag.endswith("catAx")
    ]
    assert axis.find("{*}numFmt").get("formatCode") == "0.0#"
    assert axis.find(".//{*}defRPr[@sz='800']") is not None


@pytest.mark.parametrize(
    ("wanted", "said", "ends"),
    [
        ([2850, 5950], [3100, 5600], (0, 5950)),
        ([2000, 2020], [1990, 2015], (1990, 2020)),
        ([-6, -3], [-7, -2], (-7, 0)),
        ([-102, -100], [-101, -99], (-102, -99)),
        ([-1, 2], [-3, 1], (-3, 2)),
    ],
)
def test_answers_and_targets_have_one_range(wanted, said, ends):
    assert _ends(np.array(wanted, float), np.array(said, float)) == ends
