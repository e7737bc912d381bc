"""What calculators see of a workbook: every value as it stands in the file, and no more."""

import math

import pytest

from sheetnet.calculators import CellError, calculators
from sheetnet.errors import WorkbookError
from tests.calculating import needed, values
from tests.passes import MAIN
from tests.raw import column, raw

EMBEDDED = calculators()["embedded"]


def seen(path, sheet="S"):
    """Return column A of a sheet, as the embedded calculator computes it."""
    return values(EMBEDDED, path, [sheet])[sheet][:, 0].tolist()


def both(path, other, sheet="S"):
    """Return column A, on which another calculator must agree but for digits."""
    mine = seen(path, sheet)
    theirs = values(other, path, [sheet])[sheet][:, 0].tolist()
    assert [type(one) for one in mine] == [type(one) for one in theirs]
    for one, two in zip(mine, theirs, strict=True):
        same = (
            math.isclose(one, two, rel_tol=1e-14) if type(one) is float else one == two
        )
        assert same, (one, two)
    return mine


@pytest.fixture(
    params=["formualizer", pytest.param("libreoffice", marks=pytest.mark.libreoffice)]
)
def other(request):
    """A calculator that is to agree."""
    if request.param == "libreoffice":
        return request.getfixturevalue("libreoffice")
    return needed(request.param)


def test_numbers_to_the_ends_of_their_range(tmp_path, other):
    cells = column(("n", "1E308"), "A1*10", "-A1*10", ("n", "0.1"), "A1*10-A1*10",
                   ("n", "1e-320"), ("n", "123456789012345680000000000000"), "1/3")  # fmt: skip
    num = CellError("#NUM!")
    assert both(raw(tmp_path / "b.xlsx", {"S": cells}), other) == [
        1e308, num, num, 0.1, num, 1e-320, 1.2345678901234568e29, 1 / 3
    ]  # fmt: skip


def test_texts_errors_and_truths_are_kept_apart(tmp_path, other):
    texts = "<si><t>#N/A</t></si><si><t></t></si><si><t>12</t></si><si><t>TRUE</t></si>"
    cells = column(("s", "0"), "A1", '"#N/A"', "ISERROR(A1)", ("str", "#N/A"), ("e", "#N/A"),
                   "A6", ("s", "1"), 'A8=""', '""', ("str", ""), ("s", "2"), "ISNUMBER(A12)",
                   ("s", "3"), ("b", "1"), "A14=A15", ("b", "0"), "NOT(A17)", "A15+1")  # fmt: skip
    error = CellError("#N/A")
    assert both(raw(tmp_path / "b.xlsx", {"S": cells}, texts=texts), other) == [
        "#N/A", "#N/A", "#N/A", False, "#N/A", error, error, None, True, None, None,
        "12", False, "TRUE", True, False, False, True, 2.0,
    ]  # fmt: skip


def test_texts_of_every_kind_arrive_as_a_person_sees_them(tmp_path, other):
    """How a text is read aloud stands beside it, as Japanese Excel saves it."""
    texts = (
        '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>'
        '<si><r><t>ab</t></r><r><rPr><b/></rPr><t xml:space="preserve"> c</t></r></si>'
        "<si/><si><t>a&amp;b&lt;c&#10;😀\"'</t></si>"
    )
    cells = column(("s", "0"), 'A1&"1"', ("s", "1"), "LEN(A3)", ("s", "2"), ("s", "3"))
    for coding in ("utf-8", "utf-16"):
        path = raw(
            tmp_path / f"{coding}.xlsx", {"S": cells}, texts=texts, coding=coding
        )
        expected = ["東京", "東京1", "ab c", 4.0, None, "a&b<c\n😀\"'"]
        assert (both(path, other) if coding == "utf-8" else seen(path)) == expected


