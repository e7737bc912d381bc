"""Wiring faults: what people get wrong when they type such a sheet by hand.

A fault is one relative formula (R1C1) with one thing wrong, so it is wrong wherever that
formula was filled: in all examples, in all epochs. Knows the workbook's side alone.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from msgspec import structs

from sheetnet.exercises import of_updates
from sheetnet.exercises.site import Site
from sheetnet.layers import (
    formulas_of,
    learned_formulas_of,
    normalised_formulas_of,
)
from sheetnet.layers.quantities import quantities, with_role
from sheetnet.model.network import Layer, Network
from sheetnet.model.notation import Key
from sheetnet.sheets.equations import Equations
from sheetnet.sheets.training.layout import lay_out
from sheetnet.workbook.address import Corner, reference, with_corners
from sheetnet.workbook.block import Block
from sheetnet.workbook.formula import formulas
from sheetnet.workbook.formula.expand import alone
from sheetnet.workbook.formula.tree import Call, Leaf, Row, parse, parts, tokens, write
from sheetnet.workbook.plan import Cell, Sheet


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


def faults_of(network: Network, training: Sheet, kind: str) -> list[Fault]:
    """Return every fault of a kind that could be planted into a network's Training."""
    return [
        Fault(kind, site.block, site.cell, faulty)
        for site in sites(network, training)
        for faulty in KINDS[kind](site)
        if faulty != site.formula
    ]


def sites(network: Network, training: Sheet) -> Iterator[Site]:
    """Yield the cells that a fault may be planted in."""
    layout = lay_out(network)
    cells = {(cell.row, cell.column): cell for cell in alone(training.cells)}
    # A fault in an answer or in a summary would be no fault of the network.
    of_the_run = {q.key: q for q in quantities(network) if q.role != "answer"}
    for block in layout.blocks.values():
        # η stands on Picture, and is no formula.
        if block.key not in of_the_run or block.sheet != training.key:
            continue
        one = of_the_run[block.key]
        for indices in block.within_strip():
            place = block.area(*indices)
            cell = cells[place.row, place.column]
            if cell.formula is not None:
                yield Site(training, layout, one, block, indices, cell, cell.formula)


# ------------------------------------------------------------------ kinds


def _wrong_sign(site: Site) -> Iterator[str]:
    """w + η ∂C_T/∂w; z = … − b; t − a in place of a − t."""
    found = parts(site.formula)
    if site.is_update:
        at = next((at for at, part in enumerate(found) if part in _OPPOSITE), None)
        if at is not None:
            yield "".join([*found[:at], _OPPOSITE[found[at]], *found[at + 1 :]])
    elif site.quantity.role == "backward":
        row = parse(site.formula, "R1C1")
        # Before the error of an output may stand whether the example is used.
        ahead = 2 if _begins_with_use(site) else 0
        yield write((*row[:ahead], *_swapped(row[ahead:])))
    elif site.quantity.symbol == "z":
        signs = [at for at, part in enumerate(found) if part in _OPPOSITE]
        for at in signs[-1:]:
            yield "".join([*found[:at], _OPPOSITE[found[at]], *found[at + 1 :]])


_OPPOSITE = {"-": "+", "+": "-"}


def _begins_with_use(site: Site) -> bool:
    network = site.layout.network
    return bool(network.chosen_by) and site.layer is network.last


def _swapped(row: Row) -> Row:
    """Return a row that begins with a difference of cells with the opposite one."""
    match row:
        case (Call("", (inside,)) as first, *rest):
            return (structs.replace(first, arguments=(_swapped(inside),)), *rest)
        case (Leaf("cell") as one, Leaf(text="-") as minus, Leaf("cell") as two, *rest):
            return (two, minus, one, *rest)
    return row


def _missing_slope(site: Site) -> Iterator[str]:
    """δ without its factor a′(z)."""
    if site.quantity.role == "backward" and site.layer.activation:
        here = site.block.area(*site.indices)
        slope = Equations(site.layout).slope_factor(site.layer, here, site.indices)
        found, factor = parts(site.formula), ["*", *parts(slope)]
        if found[-len(factor) :] == factor:
            yield "".join(found[: -len(factor)])


def _transposed_weight(site: Site) -> Iterator[str]:
    """w_ij where w_ji belongs; a filter that was not flipped."""
    if site.quantity.role == "link":
        here, kind = site.block.area(*site.indices), learned_formulas_of(site.layer)
        yield from kind.miswired(site.layout, site.quantity, here, site.indices)


def _means_left_out(site: Site) -> Iterator[str]:
    """δ as if a layer above took its mean, or its root, of other numbers."""
    sent = dict(_sent_by_readers(site))
    here, at = site.block.area(*site.indices), site.indices
    for reader in sent:
        if with_role(reader, "feedback"):
            kind = normalised_formulas_of(reader)
            for faulty in kind.unmoved(site.layout, reader, here, at):
                yield _as_error(site, {**sent, reader: faulty}.values())


def _reader_left_out(site: Site) -> Iterator[str]:
    """δ from one of the layers that read this one alone: a residual that sends nothing back."""
    sent = dict(_sent_by_readers(site))
    for reader in sent if len(sent) > 1 else ():
        yield _as_error(site, (text for one, text in sent.items() if one != reader))


def _sent_by_readers(site: Site) -> Iterator[tuple[Layer, str]]:
    """Yield what each layer that reads this one sends back to it."""
    one, layout = site.quantity, site.layout
    if one.role == "backward" and site.layer is not layout.network.last:
        here = site.block.area(*site.indices)
        for reader in layout.network.readers(one.layer):
            kind = formulas_of(reader)
            yield reader, kind.back(layout, reader, one.layer, here, site.indices)


