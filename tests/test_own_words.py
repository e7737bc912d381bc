"""What a spec says in several languages: its title, and the names of its data."""

import re

import numpy as np
import pytest

from sheetnet.building.builder import draft
from sheetnet.errors import SpecError
from sheetnet.spec.loading import load_network, load_spec
from sheetnet.spec.resolving import dataset_of, put_together
from sheetnet.spec.templates import template_names, templates

# What no language has another word for: files, code, functions, persons, symbols; the word that `hello-rnn` spells.
_NAMES = {
    "AdaGrad", "Adam", "Nesterov", "RMSProp", "Excel", "LibreOffice", "Microsoft", "NumPy", "Xavier", "He",
    "formualizer", "hello", "sheetnet", "Ctrl", "Shift", "FILE", "OD", "AND", "XOR",
    "sigmoid", "tanh", "relu", "softmax", "softsign", "identity", "step", "Sigmoid",
    "ReLU", "Softsign", "cos", "sin", "ln", "log", "max", "min", "use", "epoch",
    "INTERCEPT", "NORMDIST", "SLOPE", "STDEV", "SUMPRODUCT",
}  # fmt: skip
# Files, keys of a spec, and commands.
_CODE = re.compile(
    r"[\w-]+\.(?:csv|json|toml|txt|xlsx)|(?:data|training|layer|init)\.[\w.{}]+"
    r"|^#example_$|模板 [\w-]+|init he|mean\(|sheetnet verify FILE(?: --calculator saved)?|\"standard\""
)
_WORD = re.compile(r"[A-Za-z]{3,}|\b(?:an|as|at|by|if|in|is|it|no|of|on|or|to)\b")


def said_in(sheet):
    """Yield every text of a planned sheet that a person can meet."""
    yield sheet.name
    for cell in sheet.cells:
        yield cell.text or ""
        yield from re.findall(r'"([^"]*)"', cell.formula or "")
    for note in sheet.notes:
        yield note.text
    for rule in (*sheet.validations, *sheet.between):
        yield from (rule.title, rule.message)
    for choice in sheet.choices:
        yield choice.message
    for chart in sheet.charts:
        yield from (chart.title, chart.x_title, chart.y_title)
        for group in ("series", "columns", "lines"):
            yield from (name for name, _ in getattr(chart, group, ()))
        yield from (one.name for one in getattr(chart, "curves", ()))


def words(array):
    """Return the different texts among values."""
    if array.dtype != object:
        return set()
    return {one for one in array.ravel().tolist() if isinstance(one, str)}


def english(text):
    """Return the English words of a text: those that are no names and no code."""
    return [one for one in _WORD.findall(_CODE.sub("", text)) if one not in _NAMES]


def test_it_finds_english_where_there_is_any():
    assert english("第 0 轮的参数：normal, mean 0") == ["normal", "mean"]
    assert english('iris.csv 中的 150 个样本；sigmoid；data.scale = "standard"') == []


@pytest.mark.slow
@pytest.mark.parametrize("name", template_names())
def test_a_chinese_workbook_has_no_english_but_names_and_code(name):
    made = draft(load_spec(name), "zh")
    texts = [(sheet.key, one) for sheet in made.plan.sheets for one in said_in(sheet)]
    texts += [(key, one) for key, array in made.values.items() for one in words(array)]
    assert [(at, one) for at, one in texts if english(one)] == []
    assert re.search(r"[\u4e00-\u9fff]", made.plan.title)


# ------------------------------------------------------------------ titles, names


def test_a_title_may_be_one_text_or_one_for_each_language():
    spec = load_spec("moons")
    assert spec.title == {"en": "Two moons", "zh": "两个月牙"}
    made = {
        lang: draft(load_spec("lagrange"), lang).plan.title for lang in ("en", "zh")
    }
    assert made["en"].startswith("Lagrange")
    assert made["zh"].startswith("拉格朗日")
    plain = load_spec("moons", ["title=月"])
    assert {draft(plain, lang).plan.title for lang in ("en", "zh")} == {"月"}


def test_every_template_has_a_title_in_both_languages():
    english, chinese = templates("en"), templates("zh")
    assert [one.name for one in english] == [one.name for one in chinese]
    assert not [one for one in english if re.search(r"[\u4e00-\u9fff]", one.title)]
    assert not [one for one in chinese if not re.search(r"[\u4e00-\u9fff]", one.title)]


@pytest.mark.parametrize(
    ("override", "says"),
    [
        ('title={ de = "Monde" }', 'title: unknown language "de"; known: en, zh'),
        ("title=3", "title: expected a text, found 3"),
        (
            "title={ zh = 3 }",
            "title: expected a table with a text under each key, found something else",
        ),
        ('data.names={ de = { x1 = "x" } }', 'data.names: unknown language "de"'),
        (
            'data.names={ zh = { x1 = " x" } }',
            "data.names.zh.x1: expected a name, found ' x'",
        ),
        ('data.names={ zh = { x1 = "x2" } }', "data.names.zh: two are called 'x2'"),
        ('data.names={ zh = { upper = "Lower" } }', "two are called 'Lower'"),
    ],
)
def test_what_is_wrong_with_titles_and_names_is_told(override, says):
    with pytest.raises(SpecError, match=re.escape(says)):
        draft(load_spec("moons", [override]), "zh")


def test_names_change_no_number_and_leave_the_classes_in_their_order():
    spec = load_network("penguins")
    data = dataset_of(spec)
    (english, before), (chinese, after) = (
        put_together(spec, data, lang) for lang in ("en", "zh")
    )
    assert english.outputs == ("Adelie", "Chinstrap", "Gentoo")
    assert chinese.outputs == ("阿德利", "帽带", "巴布亚")
    assert "岛 = 梦岛" in chinese.features
    assert chinese.features[0] == "嘴长（毫米）"
    called = dict(zip(english.outputs, chinese.outputs, strict=True))
    assert [called[one] for one in before.labels] == after.labels.tolist()
    assert [one is None for one in before.words.flat] == [
        one is None for one in after.words.flat
    ]
    np.testing.assert_array_equal(before.x, after.x)
