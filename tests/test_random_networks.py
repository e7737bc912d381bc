"""Random networks build, recalculate and agree, formula by formula."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from sheetnet import build, load_spec, verify
from sheetnet.errors import TrainingError
from sheetnet.lang import texts
from sheetnet.sheets import sheet_makers
from sheetnet.sheets.assembling import plan_workbook
from sheetnet.spec.resolving import resolve
from sheetnet.workbook.formula.portable import check
from tests.nets import RANDOM_RUNS, conv_specs, dense_specs, write_csv
from tests.plans import assert_sound

refused: Counter[str] = Counter()


def agree(folder, drawn, kind) -> None:
    """Build a drawn spec and verify it; a run that overflows is counted, not checked."""
    text, header, rows = drawn
    write_csv(folder / "r.csv", header, rows)
    (folder / "r.toml").write_text(text, encoding="utf-8")
    try:
        build(folder / "r.toml", folder / "r.xlsx", force=True)
    except TrainingError:
        refused[kind] += 1
        return
    report = verify(folder / "r.xlsx", perturb=0)
    assert report.problems == ()
    assert report.first_wrong is None, f"{report.first_wrong}\n{text}"


FIXED = settings(
    deadline=None,
    derandomize=True,
    # A failure is printed as it was drawn; to shrink it takes many minutes.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.slow
@settings(FIXED, max_examples=2 * RANDOM_RUNS // 3)
@given(drawn=dense_specs())
def test_random_dense_networks_agree(tmp_path, drawn):
    agree(tmp_path, drawn, "dense")


@pytest.mark.slow
@settings(FIXED, max_examples=RANDOM_RUNS // 3)
@given(drawn=conv_specs())
def test_random_conv_networks_agree(tmp_path, drawn):
    agree(tmp_path, drawn, "conv")


def test_few_random_networks_were_refused():
    assert sum(refused.values()) <= 20


@pytest.mark.slow
@settings(FIXED, max_examples=40)
@given(drawn=conv_specs())
def test_plans_of_random_networks_are_sound(tmp_path, drawn):
    """No cell in two blocks, every formula portable, every reference within the plan."""
    text, header, rows = drawn
    write_csv(tmp_path / "r.csv", header, rows)
    (tmp_path / "r.toml").write_text(text, encoding="utf-8")
    network, _ = resolve(load_spec(tmp_path / "r.toml"))
    assert_sound(
        plan_workbook(network, texts("en"), views=sheet_makers(network)), check
    )
