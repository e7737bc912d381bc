"""Planned names and sheets: do they stand for what they stood for?"""

from sheetnet.verification.book.opening import Opened
from sheetnet.verification.naming import named
from sheetnet.verification.sight.found import Sight
from sheetnet.wording import counted, worded
from sheetnet.workbook.address import area_of, to_r1c1
from sheetnet.workbook.formula.portable import FUNCTIONS
from sheetnet.workbook.formula.tree import upper
from sheetnet.xlsx.reading.package import Package
from sheetnet.xlsx.reading.safety import RefusedError

_DELETED = "#REF!"


def check_names(book: Opened, package: Package, found: Sight) -> None:
    """Compare planned names with what they stand for now."""
    stand_for: dict[str, list[str]] = {}
    planned_sheets = set(book.names.values())
    for name, text, local in package.defined_names():
        folded = upper(name)
        if folded in FUNCTIONS:
            raise RefusedError(f"the name {name} is that of a function")
        # A copy of a sheet brings names along that are its own.
        if local is None or local in planned_sheets:
            stand_for.setdefault(folded, []).append(text)
    missing = []
    for planned in book.plan.names:
        if planned.sheet not in book.names:
            continue
        texts = stand_for.get(upper(planned.name), [])
        expected = plain(f"{book.names[planned.sheet]}!{planned.area.a1()}")
        if not texts:
            missing.append(planned.name)
        elif problem := _problem(planned.name, texts, expected):
            found.problems.append(problem)
    if missing:
        found.notes.append(
            counted(
                len(missing),
                "a planned name is missing: {names}",
                "planned names are missing: {names}",
                names=named(missing),
            )
        )


def _problem(name: str, texts: list[str], expected: str) -> str:
    """Say what is wrong with a planned name that is there; "" where nothing is."""
    says = texts[0]
    if len(texts) > 1:
        return worded("the name {name} is defined twice", name=name)
    if _DELETED in says:
        return worded("the name {name} stands for deleted cells (#REF!)", name=name)
    if ":" not in expected and ":" in plain(says):
        # Before a formula that uses it is run: it might stand for all cells there are.
        raise RefusedError(f"the name {name} is no single cell: {says:.60}")
    if plain(says) != expected:
        return worded(
            "the name {name} stands for {says:.60}; planned: {expected}",
            name=name,
            says=says,
            expected=expected,
        )
    if len({to_r1c1(upper(says), at, at) for at in (1, 2)}) > 1:
        return worded(
            "the name {name} stands for {says:.60}, without $: for another cell in each"
            " place where it is used",
            name=name,
            says=says,
        )
    return ""


def plain(reference: str) -> str:
    """Return a reference without $ and quotes, in capitals; else ":" and the text.

    >>> plain("'My sheet'!$B$4"), plain("Training!B4:B4"), plain("A:A")
    ('MY SHEET!B4', 'TRAINING!B4', ':A:A')
    """
    try:
        area = area_of(reference)
    except ValueError:
        return f":{reference}"
    return f"{area.sheet}!{area.a1()}".upper()


def check_sheets(book: Opened, package: Package, found: Sight) -> None:
    """Tell which planned sheets are hidden, and which others bear their names."""
    planned = {sheet.name.lower(): sheet for sheet in book.plan.sheets}
    for name in book.other_formulas:
        if name.lower() in planned:
            key = planned[name.lower()].key
            now = book.names.get(key, "deleted")
            found.problems.append(
                worded(
                    "the sheet {name!r} is not the planned one, which is now {now!r}",
                    name=name,
                    now=now,
                )
            )
    hidden = [
        name
        for key, name in book.names.items()
        if name in package.looks.hidden and not book.plan.sheet(key).hidden
    ]
    if hidden:
        found.notes.append(
            counted(
                len(hidden),
                "a planned sheet is hidden: {names}",
                "planned sheets are hidden: {names}",
                names=named(hidden),
            )
        )
