"""Data files as people have them: each gets in with the right numbers, or is told well."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetnet.errors import DataError, SpecError
from sheetnet.spec.data import read_data
from sheetnet.spec.data.grid.encodings import text_of
from sheetnet.spec.data.sampling import drawn_to_test, sample
from sheetnet.spec.data.words import MISSING_NUMBER
from sheetnet.spec.loading import load_spec
from sheetnet.spec.schema import DataSpec
from tests.converting import converted
from tests.own_data_shapes import SHAPES
from tests.xlsb import xlsb


def read(path, content, **keys):
    """Write a file and read it; a text is in UTF-8."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    keys.setdefault("label", "y")
    return read_data(path, DataSpec(path.name, **keys))


def table(found):
    """Return the columns of a Dataset by name, and its labels or targets as "y"."""
    columns = {one.name: list(one.values) for one in found.columns}
    answers = found.t.tolist() if found.labels is None else list(found.labels)
    return columns | {"y": answers}


def assert_same(found, expected):
    found = table(found)
    assert list(found) == list(expected)
    for name, values in expected.items():
        if isinstance(values[0], str):
            assert found[name] == values
        else:
            np.testing.assert_array_equal(
                np.array(found[name]), np.array(values, float)
            )


@pytest.mark.parametrize("shape", SHAPES, ids=lambda one: one.name)
def test_a_table_as_people_keep_it_gets_in_or_is_told_well(tmp_path, shape):
    path = tmp_path / "own.csv"
    if isinstance(shape.expected, dict):
        found = read(path, shape.content, **shape.keys)
        assert_same(found, shape.expected)
        for part in shape.notes:
            assert any(part in note for note in found.notes), found.notes
        return
    with pytest.raises(DataError) as told:
        read(path, shape.content, **shape.keys)
    text = str(told.value)
    assert text.startswith(str(path))
    assert "\n" not in text
    for part in shape.expected:
        assert part in text


# ------------------------------------------------------------------ encodings in short files

CHINESE = (
    "猫",
    "狗",
    "男",
    "女",
    "优",
    "阿德利",
    "帽带",
    "巴布亚",
    "北京",
    "上海",
    "工人",
    "教师",
)
GERMAN = (
    "männlich",
    "Größe",
    "Käufer",
    "süß",
    "Köln",
    "Öl",
    "Straße",
    "Bär",
    "Übung",
    "MÜNCHEN",
)
ENGLISH = ("café", "naïve", "£5", "20 °C", "don’t", "résumé", "5 €", "½ mile")
NAMES = {"gb18030": ("年龄", "收入", "类别"), "cp1252": ("Größe", "Höhe", "Maß")}


@pytest.mark.parametrize("rows", [5, 20, 200])
@pytest.mark.parametrize(
    ("encoding", "words", "names"),
    [
        ("gb18030", CHINESE, NAMES["gb18030"]),
        ("gb18030", CHINESE, ("a", "b", "y")),
        ("cp1252", GERMAN, NAMES["cp1252"]),
        ("cp1252", GERMAN, ("a", "b", "y")),
        ("cp1252", ENGLISH, ("a", "b", "y")),
    ],
)
def test_short_files_are_read_in_the_encoding_they_are_in(
    tmp_path, encoding, words, names, rows
):
    for at, first in enumerate(words):
        two = first, words[(at + 1) % len(words)]
        lines = [";".join(names), *(f"{n};{n % 7}.5;{two[n % 2]}" for n in range(rows))]
        text = "\n".join(lines)
        found, note, _ = text_of(tmp_path / "short.csv", text.encode(encoding), None)
        assert found == text
        assert encoding in note


def test_the_first_letter_beyond_ascii_may_stand_far_down(tmp_path):
    text = "a,y\n" + "1,p\n" * 100_000 + "2,männlich\n"
    found, _, _ = text_of(tmp_path / "long.csv", text.encode("cp1252"), None)
    assert found == text
    spoilt = ("a,y\n" + "1,北京\n" * 30_000).encode() + b"2,\xff\n"
    with pytest.raises(DataError, match="line 30002: is UTF-8 text with some bytes"):
        text_of(tmp_path / "long.csv", spoilt, None)


# ------------------------------------------------------------------ one table, many files


def workbook(path, rows, *, name="Sheet", more=(), at=(1, 1)):
    """Write a workbook; `more` are rows of a second sheet."""
    book = openpyxl.Workbook()
    book.active.title = name
    for r, row in enumerate(rows, at[0]):
        for c, value in enumerate(row, at[1]):
            book.active.cell(r, c, value)
    if more:
        second = book.create_sheet("Two")
        for row in more:
            second.append(row)
    book.save(path)
    return path


