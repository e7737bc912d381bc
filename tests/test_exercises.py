"""Every exercise of every template, played through in the embedded calculator."""

import re

import numpy as np
import pytest

from sheetnet.building.builder import draft, write
from sheetnet.calculators.base import CellError
from sheetnet.calculators.embedded import Session
from sheetnet.errors import SpecError
from sheetnet.lang import said, texts
from sheetnet.spec.exercise import Reference, claim, reference
from sheetnet.spec.loading import load_spec
from sheetnet.xlsx.reading.package import opened
from tests.nets import small_net
from tests.templates import NETWORKS

# What a workbook calls otherwise: the class in words, and numbers as they are typed.
_CALLED = {"answer": "last_answer"}
_TYPED = {"x": "raw"}


class Book:
    """A workbook in the calculator, in which cells are found by what they hold."""

    def __init__(self, name, folder):
        made = draft(load_spec(name))
        write(made, folder / "book.xlsx")
        self.values = made.values
        self.names = {sheet.key: sheet.name for sheet in made.plan.sheets}
        self.blocks = {}
        for sheet in made.plan.sheets:
            for block in sheet.blocks:
                self.blocks.setdefault((block.symbol, block.layer), block)

    def found(self, ref, epoch):
        """Return the block of what is meant, and which of its cells."""
        layer = int(ref.layer or (ref.symbol, 0) not in self.blocks)
        block = self.blocks[ref.symbol, layer]
        at = tuple(one - 1 for one in ref.at)
        if block.has("epoch"):
            at = (epoch if ref.epoch is None else ref.epoch, *at)
        return block, at

    def seen(self, ref, grids):
        """Return what stands there, after the last epoch where none is named."""
        called = ref._replace(symbol=_CALLED.get(ref.symbol, ref.symbol))
        block, at = self.found(called, -1)
        if ref.was:
            return np.ravel(self.values[block.key][at])
        rows, columns = block.cells()
        grid = grids[self.names[block.sheet]]
        return grid[np.ravel(rows[at]) - 1, np.ravel(columns[at]) - 1]

    def typed(self, text, value):
        """Yield each cell into which a value is typed, and what stood there."""
        ref = reference(text)
        typed = ref._replace(symbol=_TYPED.get(ref.symbol, ref.symbol))
        known = {symbol for symbol, _ in self.blocks}
        block, at = self.found(typed if typed.symbol in known else ref, 0)
        rows, columns = (np.ravel(one[at]).tolist() for one in block.cells())
        before = np.ravel(self.values[block.key][at]).tolist()
        for row, column, old in zip(rows, columns, before, strict=True):
            yield (self.names[block.sheet], row - 1, column - 1), value, old


def holds(book, text, grids):
    """Tell whether a claim is so."""
    one = claim(text)
    left, right = book.seen(one.left, grids), one.right
    if isinstance(right, str):
        return all(each == right for each in left)
    left = left.astype(float)
    if isinstance(right, Reference):
        right = one.times * book.seen(right, grids).astype(float)
        near = 1e-12 + 1e-9 * abs(left)
    else:
        near = 0.5001 * 10**-one.decimals
    if one.sign == "=":
        return bool((abs(left - right) <= near).all())
    return bool((left < right if one.sign == "<" else left > right).all())


def errors(grids):
    """Return the sheets in which a cell holds an error."""
    return [
        name
        for name, grid in grids.items()
        if CellError in set(map(type, grid.ravel().tolist()))
    ]


_LARGE = ("digits-8x8", "digits-conv", "iris")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(one, marks=pytest.mark.slow) if one in _LARGE else one
        for one in NETWORKS
    ],
)
def test_what_the_exercises_of_a_template_claim_is_so(name, tmp_path):
    book, every = Book(name, tmp_path), load_spec(name).exercises
    assert 3 <= len(every) <= 5
    with opened(tmp_path / "book.xlsx") as package, Session(package) as session:
        for number, one in enumerate(every, 1):
            typed = [each for at in one.set for each in book.typed(at, one.set[at])]
            for cell, value, _ in typed:
                session.set_value(*cell, value)
            grids = session.computed(list(book.names.values()))
            assert (number, errors(grids)) == (number, [])
            wrong = [text for text in one.claim if not holds(book, text, grids)]
            assert (number, wrong) == (number, [])
            for cell, _, old in typed:
                session.set_value(*cell, old)


# ------------------------------------------------------------------ how they are written


def with_exercise(folder, lines):
    """Write a small network with one exercise."""
    path = small_net(folder)
    path.write_text(path.read_text("utf-8") + f"\n[[exercise]]\n{lines}\n", "utf-8")
    return path


WHOLE = 'ask = "Guess."\nanswer = "So."\nset = { eta = 1 }\nclaim = ["C_T < 1"]'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('ask = "Guess."\n', "", "exercise, number 1.ask: is missing"),
        ("claim", "claims", "exercise, number 1.claims: unknown key"),
        ("eta =", '"w2[" =', "exercise, number 1: expected cells, as w2[1,3] or C_T@0"),
        ("C_T < 1", "C_T is small", "number 1: expected a comparison, as C_T < 0.5"),
        ("C_T < 1", "C_T < few!", "number 1: expected cells, as w2[1,3] or C_T@0"),
        ('"Guess."', '{ fr = "?" }', 'number 1, ask: unknown language "fr"'),
    ],
)
def test_what_is_wrong_with_an_exercise_is_told(tmp_path, old, new, says):
    with pytest.raises(SpecError, match=re.escape(says)):
        load_spec(with_exercise(tmp_path, WHOLE.replace(old, new)))


def asked(spec, lang="en"):
    """Return the paragraphs of the Guide's exercises, and of what happens."""
    made = draft(spec, lang)
    (guide,) = (one for one in made.plan.sheets if one.key == "Guide")
    found = {}
    for cell in guide.cells:
        if cell.style == "heading":
            found[cell.text] = []
        elif cell.column == 1 and found and re.match(r"\d\. ", cell.text or ""):
            found[next(reversed(found))].append(cell.text)
    heads = (texts(lang)(f"guide.{head}") for head in ("try", "happens"))
    return [found.get(head, []) for head in heads]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_guide_asks_what_the_spec_asks_and_answers_further_down(lang):
    spec = load_spec("xor")
    questions, answers = asked(spec, lang)
    wanted = [f"{n}. {said(one.ask, lang)}" for n, one in enumerate(spec.exercises, 1)]
    for text, whole in zip(questions, wanted, strict=False):
        assert whole.startswith(text)
    assert len(questions) - 1 == len(wanted) == 5  # and one epoch more
    assert answers[0].startswith(f"1. {said(spec.exercises[0].answer, lang)[:10]}")


def test_other_values_than_the_templates_are_asked_what_any_network_can_be():
    (questions, answers), (untrained, _) = (
        asked(load_spec("xor", [f"training.epochs={epochs}"])) for epochs in (20, 0)
    )
    assert [one[:14] for one in questions][:1] == ["1. Guess: if η"]
    assert (len(questions), answers) == (5, [])
    assert not [one for one in untrained if "η" in one or "epoch" in one]


def test_of_a_network_that_is_not_trained_the_guide_says_so():
    made = draft(load_spec("edges"))
    said_there = " ".join(cell.text or "" for cell in made.plan.sheets[0].cells)
    assert "Nothing is trained here" in said_there
    assert "0 epochs" not in said_there
