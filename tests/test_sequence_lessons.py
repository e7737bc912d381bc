"""Attention and recurrence: by hand, by automatic differentiation, and by what always holds."""

import re

import autograd
import autograd.numpy as anp
import numpy as np
import openpyxl
import pytest
from openpyxl.utils import range_boundaries

import sheetnet
from sheetnet.building.builder import draft
from sheetnet.lessons.attention.settings import POSITIONS
from sheetnet.lessons.recurrence.settings import STEPS, UNITS
from sheetnet.model.lesson import lesson_module
from sheetnet.spec.loading import load_spec

SEEDS = range(20)
NAMES = ("attention", "recurrence")


def given(name, **changed):
    """Return the inputs of a fresh lesson, some of them changed."""
    fresh = lesson_module(name).given(load_spec(name))
    return fresh | {symbol: np.array(one, float) for symbol, one in changed.items()}


def shown(name, inputs):
    return lesson_module(name).truth(None, inputs)


def at_random(name, seed):
    """Return inputs drawn within their limits."""
    rng, limits = np.random.default_rng(seed), lesson_module(name).INPUTS
    drawn = {}
    for symbol, one in given(name).items():
        each = [limits[symbol].some(rng) for _ in range(one.size)]
        drawn[symbol] = np.reshape(each, one.shape)
    return drawn


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_to_hold_always_holds(name, seed):
    found = shown(name, at_random(name, seed))
    marks = {symbol: one for symbol, one in found.items() if one.dtype == object}
    assert len(marks) == 5
    assert [symbol for symbol, one in marks.items() if (one != "✓").any()] == []


# ------------------------------------------------------------------ attention


def test_attention_worked_out_by_hand():
    """With W = E scores are x·x / √2; weights of e⁰, e^ln 2, … are fractions."""
    one = np.eye(2)
    half = np.sqrt(np.sqrt(2) * np.log(2))  # so that a score of it with itself is ln 2
    x = [[half, 0], [0, half], [half, half], [0, 0]]
    found = shown("attention", given("attention", x=x, W_q=one, W_k=one, W_v=[[6, 0], [0, 0]]))  # fmt: skip
    # Scores 0 or ln 2 (once or, of the third with itself, twice): powers 1, 2 and 4.
    powers = np.array([[2, 1, 2, 1], [1, 2, 2, 1], [2, 2, 4, 1], [1, 1, 1, 1]])
    assert found["P"] == pytest.approx(powers / powers.sum(axis=1, keepdims=True))
    masked = [found[f"masked_P_{t}"] for t in (1, 2, 3, 4)]
    for row, fractions in zip(masked, ([1], [1 / 3, 2 / 3], [1 / 4, 1 / 4, 1 / 2], [1 / 4] * 4), strict=True):  # fmt: skip
        assert row == pytest.approx(fractions)
    # v₁ is 6 half where x₁ is half: at the first and at the third position.
    assert found["masked_o"][:, 0] == pytest.approx(6 * half * np.array([1, 1 / 3, 3 / 4, 1 / 2]))  # fmt: skip
    assert found["o"][:, 0] == pytest.approx(6 * half * np.array([4 / 6, 3 / 6, 6 / 9, 2 / 4]))  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_the_mask_is_what_minus_infinity_does(seed):
    """As libraries write it: scores to come are −∞, and the softmax has no mask."""
    inputs = at_random("attention", seed)
    q, k, v = (np.einsum("ji,ti->tj", inputs[f"W_{one}"], inputs["x"]) for one in "qkv")
    scores = np.einsum("tj,sj->ts", q, k) * 2**-0.5
    scores[np.triu_indices(POSITIONS, 1)] = -np.inf
    log_total = np.logaddexp.reduce(scores, axis=1, keepdims=True)
    found = shown("attention", inputs)
    assert found["masked_o"] == pytest.approx(np.exp(scores - log_total) @ v, rel=1e-9)


_REFERENCE = re.compile(r"(?<!')\b\$?([A-Z]{1,2})\$?(\d+)(?::\$?([A-Z]{1,2})\$?(\d+))?")


