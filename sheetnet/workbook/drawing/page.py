"""A sheet that is drawn freely: texts and blocks put where the maker says."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sheetnet.workbook.address import Area, a1, reference
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.formula.fills import Formula, Index, cells_of_block
from sheetnet.workbook.plan import Cell, Where

__all__ = ["Formula", "Index", "Page", "large_numbers", "refer_to"]


def large_numbers(area: Area) -> Where:
    """Return the looks of negative numbers in an area that would not fit into a column."""
    return Where(area, f"{a1(area.row, area.column)}<=-{styles.LARGE}", "large")


@dataclass(slots=True)
class Page:
    """The cells and blocks of a sheet while it is drawn."""

    cells: list[Cell] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def text(self, row: int, column: int, style: str, text: str) -> None:
        """Put a constant text."""
        self.cells.append(Cell(row, column, style, text=text))

    def large_numbers(self) -> Where:
        """Return how negative numbers look that would not fit into their columns."""
        rows, columns = zip(*(block.last_cell() for block in self.blocks), strict=True)
        return large_numbers(Area(1, 1, max(rows), max(columns)))

    def put(
        self,
        block: Block,
        style: str,
        formula: Formula | None = None,
        framed: Collection[Index] = (),
    ) -> Block:
        """Put a block: a formula for each of its cells, or constants.

        `framed` are the indices of cells that stand out.
        """
        self.blocks.append(block)

        def styled(indices: Index, _: str | None) -> str:
            return _styled(style, block, indices, framed)

        self.cells += cells_of_block(block, formula or _constant, styled, framed=framed)
        return block


def refer_to(area: Area) -> Formula:
    """Return the formula of a cell that shows another one."""
    return lambda here, _: reference(here, area)


def _constant(_: Area, __: Index) -> None:
    """Say that a cell holds no formula."""


def _styled(style: str, block: Block, indices: Index, framed: Collection[Index]) -> str:
    """Return the variant of a style for cells that stand out or begin a map."""
    if indices in framed and styles.framed(style) in styles.STYLES:
        return styles.framed(style)
    top = styles.first_row_of_map(style)
    return top if block.begins_map(indices) and top in styles.STYLES else style
