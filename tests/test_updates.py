"""Decay, schedules and clipping around each optimizer: in the workbook, and in a spec."""

import numpy as np
import openpyxl
import pytest

import sheetnet
from sheetnet.building.builder import draft, write
from sheetnet.engine import run
from sheetnet.errors import SpecError, WorkbookError
from sheetnet.exercises.sabotage import sabotage
from sheetnet.lang import languages
from sheetnet.model.notation import Key, is_legal_name
from sheetnet.model.optimizers import OPTIMIZERS
from sheetnet.model.updates import SCHEDULES, Update
from sheetnet.sheets.training.layout import lay_out
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from sheetnet.workbook.drawing.styles import INPUT_FILL
from sheetnet.workbook.formula.portable import FUNCTIONS, check
from tests.calculating import computed, needed, values
from tests.nets import part, small_net
from tests.raw import column, raw
from tests.test_edited import pasted

GIVEN = {
    "step": 'training.schedule={kind="step",every=2,factor=0.5}',
    "exponential": 'training.schedule={kind="exponential",factor=0.9}',
    "cosine": 'training.schedule={kind="cosine",total=6}',
    "warmup": 'training.schedule={kind="warmup",steps=3}',
}
AROUND = ["training.weight_decay=0.05", "training.clip=0.3"]
ADAM = ["training.optimizer=adam", *AROUND, GIVEN["step"]]


def full(optimizer):
    """Return what is set for an optimizer with all that may stand around it."""
    schedule = list(GIVEN.values())[list(OPTIMIZERS).index(optimizer) % len(GIVEN)]
    return [f"training.optimizer={optimizer}", *AROUND, schedule]


@pytest.fixture(scope="module")
def with_adam(tmp_path_factory):
    folder = tmp_path_factory.mktemp("adam")
    sheetnet.build(load_network(small_net(folder), ADAM), folder / "adam.xlsx")
    return folder / "adam.xlsx"


# ------------------------------------------------------------------ the workbook


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_all_follows_whatever_is_changed_and_no_sheet_says_wrong(optimizer, tmp_path):
    lang = languages()[len(optimizer) % 2]
    made = draft(load_network(small_net(tmp_path), full(optimizer)), lang)
    write(made, tmp_path / "a.xlsx")
    report = sheetnet.verify(tmp_path / "a.xlsx", perturb=3)
    assert report.agree, report.problems
    # What agrees with NumPy's values says what these say.
    assert made.values[Key("check.verdict")] == "✓"
    assert set(made.values[Key("check.mark")].tolist()) == {"✓"}
    assert made.values[Key("gradient_check.mark")] == "✓"


@pytest.mark.slow
def test_digits_that_a_saturated_unit_loses_are_no_fault(tmp_path):
    """A gradient of 1e-11 of numbers near 1; AdaGrad divides by its size, which is ε's."""
    path = small_net(
        tmp_path, hidden="relu", output="softmax", reduction="mean", eta=0.001, epochs=6
    )
    spec = load_network(path, ["training.optimizer=adagrad", GIVEN["warmup"]])
    sheetnet.build(spec, tmp_path / "a.xlsx")
    report = sheetnet.verify(tmp_path / "a.xlsx", perturb=2)
    assert report.agree, report.first_wrong


def test_without_an_update_there_is_a_heading_all_the_same(tmp_path):
    spec = load_network(small_net(tmp_path, epochs=0), ADAM)
    sheetnet.build(spec, tmp_path / "a.xlsx")
    assert sheetnet.verify(tmp_path / "a.xlsx", perturb=1).agree


@pytest.mark.slow
@pytest.mark.parametrize("held", ['"b"', '"w3"', '"layer.2"', '"w", "b"'])
def test_what_is_frozen_stays_and_has_no_part_in_the_norm(held, tmp_path):
    spec = load_network(small_net(tmp_path), [*ADAM, f"training.freeze=[{held}]"])
    network, inputs = resolve(spec)
    trace = run(network, inputs)
    for key in network.frozen:
        assert (trace[key] == trace[key][0]).all()
    gradients = [
        trace[f"dC_d{key.symbol}", key.layer][0].ravel()
        for key in inputs.start
        if key.symbol in ("w", "b") and key not in network.frozen
    ]
    norm = float(np.linalg.norm(np.concatenate([*gradients, [0.0]])))
    assert trace["clip_n", 0][0] == pytest.approx(0.3 / max(0.3, norm), rel=1e-14)
    sheetnet.build(spec, tmp_path / "a.xlsx")
    report = sheetnet.verify(tmp_path / "a.xlsx", perturb=2)
    assert report.agree, report.problems


@pytest.mark.slow
def test_pasted_bands_go_on_with_states_powers_and_rates(with_adam, tmp_path):
    report = sheetnet.verify(pasted(with_adam, tmp_path / "p.xlsx", 2))
    assert (report.problems, report.first_wrong) == ((), None)
    assert "2 pasted bands were found and checked too" in report.notes


