"""Does a person see the numbers that are checked?

A workbook may compute all that is planned and show something else: by a number format,
a chart of other cells, a setting, a sheet of the same name. One rule: wrong numbers in
sight are a problem; hidden numbers, changed words and looks are notes.
"""

from sheetnet.verification.book.opening import Opened
from sheetnet.verification.naming import shortened
from sheetnet.verification.sight.charts import check_charts
from sheetnet.verification.sight.formats import check_formats, hidden, merged
from sheetnet.verification.sight.found import Sight
from sheetnet.verification.sight.names import check_names, check_sheets
from sheetnet.verification.sight.settings import check_settings, recalculates_itself
from sheetnet.verification.sight.words import words
from sheetnet.xlsx.reading.package import Package

__all__ = ["Sight", "check_sight", "recalculates_itself"]


def check_sight(book: Opened, package: Package, bands: int) -> Sight:
    """Look at all that decides how the planned numbers are shown.

    Raises: RefusedError where a name stands for a function.
    """
    found = Sight()
    check_settings(package, book.names.values(), found)
    check_names(book, package, found)
    check_sheets(book, package, found)
    for key, name in book.names.items():
        sheet, looks = book.plan.sheet(key), package.scanned(name)
        check_formats(book, sheet, looks, package, bands, found)
        found.notes += hidden(book, sheet, looks, bands)
        found.notes += merged(book, sheet, looks)
        check_charts(book, sheet, package.looks.charts.get(name, ()), found)
    found.notes += words(book, package, bands)
    found.problems = shortened(found.problems)
    return found
