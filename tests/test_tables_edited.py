"""Tables as people change them: numbers, words, which examples count; each is told or agrees."""

from dataclasses import replace

import numpy as np
import openpyxl
import pytest
from msgspec import structs

import sheetnet
from sheetnet import load_spec
from sheetnet.calculators import calculators
from sheetnet.engine import run
from sheetnet.errors import SheetnetError
from sheetnet.model.notation import Key
from sheetnet.spec.resolving import resolve
from sheetnet.verification.book.opening import cells_of, open_workbook
from sheetnet.workbook.address import a1
from sheetnet.xlsx.reading.package import opened
from tests.calculating import values
from tests.tables import shown, table_net
from tests.test_edited import edited, place

# Each is quick; all together they are left to the whole suite.
pytestmark = pytest.mark.slow

# The mean fills gaps of depth and mass; the last three examples test.
FILLED = 'missing = "mean"\nscale = "standard"\ntest = 0.25'
# Ten examples without gaps.
WHOLE = 'missing = "drop"\nscale = "range"\nuse = true'
TRAINING = 'eta = 0.5\nepochs = 2\nreduction = "mean"'


@pytest.fixture(scope="module", params=[FILLED, WHOLE], ids=["filled", "whole"])
def book(request, tmp_path_factory):
    return built(tmp_path_factory.mktemp("book"), request.param)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    return built(tmp_path_factory.mktemp("filled"), FILLED)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return built(tmp_path_factory.mktemp("whole"), WHOLE)


def built(folder, data):
    sheetnet.build(table_net(folder, data, training=TRAINING), folder / "b.xlsx")
    return folder / "b.xlsx"


def changed(path, target, *edits):
    """Copy a workbook with other constants: key, number in the block, value."""
    return edited(path, target, [(place(path, k, at), value) for k, at, value in edits])


def resaved(path, folder):
    """Copy a workbook as openpyxl saves it, which takes the last digits off constants."""
    return edited(path, folder / "resaved.xlsx", [])


def agreed(path, **settings):
    """Return the notes of a workbook in which all agrees."""
    report = sheetnet.verify(path, **{"perturb": 1, **settings})
    assert (report.problems, report.first_wrong) == ((), None)
    return [note for note in report.notes if "undecided" not in note]


def test_a_raw_number_moves_m_and_s_and_all_that_comes_after(book, tmp_path):
    """The first bill becomes 60.1 mm: of nine bills the mean, of ten the least moves."""
    path = changed(book, tmp_path / "e.xlsx", ("raw_1", 0, 60.1))
    assert agreed(path) == []
    keys = ("m_1", "s_1", "x_1", "C_T", "raw_1", "use")
    before, after = (shown(one, *keys) for one in (book, path))
    m, s, x, C_T = (b - a for a, b in zip(before[:4], after[:4], strict=True))
    bills = before[4][before[5] == 1, 0]
    assert bills[0] == 39.1
    moved = {9: 21 / 9, 10: 39.3 - 39.1}[len(bills)]
    assert m[0] == pytest.approx(moved, rel=1e-12)
    assert s[0] > 0
    assert (m[1:] == 0).all()
    assert (s[1:] == 0).all()
    assert (x[:, 0] != 0).all()
    assert (x[:, 1:] == 0).all()
    assert (C_T != 0).all()


@pytest.mark.parametrize("k", [0, 4])
def test_an_example_not_used_is_as_if_it_were_not_there(whole, tmp_path, k):
    """NumPy computes a run of nine examples; the workbook has ten, one of them not used."""
    path = changed(whole, tmp_path / "e.xlsx", ("use", k, 0))
    assert agreed(path) == []
    network, inputs = resolve(load_spec(whole.parent / "table.toml"))
    left = np.arange(network.examples) != k
    fewer = replace(
        inputs,
        x=inputs.x[left],
        labels=inputs.labels[left],
        words=inputs.words[left],
        use=None,
    )
    network = structs.replace(network, examples=9, counts=False)
    trace = run(network, fewer)
    keys = ("C_T", "accuracy", "w_2", "b_2", "w_3", "b_3")
    for key, found in zip(keys, shown(path, *keys), strict=True):
        symbol, _, layer = key.partition("_") if key != "C_T" else (key, "", "")
        wanted = trace[Key(symbol, int(layer or 0))]
        assert found.reshape(wanted.shape) == pytest.approx(
            wanted, rel=1e-12, abs=1e-13
        )
    with_all = shown(whole, "C_T", "w_2")
    assert (shown(path, "C_T")[0] != with_all[0]).all()


