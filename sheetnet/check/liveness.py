"""Do the formulas live? Inputs are changed at random, and everything must follow.

Only in the embedded calculator, in memory; the file stays as it is. A value typed over a
formula agrees as long as nothing changes; it is found here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from sheetnet.check.opening import Opened, read_given
from sheetnet.check.truth import Tolerance, truth_of
from sheetnet.check.values import compare
from sheetnet.engine import run
from sheetnet.errors import CalculatorError, TrainingError
from sheetnet.network import Inputs, Network
from sheetnet.notation import Key
from sheetnet.recalc import EmbeddedSession
from sheetnet.report import Run
from sheetnet.shown import Shown
from sheetnet.views import changed_given
from sheetnet.workbook.block import Block

# Of the inputs of each kind, so many are changed at a time.
_CELLS_OF_A_KIND = 3
_TRIES = 20


@dataclass(frozen=True, slots=True)
class _Edit:
    """One input cell and the value it takes."""

    key: Key
    index: tuple[int, ...]
    value: float | str


def perturbed_runs(
    book: Opened,
    network: Network,
    inputs: Inputs,
    tolerance: Tolerance,
    *,
    count: int,
    seed: int,
) -> Iterator[Run]:
    """Change inputs `count` times, each time further, and yield what came of it.

    Raises: CalculatorError where no change is found that a spreadsheet can hold.
    """
    rng = np.random.default_rng(seed)
    session = EmbeddedSession.open(book.path)
    bands, given = network.epochs + 1, read_given(book)
    blocks = {
        block.key: block for block in book.blocks(bands) if block.sheet == "Training"
    }
    for number in range(1, count + 1):
        inputs, edits = _changed(network, inputs, rng)
        for edit in edits:
            block = blocks[edit.key]
            row, column = _place(block, inputs, edit)
            session.set_value(book.names[block.sheet], row - 1, column - 1, edit.value)
        chosen = changed_given(network, inputs, rng)
        given |= chosen
        for sheet, row, column, value in _cells(book, chosen):
            session.set_value(sheet, row - 1, column - 1, value)
        session.evaluate()
        grids = {key: session.values(name) for key, name in book.names.items()}
        last = book.manifest.network.epochs
        truth = truth_of(network, inputs, given, last, tolerance)
        quantities, _ = compare(book, truth, grids, tolerance)
        name = f"embedded, change {number} (seed {seed}, {len(edits)} cells)"
        yield Run(name, "", quantities)


def _cells(book: Opened, chosen: Shown) -> Iterator[tuple[str, int, int, float]]:
    """Yield sheet, row, column and value of what is chosen on the views."""
    for sheet in book.manifest.sheets:
        for block in sheet.blocks:
            if block.key not in chosen:
                continue
            rows, columns = (places.ravel().tolist() for places in block.cells())
            values = chosen[block.key].ravel().tolist()
            for row, column, value in zip(rows, columns, values, strict=True):
                yield book.names[sheet.key], row, column, value


def _place(block: Block, inputs: Inputs, edit: _Edit) -> tuple[int, int]:
    """Return row and column of an input; a block may split an axis of the array."""
    rows, columns = block.cells()
    if block.has("epoch"):
        rows, columns = rows[0], columns[0]
    if edit.key == Key("eta"):
        return int(rows), int(columns)
    shape = _array(inputs, edit.key).shape
    return (
        int(rows.reshape(shape)[edit.index]),
        int(columns.reshape(shape)[edit.index]),
    )


def _changed(
    network: Network, inputs: Inputs, rng: np.random.Generator
) -> tuple[Inputs, list[_Edit]]:
    """Return inputs that the run survives, and the edits that lead to them."""
    for _ in range(_TRIES):
        edits = list(_edits(inputs, rng))
        changed = _applied(inputs, edits)
        try:
            run(network, changed)
        except TrainingError:
            continue
        return changed, edits
    raise CalculatorError("no change of the inputs was found that does not overflow")


def _edits(inputs: Inputs, rng: np.random.Generator) -> Iterator[_Edit]:
    yield _Edit(Key("eta"), (), inputs.eta * float(rng.uniform(0.5, 0.95)))
    for _ in range(_CELLS_OF_A_KIND):
        # A value that the feature has in another example stays in its range.
        index = tuple(int(rng.integers(n)) for n in inputs.x.shape)
        other = (int(rng.integers(len(inputs.x))), *index[1:])
        yield _Edit(Key("x", 1), index, float(inputs.x[other] + rng.choice([0.0, 1.0])))
        layer = int(rng.choice(list(inputs.w)))
        for symbol, arrays in (("w", inputs.w), ("b", inputs.b)):
            array = arrays[layer]
            index = tuple(int(rng.integers(n)) for n in array.shape)
            value = float(array[index] + rng.normal(0, 0.5))
            yield _Edit(Key(symbol, layer), index, value)
        yield _target_edit(inputs, rng)


def _target_edit(inputs: Inputs, rng: np.random.Generator) -> _Edit:
    k = int(rng.integers(len(inputs.x)))
    if inputs.classes is not None:
        return _Edit(Key("label"), (k,), rng.choice(inputs.classes))
    assert inputs.t is not None
    j, other = (int(rng.integers(n)) for n in inputs.t.shape[::-1])
    return _Edit(Key("t"), (k, j), float(inputs.t[other, j]))


def _applied(inputs: Inputs, edits: list[_Edit]) -> Inputs:
    """Return a copy of the inputs with the edits made."""
    changed = replace(
        inputs,
        x=inputs.x.copy(),
        labels=None if inputs.labels is None else inputs.labels.copy(),
        t=None if inputs.t is None else inputs.t.copy(),
        w={l: array.copy() for l, array in inputs.w.items()},
        b={l: array.copy() for l, array in inputs.b.items()},
    )
    for edit in edits:
        if edit.key.symbol == "eta":
            changed = replace(changed, eta=float(edit.value))
        else:
            _array(changed, edit.key)[edit.index] = edit.value
    return changed


def _array(inputs: Inputs, key: Key) -> np.ndarray:
    arrays = {"x": inputs.x, "label": inputs.labels, "t": inputs.t}
    if key.symbol in arrays:
        array = arrays[key.symbol]
        assert array is not None
        return array
    return {"w": inputs.w, "b": inputs.b}[key.symbol][key.layer]
