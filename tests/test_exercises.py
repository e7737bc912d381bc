"""Every exercise of every template, played through in the embedded calculator."""

import re

import pytest

from sheetnet.building.builder import draft
from sheetnet.calculators.embedded import Session
from sheetnet.errors import SpecError
from sheetnet.lang import said, texts
from sheetnet.spec.exercise import Reference, claim
from sheetnet.spec.loading import load_spec
from sheetnet.xlsx.reading.package import opened
from tests.books import Book, errors
from tests.nets import small_net
from tests.templates import NETWORKS


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


def play(book, folder, exercises):
    """Play exercises one after another: what is set, what then holds; no cell fails."""
    with opened(folder / "book.xlsx") as package, Session(package) as session:
        for number, (put, claims) in enumerate(exercises, 1):
            typed = [each for at in put for each in book.typed(at, put[at])]
            for cell, value, _ in typed:
                session.set_value(*cell, value)
            grids = session.computed(list(book.names.values()))
            assert (number, errors(grids)) == (number, [])
            wrong = [text for text in claims if not holds(book, text, grids)]
            assert (number, wrong) == (number, [])
            for cell, _, old in typed:
                session.set_value(*cell, old)


_SMALL = ("and-neuron", "xor", "blobs")


@pytest.mark.parametrize(
    "name",
    [
        one if one in _SMALL else pytest.param(one, marks=pytest.mark.slow)
        for one in NETWORKS
    ],
)
def test_what_the_exercises_of_a_template_claim_is_so(name, tmp_path):
    every = load_spec(name).exercises
    assert 3 <= len(every) <= 5
    play(Book(name, tmp_path), tmp_path, [(one.set, one.claim) for one in every])


# What the questions of lessons say of numbers, worked out by hand.
QUESTIONS = {
    "neuron": [
        ({"theta": 20}, ["y = 0"]),
        ({"w[1]": -2}, ["slope = -2", "same_z = '✓'"]),
    ],
    "gradient-descent": [
        ({"other_eta": 0.5}, ["other_z[2] = 0.000000"]),
        ({"other_eta": 1}, ["other_z[2] = other_z[1]", "other_x[31] = other_x[1]"]),
        ({"other_eta": 1.1}, ["other_z[31] > 1000 * other_z[1]"]),
        ({"eta": 0.01}, ["last > was last"]),
    ],
    "optimizers": [
        ({"eta[1]": 0.2}, ["gradient_descent_y[31] = gradient_descent_y[1]"]),
        ({"eta[1]": 0.21}, ["last[1] > was last[1]", "gradient_descent_y[31] > 10"]),
        ({"steep[2]": 20}, ["gradient_descent_y[31] > 1000", "adam_y[31] < 1"]),
        ({"mu": 0, "eta": 0.05}, ["momentum_x = gradient_descent_x",
                                  "nesterov_y = gradient_descent_y"]),
        ({"line_eta[1]": 0.036}, ["line_last[1] > line_gradient_descent_cost[1]"]),
        ({"line_eta": 0.01}, ["line_adam_p[2] = 0.010000", "line_adam_q[2] = 0.010000",
                              "line_gradient_descent_p[2] = 1.2005"]),
        ({"eta": 50, "line_eta": 50}, ["same_gradient = '✓'"]),
    ],
    "derivatives": [
        ({"x": 1}, ["exact = 0"]),
        ({"w": 0}, ["chain = 0"]),
        ({"at": 0}, ["partial = 0"]),
    ],
    "sequences": [
        ({"r": -1}, ["g[3] = g[1]"]),
        ({"r": 1.1}, ["g_last > 6 * g[1]"]),
        ({"d": 0, "r": 1}, ["a_last = a[1]", "g_last = g[1]"]),
        ({"w[3]": 0}, ["delta[1] = 0", "delta[2] = 0"]),
    ],
    "attention": [
        ({"W_q": 0, "query": 3}, ["P = 0.25", "chosen_masked[1] = 0.333333333",
                                  "chosen_masked[3] = 0.333333333"]),
        ({"W_q": 0, "W_q[1,1]": 10, "W_q[2,2]": 10}, ["P[1,1] > 0.9", "P[2,3] > 0.9",
                                                    "P[3,3] > 0.9", "P[4,4] > 0.8"]),
        ({"x[4,1]": 3}, ["masked_o[1] = was masked_o[1]", "masked_o[3] = was masked_o[3]",
                         "o[1,1] > was o[1,1]", "masked_o[4,1] > was masked_o[4,1]"]),
        ({"later": 5}, ["masked_moved[1] = 0.000000000", "masked_moved[3] = 0.000000000", "moved > 0.01",
                        "masked_moved[4] > 0.01", "same_before = '✓'"]),
        ({"later[1]": -1, "later[2]": 0.5}, ["moved = 0.000000000", "masked_moved = 0.000000000"]),
        ({"shift": 100, "query": 4}, ["same_shifted = '✓'", "shifted_P = chosen"]),
    ],
    "recurrence": [
        ({"u": -1}, ["near_u = '✓'"]),
        ({"us[1]": 0.9, "us[2]": 1.1}, ["linear_last[1] = 0.35", "linear_last[2] = 2.6"]),
        ({"x": 0, "b": 0, "start": 0}, ["last = linear_last", "h = 0.000000000"]),
        ({"b": 3}, ["last < 0.0000001", "slope < 0.1"]),
        ({"matrix[1,1]": 0, "matrix[1,2]": 1, "matrix[2,1]": -1, "matrix[2,2]": 0},
         ["stretch = 1.000000000", "length = 1.000000000", "bound = 1.000000000"]),
        ({"matrix[1,1]": 0.5, "matrix[1,2]": 2, "matrix[2,1]": 0, "matrix[2,2]": 0.5},
         ["stretch > 2", "length[1] < 0.05", "bound[1] > 1000", "bounded = '✓'"]),
        ({"phi": 77}, ["turn_length = 1.000000"]),
    ],
    "lagrange": [({"r": 2}, ["least = -2.83", "lambda_ = -0.354", "near = '✓'"])],
    "depth": [
        # (64 + 1) 30 + (30 + 1) 10
        ({"sizes": 0, "sizes[1]": 64, "sizes[2]": 30, "sizes[3]": 10}, ["total = 2260"]),
    ],
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", QUESTIONS)
def test_what_the_questions_of_a_lesson_say_is_so(name, tmp_path):
    play(Book(name, tmp_path), tmp_path, QUESTIONS[name])


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
        ("eta =", '"w2[" =', "exercise.1: expected cells, as w2[1,3] or C_T@0"),
        ("C_T < 1", "C_T is small", "exercise.1: expected a comparison, as C_T < 0.5"),
        ("C_T < 1", "C_T < few!", "exercise.1: expected cells, as w2[1,3] or C_T@0"),
        ('"Guess."', '{ fr = "?" }', 'exercise.1: ask: unknown language "fr"'),
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


@pytest.mark.slow
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