def test_texts_in_another_coding_are_read_as_they_are_declared(tmp_path):
    path = raw(tmp_path / "b.xlsx", {"S": column(("s", "0"))},
               texts="<si><t>é</t></si>", coding="iso-8859-1")  # fmt: skip
    assert seen(path) == ["é"]


@pytest.mark.parametrize("coding", ["iso-8859-1", "cp037", "utf-16"])
def test_a_sheet_in_another_coding_is_refused(tmp_path, coding):
    rows = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    path = raw(
        tmp_path / "b.xlsx", {"S": f'<?xml version="1.0" encoding="{coding}"?>{rows}'}
    )
    # What is declared as UTF-16 in UTF-8 is no XML at all.
    with pytest.raises(
        WorkbookError, match=rf"written in {coding}; expected UTF-8|encoding"
    ):
        seen(path)


def test_sheets_of_any_name(tmp_path, other):
    names = [
        "it's",
        "a & b",
        "😀 表",
        "A1",
        "R1C1",
        "a'b''c",
        "TRUE",
        "1.5",
        'ab"c',
        "x!y",
    ]
    quoted = ["'" + name.replace("'", "''") + "'" for name in names]
    sheets = {name: column(("n", str(n))) for n, name in enumerate(names)}
    sheets["T"] = column(*(f"{one}!A1+SUM({one}!A1:A2)" for one in quoted))
    path = raw(tmp_path / "b.xlsx", sheets)
    assert both(path, other, "T") == [2.0 * n for n in range(len(names))]


def test_names_of_cells_are_there_and_no_others(tmp_path):
    """A name may stand for anything; what is no cell is neither planned nor run."""
    cells = column(("n", "3"), "eta*2", "SUM(both)", "one")
    known = '<definedName name="eta">S!$A$1</definedName><definedName name="both">S!$A$1:$A$2</definedName>'
    deep = "(" * 3_000 + "1" + ")" * 3_000
    others = "".join(
        f'<definedName name="{name}">{text}</definedName>'
        for name, text in {
            "one": "1", "gone": "#REF!", "lost": "S!#REF!", "deep": deep, "void": "",
            "tower": "1" + "^1" * 4_000, "elsewhere": "Nowhere!$A$1", "text": '"a"',
        }.items()
    )  # fmt: skip
    local = '<definedName name="eta" localSheetId="1">T!$A$1</definedName>'
    path = raw(
        tmp_path / "b.xlsx",
        {"S": cells, "T": column(("n", "9"))},
        names=known + others + local,
    )
    assert seen(path) == [3.0, 6.0, 9.0, CellError("#NAME?")]


def test_what_follows_the_cells_is_left_out_whatever_it_says(tmp_path):
    rows = column(("n", "3"), "A1+1")
    after = '<mergeCells><mergeCell ref="A1:A2"/></mergeCells><x><y a="sheetData"/></x>'
    sheet = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    assert seen(raw(tmp_path / "b.xlsx", {"S": sheet})) == [3.0, 4.0]
    empty = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData/>{after}</worksheet>'
    path = raw(tmp_path / "e.xlsx", {"E": empty, "S": column("SUM(E!A1:B2)")})
    assert seen(path) == [0.0]


@pytest.mark.parametrize("empty", ["<c {}/>", "<c {}></c>", "<c s='0' {} />"])
@pytest.mark.parametrize("kind", ['t="n"', "t='n'"])
def test_an_empty_cell_that_is_said_to_hold_a_number_holds_none(
    tmp_path, other, empty, kind
):
    """As openpyxl writes each empty cell that has a look."""
    cell = empty.format(f'r="A1" {kind}')
    rows = f'<row r="1">{cell}</row>' + column(
        "ISNUMBER(A1)", "COUNT(A1:A1)", ("n", "0"), "ISNUMBER(A4)", first=2
    )
    path = raw(tmp_path / "b.xlsx", {"S": rows})
    assert both(path, other)[1:] == [False, 0, 0, True]
