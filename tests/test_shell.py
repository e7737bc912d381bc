"""The workbook without its cells: all that a plan says of looks is read back by openpyxl."""

import zipfile
from io import BytesIO

import openpyxl
import pytest

from sheetnet.workbook.address import Area, quoted
from sheetnet.workbook.drawing.styles import STYLES
from sheetnet.workbook.plan import (
    Bars,
    Between,
    Cell,
    Chart,
    Choice,
    ColorScale,
    Columns,
    Curve,
    Link,
    Mark,
    Name,
    Note,
    Plan,
    Scatter,
    Sheet,
    Validation,
    Where,
)
from sheetnet.xlsx.writing.writer import archive

# Whatever XML or a reference could stumble over.
WORDS = """a < b & "c" > 'd'"""
OTHER = "Anna's & Bob's"


def sheet(key="Odd", name=OTHER, **more):
    cells = tuple(Cell(row, 1, style) for row, style in enumerate(STYLES, 1))
    return Sheet(key, name, cells, (), **more)


def read(*sheets, names=(), title=WORDS):
    plan = Plan(title, sheets, names)
    content = b"".join(archive(plan, {}, "map", [["first", "second"]]))
    with zipfile.ZipFile(BytesIO(content)) as book:
        assert book.testzip() is None
        assert len(set(book.namelist())) == len(book.namelist())
    return openpyxl.load_workbook(BytesIO(content))


def test_words_are_read_as_they_were_meant_wherever_they_stand():
    area = Area(2, 1, 3)
    book = read(
        sheet(
            notes=(Note(3, 2, WORDS),),
            links=(Link(4, 1, f"{quoted(OTHER)}!B7"),),
            validations=(Validation(area, 0.5, 2.0, WORDS, WORDS),),
            marks=(Mark(area, WORDS, "right"),),
            charts=(
                Chart(1, 4, WORDS, WORDS, WORDS, area, (("", area), ("", area))),
                Columns(9, 4, WORDS, WORDS, WORDS, area, ((WORDS, area),)),
                Scatter(9, 4, WORDS, WORDS, WORDS, (Curve(WORDS, area, area),)),
            ),
        ),
        names=(Name("x", "Odd", area),),
    )
    assert book.properties.title == WORDS
    assert book.sheetnames == [OTHER, "map"]
    assert book["map"].sheet_state == "hidden"
    assert book.defined_names["x"].attr_text == "'Anna''s & Bob''s'!$A$2:$A$4"
    read_back = book[OTHER]
    assert read_back["B3"].comment.text == WORDS
    assert read_back["A4"].hyperlink.location == "'Anna''s & Bob''s'!B7"
    (rule,) = read_back.data_validations.dataValidation
    assert (rule.error, rule.errorTitle, rule.formula1, rule.formula2) == (
        *(WORDS, WORDS),
        *("0.5", "2"),
    )
    ((_, (rule,)),) = read_back.conditional_formatting._cf_rules.items()
    assert rule.formula == [f'"{WORDS}"']
    titles = [one.title.tx.rich.p[0].r[0].t for one in read_back._charts]
    assert titles == [WORDS] * 3
    lines, columns, points = read_back._charts
    assert [one.series[0].tx.v for one in (columns, points)] == [WORDS, WORDS]
    assert lines.series[0].tx.strRef.f == "'Anna''s & Bob''s'!A1"
    assert points.series[0].yVal.numRef.f == "'Anna''s & Bob''s'!$A$2:$A$4"


@pytest.mark.parametrize(
    ("freeze", "pane"),
    [
        (None, None),
        ((1, 1), None),
        ((4, 1), ("A4", "bottomLeft")),
        ((1, 3), ("C1", "topRight")),
        ((4, 3), ("C4", "bottomRight")),
    ],
)
def test_panes_stay_where_the_plan_says(freeze, pane):
    view = read(sheet(freeze=freeze))[OTHER].sheet_view
    if pane is None:
        assert view.pane is None
        return
    assert (view.pane.topLeftCell, view.pane.activePane) == pane
    assert view.pane.xSplit == (freeze[1] - 1 or None)
    assert view.pane.ySplit == (freeze[0] - 1 or None)
    assert view.selection[-1].pane == pane[1]


