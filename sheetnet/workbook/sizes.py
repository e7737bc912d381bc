"""How many cells and formulas a planned sheet stands for."""

from sheetnet.workbook.plan import Cell, Sheet


def cells_in(sheet: Sheet) -> int:
    """Return how many cells of a sheet hold anything, in all strips and bands."""
    return sum(
        _bands(sheet, cell) * _strips(sheet, cell) * cell.size
        for cell in sheet.cells
        if cell.value or cell.formula is not None or cell.text is not None
    )


def formulas_in(sheet: Sheet) -> int:
    """Return how many cells of a sheet hold formulas, in all strips and bands."""
    return sum(
        (_bands(sheet, cell) - _constants(sheet, cell))
        * _strips(sheet, cell)
        * cell.size
        for cell in sheet.cells
        if cell.formula is not None
    )


def _bands(sheet: Sheet, cell: Cell) -> int:
    """Return in how many bands a cell stands."""
    return sheet.down.count if sheet.down and cell.down else 1


def _constants(sheet: Sheet, cell: Cell) -> int:
    """Return in how many bands a cell holds a constant."""
    return len(sheet.begins) if cell.initial is not None else 0


def _strips(sheet: Sheet, cell: Cell) -> int:
    """Return in how many strips a cell stands."""
    return sheet.across.count if sheet.across and cell.across else 1
