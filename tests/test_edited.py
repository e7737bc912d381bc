"""A workbook that somebody has changed verifies against NumPy on the changed inputs."""

import re
import zipfile

import openpyxl
import pytest
from openpyxl.formula.translate import Translator

import sheetnet
from sheetnet.calculators import calculators
from sheetnet.engine import run
from sheetnet.model.notation import Key
from sheetnet.verification.book.opening import open_workbook
from sheetnet.verification.network.inputs import read_inputs
from sheetnet.workbook.address import a1
from sheetnet.xlsx.reading.package import opened
from tests.calculating import values
from tests.converting import by_xlsx
from tests.nets import conv_net, patched, small_net

# Each is quick; all together they are left to the whole suite.
pytestmark = pytest.mark.slow

CONV = """
[[layer]]
kind = "conv"
filters = 2
size = [2, 2]
[[layer]]
kind = "max-pool"
size = [2, 1]
stride = 1
"""


@pytest.fixture(
    scope="module", params=["dense", pytest.param("conv", marks=pytest.mark.slow)]
)
def book(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    path = folder / "book.xlsx"
    spec = small_net(folder) if request.param == "dense" else conv_net(folder, CONV)
    sheetnet.build(spec, path)
    return path


def place(path, key, at=0):
    """Return sheet, row and column of a quantity's cell, epoch 0: η is Picture's."""
    sheet = "Picture" if key == "eta" else "Training"
    with opened(path) as package:
        [block] = [b for b in open_workbook(package).blocks(1) if str(b.key) == key
                   and b.sheet == sheet]  # fmt: skip
    rows, columns = block.cells()
    return sheet, int(rows.ravel()[at]), int(columns.ravel()[at])


def edited(path, target, edits):
    """Copy a workbook with other constants in some cells."""
    loaded = openpyxl.load_workbook(path)
    for (sheet, row, column), value in edits:
        loaded[sheet].cell(row, column).value = value
    loaded.save(target)
    return target


def cost(path, calculator="embedded"):
    """Return C_T of the last band as a calculator computes it."""
    grid = values(calculators()[calculator], path, ["Training"])["Training"]
    _, row, column = place(path, "last_C_T")
    return grid[row - 1, column - 1]


@pytest.mark.parametrize(
    ("key", "at", "value"),
    [("eta", 0, 0.9), ("x_1", 3, -0.75), ("w_2", 1, 1.5), ("b_2", 0, -2), ("x_1", 0, 5)],
)  # fmt: skip
def test_another_input_gives_another_cost_and_agrees(book, tmp_path, key, at, value):
    path = edited(book, tmp_path / "e.xlsx", [(place(book, key, at), value)])
    report = sheetnet.verify(path)
    assert (report.problems, report.first_wrong) == ((), None)
    assert cost(path) != pytest.approx(cost(book), rel=1e-9)


def test_an_emptied_pixel_counts_as_nothing_and_agrees(book, tmp_path):
    path = edited(book, tmp_path / "e.xlsx", [(place(book, "x_1", 1), None)])
    assert sheetnet.verify(path).agree


def test_numpy_reads_the_edited_number_and_not_the_built_one(book, tmp_path):
    path = edited(book, tmp_path / "e.xlsx", [(place(book, "eta"), 0.125)])
    with opened(path) as package:
        found = open_workbook(package)
        read = read_inputs(found, found.manifest.subject)
    assert read.inputs.settings["eta"] == 0.125


@pytest.mark.parametrize("label", ["no", "NO"])
def test_another_label_teaches_and_agrees(tmp_path, label):
    sheetnet.build(small_net(tmp_path), tmp_path / "b.xlsx")
    where = place(tmp_path / "b.xlsx", "label")
    path = edited(tmp_path / "b.xlsx", tmp_path / "e.xlsx", [(where, label)])
    report = sheetnet.verify(path)
    assert (report.problems, report.first_wrong, report.notes) == ((), None, ())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("unheard of", "holds 'unheard of', which is no class; its targets are all 0"),
        ("no ", "holds 'no ', which is no class"),
        ("1", "holds '1' (text), which is no class"),
        (True, "holds True, which is no class"),
        (7, "holds 7, which is no class"),
        (None, "is empty, and is no class; its targets are all 0: type a label"),
    ],
)
def test_a_label_that_is_no_class_is_noted_and_marked(tmp_path, label, says):
    sheetnet.build(small_net(tmp_path), tmp_path / "b.xlsx")
    where = place(tmp_path / "b.xlsx", "label")
    path = edited(tmp_path / "b.xlsx", tmp_path / "e.xlsx", [(where, label)])
    report = sheetnet.verify(path)
    assert (report.problems, report.first_wrong) == ((), None)
    assert [says in note for note in report.notes] == [True]
    _, row, column = place(tmp_path / "b.xlsx", "mark")
    grid = values(calculators()["embedded"], path, ["Training"])["Training"]
    assert grid[row - 1, column - 1] == "?"


