"""`explain`: one cell of a workbook, as a record for people and for programs.

Reads the file as it was saved, and runs no calculator. What comes from the file, labels
among it, is a value here and never part of a sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sheetnet.explain.asked import spot_of
from sheetnet.explain.cells import Cells
from sheetnet.explain.describing import Described, Describer
from sheetnet.explain.numbers import Part
from sheetnet.explain.place import Found, Spot
from sheetnet.explain.reading import Reading, Sources, plain
from sheetnet.explain.standing import Standing, standing_of
from sheetnet.lang import texts
from sheetnet.wording import spoken
from sheetnet.xlsx.reading.package import opened


@dataclass(frozen=True, slots=True)
class Named:
    """A cell and what stands in it; `cells`: it is the first of so many."""

    cell: str
    described: Described | None
    cells: int = 1

    def to_json(self) -> dict[str, object]:
        """Return it as a tree for programs."""
        place = self.described.place if self.described else _NOWHERE
        return {"cell": self.cell, "cells": self.cells, **place}


@dataclass(frozen=True, slots=True)
class Largest:
    """A term that counts: the cells of its factors, their values, and what it adds."""

    of: tuple[Named, ...]
    values: tuple[object, ...]
    adds: float

    def to_json(self) -> dict[str, object]:
        """Return it as a tree for programs."""
        of = [one.to_json() for one in self.of]
        return {
            "of": of,
            "values": [plain(one) for one in self.values],
            "adds": self.adds,
        }


@dataclass(frozen=True, slots=True)
class Told:
    """A function in the formula, and the terms that make it what it is."""

    part: Part
    largest: tuple[Largest, ...]

    def to_json(self) -> dict[str, object]:
        """Return it as a tree for programs."""
        names = "kind", "text", "count", "total", "side"
        every: dict[str, object] = {name: getattr(self.part, name) for name in names}
        return every | {"largest": [one.to_json() for one in self.largest]}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is to be told of a cell. `with_numbers` is with all digits, `short` with six.

    `cells`: how many there are of the name or quantity that was asked for. `value`: of a
    planned formula that was saved without one, NumPy's; of any other formula, None.
    """

    cell: str
    sheet: str
    cells: int
    described: Described | None
    standing: Standing
    formula: str | None
    with_numbers: str | None
    short: str | None
    value: object
    numpy: object
    reads: tuple[Reading, ...]
    read_by: tuple[Named, ...]
    looked_up_by: tuple[Named, ...]
    parts: tuple[Told, ...]
    updates: bool

    @property
    def agree(self) -> bool:
        """Whether the cell holds what it should, as far as there is a plan for it."""
        return self.standing.right is not False

    def to_json(self) -> dict[str, Any]:
        """Return it as a tree for programs: codes and values, no sentences."""
        place = self.described.place if self.described else _NOWHERE
        return {
            "cell": self.cell,
            "sheet": self.sheet,
            **place,
            "equation": self.described.equation if self.described else "",
            "formula": self.formula,
            "with_numbers": self.with_numbers,
            "value": plain(self.value),
            "numpy": plain(self.numpy),
            "reads": [one.to_json() for one in self.reads],
            "read_by": [one.to_json() for one in self.read_by],
            "looked_up_by": [one.to_json() for one in self.looked_up_by],
            "parts": [one.to_json() for one in self.parts],
            **self.standing.to_json(),
            "book": self.described.book if self.described else "",
        }


_NOWHERE: dict[str, object] = {
    "quantity": None, "key": None, "index": [], "epoch": None, "example": None,
}  # fmt: skip


class Explainer:
    """Explains cells of one workbook."""

    def __init__(self, cells: Cells) -> None:
        self._book = cells.book
        self.lang = self._book.manifest.header.lang
        self._sources = Sources(cells)

    @cached_property
    def _describer(self) -> Describer:
        return Describer(self._book, texts(spoken()))

    @classmethod
    def of(cls, path: str | Path) -> "Explainer":
        """Read a workbook. Raises: SheetnetError where it is none of ours."""
        with opened(Path(path)) as package:
            return cls(Cells(package))

    def explain(self, asked: str, depth: int = 1) -> Explanation:
        """Explain a cell: by its address, a defined name or its quantity.

        What it reads is followed `depth` levels down. Raises: WorkbookError where there is none.
        """
        spot, cells = spot_of(self._book, self._sources.atlas, asked)
        return self.of_cell(spot, cells, depth)

    def of_cell(self, spot: Spot, cells: int = 1, depth: int = 1) -> Explanation:
        """Explain a cell, the first of so many."""
        sources, tree = self._sources, self._sources.tree(spot)
        found, text = sources.atlas.at(spot), sources.formula(spot)
        standing = standing_of(sources, spot)
        by = list(self._readers(spot))
        subject = self._book.manifest.subject
        return Explanation(
            cell=sources.address(spot),
            sheet=sources.name(spot.sheet),
            cells=cells,
            described=self._described(spot, found, standing),
            standing=standing,
            formula=None if text is None else f"={text}",
            with_numbers=sources.with_numbers(tree, spot),
            short=sources.with_numbers(tree, spot, short=True),
            value=_value(sources, spot, standing),
            numpy=None if standing.planned is None else sources.judge.value(found),
            reads=sources.reads(spot, self._describer, depth),
            read_by=tuple(named for looks_up, named in by if not looks_up),
            looked_up_by=tuple(named for looks_up, named in by if looks_up),
            parts=tuple(_parts(sources, self._describer, spot)),
            updates=subject.by_updates,
        )

    def _described(
        self, spot: Spot, found: Found | None, standing: Standing
    ) -> Described | None:
        if found is None:
            return None
        described = self._describer.describe(found)
        # A view shows what Training computes; an input is not computed.
        shown = spot.sheet != "Training" and self._sources.looks_only(spot)
        if shown or standing.planned is None:
            described = replace(described, equation="")
        return described

    def _readers(self, spot: Spot) -> Iterator[tuple[bool, Named]]:
        # Between the cells of a quantity nothing is looked up.
        known = self._sources.atlas.at(spot) is not None
        for one in self._sources.atlas.readers(spot):
            if one.looks_up and not known:
                continue
            named = _named(self._sources, self._describer, one.first)
            yield one.looks_up, replace(named, cells=one.cells)


def _value(sources: Sources, spot: Spot, standing: Standing) -> object:
    # What is right says nothing of a formula that is not the planned one.
    planned = standing.status != "not as planned"
    return sources.value(spot) if planned else sources.saved(spot)


def _named(sources: Sources, describer: Describer, spot: Spot) -> Named:
    found = sources.atlas.at(spot)
    return Named(sources.address(spot), describer.describe(found) if found else None)


def _parts(sources: Sources, describer: Describer, spot: Spot) -> Iterator[Told]:
    for part in sources.parts(sources.tree(spot), spot):
        largest = [
            Largest(
                tuple(
                    _named(sources, describer, one)
                    for one in sources.cells(term, spot.sheet)
                ),
                term.values,
                term.adds,
            )
            for term in part.terms
        ]
        yield Told(part, tuple(largest))