def test_what_changes_in_a_test_example_changes_nothing_that_is_learnt(
    filled, tmp_path
):
    path = changed(
        filled,
        tmp_path / "e.xlsx",
        *[("raw_1", 11 * 3 + i, value) for i, value in enumerate((99, 1, 9999))],
        ("word_1", 11 * 2, "Biscoe"),
    )
    assert agreed(path) == []
    keys = ("m_1", "s_1", "mean_1", "C_T", "w_2", "b_2", "w_3", "b_3", "test_C_T")
    before, after = (shown(one, *keys) for one in (resaved(filled, tmp_path), path))
    *same, other = (np.array_equal(a, b) for a, b in zip(before, after, strict=True))
    assert all(same)
    assert not other


def test_a_test_example_that_is_used_is_learnt(filled, tmp_path):
    path = changed(filled, tmp_path / "e.xlsx", ("use", 11, 1))
    assert agreed(path) == []
    keys = ("m_1", "s_1", "w_2", "C_T")
    before, after = (shown(one, *keys) for one in (resaved(filled, tmp_path), path))
    for a, b in zip(before[:2], after[:2], strict=True):
        assert (a != b).any()
    assert np.array_equal(before[2][0], after[2][0])
    assert (before[2][-1] != after[2][-1]).any()
    assert before[3][0] != after[3][0]


# ------------------------------------------------------------------ gaps, texts


def test_an_emptied_number_is_filled_by_the_mean_of_the_others(filled, tmp_path):
    """Depth has gaps, so its column has a mean: x of a gap is 0."""
    path = changed(filled, tmp_path / "e.xlsx", ("raw_1", 1, None))
    assert agreed(path) == []
    depths, mean, x, use = shown(path, "raw_1", "mean_1", "x_1", "use")
    others = [one for one, u in zip(depths[1:, 1], use[1:], strict=True) if u and one]
    kept = [one for one in others if not np.isnan(one)]
    assert mean[1] == pytest.approx(np.mean(kept), rel=1e-14)
    assert x[0, 1] == 0


def test_an_emptied_number_without_a_mean_counts_as_0_and_is_noted(whole, tmp_path):
    path = changed(whole, tmp_path / "e.xlsx", ("raw_1", 1, None))
    cell = a1(*place(whole, "raw_1", 1)[1:])
    [note] = agreed(path)
    assert note == f"Training!{cell} is empty: it counts as the number 0, and m and s pass over it"  # fmt: skip
    x, m, s = shown(path, "x_1", "m_1", "s_1")
    assert x[0, 1] == pytest.approx((0 - m[1]) / s[1], rel=1e-14)
    assert m[1] == 13.2  # the least of the others


@pytest.mark.parametrize("value", ["about 18", True])
def test_what_is_no_number_is_refused_by_cell(whole, tmp_path, value):
    path = changed(whole, tmp_path / "e.xlsx", ("raw_1", 1, value))
    cell = a1(*place(whole, "raw_1", 1)[1:])
    with pytest.raises(SheetnetError, match=f"!{cell}: expected a number \\(raw_1\\), found") as refused:  # fmt: skip
        sheetnet.verify(path)
    assert "\n" not in str(refused.value)


def test_a_text_in_a_column_that_is_filled_is_a_gap(filled, tmp_path):
    path = changed(filled, tmp_path / "e.xlsx", ("raw_1", 1, "unknown"))
    [note] = agreed(path)
    assert "holds the text 'unknown' where a number is meant" in note
    assert shown(path, "x_1")[0][0, 1] == 0


# ------------------------------------------------------------------ words, labels


