"""The rows of Training's head: the data, and what is made of it, above the first band."""

from typing import NamedTuple

from sheetnet.layers.quantities import quantities
from sheetnet.model.network import Network
from sheetnet.model.notation import Key

SHEET = "Training"

# Rows of the head that every network has, or keeps free.
ROW_TITLE, ROW_SENTENCE, ROW_VERDICT = 1, 2, 3
ROW_EXAMPLE, ROW_LABEL, ROW_ANSWER, ROW_MARK = 4, 5, 6, 7
ROW_TEST, ROW_TEST_ANSWER = 8, 9
LEGEND_ROWS = 5


class Head(NamedTuple):
    """First rows of what stands above the bands; 0 where a network has no such thing.

    Above `raw`, `kept`, `x` and `raw_t` of a table there is a row for what they are called.
    """

    use: int = 0
    predicted: int = 0
    raw: int = 0
    word: int = 0
    kept: int = 0
    x: int = 0
    raw_t: int = 0
    kept_t: int = 0
    classes: int = 0
    t: int = 0
    legend: int = 0
    end: int = 0


def head_of(network: Network) -> Head:
    """Return where each row of a network's head stands."""
    keys = {one.key for one in quantities(network)}
    units = network.units_out
    rows: dict[str, int] = {}
    row = ROW_MARK + 1 if network.labelled else ROW_EXAMPLE + 1

    def put(name: str, height: int) -> None:
        nonlocal row
        rows[name] = row
        row += height

    if network.counts:
        put("use", 1)
    if network.target_scale != "none":
        put("predicted", units)
    if network.fields:
        below_summary = ROW_TEST_ANSWER + 1 if network.test else ROW_MARK + 1
        row = max(row, below_summary) + 1
        if network.numbers:
            put("raw", network.raw_shape[0])
        if network.categories:
            put("word", len(network.categories))
        if Key("kept", 1) in keys:
            row += 1
            put("kept", network.raw_shape[0])
        row += 1
    put("x", network.input_shape[0] + 1)
    if network.target_scale != "none":
        row += 1
        put("raw_t", units + 1)
        if Key("kept") in keys:
            put("kept_t", units + 1)
    put("classes", len(network.outputs) if network.labelled else units)
    rows["t"] = row - units
    rows["legend"] = _legend(network, rows, row)
    return Head(**rows, end=max(row - 1, rows["legend"] + LEGEND_ROWS - 1))


def _legend(network: Network, rows: dict[str, int], below: int) -> int:
    """Return the first row of the legend, where nothing else stands at the left.

    m and s stand there, beside what they are of: of a picture in one row.
    """
    if network.fields:
        beside = rows["raw"] + 2 if len(network.raw_shape) > 1 else rows["x"]
    else:
        beside = ROW_TEST_ANSWER + 2 if network.test else ROW_MARK + 1
    if network.target_scale == "none":
        return beside
    fits = beside + LEGEND_ROWS < rows["raw_t"] - 1
    return beside if fits else below + 1