def _as_error(site: Site, sent: Iterable[str]) -> str:
    """Return ∂C/∂a, or δ, of what readers send back."""
    whole = "+".join(one for one in sent if one != "0") or "0"
    if not site.layer.activation:
        return whole
    here = site.block.area(*site.indices)
    slope = Equations(site.layout).slope_factor(site.layer, here, site.indices)
    return formulas.delta(whole, slope)


def _eta_left_out(site: Site) -> Iterator[str]:
    """w − ∂C_T/∂w; or without another setting of the update."""
    if site.is_update or site.quantity.role == "rate":
        found, settings = (
            parts(site.formula),
            site.layout.network.update.settings,
        )
        for at, (part, after) in enumerate(pairwise(found)):
            if part in settings and after == "*":
                yield "".join([*found[:at], *found[at + 2 :]])


# What goes wrong where an update learns from some of the examples.


def _batch_off_by_one(site: Site) -> Iterator[str]:
    """n mod B: batches are counted from 1, so the first update learns from none."""
    if site.quantity.symbol == "batch_n":
        yield write(parse(site.formula, "R1C1")[2:])


def _mask_left_out(site: Site) -> Iterator[str]:
    """An error goes back through a cell that was left out."""
    if site.quantity.role == "backward":
        found, here = parts(site.formula), site.block.area(*site.indices)
        for reader in site.layout.network.readers(site.layer.number):
            for mask in with_role(reader, "mask"):
                cell = site.layout.blocks[mask.key].area(*site.indices)
                at = found.index(reference(here, cell))
                yield "".join([*found[:at], *found[at + 2 :]])


def _test_in_the_sum(site: Site) -> Iterator[str]:
    """C_T, or the gradient, is of all examples that stand there, not of those that learn."""
    network = site.layout.network
    if not network.test:
        return
    if site.quantity.symbol == "C_T":
        row = parse(site.formula, "R1C1")
        match row:
            case (Call("SUMPRODUCT", (_, each)) as first, *rest):
                every = structs.replace(first, name="SUM", arguments=(each,))
                yield write((every, *rest))
    elif site.quantity.role == "backward" and _begins_with_use(site):
        yield write(parse(site.formula, "R1C1")[2:])


def _neighbours_column(site: Site) -> Iterator[str]:
    """One reference looks at the next example."""
    columns = site.layout.columns

    def beside(one: Corner) -> Corner:
        # What looks at examples: a relative column, or one from the first strip on.
        moves = one.across or one.column >= columns.strip
        return one._replace(column=one.column + columns.step * moves)

    if site.cell.across or _multiplies_rows(site):
        yield from _with_each(site.formula, beside)


def _multiplies_rows(site: Site) -> bool:
    """Tell whether a gradient sums products over all examples, and not δ alone."""
    cells = sum(kind == "cell" for kind, _ in tokens(site.formula, "R1C1"))
    # The examples are counted, each by its cell or those that are used.
    cells -= site.layout.network.reduction == "mean"
    return site.quantity.role == "gradient" and cells > 1


def _tie_sent_twice(site: Site) -> Iterator[str]:
    """Max pooling sends δ to every largest cell of a window, not to the first alone."""
    if site.quantity.role == "backward":
        yield write(_without_and(parse(site.formula, "R1C1")))


def _without_and(row: Row) -> Row:
    """Return a row with the first condition alone where there are two."""
    done: list[Leaf | Call] = []
    for one in row:
        match one:
            case Call("AND", (first, _)):
                done += first
            case Call(_, arguments):
                inside = tuple(map(_without_and, arguments))
                done.append(structs.replace(one, arguments=inside))
            case _:
                done.append(one)
    return tuple(done)


def _absolute_where_relative(site: Site) -> Iterator[str]:
    """A $ too many: after filling, all look where the first one looked."""
    cell, down = site.cell, site.sheet.down
    first = cell.row + (down.step if down and cell.initial is not None else 0)

    def row(one: Corner) -> Corner:
        return one._replace(row=one.row + first * one.down, down=False)

    def column(one: Corner) -> Corner:
        return one._replace(column=one.column + cell.column * one.across, across=False)

    yield from _with_each(site.formula, *[row] * cell.down, *[column] * cell.across)


def _with_each(formula: str, *changes: Callable[[Corner], Corner]) -> Iterator[str]:
    """Yield the formula with one of its references changed: each of them, in each way."""
    found = tokens(formula, "R1C1")
    texts = [token for _, token in found]
    for at, (kind, token) in enumerate(found):
        for change in changes if kind == "cell" else ():
            yield "".join([*texts[:at], with_corners(token, change), *texts[at + 1 :]])


KINDS: dict[str, Callable[[Site], Iterator[str]]] = {
    "wrong-sign": _wrong_sign,
    "missing-slope": _missing_slope,
    "transposed-weight": _transposed_weight,
    "eta-left-out": _eta_left_out,
    "neighbours-column": _neighbours_column,
    "tie-sent-twice": _tie_sent_twice,
    "absolute-where-relative": _absolute_where_relative,
    "correction-left-out": of_updates.correction_left_out,
    "other-beta": of_updates.other_beta,
    "slot-of-another-band": of_updates.slot_of_another_band,
    "slot-for-gradient": of_updates.slot_for_gradient,
    "decay-on-bias": of_updates.decay_on_bias,
    "batch-off-by-one": _batch_off_by_one,
    "test-in-the-sum": _test_in_the_sum,
    "means-left-out": _means_left_out,
    "reader-left-out": _reader_left_out,
    "mask-left-out": _mask_left_out,
}