ROWS = [["年龄", "收入", "城市", "是否购买"], [62, 60323, "北京", "否"], [51.5, 22831, "上海", "否"],
        [20, 87062.25, "北京", "是"], [21, -5, "上海", "是"]]  # fmt: skip


def as_text(rows, separator=",", decimal="."):
    return "\n".join(
        separator.join(str(cell).replace(".", decimal) for cell in row) for row in rows
    )


def test_the_same_table_is_the_same_dataset_in_every_file(tmp_path):
    workbook(tmp_path / "a.xlsx", ROWS)
    contents = {
        "a.xlsx": (tmp_path / "a.xlsx").read_bytes(),
        "a.xlsb": xlsb(ROWS),
        "utf-16.csv": as_text(ROWS, "\t").encode("utf-16"),
        "gbk.csv": as_text(ROWS).encode("gbk"),
        "utf-8.csv": as_text(ROWS).encode(),
        "comma.csv": as_text(ROWS, ";", ",").encode("utf-8-sig"),
    }
    expected = {"年龄": [62, 51.5, 20, 21], "收入": [60323, 22831, 87062.25, -5],
                "城市": ["北京", "上海", "北京", "上海"], "y": ["否", "否", "是", "是"]}  # fmt: skip
    for name, content in contents.items():
        found = read(tmp_path / name, content, label="是否购买")
        assert_same(found, expected)
        assert found.training == 4


words = st.sampled_from(["北京", "上海", "广州", "成都", "Ann", "x1"])
numbers = st.decimals(-9999, 9999, places=2).filter(lambda one: one % 1 != 0)


@settings(deadline=None)
@given(
    rows=st.lists(st.tuples(numbers, numbers, words), min_size=2, max_size=12),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    separator=st.sampled_from([",", ";", "\t"]),
    decimal=st.sampled_from([".", ","]),
)
def test_any_table_reads_back_equal(
    tmp_path_factory, rows, encoding, separator, decimal
):
    if len({word for *_, word in rows}) < 2:
        return
    quote = '"' if separator == decimal else ""
    lines = [separator.join(["年龄", "收入", "城市"])]
    for one, other, word in rows:
        cells = [quote + str(n).replace(".", decimal) + quote for n in (one, other)]
        lines.append(separator.join([*cells, word]))
    path = tmp_path_factory.mktemp("any") / "t.csv"
    found = read(path, "\r\n".join(lines).encode(encoding), label="城市")
    assert list(found.labels) == [word for *_, word in rows]
    for column, at in zip(found.columns, (0, 1), strict=True):
        assert column.values.tolist() == [float(row[at]) for row in rows]


# ------------------------------------------------------------------ workbooks

PLAIN = [["a", "b", "y"], [1, 2, "p"], [3, 4, "q"]]
PLAIN_COLUMNS = {"a": [1, 3], "b": [2, 4], "y": ["p", "q"]}


def read_book(path, **keys):
    keys.setdefault("label", "y")
    return read_data(path, DataSpec(path.name, **keys))


def test_a_table_may_stand_anywhere_in_a_sheet_below_a_title(tmp_path):
    rows = [["Sales in 2024"], [], *PLAIN]
    found = read_book(workbook(tmp_path / "a.xlsx", rows, at=(3, 4)))
    assert_same(found, PLAIN_COLUMNS)
    assert found.notes == ("The table begins in row 5, below a title.",)


def test_the_first_sheet_is_read_unless_one_is_named(tmp_path):
    other = [["a", "y"], [5, "r"], [6, "s"]]
    path = workbook(tmp_path / "a.xlsx", PLAIN, name="One", more=other)
    found = read_book(path)
    assert_same(found, PLAIN_COLUMNS)
    assert "sheet 'One'" in found.notes[0]
    assert "'Two'" in found.notes[0]
    assert_same(read_book(path, sheet="Two"), {"a": [5, 6], "y": ["r", "s"]})
    with pytest.raises(DataError, match=r"no sheet 'Tow'; did you mean \"Two\""):
        read_book(path, sheet="Tow")


def test_cells_of_a_workbook_count_by_their_type(tmp_path):
    rows = [["d", "a", "b", "c", "y"],
            [date(2024, 1, 2), True, "60,323.5", 0.62, 1], [date(2024, 1, 3), False, "1,000", 1, 0]]  # fmt: skip
    path = workbook(tmp_path / "a.xlsx", rows)
    with pytest.raises(DataError, match=r"row 2, column 'd'.*'2024-01-02', a date"):
        read_book(path)
    expected = {"a": [1, 0], "b": [60323.5, 1000], "c": [0.62, 1], "y": [1, 0]}
    assert_same(read_book(path, ignore=["d"]), expected)


