"""Sequences: text as data, recurrent layers, and what a network writes on by itself."""

import itertools

import autograd.numpy as anp
import numpy as np
import openpyxl
import pytest
from autograd import grad

import sheetnet
from sheetnet.building.builder import draft
from sheetnet.engine import run
from sheetnet.errors import DataError, SpecError
from sheetnet.exercises.sabotage import sabotage
from sheetnet.model.notation import Key, gradient_of
from sheetnet.spec.data.sequences import read_sequences
from sheetnet.spec.loading import load_spec
from sheetnet.spec.resolving import resolve

SPEC = """
[data]
text = "text.txt"
{data}
{layers}
[[layer]]
kind = "dense"
units = {symbols}
activation = "softmax"
[training]
cost = "cross-entropy"
epochs = {epochs}
eta = 0.1
{training}
init = {{ distribution = "xavier", seed = 3 }}
"""
RECURRENT = (
    '[[layer]]\nkind = "recurrent"\nunits = {units}\nactivation = "{activation}"'
)


def recurrent(units=3, activation="tanh"):
    return RECURRENT.format(units=units, activation=activation)


def spec_of(folder, text, layers=None, *, data="", training="", epochs=4):
    """Write a spec of a text; return its path."""
    (folder / "text.txt").write_text(text, encoding="utf-8")
    mark = '"words"' in data
    read = read_sequences(
        folder / "text.txt", words=mark, mark="|" if "answer" in data else None
    )
    (folder / "s.toml").write_text(
        SPEC.format(
            data=data,
            layers=layers or recurrent(),
            symbols=len(read.symbols),
            training=training,
            epochs=epochs,
        ),
        encoding="utf-8",
    )
    return folder / "s.toml"


# ------------------------------------------------------------------ text


