"""Minus signs and powers: no formula of ours means one thing here and another there.

A spreadsheet's minus sign binds tighter than its power, a mathematician's does not; and
2^3^2 is 64 in most applications, 512 in some. So neither is ever written.
"""

import numpy as np
import pytest

from sheetnet.building.builder import draft
from sheetnet.calculators import calculators
from sheetnet.calculus.derivatives import derivative
from sheetnet.calculus.dual import slope_of, value_of
from sheetnet.calculus.formula import formula_of
from sheetnet.calculus.parsing import parse
from sheetnet.lang import languages
from sheetnet.model.functions import ACTIVATIONS
from sheetnet.model.optimizers import OPTIMIZERS
from sheetnet.spec.loading import load_spec, template_names
from sheetnet.workbook.formula import tree
from sheetnet.workbook.formula.expand import alone
from tests.calculating import values
from tests.nets import OUTPUTS, TRAINABLE, small_net
from tests.raw import column, raw
from tests.templates import plan_of_template

# Each is quick; all together they are left to the whole suite.
pytestmark = pytest.mark.slow


def doubtful(formula: str, spelling: tree.Spelling = "A1") -> bool:
    """Tell whether a formula has a power of a signed value, or a power of a power."""
    return _doubtful(tree.parse(formula, spelling))


def _doubtful(row: tree.Row) -> bool:
    parts = [one for one in row if _kind(one) not in ("space", "percent")]
    signs = [at for at, one in enumerate(parts) if _kind(one) == "operator"]
    for at in signs:
        if parts[at].text != "^":
            continue
        # What is raised is one value: a sign before it, if any, stands between two.
        before, base = at - 2, at - 1
        signed = before in signs and (before == 0 or before - 1 in signs)
        if signed or (before in signs and parts[before].text == "^"):
            return True
        assert base not in signs
        exponent = at + 1
        while exponent in signs:
            exponent += 1
        if exponent + 1 in signs and parts[exponent + 1].text == "^":
            return True
    calls = (one for one in parts if isinstance(one, tree.Call))
    return any(_doubtful(one) for call in calls for one in call.arguments)


def _kind(one: tree.Leaf | tree.Call) -> str:
    return one.kind if isinstance(one, tree.Leaf) else "value"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("-A1^2", True), ("1/-A1^2", True), ("EXP(- A1 ^2)", True), ("-(A1-1)^2", True),
        ("--A1^2", True), ("IF(A1,1,-SUM(A1:A2)^2)", True), ("-A1%^2", True),
        ("2^3^2", True), ("2^-A1^2", True), ("A1=-B1^2", True), ("(1+(-A1^2))*2", True),
        ("0-A1^2", False), ("B1-A1^2", False), ("(-A1)^2", False), ("-(A1^2)", False),
        ("2^-A1", False), ("(2^3)^2", False), ("-A1*B1^2", False), ("-2*A1", False),
        ("SUM(-A1,B1^2)", False), ("A1%^2-1", False), ("-EXP(A1^2)", False),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_known_as_such(formula, expected):
    assert doubtful(formula) == expected


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("name", template_names())
def test_no_template_holds_a_doubtful_formula(name, lang):
    cells = [
        cell
        for sheet in plan_of_template(name, lang).sheets
        for cell in alone(sheet.cells)
    ]
    texts = {cell.formula for cell in cells if cell.formula is not None}
    assert [text for text in texts if doubtful(text, "R1C1")] == []
    assert len(texts) > 15


@pytest.mark.slow
def test_no_network_holds_a_doubtful_formula(tmp_path):
    nets = [{"hidden": one} for one in TRAINABLE]
    nets += [{"output": one, "cost": cost} for one, cost in OUTPUTS]
    specs = [load_spec(small_net(tmp_path, **one)) for one in nets]
    path = small_net(tmp_path)
    specs += [load_spec(path, [f"training.optimizer={one}"]) for one in OPTIMIZERS]
    raised = 0
    for spec in specs:
        for sheet in draft(spec, "en").plan.sheets:
            cells = alone(sheet.cells)
            texts = {cell.formula for cell in cells if cell.formula is not None}
            assert [text for text in texts if doubtful(text, "R1C1")] == []
            raised += sum("^" in text for text in texts)
    assert raised > 10


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_no_activation_is_doubtful(name):
    one = ACTIVATIONS[name]
    for text in (
        one.excel("A1"),
        one.excel_prime("A1", "B1") if one.excel_prime else "1",
    ):
        assert not doubtful(text)


