"""The chosen example as it is drawn: its symbols, what is said, and all activations."""

from sheetnet.model.notation import Key, written
from sheetnet.sheets.picture.ground import Ground
from sheetnet.sheets.picture.panels import LEFT, ROW_HEADS, ROW_TITLE, TOP
from sheetnet.sheets.picture.sequence.places import Line, strip_of
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.drawing.page import Formula, Index
from sheetnet.workbook.formula.formulas import pick
from sheetnet.workbook.plan import ColorScale, Mark


def put_sequence(ground: Ground) -> None:
    """Put the example's symbols, then the layers from the last one down."""
    strip = strip_of(ground.network)
    ground.text(ROW_HEADS, LEFT, "panel", ground.say("sequence"))
    if strip.left_out:
        layers = ", ".join(map(str, strip.left_out))
        text = ground.say("left_out", layers=layers)
        ground.text(ROW_TITLE, ground.panels.right, "panel", text)
    for line in strip.lines:
        if line.key.layer:
            _put_layer(ground, line)
        else:
            _put_symbols(ground, line)


def _pixels(ground: Ground) -> int:
    """Return the pixels that a position is wide."""
    return strip_of(ground.network).wide * ground.panels.sketch.size


def _put_symbols(ground: Ground, line: Line) -> None:
    symbol = line.key.symbol
    formula = {"sees": _sees, "label": _label, "answer": _answer, "right": _right}
    style = "mark" if symbol == "right" else "drawn-symbol"
    told = formula[symbol](ground)
    block = ground.put(symbol, 0, style, told, pixels=_pixels(ground))
    ground.text(TOP + line.row, LEFT, "label-left", ground.say(f"sequence_{symbol}"))
    if symbol == "right":
        for sign, look in (("✓", "right"), ("✗", "wrong")):
            ground.marks.append(Mark(block.area(), sign, look))


def _word(ground: Ground, here: Area, key: Key, at: Index) -> str:
    """Return the look-up of a word; of an empty cell nothing, and no 0."""
    found = ground.look(here, key, at)
    return f'IF({found}="","",{found})'


def _sees(ground: Ground) -> Formula:
    return lambda here, at: _word(ground, here, Key("word", 1), (at[0], 0))


def _label(ground: Ground) -> Formula:
    return lambda here, at: _word(ground, here, Key("label"), at)


def _told(ground: Ground, here: Area, at: Index, told: str) -> str:
    """Return what is told of a position where something is to be said, else nothing."""
    return f'IF({ground.look(here, Key("use"), at)}>0.5,{told},"")'


def _answer(ground: Ground) -> Formula:
    def formula(here: Area, at: Index) -> str:
        classes = reference(here, ground.layout.block("class").area())
        answer = pick(classes, ground.look(here, Key("answer"), at))
        return _told(ground, here, at, answer)

    return formula


def _right(ground: Ground) -> Formula:
    def formula(here: Area, at: Index) -> str:
        right = f'IF({ground.look(here, Key("correct"), at)}>0.5,"✓","✗")'
        return _told(ground, here, at, right)

    return formula


def _put_layer(ground: Ground, line: Line) -> None:
    network, l = ground.network, line.key.layer
    key = Key("a", l)

    def formula(here: Area, at: Index) -> str:
        return ground.look(here, key, at)

    block = ground.put("a", l, "square-edged", formula, pixels=_pixels(ground))
    scale = ColorScale((block.area(),), (None, styles.PAPER), (None, styles.MAP))
    if network.layer(l).activation in ("tanh", "identity", "softsign"):
        scale = ColorScale((block.area(),), *styles.AROUND_ZERO)
    ground.scales.append(scale)
    for j in range(line.rows):
        row = TOP + line.row + j
        ground.text(row, LEFT, "label-left", written("a", l, j + 1))
    if network.layer(l) is network.last:
        ground.put("class", 0, "label", lambda here, at: ground.class_of(here, at[0]))
