"""The sheets of a workbook, by python-calamine: a program that `spreadsheets.py` starts.

It makes the whole rectangle up to the last cell in memory, and a file of some bytes may have
one in the last row and column. So it does this in a process of its own, within limits.
"""

import json
import os
import sys
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

if __name__ == "__main__":
    # Where libraries are found: as in the process that started this one.
    sys.path[:] = json.loads(sys.argv[1])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

from msgspec import msgpack
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

_MEGABYTE = 1 << 20
_MOST_MEMORY, _MOST_SECONDS = 4096 * _MEGABYTE, 60


def main() -> dict[str, Any]:
    """Return the names of all sheets; the cells of the one that is wanted, else of the
    first one with any, and their rows' numbers; and the names of others with any.
    """
    _limit()
    wanted, most = json.loads(sys.argv[2])
    found: dict[str, Any] = {"others": []}
    with CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read())) as workbook:
        found["names"] = workbook.sheet_names
        for name in _tables(workbook):
            if wanted not in (None, name):
                continue
            sheet = workbook.get_sheet_by_name(name)
            if sheet.start is None:
                continue
            if "sheet" in found:
                found["others"].append(name)
                continue
            found["sheet"] = name
            if sheet.total_height * sheet.total_width > most:
                found["large"] = True
                break
            rows = sheet.to_python(skip_empty_area=False)
            lines = [
                at for at, row in enumerate(rows, 1) if any(one != "" for one in row)
            ]
            found["lines"] = lines
            found["rows"] = [[_cell(one) for one in rows[at - 1]] for at in lines]
    return found


def _tables(workbook: CalamineWorkbook) -> list[str]:
    """Return the sheets that have cells, those that people see first."""
    sheets = [
        one for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet
    ]
    hidden = [one.visible != SheetVisibleEnum.Visible for one in sheets]
    return [
        one.name
        for _, one in sorted(zip(hidden, sheets, strict=True), key=lambda two: two[0])
    ]


def _cell(value: Any) -> str | float:  # noqa: ANN401
    """Return a number as a number; dates and truth as the text that people read."""
    kind = type(value)
    if kind is str or kind is float:
        return value  # type: ignore[no-any-return]
    if kind is bool:
        return "TRUE" if value else "FALSE"
    if kind is int:
        return float(value)
    if isinstance(value, datetime):
        whole = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if whole else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _limit() -> None:
    """Let the system end this process where it takes more than it may."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, _MOST_MEMORY),
        (resource.RLIMIT_CPU, _MOST_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(kind, (most, hard))


if __name__ == "__main__":
    try:
        answer = main()
    except BaseException as error:  # noqa: BLE001 - a panic in Rust is no Exception
        answer = {"failed": f"{error}" or type(error).__name__}
    answers.write(msgpack.encode(answer))
    answers.close()
