"""Calculators: what they return, what they refuse, and what they leave behind."""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from sheetnet.calculators import (
    CellError,
    Session,
    calculator_names,
    calculators,
)
from sheetnet.calculators.libreoffice import LIBREOFFICE
from sheetnet.errors import CalculatorError, WorkbookError
from sheetnet.xlsx.reading.package import opened
from sheetnet.xlsx.reading.sheet.scan import scan
from tests.calculating import left_out, needed, values

EMBEDDED, SAVED = calculators()["embedded"], calculators()["saved"]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRANGE_NAMES = [
    'it\'s "quoted".xlsx',
    "表 格 1.xlsx",
    "😀.xlsx",
    "-x.xlsx",
    "a%20b.xlsx",
]


OASIS = "urn:oasis:names:tc:opendocument:xmlns"
FLAT_ODS = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="{OASIS}:office:1.0" xmlns:table="{OASIS}:table:1.0"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="S"/></office:spreadsheet>
</office:body></office:document>"""


def workbook(path: Path, cells: dict[str, object], sheet: str = "S") -> Path:
    """Write a workbook of one sheet, its formulas without stored values."""
    book = openpyxl.Workbook()
    for address, value in cells.items():
        book.active[address] = value
    book.active.title = sheet
    book.save(path)
    return path


def rewrite_sheet(path: Path, change: Callable[[str], str]) -> Path:
    """Change the XML of the first sheet."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = change(parts[sheet].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def stored(path: Path, formula: str, value: str) -> Path:
    """Store a value beside a formula, as an application would that computed it."""
    # With lxml or without, openpyxl writes an empty element in two ways.
    before = re.compile(rf"<f>{re.escape(formula)}</f>(<v ?/>|<v></v>)")

    def change(xml: str) -> str:
        assert before.search(xml)
        return before.sub(f"<f>{formula}</f><v>{value}</v>", xml)

    return rewrite_sheet(path, change)


def session_of(path: Path) -> Session:
    with opened(path) as package:
        return Session(package)


def computed(session: Session) -> np.ndarray:
    return session.computed(["S"])["S"]


def column(grid: np.ndarray, number: int = 0) -> list[object]:
    return grid[:, number].tolist()


# Finding calculators


def test_a_calculator_is_named_as_its_module():
    for name, calculator in calculators().items():
        assert calculator.name == name
        assert calculator.good_for.strip()
        assert "\n" not in calculator.good_for


def test_names_are_those_of_the_calculators():
    assert calculator_names() == list(calculators())


def test_the_calculators_that_ship_with_sheetnet_are_here():
    assert "IronCalc" in (EMBEDDED.version() or "")
    assert "calamine" in (SAVED.version() or "")


def test_finding_calculators_imports_nothing_heavy():
    code = (
        "import sys, sheetnet.calculators as r; r.calculator_names();"
        "assert 'numpy' not in sys.modules;"
        "[c.version() for n, c in r.calculators().items() if n not in ('libreoffice', 'gnumeric')];"
        "heavy = {'ironcalc', 'formualizer', 'python_calamine', 'openpyxl'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_public_name_is_there():
    package = import_module("sheetnet.calculators")
    for name in package.__all__:
        assert getattr(package, name) is not None


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="Abacus"):
        import_module("sheetnet.calculators").Abacus  # noqa: B018


# The embedded calculator


def test_embedded_computes_formulas_and_keeps_kinds_apart(tmp_path):
    path = workbook(
        tmp_path / "b.xlsx",
        {
            "A1": 2,
            "A2": "=A1*1.5",
            "A3": "=A1>1",
            "A4": '="a"&"b"',
            "A5": '=""',
            "A7": 1,
        },
    )
    grid = values(EMBEDDED, path, ["S"])["S"]
    assert column(grid) == [2.0, 3.0, True, "ab", None, None, 1.0]
    assert [type(value) for value in column(grid)[:4]] == [float, float, bool, str]


def test_embedded_reports_errors_as_excel_writes_them(tmp_path):
    formulas = {
        "=1/0": "#DIV/0!",
        "=NOPE(1)": "#NAME?",
        "=EXP(1000)": "#NUM!",
        '="a"+1': "#VALUE!",
        "=MATCH(9,B1:B1,0)": "#N/A",
        "=#REF!+1": "#REF!",
        "=A8": "#CIRC!",
        "=A7": "#CIRC!",
    }
    cells = {f"A{row}": formula for row, formula in enumerate(formulas, start=1)}
    grid = values(EMBEDDED, workbook(tmp_path / "b.xlsx", cells), ["S"])["S"]
    assert column(grid) == [CellError(code) for code in formulas.values()]


