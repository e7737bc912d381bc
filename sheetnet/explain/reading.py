"""What a cell reads: its formula as it stands in the file, and the numbers behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from sheetnet.errors import FormulaError
from sheetnet.explain import numbers
from sheetnet.explain.cells import Cells
from sheetnet.explain.describing import Described, Describer
from sheetnet.explain.judging import Judge
from sheetnet.explain.mentions import mentions
from sheetnet.explain.numbers import Part, Term, parts_of, with_numbers
from sheetnet.explain.place import OWN, Atlas, Spot
from sheetnet.verification.book.integrity import count_bands
from sheetnet.workbook.address import Area, a1, area_of, quoted
from sheetnet.workbook.formula.tree import Call, Leaf, Row, parse, upper, without_spaces
from sheetnet.xlsx.reading.sheet.formulas import Place

# So many cells of an area are looked at; a larger one is named.
_MOST_READ = 100_000
# JSON holds so many values of an area.
_MOST_LISTED = 1_000
# So many cells are followed to what they read.
_MOST_FOLLOWED = 300
# Of areas that were read.
_MOST_KEPT = 20


class Ends(NamedTuple):
    """The first and the last quantity of an area; the latter None where it is one cell."""

    first: Described | None
    last: Described | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell or an area that a formula reads, or looks something up in.

    `name` is the defined name by which it does so, "" for none.
    """

    cells: str
    name: str
    looked_up: bool
    ends: Ends
    count: int
    values: tuple[tuple[object, ...], ...]
    followed: "Followed | None" = None

    def to_json(self) -> dict[str, object]:
        """Return it as a tree for programs."""
        first, last = self.ends
        followed = {"followed": self.followed.to_json()} if self.followed else {}
        values = [[plain(one) for one in line] for line in self.values]
        return {
            "cells": self.cells,
            "name": self.name,
            "how": "looks up" if self.looked_up else "reads",
            "from": first.place if first else None,
            "to": last.place if last else None,
            "count": self.count,
            "values": values if self.count <= _MOST_LISTED else [],
            **followed,
        }


@dataclass(frozen=True, slots=True)
class Followed:
    """One cell of what is read, its formula, and what it reads in turn.

    Of an area it is the first cell; of one in which something is looked up, the chosen one.
    """

    cell: str
    formula: str
    reads: tuple[Reading, ...]

    def to_json(self) -> dict[str, object]:
        """Return it as a tree for programs."""
        reads = [one.to_json() for one in self.reads]
        return {"cell": self.cell, "formula": self.formula, "reads": reads}


def plain(value: object) -> object:
    """Return a value as JSON has it."""
    return (
        value if value is None or isinstance(value, bool | float | str) else str(value)
    )