def test_errors_in_a_workbook_are_missing_values(tmp_path):
    rows = [["a", "y"], ["=1/0", "p"], [2, "q"], ["#N/A", "q"], [None, "p"], [7, "p"]]
    path = workbook(tmp_path / "a.xlsx", rows)
    with pytest.raises(
        DataError, match=r"3 cells have no value: 3 in 'a' \(first in row 2\)"
    ):
        read_book(path)
    assert_same(read_book(path, missing="drop"), {"a": [2, 7], "y": ["q", "p"]})


def test_formulas_without_values_are_told(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["a", "y"], ["=1+1", "p"], ["=2+2", "q"]])
    with pytest.raises(DataError, match=r"column 'a' is empty.*formulas.*save it"):
        read_book(path)


def test_a_hidden_sheet_is_read_only_where_it_is_named(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["a", "y"], [5, "r"], [6, "s"]], more=PLAIN)
    book = openpyxl.load_workbook(path)
    book.active = 1
    book.worksheets[0].sheet_state = "hidden"
    book.save(path)
    assert_same(read_book(path), PLAIN_COLUMNS)
    assert_same(read_book(path, sheet="Sheet"), {"a": [5, 6], "y": ["r", "s"]})


def test_empty_sheets_are_told(tmp_path):
    with pytest.raises(DataError, match="expected a table, found empty sheets only"):
        read_book(workbook(tmp_path / "a.xlsx", []))


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_old_and_open_workbooks_are_read_alike(tmp_path, kind):
    path = workbook(tmp_path / "a.xlsx", ROWS)
    old = converted(path, tmp_path, kind)
    one = table(read_book(path, label="是否购买"))
    assert table(read_book(old, label="是否购买")) == one


def test_a_far_cell_takes_no_memory_of_ours(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [*PLAIN])
    book = openpyxl.load_workbook(path)
    book.active["XFD1048576"] = 1
    book.save(path)
    with pytest.raises(
        DataError, match=r"too large a workbook|more than 2,000,000 cells"
    ):
        read_book(path)


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("word/document.xml", "is a Word document"),
        ("ppt/presentation.xml", "is a presentation"),
        ("data.csv", "is a zip archive"),
    ],
)
def test_other_archives_are_named(tmp_path, part, message):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr(part, "x")
    with pytest.raises(DataError, match=message):
        read(tmp_path / "a.xlsx", archive.getvalue())


def test_an_archive_that_unpacks_without_bound_is_refused_unread(tmp_path):
    path = workbook(tmp_path / "a.xlsx", PLAIN)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as target:
        target.writestr("xl/more.xml", bytes(100 << 20))
    with pytest.raises(DataError, match=r"xl/more.xml unpacks to \d+ times its size"):
        read_book(path)


# ------------------------------------------------------------------ samples and tests


def examples(path, labels, **keys):
    lines = ["a,y", *(f"{at},{label}" for at, label in enumerate(labels))]
    return read(path, "\n".join(lines), **keys)


def test_a_sample_has_a_fair_share_of_each_class_in_the_order_of_the_file(tmp_path):
    labels = ["p"] * 50 + ["q"] * 30 + ["r"] * 20
    found = examples(tmp_path / "a.csv", labels, rows=10)
    chosen = found.columns[0].values
    assert list(found.labels) == ["p"] * 5 + ["q"] * 3 + ["r"] * 2
    assert sorted(chosen) == list(chosen)
    assert [labels[int(at)] for at in chosen] == list(found.labels)
    again = examples(tmp_path / "a.csv", labels, rows=10)
    assert again.columns[0].values.tolist() == chosen.tolist()
    other = examples(tmp_path / "a.csv", labels, rows=10, seed=2)
    assert other.columns[0].values.tolist() != chosen.tolist()


def test_a_sample_keeps_rare_classes():
    labels = ["p"] * 97 + ["q"] * 2 + ["r"]
    assert [labels[at] for at in sample(100, 10, labels, 1)] == ["p"] * 8 + ["q", "r"]


def test_a_sample_as_large_as_the_file_is_the_file(tmp_path):
    found = examples(tmp_path / "a.csv", "pqpq", rows=4)
    assert found.columns[0].values.tolist() == [0, 1, 2, 3]
    assert found.notes == ()


def test_drawn_to_test_stand_last_and_have_their_share_of_each_class(tmp_path):
    labels = ["p", "q", "q", "q", "q"] * 10
    found = examples(tmp_path / "a.csv", labels, test=0.2)
    assert (found.training, found.examples) == (40, 50)
    assert sorted(found.labels[40:]) == ["p"] * 2 + ["q"] * 8
    a = found.columns[0].values
    assert sorted(a[:40]) == list(a[:40])
    assert sorted(a[40:]) == list(a[40:])
    assert sorted(a) == list(range(50))
    assert [labels[int(at)] for at in a] == list(found.labels)


