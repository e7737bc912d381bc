"""Picture, driven as a user would: what it draws is what others say, at any knob."""

import re

import numpy as np
import openpyxl
import pytest
from sklearn.metrics import confusion_matrix

import sheetnet
from sheetnet.calculators import calculators
from sheetnet.calculators.base import CellError
from sheetnet.calculators.embedded import Session
from sheetnet.engine import run
from sheetnet.lang import texts
from sheetnet.model.notation import Key
from sheetnet.model.shown import Ends
from sheetnet.sheets import all_values
from sheetnet.sheets.cost.places import series_of
from sheetnet.sheets.picture.sketch import sketch_of
from sheetnet.sheets.training.layout import lay_out
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from sheetnet.xlsx.reading.package import opened
from tests.books import Book, errors
from tests.calculating import needed, values
from tests.converting import by_xlsx
from tests.nets import part, small_net

DRIVEN = ("digits", "spiral", "digits-conv", "iris")
LARGE = ("digits-conv", "iris")
# Left to the whole suite.
SLOW = ("digits", *LARGE)
SHEET = "Picture"


def knobs(network):
    """Return five epochs and five examples, the first and the last among them."""
    epochs = np.linspace(0, network.epochs, 5).round()
    examples = np.linspace(1, network.examples, 5).round()
    return [(float(e), float(k)) for e in epochs for k in examples]


def shown(book, grid):
    """Return what the blocks of Picture hold, by symbol and layer."""
    found = {}
    for (symbol, layer), block in book.blocks.items():
        if block.sheet == SHEET:
            rows, columns = block.cells()
            cells = np.asarray(grid[rows - 1, columns - 1], dtype=object)
            found[symbol.removeprefix("picture."), layer] = cells
    return found


class Told:
    """NumPy's side, of one network: its run, and what Picture must show."""

    def __init__(self, name, folder):
        # Of the large ones as many epochs as there are knobs: the bands are alike.
        fewer = ("training.epochs=4",) if name in LARGE else ()
        self.network, self.inputs = resolve(load_network(name, fewer))
        self.trace = run(self.network, self.inputs)
        self.book = Book(name, folder, fewer)

    def wanted(self, epoch, k):
        """Return every value of Picture at these knobs."""
        given = {
            key: array for key, array in self.book.values.items() if "." in key.symbol
        }
        given[Key("picture.epoch")], given[Key("picture.k")] = map(np.array, (epoch, k))
        last = self.network.epochs
        ends = Ends(last, last + lay_out(self.network).spare)
        every = all_values(self.network, self.inputs, self.trace, given, ends)
        return {key: every[key] for key in every if key.symbol.startswith("picture.")}

    def off(self, grid, epoch, k):
        """Return the blocks that show something else than NumPy says."""
        found, wanted = shown(self.book, grid), self.wanted(epoch, k)
        return [
            (symbol, layer)
            for (symbol, layer), cells in found.items()
            if (key := Key(f"picture.{symbol}", layer)) in wanted
            and not np.all(
                [
                    same(one, other)
                    for one, other in zip(
                        np.ravel(cells), np.ravel(wanted[key]), strict=True
                    )
                ]
            )
        ]


def same(cell, told):
    """Tell whether a cell holds a number, or a text, that is told."""
    if isinstance(told, float | int):
        return isinstance(cell, float) and abs(cell - told) <= 1e-9 * (1 + abs(told))
    said = texts("en")(told.key, **told.values) if hasattr(told, "key") else told
    return (cell or "") == said


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(one, marks=pytest.mark.slow) if one in SLOW else one
        for one in DRIVEN
    ],
)
def told(request, tmp_path_factory):
    return Told(request.param, tmp_path_factory.mktemp(request.param))


@pytest.mark.slow
def test_every_number_and_text_agrees_with_numpy_at_any_epoch_and_example(told):
    places = [book_cell(told.book, one) for one in ("epoch", "k")]
    with opened(told.book.path) as package, Session(package) as session:
        for chosen in knobs(told.network):
            for cell, value in zip(places, chosen, strict=True):
                session.set_value(*cell, value)
            grid = session.computed([SHEET])[SHEET]
            assert (chosen, told.off(grid, *chosen)) == (chosen, [])
            if told.network.labelled:
                check_matrix(told, shown(told.book, grid), int(chosen[0]))
            if sketch_of(told.network).map:
                check_map(told, shown(told.book, grid), int(chosen[0]))