def read(folder, text, *, words=False, mark=None):
    (folder / "t.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_sequences(folder / "t.txt", words=words, mark=mark)


def test_a_line_is_an_example_and_each_symbol_but_the_last_is_seen(tmp_path):
    found = read(tmp_path, "hello\n\noh\n")
    assert found.symbols == ("h", "e", "l", "o")
    assert found.sees == (("h", "e", "l", "l"), ("o", None, None, None))
    assert found.says == (("e", "l", "l", "o"), ("h", None, None, None))


def test_words_spaces_digits_and_a_mark_before_answers(tmp_path):
    assert read(tmp_path, "a  cat sat", words=True).symbols == ("a", "cat", "sat")
    assert read(tmp_path, "a b").symbols == ("a", "␣", "b")
    digits = read(tmp_path, "0110")
    assert digits.symbols == (0.0, 1.0)
    assert all(type(one) is float for one in digits.symbols)
    asked = read(tmp_path, "abc|cba\nac|ca\n", mark="|")
    assert asked.sees == (("a", "b", "c", "c", "b"), ("a", "c", "c", None, None))
    assert asked.says == ((None, None, "c", "b", "a"), (None, "c", "a", None, None))


@pytest.mark.parametrize(
    ("text", "mark", "says"),
    [
        ("", None, "holds no line"),
        (" \n\n", None, "holds no line"),
        ("a\n", None, "line 1: expected two symbols"),
        ("aa\n", None, "one symbol alone, 'a'"),
        ("aA\n", None, "takes no notice of case"),
        ("ab\nc|", "|", "line 1: expected one '|'"),
        ("a|b|c", "|", "line 1: expected one '|'"),
        ("|ab", "|", "line 1: expected two symbols"),
        ("ab" * 600, None, "1200 symbols, 1001 are possible"),
        (b"ab\n\xff\xfe", None, "line 2: is not UTF-8"),
        ("a\x01b", None, "line 1: holds a character"),
    ],
)
def test_what_is_no_text_of_sequences_is_refused(text, mark, says, tmp_path):
    with pytest.raises(DataError, match=says.replace("|", r"\|")):
        read(tmp_path, text, mark=mark)


@pytest.mark.parametrize(
    ("data", "layers", "says"),
    [
        ("test = 0.2", None, "data.test: is said of a table"),
        ('label = "x"', None, "data.label: is said of a table"),
        ('file = "a.csv"', None, "expected either file"),
        ('answer-after = ""', None, "data.answer-after: expected the mark"),
        ("", '[[layer]]\nkind = "conv"\nfilters = 1\nsize = [1, 1]', "sees no picture"),
        ("", '[[layer]]\nkind = "dropout"', "dropout is not for sequences"),
    ],
)
def test_what_is_not_for_a_text_is_refused(data, layers, says, tmp_path):
    path = spec_of(tmp_path, "abc", layers)
    text = path.read_text().replace('text = "text.txt"', f'text = "text.txt"\n{data}')
    path.write_text(text)
    with pytest.raises(SpecError, match=says):
        resolve(load_spec(path))


def test_a_recurrent_layer_asks_for_sequences(tmp_path):
    (tmp_path / "d.csv").write_text("x,c\n1,a\n2,b\n")
    (tmp_path / "s.toml").write_text(
        f'[data]\nfile = "d.csv"\nlabel = "c"\n{recurrent()}\n[[layer]]\nkind = "dense"\n'
        "units = 2\n[training]\nepochs = 1\neta = 0.1\n"
    )
    with pytest.raises(
        SpecError, match=r"recurrent is for sequences; expected data\.text"
    ):
        resolve(load_spec(tmp_path / "s.toml"))


# ------------------------------------------------------------------ the mathematics


def cost_of(network, inputs):
    """Return C_T as a function of parameters, sequence by sequence and step by step."""
    symbols = inputs.classes.tolist()
    T = network.positions

    def total(parameters):
        C = 0.0
        for first in range(0, network.columns, T):
            before = {}
            for k in range(first, first + T):
                seen, said = inputs.words[k, 0], inputs.labels[k]
                a = anp.array([float(one == seen) for one in symbols])
                for layer in network.layers:
                    l = layer.number
                    z = anp.dot(parameters[f"w{l}"], a) + parameters[f"b{l}"]
                    if layer.kind == "recurrent":
                        if l in before:
                            z = z + anp.dot(parameters[f"u{l}"], before[l])
                        a = before[l] = {
                            "tanh": anp.tanh,
                            "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
                            "relu": lambda z: anp.maximum(0, z),
                        }[layer.activation](z)
                    else:
                        a = anp.exp(z - anp.max(z))
                        a = a / anp.sum(a)
                if said is not None:
                    C = C - anp.log(a[symbols.index(said)])
        return C

    return total


TEXTS = {
    "one": ("hello", {}),
    "unequal": ("hello\nhole\noh", {}),
    "words": ("row row your boat\ndown the stream", {"data": 'symbols = "words"'}),
    "answers": ("abc|cba\nac|ca\nb|b", {"data": 'answer-after = "|"'}),
    "digits": ("0110\n101\n00", {}),
    "poem": ("床前明月光\n举头望明月", {}),
}
LAYERS = {
    "tanh": recurrent(),
    "sigmoid": recurrent(2, "sigmoid"),
    "two": "\n".join([recurrent(3), recurrent(2, "relu")]),
    "one unit": recurrent(1),
}


@pytest.mark.parametrize(
    ("text", "layers"), list(itertools.product(TEXTS, LAYERS)), ids="-".join
)
def test_ten_updates_are_those_of_automatic_differentiation(text, layers, tmp_path):
    words, more = TEXTS[text]
    path = spec_of(tmp_path, words, LAYERS[layers], epochs=10, **more)
    network, inputs = resolve(load_spec(path))
    trace = run(network, inputs)
    now = {f"{k.symbol}{k.layer}": v for k, v in inputs.start.items() if k.layer}
    total = cost_of(network, inputs)
    slope = grad(total)
    for epoch in range(11):
        C_T = float(total(now))
        assert trace[Key("C_T")][epoch] == pytest.approx(C_T, rel=1e-10)
        found = slope(now)
        for key in (key for key in inputs.start if key.layer):
            name = f"{key.symbol}{key.layer}"
            gradient = trace[Key(gradient_of(key.symbol), key.layer)][epoch]
            size = max(float(np.abs(found[name]).max()), 1e-3)
            assert np.abs(gradient - found[name]).max() <= 1e-9 * size, (epoch, name)
            now[name] = now[name] - 0.1 * found[name]


# ------------------------------------------------------------------ the workbook


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "layers", "training"),
    [
        ("one", "tanh", ""),
        ("unequal", "two", 'optimizer = "adam"'),
        ("words", "sigmoid", 'reduction = "mean"\nclip = 1.0'),
        ("answers", "tanh", 'schedule = { kind = "cosine", total = 4 }'),
        ("digits", "two", "weight_decay = 0.1"),
        ("poem", "one unit", 'freeze = ["u"]'),
    ],
)
def test_every_formula_shows_what_numpy_computes(text, layers, training, tmp_path):
    words, more = TEXTS[text]
    path = spec_of(tmp_path, words, LAYERS[layers], training=training, **more)
    sheetnet.build(load_spec(path), tmp_path / "b.xlsx")
    report = sheetnet.verify(tmp_path / "b.xlsx", perturb=4)
    assert report.agree, report.problems


