"""Checkpoints: a long run shown at some of its updates, from what NumPy came to."""

import numpy as np
import openpyxl
import pytest
from msgspec.structs import replace

import sheetnet
from sheetnet.building.builder import draft, write
from sheetnet.calculators.embedded import Session
from sheetnet.engine import reached, run
from sheetnet.errors import LimitError, SpecError, TrainingError
from sheetnet.lang import languages, texts
from sheetnet.model.notation import Key
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from sheetnet.verification.book.map_inside import check_map
from sheetnet.verification.book.opening import open_workbook
from sheetnet.xlsx.reading.package import opened
from tests.calculating import needed, values
from tests.converting import by_xlsx
from tests.nets import outcome, small_net
from tests.test_batches import net
from tests.test_edited import pasted
from tests.torch_cases import AT_CHECKPOINTS, LONG, found_at_checkpoints, written

_ADAM = 'optimizer = "adam"\nclip = 0.3\nschedule = { kind = "step", every = 7, factor = 0.5 }'
_ALL = f'checkpoints = [0, 9, 40]\nbatches = 2\nreduction = "mean"\n{_ADAM}'


def plain(folder, *overrides, **settings):
    path = small_net(folder, epochs=1, **settings)
    return load_network(path, ["training.checkpoints=[0,9,40]", *overrides])