@pytest.mark.slow
def test_a_training_goes_on_from_states_and_powers_that_are_typed(with_adam, tmp_path):
    changed = openpyxl.load_workbook(with_adam)
    for name, value in (("m_w_2", 0.2), ("v_w_2", 0.3), ("beta_1_n", 0.81)):
        sheet, cells = next(changed.defined_names[name].destinations)
        changed[sheet][cells.replace("$", "").partition(":")[0]] = value
    changed.save(tmp_path / "a.xlsx")
    report = sheetnet.verify(tmp_path / "a.xlsx", perturb=1)
    assert report.agree, report.problems


@pytest.mark.slow
def test_a_formula_of_the_heading_that_was_changed_is_found(with_adam, tmp_path):
    for name in ("beta_2_n", "eta_n", "clip_n"):
        broken = openpyxl.load_workbook(with_adam)
        sheet, cell = next(broken.defined_names[name].destinations)
        first = broken[sheet][cell.replace("$", "")]
        below = next(
            found
            for row in range(first.row + 1, first.row + 90)
            if str((found := broken[sheet].cell(row, first.column)).value)[:1] == "="
            and name.partition("_n")[0] in found.value
        )
        below.value = f"{below.value}*1.001"
        broken.save(tmp_path / "broken.xlsx")
        told = " ".join(sheetnet.verify(tmp_path / "broken.xlsx").problems)
        assert f"Training!{below.coordinate}" in told, name


def test_every_setting_is_a_yellow_cell_of_its_name(with_adam):
    book = openpyxl.load_workbook(with_adam)
    settings = Update(OPTIMIZERS["adam"], True, "step", True).settings
    for name in settings:
        sheet, cell = next(book.defined_names[name].destinations)
        found = book[sheet][cell.replace("$", "")]
        assert isinstance(found.value, int | float), name
        assert found.fill.fgColor.rgb[2:] == INPUT_FILL


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_no_two_numbers_of_head_or_heading_share_a_cell(optimizer, tmp_path):
    network, _ = resolve(load_network(small_net(tmp_path), full(optimizer)))
    taken = [
        (block.sheet, row, column)
        for block in lay_out(network).blocks.values()
        for row, column in zip(
            *(one.ravel().tolist() for one in block.cells()), strict=True
        )
    ]
    assert len(taken) == len(set(taken))


@pytest.mark.slow
def test_biases_have_no_decay_and_clipping_is_of_all_layers(with_adam):
    book = openpyxl.load_workbook(with_adam)
    texts = [
        str(cell.value)
        for row in book["Training"].iter_rows()
        for cell in row
        if str(cell.value)[:1] == "="
    ]
    assert any("weight_decay" in text and "beta_1" in text for text in texts)
    norms = {
        text.count(":") for text in texts if text.startswith("=clip/MAX(clip,SQRT(")
    }
    assert norms == {2}  # gradients of two layers, weights and biases in one rectangle
    assert any(
        "no biases" in str(c.value) for row in book["Training"].iter_rows() for c in row
    )


@pytest.mark.slow
def test_faults_of_each_optimizer_are_found(tmp_path):
    for seed, optimizer in enumerate(part(OPTIMIZERS)):
        sound = tmp_path / f"{optimizer}.xlsx"
        sheetnet.build(load_network(small_net(tmp_path), full(optimizer)), sound)
        for more in range(3):
            faulty = tmp_path / f"{optimizer}-{more}.xlsx"
            planted = sabotage(sound, faulty, seed=10 * more + seed)
            assert not sheetnet.verify(faulty, perturb=0).agree, planted


# ------------------------------------------------------------------ the heading


def test_names_of_all_settings_mean_nothing_else():
    for optimizer in OPTIMIZERS.values():
        for schedule in SCHEDULES:
            for name in Update(optimizer, True, schedule, True).settings:
                assert is_legal_name(name)
                assert name.upper() not in {*FUNCTIONS, "GAMMA", "LAMBDA", "STEP"}


EPOCHS = (0, 1, 2, 3, 6, 7, 20, 6724, 100_000)


def rates():
    """Yield each heading that follows anew in an epoch: its name, its numbers."""
    to = {"eta": 0.4, "every": 3, "factor": 0.9, "total": 7, "steps": 4, "clip": 0.5}
    for name, one in SCHEDULES.items():
        for n in EPOCHS:
            yield f"{name} {n}", one.heading, {**to, "n": n}
    (clipping,) = Update(OPTIMIZERS["adam"], False, "", True).rates
    for norm in (0.0, 0.25, 0.5, 3.0):
        yield f"clip {norm}", clipping, {**to, "norm": norm}


def as_formula(heading, to):
    """Return the formula of a heading with numbers in the place of names."""
    formula = heading.excel({name: f"({value!r})" for name, value in to.items()})
    check(formula)
    return formula


def test_cells_of_the_heading_hold_what_numpy_says():
    for name, heading, to in rates():
        found = computed({"A1": f"={as_formula(heading, to)}"})["A1"]
        assert found == pytest.approx(float(heading.step(to)), rel=1e-12, abs=1e-16), (
            name
        )