def test_another_class_name_moves_every_target_and_agrees(tmp_path):
    sheetnet.build(small_net(tmp_path), tmp_path / "b.xlsx")
    where = place(tmp_path / "b.xlsx", "class", 1)
    path = edited(tmp_path / "b.xlsx", tmp_path / "e.xlsx", [(where, "maybe")])
    assert sheetnet.verify(path).agree


def test_text_in_a_pixel_counts_as_nothing_and_is_noted(tmp_path):
    """A convolution looks at pixels by SUMPRODUCT, which passes over text in silence."""
    sheetnet.build(conv_net(tmp_path, CONV), tmp_path / "b.xlsx")
    where = place(tmp_path / "b.xlsx", "x_1", 2)
    path = edited(tmp_path / "b.xlsx", tmp_path / "e.xlsx", [(where, "one")])
    report = sheetnet.verify(path)
    assert report.agree
    [note] = report.notes
    assert "holds the text 'one' where a number is meant; it counts as 0" in note


def test_text_in_a_weight_is_refused_by_cell(book, tmp_path):
    where = place(book, "w_2")
    path = edited(book, tmp_path / "e.xlsx", [(where, "heavy")])
    with pytest.raises(sheetnet.SheetnetError, match=r"expected a number \(w_2\)"):
        sheetnet.verify(path)


@pytest.mark.parametrize("text", ["inf", "nan", "1e999"])
def test_a_number_that_is_not_finite_is_refused_by_cell(tmp_path, text):
    sheetnet.build(small_net(tmp_path, eta=0.5), tmp_path / "b.xlsx")
    book, sheet = tmp_path / "b.xlsx", "xl/worksheets/sheet2.xml"
    cell = a1(*place(book, "eta")[1:])
    with zipfile.ZipFile(book) as parts:
        [start] = re.findall(f'<c r="{cell}"[^>]*><v>', parts.read(sheet).decode())
    path = patched(book, tmp_path / "e.xlsx", sheet, f"{start}0.5", start + text)
    with pytest.raises(sheetnet.SheetnetError, match=f"{cell}: expected a number"):
        sheetnet.verify(path)


def test_a_step_of_nothing_in_the_gradient_check_is_refused(tmp_path):
    sheetnet.build(small_net(tmp_path), tmp_path / "b.xlsx")
    loaded = openpyxl.load_workbook(tmp_path / "b.xlsx")
    [epsilon] = [cell for row in loaded["Gradient check"] for cell in row
                 if cell.value == 1e-5]  # fmt: skip
    epsilon.value = 0
    loaded.save(tmp_path / "e.xlsx")
    with pytest.raises(sheetnet.SheetnetError, match="numeric is no finite number"):
        sheetnet.verify(tmp_path / "e.xlsx")


# ------------------------------------------------------------------ pasted bands


def pasted(path, target, bands):
    """Copy the last band below, as Ctrl+C and Ctrl+V do, so many times."""
    loaded = openpyxl.load_workbook(path)
    sheet = loaded["Training"]
    with opened(path) as package:
        found = open_workbook(package).manifest.sheets
    down = next(one.down for one in found if one.key == "Training")
    last = down.first + down.step * (down.count - 1)
    cells = [
        cell
        for row in sheet.iter_rows(min_row=last, max_row=last + down.step - 1)
        for cell in row
        if cell.value is not None
    ]
    for band in range(1, bands + 1):
        for cell in cells:
            below = sheet.cell(cell.row + band * down.step, cell.column)
            value = cell.value
            if isinstance(value, str) and value.startswith("="):
                value = Translator(value, cell.coordinate).translate_formula(
                    below.coordinate
                )
            below.value = value
    loaded.save(target)
    return target


def trained(path, epochs):
    """Return NumPy's C_T after so many epochs, from the workbook's inputs."""
    from msgspec.structs import replace

    with opened(path) as package:
        found = open_workbook(package)
        network = replace(found.manifest.subject, epochs=epochs)
        inputs = read_inputs(found, network).inputs
    return run(network, inputs)[Key("C_T")]


@pytest.mark.parametrize("bands", [1, 3])
def test_a_band_pasted_below_trains_one_epoch_more(book, tmp_path, bands):
    path = pasted(book, tmp_path / "p.xlsx", bands)
    report = sheetnet.verify(path)
    assert (report.problems, report.first_wrong) == ((), None)
    said = {1: "1 pasted band was", 3: "3 pasted bands were"}[bands]
    assert f"{said} found and checked too" in report.notes
    with opened(book) as package:
        epochs = open_workbook(package).manifest.subject.epochs
    [last] = [
        q for q in report.runs[0].quantities
        if str(q.key) == "C_T" and q.epoch == epochs + bands
    ]  # fmt: skip
    grid = values(calculators()["embedded"], path, ["Training"])["Training"]
    _, row, column = place(path, "C_T")
    with opened(path) as package:
        found = open_workbook(package).manifest.sheets
    step = next(one.down.step for one in found if one.key == "Training")
    live = grid[row - 1 + step * (epochs + bands), column - 1]
    assert live == pytest.approx(trained(book, epochs + bands)[-1], rel=1e-12)
    assert last.wrong == 0