@pytest.mark.libreoffice
def test_libreoffice_agrees_too(tmp_path, libreoffice):
    words, more = TEXTS["unequal"]
    path = spec_of(tmp_path, words, LAYERS["two"], **more)
    sheetnet.build(load_spec(path), tmp_path / "b.xlsx", lang="zh")
    report = sheetnet.verify(tmp_path / "b.xlsx", calculator="libreoffice", perturb=1)
    assert report.agree, report.problems


@pytest.mark.slow
def test_every_fault_in_a_recurrent_network_is_found(tmp_path):
    sheetnet.build("hello-rnn", tmp_path / "b.xlsx")
    for seed in range(12):
        spoilt = sabotage(tmp_path / "b.xlsx", tmp_path / f"{seed}.xlsx", seed=seed)
        assert not sheetnet.verify(tmp_path / f"{seed}.xlsx").agree, spoilt


@pytest.mark.slow
def test_an_error_that_does_not_come_from_the_step_after_is_named(tmp_path):
    sheetnet.build("hello-rnn", tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    changed = 0
    for row in book["Training"].iter_rows():
        for cell in row:
            text = str(cell.value)
            if text.startswith("=(SUMPRODUCT(") and ")+SUMPRODUCT(" in text:
                head, _, rest = text.partition("+SUMPRODUCT(")
                cell.value = head + rest[rest.index(")") + 1 :]
                changed += 1
    assert changed == 3 * 4 * 21
    book.save(tmp_path / "c.xlsx")
    report = sheetnet.verify(tmp_path / "c.xlsx")
    assert not report.agree
    assert "delta_2" in str(report.problems[0]) or "delta_2" in str(report.first_wrong)


# ------------------------------------------------------------------ write on


def written_of(path):
    """Return what the cells named `written` hold."""
    book = openpyxl.load_workbook(path, data_only=True)
    ((sheet, cells),) = book.defined_names["written"].destinations
    return "".join(str(one.value) for one in book[sheet][cells.replace("$", "")][0])


def test_a_trained_network_writes_on(tmp_path):
    sheetnet.build("hello-rnn", tmp_path / "b.xlsx")
    assert written_of(tmp_path / "b.xlsx") == "hello"
    values = draft(load_spec("hello-rnn")).values
    before = values[Key("write_on.before_word", 1)][:, 0].tolist()
    assert before[0] == "h"
    assert before != list("hello")


@pytest.mark.libreoffice
def test_what_is_typed_is_written_on_in_libreoffice(tmp_path, libreoffice):
    sheetnet.build("hello-rnn", tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    ((sheet, cells),) = book.defined_names["prompt"].destinations
    for cell, symbol in zip(book[sheet][cells.replace("$", "")][0], "he", strict=False):
        cell.value = symbol
    book.save(tmp_path / "c.xlsx")
    for calculator in ("libreoffice", "embedded"):
        report = sheetnet.verify(tmp_path / "c.xlsx", calculator=calculator, perturb=2)
        assert report.agree, report.problems
