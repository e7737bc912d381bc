"""Inputs of a network changed at random, to see whether everything follows.

A value typed over a formula agrees as long as nothing changes; it is found here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sheetnet.engine import beginnings
from sheetnet.layers.quantities import starting
from sheetnet.model.network import Inputs, Network
from sheetnet.model.notation import Key
from sheetnet.model.shown import Shown
from sheetnet.sheets import changed_given
from sheetnet.verification.book.map_inside import OF_RUN
from sheetnet.verification.book.opening import Edit, Opened
from sheetnet.workbook.block import Block

# Of the inputs of each kind, so many are changed at a time.
_CELLS_OF_A_KIND = 3


@dataclass(frozen=True, slots=True)
class _Edit:
    """One input and the value it takes."""

    key: Key
    index: tuple[int, ...]
    value: float | str
    band: int = 0


def change(
    book: Opened,
    network: Network,
    inputs: Inputs,
    given: Shown,
    bands: int,
    rng: np.random.Generator,
) -> tuple[Inputs, Shown, list[Edit]]:
    """Return inputs and views' inputs after some changes, and the cells to change."""
    blocks = {one.key: one for one in book.blocks(bands) if one.sheet in OF_RUN}
    edits = list(_edits(network, inputs, rng))
    inputs = _applied(network, inputs, edits)
    cells = [_cell(network, blocks[edit.key], inputs, edit) for edit in edits]
    chosen = changed_given(network, inputs, rng)
    cells += book.cells_with(chosen)
    return inputs, given | chosen, cells


def _cell(network: Network, block: Block, inputs: Inputs, edit: _Edit) -> Edit:
    """Return an edit's cell; a block may split an axis of the array."""
    block = block.in_band(edit.band)
    rows, columns = block.cells()
    if edit.key.symbol not in inputs.settings:
        shape = _array(network, inputs, edit).shape
        rows, columns = rows.reshape(shape), columns.reshape(shape)
    at = edit.index
    return Edit(block.sheet, int(rows[at]), int(columns[at]), edit.value)


def _edits(
    network: Network, inputs: Inputs, rng: np.random.Generator
) -> Iterator[_Edit]:
    for name, setting in network.update.settings.items():
        value, moved = inputs.settings[name], float(rng.uniform(0.5, 0.95))
        smaller = value * moved if value else moved / 100
        yield _Edit(Key(name), (), value + 1 if setting.whole else smaller)
    for band, start in beginnings(network, inputs).items():
        for kept in network.carried:
            key, moved = Key(kept.name), float(rng.uniform(0.5, 0.95))
            # A seed; else a share of 1 to the power of an epoch.
            seed = float(rng.integers(1, kept.below)) if kept.below else 0.0
            yield _Edit(key, (), seed or float(start[key]) * moved, band)
    for _ in range(_CELLS_OF_A_KIND):
        yield from _data_edits(network, inputs, rng)
        for band, start in beginnings(network, inputs).items():
            yield from _start_edits(network, start, band, rng)
        yield _target_edit(network, inputs, rng)


def _start_edits(
    network: Network,
    start: Mapping[Key, np.ndarray],
    band: int,
    rng: np.random.Generator,
) -> Iterator[_Edit]:
    """Yield edits of a number of each parameter of a layer, and of its slots, in a band.

    Those of one number go together: an m without its v would make a step of any size.
    """
    layer = int(rng.choice(sorted({key.layer for key in start} - {0})))
    chosen: dict[str, tuple[int, ...]] = {}
    for one in starting(network):
        if one.layer == layer:
            of = one.of or one.symbol
            if of not in chosen:
                chosen[of] = tuple(int(rng.integers(n)) for n in one.shape)
            # A slot may be a sum of squares, which only grows.
            step = rng.normal(0, 0.5)
            moved = step if one.role == "parameter" else abs(step)
            value = start[one.key][chosen[of]]
            yield _Edit(one.key, chosen[of], float(value + moved), band)


def _data_edits(
    network: Network, inputs: Inputs, rng: np.random.Generator
) -> Iterator[_Edit]:
    """Yield edits of one example: of a number or a word, and whether it is used."""
    if inputs.x.size:
        # A value that the feature has in another example stays in its range.
        index = tuple(int(rng.integers(n)) for n in inputs.x.shape)
        other = (int(rng.integers(len(inputs.x))), *index[1:])
        value = float(inputs.x[other])
        if np.isfinite(value):
            symbol = "raw" if network.fields else "x"
            moved = value + float(rng.choice([0.0, 1.0]))
            yield _Edit(Key(symbol, 1), index, moved)
    if inputs.words is not None:
        k, other_k = (int(rng.integers(len(inputs.x))) for _ in range(2))
        column = int(rng.integers(inputs.words.shape[1]))
        word = inputs.words[other_k, column]
        if isinstance(word, str) and word:
            yield _Edit(Key("word", 1), (k, column), word)
    if inputs.use is not None and inputs.use.sum() > _LEAST_USED:
        k = int(rng.integers(len(inputs.x)))
        yield _Edit(Key("use"), (k,), float(rng.integers(2)))
    if inputs.batch is not None:
        k = int(rng.integers(len(inputs.x)))
        yield _Edit(Key("batch"), (k,), float(rng.integers(1, network.batches + 1)))


# So many examples are used at least after some were left out.
_LEAST_USED = 4


def _target_edit(network: Network, inputs: Inputs, rng: np.random.Generator) -> _Edit:
    k = int(rng.integers(len(inputs.x)))
    if inputs.classes is not None:
        return _Edit(Key("label"), (k,), rng.choice(inputs.classes))
    assert inputs.t is not None
    j, other = (int(rng.integers(n)) for n in inputs.t.shape[::-1])
    symbol = "t" if network.target_scale == "none" else "raw"
    return _Edit(Key(symbol), (k, j), float(np.nan_to_num(inputs.t[other, j])))


def _copied(start: Mapping[Key, np.ndarray]) -> dict[Key, np.ndarray]:
    return {key: array.copy() for key, array in start.items()}


def _applied(network: Network, inputs: Inputs, edits: list[_Edit]) -> Inputs:
    """Return a copy of the inputs with the edits made."""
    changed = replace(
        inputs,
        x=inputs.x.copy(),
        labels=None if inputs.labels is None else inputs.labels.copy(),
        t=None if inputs.t is None else inputs.t.copy(),
        settings=dict(inputs.settings),
        start=_copied(inputs.start),
        checkpoints=tuple(map(_copied, inputs.checkpoints)),
        counted=None if inputs.counted is None else inputs.counted.copy(),
        words=None if inputs.words is None else inputs.words.copy(),
        use=None if inputs.use is None else inputs.use.copy(),
        batch=None if inputs.batch is None else inputs.batch.copy(),
    )
    for edit in edits:
        if edit.key.symbol in changed.settings:
            changed.settings[edit.key.symbol] = float(edit.value)
        else:
            _array(network, changed, edit)[edit.index] = edit.value
        if edit.key.symbol == "x" and changed.counted is not None:
            changed.counted[edit.index] = True
    return changed


def _array(network: Network, inputs: Inputs, edit: _Edit) -> np.ndarray:
    key = edit.key
    arrays = {
        "x": inputs.x,
        "raw": inputs.x if key.layer else inputs.t,
        "word": inputs.words,
        "use": inputs.use,
        "batch": inputs.batch,
        "label": inputs.labels,
        "t": inputs.t,
    }
    if key.symbol in arrays:
        array = arrays[key.symbol]
        assert array is not None
        return array
    return beginnings(network, inputs)[edit.band][key]
