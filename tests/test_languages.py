"""The languages of the workbook: the same keys, the same places to fill in."""

import re
import string
import tomllib
from pathlib import Path

import pytest

from sheetnet import lang as room
from sheetnet.building.builder import draft
from sheetnet.errors import SpecError
from sheetnet.lang import languages, said, texts
from sheetnet.spec.loading import load_network, load_spec, template_names
from tests.templates import NETWORKS

ENGLISH = texts("en").catalogue
FOLDER = Path(room.__file__).parent


def places(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("lang", languages())
def test_a_language_has_the_keys_of_english(lang):
    assert texts(lang).catalogue.keys() == ENGLISH.keys()


@pytest.mark.parametrize("lang", languages())
def test_a_text_has_the_places_of_english(lang):
    catalogue = texts(lang).catalogue
    assert {key: places(text) for key, text in catalogue.items()} == {
        key: places(text) for key, text in ENGLISH.items()
    }


@pytest.mark.parametrize("lang", languages())
def test_no_text_is_empty_and_sheet_names_are_legal_and_differ(lang):
    catalogue = texts(lang).catalogue
    assert all(text.strip() for text in catalogue.values())
    names = [text for key, text in catalogue.items() if key.startswith("sheet.")]
    assert len(set(names)) == len(names)
    assert all(
        len(name) <= 31 and not re.search(r"[\[\]:*?/\\']", name) for name in names
    )


def test_chinese_is_chinese_and_uses_the_terms_of_the_book():
    catalogue = texts("zh").catalogue
    english = {
        key
        for key, text in catalogue.items()
        if re.search(r"[A-Za-z]{4,}", re.sub(r"{\w+}", "", text))
        and not re.search(r"[\u4e00-\u9fff]", text)
    }
    # NumPy is a name.
    assert {catalogue[key] for key in english} <= {"NumPy"}
    every = "".join(catalogue.values())
    for term in (
        "神经单元误差",
        "加权输入",
        "代价函数",
        "误差反向传播法",
        "梯度下降法",
        "学习率",
    ):
        assert term in every


def test_chinese_has_the_marks_and_the_voice_of_chinese():
    """No half-width mark beside a Chinese letter, one kind of quotes, 你."""
    strange = re.compile("[\u4e00-\u9fff][,;:!?(]|[,;:!?)][\u4e00-\u9fff]|[「」您]")
    own = list(texts("zh").catalogue.values())
    for path in (FOLDER / "messages" / "zh").glob("*.toml"):
        own += tomllib.loads(path.read_text(encoding="utf-8")).values()
    for name in template_names():
        own.append(said(load_spec(name).title, "zh"))
    for name in NETWORKS:
        for one in load_spec(name).exercises:
            own += [said(one.ask, "zh"), said(one.answer, "zh")]
    assert [text for text in own if strange.search(text)] == []


def test_an_unknown_language_names_those_there_are():
    with pytest.raises(SpecError, match='unknown language "de"; known: en, zh'):
        texts("de")


def test_no_two_cells_of_english_say_a_placeholder_by_mistake():
    for text in ENGLISH.values():
        assert text.count("{") == text.count("}")


def test_words_are_read_once_and_nobody_can_alter_them():
    assert texts("zh").catalogue is texts("zh").catalogue
    with pytest.raises(TypeError):
        texts("zh").catalogue["guide.title"] = "another"


@pytest.mark.parametrize("lang", languages())
def test_the_row_that_equations_call_use_is_called_so(lang):
    assert "use" in texts(lang)("training.use").split()


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
def test_where_nothing_is_learned_it_is_said_beside_eta(lang):
    plan = draft(load_network("edges", ()), lang).plan
    said = texts(lang)("training.nothing_learned")
    for key, row in (("Training", 4), ("Picture", 3)):
        assert [one.row for one in plan.sheet(key).cells if one.text == said] == [row]
    plan = draft(load_network("and-neuron", ()), lang).plan
    assert not any(one.text == said for sheet in plan.sheets for one in sheet.cells)
