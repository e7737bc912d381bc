"""Where everything above the bands stands: the data, what is made of it, the summary."""

from collections.abc import Callable, Iterator

from sheetnet.layers.quantities import quantities
from sheetnet.model.network import Network
from sheetnet.model.notation import Key
from sheetnet.sheets.cost.signs import signs_of
from sheetnet.sheets.picture.panels import eta_block
from sheetnet.sheets.training.columns import Columns
from sheetnet.sheets.training.head import (
    ROW_ANSWER,
    ROW_EXAMPLE,
    ROW_LABEL,
    ROW_MARK,
    ROW_TEST,
    ROW_TEST_ANSWER,
    ROW_VERDICT,
    SHEET,
    Head,
    setting_rows,
)
from sheetnet.workbook.block import Axis, Block, axes_of


def head_blocks(network: Network, columns: Columns, head: Head) -> list[Block]:
    """Return the blocks above the bands."""
    k = Axis("example", network.examples, columns=columns.step)
    strip = columns.strip

    def block(
        symbol: str, layer: int, row: int, *axes: Axis, text: bool = False
    ) -> Block:
        return Block(symbol, layer, SHEET, row, strip, (k, *axes), text)

    # What each position has of its own, in a sequence.
    p = (Axis("position", network.positions, columns=1),) * network.is_sequence
    units = Axis("unit", network.units_out, rows=1)
    blocks = [*_settings(network, columns), block("example", 0, ROW_EXAMPLE)]
    if signs_of(network):
        blocks += [
            Block("learns", 0, SHEET, ROW_VERDICT, columns.text, text=True),
            Block("says", 0, SHEET, ROW_VERDICT, columns.w, text=True),
        ]
    if network.counts:
        blocks.append(block("use", 0, head.use, *p))
    if network.in_batches:
        blocks.append(block("batch", 0, head.batch))
    blocks += _data_blocks(network, columns, head, block)
    blocks.append(block("x", 1, head.x, *p, *axes_of(network.input_shape)))
    blocks.append(block("t", 0, head.t, *p, units))
    if network.labelled:
        unit = Axis("unit", len(network.outputs), rows=1)
        blocks += [
            block("label", 0, ROW_LABEL, *p, text=True),
            Block("class", 0, SHEET, head.classes, columns.name, (unit,), text=True),
            block("last_answer", 0, ROW_ANSWER, *p, text=True),
            block("mark", 0, ROW_MARK, *p, text=True),
        ]
    if network.target_scale != "none":
        blocks.append(block("predicted", 0, head.predicted, units))
    last = Block("last_epoch", 0, SHEET, ROW_LABEL, columns.w + 3)
    return [*blocks, *_summaries(network, columns), last]


# What the head says of the run, in which row.
SUMMARIES = (
    ("accuracy", ROW_ANSWER),
    ("C_T", ROW_LABEL),
    ("test_C_T", ROW_TEST),
    ("test_accuracy", ROW_TEST_ANSWER),
)


def _summaries(network: Network, columns: Columns) -> Iterator[Block]:
    """Yield the first and last of each number that sums up an epoch."""
    known = {one.symbol for one in quantities(network)}
    for symbol, row in SUMMARIES:
        if symbol in known:
            yield Block(f"first_{symbol}", 0, SHEET, row, columns.w)
            yield Block(f"last_{symbol}", 0, SHEET, row, columns.w + 2)


def _data_blocks(
    network: Network, columns: Columns, head: Head, block: Callable[..., Block]
) -> Iterator[Block]:
    """Yield what x and t are made of; what is one for all examples stands at the left."""
    rows = {
        Key("raw", 1): head.raw,
        Key("kept", 1): head.kept,
        Key("word", 1): head.word,
        Key("raw"): head.raw_t,
        Key("kept"): head.kept_t,
    }
    left = {"m": columns.w, "s": columns.w + 1, "mean": columns.w + 2}
    for one in quantities(network):
        if one.key in rows:
            text, axes = one.symbol in ("kept", "word"), axes_of(one.shape)
            if "position" in one.each:
                axes = (Axis("position", network.positions, columns=1), *axes)
            yield block(*one.key, rows[one.key], *axes, text=text)
        elif one.role == "data" and one.symbol in left:
            row = head.raw if one.layer else head.raw_t
            column = left[one.symbol]
            yield Block(*one.key, SHEET, row, column, axes_of(one.shape))
    if network.categories:
        first = head.x + len(network.numbers)
        words = Axis("unit", sum(len(one.words) for one in network.categories), rows=1)
        yield Block("one_hot", 1, SHEET, first, columns.name, (words,), text=True)


def _settings(network: Network, columns: Columns) -> Iterator[Block]:
    """Yield the update's settings: η is a knob of Picture, others stand in rows here."""
    yield eta_block(network, next(iter(network.update.settings)))
    yield Block("shown_setting", 0, SHEET, ROW_EXAMPLE, columns.w)
    for setting, (row, at) in setting_rows(network).items():
        yield Block(setting, 0, SHEET, row, columns.of_settings()[at][1])