class Sources:
    """A workbook's formulas and values, cell by cell, with NumPy's beside them."""

    def __init__(self, cells: Cells) -> None:
        self._cells, self.book = cells, cells.book
        bands = count_bands(self.book.manifest, self._heading)
        self.atlas = Atlas(self.book, bands)
        self.judge = Judge(cells, bands)
        self._read: dict[tuple[str, str], list[list[object]]] = {}

    def name(self, sheet: str) -> str:
        """Return the present name of a sheet."""
        return self.book.names.get(sheet, sheet.removeprefix(OWN))

    def address(self, spot: Spot) -> str:
        """Return a cell as a person finds it."""
        return f"{self.ahead(spot.sheet)}{a1(spot.row, spot.column)}"

    def ahead(self, sheet: str) -> str:
        """Return what stands before a cell of another sheet."""
        name = self.name(sheet)
        return f"{name if name.isidentifier() else quoted(name)}!"

    def formula(self, spot: Spot) -> str | None:
        """Return the formula that stands in a cell, without "="; None for none."""
        part = self._cells.row(self.name(spot.sheet), spot.row)
        return part.formulas.get((spot.row, spot.column))

    def _heading(self, place: Place) -> str | None:
        return self.formula(Spot("Training", *place))

    def tree(self, spot: Spot) -> Row:
        """Return that formula as a tree; an empty one where there is none to be read."""
        try:
            return parse(self.formula(spot) or "")
        except FormulaError:
            return ()

    def saved(self, spot: Spot) -> object:
        """Return what was saved in a cell."""
        part = self._cells.row(self.name(spot.sheet), spot.row)
        return part.value((spot.row, spot.column))

    def value(self, spot: Spot) -> object:
        """Return what a cell holds; where it was saved without a value, NumPy's."""
        value = self.saved(spot)
        if value is None and self.formula(spot) is not None and self._planned(spot):
            return self.judge.value(self.atlas.at(spot))
        return value

    def _planned(self, spot: Spot) -> bool:
        planned = self.atlas.planned(spot)
        return planned is not None and planned.formula is not None

    def area(self, text: str, sheet: str) -> Area | None:
        """Return what a reference or a name stands for, its sheet by key; None: nothing known."""
        try:
            area = area_of(text)
        except ValueError:
            return self.atlas.names.get(upper(text))
        key = self.atlas.key_of(area.sheet) if area.sheet else sheet
        known = key in self.book.names or self.name(key) in self.book.other_formulas
        return area._replace(sheet=key) if known else None

    def values(self, text: str, sheet: str) -> list[list[object]]:
        """Return the values of a reference or a name, row by row; none of a huge one."""
        # A formula's are asked for some times, one after the other.
        if (text, sheet) not in self._read:
            self._read = dict(islice(reversed(self._read.items()), _MOST_KEPT))
            self._read[text, sheet] = list(self._rows(self.area(text, sheet)))
        return self._read[text, sheet]

    def _rows(self, area: Area | None) -> Iterator[list[object]]:
        if area is None or area.rows * area.columns > _MOST_READ:
            return
        columns = range(area.column, area.column + area.columns)
        rows = range(area.row, area.row + area.rows)
        self._cells.take(self.name(area.sheet), rows)
        for row in rows:
            yield [self.value(Spot(area.sheet, row, column)) for column in columns]

    # -------------------------------------------------------------- told

    def with_numbers(self, tree: Row, spot: Spot, *, short: bool = False) -> str | None:
        """Return a formula with numbers; `short`: with six digits, to be read."""
        if not tree:
            return None
        return "=" + with_numbers(
            tree,
            lambda text: self.values(text, spot.sheet),
            numbers.short if short else repr,
        )

    def parts(self, tree: Row, spot: Spot) -> Iterator[Part]:
        """Yield what there is to tell of sums, of the largest, of conditions."""
        return parts_of(tree, lambda text: self.values(text, spot.sheet))

    def cells(self, term: Term, sheet: str) -> list[Spot]:
        """Return the cells of a term."""
        found = []
        for text, down, right in term.cells:
            area = self.area(text, sheet)
            if area is not None:
                found.append(Spot(area.sheet, area.row + down, area.column + right))
        return found

    def reads(
        self, spot: Spot, describer: Describer, depth: int = 1
    ) -> tuple[Reading, ...]:
        """Return what a formula reads, in order, each once; so many levels down."""
        return tuple(_Follower(self, describer, spot).reads(spot, depth))

    def chosen(self, spot: Spot) -> dict[str, Spot]:
        """Return the cells that a formula looks up, by the area in which it does so."""
        found = {}
        for part in self.parts(self.tree(spot), spot):
            if part.kind == "INDEX":
                [one] = self.cells(part.terms[0], spot.sheet)
                found[part.terms[0].cells[0][0]] = one
        return found

    def looks_only(self, spot: Spot) -> bool:
        """Tell whether a cell only shows what another cell holds."""
        match without_spaces(self.tree(spot)):
            case (Leaf(),):
                return True
            case (Call(name=name),):
                return upper(name) == "INDEX"
        return False


class _Follower:
    """Follows what a cell reads, each cell once. Addresses are told as on its sheet."""

    def __init__(self, sources: Sources, describer: Describer, start: Spot) -> None:
        self._sources, self._describer = sources, describer
        self._home, self._seen = start.sheet, {start}

    def reads(self, spot: Spot, depth: int) -> Iterator[Reading]:
        """Yield what a cell reads, and what that reads, `depth` levels down."""
        sources, done = self._sources, set()
        tree = sources.tree(spot)
        chosen = sources.chosen(spot) if depth > 1 else {}
        for mention in mentions(sources.formula(spot) or "") if tree else ():
            area = sources.area(mention.text, spot.sheet)
            if area is None or (area, mention.looked_up) in done:
                continue
            done.add((area, mention.looked_up))
            ahead = sources.ahead(area.sheet) if area.sheet != self._home else ""
            first: Spot | None = Spot(area.sheet, area.row, area.column)
            if mention.looked_up:
                first = chosen.get(mention.text)
            yield Reading(
                f"{ahead}{area.a1()}",
                mention.text if mention.kind == "name" else "",
                mention.looked_up,
                self._ends(area),
                area.rows * area.columns,
                tuple(map(tuple, sources.values(mention.text, spot.sheet))),
                self._followed(first, depth - 1) if first else None,
            )

    def _followed(self, spot: Spot, depth: int) -> Followed | None:
        text = self._sources.formula(spot) if depth else None
        if text is None or spot in self._seen or len(self._seen) > _MOST_FOLLOWED:
            return None
        self._seen.add(spot)
        address = self._sources.address(spot)
        if spot.sheet == self._home:
            address = a1(spot.row, spot.column)
        return Followed(address, f"={text}", tuple(self.reads(spot, depth)))

    def _ends(self, area: Area) -> Ends:
        corners = dict.fromkeys(((area.row, area.column), area.last))
        at = self._sources.atlas.at
        found = [at(Spot(area.sheet, *corner)) for corner in corners]
        ends = [self._describer.describe(one) if one else None for one in found]
        return Ends(ends[0], ends[1] if len(ends) > 1 else None)
