"""The templates by what they are about, and their plans."""

from functools import cache

from sheetnet.builder import draft
from sheetnet.lesson import LessonSpec
from sheetnet.spec import load_spec, template_names
from sheetnet.workbook import Plan

LESSONS = [name for name in template_names() if isinstance(load_spec(name), LessonSpec)]
NETWORKS = [name for name in template_names() if name not in LESSONS]


@cache
def plan_of_template(name: str, lang: str = "en") -> Plan:
    """Return the plan of a template's workbook, as it would be built."""
    return draft(load_spec(name), lang).plan
