"""The rows of Training's head: the data, and what is made of it, above the first band."""

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from sheetnet.layers.quantities import quantities
from sheetnet.model.network import Network, Shape
from sheetnet.model.notation import Key
from sheetnet.workbook.block import axes_of, height_of

SHEET = "Training"

# Rows of the head that every network has, or keeps free.
ROW_TITLE, ROW_SENTENCE, ROW_VERDICT = 1, 2, 3
ROW_EXAMPLE, ROW_LABEL, ROW_ANSWER, ROW_MARK = 4, 5, 6, 7
ROW_TEST, ROW_TEST_ANSWER = 8, 9
LEGEND_ROWS = 5

# Of the update's settings, and of the numbers in a band's heading, so many stand in a row.
IN_A_ROW = 3

Folded = tuple[tuple[int, int], ...]

# A head of more rows leaves no room for the first numbers; then long tables are folded
# down to so many rows.
_MOST_ROWS, _SHOWN = 19, 3


class Head(NamedTuple):
    """First rows of what stands above the bands; 0 where a network has no such thing.

    Above `raw`, `kept`, `x` and `raw_t` of a table there is a row for what they are called.
    """

    use: int = 0
    batch: int = 0
    predicted: int = 0
    raw: int = 0
    word: int = 0
    kept: int = 0
    x: int = 0
    raw_t: int = 0
    kept_t: int = 0
    classes: int = 0
    t: int = 0
    legend: tuple[int, ...] = ()
    end: int = 0
    # The first row of the data; long tables of them are folded, from where to where.
    data: int = 0
    folded: Folded = ()


def setting_rows(network: Network) -> dict[str, tuple[int, int]]:
    """Return where each setting but η stands: its row, and which of those in the row it is.

    The first row is that of ✓ and ✗; further ones come below what is said of the test.
    """
    _, *others = network.update.settings
    below = ROW_TEST_ANSWER if network.test else ROW_MARK
    return {
        one: (ROW_MARK if at < IN_A_ROW else below + at // IN_A_ROW, at % IN_A_ROW)
        for at, one in enumerate(others)
    }


def _below_summary(network: Network) -> int:
    """Return the last row of what is said of the run, and of the settings."""
    rows = [row for row, _ in setting_rows(network).values()]
    return max([ROW_TEST_ANSWER if network.test else ROW_MARK, *rows])


def head_of(network: Network) -> Head:
    """Return where each row of a network's head stands."""
    keys = {one.key for one in quantities(network)}
    units, high = network.units_out, _height(network.raw_shape)
    rows: dict[str, int] = {}
    row = ROW_MARK + 1 if network.labelled else ROW_EXAMPLE + 1

    def put(name: str, height: int) -> None:
        nonlocal row
        rows[name] = row
        row += height

    if network.counts:
        put("use", 1)
    if network.in_batches:
        put("batch", 1)
    if network.target_scale != "none":
        put("predicted", units)
    if network.fields:
        row = max(row, _below_summary(network) + 1) + 1
        if network.numbers:
            put("raw", high)
        if network.categories:
            put("word", len(network.categories))
        if Key("kept", 1) in keys:
            row += 1
            put("kept", high)
        row += 1
    put("x", _height(network.input_shape) + 1)
    if network.target_scale != "none":
        row += 1
        put("raw_t", units + 1)
        if Key("kept") in keys:
            put("kept_t", units + 1)
    put("classes", len(network.outputs) if network.labelled else units)
    rows["t"] = row - units
    return _finished(network, rows, row)


def _height(shape: Shape) -> int:
    """Return the rows of an example: those of its channels stand below each other."""
    return height_of(axes_of(shape))


def _finished(network: Network, rows: dict[str, int], row: int) -> Head:
    """Return the head, once each row above `row` has its place."""
    folded = tuple(_folds(network, rows)) if row > _MOST_ROWS else ()
    legend = _legend(network, rows, row, folded)
    data = min(rows[one] for one in ("raw", "word", "x") if one in rows)
    return Head(
        **rows,
        legend=legend,
        end=max(row - 1, legend[-1]),
        data=data - bool(network.fields),
        folded=folded,
    )


def _folds(network: Network, rows: dict[str, int]) -> Iterator[tuple[int, int]]:
    """Yield the rows that are folded away: of long tables all but the first ones.

    And with its heading what is used of a table, which says the same again.
    """
    columns = {"x": network.input_shape, "t": (network.units_out,)}
    if network.numbers:
        columns["raw"] = network.raw_shape
    if "raw_t" in rows:
        columns["raw_t"] = (network.units_out,)
    for name, shape in sorted(columns.items(), key=lambda one: rows[one[0]]):
        kept = rows.get(name.replace("raw", "kept")) if "raw" in name else None
        long = len(shape) == 1 and shape[0] > _SHOWN
        if kept is not None:
            first = rows[name] + _SHOWN if long else kept - 1
            # Words of categories stand between.
            if long and "word" in rows and name == "raw":
                yield first, rows[name] + shape[0] - 1
                first = kept - 1
            yield first, kept + _height(shape) - 1
        elif long:
            yield rows[name] + _SHOWN, rows[name] + shape[0] - 1


def _open(first: int, folded: Folded) -> tuple[int, ...]:
    """Return the first rows from a row on that are not folded away, for the legend."""
    rows = (
        row
        for row in itertools.count(first)
        if not any(start <= row <= end for start, end in folded)
    )
    return tuple(itertools.islice(rows, LEGEND_ROWS))


def _legend(
    network: Network, rows: dict[str, int], below: int, folded: Folded
) -> tuple[int, ...]:
    """Return the rows of the legend, where nothing else stands at the left.

    m and s stand there, beside what they are of: of a picture in one row.
    """
    if network.fields:
        beside = rows["raw"] + 2 if len(network.raw_shape) > 1 else rows["x"] - 1
    else:
        beside = _below_summary(network) + (2 if network.test else 1)
    legend = _open(beside, folded)
    if network.target_scale != "none" and legend[-1] >= rows["raw_t"] - 1:
        return _open(below + 1, folded)
    return legend
