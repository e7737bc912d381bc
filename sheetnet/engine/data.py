"""What a run sees of its inputs: x and t, as they are computed from the data.

Numbers are scaled by the examples that are used (xᵢ − m) / s, words become 1 and 0,
labels become targets (book 3-3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.model.equality import equal_in_sheet
from sheetnet.model.functions import Array
from sheetnet.model.network import Inputs, Network, Objects
from sheetnet.model.notation import Key
from sheetnet.model.table import NO_SPREAD, Scale


@dataclass(frozen=True, slots=True)
class Data:
    """The examples of a run, and with what they were scaled.

    Of sequences an example is a position here: K is K·T, sequence after sequence.
    Shapes: x (K, *input_shape), t (K, n_L), use (K,) or None where all are used, batch
    (K,) the number of each example's batch, or None where there are none. `made`
    are the numbers on the way: of layer 1 for x, of none for t; `m` and `s` by column,
    and `kept`, the numbers that these are of, or "".
    """

    x: Array
    t: Array
    use: Array | None
    made: dict[Key, NDArray[Any]]
    batch: Array | None = None

    @property
    def learns(self) -> Array:
        """Which examples are learned from, 1 or 0. Shapes: (K,)."""
        return np.ones(len(self.x)) if self.use is None else self.use

    def in_units(self, a: Array) -> Array:
        """Return outputs in the units of the data: a · s + m. Shapes: (…, n_L)."""
        whole: Array = a * self.made[Key("s")] + self.made[Key("m")]
        return whole


def data_of(network: Network, inputs: Inputs) -> Data:
    """Return what a run sees of its inputs."""
    with np.errstate(all="ignore"):  # what overflows is no finite number, and refused
        return _data_of(network, inputs)


def _data_of(network: Network, inputs: Inputs) -> Data:
    used = None if inputs.use is None else np.asarray(inputs.use) > 0.5
    made: dict[Key, NDArray[Any]] = {}
    x, t = inputs.x, targets(network, inputs)
    if network.fields:
        raw = inputs.x
        if network.numbers:
            fields = network.numbers
            scales, fills = [f.scale for f in fields], [f.fills for f in fields]
            raw = _prepared(raw, scales, fills, used, Key("raw", 1), made)
        x = as_seen(network, inputs, made, raw, inputs.words)
    if network.target_scale != "none":
        scales, fills = [network.target_scale] * len(t[0]), [False] * len(t[0])
        t = _prepared(t, scales, fills, used, Key("raw"), made)
        t = (t - made[Key("m")]) / made[Key("s")]
    # Where a position has no target, nothing is to be learned.
    use = t.sum(axis=1) if network.is_sequence else inputs.use
    return Data(x, t, use, made, inputs.batch)


def targets(network: Network, inputs: Inputs) -> Array:
    """Return t as the data say, from the labels or as given (book 3-3).

    A target is 1 where a spreadsheet's `=` finds label and class equal, else 0 (of an
    output that begins at −1, that). With one output unit for two classes, t is 1 for the
    second. Shapes: (K, n_L).
    """
    if inputs.labels is None or inputs.classes is None:
        assert inputs.t is not None
        return inputs.t
    classes = inputs.classes[-network.units_out :]
    hits = _equal(inputs.labels, classes)
    if network.is_sequence:
        hits &= _there(inputs.labels)
    return np.where(hits, 1.0, network.other_target)


def _equal(cells: Objects, words: Objects) -> NDArray[np.bool_]:
    """Tell where a spreadsheet's `=` finds cells (K,) equal to words (n,): (K, n)."""
    return np.array([[equal_in_sheet(k, c) for c in words] for k in cells])


def _there(cells: Objects) -> NDArray[np.bool_]:
    """Tell which cells of a sequence hold something: an empty one is not the symbol 0.

    Shapes: (K,) -> (K, 1).
    """
    return np.array([[one not in (None, "")] for one in cells.tolist()])


# ------------------------------------------------------------------ features


def as_seen(
    network: Network,
    inputs: Inputs,
    made: dict[Key, NDArray[Any]],
    raw: Array,
    words: Objects | None,
) -> Array:
    """Return x of examples of any origin: their numbers scaled, their words as 1 and 0.

    `made` are m and s of the data. Shapes: raw (K, *raw_shape), words (K, n).
    """
    parts: list[Array] = []
    if network.numbers:
        m, s = made.get(Key("m", 1), 0.0), made.get(Key("s", 1), NO_SPREAD)
        parts.append((raw - m) / s if network.is_scaled else raw)
    if words is not None and inputs.one_hot is not None:
        first = 0
        for at, field in enumerate(network.categories):
            own = inputs.one_hot[first : first + len(field.words)]
            hits = _equal(words[:, at], own)
            if network.is_sequence:
                hits &= _there(words[:, at])
            parts.append(hits.astype(np.float64))
            first += len(field.words)
    whole: Array = parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)
    return whole.reshape(-1, *network.input_shape)


def _prepared(
    raw: Array,
    scales: Sequence[Scale],
    fills: Sequence[bool],
    used: NDArray[np.bool_] | None,
    key: Key,
    made: dict[Key, NDArray[Any]],
) -> Array:
    """Return numbers with their gaps filled; note mean, m and s of those that are used.

    Of each column by its own; of pictures, of all pixels of all examples.
    Shapes: raw (K, …), NaN where no number stands; used (K,).
    """
    there = ~np.isnan(raw)
    kept = there if used is None else there & used.reshape(-1, *[1] * (raw.ndim - 1))
    scaled, filling = any(one != "none" for one in scales), any(fills)
    if used is not None and (scaled or filling):
        shown = np.full(raw.shape, "", dtype=object)
        shown[kept] = np.asarray(raw)[kept]
        made[Key("kept", key.layer)] = shown
    over = tuple(range(raw.ndim)) if raw.ndim > 2 else (0,)
    count = kept.sum(axis=over).astype(np.float64)
    mean: Array = np.where(kept, raw, 0.0).sum(axis=over) / count
    if filling:
        made[Key("mean", key.layer)] = mean
    if scaled:
        m, s = _m_and_s(raw, kept, mean, scales, over)
        made[Key("m", key.layer)], made[Key("s", key.layer)] = m, s
    fill = np.where(fills if raw.ndim == 2 else fills[0], mean, 0.0)
    return np.where(there, raw, fill)


def _m_and_s(
    raw: Array,
    kept: NDArray[np.bool_],
    mean: Array,
    scales: Sequence[Scale],
    over: tuple[int, ...],
) -> tuple[Array, Array]:
    """Return what is subtracted and divided by, column by column."""
    least = np.where(kept, raw, np.inf).min(axis=over)
    most = np.where(kept, raw, -np.inf).max(axis=over)
    apart = np.where(kept, raw - mean, 0.0)
    deviation = np.sqrt((apart * apart).sum(axis=over) / kept.sum(axis=over))
    standard = np.array([scale == "standard" for scale in scales])
    span = np.array([scale == "range" for scale in scales])
    if len(over) > 1:  # a picture is one column
        standard, span = standard[0], span[0]
    m = np.where(standard, mean, np.where(span, least, 0.0))
    spread = np.where(standard, deviation, np.where(span, most - least, NO_SPREAD))
    return m, np.where(most > least, spread, NO_SPREAD)
