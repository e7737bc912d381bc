"""The fault lab: a planted wiring fault is found by `verify`, by its text and by its values."""

from functools import cache
from itertools import count

import openpyxl
import pytest

import sheetnet
import sheetnet.exercises.sabotage as laboratory
from sheetnet.building.builder import draft
from sheetnet.exercises.faults import KINDS, faults_of
from sheetnet.exercises.sabotage import sabotage
from sheetnet.lang import languages, texts
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from sheetnet.verification.book.opening import cells_of, open_workbook
from sheetnet.workbook.address import a1, to_a1
from sheetnet.xlsx.reading.package import opened
from tests.nets import RANDOM_RUNS, conv_net, outcome, small_net
from tests.templates import LESSONS, NETWORKS, plan_of_template, shortened

# How many of 200 seeds go to each template: fewer to those that take long.
SHARES = {
    "digits": 24, "xor": 24, "and-neuron": 16, "logistic": 16, "iris": 20, "edges": 26,
    "digits-conv": 14, "digits-8x8": 4, "circle": 8, "moons": 6, "spiral": 8, "blobs": 6,
    "wine": 6, "penguins": 6, "penguin-mass": 6,
    "iris-adam": 2, "spiral-adam": 2, "digits-long": 2, "hello-rnn": 4,
}  # fmt: skip


# A quarter of them by default; all in `make random`.
PART = 1 if RANDOM_RUNS >= 300 else 4


