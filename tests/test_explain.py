"""`explain`: what a cell is, what it reads and what reads it, and whether it is right."""

import json
import random
import re
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import openpyxl
import pytest
from python_calamine import CalamineWorkbook

import sheetnet
from sheetnet.building.builder import draft, write
from sheetnet.cli.explanation import show
from sheetnet.exercises.faults import KINDS, faults_of
from sheetnet.exercises.sabotage import sabotage
from sheetnet.exercises.slips import slip_of
from sheetnet.explain.report import Explainer
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from sheetnet.workbook.address import a1, to_a1
from tests.doctored.editing import (
    PICTURE,
    TRAINING,
    packed,
    parts_of,
    with_cell,
    with_more,
)
from tests.nets import outcome, part
from tests.read_again import Cells, NotValuedError, read_by, rectangle, value_of
from tests.templates import LESSONS, NETWORKS, plan_of_template, shortened

_DRAWN = 15
README = (Path(__file__).resolve().parent.parent / "README.md").read_text(
    encoding="utf-8"
)


class Workbook:
    """A workbook as other programs see it: formulas by openpyxl, values by calamine."""

    def __init__(self, path):
        book = openpyxl.load_workbook(path)
        self.formulas = {
            (sheet.title, cell.coordinate): cell.value
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and cell.data_type == "f"
        }
        self.names = {
            name: one.attr_text
            for name, one in book.defined_names.items()
            if "#REF" not in one.attr_text
        }
        with CalamineWorkbook.from_path(str(path)) as values:
            sheets = {
                name: values.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in values.sheet_names
            }
        self.cells = Cells(sheets, self.names)


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    path = tmp_path_factory.mktemp("explain") / "digits.xlsx"
    write(draft(shortened("digits", path.parent)), path)
    return path


def numbers_in(reads):
    """Return the numbers among what a formula reads."""
    rows = [row for read in reads for row in read["values"]]
    return [value for row in rows for value in row if isinstance(value, float)]


@pytest.fixture(scope="module")
def explainer(digits):
    return Explainer.of(digits)


@pytest.mark.slow
@pytest.mark.parametrize("name", part([*NETWORKS, *LESSONS]))
def test_a_cell_of_any_template_reads_what_its_formula_reads(name, tmp_path):
    """Against openpyxl's tokenizer; and the formula with numbers gives the cell's value."""
    path = tmp_path / "book.xlsx"
    write(draft(shortened(name, tmp_path)), path)
    book, explainer = Workbook(path), Explainer.of(path)
    drawn = random.Random(name).sample(sorted(book.formulas), _DRAWN)
    for sheet, cell in drawn:
        one = explainer.explain(f"'{sheet}'!{cell}").to_json()
        formula = book.formulas[sheet, cell]
        assert one["formula"] == formula
        said = {rectangle(read["cells"], sheet) for read in one["reads"]}
        assert said == read_by(formula, sheet, book.names), (sheet, cell)
        assert one["right"] or one["key"] == "canary", (sheet, cell)
        if isinstance(one["value"], float):
            try:
                found = value_of(one["with_numbers"], book.cells, sheet)
            except NotValuedError:
                continue
            # A sum is as exact as what it is made of.
            size = max([1.0, *map(abs, numbers_in(one["reads"]))])
            near = pytest.approx(one["value"], rel=1e-9, abs=1e-12 * size)
            assert found == near, (sheet, cell)


# ------------------------------------------------------------------ who reads it


def scanned(every, sheet, cell):
    """Return the formulas that mention a cell, by sheet: all are looked through."""
    _, top, left, _, _ = rectangle(cell, sheet)
    found = {}
    for (other, at), mentioned in every.items():
        for name, first, least, last, most in mentioned:
            if name == sheet and first <= top <= last and least <= left <= most:
                found.setdefault(other, set()).add(at)
    return {name: len(cells) for name, cells in found.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["xor", "gradient-descent"])
