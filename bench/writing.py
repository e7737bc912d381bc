"""Writing many formula cells: sheetnet against its peers, as ratios from one run.

A million of a dense network, half a million of a convolutional one. Peers write Training
alone, with no words, looks or other sheets, and all but the f-string writer of the dense
network get their formulas ready-made; ratios are by the time of a formula cell.

Each writer runs in a process of its own; CPU seconds (user + system) are of the writing
alone: planning, text and archive, without imports and without computing the values.
Memory is how far the process grew while it wrote.

    python bench/writing.py                 all writers, both networks, and the ratios
    python bench/writing.py NETWORK NAME    one writer, as JSON
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

from network import write_spec

from sheetnet import load_spec
from sheetnet.building.builder import Draft, count_formulas, draft
from sheetnet.model.notation import Key
from sheetnet.sheets import sheet_makers
from sheetnet.sheets.assembling import plan_workbook
from sheetnet.workbook.address import letters
from sheetnet.workbook.formula.expand import filled
from sheetnet.workbook.manifest import SHEET, lines, manifest_of


def ours(made: Draft, path: Path) -> None:
    """Plan, text and archive, every cell with its value."""
    from sheetnet.lang import texts
    from sheetnet.xlsx.writing.writer import write_workbook

    plan = plan_workbook(made.subject, texts("en"), views=sheet_makers())
    manifest = manifest_of(plan, made.subject, made.header)
    write_workbook(path, plan, made.values, SHEET, lines(manifest))


def _rows_of_formulas(made: Draft) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    """Yield the rows of Training: number, and column and formula of each cell."""
    sheet = made.plan.sheet("Training")
    rows: dict[int, list[tuple[int, str]]] = {}
    assert sheet.down is not None
    for cell in sheet.cells:
        if cell.formula is None:
            continue
        for row, columns, texts in filled(
            cell, sheet.across, sheet.down, sheet.down.count
        ):
            rows.setdefault(row, []).extend(zip(columns, texts, strict=True))
    for row in sorted(rows):
        yield row, sorted(rows[row])


def stock_openpyxl(made: Draft, path: Path) -> None:
    """openpyxl as its tutorial uses it: a cell object each; no values possible."""
    from openpyxl import Workbook

    rows = list(_rows_of_formulas(made))
    _start_clock()
    book = Workbook()
    ws = book.active
    for row, cells in rows:
        for column, formula in cells:
            ws.cell(row, column, "=" + formula)
    book.save(path)


def openpyxl_write_only(made: Draft, path: Path) -> None:
    """openpyxl's fast mode: rows appended and forgotten; no values possible."""
    from openpyxl import Workbook

    rows = list(_rows_of_formulas(made))
    _start_clock()
    book = Workbook(write_only=True)
    ws = book.create_sheet()
    at = 1
    for row, cells in rows:
        for _ in range(at, row):
            ws.append([])
        line: list[str | None] = [None] * cells[-1][0]
        for column, formula in cells:
            line[column - 1] = "=" + formula
        ws.append(line)
        at = row + 1
    book.save(path)


def xlsxwriter(made: Draft, path: Path) -> None:
    """XlsxWriter with constant memory, formulas with their values."""
    import xlsxwriter as library

    rows = list(_rows_of_formulas(made))
    _start_clock()
    book = library.Workbook(str(path), {"constant_memory": True})
    ws = book.add_worksheet()
    for row, cells in rows:
        for column, formula in cells:
            ws.write_formula(row - 1, column - 1, "=" + formula, None, 0.123456789)
    book.close()


def plain_rows(made: Draft, path: Path) -> None:
    """A plain writer of ready-made formulas: f-strings into zipfile at level 6."""
    rows = list(_rows_of_formulas(made))
    _start_clock()
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        sheet.write(b"<worksheet><sheetData>")
        for row, cells in rows:
            text = "".join(
                f'<c r="{letters(column)}{row}" s="5"><f>{escape(formula)}</f>'
                f"<v>{0.123456789!r}</v></c>"
                for column, formula in cells
            )
            sheet.write(f'<row r="{row}">{text}</row>'.encode())
        sheet.write(b"</sheetData></worksheet>")


def fstrings(made: Draft, path: Path) -> None:
    """A plain writer: f-strings cell by cell into zipfile at level 6, with values."""
    rows = _fstring_rows(made)
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        sheet.write(b"<worksheet><sheetData>")
        for row in rows:
            sheet.write(row.encode())
        sheet.write(b"</sheetData></worksheet>")