# ------------------------------------------------------------------ functions of users

FUNCTIONS = [
    *("-x**2", "-(x-1)**2", "-2*x**2", "-x**2*y", "-x**2/y", "1-x**2", "y--x**2", "2*-x**2"),
    *("exp(-x**2)", "exp(-(x-1)**2)", "exp(-x**2-y**2)", "-exp(-x**2)**2", "-tan(x/4)**2"),
    *("(-x)**2", "(-x)**3", "(-2)**2*x", "(-2*x)**3", "(-0.5)**3+x", "-(-x)**2", "--x**2"),
    *("-(x**2)**2", "x**2**2", "(x**2)**3", "-cosh(x)**2", "-sqrt(x**2+1)**3", "-3**2+x"),
    *("2**-x", "2**-x**2", "x**-2", "-x**-2", "(x+3)**(-y**2)", "-(x*y)**2-y", "x-(-y)**2"),
    *("1/(1+x**2)", "-1/x**2", "-(x/y)**2", "-(1/3)*x**2", "-x**2*-y**2", "-(x-y)**2*(x+y)**2"),
    *("(1-x**2)**2", "-(1-x**2)**2", "tanh(-x**2)", "(x*-y)**2", "-(+x)**2", "+x**2", "-x**2+-y**2"),
]  # fmt: skip
AT = {"x": np.array([3.0, 0.5, 1.25]), "y": np.array([2.0, 1.5, 0.75])}


def formulas(function: str) -> list[tuple[str, np.ndarray]]:
    """Return a function and its derivatives: each as a formula over A1:B3, and in NumPy."""
    read = parse(function)
    trees = [(read, value_of(read, AT))]
    trees += [(derivative(read, by), slope_of(read, AT, by)) for by in "xy"]
    return [
        (
            formula_of(one, {"x": f"A{row}", "y": f"B{row}"}),
            np.broadcast_to(found, 3)[row - 1],
        )
        for one, found in trees
        for row in (1, 2, 3)
    ]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_function_of_a_user_is_written_in_a_doubtful_way(function):
    assert [text for text, _ in formulas(function) if doubtful(text)] == []


@pytest.mark.parametrize(
    "calculator",
    [
        "embedded",
        pytest.param("libreoffice", marks=pytest.mark.libreoffice),
        pytest.param("gnumeric", marks=pytest.mark.gnumeric),
    ],
)
def test_functions_of_users_give_what_numpy_gives(tmp_path, request, calculator):
    if calculator != "embedded":
        request.getfixturevalue(calculator)
    every = [one for function in FUNCTIONS for one in formulas(function)]
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{x}</v></c><c r="B{row}"><v>{y}</v></c></row>'
        for row, (x, y) in enumerate(zip(AT["x"], AT["y"], strict=True), 1)
    )
    path = raw(
        tmp_path / "b.xlsx", {"S": rows + column(*(text for text, _ in every), first=4)}
    )
    grid = values(calculators()[calculator], path, ["S"])["S"]
    found = grid[3:, 0].astype(float)
    np.testing.assert_allclose(found, [one for _, one in every], rtol=1e-12, atol=1e-13)


def test_the_embedded_calculator_reads_signs_and_powers_as_excel_does(tmp_path):
    cells = {"-A1^2": 9.0, "-(A1-1)^2": 4.0, "0-(A1-1)^2": -4.0, "2*-A1^2": 18.0,
             "-A1^3": -27.0, "2^3^2": 64.0, "2^-A1^2": 1 / 64, "A1%^2": 9e-4}  # fmt: skip
    path = raw(tmp_path / "b.xlsx", {"S": column(("n", "3"), *cells)})
    found = values(calculators()["embedded"], path, ["S"])["S"][1:, 0].astype(float)
    np.testing.assert_allclose(found, list(cells.values()), rtol=1e-14)