# ------------------------------------------------------------------ what may be written


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", "training.epochs: is missing; expected it, or checkpoints"),
        ("epochs = 3\nlive = 2", "training.live: belongs to checkpoints"),
        ("epochs = 3\ncheckpoints = [0, 9]", "either epochs or checkpoints, found both"),
        ("checkpoints = []", r"expected 0 as the first.*as \[0\]"),
        ("checkpoints = [100, 200]", r"expected 0 as the first.*as \[0, 100, 200\]"),
        ("checkpoints = [0, 9, 5]", "updates that rise, found 5 after 9"),
        ("checkpoints = [0, 9, 9]", "updates that rise, found 9 after 9"),
        ("checkpoints = [0, 5, 9]\nlive = 5", "5 live bands of 5 go up to update 9 and reach"
         " 9; take 9 out, or lower training.live to 4"),
        ("checkpoints = [0, 5]\nlive = 0", "training.live"),
        ("checkpoints = [0, 2.5]", "training.checkpoints"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_checkpoints_is_refused(said, told, tmp_path):
    with pytest.raises(SpecError, match=told):
        net(tmp_path, said)


def test_one_length_that_is_set_stands_instead_of_the_other(tmp_path):
    network, _ = resolve(plain(tmp_path))
    assert network.checkpoints == (0, 9, 40)
    again, _ = resolve(plain(tmp_path, "training.live=3", "training.epochs=4"))
    assert (again.checkpoints, again.epochs, again.bands) == ((), 4, 5)


def test_bands_count_updates(tmp_path):
    network, _ = resolve(
        net(tmp_path, "checkpoints = [0, 4, 30]\nlive = 3\nbatches = 4")
    )
    assert network.updates_of(11) == [0, 1, 2, 4, 5, 6, 30, 31, 32, 33, 34]
    assert (network.bands, network.begins) == (9, (0, 3, 6))
    # 32 updates are eight epochs of four batches.
    assert network.epochs == 8


def test_so_many_updates_that_nobody_waits_are_refused(tmp_path, monkeypatch):
    with pytest.raises(
        LimitError, match="1,000,000,000 updates would take NumPy about"
    ):
        draft(plain(tmp_path, "training.checkpoints=[0,1000000000]"))
    with pytest.raises(LimitError, match=r"bands need .* rows.*training\.checkpoints"):
        draft(plain(tmp_path, "training.live=400000", "training.checkpoints=[0]"))
    monkeypatch.setattr("sheetnet.sheets.limits.MAX_CELLS", 100)
    with pytest.raises(LimitError, match=r"take fewer training\.checkpoints"):
        draft(plain(tmp_path))


def test_a_run_that_overflows_between_is_refused_by_its_update(tmp_path):
    with pytest.raises(TrainingError, match=r"update 9, layer .*lower training\.eta"):
        draft(plain(tmp_path, "training.live=1", "training.eta=1e200"))


# ------------------------------------------------------------------ the numbers


@pytest.mark.slow
@pytest.mark.parametrize("case", [*AT_CHECKPOINTS, LONG])
def test_checkpoints_are_where_torch_comes_to(case, tmp_path):
    spec = LONG if case == LONG else written(tmp_path, case, AT_CHECKPOINTS)
    network, inputs = resolve(load_network(spec))
    inputs = reached(network, inputs)
    trace = run(network, inputs)
    told = found_at_checkpoints()[case]
    assert list(told) == [str(n) for n in network.checkpoints[1:]]
    for band, numbers in zip(network.begins[1:], told.values(), strict=True):
        for name, theirs in numbers.items():
            symbol, _, layer = name.partition("_")
            key = Key("C_T") if name == "C_T" else Key(symbol, int(layer))
            ours = trace[key][band].ravel()[: len(theirs)]
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("training", ["checkpoints = [0, 9, 40]", _ALL])
def test_the_bands_are_those_of_the_whole_run(training, tmp_path):
    network, inputs = resolve(net(tmp_path, training))
    some = run(network, reached(network, inputs))
    whole = replace(
        network, checkpoints=(), epochs=0, batches=network.batches, pasted=41
    )
    every = run(whole, inputs)
    for key, array in some.items():
        np.testing.assert_array_equal(array, every[key][network.updates_of(6)])


@pytest.mark.slow
def test_the_last_checkpoint_alone_may_have_no_update_below(tmp_path):
    made = draft(plain(tmp_path, "training.live=1"))
    training = made.plan.sheet("Training")
    assert (training.down.count, training.begins) == (3, (0, 1, 2))
    write(made, tmp_path / "a.xlsx")
    report = sheetnet.verify(tmp_path / "a.xlsx", perturb=2)
    assert (report.problems, report.first_wrong) == ((), None)


# ------------------------------------------------------------------ the workbook


def test_each_band_has_its_number_and_yellow_constants(tmp_path):
    write(draft(plain(tmp_path)), tmp_path / "a.xlsx")
    with opened(tmp_path / "a.xlsx") as package:
        book = open_workbook(package)
    training = openpyxl.load_workbook(tmp_path / "a.xlsx")["Training"]
    blocks = {
        one.symbol: one for one in book.map_of("Training").blocks if one.layer < 3
    }
    says = texts("en")("training.checkpoint")
    looks = training.conditional_formatting
    seen = {
        str(one.sqref)
        for one in looks
        for rule in one.rules
        if "ISNUMBER" in str(rule.formula)
    }
    for band, n in enumerate([0, 1, 9, 10, 40, 41]):
        rows, columns = blocks["w"].in_band(band).cells()
        first = training.cell(int(rows.flat[0]), int(columns.flat[0]))
        row, column = blocks["epoch"].in_band(band).place(0)
        assert training.cell(row + 1, column - 1).value == says
        begins = n in (0, 9, 40)
        assert isinstance(first.value, float) is begins
        assert (f"A{row + 1}" in seen) is (begins and n > 0)
        number = training.cell(row, column).value
        assert number == (n if begins else f"=$B{row - blocks['epoch'].axes[0].rows}+1")


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
def test_a_whole_workbook_of_checkpoints_agrees(lang, tmp_path):
    made = draft(net(tmp_path, _ALL, ', scale = "standard"', "softmax"), lang)
    write(made, tmp_path / "a.xlsx")
    report = sheetnet.verify(tmp_path / "a.xlsx", perturb=3)
    assert (report.problems, report.first_wrong) == ((), None)
    assert report.notes == (
        "the constants of the checkpoints 9, 40 lie where so many updates from band 0 lead",
    )
    assert made.values[Key("check.verdict")] == "✓"
    assert set(made.values[Key("check.mark")].tolist()) == {"✓"}
    numbers = {
        one.epoch
        for one in report.runs[0].quantities
        if one.sheet == texts(lang)("sheet.Training")
    }
    assert numbers <= {None, 0, 1, 9, 10, 40, 41}
    assert numbers >= {1, 9, 40, 41}


@pytest.mark.slow
def test_the_views_follow_the_update_that_is_chosen(tmp_path):
    made = draft(net(tmp_path, _ALL))
    write(made, tmp_path / "a.xlsx")
    names = {sheet.key: sheet.name for sheet in made.plan.sheets}
    blocks = {one.symbol: one for sheet in made.plan.sheets for one in sheet.blocks}
    C_T = made.values[Key("C_T")]
    with opened(tmp_path / "a.xlsx") as package, Session(package) as session:
        knob = blocks["picture.epoch"]
        # Of an update that is not shown, the last one before it.
        for typed, band, n in [
            *enumerate_updates(),
            (39, 3, 10),
            (-1, 0, 0),
            (99, 5, 41),
        ]:
            session.set_value(names["Picture"], knob.row - 1, knob.column - 1, typed)
            grids = session.computed(list(names.values()))

            def seen(symbol, grids=grids):
                block = blocks[symbol]
                return grids[names[block.sheet]][block.row - 1, block.column - 1]

            assert seen("picture.epoch_used") == n
            assert seen("explorer.epoch") == seen("gradient_check.used_epoch") == n
            assert seen("picture.C_T") == pytest.approx(C_T[band], rel=1e-9)
            marks = "explorer.verdict", "gradient_check.mark", "check.verdict"
            assert [seen(one) for one in marks] == ["✓"] * 3


def enumerate_updates():
    return [(n, band, n) for band, n in enumerate([0, 1, 9, 10, 40, 41])]


@pytest.mark.slow
@pytest.mark.parametrize(
    "calculator", ["libreoffice", "gnumeric", "formualizer", "cellrune"]
)
def test_other_programs_agree(calculator, tmp_path):
    needed(calculator)
    sheetnet.build(net(tmp_path, _ALL), tmp_path / "a.xlsx")
    report = sheetnet.verify(tmp_path / "a.xlsx", calculator=calculator, perturb=1)
    assert (report.problems, report.first_wrong) == ((), None)


@pytest.mark.slow
def test_pasted_bands_go_on_from_the_last(tmp_path):
    made = draft(net(tmp_path, _ALL))
    write(made, tmp_path / "a.xlsx")
    path = pasted(tmp_path / "a.xlsx", tmp_path / "p.xlsx", 2)
    report = sheetnet.verify(path)
    assert (report.problems, report.first_wrong) == ((), None)
    assert "2 pasted bands were found and checked too" in report.notes
    # The head says the last of 43 updates.
    network, inputs = resolve(net(tmp_path, _ALL))
    whole = run(replace(network, checkpoints=(), epochs=0, pasted=43), inputs)
    block = next(
        b for s in made.plan.sheets for b in s.blocks if b.symbol == "last_C_T"
    )
    grid = values(needed("embedded"), path, ["Training"])["Training"]
    found = grid[block.row - 1, block.column - 1]
    assert found == pytest.approx(whole[Key("C_T")][43], rel=1e-9)
    assert grid[block.row - 1, block.column] == 43


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_checkpoint_survives_libreoffice(tmp_path):
    sheetnet.build(net(tmp_path, _ALL), tmp_path / "a.xlsx")
    path = by_xlsx([tmp_path / "a.xlsx"], tmp_path)[0]
    report = sheetnet.verify(path, calculator="saved")
    assert (report.problems, report.first_wrong) == ((), None)
    assert any("checkpoints 9, 40 lie where" in note for note in report.notes)


# ------------------------------------------------------------------ what goes wrong


def edited(path, target, change):
    book = openpyxl.load_workbook(path)
    with opened(path) as package:
        blocks = {
            one.key: one for one in open_workbook(package).map_of("Training").blocks
        }
    change(book, blocks)
    book.save(target)
    return sheetnet.verify(target, perturb=0)


@pytest.mark.slow
def test_a_constant_that_is_wrong_is_named(tmp_path):
    sheetnet.build(net(tmp_path, _ALL), tmp_path / "a.xlsx")

    def change(book, blocks):
        row, column = blocks[Key("m_b", 2)].in_band(2).place(1)
        cell = book["Training"].cell(row, column)
        cell.value += 1e-6
        change.where = f"Training!{cell.coordinate}"

    report = edited(tmp_path / "a.xlsx", tmp_path / "b.xlsx", change)
    # What follows of it does so: the band is right, its constant is not.
    assert report.agree
    (wrong, right) = (note for note in report.notes if "checkpoint" in note)
    assert wrong.startswith("the constants of the checkpoint 9 do not lie where")
    assert f"{change.where} (m_b_2) holds" in wrong
    assert right.startswith("the constants of the checkpoint 40 lie where")
    assert wrong in report.to_json()["notes"]


@pytest.mark.slow
def test_a_run_that_rounding_carries_anywhere_tells_nothing(tmp_path):
    spec = plain(tmp_path, "training.checkpoints=[0,500]", "training.eta=8")
    sheetnet.build(spec, tmp_path / "a.xlsx")

    def change(book, blocks):
        row, column = blocks[Key("w", 2)].in_band(2).place(0)
        book["Training"].cell(row, column).value += 1e-5

    report = edited(tmp_path / "a.xlsx", tmp_path / "b.xlsx", change)
    assert report.agree
    (told,) = (note for note in report.notes if "checkpoint" in note)
    assert told.startswith("whether the constants of the checkpoint 500 lie where")


@pytest.mark.slow
def test_after_an_edit_of_eta_no_checkpoint_is_on_the_way(tmp_path):
    sheetnet.build(net(tmp_path, _ALL), tmp_path / "a.xlsx")

    def change(book, _):
        sheet, cell = next(book.defined_names["eta"].destinations)
        book[sheet][cell.replace("$", "")] = 0.25

    report = edited(tmp_path / "a.xlsx", tmp_path / "b.xlsx", change)
    assert report.agree
    told = [note for note in report.notes if "checkpoint" in note]
    assert "the constants of the checkpoint 9 do not lie where" in told[0]
    assert told[1:] == ["those of the checkpoint 40 are others than NumPy's, too"]


@pytest.mark.slow
def test_a_formula_typed_over_is_found_by_its_update(tmp_path):
    sheetnet.build(net(tmp_path, _ALL), tmp_path / "a.xlsx")

    def change(book, blocks):
        row, column = blocks[Key("w", 3)].in_band(5).place(0)
        book["Training"].cell(row, column).value = 0.5

    report = edited(tmp_path / "a.xlsx", tmp_path / "b.xlsx", change)
    assert "(w_3 in update 41) holds no formula" in report.problems[0]
    assert report.first_wrong.epoch == 41


@pytest.mark.parametrize("checkpoints", [(5, 40), (0, 40, 9), (0, 1)])
def test_a_map_with_other_checkpoints_is_refused(checkpoints, tmp_path):
    sheetnet.build(plain(tmp_path), tmp_path / "a.xlsx")
    with opened(tmp_path / "a.xlsx") as package:
        manifest = open_workbook(package).manifest
    subject = replace(manifest.subject, checkpoints=checkpoints)
    with pytest.raises(sheetnet.SheetnetError, match="was altered"):
        check_map(tmp_path, type(manifest)(manifest.header, subject, manifest.sheets))


# ------------------------------------------------------------------ commands


def test_show_and_train_count_updates(tmp_path):
    path = tmp_path / "a.toml"
    net(tmp_path, _ALL)
    _, shown, _ = outcome("show", str(path))
    assert (
        "shown after so many updates: 0, 9, 40 (an epoch has 2; bands at each: 2)"
        in shown
    )
    _, trained, _ = outcome("train", str(path))
    assert [line.split()[1] for line in trained.splitlines()[:6]] == [
        "0",
        "1",
        "9",
        "10",
        "40",
        "41",
    ]
