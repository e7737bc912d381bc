"""Formulas as JavaScript: what they say, what cannot be said, and Node as a calculator."""

import math
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

import sheetnet
from sheetnet.calculators import CellError
from sheetnet.errors import CalculatorError, FormulaError
from sheetnet.javascript.forms import Forms
from sheetnet.javascript.translating import Around, javascript_of
from sheetnet.page import writing
from sheetnet.workbook.formula.numbers import apart, numbers
from tests.calculating import computed, left_out, needed, values

HERE = Path(__file__).parent / "page"
NOWHERE = Around({}, {})

# Each by hand; what it looks at is below.
CELLS = {"A1": 2.0, "A2": 3.0, "A3": -1.5, "B1": 10.0, "B2": 20.0, "B3": 40.0}
WORKED = {
    "-A1^2": 4.0,  # a sign binds more firmly than a power
    "A1^A2^2": 64.0,
    "1-A1-A2": -4.0,
    "B3/B2/A1": 1.0,
    "A1+A2*B1": 32.0,
    "(A1+A2)*B1%": 0.5,
    "2*-A3": 3.0,
    "A1&A2+1": "24",
    "A1=2": True,
    'IF("a"="A",1,2)': 1.0,
    'IF(A1>5,"x","he said ""no"" </script>")': 'he said "no" </script>',
    "IF(A1>A2,1)": False,
    "SUMPRODUCT(A1:A3,B1:B3)": 20.0,
    "SUM(A1:B2,5)": 40.0,
    "SUM(INDEX(A1:B3,0,2))": 70.0,
    "INDEX(A1:B3,2,2)+INDEX(A1:A3,3)": 18.5,
    "MATCH(25,B1:B3,1)": 2.0,
    "CHOOSE(A1,1/0,7)": 7.0,
    "ROUND(-A3,0)": 2.0,
    "MOD(A3,A1)": 0.5,
    "EXP(LN(A1))": 2.0,
    "SUMXMY2(A1:A2,B1:B2)": 64.0 + 289.0,
    "FIXED(1234.567,1)": "1,234.6",
    "AND(A1>1,OR(A2>9,NOT(A3>0)))": True,
    "COUNTIF(A1:B3,20)": 1.0,
    "ATAN2(A1,A1)": math.pi / 4,
    "1E-9*B1": 1e-8,
    "C9": 0.0,
    "C9=0": True,
}


def written(path, cells, names=()):
    """Write a workbook of two sheets; formulas begin with "="."""
    book = openpyxl.Workbook()
    book.active.title = "S"
    other = book.create_sheet("it's 2")
    other["C4"] = 7.0
    for address, value in cells.items():
        book["S"][address] = value
    for name, area in names:
        book.defined_names[name] = DefinedName(name, attr_text=area)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def node():
    return needed("javascript")


def test_formulas_are_read_as_a_spreadsheet_reads_them(node, tmp_path):
    asked = {f"E{row}": f"={one}" for row, one in enumerate(WORKED, 1)}
    path = written(tmp_path / "b.xlsx", CELLS | asked)
    found = values(node, path, ["S"])["S"][:, 4].tolist()
    assert found == pytest.approx(list(WORKED.values()), abs=1e-12)
    # Nobody's hand: IronCalc says the same, where it has a value of the same kind.
    others = computed(CELLS | asked)
    for address, one, formula in zip(asked, found, WORKED, strict=True):
        if formula not in ("IF(A1>A2,1)",):
            assert others[address] == pytest.approx(one, abs=1e-12), formula


def test_names_and_other_sheets_are_found(node, tmp_path):
    cells = {"A1": 2.0, "A2": 5.0, "B1": "='it''s 2'!C4*eta", "B2": "=SUM(both)"}
    cells["B3"] = "=SUM('it''s 2'!$A$1:$C$9,A$1)"
    names = [("eta", "S!$A$1"), ("both", "S!$A$1:$A$2")]
    path = written(tmp_path / "b.xlsx", cells, names)
    assert values(node, path, ["S"])["S"][:, 1].tolist() == [14.0, 7.0, 9.0]


def test_errors_are_errors_and_kinds_stay_apart(node, tmp_path):
    cells = {
        "A1": "=1/0",
        "A2": "=A1+1",
        "A3": "=IFERROR(A2,5)",
        "A4": '="a"*2',
        "A5": "=EXP(800)",
        "A6": "=MATCH(3,B1:B2,0)",
        "A7": "=A7+1",
        "A8": "=ISNUMBER(A1)",
        "A9": "=1=1",
        "A10": '=""',
        "A11": "=nobody",
        "A12": "=CELL(A1)",
        "A13": "text",
        "A14": True,
    }
    found = values(node, written(tmp_path / "b.xlsx", cells), ["S"])["S"][:, 0]
    told = [str(one) if isinstance(one, CellError) else one for one in found]
    assert told == [
        *("#DIV/0!", "#DIV/0!", 5.0, "#VALUE!", "#NUM!", "#N/A", "#CIRC!"),
        *(False, True, None, "#NAME?", "#NAME?", "text", True),
    ]