def test_embedded_does_not_believe_stored_values(tmp_path):
    path = workbook(tmp_path / "b.xlsx", {"A1": 2, "A2": "=A1*2"})
    stored(path, "A1*2", "999")
    assert column(values(EMBEDDED, path, ["S"])["S"]) == [2.0, 4.0]


def test_a_grid_is_anchored_at_a1(tmp_path):
    path = workbook(tmp_path / "b.xlsx", {"C4": "=1+1"})
    grid = values(EMBEDDED, path, ["S"])["S"]
    assert grid.shape == (4, 3)
    assert grid[3, 2] == 2.0
    assert grid[0, 0] is None


@pytest.mark.slow
def test_embedded_opens_a_sheet_of_more_than_128_mib(tmp_path):
    path = workbook(tmp_path / "b.xlsx", {"A1": "=1+1"})
    empty = "".join(f'<row r="{n}">{" " * 60_000}</row>' for n in range(2, 2300))
    rewrite_sheet(path, lambda xml: xml.replace("</sheetData>", f"{empty}</sheetData>"))
    assert column(values(EMBEDDED, path, ["S"])["S"]) == [2.0]


@pytest.mark.slow
def test_embedded_gives_up_at_the_time_limit(tmp_path, monkeypatch):
    cells = {f"A{row}": "=SUMPRODUCT(B1:B20000,B1:B20000)" for row in range(1, 500)}
    cells |= {f"B{row}": row for row in range(1, 20_001)}
    path = workbook(tmp_path / "b.xlsx", cells)
    monkeypatch.setenv("SHEETNET_TIMEOUT", "0.001")
    with pytest.raises(CalculatorError, match=r"0\.001 s .* SHEETNET_TIMEOUT sets"):
        values(EMBEDDED, path, ["S"])


def test_a_panic_of_the_embedded_calculator_is_one_line(tmp_path):
    with session_of(workbook(tmp_path / "b.xlsx", {"A1": 1})) as session:
        session._numbers["S"] = 7
        session.set_value("S", 0, 0, 2.0)
        with pytest.raises(CalculatorError, match=r"embedded calculator: .+") as error:
            computed(session)
    assert "\n" not in str(error.value)


def test_a_process_that_ends_costs_its_own_workbook_alone(tmp_path):
    """As it does where IronCalc takes more memory, or nests deeper, than it may."""
    path = workbook(tmp_path / "b.xlsx", {"A1": 2, "A2": "=A1*2"})
    with session_of(path) as session:
        computed(session)
        session._process._process.kill()
        says = r"b\.xlsx: could not be calculated .* ended \(SIGKILL\), perhaps for want of"
        with pytest.raises(CalculatorError, match=says):
            computed(session)
    assert column(values(EMBEDDED, path, ["S"])["S"]) == [2.0, 4.0]


def test_the_embedded_calculator_gives_up_at_its_limit_of_memory(tmp_path, monkeypatch):
    path = workbook(
        tmp_path / "b.xlsx", {f"A{n}": f"=B{n}+{n}" for n in range(1, 9000)}
    )
    monkeypatch.setenv("SHEETNET_MEMORY", "20")
    with pytest.raises(CalculatorError, match="SHEETNET_MEMORY sets another limit"):
        values(EMBEDDED, path, ["S"])
    monkeypatch.setenv("SHEETNET_MEMORY", "much")
    with pytest.raises(
        CalculatorError, match="a number of megabytes above 0, found 'much'"
    ):
        values(EMBEDDED, path, ["S"])
    monkeypatch.delenv("SHEETNET_MEMORY")
    assert values(EMBEDDED, path, ["S"])["S"].shape == (8999, 1)


def test_a_process_waits_for_the_next_workbook(tmp_path):
    path = workbook(tmp_path / "b.xlsx", {"A1": 2, "A2": "=A1*2"})
    used = set()
    for _ in range(3):
        with session_of(path) as session:
            computed(session)
            used.add(session._process._process.pid)
    assert len(used) == 1


# Driving a workbook in memory


