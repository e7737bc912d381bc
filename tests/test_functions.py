"""Each record of functions.py: slope, Excel form against NumPy form, and its page."""

import numpy as np
import pytest

from sheetnet.model.costs import COSTS, Column, cost_of
from sheetnet.model.functions import (
    ACTIVATIONS,
    SOFTMAX,
    activation_names,
    softmax,
    softmax_e,
    softmax_e_excel,
    softmax_excel,
)
from sheetnet.model.optimizers import OPTIMIZERS
from sheetnet.model.updates import SCHEDULES
from sheetnet.workbook.address import letters
from sheetnet.workbook.formula.portable import check
from tests import function_page
from tests.calculating import computed

# Both sides of every kink and margin, small and large.
Z = np.array(
    [-700, -40, -3.5, -1, -0.25, -2e-9, -5e-10, 0, 5e-10, 2e-9, 0.25, 1, 3.5, 40, 700]
)


def calculated(formulas, **columns):
    """Return what the embedded calculator makes of formulas over columns A, B, …"""
    cells = {
        f"{letters(column)}{row}": value
        for column, values in enumerate(columns.values(), 1)
        for row, value in enumerate(values, 1)
    }
    for row, formula in enumerate(formulas, 1):
        check(formula)
        cells[f"I{row}"] = f"={formula}"
    found = computed(cells)
    return np.array([found[f"I{row}"] for row in range(1, len(formulas) + 1)])


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_the_formula_of_an_activation_gives_what_numpy_gives(name):
    one = ACTIVATIONS[name]
    sheet = calculated([one.excel(f"A{r}") for r in range(1, len(Z) + 1)], z=Z)
    np.testing.assert_allclose(sheet, one.f(Z), rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_the_formula_of_a_slope_gives_what_numpy_gives(name):
    one = ACTIVATIONS[name]
    if one.f_prime is None:
        assert one.excel_prime is None
        return
    a = one.f(Z)
    formulas = [one.excel_prime(f"A{r}", f"B{r}") for r in range(1, len(Z) + 1)]
    sheet = calculated(formulas, z=Z, a=a)
    np.testing.assert_allclose(sheet, one.f_prime(Z, a), rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize(
    "name", sorted(n for n, one in ACTIVATIONS.items() if one.f_prime)
)
def test_a_slope_agrees_with_central_differences(name):
    one = ACTIVATIONS[name]
    z, h = np.array([-3.0, -0.7, -0.1, 0.1, 0.7, 3.0]), 1e-6
    numeric = (one.f(z + h) - one.f(z - h)) / (2 * h)
    np.testing.assert_allclose(one.f_prime(z, one.f(z)), numeric, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(
    ("name", "z", "a"),
    [
        ("identity", -2.5, -2.5),
        ("step", 0.0, 1.0),
        ("step", -0.001, 0.0),
        ("sigmoid", 0.0, 0.5),
        ("sigmoid", np.log(3), 0.75),
        ("tanh", np.log(2), 0.6),
        ("softsign", -3.0, -0.75),
        ("relu", -3.0, 0.0),
        ("relu", 3.0, 3.0),
        ("leaky-relu", -3.0, -0.03),
        ("elu", -np.log(2), -0.5),
        ("elu", 3.0, 3.0),
        ("softplus", 0.0, np.log(2)),
        ("softplus", np.log(3), np.log(4)),
        # Hendrycks and Gimpel 2016; as torch 2.13 has it with approximate = "tanh".
        ("gelu", 0.0, 0.0),
        ("gelu", 1.0, 0.8411919906082768),
        ("gelu", -2.0, -0.04540230591222494),
    ],
)
def test_an_activation_has_its_known_value(name, z, a):
    assert ACTIVATIONS[name].f(np.array([z])) == pytest.approx(a, abs=1e-15)


def test_softmax_of_logarithms_gives_their_shares():
    z = np.log([[1.0, 2.0, 5.0]])
    np.testing.assert_allclose(
        softmax(softmax_e(z)), [[0.125, 0.25, 0.625]], rtol=1e-15
    )


def test_softmax_in_the_sheet_does_not_overflow():
    z = np.array([700.0, 710.0, 690.0])
    e = calculated(
        [softmax_e_excel(f"A{r}", "A1:A3") for r in (1, 2, 3)],
        z=z,
    )
    a = calculated([softmax_excel(f"A{r}", "A1:A3") for r in (1, 2, 3)], e=e)
    np.testing.assert_allclose(a, softmax(softmax_e(z[None]))[0], rtol=1e-13)


def pairs():
    return [
        (cost, name)
        for cost in COSTS
        for name in activation_names()
        if cost_of(cost.name, name) is cost
    ]


@pytest.mark.parametrize(
    ("cost", "output"), pairs(), ids=lambda one: getattr(one, "name", one)
)
def test_the_formulas_of_a_cost_give_what_numpy_gives(cost, output):
    z = np.array([0.3, -1.2, 2.0])
    t = np.array([0.0, 1.0, 0.0])
    if output == SOFTMAX:
        a, slope, prime = softmax(softmax_e(z)), np.ones(3), "1"
    else:
        one = ACTIVATIONS[output]
        a = one.f(z)
        slope = one.f_prime(z, a) if one.f_prime else np.zeros(3)
    value = cost.value(t[None], z[None], a[None])[0]
    delta = cost.delta(t[None], a[None], slope[None])[0]

    def column(letter):
        return Column(f"{letter}1:{letter}3", tuple(f"{letter}{r}" for r in (1, 2, 3)))

    columns = column("A"), column("B"), column("C")
    formulas = [cost.excel_value(*columns)]
    for j in range(3):
        if output != SOFTMAX:
            prime = one.excel_prime(f"B{j + 1}", f"C{j + 1}") if one.f_prime else "0"
        formulas.append(cost.excel_delta(columns[0], columns[2], j, prime))
    sheet = calculated(formulas, t=t, z=z, a=a)
    np.testing.assert_allclose(sheet, [value, *delta], rtol=1e-13, atol=1e-13)


def test_cross_entropy_stays_finite_where_the_unit_is_saturated():
    cost = cost_of("cross-entropy", "sigmoid")
    t, z = np.array([[1.0]]), np.array([[-600.0]])
    assert cost.value(t, z, ACTIVATIONS["sigmoid"].f(z)) == 600.0


# ------------------------------------------------------------------ the page


def test_the_page_lists_every_record_as_the_code_has_it():
    page = function_page.PAGE.read_text(encoding="utf-8")
    assert function_page.with_tables(page) == page, "make golden writes its tables anew"
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    updates = len(OPTIMIZERS) + len(SCHEDULES)
    assert len(rows) == 2 * len(activation_names()) + len(COSTS) + updates