def book_cell(book, symbol, layer=0):
    """Return the place of a cell of Picture as a calculator counts it, from 0."""
    block = book.blocks[symbol if symbol == "eta" else f"picture.{symbol}", layer]
    return SHEET, block.row - 1, block.column - 1


def check_matrix(told, found, epoch):
    """Compare right and wrong with scikit-learn's matrix of labels and answers."""
    judged = slice(
        told.network.examples - told.network.test if told.network.test else 0, None
    )
    classes = told.inputs.classes.tolist()
    labels = [classes.index(one) for one in told.inputs.labels.tolist()[judged]]
    answers = told.trace[Key("answer")][epoch, judged].astype(int) - 1
    theirs = confusion_matrix(labels, answers, labels=range(len(classes)))
    assert np.array_equal(found["matrix", 0].astype(float), theirs)
    wrong = np.flatnonzero(np.array(labels) != answers) + (judged.start or 0) + 1
    listed = [one for one in found["wrong_at", 0].tolist() if one]
    assert listed == wrong[: len(listed)].tolist()
    assert len(listed) == min(len(wrong), len(found["wrong_at", 0]))


def check_map(told, found, epoch):
    """Compare the map with a forward pass in a plain loop at each of its squares."""
    low, span = found["low", 0].astype(float), found["span", 0].astype(float)
    squares = len(found["map", 0])
    for row in range(0, squares, 6):
        for column in range(0, squares, 6):
            x = [
                low[0] + (column + 0.5) / squares * span[0],
                low[1] + (squares - row - 0.5) / squares * span[1],
            ]
            for layer in told.network.layers:
                w = told.trace[Key("w", layer.number)][epoch]
                b = told.trace[Key("b", layer.number)][epoch]
                z = [
                    sum(map(float.__mul__, map(float, one), x)) + float(c)
                    for one, c in zip(w, b, strict=True)
                ]
                x = [
                    np.tanh(one)
                    if layer.activation == "tanh"
                    else 1 / (1 + np.exp(-one))
                    for one in z
                ]
            assert found["map", 0][row, column] == pytest.approx(float(x[0]), abs=1e-9)


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_draws_the_same(told, tmp_path):
    needed("libreoffice")
    chosen = part(knobs(told.network)[7:18:5], 3)
    paths = []
    for number, pair in enumerate(chosen):
        loaded = openpyxl.load_workbook(told.book.path)
        for symbol, value in zip(("epoch", "k"), pair, strict=True):
            _, row, column = book_cell(told.book, symbol)
            loaded[SHEET].cell(row + 1, column + 1).value = value
        paths.append(tmp_path / f"{number}.xlsx")
        loaded.save(paths[-1])
    (tmp_path / "out").mkdir()
    for pair, path in zip(chosen, by_xlsx(paths, tmp_path / "out"), strict=True):
        grid = values(calculators()["saved"], path, [SHEET])[SHEET]
        assert (pair, told.off(grid, *pair)) == (pair, [])


# ------------------------------------------------------------------ η


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["moons", "spiral", "digits", "iris", "penguin-mass", "logistic", "blobs"]
)
def test_no_eta_leads_to_an_error_cell(name, tmp_path):
    """At 10 `logistic` has a C_T in each epoch, and outputs that are none."""
    book = Book(name, tmp_path)
    with opened(book.path) as package, Session(package) as session:
        for eta in (10.0, 50.0, 1e5):
            session.set_value(*book_cell(book, "eta"), eta)
            grids = session.computed(list(book.names.values()))
            assert SHEET not in errors(grids), eta
            found = shown(book, grids[SHEET])
            kept = {"cost", "accuracy" if network_of(name).labelled else "largest"}
            lost = CellError in {
                type(cell)
                for one in series_of(network_of(name))
                if one.chart in kept
                for cell in column_of(book, grids, one.key)
            }
            says = found["says", 0].item()
            last = int(found["numbers", 0].sum())
            words = texts("en")("picture.lost", epoch=last)
            assert (says == words) == lost
            if lost:
                assert found["epoch_used", 0].item() == last - 1


def network_of(name):
    return resolve(load_network(name))[0]