def test_a_class_of_one_example_goes_on_learning():
    labels = ["p"] * 9 + ["q"]
    for seed in range(20):
        assert 9 not in drawn_to_test(10, 0.5, labels, seed)


def test_tests_are_drawn_from_the_sample(tmp_path):
    found = examples(tmp_path / "a.csv", "pq" * 50, rows=20, test=0.25)
    assert (found.training, found.examples) == (15, 20)


def test_a_regression_is_sampled_without_classes(tmp_path):
    lines = ["a,y", *(f"{at},{at * at}" for at in range(40))]
    found = read(
        tmp_path / "a.csv",
        "\n".join(lines),
        label=None,
        target=["y"],
        rows=10,
        test=0.3,
    )
    a = found.columns[0].values
    assert (found.training, found.examples) == (7, 10)
    assert found.t.tolist() == [[at * at] for at in a]


@pytest.mark.parametrize(
    ("name", "cells", "testing"),
    [
        ("split", ["train", "Test", "training"], [1]),
        ("集", ["训练", "测试集", "训练集"], [1]),
        ("split", ["0", "1", "0"], [1]),
        ("is_train", ["1", "0", "1"], [1]),
        ("test", ["FALSE", "TRUE", "FALSE"], [1]),
    ],
)
def test_a_column_may_say_which_examples_test(tmp_path, name, cells, testing):
    lines = [
        f"a,{name},y",
        *(f"{at},{cell},{'pqp'[at]}" for at, cell in enumerate(cells)),
    ]
    lines.append(f"3,{cells[0]},q")
    found = read(tmp_path / "a.csv", "\n".join(lines), split=name)
    assert found.columns[0].values.tolist() == [0, 2, 3, *testing]
    assert found.training == 3
    assert [one.name for one in found.columns] == ["a"]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["train", "val", "test"], "line 3, column 'split': expected train or test.*found 'val'"),
        (["train", "train", "train"], "no example is left to test"),
        (["test", "test", "test"], "all examples test"),
        (["train", "test", "train"], "the label 'q' is in test examples only"),
    ],
)  # fmt: skip
def test_a_split_that_is_none_is_told(tmp_path, cells, message):
    lines = [
        "a,split,y",
        *(f"{at},{cell},{'pqp'[at]}" for at, cell in enumerate(cells)),
    ]
    with pytest.raises(DataError, match=message):
        read(tmp_path / "a.csv", "\n".join(lines), split="split")


# ------------------------------------------------------------------ the page about it

PAGE = (Path(__file__).parent.parent / "docs" / "data.md").read_text(encoding="utf-8")


def test_the_page_on_data_names_every_key():
    for key in DataSpec.__struct_encode_fields__:
        assert f"| `{key}` |" in PAGE


def test_the_page_on_data_names_every_word_for_missing():
    listed = {word.casefold() for word in re.findall(r"`([^`\n]+)`", PAGE)}
    assert MISSING_NUMBER - {""} <= listed


# ------------------------------------------------------------------ the spec itself

SPEC = """
[data]
file = "d.csv"
label = "y"
{more}
[[layer]]
kind = "dense"
units = 2
activation = "softmax"
[training]
eta = 1
epochs = 1
"""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (SPEC.format(more="").replace('"d.csv"', "“d.csv”"), ["line 3", "straight quotes"]),
        (SPEC.format(more="").replace('"d.csv"', r'"C:\data\x.csv"'), ["line 3", "single quotes", "/"]),
        (SPEC.format(more="").replace('"d.csv"', r'"C:\new\t.csv"'), ["data.file", "single quotes"]),
        (SPEC.format(more="").replace("units = 2", "units ＝ 2"), ["line 8", "half-width"]),
        (SPEC.format(more="").replace('"d.csv"', '"数据.csv"').encode("gbk"), ["line 3", "is not UTF-8", "UTF-8"]),
        (SPEC.format(more="test = 0.2\nsplit = 'a'"), ["either test", "or split"]),
        (SPEC.format(more="test = 1.0"), ["data.test: expected a number above 0 and below 1, found 1.0"]),
        (SPEC.format(more="rows = 0"), ["data.rows: expected a whole number of at least 1"]),
        (SPEC.format(more="missing = 'dorp'"), ["data.missing", 'did you mean "drop"']),
        (SPEC.format(more="decimal = ';'"), ["data.decimal"]),
    ],
)  # fmt: skip
def test_a_spec_that_is_wrong_in_the_usual_ways_says_what_to_write(
    tmp_path, text, parts
):
    path = tmp_path / "mine.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SpecError) as told:
        load_spec(path)
    for part in ["mine.toml", *parts]:
        assert part in str(told.value)