# ------------------------------------------------------------------ what becomes code


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("process.exit()", "list of portable functions"),
        ("EVAL(R1C1)", "list of portable functions"),
        ("constructor", "not portable"),
        ("Nowhere!RC", "Nowhere is not portable"),
        ("RC`1`", "not portable"),
        ("1;2", "not portable"),
        ("2*1E999", "not portable"),
        ("SUM(RC:R[1]C)+RC:R[2]C", "a range where one value is meant"),
    ],
)
def test_what_is_no_portable_formula_becomes_no_code(formula, says):
    with pytest.raises(FormulaError, match=says):
        code(formula)


def code(formula):
    return javascript_of(formula, list(map(str, numbers(apart(formula)))), NOWHERE)


@pytest.mark.parametrize(
    "text", ["'+alert(1)+'", "`${x}`", "</script>", "\\", "\u2028", "*/", "\n", "<!--"]
)
def test_a_text_stays_a_text(text):
    made = code(f'"{text}"')
    assert not set("<\u2028\n") & set(made)
    if shutil.which("node"):
        ran = [
            "node",
            "-p",
            f"JSON.stringify([...{made}].map(x=>x.charCodeAt(0)))",
        ]
        said = subprocess.run(ran, capture_output=True, text=True, check=True).stdout
        assert said.strip() == str(list(map(ord, text))).replace(" ", "")


def test_formulas_that_differ_by_numbers_share_a_function():
    forms = Forms(NOWHERE)
    every = [f"RC{at}*{at + 2}+R1C1" for at in (4, 5, 6)]
    for one in [*every, "RC4-1"]:
        forms.add(one)
    assert [forms.rule(one) for one in every] == [(0, (4, 6)), (0, (5, 7)), (0, (6, 8))]
    assert forms.functions() == [
        "(s,r,c,p)=>((N(s,r+0,p[0])*p[1])+N(s,1,1))",
        "(s,r,c,p)=>(N(s,r+0,4)-1)",
    ]


# ------------------------------------------------------------------ Node


@pytest.mark.slow
def test_a_network_agrees_until_a_formula_is_broken(node, tmp_path):
    sheetnet.build("and-neuron", tmp_path / "b.xlsx")
    report = sheetnet.verify(tmp_path / "b.xlsx", calculator="javascript", perturb=0)
    assert report.agree
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    for row in book["Training"].iter_rows():
        for cell in row:
            if str(cell.value).startswith("=1/(1+EXP(-"):
                cell.value = cell.value.replace("1+EXP", "2+EXP")
    book.save(tmp_path / "b.xlsx")
    report = sheetnet.verify(
        tmp_path / "b.xlsx", calculator="javascript", perturb=0, values_only=True
    )
    assert not report.agree


def test_node_that_is_nowhere_is_told_with_a_way_out(tmp_path, monkeypatch):
    monkeypatch.setenv("SHEETNET_JAVASCRIPT", "no-such-node")
    path = written(tmp_path / "b.xlsx", CELLS)
    javascript = sheetnet.calculators.calculators()["javascript"]
    assert javascript.version() is None
    with pytest.raises(CalculatorError, match="install nodejs or set SHEETNET_JAVASC"):
        values(javascript, path, ["S"])


def test_node_that_takes_too_long_is_stopped(node, tmp_path, monkeypatch):
    monkeypatch.setenv("SHEETNET_TIMEOUT", "0.01")
    with pytest.raises(CalculatorError, match=r"took longer than 0\.01 s"):
        values(node, written(tmp_path / "b.xlsx", CELLS), ["S"])


# ------------------------------------------------------------------ the modules themselves


def ran(*command):
    """Run a program on the modules; return how it ended and what it said."""
    done = subprocess.run(
        command, cwd=HERE, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_the_modules_pass_their_own_tests(node):
    status, said = ran("node", "--test")
    assert status == 0, said
    assert "# fail 0" in said or "fail 0" in said


@pytest.mark.parametrize(
    "command",
    [
        ("tsc",),
        (
            "biome",
            "ci",
            "--config-path=.",
            ".",
            "../../sheetnet/page",
            "../../sheetnet/javascript",
        ),
    ],
    ids=["types", "lint"],
)
def test_the_modules_pass_types_and_lint(command):
    program = HERE / "node_modules" / ".bin" / command[0]
    if not program.exists():
        left_out(f"{command[0].upper()} IS NOT HERE: npm install --prefix tests/page")
    status, said = ran(str(program), *command[1:])
    assert status == 0, said


def test_every_module_is_in_the_page_once():
    there = {path.name for path in writing.MODULES}
    folders = {path.parent for path in writing.MODULES}
    every = {path.name for folder in folders for path in folder.glob("*.js")}
    assert every - there == {"run.js"}
    assert len(there) == len(writing.MODULES)


@pytest.mark.parametrize("path", writing.MODULES, ids=lambda path: path.name)
def test_no_module_reads_text_as_markup_or_code(path):
    text = path.read_text(encoding="utf-8")
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
                 "Function(", "fetch(", "XMLHttpRequest", "localStorage", "sessionStorage",
                 "indexedDB", "cookie", "import("):  # fmt: skip
        found = [line for line in text.splitlines() if word in line and "@" not in line]
        assert found == [], word
    assert text.count("\n") <= 350