def column_of(book, grids, key):
    """Return a column of the table of Cost."""
    block = book.blocks[f"cost.{key.symbol}", key.layer]
    rows, columns = block.cells()
    return grids["Cost"][rows - 1, columns - 1].ravel().tolist()


@pytest.mark.slow
@pytest.mark.libreoffice
def test_outputs_that_overflow_beside_a_finite_cost_are_no_error_cell(
    libreoffice, tmp_path
):
    book = Book("logistic", tmp_path)
    loaded = openpyxl.load_workbook(book.path)
    _, row, column = book_cell(book, "eta")
    loaded[SHEET].cell(row + 1, column + 1).value = 10
    loaded.save(tmp_path / "ten.xlsx")
    grids = values(libreoffice, tmp_path / "ten.xlsx", list(book.names.values()))
    assert "Training" in errors(grids)
    assert SHEET not in errors(grids)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("symbol", "typed", "used"),
    [("epoch", "two", 0), ("epoch", 9999, 3), ("epoch", 2.5, 2), ("epoch", -1, 0),
     ("k", "two", 1), ("k", 9999, 4), ("eta", "two", 0)],
)  # fmt: skip
def test_what_is_pasted_into_a_knob_is_no_error_cell(symbol, typed, used, tmp_path):
    book = Book(small_net(tmp_path), tmp_path)
    network = resolve(load_network(tmp_path / "small.toml"))[0]
    assert (network.epochs, network.examples) == (3, 4)
    with opened(book.path) as package, Session(package) as session:
        session.set_value(*book_cell(book, symbol), typed)
        grids = session.computed(list(book.names.values()))
    assert SHEET not in errors(grids)
    found = shown(book, grids[SHEET])
    if symbol == "eta":
        assert found["says", 0].item().startswith("η is no number")
    assert found[f"{'epoch' if symbol == 'eta' else symbol}_used", 0].item() == used


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [(16,), (3, 8), (3, 1, 8), (2, 2, 2, 2, 2)])
def test_units_and_layers_beside_a_map_that_find_no_room_are_not_drawn(
    hidden, tmp_path
):
    small_net(tmp_path)
    layers = "".join(f'[[layer]]\nkind = "dense"\nunits = {n}\n' for n in (*hidden, 1))
    path = tmp_path / "many.toml"
    path.write_text(
        f'title = "many"\n[data]\nfile = "small.csv"\nlabel = "label"\n{layers}'
        "[training]\neta = 0.5\nepochs = 1\n"
    )
    sheetnet.build(path, tmp_path / "many.xlsx")
    assert sheetnet.verify(tmp_path / "many.xlsx", perturb=1).agree
    sketch = sketch_of(resolve(load_network(path))[0])
    assert sketch.map
    assert sketch.left_out or not all(one.whole for one in sketch.stacks)


def test_lines_from_one_unit_to_several_have_a_beginning_each(tmp_path):
    """LibreOffice draws no point that is the one before it, and a line needs two."""
    book = Book(small_net(tmp_path), tmp_path)
    with opened(book.path) as package, Session(package) as session:
        found = shown(book, session.computed([SHEET])[SHEET])
    for layer in (2, 3):
        x, y, strength = (
            found[one, layer].astype(float) for one in ("line_x", "line_y", "class")
        )
        for at in range(x.shape[-1]):
            points = np.stack([x[..., at], y[..., at]], axis=-1).reshape(-1, 2)
            drawn = points[[0, *(np.flatnonzero(np.diff(points, axis=0).any(1)) + 1)]]
            begun = int((drawn[:, 0] == 0).sum())
            kind = (-3, -2, -1, 1, 2, 3)[at]
            assert begun == int((strength == kind).sum())


def test_a_run_that_has_left_the_numbers_says_from_which_epoch_on(tmp_path):
    spec = small_net(tmp_path, output="identity", cost="squared-error")
    book = Book(spec, tmp_path)
    with opened(book.path) as package, Session(package) as session:
        session.set_value(*book_cell(book, "eta"), 1e200)
        grids = session.computed(list(book.names.values()))
    assert SHEET not in errors(grids)
    says = shown(book, grids[SHEET])["says", 0].item()
    first = next(
        at
        for at, one in enumerate(grids["Cost"][:, 1].tolist())
        if isinstance(one, CellError)
    )
    epoch = grids["Cost"][first, 0]
    assert re.search(rf"from epoch {epoch:.0f} on", says)