@pytest.fixture
def session(tmp_path) -> Iterator[Session]:
    cells = {"A1": 2, "A2": "=A1*2", "A3": "=B5+1"}
    with session_of(workbook(tmp_path / "b.xlsx", cells)) as one:
        yield one


def test_a_session_follows_a_changed_input(session):
    assert column(computed(session)) == [2.0, 4.0, 1.0]
    session.set_value("S", 0, 0, 5.0)
    assert column(computed(session)) == [5.0, 10.0, 1.0]


def test_a_session_takes_numbers_of_numpy(session):
    session.set_value("S", 0, 0, np.int64(3))
    session.set_value("S", 4, 1, np.float64(0.5))
    assert column(computed(session)) == [3.0, 6.0, 1.5, None, None]
    assert column(computed(session), 1) == [None, None, None, None, 0.5]


def test_a_session_takes_constants_of_every_kind_and_none(session):
    constants = ["=A1", True, "TRUE", "1", None]
    for row, value in enumerate(constants):
        session.set_value("S", row, 0, value)
    assert column(computed(session)) == constants


def test_a_session_leaves_the_file_alone(tmp_path):
    path = workbook(tmp_path / "b.xlsx", {"A1": 2})
    before = path.read_bytes()
    with session_of(path) as session:
        session.set_value("S", 0, 0, 7.0)
        assert column(computed(session)) == [7.0]
    assert path.read_bytes() == before


def test_a_session_makes_no_sheet_that_is_not_there(session):
    with pytest.raises(WorkbookError, match=r"no sheet 'T'; known: S"):
        session.set_value("T", 0, 0, 1.0)
    with pytest.raises(WorkbookError, match="no sheet 'T'"):
        session.computed(["T"])


@pytest.mark.parametrize("cell", [(-1, 0), (0, -1), (2**20, 0), (0, 2**14)])
def test_a_session_refuses_a_cell_outside_the_sheet_and_lives_on(session, cell):
    with pytest.raises(CalculatorError, match="no cell at row"):
        session.set_value("S", *cell, 1.0)
    assert computed(session)[1, 0] == 4.0


# Values as saved


def test_saved_reads_what_is_stored_and_does_not_compute(tmp_path):
    path = workbook(tmp_path / "b.xlsx", {"A1": 2, "A2": "=A1*2", "A3": "=A1*3"})
    stored(path, "A1*2", "999")
    assert column(values(SAVED, path, ["S"])["S"]) == [2.0, 999.0, None]


def test_saved_keeps_kinds_apart(tmp_path):
    cells = {"B2": True, "B3": "x", "B4": 3, "B5": 0.1}
    grid = values(SAVED, workbook(tmp_path / "b.xlsx", cells), ["S"])["S"]
    assert column(grid, 1) == [None, True, "x", 3.0, 0.1]
    assert type(grid[3, 1]) is float


def test_saved_tells_an_error_from_a_text_that_looks_like_one(tmp_path):
    path = workbook(tmp_path / "b.xlsx", {"A1": "#DIV/0!", "A2": "#DIV/0!"})
    # openpyxl writes both as errors.
    as_text = '<c r="A1" t="inlineStr"><is><t>#DIV/0!</t></is></c>'
    as_error = '<c r="A1" t="e"><v>#DIV/0!</v></c>'
    rewrite_sheet(path, lambda xml: xml.replace(as_error, as_text))
    assert column(values(SAVED, path, ["S"])["S"]) == ["#DIV/0!", CellError("#DIV/0!")]


DATES = {
    45293.5: datetime(2024, 1, 2, 12),
    45294.0: date(2024, 1, 3),
    1.5: timedelta(days=1.5),
}


@pytest.mark.parametrize("calculator", [EMBEDDED, SAVED], ids=["embedded", "saved"])
def test_dates_are_excels_numbers(tmp_path, calculator):
    cells = {f"A{row}": value for row, value in enumerate(DATES.values(), start=1)}
    path = workbook(tmp_path / "b.xlsx", cells)
    assert column(values(calculator, path, ["S"])["S"]) == list(DATES)


@pytest.mark.parametrize("number", [-3.0, 0.123456789012, 60.0, 45000.123456789])
@pytest.mark.parametrize("calculator", [EMBEDDED, SAVED], ids=["embedded", "saved"])
def test_a_number_formatted_as_a_date_loses_nothing(tmp_path, calculator, number):
    path = tmp_path / "b.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = number
    book.active["A1"].number_format = "yyyy-mm-dd"
    book.save(path)
    assert column(values(calculator, path, ["Sheet"])["Sheet"]) == [number]


