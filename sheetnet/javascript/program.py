"""A book as files from which `run.js` computes it."""

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sheetnet.javascript.forms import Forms

HOME = Path(__file__).parent
MODULES = HOME / "engine.js", HOME / "functions.js"
PROGRAM = "run.js"
NUMBERS, OTHERS = "numbers.bin", "others.json"

# What functions may call.
_IMPORTED = """import {A,D,Failure,N,POWER,T,V,compared,number,truth} from "./engine.js";
import {X} from "./functions.js";
export const FORMS=["""
# In place of a formula that is none.
_REFUSED = '(()=>{throw new Failure("#NAME?")})()'


@dataclass(frozen=True, slots=True)
class Cells:
    """What stands on a sheet: constants, and the formula (R1C1) of each other cell."""

    rows: int
    columns: int
    constants: Sequence[tuple[int, int, float | bool | str]]
    formulas: Sequence[tuple[int, int, str]]


def write_program(folder: Path, sheets: Iterable[Cells], forms: Forms) -> None:
    """Write all that is needed to compute a book into a folder."""
    sheets = list(sheets)
    for cells in sheets:
        for formula in {formula for _, _, formula in cells.formulas}:
            forms.add(formula)
    told = json.dumps([_told(cells, forms) for cells in sheets])
    functions = ",\n".join(forms.functions(otherwise=_REFUSED))
    script = f"{_IMPORTED}\n{functions}\n];\n"
    for name, text in {
        "package.json": '{"type":"module"}',
        "book.json": told,
        "forms.js": script,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    for path in (*MODULES, HOME / PROGRAM):
        shutil.copyfile(path, folder / path.name)


def _told(cells: Cells, forms: Forms) -> dict[str, object]:
    rules: dict[str, int] = {}
    places: list[int] = []
    for row, column, formula in cells.formulas:
        places += row, column, rules.setdefault(formula, len(rules))
    return {
        "rows": cells.rows,
        "columns": cells.columns,
        "constants": cells.constants,
        "rules": [forms.rule(formula) for formula in rules],
        "places": places,
    }
