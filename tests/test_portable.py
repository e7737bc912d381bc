"""The whitelist: every formula we make passes, and what does not travel is refused."""

import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetnet.errors import FormulaError
from sheetnet.lang import languages
from sheetnet.spec.loading import template_names
from sheetnet.workbook.address import to_a1
from sheetnet.workbook.formula.expand import alone
from sheetnet.workbook.formula.normal_form import normalise
from sheetnet.workbook.formula.portable import MAX_LENGTH, check
from tests.nets import part
from tests.templates import plan_of_template


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "lang"), part(product(template_names(), languages()), 3)
)
def test_every_formula_of_a_template_is_portable(template, lang):
    plan = plan_of_template(template, lang)
    checked = 0
    for sheet in plan.sheets:
        for cell in alone(sheet.cells):
            if cell.formula is not None:
                below = sheet.down.step if sheet.down and cell.down else 0
                check(to_a1(cell.formula, cell.row + below, cell.column))
                checked += 1
    assert checked > 50


OFFENDERS = [
    "LET(x,1,x)", "LAMBDA(x,x)(1)", "OFFSET(A1,1,1)", 'INDIRECT("A1")', "RAND()", "NOW()",
    "TODAY()", 'WEBSERVICE("http://x")', "MMULT(A1:B2,A1:B2)", "FILTER(A1:A3,B1:B3)",
    "_xlfn.SEQUENCE(3)", "{1,2,3}", "SUM({1,2})", "A1#", "SUM(A1#)", "@A1", "EXP(A1:A3)",
    "A1:A3+1", "IF(A1:A3>0,1,0)", "SUMPRODUCT(A1:A3*B1:B3)", "SUMPRODUCT(--(A1:A3>0))",
    "INDEX(A1:C3,1)", "INDEX(A1:C3,0,1)", "ABS(INDEX(A1:C3,0,1))", "A1:A3", "SUM(A1:A3 B1:B3)",
    "SUM((A1,B1))", "[1]Sheet!A1", "'[book.xlsx]S'!A1", "cmd|'/c calc'!A1", 'DDE("a","b","c")',
    "Sheet1:Sheet3!A1", "SUM(Sheet1:Sheet3!A1)", "Table1[x]", "EXP()", "EXP(1,2)", "IF(1)",
    "SUM(", "SUM)", "(", ")", "1+", "*1", "A1 B1", '"open', "1,2", "", "A1+-", "SUM(,)",
    "A1048577", "XFE1", "1..2", "CALL(1)", "EXEC(1)", "REGISTER(1)", "HYPERLINK()", "NA()",
    "PI(A1:A3)", "SUM(INDEX(A1:C3,0,1)+1)", "SUM((INDEX(A1:C3,0,1)))", "INDEX()", "SUMXMY2()",
]  # fmt: skip


@pytest.mark.parametrize("formula", OFFENDERS)
def test_what_does_not_travel_is_refused(formula):
    with pytest.raises(FormulaError):
        check(formula)


AREA = "needs an area of more than one cell"
SHEET = "SUMXMY2 of cells that name a sheet"


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("INDEX(A1,1)", f"INDEX {AREA}"),
        ("INDEX($A$1:A1,1,B2)", f"INDEX {AREA}"),
        ("1+INDEX(Training!$D$20,1+$A5*100)", f"INDEX {AREA}"),
        ("INDEX(w_2,1)", f"INDEX {AREA}"),
        ("MATCH(A1,B1,0)", f"MATCH {AREA}"),
        ("MATCH(A1,B1:B1)", f"MATCH {AREA}"),
        ("SUMXMY2(A1,B1)/2", f"SUMXMY2 {AREA}"),
        ("SUMXMY2(A1:A2,B1)", f"SUMXMY2 {AREA}"),
        ("SUMXMY2(B1,A1:A2)", f"SUMXMY2 {AREA}"),
        ("SUMXMY2(A1:A2,C1:C2+0)", "a range where one value is meant"),
        ("SQRT(SUMXMY2(A1:A2,Training!A1:A2))", SHEET),
        ("SUMXMY2('a b'!A1:A2,A1:A2)", SHEET),
        ("SUMX2PY2(A1:A2,B1:B2)", "SUMX2PY2 is not on the list"),
    ],
)
def test_what_some_calculators_make_an_error_of_is_refused(formula, says):
    with pytest.raises(FormulaError, match=says):
        check(formula)


@pytest.mark.parametrize(
    "formula",
    [
        "1", "-A1", "+A1", "A1*-B1", "SUM(A1:B2,C3,4)", "INDEX(A1:A3,2)", "INDEX(A1:C3,2,B1)",
        "SUM(INDEX(A1:C3,0,1))", 'IF(A1="x",1,0)', "'代价 函数'!A1", "Training!$A$1:$B$2+0"[:0] + "Training!A1",
        "1E-9*A1", "SUM(A1)%", "eta*B2", "TRUE()", "TRUE", 'A1&"é"', "MATCH(1,A1:A3,0)",
        "SUMXMY2(A1:A2,$C1:$C2)", "INDEX(Training!A1:A2,B1)", "MATCH(A1,S!B1:C1,1)",
    ],
)  # fmt: skip
def test_what_travels_passes(formula):
    check(formula)


def test_too_long_a_formula_is_refused():
    with pytest.raises(FormulaError, match="8192 are possible"):
        check("1+" * (MAX_LENGTH // 2) + "1")


def test_too_deep_a_formula_is_refused():
    check("(" * 60 + "1" + ")" * 60)
    with pytest.raises(FormulaError, match="nested deeper than 64"):
        check("(" * 70 + "1" + ")" * 70)


def test_ten_thousand_brackets_are_refused_at_once():
    started = time.perf_counter()
    for text in ("(" * 10_000 + "1" + ")" * 10_000, "SUM(" * 1600 + "1" + ")" * 1600):
        with pytest.raises(FormulaError):
            check(text)
    assert time.perf_counter() - started < 1


@given(st.text(alphabet="ABZ019$:!(),+-*/^&=<>\" .%{}[]@#'|é", max_size=40))
def test_any_text_passes_or_is_refused_and_never_crashes(text):
    try:
        check(text)
    except FormulaError:
        return


@pytest.mark.parametrize("start", ["", "SUM("])
@pytest.mark.parametrize("many", ["1+", "1^", "1&", "-", "1=", "2*-"])
def test_two_hundred_operators_in_a_row_are_the_most(start, many):
    end = "1" + ")" * len(start[:1])
    count = 200 // len(many.strip("12"))
    check(start + count * many + end)
    with pytest.raises(FormulaError, match="more than 200 operators in one row"):
        check(start + (count + 1) * many + end)


def test_a_long_number_before_a_bracket_is_read_at_once():
    started = time.monotonic()
    with pytest.raises(FormulaError):
        check("9" * (MAX_LENGTH - 1) + "(")
    assert normalise("9" * 20_000 + "(").endswith("9(")
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SUM(A1:A3)", "sum( a1:a3 )"),
        ("'Training'!A1", "Training!A1"),
        ("1E-9", "0.000000001"),
        ("0.5*A1", ".5*A1"),
        ("TRUE()", "TRUE"),
    ],
)
def test_what_applications_rewrite_is_the_same(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A1", "$A1"), ("A1+B1", "A1-B1"), ('"a b"', '"ab"'), ('"A"', '"a"'), ("1E-9", "1E-8"),
    ],
)  # fmt: skip
def test_what_changes_the_meaning_is_not(one, other):
    assert normalise(one) != normalise(other)