@pytest.mark.parametrize(
    ("word", "says"), [("Mars", "'Mars'"), ("Biscoe ", "'Biscoe '"), (7, "7"), (True, "True")]
)  # fmt: skip
def test_an_unknown_word_has_no_feature_is_noted_and_marked(
    filled, tmp_path, word, says
):
    path = changed(filled, tmp_path / "e.xlsx", ("word_1", 0, word))
    [note] = agreed(path)
    cell = a1(*place(filled, "word_1", 0)[1:])
    assert note == (
        f"Training!{cell} holds {says}, which is no word of 'island'; its features are all"
        " 0; the words are Biscoe, Dream, Torgersen"
    )
    assert shown(path, "x_1")[0][0, 3:6].tolist() == [0, 0, 0]
    assert f"{cell}:" in marked(path)


def marked(path):
    """Return the ranges that the conditional formats of Training are for, as one text."""
    sheet = openpyxl.load_workbook(path)["Training"]
    return " ".join(
        str(one.sqref)
        for one in sheet.conditional_formatting
        for rule in one.rules
        if rule.formula and "<0.5" in rule.formula[0]
    )


def test_a_known_word_in_other_letters_is_that_word(book, tmp_path):
    path = changed(book, tmp_path / "e.xlsx", ("word_1", 0, "BISCOE"))
    assert agreed(path) == []
    assert shown(path, "x_1")[0][0, 3:6].tolist() == [1, 0, 0]


def test_a_word_retyped_in_the_list_is_what_is_looked_for(book, tmp_path):
    path = changed(
        book, tmp_path / "e.xlsx", ("one_hot_1", 1, "Mars"), ("word_1", 0, "Mars")
    )
    notes = agreed(path)
    assert notes
    assert all("holds 'Dream', which is no word of 'island'" in one for one in notes)
    assert shown(path, "x_1")[0][0, 3:6].tolist() == [0, 1, 0]


@pytest.mark.parametrize("typed", [2, True, None])
def test_what_is_no_word_has_no_name_in_explorer(book, tmp_path, typed):
    path = changed(book, tmp_path / "e.xlsx", ("one_hot_1", 1, typed))
    agreed(path)
    [named] = shown(path, "explorer.one_hot_1", sheet="Explorer")
    assert named.ravel().tolist()[:3] == [
        "island = Biscoe",
        "island = ?",
        "island = Torgersen",
    ]


def test_a_number_where_a_word_looks_the_same_is_told_apart(tmp_path):
    table = "zone,n,k\n1,5,a\n2,6,b\n1,7,a\n2,8,b\n"
    spec = table_net(tmp_path, 'categories = ["zone"]', csv=table, right='label = "k"', units=2)  # fmt: skip
    sheetnet.build(spec, tmp_path / "b.xlsx")
    [note] = agreed(changed(tmp_path / "b.xlsx", tmp_path / "e.xlsx", ("word_1", 0, 2)))
    assert "holds 2 (a number; type an apostrophe before it), which is no word" in note


def test_an_unknown_label_has_no_target_and_is_noted(book, tmp_path):
    path = changed(book, tmp_path / "e.xlsx", ("label", 0, "Emperor"))
    [note] = agreed(path)
    assert "holds 'Emperor', which is no class; its targets are all 0" in note
    t, mark = shown(path, "t", "mark")
    assert t[0].tolist() == [0, 0, 0]
    assert mark[0] == "?"


# ------------------------------------------------------------------ use


def test_a_blank_in_use_is_no_use(book, tmp_path):
    path = changed(book, tmp_path / "e.xlsx", ("use", 1, None))
    [note] = agreed(path)
    cell = a1(*place(book, "use", 1)[1:])
    assert note == f"Training!{cell} (use) is empty; it counts as 0"
    nought = changed(book, tmp_path / "n.xlsx", ("use", 1, 0))
    assert np.array_equal(*(shown(one, "C_T")[0] for one in (path, nought)))


