"""The Picture sheet: the network drawn on squared paper, all of it on one screen."""

from sheetnet.lang import Texts
from sheetnet.sheets.picture.answers import put_answers
from sheetnet.sheets.picture.ground import Ground
from sheetnet.sheets.picture.knobs import put_knobs
from sheetnet.sheets.picture.network import put_network
from sheetnet.sheets.picture.panels import (
    LEFT,
    ROW_HEADS,
    ROW_KNOBS,
    ROW_SAYS,
    ROW_TITLE,
    TOP,
)
from sheetnet.sheets.picture.plane import put_map
from sheetnet.sheets.picture.sequence.drawing import put_sequence
from sheetnet.sheets.picture.symbols import SHEET
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area
from sheetnet.workbook.plan import Sheet, Validation

# A column as wide as so many pixels, a row as high.
_PIXELS_OF_WIDTH, _POINTS_OF_PIXEL = 7.25, 0.75
_HEIGHTS = {ROW_TITLE: 22.0, ROW_KNOBS: 17.25, ROW_SAYS: 13.5, ROW_HEADS: 13.5}


def picture_sheet(layout: Layout, texts: Texts) -> Sheet:
    """Return the sheet of a laid-out network."""
    ground = Ground(layout, texts)
    ground.text(ROW_TITLE, LEFT, "title", layout.network.title)
    put_knobs(ground)
    if layout.network.is_sequence:
        put_sequence(ground)
    else:
        put_network(ground)
    if ground.panels.sketch.map:
        put_map(ground)
    put_answers(ground)
    return _sheet(ground)


def _sheet(ground: Ground) -> Sheet:
    page, panels, sketch = ground.page, ground.panels, ground.panels.sketch
    square = sketch.size / _PIXELS_OF_WIDTH
    high = sketch.size * _POINTS_OF_PIXEL
    eta = next(iter(ground.network.update.settings))
    ground.text(ROW_HEADS - 1, panels.far, "side", ground.say("made_of"))
    return Sheet(
        key=SHEET,
        name=ground.texts(f"sheet.{SHEET}"),
        cells=tuple(page.cells),
        blocks=tuple(page.blocks),
        widths=dict.fromkeys(range(1, panels.far), square),
        heights={**dict.fromkeys(range(TOP, TOP + sketch.rows), high), **_HEIGHTS},
        color_scales=tuple(ground.scales),
        bars=tuple(ground.bars),
        marks=tuple(ground.marks),
        where=tuple(ground.where),
        merged=tuple(ground.merged),
        charts=tuple(ground.charts),
        choices=tuple(ground.choices),
        validations=(
            Validation(
                ground.layout.block(eta).area(),
                0.0,
                None,
                ground.texts.get(f"training.{eta}_title") or eta,
                ground.texts.get(f"training.{eta}_message") or "",
            ),
        ),
        print_area=Area(1, 1, TOP + sketch.rows, panels.end),
    )
