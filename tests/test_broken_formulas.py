"""One fault in one formula of a built file: `verify` names that quantity and cell first.

Every quantity that a workbook computes is found here by itself, from the map inside.
"""

import re
import zipfile
from functools import cache
from xml.sax.saxutils import escape

import openpyxl
import pytest

import sheetnet
from sheetnet.model.notation import Key
from sheetnet.verification.book.opening import open_workbook, read_given
from sheetnet.workbook.address import a1
from sheetnet.xlsx.reading.package import opened
from tests.calculating import values
from tests.nets import RANDOM_RUNS, conv_net, patched, small_net

# Each is quick; all together they are left to the whole suite.
pytestmark = pytest.mark.slow

CONV = """
[[layer]]
kind = "conv"
filters = 2
size = [2, 2]
activation = "tanh"
[[layer]]
kind = "{pool}"
size = [2, 1]
stride = 1
[[layer]]
kind = "conv"
filters = 2
size = [2, 2]
padding = "same"
activation = "sigmoid"
"""
NETS = {
    "sigmoid": lambda folder: small_net(folder),
    "softmax": lambda folder: small_net(
        folder, output="softmax", cost="cross-entropy", reduction="mean"
    ),
    "max-pool": lambda folder: conv_net(folder, CONV.format(pool="max-pool")),
    "average-pool": lambda folder: conv_net(folder, CONV.format(pool="average-pool")),
}


def made(folder, name):
    """Build a network and return the file."""
    path = folder / f"{name}.xlsx"
    sheetnet.build(NETS[name](folder), path)
    return path


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    return {name: made(tmp_path_factory.mktemp(name), name) for name in NETS}


@cache
def formula_cells(path):
    """Return a cell in the middle of every quantity: key → block, sheet, row, column."""
    with opened(path) as package:
        book = open_workbook(package)
    cells = {}
    for sheet in book.manifest.sheets:
        for block in sheet.blocks:
            rows, columns = (places.ravel().tolist() for places in block.cells())
            if block.has(
                "epoch"
            ):  # of the second epoch: some have a constant in the first
                size = block.size // block.shape[0]
                rows, columns = rows[size : 2 * size], columns[size : 2 * size]
            at = len(rows) // 2
            place = rows[at], columns[at]
            if place in book.formulas[sheet.key] and block.symbol != "canary":
                name = f"{sheet.key}:{block.key}"
                cells[name] = (block, book.names[sheet.key], *place)
    return cells


def quantities(books, name):
    """Return the quantities of a network that those before it have not.

    All that has another symbol, another formula or other axes than in them.
    """
    before = list(NETS)[: list(NETS).index(name)]
    known = {kind for one in before for kind in kinds(books[one]).values()}
    return [one for one, kind in kinds(books[name]).items() if kind not in known]


@cache
def kinds(path):
    """Return what makes each quantity of a workbook another one than others."""
    return {
        quantity: (
            sheet,
            block.symbol,
            tuple(axis.name for axis in block.axes),
            NAMES.sub("", formulas_of(path)[sheet][row, column]),
        )
        for quantity, (block, sheet, row, column) in formula_cells(path).items()
    }


# Cells and numbers in a formula: without them formulas of one kind are alike.
NAMES = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+|[0-9]+")


@cache
def formulas_of(path):
    """Return every formula by sheet and place."""
    with opened(path) as package:
        return {name: package.scanned(name).formulas for name in package.sheets}


def with_formula(path, target, sheet, row, column, text):
    """Copy a workbook with another formula in one cell."""
    number = list(formulas_of(path)).index(sheet) + 1
    part = f"xl/worksheets/sheet{number}.xml"
    cell = a1(row, column)
    old = re.search(rf'<c r="{cell}"[^>]*><f>.*?</f>', part_of(path, part))[0]
    new = f"{old[: old.index('<f>')]}<f>{escape(text[1:])}</f>"
    return patched(path, target, part, old, new)


@cache
def part_of(path, part):
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode()


def broken(path, target, sheet, row, column, text):
    """Copy a workbook with another formula or value in one cell."""
    loaded = openpyxl.load_workbook(path)
    loaded[sheet].cell(row, column).value = text
    loaded.save(target)
    return target


def flipped(formula, text):
    """Return a formula with its sign flipped; a text formula says something else."""
    return f'=REPT({formula[1:]},2)&"!"' if text else f"=-1*({formula[1:]})-0.001"


@pytest.mark.parametrize("name", NETS)
def test_a_flipped_sign_is_found_at_its_quantity_and_cell(books, tmp_path, name):
    found = quantities(books, name)
    assert found
    for quantity in found[:: 1 if RANDOM_RUNS >= 300 else 6]:  # all in `make random`
        assert_found(books, tmp_path, name, quantity)