@pytest.mark.libreoffice
@pytest.mark.slow
def test_no_rate_is_an_error_in_libreoffice_however_many_epochs(tmp_path):
    every = list(rates())
    texts = [as_formula(heading, to) for _, heading, to in every]
    # And what a power of it would be: the reason why none is written.
    path = raw(tmp_path / "b.xlsx", {"S": column(*texts, "1E-200*1E-200", "0.9^6724")})
    grid = values(needed("libreoffice"), path, ["S"])["S"]
    found = grid[: len(every), 0].astype(float)
    expected = [float(heading.step(to)) for _, heading, to in every]
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-16)
    assert grid[len(every), 0] == 0.0
    assert not isinstance(grid[len(every) + 1, 0], float)


def test_a_gradient_is_made_as_long_as_the_limit_and_no_longer():
    (clipping,) = Update(OPTIMIZERS["adam"], False, "", True).rates
    assert float(clipping.step({"clip": 0.5, "norm": 0.0})) == 1.0
    assert float(clipping.step({"clip": 0.5, "norm": 0.5})) == 1.0
    assert float(clipping.step({"clip": 0.5, "norm": 2.0})) == 0.25


# ------------------------------------------------------------------ the spec


@pytest.mark.parametrize(
    ("sets", "told"),
    [
        ('optimizer={kind="adm"}', 'training.optimizer.kind: unknown value "adm"; did you mean "adam"?'),
        ('optimizer={kind="adam",beta_1=1}', "training.optimizer.beta_1: expected a number of at least 0 and below 1, found 1"),
        ('optimizer={kind="adam",epsilon=1e-13}', "training.optimizer.epsilon: expected a number of at least 1e-12, found 1e-13"),
        ('optimizer={kind="momentum",mu=-0.1}', "training.optimizer.mu: expected a number of at least 0 and below 1, found -0.1"),
        ('optimizer={kind="momentum",beta_1=0.9}', "training.optimizer.beta_1: unknown key; known: mu"),
        ('optimizer={kind="rmsprop",rho=nan}', "training.optimizer.rho: expected a number of at least 0 and below 1, found nan"),
        ('optimizer={kind="adam",epsilon=inf}', "training.optimizer.epsilon: expected a finite number"),
        ("optimizer=3", "training.optimizer: expected a text, found 3"),
        ("weight_decay=-1", "training.weight_decay: expected a number of at least 0, found -1"),
        ("clip=0", "training.clip: expected a number of at least 1e-06, found 0"),
        ("clip=inf", "training.clip: expected a finite number"),
        ('schedule={kind="cosin",total=3}', 'training.schedule.kind: unknown value "cosin"; did you mean "cosine"?'),
        ('schedule={kind="cosine"}', "training.schedule.total: is missing"),
        ('schedule={kind="step",every=0,factor=0.5}', "training.schedule.every: expected a whole number of at least 1, found 0"),
        ("schedule=cosine", "training.schedule: expected a table, as { kind = \"cosine\", total = … }, found the text 'cosine'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_with_its_key(tmp_path, sets, told):
    with pytest.raises(SpecError) as refused:
        load_network(small_net(tmp_path), [f"training.{sets}"])
    assert str(refused.value).endswith(told)


def test_a_setting_may_be_set_of_an_optimizer_that_is_named_alone(tmp_path):
    sets = ["training.optimizer=adam", "training.optimizer.beta_1=0.8"]
    _, inputs = resolve(load_network(small_net(tmp_path), sets))
    assert inputs.settings == {
        "eta": 0.5, "beta_1": 0.8, "beta_2": 0.999, "epsilon": 1e-8
    }  # fmt: skip


def test_adamw_decays_unless_told_otherwise(tmp_path):
    for more, decay in (([], 0.01), (["training.weight_decay=0"], 0.0)):
        sets = ["training.optimizer=adamw", *more]
        _, inputs = resolve(load_network(small_net(tmp_path), sets))
        assert inputs.settings["weight_decay"] == decay


@pytest.mark.slow
@pytest.mark.parametrize(
    ("schedule", "name", "typed"),
    [
        ('{ kind = "warmup", steps = 2 }', "steps", 0),
        ('{ kind = "cosine", total = 2 }', "total", 0),
        ('{ kind = "step", every = 2, factor = 0.5 }', "every", 0),
        ('{ kind = "exponential", factor = 0.5 }', "factor", -1),
    ],
)
def test_a_schedule_that_cannot_be_computed_is_refused_by_its_cell(
    schedule, name, typed, tmp_path
):
    spec = load_network(small_net(tmp_path), [f"training.schedule={schedule}"])
    sheetnet.build(spec, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    [(sheet, cell)] = book.defined_names[name].destinations
    book[sheet][cell.replace("$", "")].value = typed
    book.save(tmp_path / "b.xlsx")
    says = rf": expected a number of at least .* \({name}\), found {typed}$"
    with pytest.raises(WorkbookError, match=says):
        sheetnet.verify(tmp_path / "b.xlsx")
