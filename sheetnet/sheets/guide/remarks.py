"""What is worth saying about the data before anyone trusts a result."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from sheetnet.engine import Data, Trace, data_of
from sheetnet.lang import Texts
from sheetnet.layers import spec_of
from sheetnet.model.functions import MARGIN, Array
from sheetnet.model.network import Inputs, Layer, Network, maps_of
from sheetnet.model.notation import Key


def notices(
    network: Network,
    inputs: Inputs,
    trace: Trace,
    texts: Texts,
    warnings: Sequence[str] = (),
) -> list[str]:
    """Return sentences about the data, in the language of `texts`.

    `warnings` are what keeps the network from learning; they tell of columns that never
    change, so only pixels that do not are told of here.
    """
    data = data_of(network, inputs)
    pixels = len(network.input_shape) > 1 or network.last_band == 0
    constant = _constant(data, texts) if pixels else []
    gaps = _gaps(network, inputs, texts)
    left_out = _left_out(network, texts)
    noticed = [*warnings, *gaps, *_twice(data, texts), *constant, *left_out]
    ties = [*_ties(network, data, trace, texts)]
    # The first sentence on pools is an explanation; a tie is something found.
    nothing = [] if noticed or ties[1:] else [texts("notice.none")]
    return [_outputs(network, inputs, texts), *noticed, *nothing, *ties]


def _outputs(network: Network, inputs: Inputs, texts: Texts) -> str:
    if inputs.labels is None or inputs.classes is None:
        return texts("notice.targets", names=texts("list.comma").join(network.outputs))
    counted = Counter(inputs.labels.tolist())
    named = zip(network.outputs, inputs.classes, strict=True)
    counts = [
        texts("list.counted", name=name, count=counted[one]) for name, one in named
    ]
    return texts("notice.classes", counts=texts("list.comma").join(counts))


def _gaps(network: Network, inputs: Inputs, texts: Texts) -> list[str]:
    """Notice cells without a number or a word, and what counts in their place."""
    said = []
    empty = np.isnan(inputs.x)
    if empty.any() and len(network.raw_shape) > 1:
        said.append(texts("notice.missing_pixels", count=int(empty.sum())))
    elif empty.any():
        numbers = [field.name for field in network.numbers]
        said.append(_empty("missing", numbers, empty.sum(axis=0), texts))
    if inputs.words is not None:
        wordless = np.array([[word is None for word in row] for row in inputs.words])
        if wordless.any():
            names = [field.name for field in network.categories]
            said.append(_empty("wordless", names, wordless.sum(axis=0), texts))
    return said


def _empty(key: str, names: list[str], counts: Array, texts: Texts) -> str:
    """Return a sentence on the empty cells of some columns, with how many each has."""
    named = zip(names, counts.tolist(), strict=True)
    columns = [
        texts("list.lacking", name=name, count=count) for name, count in named if count
    ]
    return texts(f"notice.{key}", names=texts("list.comma").join(columns))


def _twice(data: Data, texts: Texts) -> list[str]:
    """Notice examples whose x has been seen before, with the same target or another."""
    seen: dict[bytes, set[bytes]] = {}
    copies = contradictions = 0
    for x_k, t_k in zip(data.x, data.t, strict=True):
        before = seen.setdefault(x_k.tobytes(), set())
        copies += t_k.tobytes() in before
        contradictions += bool(before - {t_k.tobytes()})
        before.add(t_k.tobytes())
    said = [texts("notice.twice", count=copies)] if copies else []
    if contradictions:
        said.append(texts("notice.contradiction", count=contradictions))
    return said


def _constant(data: Data, texts: Texts) -> list[str]:
    flat = data.x.reshape(len(data.x), -1)
    count = int((flat == flat[0]).all(axis=0).sum()) if len(flat) > 1 else 0
    if not count:
        return []
    return [texts("notice.constant", count=count, features=flat.shape[1])]


def _left_out(network: Network, texts: Texts) -> Iterator[str]:
    """Notice cells at the end that are too few for one more window of a pool."""
    for layer in network.layers:
        if layer.activation or not layer.size:
            continue
        down, right = layer.windows
        ends = (
            (line.number - 1) * line.stride + line.size - line.before
            for line in (down, right)
        )
        rows, columns = (
            max(0, length - end)
            for length, end in zip(layer.sees[-2:], ends, strict=True)
        )
        if rows or columns:
            yield texts(
                "notice.left_out", layer=layer.number, rows=rows, columns=columns
            )


def _ties(network: Network, data: Data, trace: Trace, texts: Texts) -> Iterator[str]:
    """Say why max pooling sends the error to one cell, with the first tie of the data."""
    pools = [layer for layer in network.layers if spec_of(layer).TIES and layer.size]
    if not pools:
        return
    yield texts("notice.max_pool")
    for layer in pools:
        l = layer.number
        seen = data.x if l == 2 else trace[Key("a", l - 1)][0]
        tie = _first_tie(layer, seen.reshape(len(seen), *maps_of(layer.sees)))
        if tie is not None:
            (k, m, r, c), window = tie
            yield texts(
                "notice.tie",
                layer=l,
                example=k + 1,
                map=m + 1,
                row=r + 1,
                column=c + 1,
                cells=" ".join(f"{value:.3g}" for value in window.ravel()),
            )
            return


def _first_tie(
    layer: Layer, seen: Array
) -> tuple[tuple[int, int, int, int], Array] | None:
    """Return the first window with several largest cells: example, map, row, column.

    Shapes: seen (K, maps, rows, columns).
    """
    (down, right), (height, width) = layer.windows, seen.shape[-2:]
    found = None
    for r in range(down.number):
        for c in range(right.number):
            i, j = down.cells(r, height), right.cells(c, width)
            cells = seen[:, :, i.start : i.stop, j.start : j.stop]
            flat = cells.reshape(*cells.shape[:2], -1)
            largest = flat.max(axis=-1, keepdims=True)
            tied = np.argwhere((flat > largest - MARGIN).sum(axis=-1) > 1)
            if len(tied):
                k, m = (int(at) for at in tied[0])
                if found is None or (k, m, r, c) < found[0]:
                    found = (k, m, r, c), cells[k, m]
    return found
