"""The colours of Training: pixels, weights and errors by their values."""

from msgspec import structs

from sheetnet.layers.quantities import error_of, parameters
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.plan import ColorScale


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