def test_who_reads_a_cell_is_what_a_scan_of_all_formulas_finds(name, tmp_path):
    path = tmp_path / "book.xlsx"
    write(draft(shortened(name, tmp_path)), path)
    book, explainer = Workbook(path), Explainer.of(path)
    every = {at: read_by(text, at[0], book.names) for at, text in book.formulas.items()}
    drawn = random.Random(name).sample(sorted(book.formulas), 12)
    for sheet, cell in [*drawn, *map(split, book.names.values())][:30]:
        one = explainer.explain(f"'{sheet}'!{cell}").to_json()
        told = {}
        for by in [*one["read_by"], *one["looked_up_by"]]:
            name = rectangle(by["cell"], "")[0]
            told[name] = told.get(name, 0) + by["cells"]
        assert told == scanned(every, sheet, cell), (sheet, cell)


def split(text):
    """Return the sheet and the first cell of what a name stands for."""
    sheet, top, left, _, _ = rectangle(text, "")
    return sheet, a1(top, left)


def test_what_looks_up_is_told_apart_from_what_reads(explainer):
    one = explainer.explain("w_2[1,1,1]@1")
    looking = {by.cell.partition("!")[0] for by in one.looked_up_by}
    assert "Explorer" in looking
    assert all(by.cell.startswith(("Training", "Check")) for by in one.read_by)
    one = explainer.explain("Explorer!F16").to_json()
    assert [read["how"] for read in one["reads"]] == ["looks up", "reads"]
    [chosen] = one["parts"]
    assert chosen["largest"][0]["of"][0]["key"] == "w_2"
    assert chosen["largest"][0]["values"] == [one["value"]]


# ------------------------------------------------------------------ what it is


def test_a_cell_is_told_in_the_letters_of_the_book(explainer):
    one = explainer.explain("Training!M37").to_json()
    assert one["quantity"] == "δ³₁"
    assert (one["key"], one["index"], one["epoch"], one["example"]) == (
        "delta_3",
        [1],
        0,
        1,
    )
    assert one["equation"] == "δ³ⱼ = (a³ⱼ − tⱼ) a′(z³ⱼ),  a′(z) = a (1 − a)"
    assert one["formula"] == "=(M29-M$13)*M29*(1-M29)"
    assert [read["from"]["quantity"] for read in one["reads"]] == ["a³₁", "t₁"]
    assert one["book"] == "《深度学习的数学》 §4-2"
    assert (one["status"], one["verdict"], one["right"]) == (
        "as planned",
        "right",
        True,
    )


@pytest.mark.parametrize(
    ("asked", "cell"),
    [
        ("M37", "Training!M37"),
        ("$m$37", "Training!M37"),
        ("delta_3[1]", "Training!M37"),
        ("delta_3[1] epoch 1 example 2", "Training!Q67"),
        ("delta3[1]@1", "Training!M67"),
        ("eta", "Picture!C2"),
        ("C_T@1", "Training!D46"),
        ("b3", "Training!B41"),
        ("B3", "Training!B3"),
        ("knob_epoch", "Picture!I2"),
        ("explorer.z_2[2]", "Explorer!J26"),
        ("'Gradient check'!B4", "'Gradient check'!B4"),
    ],
)
def test_a_cell_is_found_by_address_name_and_quantity(explainer, asked, cell):
    assert explainer.explain(asked).cell == cell


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("C_Q", "no cell, name or quantity 'C_Q'; did you mean \"C_T\"?"),
        ("Trainin!A1", "no sheet 'Trainin'; did you mean \"Training\"?"),
        ("Training!w", "no cell 'w'; expected one, as Training!M37"),
        ("Training!XFE1", "no cell 'XFE1'"),
        ("delta_3 epoch 9", "delta_3: epoch 9; expected 0 to 1"),
        ("delta_3[0]", "delta_3: unit 0; expected 1 to 2"),
        ("delta_3[1,1]", "delta_3 has 1 indices, found 2: delta_3[1,1]"),
        ("eta epoch 1", "eta has no epoch"),
    ],
)
def test_what_there_is_not_is_told_in_one_line(digits, asked, says):
    status, out, err = outcome("explain", digits, *asked.split())
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_an_input_a_heading_and_an_empty_cell_are_told_apart(explainer):
    eta = explainer.explain("eta")
    assert (eta.standing.status, eta.standing.limits, eta.agree) == (
        "input",
        (0.0, None),
        True,
    )
    assert eta.described.equation == ""
    assert explainer.explain("Training!A1").standing.status == "text"
    empty = explainer.explain("Training!XFD1048576")
    assert (empty.standing.status, empty.value, empty.agree) == ("empty", None, True)