def test_every_style_is_read_as_the_record_says():
    book = read(sheet())[OTHER]
    for row, style in enumerate(STYLES.values(), 1):
        cell = book.cell(row, 1)
        assert cell.number_format == style.number_format
        assert (cell.font.b, cell.font.i) == (style.bold, style.italic)
        assert (cell.font.sz, cell.font.color.rgb) == (style.size, f"00{style.ink}")
        assert cell.font.u == ("single" if style.underline else None)
        assert cell.alignment.horizontal == style.align
        assert bool(cell.alignment.wrap_text) == style.wrap
        assert cell.alignment.indent == style.indent
        assert cell.quotePrefix == style.quote
        filled = cell.fill.fgColor.rgb if cell.fill.fill_type else None
        assert filled == (f"00{style.fill}" if style.fill else None)
        line = ("medium" if style.frame else "thin") if style.border else None
        assert (cell.border.left.style, cell.border.bottom.style) == (line, line)
        assert cell.border.top.style == ("medium" if style.top else line)


def test_columns_and_pages_are_as_planned():
    book = read(
        sheet(
            widths={1: 12.5, 3: 7},
            hidden_columns=(3, 5),
            print_area=Area(1, 1, 9, 4),
            print_rows=(1, 2),
            print_columns=(1, 3),
            fold=True,
        )
    )[OTHER]
    columns = book.column_dimensions
    assert {name: (one.width, one.hidden) for name, one in columns.items()} == {
        "A": (12.5, False),
        "C": (7, True),
        "E": (13, True),
    }
    assert book.print_area == "'Anna''s & Bob''s'!$A$1:$D$9"
    assert (book.print_title_rows, book.print_title_cols) == ("$1:$2", "$A:$C")
    assert book.sheet_properties.outlinePr.summaryBelow is False
    assert book.sheet_properties.pageSetUpPr.fitToPage is True
    assert book.oddFooter.center.text == "&A — &P / &N"


def test_colours_by_sign_reach_as_far_below_zero_as_above():
    """Where the least number is 0, it has the colour of 0."""
    around = ((None, "000000"), (None, "FFFFFF"), (0.0, "AAAAAA"))
    scale = ColorScale((Area(2, 2, 2, 2),), *around)
    [rules] = read(sheet(color_scales=(scale,)))[OTHER].conditional_formatting
    cells = "MAX(MAX($B$2:$C$3),-MIN($B$2:$C$3),1E-9)"
    assert [(end.type, end.val) for end in rules.rules[0].colorScale.cfvo] == [
        *(("formula", f"-{cells}"), ("num", 0), ("formula", cells)),
    ]


def test_conditions_of_the_same_cells_stand_together_in_the_order_of_priority():
    area, one, other = Area(2, 2, 2, 2), Area(9, 1), Area(1, 3)
    book = read(
        sheet(
            color_scales=(
                ColorScale((area,), (None, "000000"), (1.5, "FFFFFF"), (0.0, "AAAAAA")),
                ColorScale((other, one), (None, "000000"), (None, "FFFFFF")),
            ),
            marks=(Mark(one, "✓", "right"), Mark(one, "✗", "wrong")),
            where=(Where(area, "B2<C2", "visited"),),
            bars=(Bars((one,), shares=True), Bars((other,), shares=False)),
        )
    )[OTHER].conditional_formatting
    rules = {str(cells.sqref): list(cells.rules) for cells in book}
    assert {name: [one.type for one in of] for name, of in rules.items()} == {
        "B2:C3": ["colorScale", "expression"],
        "A9 C1": ["colorScale"],
        "A9": ["cellIs", "cellIs", "dataBar"],
        "C1": ["dataBar"],
    }
    priorities = [rule.priority for of in rules.values() for rule in of]
    assert sorted(priorities) == list(range(1, 8))
    scale = rules["B2:C3"][0].colorScale
    assert [(end.type, end.val) for end in scale.cfvo] == [
        *(("min", None), ("num", 0), ("num", 1.5)),
    ]
    assert [one.rgb for one in scale.color] == ["00000000", "00AAAAAA", "00FFFFFF"]
    visited = rules["B2:C3"][1]
    assert visited.formula == ["B2<C2"]
    assert visited.dxf.numFmt.formatCode == STYLES["visited"].number_format
    wrong = rules["A9"][1].dxf
    assert wrong.fill.bgColor.rgb == f"00{STYLES['wrong'].fill}"
    assert [end.type for end in rules["A9"][2].dataBar.cfvo] == ["num", "num"]
    assert [end.type for end in rules["C1"][0].dataBar.cfvo] == ["min", "max"]


