"""Wiring faults: what people get wrong when they type such a sheet by hand.

A fault is one relative formula (R1C1) with one thing wrong, so it is wrong wherever that
formula was filled: in all examples, in all epochs. Knows the workbook's side alone.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sheetnet.model.network import Network
from sheetnet.model.notation import Key
from sheetnet.sheets.training.layout import Layout, lay_out
from sheetnet.sheets.training.sheet import Formulas
from sheetnet.workbook.address import reference
from sheetnet.workbook.block import Block
from sheetnet.workbook.plan import Cell, Sheet

# What a run is made of; a fault in a summary would be no fault of the network.
_OF_THE_RUN = (
    "t", "w", "b", "wT", "wF", "z", "e", "a", "C", "delta", "dC_da", "dC_dw", "dC_db",
    "C_T",
)  # fmt: skip

_REFERENCE = r"R(?:\[-?\d+\]|\d*)C(?:\[-?\d+\]|\d*)"


@dataclass(frozen=True, slots=True)
class Fault:
    """A planned cell of Training, and the faulty formula (R1C1) it is given.

    `kind` is one of `KINDS`.
    """

    kind: str
    block: Block
    cell: Cell
    formula: str

    @property
    def key(self) -> Key:
        """The quantity that is computed wrongly."""
        return self.block.key


@dataclass(frozen=True, slots=True)
class _Site:
    """A cell that a fault may be planted in: what it is, and where it is filled to."""

    sheet: Sheet
    layout: Layout
    block: Block
    indices: tuple[int, ...]
    cell: Cell
    formula: str


def faults_of(network: Network, training: Sheet, kind: str) -> list[Fault]:
    """Return every fault of a kind that could be planted into a network's Training."""
    return [
        Fault(kind, site.block, site.cell, faulty)
        for site in _sites(network, training)
        for faulty in KINDS[kind](site)
        if faulty != site.formula
    ]


def _sites(network: Network, training: Sheet) -> Iterator[_Site]:
    layout = lay_out(network)
    cells = {(cell.row, cell.column): cell for cell in training.cells}
    for block in layout.blocks.values():
        if block.symbol not in _OF_THE_RUN:
            continue
        for indices in block.within_strip():
            place = block.area(*indices)
            cell = cells[place.row, place.column]
            if cell.formula is not None:
                yield _Site(training, layout, block, indices, cell, cell.formula)


# ------------------------------------------------------------------ kinds


def _wrong_sign(site: _Site) -> Iterator[str]:
    """w + η ∂C_T/∂w; z = … − b; t − a in place of a − t."""
    match site.block.symbol:
        case "w" | "b":
            yield site.formula.replace("-eta*", "+eta*")
        case "z":
            head, _, bias = site.formula.rpartition("+")
            yield f"{head}-{bias}"
        case "delta":
            error = rf"^(\(?)({_REFERENCE})-({_REFERENCE})"
            yield re.sub(error, r"\1\3-\2", site.formula)


def _missing_slope(site: _Site) -> Iterator[str]:
    """δ without its factor a′(z)."""
    if site.block.symbol == "delta":
        layer = site.layout.network.layer(site.block.layer)
        here = site.block.area(*site.indices)
        slope = Formulas(site.layout).slope_factor(layer, here, site.indices)
        yield site.formula.removesuffix(f"*{slope}")


def _transposed_weight(site: _Site) -> Iterator[str]:
    """w_ij where w_ji belongs; a filter that was not flipped."""
    key, here = site.block.key, site.block.area(*site.indices)
    if key.symbol == "wT":
        swapped = (*site.indices[:-2], site.indices[-1], site.indices[-2])
        shape = [axis.length for axis in site.block.own_axes()]
        if all(at < length for at, length in zip(swapped, shape, strict=True)):
            yield Formulas(site.layout).of(key, here, swapped) or ""
    if key.symbol == "wF":
        w = site.layout.block("w", key.layer)
        yield reference(here, w.area(*site.indices))


def _eta_left_out(site: _Site) -> Iterator[str]:
    """w − ∂C_T/∂w."""
    if site.block.symbol in ("w", "b"):
        yield site.formula.replace("-eta*", "-")


def _neighbours_column(site: _Site) -> Iterator[str]:
    """One reference looks at the next example."""
    columns = site.layout.columns
    if site.cell.across or site.block.symbol == "dC_dw":
        for hit in _references(site.formula):
            beside = _shifted(hit[0], columns.step, columns.strip)
            yield _with(site.formula, hit, beside)


def _tie_sent_twice(site: _Site) -> Iterator[str]:
    """Max pooling sends δ to every largest cell of a window, not to the first alone."""
    yield re.sub(r"AND\(([^,]*<1E-9),[^)]*\)>=1E-9\)", r"\1", site.formula)


def _absolute_where_relative(site: _Site) -> Iterator[str]:
    """A $ too many: after filling, all look where the first one looked."""
    cell, down = site.cell, site.sheet.down
    first = cell.row + (down.step if down and cell.initial is not None else 0)
    for hit in _references(site.formula):
        if cell.down:
            yield _with(site.formula, hit, _fixed(hit[0], "R", first))
        if cell.across:
            yield _with(site.formula, hit, _fixed(hit[0], "C", cell.column))


KINDS: dict[str, Callable[[_Site], Iterator[str]]] = {
    "wrong-sign": _wrong_sign,
    "missing-slope": _missing_slope,
    "transposed-weight": _transposed_weight,
    "eta-left-out": _eta_left_out,
    "neighbours-column": _neighbours_column,
    "tie-sent-twice": _tie_sent_twice,
    "absolute-where-relative": _absolute_where_relative,
}


# ------------------------------------------------------------------ references


def _references(formula: str) -> list[re.Match[str]]:
    """Return every reference of a formula, ranges whole."""
    return list(re.finditer(rf"(?<![\w.]){_REFERENCE}(?::{_REFERENCE})?", formula))


def _with(formula: str, hit: re.Match[str], text: str) -> str:
    return formula[: hit.start()] + text + formula[hit.end() :]


def _shifted(text: str, step: int, strip: int) -> str:
    """Return a reference so many columns further, where it looks at examples.

    Those are its relative columns, and absolute ones from `strip` on.

    >>> _shifted("R8C:R11C[2]", 4, 12), _shifted("R[1]C2", 4, 12), _shifted("R8C13", 4, 12)
    ('R8C[4]:R11C[6]', 'R[1]C2', 'R8C17')
    """

    def further(hit: re.Match[str]) -> str:
        relative, column = hit.groups()
        if column is None:
            return f"C[{int(relative or 0) + step}]"
        return f"C{int(column) + step * (int(column) >= strip)}"

    return re.sub(r"C(?:\[(-?\d+)\]|(\d+)|)", further, text)


def _fixed(text: str, letter: str, origin: int) -> str:
    """Return a reference with its relative rows ("R") or columns ("C") made absolute.

    >>> _fixed("R[1]C2:R[4]C4", "R", 40), _fixed("R8C:R11C[2]", "C", 12)
    ('R41C2:R44C4', 'R8C12:R11C14')
    """

    def at(hit: re.Match[str]) -> str:
        return f"{letter}{origin + int(hit[1] or 0)}"

    return re.sub(rf"{letter}(?:\[(-?\d+)\]|(?!\d))", at, text)
