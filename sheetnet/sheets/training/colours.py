"""Looks of Training that follow its numbers: pixels, weights and errors by their values.

And words that stand in each band, and are seen in some.
"""

from collections.abc import Iterator

from msgspec import structs

from sheetnet.layers.quantities import error_of, parameters
from sheetnet.sheets.training.band_head import checkpoint_row
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, letters
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.plan import ColorScale, Where


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