def test_the_largest_terms_of_a_sum_are_told(explainer):
    one = explainer.explain("dC_dw_3[1,2]")
    [told] = one.parts
    assert (told.part.kind, told.part.count) == ("SUMPRODUCT", 64)
    assert told.part.total == pytest.approx(one.value, rel=1e-12)
    sizes = [abs(term.adds) for term in told.largest]
    assert len(sizes) == 3
    assert sizes == sorted(sizes, reverse=True)
    for term in told.largest:
        assert term.adds == term.values[0] * term.values[1]
        assert [of.described.key for of in term.of] == ["delta_3", "a_2"]


def test_the_side_that_an_if_takes_is_told(explainer):
    one = explainer.explain("answer@1")
    side = next(told.part.side for told in one.parts if told.part.kind == "IF")
    # =1+IF(the first output is below the largest,1,0)
    assert float(side) == one.value - 1


# ------------------------------------------------------------------ whether it is right


@pytest.fixture(scope="module")
def parts(digits):
    return parts_of(digits)


def edited(parts, path, cell, content, part=TRAINING):
    """Write a workbook in which one cell holds something else, and all values stay."""
    element = f'<c r="{cell}"{{}}>{content}</c>'
    return packed(with_cell(parts, cell, element, part), path)


def test_a_constant_over_a_formula_is_told_and_what_follows_from_it(parts, tmp_path):
    """The values are as an application leaves them that recalculates nothing."""
    path = edited(parts, tmp_path / "book.xlsx", "B57", "<v>0.5</v>")
    explainer = Explainer.of(path)
    one = explainer.explain("B57")
    assert (one.standing.status, one.agree) == ("not as planned", False)
    assert one.standing.verdict == "wrong formula"
    assert one.value == 0.5
    assert one.standing.planned == "=$B27-eta*$G27"
    assert one.formula is None
    # Its readers were not computed anew, so they are right.
    assert explainer.explain("z_2[3]@1").agree


@pytest.mark.slow
def test_a_value_that_is_wrong_leads_to_where_it_begins(digits, tmp_path):
    sabotage(digits, tmp_path / "book.xlsx", seed=1)
    explainer = Explainer.of(tmp_path / "book.xlsx")
    one = explainer.explain("C_T@1")
    assert (one.standing.verdict, one.agree) == ("wrong inputs", False)
    first = explainer.explain(one.standing.first_wrong)
    assert (first.standing.status, first.standing.verdict) == (
        "not as planned",
        "wrong formula",
    )
    assert first.value != first.numpy
    assert first.standing.slip in KINDS
    # All that it reads is right.
    for read in first.reads:
        ahead = explainer.explain(read.cells.partition(":")[0])
        assert ahead.agree, read.cells


def test_values_that_belong_to_other_inputs_are_told_to_be_old(parts, tmp_path):
    path = edited(parts, tmp_path / "book.xlsx", "C2", "<v>0.7</v>", PICTURE)
    explainer = Explainer.of(path)
    one = explainer.explain("C_T@1")
    assert (one.standing.status, one.standing.verdict) == ("as planned", "stale")
    assert one.standing.as_written
    assert one.value != one.numpy
    before = explainer.explain(one.standing.first_wrong)
    assert before.described.epoch == 1
    assert "η" in [read.ends.first.quantity for read in before.reads]
    assert explainer.explain("C_T@0").standing.verdict == "right"


