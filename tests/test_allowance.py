"""What rounding may add: nothing to what is counted, little to what is well-behaved."""

import numpy as np
import pytest

from sheetnet.building.builder import draft
from sheetnet.engine import reached, run
from sheetnet.engine.rounding import Rough, rough
from sheetnet.model.lesson import LessonSpec, lesson_module
from sheetnet.model.notation import Key
from sheetnet.model.shown import Ends
from sheetnet.sheets import first_given
from sheetnet.sheets.training.layout import lay_out
from sheetnet.spec.loading import load_spec
from sheetnet.spec.resolving import resolve
from sheetnet.verification.lesson import lesson_truth
from sheetnet.verification.network.truth import truth_of
from sheetnet.verification.truth import Tolerance
from tests.templates import LESSONS, NETWORKS, shortened

# Each is quick; all together they are left to the whole suite.
pytestmark = pytest.mark.slow

EPS = np.finfo(np.float64).eps
TOLERANCE = Tolerance(1e-9, 1e-12)


def truth_and_plan(spec):
    """Return NumPy's side of a fresh workbook, and its plan."""
    made = draft(spec)
    if isinstance(spec, LessonSpec):
        given = lesson_module(spec.settings.kind).given(spec)
        return lesson_truth(made.subject, given), made.plan
    network, inputs = resolve(spec)
    inputs = reached(network, inputs)
    trace = run(network, inputs)
    given = first_given(network, inputs, trace)
    ends = Ends(network.last_band, network.last_band + lay_out(network).spare)
    return truth_of(network, inputs, given, ends, TOLERANCE), made.plan


def spread_of_numbers(truth):
    """Return how far each number may be off; texts left out."""
    return {key: one for key, one in truth.spread.items() if one.dtype == np.float64}


def shown_as_whole(plan):
    """Yield the keys of what a sheet shows as whole numbers, by the style of its cells."""
    for sheet in plan.sheets:
        styles = {(cell.row, cell.column): cell.style for cell in sheet.cells}
        for block in sheet.blocks:
            if styles.get((block.row, block.column), "").endswith("-whole"):
                yield block.key


@pytest.mark.parametrize("name", [*LESSONS, *NETWORKS])
def test_what_counts_something_has_no_allowance(tmp_path, name):
    truth, plan = truth_and_plan(shortened(name, tmp_path))
    spread = spread_of_numbers(truth)
    counted = [key for key in shown_as_whole(plan) if key in spread]
    assert [key for key in counted if spread[key].any()] == []
    for symbol in ("answer", "correct", "epoch", "example"):
        assert not spread.get(Key(symbol), np.zeros(1)).any()


@pytest.mark.parametrize("name", [*LESSONS, *NETWORKS])
def test_no_text_of_a_template_stands_on_the_edge_of_a_decision(tmp_path, name):
    truth, _ = truth_and_plan(shortened(name, tmp_path))
    texts = [one for one in truth.spread.values() if one.dtype == np.object_]
    assert [
        leeway.others for one in texts for leeway in one.flat if leeway.others
    ] == []


def test_the_points_grouped_as_labelled_are_counted_exactly():
    truth, plan = truth_and_plan(load_spec("learning"))
    assert Key("agree") in set(shown_as_whole(plan))
    assert truth.spread[Key("agree")] == 0


# By tables that show what rounding does, step by step, to a difference quotient; and where
# a share begins at what rounding explains, over which rough numbers step by a millionth.
ROUNDING_ITSELF = {
    "derivatives": {"quotient", "off", "best"},
    "iris": {"gradient_check.corner"},
}


@pytest.mark.parametrize("name", [*LESSONS, *NETWORKS])
def test_no_template_needs_an_allowance_far_above_the_tolerance(tmp_path, name):
    truth, _ = truth_and_plan(shortened(name, tmp_path))
    wide = {}
    for key, spread in spread_of_numbers(truth).items():
        size = np.abs(np.asarray(truth.shown[key], dtype=np.float64))
        ratio = float((spread / (1e-12 + 1e-9 * size)).max(initial=0))
        if ratio > 3e3 and not key.symbol.endswith("±"):
            wide[key.symbol] = ratio
    assert set(wide) <= ROUNDING_ITSELF.get(name, set()), wide


# ------------------------------------------------------------------ rough arithmetic


def distance(array, exact):
    return np.abs(np.asarray(array) - exact) / EPS


def test_whole_numbers_stay_whole_and_their_sums_and_products_exact():
    counted = rough(np.array([0.0, 1.0, 3.0, -2.0]), 0)
    assert isinstance(counted, Rough)
    for made in (counted + 1, counted * 3, counted @ counted, counted.sum(), -counted):
        assert (np.asarray(made) == np.floor(made)).all()


def test_every_other_result_is_moved_by_eight_last_places():
    x = np.array([0.1, 0.7, -0.3])
    exact = rough(np.ones(3), 0)
    moved = np.asarray(exact / (x * 10))
    assert distance(moved, 1 / (x * 10)) == pytest.approx(8 * abs(0.1 / x), rel=0.2)
    assert (np.asarray(rough(x, 0)) != np.asarray(rough(x, 3))).any()


def test_a_sum_is_as_uncertain_as_its_terms_are_large():
    x = np.array([1e6 + 0.5, -1e6 - 0.5, 0.25])
    for made in (rough(x, 0).sum(), rough(x, 0) @ np.ones(3)):
        assert 1e6 < distance(made, 0.25) < 1e8


def test_a_product_with_one_or_nothing_is_exact():
    z = rough(np.array([7.3, -0.2]), 0)
    assert (np.asarray(z * 1.0) == np.asarray(z)).all()
    assert (np.asarray(z * 0.0) == 0).all()


def test_the_same_result_is_moved_alike_each_time():
    z = rough(np.array([7.3, -0.2]), 1)
    assert (np.asarray(np.exp(z) - np.exp(z)) == 0).all()


def test_numbers_written_into_rough_numbers_are_moved_too():
    z = rough(np.array([0.1, 0.2]), 0)
    before = np.asarray(z).copy()
    z += np.array([1.0, 0.7])
    assert isinstance(z, Rough)
    assert 0 < distance(z, before + np.array([1.0, 0.7])).max() < 20


@pytest.mark.parametrize("how", ["kmrc,fm->kfrc", "kfrc,kmrc->fm"])
def test_sums_of_products_over_maps_are_moved(how):
    rng = np.random.default_rng(1)
    one = rng.normal(size=(2, 3, 4, 4))
    other = rng.normal(size=(2, 3) if "fm->" in how else (2, 2, 4, 4))
    made = np.einsum(how, rough(one, 0), other)
    assert isinstance(made, Rough)
    assert 0 < distance(made, np.einsum(how, one, other)).max() < 1e3
