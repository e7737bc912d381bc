"""Each record of optimizers.py: its names, and its cells against its arrays."""

import numpy as np
import pytest

from sheetnet.layers.quantities import quantities
from sheetnet.model.notation import is_legal_name
from sheetnet.model.optimizers import GRADIENT, OPTIMIZERS, PARAMETER
from sheetnet.workbook.formula.portable import FUNCTIONS, check
from tests.calculating import computed
from tests.networks import network_of

DENSE = {"kind": "dense", "units": 2, "activation": "sigmoid"}
EVERY = pytest.mark.parametrize("one", OPTIMIZERS.values(), ids=lambda one: one.name)


@EVERY
def test_its_settings_and_slots_have_names_that_mean_nothing_else(one):
    assert next(iter(one.settings)) == "eta"
    network = network_of([DENSE, DENSE])
    taken = {q.symbol for q in quantities(network)} | {
        q.name for q in quantities(network) if q.symbol != "eta"
    }
    headings = [heading.name for heading in one.heading]
    for name in (*one.settings, *one.slots, *headings):
        assert (
            is_legal_name(f"{name}_w_2") if name in one.slots else is_legal_name(name)
        )
        assert name == "eta" or name not in taken
        assert name.upper() not in FUNCTIONS


@EVERY
def test_its_cells_hold_what_its_arrays_hold(one):
    """One parameter, three updates, in the embedded calculator and in NumPy."""
    to = {
        name: 0.3 if of.usual is None else of.usual for name, of in one.settings.items()
    }
    now = {PARAMETER: 0.7, GRADIENT: -0.4, **dict.fromkeys(one.slots, 0.0)}
    powers = {heading.name: heading.start for heading in one.heading}
    for _ in range(3):
        for heading in one.heading:
            written = heading.excel({name: f"_{name}_" for name in (*to, heading.name)})
            check(written)
            found = computed({"A1": f"={filled(written, to | powers)}"})["A1"]
            powers[heading.name] = heading.step(to | powers)
            assert found == pytest.approx(powers[heading.name], rel=1e-15)
        parts = list(now)
        before = {part: f"{'ABCDEFGH'[at]}1" for at, part in enumerate(parts)}
        after = {part: f"{'ABCDEFGH'[at]}2" for at, part in enumerate(parts)}
        cells = {before[part]: value for part, value in now.items()}
        named = {name: f"_{name}_" for name in (*to, *powers)}
        formulas = one.excel(before, {slot: after[slot] for slot in one.slots}, named)
        for part, formula in formulas.items():
            check(formula)
            cells[after[part]] = f"={filled(formula, to | powers)}"
        found = computed(cells)
        arrays = {part: np.array(value) for part, value in now.items()}
        moved = one.step(arrays, to | powers)
        assert moved.keys() == formulas.keys() == {PARAMETER, *one.slots}
        assert moved.keys() == one.equations.keys()
        for part, value in moved.items():
            assert found[after[part]] == pytest.approx(float(value), rel=1e-13), part
        now = {GRADIENT: now[GRADIENT] * 0.9, **{p: float(v) for p, v in moved.items()}}


def filled(formula, numbers):
    """Return a formula with numbers in the place of names."""
    for name in sorted(numbers, key=len, reverse=True):
        formula = formula.replace(f"_{name}_", repr(float(numbers[name])))
    return formula