@pytest.mark.slow
def test_what_an_application_saved_without_values_is_told(digits, tmp_path):
    book = openpyxl.load_workbook(digits)
    book["Training"]["A300"] = "=M37*2"
    book.save(tmp_path / "book.xlsx")
    explainer = Explainer.of(tmp_path / "book.xlsx")
    one = explainer.explain("M37")
    assert (one.standing.verdict, one.standing.right) == ("no value", None)
    assert one.value == one.numpy
    own = explainer.explain("A300")
    assert (own.standing.status, own.described, own.agree) == (
        "own formula",
        None,
        True,
    )
    assert [read.ends.first.quantity for read in own.reads] == ["δ³₁"]


@pytest.mark.slow
def test_a_wrong_formula_without_a_value_does_not_show_what_is_right(
    digits, tmp_path, capsys
):
    book = openpyxl.load_workbook(digits)
    book["Training"]["M37"] = "=(M13-M29)*M29*(1-M29)"
    book["Training"]["M38"] = None
    book.save(tmp_path / "book.xlsx")
    one = Explainer.of(tmp_path / "book.xlsx").explain("M37")
    assert (one.standing.status, one.standing.right) == ("not as planned", False)
    assert one.value is None
    assert one.numpy is not None
    show(one)
    title, *lines = capsys.readouterr().out.splitlines()
    assert "= saved without a value" in title
    assert any(f"NumPy says {one.numpy:.6g}" in line for line in lines)
    show(Explainer.of(tmp_path / "book.xlsx").explain("M38"))
    assert "✗ nothing where a formula was planned" in capsys.readouterr().out


OWN = [
    "Foo!A1+1", "[1]Sheet1!A1", "SUM(A1:XFD1048576)", "1+", "#REF!+1", "IF()", "INDEX(A1:B3,9,9)",
    'IF(eta>0,B1,"x"&C1)', "SUMPRODUCT(A1:A3,B1:B9)", "{1,2}", "SUM(A1:B2 B1:C3)",
]  # fmt: skip


def test_whatever_a_user_writes_beside_the_plan_is_explained(parts, tmp_path, capsys):
    cells = (
        f'<c r="{a1(1, column)}"><f>{escape(text)}</f><v>1</v></c>'
        for column, text in enumerate(OWN, 10)
    )
    path = packed(with_more(parts, "A1", "".join(cells)), tmp_path / "book.xlsx")
    explainer = Explainer.of(path)
    for column, text in enumerate(OWN, 10):
        one = explainer.explain(f"Training!{a1(1, column)}")
        assert (one.formula, one.standing.status) == (f"={text}", "own formula")
        show(one)
        assert f"={text}" in capsys.readouterr().out
        json.dumps(one.to_json(), allow_nan=False)


def test_a_formula_in_an_input_is_told(digits, tmp_path):
    book = openpyxl.load_workbook(digits)
    book["Picture"]["C2"] = "=1/5"
    book.save(tmp_path / "book.xlsx")
    one = Explainer.of(tmp_path / "book.xlsx").explain("eta")
    assert (one.standing.status, one.agree) == ("formula in an input", False)


def test_what_numpy_cannot_compute_is_told(parts, tmp_path):
    path = edited(parts, tmp_path / "book.xlsx", "C2", "<v>1e300</v>", PICTURE)
    one = Explainer.of(path).explain("M37")
    assert one.standing.problem
    assert (one.standing.verdict, one.numpy) == ("unknown", None)


@pytest.mark.parametrize(
    "kind", ["wrong-sign", "missing-slope", "eta-left-out", "neighbours-column"]
)
def test_a_slip_is_known_by_its_formula(kind):
    """The formula that the catalogue would plant, and no planned one."""
    network = resolve(load_network("digits", ()))[0]
    training = plan_of_template("digits").sheet("Training")
    fault = faults_of(network, training, kind)[-1]
    place = fault.cell.row + 30, fault.cell.column
    at = fault.block.index_of(fault.cell.row, fault.cell.column)
    own = [
        i
        for axis, i in zip(fault.block.axes, at, strict=True)
        if axis.name not in ("epoch", "example")
    ]
    element = fault.key, tuple(own)
    assert (
        slip_of(network, training, element, place, to_a1(fault.formula, *place)) == kind
    )
    planned = to_a1(fault.cell.formula, *place)
    assert slip_of(network, training, element, place, planned) == ""


# ------------------------------------------------------------------ the command