@pytest.mark.parametrize(
    ("value", "times"),
    [(0.5, "0.5 times, m and s not at all"), (2, "2 times, m and s once")],
)
def test_use_that_is_neither_1_nor_0_is_noted(whole, tmp_path, value, times):
    path = changed(whole, tmp_path / "e.xlsx", ("use", 1, value))
    [note] = agreed(path)
    cell = a1(*place(whole, "use", 1)[1:])
    assert note == (
        f"Training!{cell} (use) holds {value}, expected 1 or 0: C_T and the gradients count"
        f" the example {times}"
    )


@pytest.mark.parametrize("value", [True, False, "1", "x"])
def test_use_that_applications_count_differently_is_refused(whole, tmp_path, value):
    path = changed(whole, tmp_path / "e.xlsx", ("use", 1, value))
    with pytest.raises(SheetnetError, match=r"expected a number \(use\), found"):
        sheetnet.verify(path)


@pytest.mark.parametrize("value", [0, 0.25])
def test_no_example_used_is_refused_in_one_line(whole, tmp_path, value):
    count = shown(whole, "use")[0].size
    path = changed(
        whole, tmp_path / "e.xlsx", *[("use", k, value) for k in range(count)]
    )
    first, last = (a1(*place(whole, "use", k)[1:]) for k in (0, count - 1))
    says = f"no example is used: Training!{first}:{last} (use) is 0 everywhere"
    with pytest.raises(SheetnetError) as refused:
        sheetnet.verify(path)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_column_without_a_number_in_use_is_refused_in_one_line(filled, tmp_path):
    edits = [("raw_1", 3 * k + 1, None) for k in range(9)]
    path = changed(filled, tmp_path / "e.xlsx", *edits)
    with pytest.raises(SheetnetError, match="'depth' holds no number in the examples"):
        sheetnet.verify(path)


# ------------------------------------------------------------------ typed over

TYPED = ["kept_1", "m_1", "s_1", "mean_1", "x_1", "test_C_T", "test_accuracy", "t"]
SCALED = ["m", "s", "t", "predicted", "kept"]


@pytest.mark.parametrize("key", TYPED)
def test_a_value_typed_over_a_formula_is_named(filled, tmp_path, key):
    assert_named(filled, tmp_path, key)


@pytest.mark.parametrize("key", SCALED)
def test_a_value_typed_over_the_formula_of_a_scaled_target_is_named(tmp_path, key):
    spec = table_net(
        tmp_path,
        'scale = "standard"\ntest = 0.25\nmissing = "drop"\nignore = ["species"]',
        right='target = ["mass"]',
        units=1,
        output="identity",
        training=TRAINING,
    )
    sheetnet.build(spec, tmp_path / "b.xlsx")
    assert_named(tmp_path / "b.xlsx", tmp_path, key)


def assert_named(book, folder, key):
    """Type a value over a formula: the right one, which only the text shows; a wrong one."""
    at = place(book, key)
    name = f"Training!{a1(*at[1:])}"
    right = shown(book, key)[0].ravel()[0]
    same = edited(book, folder / "e.xlsx", [(at, right)])
    report = sheetnet.verify(same, perturb=0)
    assert report.problems[0].startswith(f"{name} ({key}")
    assert not report.agree
    wrong = edited(book, folder / "w.xlsx", [(at, float(right) + 1)])
    report = sheetnet.verify(wrong, values_only=True, perturb=0)
    assert (str(report.first_wrong.key), report.first_wrong.first) == (key, name)


# ------------------------------------------------------------------ views


@pytest.mark.parametrize(("k", "epoch"), [(1, 0), (9, 2), (12, 0), (12, 2)])
def test_every_example_can_be_explored_those_that_test_too(filled, tmp_path, k, epoch):
    path = looked_at(filled, tmp_path / "e.xlsx", {"k": k, "epoch": epoch})
    assert agreed(path, perturb=0) == []
    assert marks_of(path, "Explorer") == {"✓"}