def test_a_date_written_as_iso_text_is_excels_number(tmp_path):
    path = workbook(tmp_path / "b.xlsx", {"A1": 1})
    iso = '<c r="A1" t="d"><v>2024-01-02T12:00:00</v></c>'
    rewrite_sheet(path, lambda xml: xml.replace('<c r="A1" t="n"><v>1</v></c>', iso))
    assert column(values(SAVED, path, ["S"])["S"]) == [45293.5]


# What is seen


@pytest.mark.parametrize("name", ["embedded", "cellrune", "formualizer"])
def test_a_calculator_sees_what_the_package_holds_and_nothing_else(tmp_path, name):
    cells = {"A1": 2, "A2": "=A1*2", "A3": "=A2+1", "B1": "=A1", "B4": "=1+1"}
    path = workbook(tmp_path / "b.xlsx", cells)
    with opened(path) as package:
        path.unlink()
        less = package.without({"S": {(2, 1)}, "T": set()}).without({"S": {(4, 2)}})
        whole, grid = (
            needed(name).values(one, ["S"])["S"].tolist() for one in (package, less)
        )
    assert whole == [[2.0, 2.0], [4.0, None], [5.0, None], [None, 2.0]]
    assert grid == [[2.0, 2.0], [None, None], [1.0, None], [None, None]]
    assert less.size("S") == package.size("S")
    assert less.scanned("S").formulas == {(3, 1): "A2+1", (1, 2): "A1"}
    assert package.without({"S": set()}) is package


# What both refuse, and sheets of all kinds


@pytest.mark.parametrize("calculator", [EMBEDDED, SAVED], ids=["embedded", "saved"])
class TestEveryReader:
    def test_an_empty_sheet_is_an_empty_grid(self, tmp_path, calculator):
        path = workbook(tmp_path / "b.xlsx", {})
        assert values(calculator, path, ["S"])["S"].shape == (0, 0)

    def test_only_the_sheets_asked_for_are_returned(self, tmp_path, calculator):
        path = tmp_path / "b.xlsx"
        book = openpyxl.Workbook()
        book.create_chartsheet("Chart")
        for number, name in enumerate(["数据 'q' x", "😀", "B"]):
            book.create_sheet(name)["A1"] = number
        book.save(path)
        grids = values(calculator, path, ["😀", "数据 'q' x"])
        assert {name: grid[0, 0] for name, grid in grids.items()} == {
            "😀": 1.0,
            "数据 'q' x": 0.0,
        }

    def test_a_missing_sheet_is_named(self, tmp_path, calculator):
        path = workbook(tmp_path / "b.xlsx", {"A1": 1}, sheet="Training")
        with pytest.raises(WorkbookError, match='did you mean "Training"'):
            values(calculator, path, ["Trainig"])

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", r"is empty; expected an \.xlsx"),
            (b"hello", "is a text file"),
            (b"PK\x03\x04 torn", r"cannot be read as \.xlsx"),
        ],
    )
    def test_a_file_that_is_no_workbook_is_refused(
        self, tmp_path, calculator, content, says
    ):
        path = tmp_path / "b.xlsx"
        path.write_bytes(content)
        with pytest.raises(WorkbookError, match=rf"b\.xlsx: {says}"):
            values(calculator, path, ["S"])

    def test_a_zip_without_a_workbook_is_refused(self, tmp_path, calculator):
        path = tmp_path / "b.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("hello.txt", "hello")
        with pytest.raises(WorkbookError, match="is a zip archive, but no workbook"):
            values(calculator, path, ["S"])

    def test_a_missing_file_is_refused(self, tmp_path, calculator):
        with pytest.raises(WorkbookError, match=r"b\.xlsx: no such file"):
            values(calculator, tmp_path / "b.xlsx", ["S"])

    def test_a_folder_and_a_named_pipe_are_refused(self, tmp_path, calculator):
        os.mkfifo(tmp_path / "pipe.xlsx")
        for path in (tmp_path, tmp_path / "pipe.xlsx"):
            with pytest.raises(WorkbookError, match=r"is no regular file|is a folder"):
                values(calculator, path, ["S"])

    def test_one_far_cell_is_refused_at_once(self, tmp_path, calculator):
        path = workbook(tmp_path / "b.xlsx", {"A1": 1, "XFD1048576": 1})
        started = time.monotonic()
        with pytest.raises(
            WorkbookError, match=r"S!XFD1048576: too far .* delete what"
        ):
            values(calculator, path, ["S"])
        assert time.monotonic() - started < 5

    @pytest.mark.parametrize("name", STRANGE_NAMES)
    def test_a_strange_file_name_is_no_hindrance(self, tmp_path, calculator, name):
        path = workbook(tmp_path / name, {"A1": 1})
        assert column(values(calculator, path, ["S"])["S"]) == [1.0]