def reached(sheet, cells):
    """Return every cell that cells of a sheet follow from, themselves included."""
    found, waiting = set(), list(cells)
    while waiting:
        cell = waiting.pop()
        if cell in found:
            continue
        found.add(cell)
        formula = sheet.cell(*cell).value
        if not str(formula).startswith("="):
            continue
        for hit in _REFERENCE.finditer(formula):
            left, top, right, low = range_boundaries(hit[0])
            waiting += [(row, at) for row in range(top, low + 1) for at in range(left, right + 1)]  # fmt: skip
    return found


@pytest.mark.parametrize("symbol", ["o", "masked_o"])
def test_with_the_mask_no_formula_looks_at_a_later_position(tmp_path, symbol):
    """Followed from cell to cell, up to the yellow ones."""
    sheetnet.build("attention", tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Attention"]
    blocks = {one.symbol: one for one in draft(load_spec("attention")).plan.sheet("attention").blocks}  # fmt: skip
    x, o = (np.stack(blocks[one].cells(), axis=-1) for one in ("x", symbol))
    for t in range(POSITIONS):
        found = reached(sheet, map(tuple, o[t].tolist()))
        looked = {s for s in range(POSITIONS) if set(map(tuple, x[s].tolist())) & found}
        assert looked == set(range(t + 1 if symbol == "masked_o" else POSITIONS))


# ------------------------------------------------------------------ recurrence


def answers(w, u, b, inputs, start):
    """Return h of each step, written anew for autograd."""
    h, every = start, []
    for x in inputs["x"]:
        h = anp.tanh(w * x + u * h + b)
        every.append(h)
    return anp.array(every)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_gradient_through_time_is_that_of_automatic_differentiation(seed):
    inputs = at_random("recurrence", seed)

    def cost(w, u, b):
        h = answers(w, u, b, inputs, inputs["start"])
        return anp.sum((h - inputs["y"]) ** 2) / 2

    found = shown("recurrence", inputs)
    at = [float(inputs[name]) for name in "wub"]
    assert float(found["C"]) == pytest.approx(cost(*at))
    for number, name in enumerate("wub"):
        gradient = autograd.grad(cost, number)(*at)
        assert float(found[f"dC_d{name}"]) == pytest.approx(gradient, rel=1e-8, abs=1e-11)  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_the_products_of_factors_are_derivatives(seed):
    inputs = at_random("recurrence", seed)
    found = shown("recurrence", inputs)
    for k in range(UNITS):
        u = float(inputs["us"][k])
        for t in range(STEPS + 1):
            after = {"x": inputs["x"][t:]}

            def last(h, u=u, after=after):
                every = answers(inputs["w"], u, inputs["b"], after, h)
                return every[-1] if len(after["x"]) else h

            slope = autograd.grad(last)(float(found[f"h_{k}"][t]))
            assert found[f"back_{k}"][t] == pytest.approx(slope, rel=1e-8, abs=1e-11)
            assert found[f"linear_{k}"][t] == pytest.approx(u ** (STEPS - t), rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_gradient_of_the_pair_goes_back_by_the_transpose(seed):
    inputs = at_random("recurrence", seed)
    found = shown("recurrence", inputs)

    def asked(h):
        for _ in range(STEPS):
            h = anp.dot(inputs["matrix"], h)
        return anp.dot(inputs["g_last"], h)

    gradient = autograd.grad(asked)(inputs["h_start"])
    assert (found["g_0"][0], found["g_1"][0]) == pytest.approx(gradient, rel=1e-8, abs=1e-9)  # fmt: skip
    # Of all directions, none is stretched more.
    angle = np.linspace(0, np.pi, 2001)
    around = inputs["matrix"].T @ np.stack([np.cos(angle), np.sin(angle)])
    assert float(found["stretch"]) == pytest.approx(np.hypot(*around).max(), rel=1e-5)


def test_a_gradient_vanishes_or_explodes_as_is_known():
    """0.5¹⁰ and 1.5¹⁰; the tanh unit that rests at 0 is linear."""
    found = shown("recurrence", given("recurrence", x=np.zeros(STEPS)))
    assert found["linear_last"] == pytest.approx([1 / 1024, 1, 59049 / 1024])
    assert found["last"] == pytest.approx(found["linear_last"])