def looked_at(book, target, knobs, typed=()):
    """Copy a workbook with other knobs of Picture and other inputs of Gradient check."""
    loaded = openpyxl.load_workbook(book)
    with opened(book) as package:
        found = open_workbook(package)
    typed = {f"picture.{name}": one for name, one in knobs.items()} | dict(typed)
    for block in found.blocks(1):
        symbol, sheet = str(block.symbol), block.sheet
        if symbol in typed:
            cell = loaded[found.names[sheet]].cell(block.row, block.column)
            assert not str(cell.value).startswith("=")
            cell.value = typed.pop(symbol)
    assert typed == {}
    loaded.save(target)
    return target


def marks_of(path, sheet):
    """Return the marks of a view, as recalculated."""
    with opened(path) as package:
        book = open_workbook(package)
    name = book.names[sheet]
    grid = values(calculators()["embedded"], path, [name])[name]
    cells = [
        cells_of(block, grid).ravel().tolist()
        for block in book.map_of(sheet).blocks
        if block.symbol.endswith((".verdict", ".mark"))
    ]
    return {mark for marks in cells for mark in marks}


def test_the_sentence_of_an_output_begins_with_use(filled, tmp_path):
    """Of an example that tests it is 0, and with it every δ and every gradient."""
    path = looked_at(filled, tmp_path / "e.xlsx", {"k": 12, "epoch": 1})
    [says] = view(path, "Explorer", ["explorer.says"], layer=3)
    delta = says[0, 2]
    assert delta.startswith("δ³₁ = use × (a³₁ − t₁) × a′ = 0 × (")
    assert delta.endswith(" = 0.000")
    [says] = view(path, "Explorer", ["explorer.says"], layer=2)
    assert says[0, 2].endswith(" = 0.000")


@pytest.mark.parametrize(
    ("layer", "unit", "number", "epoch"), [(2, 1, 4, 0), (2, 3, 2, 2), (3, 2, 0, 1)]
)
def test_every_slope_is_that_of_the_cost_of_what_is_used(
    filled, tmp_path, layer, unit, number, epoch
):
    typed = {"layer": layer, "unit": unit, "input": number}
    typed = {f"gradient_check.{name}": one for name, one in typed.items()}
    path = looked_at(filled, tmp_path / "e.xlsx", {"epoch": epoch}, typed)
    assert agreed(path, perturb=0) == []
    assert "✗" not in marks_of(path, "GradientCheck")


def test_what_is_tried_is_scaled_and_its_words_are_looked_up(filled, tmp_path):
    path, cells = tmp_path / "e.xlsx", {"B6": 50, "B7": 17.0, "B8": 4000, "B9": "dream", "B10": "M"}  # fmt: skip
    tried(filled, path, cells)
    assert agreed(path) == []
    m, s = shown(path, "m_1", "s_1")
    [x] = view(path, "Try", ["try.seen"])
    wanted = (np.array([50, 17, 4000]) - m) / s
    assert x[:3].astype(float) == pytest.approx(wanted, rel=1e-14)
    assert x[3:].tolist() == [0, 1, 0, 0, 1]


@pytest.mark.parametrize("value", ["long", True])
def test_what_is_no_number_in_try_is_refused_by_cell(filled, tmp_path, value):
    tried(filled, tmp_path / "e.xlsx", {"B6": value})
    with pytest.raises(SheetnetError, match="Try!B6: expected a number"):
        sheetnet.verify(tmp_path / "e.xlsx")


def test_an_unknown_word_in_try_has_no_feature(filled, tmp_path):
    tried(filled, tmp_path / "e.xlsx", {"B9": "Mars"})
    assert agreed(tmp_path / "e.xlsx") == []
    assert view(tmp_path / "e.xlsx", "Try", ["try.seen"])[0][3:6].tolist() == [0, 0, 0]


def tried(book, target, cells):
    """Type into Try: numbers from B6 on, words below them."""
    loaded = openpyxl.load_workbook(book)
    for cell, value in cells.items():
        assert loaded["Try"][cell].value is not None
        loaded["Try"][cell].value = value
    loaded.save(target)


def view(path, sheet, symbols, layer=0):
    """Return blocks of a view, as recalculated."""
    with opened(path) as package:
        book = open_workbook(package)
    name = book.names[sheet]
    grid = values(calculators()["embedded"], path, [name])[name]
    blocks = {str(b.symbol): b for b in book.map_of(sheet).blocks if b.layer == layer}
    return [cells_of(blocks[symbol], grid) for symbol in symbols]