def scanned(rows: str, prefix: str = "") -> tuple[int, int, dict]:
    tag = f"{prefix}:" if prefix else ""
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    inside = f"<{tag}sheetData>{rows}</{tag}sheetData>"
    xml = f'<{tag}worksheet {declared}="{MAIN}">{inside}</{tag}worksheet>'
    found = scan([xml.encode()])
    return found.rows, found.columns, found.texts


def test_a_size_counts_formulas_without_values_and_texts():
    formula = '<row r="3"><c r="AB3"><f>1</f></c></row><row r="9"/>'
    assert scanned(formula)[:2] == (3, 28)
    text = '<row r="4"><c r="B4" t="inlineStr"><is><t>x</t></is></c></row>'
    assert scanned(text)[:2] == (4, 2)


def test_a_size_does_not_count_empty_cells():
    rows = '<row r="2"><c r="B2"><v>1</v></c><c r="XFD2" s="3"/></row>'
    far = '<row r="1048576"><c r="XFD1048576" s="3"/></row>'
    assert scanned(rows + far)[:2] == (2, 2)


def test_a_size_needs_no_references():
    assert scanned("<row/><row><c/><c/><c><v>1</v></c></row>")[:2] == (2, 3)


def test_a_prefix_does_not_hide_cells():
    rows = "<x:row><x:c t='e'><x:f>1/0</x:f><x:v>#DIV/0!</x:v></x:c></x:row>"
    assert scanned(rows, "x") == (1, 1, {(0, 0): "#DIV/0!"})


# LibreOffice


@pytest.mark.libreoffice
def test_libreoffice_corrects_a_planted_value(tmp_path, libreoffice):
    path = workbook(tmp_path / "b.xlsx", {"A1": 2, "A2": "=A1*2", "A3": "=A2+1"})
    stored(path, "A1*2", "999")
    assert column(values(libreoffice, path, ["S"])["S"]) == [2.0, 4.0, 5.0]


@pytest.mark.libreoffice
def test_libreoffice_returns_the_same_kinds_as_the_others(tmp_path, libreoffice):
    cells = {
        "A2": "=1/0",
        "A3": "=1>0",
        "A4": '="é"&"✓"',
        "A5": '=""',
        "A6": "=MATCH(9,B1:B1,0)",
        "A7": datetime(2024, 1, 2, 12),
        "A8": "=A7+1",
        "A9": 0.1,
    }
    path = workbook(tmp_path / "b.xlsx", cells)
    grid = values(libreoffice, path, ["S"])["S"]
    assert grid.tolist() == values(EMBEDDED, path, ["S"])["S"].tolist()
    assert column(grid) == [
        None,
        CellError("#DIV/0!"),
        True,
        "é✓",
        None,
        CellError("#N/A"),
        45293.5,
        45294.5,
        0.1,
    ]


@pytest.mark.libreoffice
def test_libreoffice_takes_any_file_name_leaves_and_prints_nothing(
    tmp_path, libreoffice, monkeypatch, capfd
):
    path = workbook(tmp_path / "".join(STRANGE_NAMES), {"A1": 3, "A2": "=A1*A1"})
    work = tmp_path / "work 表"
    work.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(work))
    assert column(values(libreoffice, path, ["S"])["S"]) == [3.0, 9.0]
    assert list(work.iterdir()) == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.libreoffice
def test_two_runs_of_libreoffice_do_not_disturb_each_other(tmp_path, libreoffice):
    paths = [
        workbook(tmp_path / f"{number}.xlsx", {"A1": number, "A2": "=A1+0.5"})
        for number in range(4)
    ]
    with ThreadPoolExecutor(2) as threads:
        grids = list(threads.map(lambda path: values(libreoffice, path, ["S"]), paths))
    assert [column(grid["S"])[1] for grid in grids] == [0.5, 1.5, 2.5, 3.5]


