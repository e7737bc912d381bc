"""The two passes over a sheet's XML, side by side: what one finds, the other must find too."""

import zipfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from xml.parsers import expat

from sheetnet.xlsx.reading.sheet.quick import quick_scan
from sheetnet.xlsx.reading.sheet.scan import MOST_EMPTY, scan
from sheetnet.xlsx.reading.sheet.scanned import Position, Scan

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# A row of all kinds of cells that count.
ROW = '<row r="1"><c r="A1" s="3"><f>1+1</f><v>2</v></c><c r="C1" t="e"><f t="shared" ref="C1:D1" si="0">A1</f><v>#N/A</v></c><c r="D1"><f t="shared" si="0"/><v>2</v></c></row>'
# Larger parts are bombs, of which nobody scans more than a piece.
_LARGEST = 8 << 20


def sheet(rows: str, more: str = "", *, before: str = "", after: str = "") -> bytes:
    """Return a sheet's XML, with attributes of its root and what stands around its rows."""
    root = f'<worksheet xmlns="{MAIN}"{more}>'
    return f"{root}{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def sheets_in(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the XML of every sheet in a file, which may be hardly one."""
    with zipfile.ZipFile(path) as archive:
        for one in archive.infolist():
            if "worksheets/sheet" in one.filename and one.file_size < _LARGEST:
                with suppress(zipfile.BadZipFile, RuntimeError):
                    yield one.filename, archive.read(one)


def all_of(found: Scan) -> dict[str, object]:
    """Return every field of what was found; formulas as they are kept, not as they read."""
    told = {one.name: getattr(found, one.name) for one in fields(found)}
    told["formulas"] = found.formulas.alone
    return told | {"runs": found.formulas.runs}


def both(
    pieces: Iterable[bytes],
    wanted: Collection[Position] = (),
    most: int = 1_000_000,
    watched: Collection[str] = (),
    empty: int = MOST_EMPTY,
) -> bool:
    """Tell whether the quick pass answers; what it finds must be what the careful one finds."""
    given = list(pieces)
    quick = quick_scan(iter(given), wanted, most, watched, empty)
    careful = careful_scan(given, wanted, most, watched, empty)
    assert quick is None or (careful and all_of(quick) == all_of(careful))
    return quick is not None


def careful_scan(
    pieces: Iterable[bytes],
    wanted: Collection[Position] = (),
    most: int = 1_000_000,
    watched: Collection[str] = (),
    empty: int = MOST_EMPTY,
) -> Scan | None:
    """Return what the careful pass finds; None where it refuses the sheet."""
    try:
        return scan(iter(pieces), wanted, most, watched, empty)
    except (ValueError, expat.ExpatError):
        return None


def both_of_many(xml: bytes) -> bool:
    """Tell whether the quick pass answers, whatever is asked of a sheet."""
    answers, careful = both([xml]), careful_scan([xml])
    if careful is not None:
        some = range(0, careful.rows, max(1, careful.rows // 40))
        wanted = {(row, row * 7 % careful.columns) for row in some}
        assert both([xml], wanted, careful.cells, {"0", "3", "12"}) == answers
        assert not careful.cells or not both([xml], wanted, careful.cells - 1)
    return answers