def seeds():
    number = count()
    for name, share in SHARES.items():
        yield from ((name, next(number)) for _ in range(-(-share // PART)))


def test_the_seeds_are_200_over_all_networks():
    assert sum(SHARES.values()) == 200
    assert set(SHARES) == set(NETWORKS)


@pytest.fixture(scope="session")
def sound(tmp_path_factory):
    """Build a template once, with little of its length, and return the file."""
    folder = tmp_path_factory.mktemp("sound")

    def build(name):
        path = folder / f"{name}.xlsx"
        if not path.exists():
            sheetnet.build(shortened(name, folder), path)
        return path

    return build


@pytest.fixture(scope="module")
def _read_once():
    """Read each sound workbook once, for all that is planted in it."""
    with pytest.MonkeyPatch.context() as patch:
        read = cache(laboratory._read_sound)
        patch.setattr(laboratory, "_read_sound", read)
        yield


@cache
def values_of(path):
    """Return, for every quantity of Training, its places and values in the file."""
    with opened(path) as package:
        book = open_workbook(package)
    [training] = [one for one in book.manifest.sheets if one.key == "Training"]
    return {
        str(block.key): (block, cells_of(block, book.saved["Training"]))
        for block in training.blocks
    }


def same(before, after):
    """Tell whether a number is as it was; a number that is not used is an empty text."""
    if None in (before, after):
        return before is after
    return abs(before - after) <= 1e-12 + 1e-9 * abs(before)


def first_change(before, after, quantity):
    """Return the cell in which a quantity first differs: by epoch, then as one reads."""
    block, was = values_of(before)[quantity]
    _, now = values_of.__wrapped__(after)[quantity]
    rows, columns = block.cells()
    places = zip(rows.flat, columns.flat, was.flat, now.flat, strict=True)
    changed = [(r, c) for r, c, v, w in places if not same(v, w)]
    # Bands stand below each other, so the order of rows is that of epochs.
    return a1(*min(changed))


@pytest.mark.slow
@pytest.mark.usefixtures("_read_once")
@pytest.mark.parametrize(("name", "seed"), list(seeds()))
def test_a_planted_fault_is_found_by_text_and_by_value(tmp_path, sound, name, seed):
    before, after = sound(name), tmp_path / "faulty.xlsx"
    planted = sabotage(before, after, seed=seed)
    report = sheetnet.verify(after, perturb=0)
    # By its text: the first cell that holds the faulty formula.
    where = f"{planted.cell} ({planted.quantity}"
    assert report.problems[0].startswith(where)
    assert (
        f"holds ={planted.formula:.80}; planned: ={planted.planned:.80}"
        in report.problems[0]
    )
    # By its values: the first cell of that quantity whose number has changed.
    first = report.first_wrong
    assert str(first.key) == planted.quantity
    assert first.first == f"Training!{first_change(before, after, planted.quantity)}"


# ------------------------------------------------------------------ kinds


@cache
def faults_in(template, kind):
    network, _ = resolve(load_network(template, ()))
    return faults_of(network, plan_of_template(template).sheet("Training"), kind)


def typed(template, kind, quantity):
    """Return planned and faulty formulas of a quantity, as its first cells hold them."""
    down = plan_of_template(template).sheet("Training").down
    for fault in faults_in(template, kind):
        if str(fault.key) == quantity:
            cell = fault.cell
            row = cell.row + (down.step if cell.initial is not None else 0)
            yield tuple(
                to_a1(text, row, cell.column) for text in (cell.formula, fault.formula)
            )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "kind", "quantity", "planned", "faulty"),
    [
        ("digits", "wrong-sign", "z_2", "SUMPRODUCT(M$8:O$11,$B19:$D22)+$E19", "SUMPRODUCT(M$8:O$11,$B19:$D22)-$E19"),
        ("digits", "wrong-sign", "delta_3", "(M29-M$13)*M29*(1-M29)", "(M$13-M29)*M29*(1-M29)"),
        ("iris", "wrong-sign", "delta_3", "O39-O$13", "O$13-O39"),
        ("digits", "wrong-sign", "w_2", "$B19-eta*$G19", "$B19+eta*$G19"),
        ("digits", "eta-left-out", "b_2", "$E19-eta*$J19", "$E19-$J19"),
        ("digits", "missing-slope", "delta_2", "SUMPRODUCT(M37:M38,$B43:$B44)*M22*(1-M22)", "SUMPRODUCT(M37:M38,$B43:$B44)"),
        ("digits", "missing-slope", "delta_3", "(M29-M$13)*M29*(1-M29)", "(M29-M$13)"),
        ("digits", "transposed-weight", "wT_3", "$C38", "$B39"),
        ("digits", "neighbours-column", "a_2", "1/(1+EXP(-M18))", "1/(1+EXP(-Q18))"),
        ("digits", "neighbours-column", "dC_dw_3", "SUMPRODUCT($M37:$JE37,$M22:$JE22)", "SUMPRODUCT($M37:$JE37,$Q22:$JI22)"),
        ("digits", "absolute-where-relative", "z_2", "SUMPRODUCT(M$8:O$11,$B19:$D22)+$E19", "SUMPRODUCT($M$8:$O$11,$B19:$D22)+$E19"),
        ("digits", "absolute-where-relative", "z_2", "SUMPRODUCT(M$8:O$11,$B19:$D22)+$E19", "SUMPRODUCT(M$8:O$11,$B$19:$D$22)+$E19"),
        ("digits", "absolute-where-relative", "w_2", "$B19-eta*$G19", "$B$19-eta*$G19"),
        ("digits-conv", "tie-sent-twice", "delta_2", "IF(AND(M47-N34<1E-9,M47-MAX(M34)>=1E-9),M71,0)*N34*(1-N34)", "IF(M47-N34<1E-9,M71,0)*N34*(1-N34)"),
    ],
)  # fmt: skip
def test_a_fault_is_what_a_person_would_have_typed(
    template, kind, quantity, planned, faulty
):
    assert (planned, faulty) in set(typed(template, kind, quantity))


def test_a_filter_that_was_not_flipped_links_to_its_own_place(tmp_path):
    path = conv_net(tmp_path, TWO_CONVOLUTIONS)
    network, _ = resolve(load_network(path, ()))
    training = draft(load_network(path, ())).plan.sheet("Training")
    found = [
        f
        for f in faults_of(network, training, "transposed-weight")
        if f.key.symbol == "wF"
    ]
    # 1 filter on 1 map, 2×2: all four cells trade places when it is flipped.
    assert len(found) == 4
    links = [to_a1(f.formula, f.cell.row, f.cell.column) for f in found]
    flipped = [to_a1(f.cell.formula, f.cell.row, f.cell.column) for f in found]
    assert links == flipped[::-1]
    assert links == sorted(links, key=lambda cell: (cell[2:], cell[:2]))


TWO_CONVOLUTIONS = """
[[layer]]
kind = "conv"
filters = 1
size = [2, 2]
[[layer]]
kind = "conv"
filters = 1
size = [2, 2]
"""


# Adam, and all that may stand around an optimizer.
ADAM = [
    'training.optimizer="adam"',
    "training.weight_decay=0.1",
    "training.clip=1",
    'training.schedule={kind="exponential",factor=0.9}',
]


@pytest.fixture(scope="module")
def with_adam(tmp_path_factory):
    """Return a network that Adam trains, and its Training."""
    spec = load_network(small_net(tmp_path_factory.mktemp("adam")), ADAM)
    return resolve(spec)[0], draft(spec).plan.sheet("Training")


def faults_with_adam(with_adam, kind):
    """Return the faults of a kind: quantity, planned formula, faulty one."""
    training = with_adam[1]
    found = faults_of(*with_adam, kind)
    return [
        (
            str(one.key),
            *(
                to_a1(text, one.cell.row + training.down.step, one.cell.column)
                for text in (one.cell.formula, one.formula)
            ),
        )
        for one in found
    ]


UPDATE = "$B22-$B16*$B67/(1-$G54)/(SQRT($G67/(1-$B55))+epsilon)"


@pytest.mark.parametrize(
    ("kind", "quantity", "planned", "faulty"),
    [
        ("correction-left-out", "w_2", UPDATE, "$B22-$B16*$B67/(SQRT($G67/(1-$B55))+epsilon)"),
        ("correction-left-out", "w_2", UPDATE, "$B22-$B16*$B67/(1-$G54)/(SQRT($G67)+epsilon)"),
        ("slot-of-another-band", "w_2", UPDATE, "$B22-$B16*$B29/(1-$G54)/(SQRT($G67/(1-$B55))+epsilon)"),
        ("slot-for-gradient", "w_2", UPDATE, "$B22-$B16*$G22/(1-$G54)/(SQRT($G67/(1-$B55))+epsilon)"),
        ("other-beta", "v_b_2", "beta_2*$G31+(1-beta_2)*($D16*$G24)*($D16*$G24)", "beta_1*$G31+(1-beta_1)*($D16*$G24)*($D16*$G24)"),
        ("other-beta", "beta_1_n", "$G16*beta_1", "$G16*beta_2"),
        ("slot-for-gradient", "m_b_2", "beta_1*$B31+(1-beta_1)*($D16*$G24)", "beta_1*$B31+(1-beta_1)*($D16*$B31)"),
        ("decay-on-bias", "m_b_2", "beta_1*$B31+(1-beta_1)*($D16*$G24)", "beta_1*$B31+(1-beta_1)*($D16*$G24+weight_decay*$B24)"),
        ("eta-left-out", "eta_n", "eta*EXP($B53*LN(factor))", "EXP($B53*LN(factor))"),
    ],
)  # fmt: skip
def test_a_fault_of_an_update_is_what_a_person_would_have_typed(
    with_adam, kind, quantity, planned, faulty
):
    found = faults_with_adam(with_adam, kind)
    assert (quantity, planned, faulty) in found


def test_a_weight_has_its_decay_and_plain_descent_has_no_powers():
    assert faults_in("digits", "decay-on-bias") == []
    assert faults_in("digits", "other-beta") == []


@pytest.mark.slow
def test_faults_of_adam_are_found_whichever_is_planted(tmp_path):
    sheetnet.build(load_network(small_net(tmp_path), ADAM), tmp_path / "sound.xlsx")
    planted = set()
    for seed in range(12):
        path = tmp_path / f"{seed}.xlsx"
        planted.add(sabotage(tmp_path / "sound.xlsx", path, seed=seed).kind)
        assert not sheetnet.verify(path, perturb=0).agree, seed
    assert len(planted & set(list(KINDS)[7:])) > 2


def test_every_kind_can_be_planted_and_is_told_in_every_language(with_adam, tmp_path):
    spec = load_network(small_net(tmp_path), ["training.batches=2", "data.test=0.5"])
    in_batches = resolve(spec)[0], draft(spec).plan.sheet("Training")
    more = (
        '{ kind = "batch-norm" }, { kind = "dropout" }, { kind = "add", adds = 3 },'
        ' { kind = "norm", norm = "layer" }, { kind = "dense", units = 2 }'
    )
    path = tmp_path / "small.toml"
    path.write_text(
        path.read_text("utf-8").replace("\n]", f"\n  {more},\n]", 1), "utf-8"
    )
    spec = load_network(path)
    with_more = resolve(spec)[0], draft(spec).plan.sheet("Training")
    for kind in KINDS:
        found = faults_with_adam(with_adam, kind) or faults_of(*in_batches, kind)
        found = found or faults_of(*with_more, kind)
        templates = ("digits", "digits-conv")
        assert found or any(faults_in(name, kind) for name in templates), kind
        for lang in languages():
            assert texts(lang)(f"cli.fault_{kind.replace('-', '_')}")


def test_a_network_without_pools_and_hidden_layers_has_no_such_faults():
    assert faults_in("logistic", "tie-sent-twice") == []
    assert faults_in("logistic", "transposed-weight") == []


# ------------------------------------------------------------------ the command


@pytest.fixture
def small(tmp_path):
    sheetnet.build(small_net(tmp_path), tmp_path / "small.xlsx")
    return tmp_path / "small.xlsx"


@pytest.mark.slow
def test_the_same_seed_gives_the_same_file_and_another_another(small, tmp_path):
    one, again, other = (tmp_path / f"{n}.xlsx" for n in range(3))
    for target, seed in ((one, 1), (again, 1), (other, 2)):
        sabotage(small, target, seed=seed)
    assert one.read_bytes() == again.read_bytes() != other.read_bytes()


@pytest.mark.slow
def test_the_values_in_the_file_are_those_of_its_formulas(small, tmp_path):
    """So a preview shows them too, and `--calculator saved` has something to check."""
    sabotage(small, tmp_path / "f.xlsx")
    saved = sheetnet.verify(tmp_path / "f.xlsx", calculator="saved")
    live = sheetnet.verify(tmp_path / "f.xlsx")
    assert not saved.agree
    assert saved.first_wrong.first == live.first_wrong.first


@pytest.mark.slow
def test_inputs_as_a_person_changed_them_stay(small, tmp_path):
    loaded = openpyxl.load_workbook(small)
    [(sheet, cell)] = loaded.defined_names["eta"].destinations
    loaded[sheet][cell] = 0.125
    loaded.save(tmp_path / "edited.xlsx")
    sabotage(tmp_path / "edited.xlsx", tmp_path / "f.xlsx")
    assert openpyxl.load_workbook(tmp_path / "f.xlsx")[sheet][cell].value == 0.125


@pytest.mark.slow
def test_the_fault_is_told_only_when_asked(small, tmp_path):
    status, out, _ = outcome("sabotage", small, "-o", tmp_path / "f.xlsx", "--seed", 3)
    assert (status, len(out.splitlines())) == (0, 1)
    assert "find it, then: sheetnet verify" in out
    more = outcome(
        "sabotage", small, "-o", tmp_path / "f.xlsx", "--seed", 3, "--reveal"
    )
    planted = sabotage(small, tmp_path / "g.xlsx", seed=3)
    _, kind, cell = more[1].splitlines()
    assert kind.startswith(f"{planted.quantity}: ")
    assert cell == (
        f"first in {planted.cell}, which holds ={planted.formula};"
        f" planned: ={planted.planned}"
    )


def refused(*arguments):
    status, out, err = outcome("sabotage", *arguments)
    assert (status, out) == (2, "")
    return err


@pytest.mark.slow
def test_what_cannot_be_sabotaged_is_said(small, tmp_path):
    sabotage(small, tmp_path / "f.xlsx")
    sheetnet.build(LESSONS[0], tmp_path / "lesson.xlsx")
    target = tmp_path / "new.xlsx"
    err = refused(tmp_path / "f.xlsx", "-o", target)
    assert "f.xlsx: expected formulas as planned, found Training!" in err
    err = refused(tmp_path / "lesson.xlsx", "-o", target)
    assert "is a lesson; expected a network's workbook" in err
    assert "another file name" in refused(small, "-o", small)
    assert not target.exists()
    target.write_text("theirs")
    assert "is not ours; --force overwrites it" in refused(small, "-o", target)


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_finds_the_same_cell(libreoffice, small, tmp_path):
    sabotage(small, tmp_path / "f.xlsx", seed=5)
    found = [
        sheetnet.verify(tmp_path / "f.xlsx", calculator=name).first_wrong.first
        for name in ("embedded", "libreoffice")
    ]
    assert found[0] == found[1]
