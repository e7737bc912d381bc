"""Which cells of a sheet must hold constants."""

import numpy as np

from sheetnet.workbook.manifest import SheetMap
from sheetnet.xlsx.reading.sheet.formulas import Place


def inputs_of(sheet: SheetMap) -> dict[Place, str]:
    """Return the cells that must hold constants, each with its quantity."""
    formulas = {(cell.row, cell.column): cell for cell in sheet.formulas}
    found: dict[Place, str] = {}
    for block in sheet.blocks:
        cell = formulas.get((block.row, block.column))
        if cell is not None and cell.initial is None:
            continue
        rows, columns = block.cells()
        if cell is not None:  # constants in some bands, formulas in all others
            begins = list(sheet.begins)
            rows, columns = rows[begins], columns[begins]
        places = zip(np.ravel(rows).tolist(), np.ravel(columns).tolist(), strict=True)
        found |= dict.fromkeys(places, str(block.key))
    return found
