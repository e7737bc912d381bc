"""Which slip of the catalogue a faulty formula looks like."""

from sheetnet.exercises.faults import KINDS, sites
from sheetnet.model.network import Network
from sheetnet.model.notation import Key
from sheetnet.workbook.address import to_a1
from sheetnet.workbook.formula.normal_form import same_formula
from sheetnet.workbook.formula.tree import tokens
from sheetnet.workbook.plan import Sheet

# A quantity and the indices of one of its cells, in one strip and band.
Element = tuple[Key, tuple[int, ...]]


def slip_of(
    network: Network, training: Sheet, cell: Element, place: tuple[int, int], holds: str
) -> str:
    """Return which kind of fault the formula (A1) of a cell is; "" for none.

    `cell` is its quantity and the indices within a strip and band, `place` its row and
    column. A slip with other $ than the catalogue's is the same slip.
    """
    of_cell = [
        site
        for site in sites(network, training)
        if (site.block.key, site.indices) == cell
    ]
    for spelled in (str, _unanchored):
        for site in of_cell:
            planned = spelled(to_a1(site.formula, *place))
            for kind, faulty in KINDS.items():
                texts = [spelled(to_a1(one, *place)) for one in faulty(site)]
                if any(
                    same_formula(spelled(holds), text)
                    for text in texts
                    if text != planned
                ):
                    return kind
    return ""


def _unanchored(text: str) -> str:
    parts = tokens(text, "A1")
    return "".join(
        part.replace("$", "") if kind == "cell" else part for kind, part in parts
    )
