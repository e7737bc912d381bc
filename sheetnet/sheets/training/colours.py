"""Looks of Training: of its cells, by role; then of pixels, weights, errors, by their values.

And words that stand in each band, and are seen in some.
"""

from collections.abc import Iterator

from msgspec import structs

from sheetnet.layers.quantities import error_of, parameters
from sheetnet.model.quantities import Quantity, Role
from sheetnet.sheets.training.band_head import checkpoint_row
from sheetnet.sheets.training.head_blocks import SUMMARIES
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, letters
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.plan import ColorScale, Where

# Styles by role; then of the cells that are the sheet's own.
_BY_ROLE: dict[Role, str] = {
    "parameter": "update",
    "slot": "update",
    "link": "link",
    "mask": "forward",
    "statistic": "forward",
    "forward": "forward",
    "cost": "forward",
    "backward": "backward",
    "feedback": "backward",
    "gradient": "gradient",
    "total": "band-number",
    "turn": "band-whole",
    "rate": "band",
}
OWN = {
    "epoch": "band-whole",
    "moved": "side-number",
    "largest": "side-number",
    "slope": "side-number",
    "dead": "side-number",
    "last_epoch": "side-count",
    "example": "number-label",
    "class": "input-label",
    "last_answer": "forward-text",
    "mark": "mark",
    "one_hot": "input-label",
    "learns": "mark",
    "says": "verdict",
    "predicted": "in-units",
    "shown_setting": "eta-shown",
    **{
        f"{when}_{symbol}": "summary-percent" if "accuracy" in symbol else "summary"
        for when in ("first", "last")
        for symbol, _ in SUMMARIES
    },
}


def style_of(one: Quantity, *, computed: bool, counts: bool) -> str:
    """Return the style of a quantity's cells; `counts`: they hold no decimals."""
    if one.drawn:
        return "made-general" if "example" in one.each else "band"
    if one.symbol == "in_batch":
        return "forward-whole"
    if one.role == "answer":
        return "forward-whole" if "example" in one.each else "band-percent"
    if one.role == "slot" and not one.layer:
        return "band-number"
    if one.role not in ("input", "data"):
        return _BY_ROLE[one.role]
    if computed:
        by_column = "made" if one.each else "made-general"
        return "target" if counts else by_column
    if not one.each:
        return "eta"
    if not one.shape or one.symbol == "word":
        return "input-label"
    return "pixel" if one.layer else "target-input"


def color_scales(layout: Layout) -> tuple[ColorScale, ...]:
    """Return the scales of pixels, weights and errors; all epochs in one rule."""
    network = layout.network
    scales = []
    if len(network.input_shape) > 1:
        symbols = ("raw", "x") if network.fields else ("x",)
        for picture in (layout.block(one, 1).extent() for one in symbols):
            paper, ink = (None, styles.PAPER), (None, styles.PIXEL)
            scales.append(ColorScale((picture,), paper, ink))
    for layer in network.layers:
        for one in (*parameters(layer)[:1], error_of(layer)):
            parts = _without_biases(layout.blocks[one.key])
            areas = tuple(
                area for part in parts for area in _every_epoch(layout, part.extent())
            )
            scales.append(ColorScale(areas, *styles.AROUND_ZERO))
        if len(layer.shape) > 1:
            areas = _every_epoch(layout, layout.block("a", layer.number).extent())
            scales.append(ColorScale(areas, (None, styles.PAPER), (None, styles.MAP)))
    return tuple(scales)


def _every_epoch(layout: Layout, area: Area) -> tuple[Area, ...]:
    step = layout.height
    return tuple(
        area._replace(row=area.row + e * step) for e in range(layout.network.bands)
    )


def _without_biases(block: Block) -> list[Block]:
    """Return the parts of a block of weights between which biases stand.

    Biases stand below units side by side, or at their right where these see pictures.
    """
    axes = [axis for axis in block.axes if axis.name == "unit"]
    if len(axes) < 2:
        return [block]
    fixed = axes[1] if axes[1].columns > 1 else axes[0]
    others = tuple(axis for axis in block.axes if axis is not fixed)
    return [
        structs.replace(
            block,
            row=block.row + at * fixed.rows,
            column=block.column + at * fixed.columns,
            axes=others,
        )
        for at in range(fixed.length)
    ]


def seen(layout: Layout) -> Iterator[Where]:
    """Yield where the last band says that it can be copied, and which are checkpoints."""
    c = layout.columns
    if layout.spare:  # it alone, whichever it is
        last = layout.block("last_epoch").area().a1(fixed=True)
        area = Area(layout.first, c.band_end, layout.followed + 1)
        told = f"${letters(c.w)}{layout.first}={last}"
        yield Where(area, told, "band-seen")
    for band in layout.network.begins[1:]:
        top = layout.first + band * layout.height
        cell = Area(checkpoint_row(layout.network, top), c.text)
        yield Where(cell, f"ISNUMBER({letters(c.w)}{top})", "band-seen")