def test_what_may_be_typed_is_as_planned():
    area = Area(2, 2, 2)
    rules = read(
        sheet(
            validations=(
                Validation(area, None, None, "t", "m"),
                Validation(area, 0, None, "t", "m"),
                Validation(area, 1, 5, "t", "m", whole=True),
            ),
            choices=(Choice(area, Area(1, 9, 4), "m"),),
            between=(
                Between(area, Area(2, 3, 2), Area(2, 4, 2), "t", "m"),
                Between(area, Area(2, 3), Area(2, 4), "t", "m"),
            ),
        )
    )[OTHER].data_validations.dataValidation
    found = [(one.type, one.operator, one.formula1, one.formula2) for one in rules]
    assert found == [
        ("decimal", "between", "-1E+300", "1E+300"),
        ("decimal", "greaterThan", "0", None),
        ("whole", "between", "1", "5"),
        ("list", None, "$I$1:$I$4", None),
        ("decimal", "between", "$C2", "$D2"),
        ("decimal", "between", "$C$2", "$D$2"),
    ]
    assert {one.sqref.ranges.pop().coord for one in rules} == {"B2:B3"}
    assert [one.errorStyle for one in rules] == [None] * 4 + ["warning"] * 2
    assert [one.allowBlank for one in rules] == [True] * 3 + [False] + [True] * 2


def test_charts_and_notes_of_several_sheets_keep_apart():
    area = Area(2, 1, 60)
    chart = Chart(5, 3, "by epoch", "x", "y", area, (("a", area),), percent=True)
    book = read(
        sheet("A", "first", charts=(chart, chart), notes=(Note(2, 1, "one"),)),
        sheet("B", "second"),
        sheet("C", "third", charts=(chart,), notes=(Note(9, 1, "b"), Note(3, 4, "a"))),
    )
    assert [len(one._charts) for one in book.worksheets] == [2, 0, 1, 0]
    assert book["first"]["A2"].comment.text == "one"
    assert [book["third"][at].comment.text for at in ("D3", "A9")] == ["a", "b"]
    (read_back,) = book["third"]._charts
    assert (read_back.anchor._from.col, read_back.anchor._from.row) == (2, 4)
    assert read_back.y_axis.scaling.max == 1
    assert read_back.y_axis.majorUnit == 0.2
    # Of 60 epochs the application chooses which it names.
    assert read_back.x_axis.majorUnit is None
    assert read_back.legend is None


def test_of_few_epochs_each_has_its_tick():
    area = Area(2, 1, 5)
    chart = Chart(5, 3, "by epoch", "x", "y", area, (("a", area),))
    (read_back,) = read(sheet("A", "first", charts=(chart,)))["first"]._charts
    assert read_back.x_axis.majorUnit == 1


def test_rows_that_are_folded_away_are_told_of_above_and_below():
    end = len(STYLES)
    book = read(sheet("A", "first", folded_rows=((3, 6), (9, end))))
    rows = book["first"].row_dimensions
    folded = {row for row in range(1, end + 2) if rows[row].hidden}
    assert folded == {3, 4, 5, 6, *range(9, end + 1)}
    told = {row for row in range(1, end + 2) if rows[row].collapsed}
    # The last of them is empty.
    assert told == {2, 7, 8, end + 1}
