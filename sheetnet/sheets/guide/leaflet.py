"""The last sheet of a lesson's workbook: what it is, its colours, how to check it."""

from collections.abc import Sequence

from sheetnet.lang import Texts
from sheetnet.workbook.drawing.guide_page import GuidePage, legend
from sheetnet.workbook.plan import Link, Sheet, sheet_name_of


def lesson_guide(
    title: str, sheets: Sequence[Sheet], texts: Texts, version: str
) -> Sheet:
    """Return the sheet. `sheets` are the lesson's own."""
    page = GuidePage(texts)
    page.put(1, "title", texts("guide.title", title=title))
    page.row += 1
    page.heading("sheets")
    for sheet in sheets:
        page.put(1, "go", sheet.name)
        page.links.append(Link(page.row, 1, sheet_name_of(sheet.key)))
        page.put(2, "beside", texts(f"{sheet.key}.title"))
        page.row += 1
    legend(page)
    return page.finished(version)
