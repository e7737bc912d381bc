"""What is said to whoever uses the commands: whole in every language, and said by one way."""

import ast
import re
import tomllib

import pytest

from sheetnet import wording
from sheetnet.errors import DataError, nearest
from sheetnet.lang import languages
from sheetnet.wording import counted, placed, retold, speaking, worded
from tests.messages import OURS, PACKAGE, calls, fields, letters, said, sources

FOLDER = PACKAGE / "lang" / "messages"
# Where a learner's errors come from.
ROOMS = ("cli", "spec", "files", "building", "calculators", "calculus", "verification", "layers",
         "sheets", "lessons", "engine", "exercises", "xlsx", "workbook", "model", "lang")  # fmt: skip
# What `placed` says, besides what stands in the code.
OF_WORDING = {": "}


def catalogue(lang, *, foreign=False):
    read = {}
    for path in (FOLDER / lang).glob("*.toml"):
        if (path.stem == "foreign") is foreign:
            messages = tomllib.loads(path.read_text(encoding="utf-8"))
            assert not messages.keys() & read.keys(), "said twice"
            read |= messages
    return read


OTHERS = [lang for lang in languages() if lang != "en"]


@pytest.mark.parametrize("lang", OTHERS)
def test_every_message_has_its_own_words_and_none_is_stale(lang):
    assert catalogue(lang).keys() == set(said()) | OF_WORDING


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("foreign", [False, True])
def test_a_message_has_the_fields_of_english_at_most(lang, foreign):
    for english, own in catalogue(lang, foreign=foreign).items():
        if foreign:
            assert fields(own) <= fields(english), english
        else:
            assert fields(own) == fields(english), english


def test_chinese_messages_are_chinese():
    for english, own in (catalogue("zh") | catalogue("zh", foreign=True)).items():
        if re.search("[A-Za-z]{3,} [a-z]{2,}", re.sub(r"{[^}]*}", "", english)):
            assert re.search("[\u4e00-\u9fff]", own) or own == "{value!r}", english
        assert "您" not in own


@pytest.mark.parametrize("room", ROOMS)
def test_no_error_is_said_in_bare_words(room):
    """Each is a message with fields, not a text that is put together."""
    bare = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path, tree in sources(room)
        for name, call in calls(tree)
        if name in OURS - {"FormulaError"} and isinstance(call.args[0], ast.JoinedStr)
        if letters(call.args[0])
    ]
    # An option is named as it is written.
    assert [one for one in bare if not one.startswith("spec/proposal/given")] == []


@pytest.mark.slow
def test_what_is_wrong_inside_a_workbook_is_retold():
    """It is said in English where it is found, deep down, and retold where it is shown."""
    for path, tree in sources():
        for name, call in calls(tree):
            if name in ("RefusedError", "FormulaError") and letters(call.args[0]):
                with speaking("zh"):
                    assert retold(example(call.args[0])) != example(call.args[0]), path


def example(node):
    if isinstance(node, ast.Constant):
        return node.value
    return "".join(
        one.value if isinstance(one, ast.Constant) else "7" for one in node.values
    )


def test_english_is_spoken_until_somebody_asks_for_another():
    assert str(DataError("{path}: no such file", path="a.csv")) == "a.csv: no such file"
    with speaking("zh"):
        error = DataError("{path}: no such file", path="a.csv")
        assert nearest("sigmiod", ["sigmoid"]) == "是不是“sigmoid”？"
        assert placed("a", "b") == "a：b"
        assert counted(3, "{count} cell", "{count} cells") == "3 个单元格"
    assert str(error) == "a.csv：没有这个文件"
    assert worded("{path}: no such file", path="a") == "a: no such file"


def test_a_message_that_a_language_lacks_is_said_in_english():
    with speaking("zh"):
        assert worded("never said {what}", what="so") == "never said so"
        assert retold("never said so") == "never said so"


def test_braces_in_what_a_user_wrote_stay():
    for lang in ("en", "zh"):
        with speaking(lang):
            assert "{x}.toml" in str(DataError("{path}: no such file", path="{x}.toml"))
            assert str(DataError("{x}")) == "{x}"


def test_what_other_programs_say_is_retold_with_what_is_in_it():
    with speaking("zh"):
        assert retold("[Errno 13] Permission denied: 'x.csv'") == "x.csv：没有权限"
        says = "Invalid value (at line 3, column 5)"
        assert retold(says) == "值的写法不对（第 3 行第 5 列）"


def test_nothing_is_read_before_another_language_is_asked_for():
    wording._catalogue.cache_clear()
    worded("{path}: no such file", path="a")
    assert wording._catalogue.cache_info().currsize == 0
