"""How the explanation of a cell is printed: a line for each thing that is to be told."""

from collections.abc import Iterator, Sequence

import click

from sheetnet.cli.help import in_columns
from sheetnet.cli.words import say
from sheetnet.explain.describing import Described
from sheetnet.explain.numbers import short, spelled
from sheetnet.explain.reading import Reading
from sheetnet.explain.report import Explanation, Named, Told
from sheetnet.explain.standing import Standing

# Of those who read the cell, and of those who may look it up.
_MOST_READERS = 8
_MOST_LOOKING = 3
_MOST_LETTERS = 200

_Line = tuple[str, str]


def show(one: Explanation) -> None:
    """Print an explanation."""
    click.echo(_title(one))
    lines = list(_lines(one))
    width = max(in_columns(label) for label, _ in lines) + 2
    before = ""
    for label, text in lines:
        told = "" if label == before else label
        click.echo(f"  {told}{' ' * (width - in_columns(told))}{text}")
        before = label


def _title(one: Explanation) -> str:
    what = _what(one.described, updates=one.updates)
    means = one.described.means if one.described else ""
    told = f"  {what}" if what else ""
    nothing = "explain_empty" if one.formula is None else "explain_unsaved"
    value = say(nothing) if one.value is None else _short(one.value)
    return f"{one.cell}{told} = {value}" + (f"   {means}" if means else "")


def _lines(one: Explanation) -> Iterator[_Line]:
    described = one.described
    if one.cells > 1:
        yield say("explain_first_of"), say("explain_cells", count=f"{one.cells:,}")
    yield from ((say("explain_is"), text) for text in _stands(one))
    if described and described.equation:
        yield say("explain_equation"), described.equation
    if one.formula is not None:
        yield say("explain_formula"), _cut(one.formula)
        if one.short and one.short != one.formula:
            yield say("explain_with_numbers"), _cut(one.short)
    if one.standing.planned and one.standing.status == "not as planned":
        yield say("explain_planned"), _cut(one.standing.planned)
    for part in one.parts:
        yield from _part(part, updates=one.updates)
    for reading in one.reads:
        label = "explain_looks_up" if reading.looked_up else "explain_reads"
        for text in _followed(reading, updates=one.updates):
            yield say(label), text
    by = (
        ("read_by", one.read_by, _MOST_READERS),
        ("looked_up_by", one.looked_up_by, _MOST_LOOKING),
    )
    for key, every, most in by:
        for text in _named(every, most, updates=one.updates):
            yield say(f"explain_{key}"), text
    if described and described.book:
        yield say("explain_book"), described.book


# ------------------------------------------------------------------ whether it is right


def _stands(one: Explanation) -> Iterator[str]:
    """Yield what is to be said of the cell as it stands."""
    standing = one.standing
    key = standing.status.replace(" ", "_")
    if standing.status == "not as planned":
        if one.formula is None:
            key = "removed" if one.value is None else "replaced"
    elif standing.status == "as planned":
        key = standing.verdict.replace(" ", "_")
    first = standing.first_wrong or one.cell
    yield say(f"explain_{key}", cell=first) + _limits(standing)
    if standing.slip:
        yield say("explain_slip", kind=say(f"fault_{standing.slip.replace('-', '_')}"))
    if standing.right is False and one.numpy is not None:
        yield say("explain_numpy", value=_short(one.numpy))
    if standing.problem:
        yield say("explain_problem", text=standing.problem)


def _limits(standing: Standing) -> str:
    low, high = standing.limits or (None, None)
    if low is None:
        return ""
    if high is None:
        return say("explain_from", low=f"{low:g}")
    return say("explain_between", low=f"{low:g}", high=f"{high:g}")


# ------------------------------------------------------------------ cells


def _what(one: Described | None, *, updates: bool) -> str:
    if one is None:
        return ""
    where = []
    if one.epoch is not None:
        key = "explain_update" if updates else "explain_epoch"
        where.append(say(key, number=one.epoch))
    if one.example is not None:
        where.append(say("explain_example", number=one.example))
    return one.quantity + (
        say("explain_where", where=say("explain_and").join(where)) if where else ""
    )


def _reading(one: Reading, *, updates: bool) -> str:
    first, last = (_what(end, updates=updates) for end in one.ends)
    what = f"{first} … {last}" if last and last != first else first
    if one.name:
        what = say("explain_by_name", what=what or one.cells, name=one.name)
    values = [value for line in one.values for value in line]
    if one.count > 1:
        many = sum(value is not None for value in values) or one.count
        return f"{one.cells}  {what}  {say('explain_cells', count=f'{many:,}')}"
    value = say("explain_empty") if values[0] is None else _short(values[0])
    return f"{one.cells}  {what} = {value}" if what else f"{one.cells} = {value}"


def _followed(one: Reading, *, updates: bool) -> Iterator[str]:
    """Yield what is read, and, one step to the right, what that reads."""
    told, more = _reading(one, updates=updates), one.followed
    if more is None:
        yield told
        return
    if one.count > 1:
        yield told
        yield f"  {more.cell}  {_cut(more.formula)}"
    else:
        yield f"{told}  {_cut(more.formula)}"
    for reading in more.reads:
        for text in _followed(reading, updates=updates):
            yield f"    {text}" if one.count > 1 else f"  {text}"


def _named(every: Sequence[Named], most: int, *, updates: bool) -> Iterator[str]:
    for one in every[:most]:
        more = say("explain_more", count=f"{one.cells - 1:,}") if one.cells > 1 else ""
        what = _what(one.described, updates=updates)
        yield f"{one.cell}  {what}{more}"
    if len(every) > most:
        yield say("explain_quantities", count=len(every) - most)


def _part(one: Told, *, updates: bool) -> Iterator[_Line]:
    part = one.part
    if part.kind == "IF":
        yield (
            say("explain_if"),
            say("explain_side", condition=part.text, side=part.side),
        )
        return
    if part.kind in ("MAX", "MIN", "INDEX"):
        best, value = one.largest[0].of[0], one.largest[0].values[0]
        told = say("explain_empty") if value is None else _short(value)
        what = f"{best.cell}  {_what(best.described, updates=updates)} = {told}"
        key = "chosen" if part.kind == "INDEX" else "best"
        yield part.kind, say(f"explain_{key}", count=f"{part.count:,}", what=what)
        return
    yield (
        part.kind,
        say("explain_sum", count=f"{part.count:,}", total=_short(part.total)),
    )
    for term in one.largest:
        names = " × ".join(
            _what(of.described, updates=updates) or of.cell for of in term.of
        )
        numbers = " × ".join(map(_short, term.values))
        result = f" = {_short(term.adds)}" if len(term.values) > 1 else ""
        yield part.kind, f"  {names} = {numbers}{result}"


def _short(value: object) -> str:
    return _cut(spelled(value, short))


def _cut(text: str) -> str:
    # What comes from a file moves no cursor.
    text = "".join(one if one.isprintable() else " " for one in text)
    return text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1] + "…"
