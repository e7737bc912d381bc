"""What a laptop shows first: of 1366 × 768 pixels a sheet has 1240 × 580, 28 rows."""

import pytest

from sheetnet.lang import texts
from sheetnet.sheets.training.layout import lay_out
from sheetnet.sheets.training.sheet import training_sheet
from sheetnet.spec.loading import load_spec
from sheetnet.spec.resolving import resolve
from tests.networks import network_of
from tests.templates import NETWORKS

WIDE, ROWS, OF_WIDTH = 1240, 28, 7.7


def dense(*units):
    return [{"kind": "dense", "units": n, "activation": "tanh"} for n in units]


def convs(*filters):
    return [
        {"kind": "conv", "filters": n, "size": (2, 2), "activation": "tanh"}
        for n in filters
    ]


OWN = {
    "wide": lambda: network_of(dense(10, 2), (40,)),
    "prime": lambda: network_of(dense(13, 2), (30,)),
    "many": lambda: network_of(dense(32, 16, 2), (3,)),
    "classes": lambda: network_of(dense(5, 12), (4,), outputs=tuple("abcdefghijkl")),
    "pictures": lambda: network_of(dense(16, 10, 2), (8, 8)),
    "maps": lambda: network_of([*convs(6, 4), *dense(12, 2)], (8, 8)),
}
NAMES = [*NETWORKS, *OWN]


def sheet_of(name):
    network = OWN[name]() if name in OWN else resolve(load_spec(name))[0]
    layout = lay_out(network)
    return layout, training_sheet(layout, texts("en"))


def seen_rows(sheet, last):
    """Return how many rows stand above and with a row, those folded away left out."""
    folded = (row for a, b in sheet.folded_rows for row in range(a, b + 1))
    return last - sum(row <= last for row in folded)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_example_stands_beside_its_first_formulas(name):
    layout, sheet = sheet_of(name)
    z = layout.block("z", 2)
    left = sum(sheet.widths[at] for at in range(1, z.column)) * OF_WIDTH
    assert left + 2 * sheet.widths[z.column] * OF_WIDTH < WIDE
    # At least its equation, which stands above its numbers.
    assert seen_rows(sheet, z.row - 1) <= ROWS


@pytest.mark.parametrize("name", NAMES)
def test_number_label_and_answer_of_each_example_stay_in_sight(name):
    layout, sheet = sheet_of(name)
    row, column = sheet.freeze
    for symbol in ("example", "label", "last_answer", "mark"):
        if layout.network.labelled or symbol == "example":
            assert layout.block(symbol).row < row
    assert seen_rows(sheet, row - 1) <= ROWS / 2
    # What is frozen at the left leaves a third of the screen.
    frozen = sum(sheet.widths[at] for at in range(1, column)) * OF_WIDTH
    assert frozen < WIDE * 2 / 3 + 1


@pytest.mark.parametrize("name", NAMES)
def test_no_weight_is_coloured_as_its_bias(name):
    layout, sheet = sheet_of(name)
    biases = [block for key, block in layout.blocks.items() if key.symbol == "b"]
    cells = {
        (int(row), int(column))
        for block in biases
        for row, column in zip(*(one.flat for one in block.cells()), strict=True)
    }
    for scale in sheet.color_scales:
        for area in scale.areas:
            (bottom, right) = area.last
            inside = range(area.row, bottom + 1), range(area.column, right + 1)
            assert not any(r in inside[0] and c in inside[1] for r, c in cells)
