"""`explain`: one cell of a workbook, as a record for people and for programs.

Reads the file as it was saved, and runs no calculator. What comes from the file, labels
among it, is a value here and never part of a sentence.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sheetnet.explain.asked import spot_of
from sheetnet.explain.describing import Described, Describer
from sheetnet.explain.numbers import Part
from sheetnet.explain.reading import Reading, Sources
from sheetnet.explain.standing import Standing, standing_of
from sheetnet.lang import texts
from sheetnet.model.network import Network
from sheetnet.verification.book.integrity import count_bands
from sheetnet.verification.book.opening import open_workbook
from sheetnet.wording import spoken
from sheetnet.workbook.formula.tree import write
from sheetnet.xlsx.reading.package import opened


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Cells of one quantity that read the cell: the first of them, and how many."""

    cell: str
    described: Described | None
    cells: int


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
    read_by: tuple[ReadBy, ...]
    looked_up_by: tuple[ReadBy, ...]
    parts: tuple[Part, ...]
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
            "read_by": [_by(one) for one in self.read_by],
            "looked_up_by": [_by(one) for one in self.looked_up_by],
            "parts": [asdict(one) for one in self.parts],
            **self.standing.to_json(),
            "book": self.described.book if self.described else "",
        }


_NOWHERE: dict[str, object] = {
    "quantity": None, "key": None, "index": [], "epoch": None, "example": None,
}  # fmt: skip


def plain(value: object) -> object:
    """Return a value as JSON has it."""
    return value if value is None or isinstance(value, bool | float | str) else str(value)


def _by(one: ReadBy) -> dict[str, object]:
    place = one.described.place if one.described else _NOWHERE
    return {"cell": one.cell, "cells": one.cells, **place}


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


def _explained(sources: Sources, describer: Describer, spot: Any, cells: int) -> Explanation:  # noqa: ANN401
    book, atlas = sources.book, sources.atlas
    found = atlas.at(spot)
    described = describer.describe(found) if found else None
    text = sources.formula(spot)
    tree = sources.tree(spot)
    by: dict[bool, list[ReadBy]] = {False: [], True: []}
    for one in atlas.readers(spot):
        what = describer.describe(one.found) if one.found else None
        by[one.looks_up].append(ReadBy(sources.address(one.first), what, one.cells))
    standing = standing_of(sources, spot)
    computed = standing.planned is not None
    subject = book.manifest.subject
    return Explanation(
        cell=sources.address(spot),
        sheet=sources.name(spot.sheet),
        cells=cells,
        described=described and sources.computed_so(described, tree, text),
        standing=standing,
        formula=None if text is None else f"={text}",
        with_numbers=sources.with_numbers(tree, spot),
        short=sources.with_numbers(tree, spot, short=True),
        value=sources.value(spot),
        numpy=sources.judge.value(found) if computed else None,
        reads=tuple(sources.reads(tree, spot, describer)),
        read_by=tuple(by[False]),
        looked_up_by=tuple(by[True]),
        parts=tuple(sources.parts(tree, spot)),
        updates=isinstance(subject, Network) and subject.in_batches,
    )


__all__ = ["Explanation", "ReadBy", "explain", "plain", "write"]
