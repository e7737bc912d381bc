"""What a workbook holds and shows around what was planned: a look before any calculation."""

from sheetnet.verification.book.integrity import Integrity
from sheetnet.verification.book.opening import Opened
from sheetnet.verification.book.outside import Outside, check_outside
from sheetnet.verification.sight import Sight, check_sight
from sheetnet.wording import counted
from sheetnet.xlsx.reading.package import Package


def look_around(
    book: Opened, package: Package, integrity: Integrity
) -> tuple[Outside, Sight]:
    """Return what stands beyond the plan, and how what is planned is shown.

    Raises: RefusedError.
    """
    fills = {sheet: package.scanned(sheet).fills for sheet in integrity.outside}
    beyond = check_outside(book, integrity.outside, fills, integrity.bands)
    looks = check_sight(book, package, integrity.bands)
    if book.deleted:
        gone = counted(
            len(book.deleted),
            "a planned sheet is gone and was not checked: {names}",
            "planned sheets are gone and were not checked: {names}",
            names=", ".join(map(repr, book.deleted)),
        )
        looks.notes.insert(0, gone)
    return beyond, looks