@pytest.mark.slow
@pytest.mark.parametrize(
    ("holds", "kind"),
    [
        ("(M$13-M29)*M29*(1-M29)", "wrong-sign"),
        ("(M13-M29)*M29*(1-M29)", "wrong-sign"),
        ("($M$13-M29)*M29*(1-M29)", "wrong-sign"),
        ("(M29-M13)*M29*(1-M29)", ""),
    ],
)
def test_a_slip_is_known_whatever_is_anchored_in_it(parts, tmp_path, holds, kind):
    cell = f"<f>{holds}</f><v>0.1</v>"
    path = edited(parts, tmp_path / "book.xlsx", "M37", cell)
    assert Explainer.of(path).explain("M37").standing.slip == kind


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings",
    [
        ["training.batches=2", "training.epochs=3"],
        ["training.epochs=30", "training.checkpoints=[0, 6, 30]"],
    ],
)
def test_bands_that_are_no_epochs_are_called_and_asked_for_as_updates(
    tmp_path, settings
):
    path = tmp_path / "book.xlsx"
    write(draft(sheetnet.load_spec("xor", settings)), path)
    status, out, _ = outcome("explain", path, "delta_3[1] update 6 example 2")
    assert status == 0
    assert out.splitlines()[0].split("  ")[1].startswith("δ³₁ (update 6, example 2) = ")


def test_words_are_in_the_language_of_the_workbook(tmp_path):
    path = tmp_path / "book.xlsx"
    write(draft(shortened("xor", tmp_path), "zh"), path)
    chinese, english = "状态", "status"
    for told, word in ([], chinese), (["--lang", "en"], english):
        status, out, _ = outcome("explain", path, "eta", *told)
        assert status == 0
        assert word in out


def test_json_has_the_keys_that_programs_rely_on(digits):
    status, out, err = outcome(
        "explain", digits, "delta_2[1]", "example", 2, "--json", "-"
    )
    assert (status, err) == (0, "")
    one = json.loads(out)
    assert list(one) == [
        "cell", "sheet", "quantity", "key", "index", "epoch", "example", "equation", "formula",
        "with_numbers", "value", "numpy", "reads", "read_by", "looked_up_by", "parts", "planned",
        "status", "verdict", "right", "slip", "first_wrong", "limits", "as_written", "book",
    ]  # fmt: skip


def test_a_wrong_cell_ends_with_one(parts, tmp_path):
    path = edited(parts, tmp_path / "book.xlsx", "M37", "<v>0.5</v>")
    status, out, _ = outcome("explain", path, "M37")
    assert status == 1
    assert "✗ a constant where a formula was planned" in out
    assert "planned" in out


def test_an_explanation_is_told_in_chinese_too(digits):
    status, out, _ = outcome("explain", digits, "M37", "--lang", "zh")
    assert status == 0
    assert "δ³₁（第 0 轮，样本 1）" in out
    labels = [line.split("  ")[1] for line in out.splitlines()[1:] if line[2] != " "]
    assert all(re.search("[\u4e00-\u9fff]", label) for label in labels)


@pytest.mark.slow
def test_the_explanation_in_the_readme_is_what_explain_prints(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "output").mkdir()
    sheetnet.build("digits", "output/digits.xlsx")
    shown = re.findall(r"```text\n(Training!.*?)```", README, re.DOTALL)
    assert len(shown) == 1
    assert outcome("explain", "output/digits.xlsx", "Training!M37") == (0, shown[0], "")


# ------------------------------------------------------------------ places


@pytest.mark.parametrize("name", ["digits", "digits-conv", "matrices"])
def test_the_index_of_a_cell_is_that_of_its_element(name):
    for sheet in plan_of_template(name).sheets:
        for block in sheet.blocks:
            rows, columns = block.cells()
            for at in {0, block.size // 3, block.size - 1}:
                index = np.unravel_index(at, block.shape) if block.axes else ()
                place = int(rows[index]), int(columns[index])
                assert block.index_of(*place) == tuple(map(int, index)), block
            assert block.index_of(block.row - 1, block.column) is None
