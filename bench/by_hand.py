"""A plain writer of the dense network: f-strings cell by cell, as a careful person writes.

It spells every formula of the strips itself, and takes the values that the draft has. The
tests hold its formulas to those of the plan.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from bench.peers import plain_sheet
from sheetnet.building.builder import Draft
from sheetnet.model.notation import Key
from sheetnet.workbook.address import letters

# What the formulas of a row are, by the first and the last column of a strip's picture.
Formula = Callable[[str, str], str]


class Line(NamedTuple):
    """A row of one epoch: the quantity, its unit (None: it has none), its formula."""

    key: Key
    unit: int | None
    formula: Formula


def by_hand(made: Draft, path: Path) -> int:
    """Write the strips of Training; return how many formula cells they have."""
    sheet = made.plan.sheet("Training")
    across, down = sheet.across, sheet.down
    firsts = [across.first + k * across.step for k in range(across.count)]
    strips = [(letters(column), letters(column + 2)) for column in firsts]
    at = {block.key: block.row for block in sheet.blocks}
    values = {key: made.values[key].tolist() for key, *_ in _lines(at, 0)}
    count = 0
    with plain_sheet(path) as file:
        for epoch in range(down.count):
            later = epoch * down.step
            for line in _lines(at, later):
                key, unit = line.key, line.unit
                now = values[key][epoch]
                numbers = now if unit is None else [one[unit] for one in now]
                row = at[key] + later + (unit or 0)
                file.write(_row(row, line.formula, strips, numbers).encode())
                count += len(strips)
    return count


def _row(
    row: int, formula: Formula, strips: list[tuple[str, str]], numbers: list[float]
) -> str:
    cells = "".join(
        f'<c r="{c}{row}" s="5"><f>{formula(c, e)}</f><v>{number!r}</v></c>'
        for (c, e), number in zip(strips, numbers, strict=True)
    )
    return f'<row r="{row}">{cells}</row>'


def _lines(at: dict[Key, int], later: int) -> Iterator[Line]:
    """Yield the rows of an epoch, so many rows below the first one."""
    x, t = at[Key("x", 1)], at[Key("t")]
    rows = {key: row + later for key, row in at.items()}
    yield from _forward(rows, x)
    yield from _cost(rows, t)
    yield from _backward(rows, t)


def _forward(at: dict[Key, int], x: int) -> Iterator[Line]:
    a2, w3, b3 = at[Key("a", 2)], at[Key("w", 3)], at[Key("b", 3)]
    for j in range(3):
        w = at[Key("w", 2)] + 5 * j
        yield Line(
            Key("z", 2),
            j,
            lambda c, e, w=w: f"SUMPRODUCT({c}${x}:{e}${x + 3},$B{w}:$D{w + 3})+$E{w}",
        )
    yield from _sigmoids(at, 2, 3)
    for j in range(2):
        yield Line(
            Key("z", 3),
            j,
            lambda c, _, b="BC"[j]: (
                f"SUMPRODUCT({c}{a2}:{c}{a2 + 2},${b}{w3}:${b}{w3 + 2})+${b}{b3}"
            ),
        )
    yield from _sigmoids(at, 3, 2)


def _sigmoids(at: dict[Key, int], layer: int, units: int) -> Iterator[Line]:
    for j in range(units):
        z = at[Key("z", layer)] + j
        yield Line(Key("a", layer), j, lambda c, _, z=z: f"1/(1+EXP(-{c}{z}))")


def _cost(at: dict[Key, int], t: int) -> Iterator[Line]:
    a, answer = at[Key("a", 3)], at[Key("answer")]
    yield Line(
        Key("C"),
        None,
        lambda c, _: f"SUMXMY2({c}${t}:{c}${t + 1},{c}{a}:{c}{a + 1})/2",
    )
    yield Line(
        Key("answer"),
        None,
        lambda c, _: f"1+IF(MAX({c}{a})&lt;MAX({c}{a}:{c}{a + 1})-1E-9,1,0)",
    )
    yield Line(
        Key("correct"), None, lambda c, _: f"INDEX({c}${t}:{c}${t + 1},{c}{answer})"
    )


def _backward(at: dict[Key, int], t: int) -> Iterator[Line]:
    a2, a3 = at[Key("a", 2)], at[Key("a", 3)]
    d, w = at[Key("delta", 3)], at[Key("wT", 3)]
    for j in range(2):
        yield Line(
            Key("delta", 3),
            j,
            lambda c, _, a=a3 + j, t=t + j: f"({c}{a}-{c}${t})*{c}{a}*(1-{c}{a})",
        )
    for j in range(3):
        yield Line(
            Key("delta", 2),
            j,
            lambda c, _, a=a2 + j, b="BCD"[j]: (
                f"SUMPRODUCT({c}{d}:{c}{d + 1},${b}{w}:${b}{w + 1})*{c}{a}*(1-{c}{a})"
            ),
        )
