"""Where a fault may be planted."""

from dataclasses import dataclass

from sheetnet.model.network import Layer
from sheetnet.model.quantities import Quantity
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.block import Block
from sheetnet.workbook.plan import Cell, Sheet


@dataclass(frozen=True, slots=True)
class Site:
    """A cell that a fault may be planted in: what it is, and where it is filled to."""

    sheet: Sheet
    layout: Layout
    quantity: Quantity
    block: Block
    indices: tuple[int, ...]
    cell: Cell
    formula: str

    @property
    def layer(self) -> Layer:
        """The layer that the quantity is of."""
        return self.layout.network.layer(self.quantity.layer)

    @property
    def is_update(self) -> bool:
        """Whether it is a parameter, or what the optimizer keeps of one."""
        return self.quantity.role in ("parameter", "slot")
