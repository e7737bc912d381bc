"""`explain`: one cell of a workbook, as a record for people and for programs.

Reads the file as it was saved, and runs no calculator. What comes from the file, labels
among it, is a value here and never part of a sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sheetnet.explain.asked import spot_of
from sheetnet.explain.describing import Described, Describer
from sheetnet.explain.numbers import Part
from sheetnet.explain.place import Spot
from sheetnet.explain.reading import Reading, Sources, plain
from sheetnet.explain.standing import Standing, standing_of
from sheetnet.lang import texts
from sheetnet.model.network import Network
from sheetnet.verification.book.integrity import count_bands
from sheetnet.verification.book.opening import open_workbook
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

    `cells`: how many there are of the name or quantity that was asked for.
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


def explain(path: str | Path, asked: str) -> Explanation:
    """Explain a cell: by its address, a defined name or its quantity.

    Raises: SheetnetError where the file is no workbook of ours, or there is no such cell.
    """
    with opened(Path(path)) as package:
        book = open_workbook(package)
        sources = Sources(book, count_bands(book))
        spot, cells = spot_of(book, sources.atlas, asked)
        describer = Describer(book.manifest.subject, texts(spoken()))
        return _explained(sources, describer, spot, cells)


def _explained(
    sources: Sources, describer: Describer, spot: Spot, cells: int
) -> Explanation:
    found, text, tree = (
        sources.atlas.at(spot),
        sources.formula(spot),
        sources.tree(spot),
    )
    described = describer.describe(found) if found else None
    standing = standing_of(sources, spot)
    # A view shows what Training computes; an input is not computed.
    shown = spot.sheet != "Training" and sources.looks_only(tree)
    if described and (standing.planned is None or shown):
        described = replace(described, equation="")
    by: dict[bool, list[Named]] = {False: [], True: []}
    for one in sources.atlas.readers(spot):
        named = _named(sources, describer, one.first)
        by[one.looks_up].append(replace(named, cells=one.cells))
    subject = sources.book.manifest.subject
    return Explanation(
        cell=sources.address(spot),
        sheet=sources.name(spot.sheet),
        cells=cells,
        described=described,
        standing=standing,
        formula=None if text is None else f"={text}",
        with_numbers=sources.with_numbers(tree, spot),
        short=sources.with_numbers(tree, spot, short=True),
        value=sources.value(spot),
        numpy=None if standing.planned is None else sources.judge.value(found),
        reads=tuple(sources.reads(tree, spot, describer)),
        read_by=tuple(by[False]),
        looked_up_by=tuple(by[True]),
        parts=tuple(_parts(sources, describer, spot)),
        updates=isinstance(subject, Network) and subject.in_batches,
    )


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