def _fstring_rows(made: Draft) -> Iterator[str]:
    """Yield the rows of the strips as a careful person would write them by hand."""
    sheet = made.plan.sheet("Training")
    assert sheet.across is not None
    assert sheet.down is not None
    blocks = {block.key: block for block in sheet.blocks}
    first, count, step = sheet.across.first, sheet.across.count, sheet.across.step
    columns = [letters(first + k * step) for k in range(count)]
    ends = [letters(first + k * step + 2) for k in range(count)]
    x, t = blocks[Key("x", 1)].row, blocks[Key("t")].row
    at = {key: block.row - sheet.down.first for key, block in blocks.items()}
    z2, a2, z3, a3 = (
        at[Key(s, n)] for s, n in (("z", 2), ("a", 2), ("z", 3), ("a", 3))
    )
    w2, w3, b3, w3t = (
        at[Key("w", 2)],
        at[Key("w", 3)],
        at[Key("b", 3)],
        at[Key("wT", 3)],
    )
    d3, d2 = at[Key("delta", 3)], at[Key("delta", 2)]
    C, answer, right = at[Key("C")], at[Key("answer")], at[Key("correct")]
    values = {key: made.values[key].tolist() for key in made.values}
    for epoch in range(sheet.down.count):
        o = sheet.down.first + epoch * sheet.down.step
        v = {key: values[key][epoch] for key in values}

        def row(r: int, formulas: Iterator[str], numbers: list[float]) -> str:
            cells = "".join(
                f'<c r="{c}{r}" s="5"><f>{f}</f><v>{n!r}</v></c>'
                for c, f, n in zip(columns, formulas, numbers, strict=True)
            )
            return f'<row r="{r}">{cells}</row>'

        def unit(key: Key, j: int, v: dict[Key, list] = v) -> list[float]:
            return [one[j] for one in v[key]]

        for j in range(3):
            w = o + w2 + 5 * j
            yield row(
                o + z2 + j,
                (
                    f"SUMPRODUCT({c}${x}:{e}${x + 3},$B{w}:$D{w + 3})+$E{w}"
                    for c, e in zip(columns, ends, strict=True)
                ),
                unit(Key("z", 2), j),
            )
        for j in range(3):
            yield row(
                o + a2 + j,
                (f"1/(1+EXP(-{c}{o + z2 + j}))" for c in columns),
                unit(Key("a", 2), j),
            )
        for j in range(2):
            col = "BC"[j]
            yield row(
                o + z3 + j,
                (
                    f"SUMPRODUCT({c}{o + a2}:{c}{o + a2 + 2},${col}{o + w3}:${col}{o + w3 + 2})+${col}{o + b3}"
                    for c in columns
                ),
                unit(Key("z", 3), j),
            )
        for j in range(2):
            yield row(
                o + a3 + j,
                (f"1/(1+EXP(-{c}{o + z3 + j}))" for c in columns),
                unit(Key("a", 3), j),
            )
        yield row(
            o + C,
            (
                f"SUMXMY2({c}${t}:{c}${t + 1},{c}{o + a3}:{c}{o + a3 + 1})/2"
                for c in columns
            ),
            v[Key("C")],
        )
        yield row(
            o + answer,
            (
                f"1+IF(MAX({c}{o + a3})&lt;MAX({c}{o + a3}:{c}{o + a3 + 1})-1E-9,1,0)"
                for c in columns
            ),
            v[Key("answer")],
        )
        yield row(
            o + right,
            (f"INDEX({c}${t}:{c}${t + 1},{c}{o + answer})" for c in columns),
            v[Key("correct")],
        )
        for j in range(2):
            yield row(
                o + d3 + j,
                (
                    f"({c}{o + a3 + j}-{c}${t + j})*{c}{o + a3 + j}*(1-{c}{o + a3 + j})"
                    for c in columns
                ),
                unit(Key("delta", 3), j),
            )
        for j in range(3):
            back = letters(2 + j)
            yield row(
                o + d2 + j,
                (
                    f"SUMPRODUCT({c}{o + d3}:{c}{o + d3 + 1},${back}{o + w3t}:${back}{o + w3t + 1})*{c}{o + a2 + j}*(1-{c}{o + a2 + j})"
                    for c in columns
                ),
                unit(Key("delta", 2), j),
            )


Writer = Callable[[Draft, Path], None]
PEERS: dict[str, Writer] = {
    "sheetnet": ours,
    "openpyxl": stock_openpyxl,
    "openpyxl write-only": openpyxl_write_only,
    "XlsxWriter": xlsxwriter,
}
WRITERS: dict[str, dict[str, Writer]] = {
    "dense": {**PEERS, "f-strings, zipfile": fstrings},
    "conv": {**PEERS, "f-strings, zipfile": plain_rows},
}

_clock = 0.0


def _start_clock() -> None:
    """Begin to count now: peers get their formulas ready-made."""
    global _clock
    _clock = time.process_time()


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(network: str, name: str) -> dict[str, float]:
    """Run one writer in this process."""
    with tempfile.TemporaryDirectory() as folder:
        made = draft(load_spec(write_spec(Path(folder), network)))
        path = Path(folder) / "out.xlsx"
        before = _megabytes()
        _start_clock()
        WRITERS[network][name](made, path)
        seconds = time.process_time() - _clock
        return {
            "cpu": seconds,
            "memory": _megabytes() - before,
            "bytes": path.stat().st_size,
            "formulas": _formulas(made, name),
        }


def _formulas(made: Draft, name: str) -> int:
    """Return how many formula cells a writer writes."""
    sheets = made.plan.sheets if name == "sheetnet" else (made.plan.sheet("Training"),)
    return count_formulas(replace(made.plan, sheets=sheets))


def main() -> None:
    """Run every writer in a process of its own and print the ratios."""
    for network, writers in WRITERS.items():
        found = {}
        for name in writers:
            command = [sys.executable, __file__, network, name]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            one = found[name] = json.loads(done.stdout)
            print(
                f"{network:6}{name:20} {one['cpu']:7.2f} s CPU  {one['memory']:6.0f} MB more"
                f"  {one['bytes'] / 1e6:6.1f} MB file  {one['formulas']:,} formulas"
            )
        base = found["sheetnet"]["cpu"] / found["sheetnet"]["formulas"]
        for name in list(writers)[1:]:
            theirs = found[name]["cpu"] / found[name]["formulas"]
            print(f"{network:6}sheetnet / {name:20} {base / theirs:.3f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(*sys.argv[1:])))
    else:
        main()