def assert_found(books, tmp_path, name, quantity):
    """Flip the sign of a quantity's cell: text and numbers tell it."""
    block, sheet, row, column = formula_cells(books[name])[quantity]
    fault = flipped(f"={formulas_of(books[name])[sheet][row, column]}", block.text)
    path = with_formula(books[name], tmp_path / "f.xlsx", sheet, row, column, fault)
    where = f"{sheet}!{a1(row, column)}"

    report = sheetnet.verify(path, perturb=0)
    assert not report.agree, quantity
    assert len(report.problems) == 1, quantity
    assert report.problems[0].startswith(f"{where} ({block.key}")

    # The numbers say the same as the text.
    assert (report.first_wrong.key, report.first_wrong.first) == (block.key, where)


@pytest.mark.parametrize(
    "quantity", ["z_2", "a_3", "C", "C_T", "delta_2", "dC_dw_3", "w_2"]
)
def test_with_the_text_left_out_the_numbers_alone_find_it(books, tmp_path, quantity):
    block, sheet, row, column = formula_cells(books["sigmoid"])[f"Training:{quantity}"]
    formula = openpyxl.load_workbook(books["sigmoid"])[sheet].cell(row, column).value
    fault = flipped(formula, block.text)
    path = broken(books["sigmoid"], tmp_path / "f.xlsx", sheet, row, column, fault)
    report = sheetnet.verify(path, values_only=True, perturb=0)
    assert report.problems == ()
    assert not report.agree
    assert report.first_wrong.first == f"{sheet}!{a1(row, column)}"


@pytest.mark.parametrize("quantity", ["Training:z_2", "Training:w_3", "Cost:cost.C_T"])
def test_a_value_typed_over_its_formula_is_named_and_found_alive(
    books, tmp_path, quantity
):
    block, sheet, row, column = formula_cells(books["sigmoid"])[quantity]
    value = openpyxl.load_workbook(books["sigmoid"], data_only=True)[sheet]
    held = value.cell(row, column).value
    path = broken(books["sigmoid"], tmp_path / "v.xlsx", sheet, row, column, held)

    report = sheetnet.verify(path)
    assert len(report.problems) == 1
    assert re.match(
        rf"{sheet}!{a1(row, column)} \({block.key}( in epoch 1)?\) holds no formula",
        report.problems[0],
    )
    # Its value is right as long as nothing changes …
    assert sheetnet.verify(path, values_only=True, perturb=0).agree
    # … and does not follow when something does.
    moved = sheetnet.verify(path, values_only=True, perturb=1)
    assert not moved.agree


def test_a_deleted_formula_is_named(books, tmp_path):
    block, sheet, row, column = formula_cells(books["sigmoid"])["Training:delta_2"]
    path = broken(books["sigmoid"], tmp_path / "d.xlsx", sheet, row, column, None)
    report = sheetnet.verify(path)
    assert "holds no formula" in report.problems[0]
    assert report.first_wrong.key == block.key


@pytest.mark.parametrize("row", [15, 40])
def test_an_inserted_row_gives_one_line(books, tmp_path, row):
    loaded = openpyxl.load_workbook(books["sigmoid"])
    loaded["Training"].insert_rows(row)
    loaded.save(tmp_path / "row.xlsx")
    try:
        lines = sheetnet.verify(tmp_path / "row.xlsx").problems
    except sheetnet.SheetnetError as error:  # the inputs themselves were moved
        lines = [str(error)]
    [line] = [one for one in lines if "Training" in one]
    assert "were rows or columns inserted or deleted?" in line


def test_a_sabotaged_training_turns_check_and_explorer_red(books, tmp_path):
    """What the sheets themselves say, as a calculator computes it."""
    from sheetnet.calculators import calculators

    where = formula_cells(books["sigmoid"])["Training:a_2"]
    _, sheet, row, column = where
    with opened(books["sigmoid"]) as package:
        book = open_workbook(package)
    [a_2] = [b for b in book.blocks(4) if str(b.key) == "a_2"]
    # What Explorer shows: of the last epoch, the example that the workbook opens at.
    given = read_given(book)
    k, epoch = (int(given[Key(f"picture.{one}")]) for one in ("k", "epoch"))
    rows, columns = a_2.cells()
    row, column = int(rows[epoch, k - 1, 0]), int(columns[epoch, k - 1, 0])
    path = broken(books["sigmoid"], tmp_path / "r.xlsx", sheet, row, column, "=0.5")
    grids = values(calculators()["embedded"], path, ["Explorer", "Check"])
    assert grids["Explorer"][5, 1] == "✗"
    assert grids["Check"][3, 1] == "✗"


def test_an_edited_pixel_turns_check_to_changed_not_to_wrong(books, tmp_path):
    from sheetnet.calculators import calculators

    with opened(books["sigmoid"]) as package:
        book = open_workbook(package)
    [x] = [b for b in book.blocks(4) if str(b.key) == "x_1"]
    path = broken(books["sigmoid"], tmp_path / "p.xlsx", "Training", x.row, x.column, 7)
    grids = values(calculators()["embedded"], path, ["Explorer", "Check"])
    assert grids["Check"][3, 1] == "✎"
    assert grids["Explorer"][5, 1] == "✓"
    assert sheetnet.verify(path).agree
