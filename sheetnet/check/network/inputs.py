"""A network's inputs, read from its workbook as it is now."""

import numpy as np

from sheetnet.check.opening import Opened, cells_of, numbers_of
from sheetnet.network import Inputs, Network, Objects
from sheetnet.notation import Key
from sheetnet.workbook.block import Block


def read_inputs(book: Opened, network: Network) -> tuple[Inputs, list[str]]:
    """Read the inputs as they are now, and notes on what does not count as a number.

    Raises: WorkbookError where an input is no number.
    """
    blocks = {block.key: block for block in book.blocks(network.epochs + 1)
              if block.sheet == "Training"}  # fmt: skip
    notes: list[str] = []

    def numbers(symbol: str, layer: int = 0) -> np.ndarray:
        block = blocks[Key(symbol, layer)]
        found = _first_epoch(block, cells_of(block, book.saved["Training"]))
        return numbers_of(book, block, found, notes)

    labelled = network.labelled
    inputs = Inputs(
        x=numbers("x", 1),
        labels=_labels(book, blocks[Key("label")]) if labelled else None,
        classes=_labels(book, blocks[Key("class")]) if labelled else None,
        t=None if labelled else numbers("t"),
        eta=float(numbers("eta")),
        w={
            layer.number: numbers("w", layer.number).reshape(layer.w_shape)
            for layer in network.with_parameters
        },
        b={
            layer.number: numbers("b", layer.number).reshape(layer.units)
            for layer in network.with_parameters
        },
    )
    return inputs, notes


def _first_epoch(block: Block, cells: Objects) -> Objects:
    return np.asarray(cells[0], dtype=object) if block.has("epoch") else cells


def _labels(book: Opened, block: Block) -> Objects:
    """Return labels as a spreadsheet compares them; an empty cell equals 0 and ""."""
    return cells_of(block, book.saved[block.sheet])
