"""Subject → Plan: the one place that knows which maker plans what."""

from collections.abc import Sequence

from sheetnet.lang import Texts
from sheetnet.model.lesson import Lesson, lesson_module
from sheetnet.sheets import sheet_makers
from sheetnet.sheets.assembling import plan_lesson, plan_workbook
from sheetnet.workbook import Plan
from sheetnet.workbook.manifest import Subject


def plan_of(
    subject: Subject,
    texts: Texts,
    *,
    notices: Sequence[str] = (),
    version: str = "",
) -> Plan:
    """Return the workbook of a network or of a lesson as data.

    `notices` and `version` change words only, no formula.
    Raises: LimitError where it would not fit into a spreadsheet.
    """
    if isinstance(subject, Lesson):
        made = lesson_module(subject.kind).sheets(subject, texts)
        return plan_lesson(subject.title, made, texts, version=version)
    return plan_workbook(
        subject,
        texts,
        views=sheet_makers(subject),
        notices=notices,
        version=version,
    )