# ------------------------------------------------------------------ odd tables

ODD = {
    "words alone": ("w,k\n,a\nx,b\ny,a\nx,b\n", 'missing = "mean"'),
    "the first example has only gaps": (
        "p,q,k\n,,a\nx,2,b\ny,3,a\nx,4,b\n", 'scale = "standard"\nmissing = "mean"',
    ),
    "a category of one word": ("w,n,k\nx,1,a\nx,2,b\nx,3,a\n", 'scale = "range"'),
    "the same words in two": (
        "p,q,k\nx,y,a\ny,x,b\nx,y,a\ny,y,b\n", 'categories = ["p", "q"]',
    ),
    "names of our own": ("example,use,class,m,k\n1,2,x,3,a\n2,2,y,5,b\n3,1,x,1,a\n",
                         'scale = "standard"\nuse = true'),
    "what looks like formulas": (
        '"=A1","w",k\n1,=1+1,a\n2,+x,b\n1,=1+1,a\n', 'scale = "standard"',
    ),
    "a column of one number": ("p,q,k\n0.1,2,a\n0.1,2,b\n0.1,1,a\n", 'scale = "standard"'),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_table_agrees_and_nothing_is_said_of_it(tmp_path, name):
    table, data = ODD[name]
    spec = table_net(tmp_path, data, csv=table, right='label = "k"', units=2)
    sheetnet.build(spec, tmp_path / "b.xlsx")
    assert agreed(tmp_path / "b.xlsx", perturb=3) == []


def test_words_that_differ_in_case_alone_are_refused(tmp_path):
    table = "p,q,k\nx,1,a\nX,2,b\ny,3,a\ny,4,b\n"
    spec = table_net(tmp_path, csv=table, right='label = "k"', units=2)
    with pytest.raises(SheetnetError, match="does not tell the words of 'p' 'x' and 'X' apart"):  # fmt: skip
        sheetnet.build(spec, tmp_path / "b.xlsx")


def test_a_column_whose_numbers_all_test_is_refused(tmp_path):
    table = "p,m,part,k\n,2,train,a\n,2,train,b\n1,1,test,a\n2,1,test,b\n"
    data = 'scale = "standard"\nmissing = "mean"\nsplit = "part"'
    spec = table_net(tmp_path, data, csv=table, right='label = "k"', units=2)
    with pytest.raises(SheetnetError, match="no example that learns has a number in 'p'"):  # fmt: skip
        sheetnet.build(spec, tmp_path / "b.xlsx")


# ------------------------------------------------------------------ targets, and what is left


PRICES = 'missing = "mean"\nscale = "standard"\ntest = 0.2'


@pytest.fixture(scope="module")
def prices(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prices")
    rows = [
        f"{40 + 7 * k % 90},{'abc'[k % 3]},{150_000 + 2000 * (k * k % 37)}.48"
        for k in range(15)
    ]
    table = "\n".join(["area,colour,price", *rows]) + "\n"
    spec = table_net(
        folder, PRICES, csv=table, right='target = ["price"]', units=1,
        output="identity", training=TRAINING,
    )  # fmt: skip
    sheetnet.build(spec, folder / "b.xlsx")
    return folder / "b.xlsx"


def test_an_emptied_target_is_noted_and_agrees(prices, tmp_path):
    path = changed(prices, tmp_path / "e.xlsx", ("raw", 4, None))
    for name in ("embedded", "libreoffice"):
        report = sheetnet.verify(path, calculator=name)
        assert report.agree, name
        assert "is empty: it counts as the number 0" in report.notes[0]


def test_one_example_alone_is_learnt_and_nothing_hangs_on_the_last_digit(
    prices, tmp_path
):
    zeros = [("use", k, 0.0) for k in range(15) if k != 1]
    path = changed(prices, tmp_path / "e.xlsx", *zeros)
    for name in ("embedded", "gnumeric", "libreoffice"):
        assert sheetnet.verify(path, calculator=name).agree, name