@pytest.mark.libreoffice
def test_libreoffice_names_the_file_that_it_cannot_open(tmp_path, libreoffice):
    path = workbook(tmp_path / "b.xlsx", {"A1": 1})
    with opened(path) as package:
        # Without a filter by name, LibreOffice would open it by its content.
        package.content = FLAT_ODS.encode()
        with pytest.raises(CalculatorError, match=r"b\.xlsx: LibreOffice could not"):
            libreoffice.values(package, ["S"])


@pytest.mark.libreoffice
def test_libreoffice_reports_a_missing_sheet_of_the_file_asked_for(
    tmp_path, libreoffice
):
    path = workbook(tmp_path / "b.xlsx", {"A1": 1})
    with pytest.raises(WorkbookError, match=r"b\.xlsx: no sheet 'T'"):
        values(libreoffice, path, ["T"])


@pytest.fixture
def visits() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine: its address, and the paths asked of it."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            paths.append(self.rfile.readline().decode())

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", paths
        server.shutdown()
        thread.join()


@pytest.mark.libreoffice
def test_libreoffice_asks_nothing_of_the_web(tmp_path, libreoffice, visits):
    # LibreOffice 7.4 refuses by itself, whatever the profile says of links.
    address, paths = visits
    cells = {"A1": f'=_xlfn.WEBSERVICE("{address}")', "A2": "=1+1"}
    path = workbook(tmp_path / "b.xlsx", cells)
    grid = values(libreoffice, path, ["S"])["S"]
    assert column(grid) == [CellError("#N/A"), 2.0]
    assert paths == []


@pytest.mark.libreoffice
def test_libreoffice_stopped_in_the_middle_leaves_nothing(
    tmp_path, libreoffice, monkeypatch
):
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(work))
    path = workbook(tmp_path / "b.xlsx", {"A1": "=1+1"})
    monkeypatch.setenv("SHEETNET_TIMEOUT", "0.4")
    with pytest.raises(CalculatorError, match=r"longer than 0\.4 s"):
        values(libreoffice, path, ["S"])
    assert list(work.iterdir()) == []
    assert not stays(str(work))


def stays(word: str) -> bool:
    """Return whether such a process is still there after a moment."""
    deadline = time.monotonic() + 2
    while running(word) and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(running(word))


def running(word: str) -> list[str]:
    """Return the processes, zombies aside, whose command line has the word."""
    command = ["ps", "-A", "-ww", "-o", "pid=,stat=,args="]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    lines = [line.split(maxsplit=2) for line in listed.splitlines()]
    return [
        " ".join(line)
        for line in lines
        if len(line) == 3 and word in line[2] and not line[1].startswith("Z")
    ]


# LibreOffice missing, hanging or failing: a script in its place


@pytest.fixture
def fake(tmp_path, monkeypatch) -> Callable[[str], None]:
    """Put a shell script in the place of LibreOffice."""

    def put(script: str) -> None:
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("SHEETNET_LIBREOFFICE", str(program))

    return put


@pytest.mark.slow
def test_a_hanging_libreoffice_is_stopped_with_its_children(
    tmp_path, fake, monkeypatch
):
    # The word makes the child known; sh waits for it as soffice does for soffice.bin.
    word = f"child-{os.getpid()}-{time.monotonic_ns()}"
    fake(f'sh -c "sleep 300; true" {word} &\necho noise >&2\nwait')
    path = workbook(tmp_path / "b.xlsx", {"A1": 1})
    monkeypatch.setenv("SHEETNET_TIMEOUT", "1")
    started = time.monotonic()
    with pytest.raises(CalculatorError, match=r"longer than 1 s and was stopped"):
        values(LIBREOFFICE, path, ["S"])
    assert time.monotonic() - started < 3
    assert not stays(word)


@pytest.mark.slow
def test_the_child_of_the_script_lives_until_it_is_stopped(tmp_path, fake, monkeypatch):
    word = f"child-{os.getpid()}-{time.monotonic_ns()}"
    fake(f'sh -c "sleep 300; true" {word} &\nwait')
    path = workbook(tmp_path / "b.xlsx", {"A1": 1})
    monkeypatch.setenv("SHEETNET_TIMEOUT", "2")
    with ThreadPoolExecutor(1) as thread:
        result = thread.submit(values, LIBREOFFICE, path, ["S"])
        deadline = time.monotonic() + 1.5
        while not running(word) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert running(word)
        assert isinstance(result.exception(), CalculatorError)
    assert not stays(word)