def test_a_fault_in_a_pasted_band_is_found_there(book, tmp_path):
    path = pasted(book, tmp_path / "p.xlsx", 1)
    with opened(path) as package:
        found = open_workbook(package).manifest.sheets
    down = next(one.down for one in found if one.key == "Training")
    _, row, column = place(book, "C_T")
    loaded = openpyxl.load_workbook(path)
    cell = loaded["Training"].cell(row + down.step * down.count, column)
    cell.value = f"=1+{cell.value[1:]}"
    loaded.save(path)
    report = sheetnet.verify(path)
    assert not report.agree
    assert len(report.problems) == 1
    assert f"!{cell.coordinate} " in report.problems[0]


# ------------------------------------------------------------------ around


def test_formulas_outside_the_plan_are_counted_and_named(book, tmp_path):
    path = edited(
        book,
        tmp_path / "more.xlsx",
        [(("Training", 3, 40), "=1+1"), (("Training", 3, 41), "=2*2")],
    )
    report = sheetnet.verify(path)
    assert report.agree
    [note] = [note for note in report.notes if "outside the plan" in note]
    assert note.startswith("2 formulas outside the plan were not checked: Training!AN3")


@pytest.mark.parametrize("values_only", [False, True])
def test_a_planned_cell_that_would_join_texts_is_not_run_and_counts_as_wrong(
    book, tmp_path, values_only
):
    _, row, column = place(book, "z_2")
    path = edited(
        book, tmp_path / "t.xlsx", [(("Training", row, column), '=REPT("x",9)&A1')]
    )
    report = sheetnet.verify(path, values_only=values_only)
    assert report.first_wrong.first == f"Training!{a1(row, column)}"
    assert "#NOT RUN" in str(report.first_wrong)


@pytest.mark.parametrize(
    "note", ["=TODAY()", "=VLOOKUP(A1,A1:B9,2)", "=POWER(2,3)", "=SUM(M:M)", '="a"&A1']
)
def test_a_note_may_use_any_function(book, tmp_path, note):
    path = edited(book, tmp_path / "note.xlsx", [(("Training", 3, 40), note)])
    assert sheetnet.verify(path).agree


def test_a_planned_formula_that_does_not_travel_reaches_no_calculator(book, tmp_path):
    path = edited(book, tmp_path / "p.xlsx", [(place(book, "z_2"), "=TODAY()")])
    with pytest.raises(sheetnet.SheetnetError, match="TODAY is not on the list"):
        sheetnet.verify(path)


def test_a_formula_that_reaches_out_reaches_no_calculator(book, tmp_path, monkeypatch):
    def never(*_):
        raise AssertionError("a calculator was asked")

    monkeypatch.setattr("sheetnet.calculators.embedded.Session.computed", never)
    text = '=WEBSERVICE("http://example.com")'
    path = edited(book, tmp_path / "web.xlsx", [(("Training", 3, 40), text)])
    with pytest.raises(
        sheetnet.SheetnetError, match="refused: a formula, name or rule reaches"
    ):
        sheetnet.verify(path)


# ------------------------------------------------------------------ LibreOffice


@pytest.mark.slow
@pytest.mark.libreoffice
def test_what_libreoffice_computed_and_saved_verifies(book, tmp_path, libreoffice):
    """Edited, a band pasted, recalculated and saved by an application."""
    path = pasted(book, tmp_path / "p.xlsx", 2)
    path = edited(
        path,
        tmp_path / "edited.xlsx",
        [(place(book, "eta"), 0.3), (place(book, "x_1", 2), 0.5)],
    )
    (tmp_path / "out").mkdir()
    [saved] = by_xlsx([path], tmp_path / "out")
    for calculator in ("saved", "embedded"):
        report = sheetnet.verify(saved, calculator=calculator)
        assert (report.problems, report.first_wrong) == ((), None)
        assert "2 pasted bands were found and checked too" in report.notes


def test_a_table_named_in_a_rule_and_vml_that_is_no_xml_are_let_in(book, tmp_path):
    """As Excel writes them."""
    path = patched(
        book, tmp_path / "n.xlsx", "xl/workbook.xml", "</definedNames>",
        '<definedName name="mine">SUM(Prices[[#All],[net]])</definedName></definedNames>',
    )  # fmt: skip
    path = patched(
        path, tmp_path / "v.xlsx", "xl/drawings/vmlDrawing1.vml", "</xml>", "<br></xml>"
    )  # fmt: skip
    assert sheetnet.verify(path).agree