def test_a_child_that_outlives_libreoffice_is_stopped_too(tmp_path, fake):
    word = f"child-{os.getpid()}-{time.monotonic_ns()}"
    fake(f'sh -c "sleep 300; true" {word} &\nexit 1')
    path = workbook(tmp_path / "b.xlsx", {"A1": 1})
    with pytest.raises(CalculatorError, match="it gave no reason"):
        values(LIBREOFFICE, path, ["S"])
    assert not stays(word)


def test_what_libreoffice_complains_of_is_told_and_not_printed(tmp_path, fake, capfd):
    fake("echo noise; echo Error: no export filter >&2")
    path = workbook(tmp_path / "b.xlsx", {"A1": 1})
    with pytest.raises(CalculatorError, match=r"b\.xlsx: .*: Error: no export filter$"):
        values(LIBREOFFICE, path, ["S"])
    assert capfd.readouterr() == ("", "")


def test_a_missing_libreoffice_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("SHEETNET_LIBREOFFICE", str(tmp_path / "nothing"))
    path = workbook(tmp_path / "b.xlsx", {"A1": 1})
    assert LIBREOFFICE.version() is None
    with pytest.raises(CalculatorError, match=r"is not here: .*nothing"):
        values(LIBREOFFICE, path, ["S"])


def test_libreoffice_that_is_nowhere_is_told_with_a_way_out(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("SHEETNET_LIBREOFFICE", raising=False)
    expected = "install libreoffice-calc or set SHEETNET_LIBREOFFICE"
    with pytest.raises(CalculatorError, match=expected):
        replace(LIBREOFFICE, commands=("soffice",)).program()


def test_a_program_that_cannot_start_is_told(tmp_path, fake, monkeypatch):
    fake("")
    (tmp_path / "soffice").write_text("#!/no/such/interpreter\n")
    path = workbook(tmp_path / "b.xlsx", {"A1": 1})
    assert LIBREOFFICE.version() is None
    with pytest.raises(CalculatorError, match="cannot be started"):
        values(LIBREOFFICE, path, ["S"])


def test_a_version_is_read_from_what_the_program_says(fake):
    fake("echo LibreOffice 24.8.1.2 abcdef")
    assert LIBREOFFICE.version() == "LibreOffice 24.8.1.2"


@pytest.mark.parametrize("alone", [True, False])
def test_what_stands_in_libreoffices_place_has_no_network(
    tmp_path, fake, visits, monkeypatch, alone
):
    module = import_module("sheetnet.calculators._alone")
    if not module.name_spaces():
        left_out("NO NAME SPACES HERE: LibreOffice keeps its network")
    if not alone:
        # Then it has one: the test would notice.
        monkeypatch.setattr(module, "name_spaces", lambda: ())
    address, paths = visits
    ask = f"import urllib.request as r; r.urlopen({address!r}, timeout=3)"
    fake(f"env -u http_proxy {sys.executable} -c '{ask.replace(chr(39), chr(34))}'")
    path = workbook(tmp_path / "b.xlsx", {"A1": 1})
    with pytest.raises(CalculatorError):
        values(LIBREOFFICE, path, ["S"])
    assert len(paths) == (0 if alone else 1)


@pytest.mark.parametrize("text", ["soon", "-1", "0", "inf", "nan"])
def test_a_time_limit_that_is_no_time_is_refused(tmp_path, fake, monkeypatch, text):
    fake("true")
    monkeypatch.setenv("SHEETNET_TIMEOUT", text)
    path = workbook(tmp_path / "b.xlsx", {"A1": 1})
    for calculator in (EMBEDDED, LIBREOFFICE):
        with pytest.raises(CalculatorError, match=f"seconds above 0, found '{text}'"):
            values(calculator, path, ["S"])


def test_the_time_limit_is_taken_from_the_environment(tmp_path, fake, monkeypatch):
    fake("sleep 60")
    monkeypatch.setenv("SHEETNET_TIMEOUT", "0.2")
    path = workbook(tmp_path / "b.xlsx", {"A1": 1})
    with pytest.raises(CalculatorError, match=r"longer than 0\.2 s"):
        values(LIBREOFFICE, path, ["S"])
