"""What `Training` says and shows around its numbers: words, widths, colours, notes.

Knows where things stand, and no formula.
"""

from collections.abc import Iterator

from sheetnet.lang import Texts
from sheetnet.layers import learned_formulas_of
from sheetnet.layers.quantities import equations_of, learning, parameters
from sheetnet.model.notation import Key, gradient_of, written
from sheetnet.model.quantities import Quantity
from sheetnet.sheets.cost.signs import signs_of
from sheetnet.sheets.training import head
from sheetnet.sheets.training import layout as place
from sheetnet.sheets.training.band_head import (
    checkpoint_row,
    head_rows,
    told_with,
    update_places,
)
from sheetnet.sheets.training.data import DataFormulas
from sheetnet.sheets.training.data_words import DataWords, answer_says
from sheetnet.sheets.training.layout import Layout, Section, StripRow
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.drawing.guide_page import text_width
from sheetnet.workbook.plan import (
    Cell,
    Link,
    Mark,
    Note,
    Where,
)

# Pixels of a laptop screen that a frozen part may take, of 1240 × 580: a third of it and
# half of it are left to scroll.
_MOST_FROZEN_WIDTH, _MOST_FROZEN_HEIGHT = 820, 290
_PIXELS_PER_WIDTH, _ROW_PIXELS = 7.7, 20

# So many classes are told by name beside their numbers.
_MOST_NAMED = 10

_WIDE_PICTURE = 8
_WIDEST_LABEL = 16.0
_OF_BEFORE = 12.5
_LEGEND = ("input", "forward", "backward", "gradient", "check")


class Words:
    """Everything of the sheet that is not a number of the network."""

    def __init__(self, layout: Layout, texts: Texts) -> None:
        self._layout = layout
        self._network = layout.network
        self._columns = layout.columns
        self._texts = texts
        said = equations_of(layout.network)
        self._equations = {key: texts.equation(one) for key, one in said.items()}

    def _text(self, key: str, **values: object) -> str:
        return self._texts(f"training.{key}", **values)

    # -------------------------------------------------------------- cells

    def cells(self) -> Iterator[Cell]:
        """Yield all cells that hold a constant text."""
        yield from self._head()
        yield from self._legend()
        yield from self._band_head()
        yield from self._band_update()
        for section in self._layout.sections:
            yield from self._section(section)
        yield from self._strip_words()

    def _head(self) -> Iterator[Cell]:
        c, network = self._columns, self._network
        yield Cell(head.ROW_TITLE, c.text, "title", text=network.title)
        yield Cell(head.ROW_SENTENCE, c.text, "sentence", text=self._text("sentence"))
        yield from self._settings()
        yield from self._summary(head.ROW_LABEL, "C_T")
        yield Cell(head.ROW_EXAMPLE, c.symbol, "label", text=self._text("example"))
        if network.labelled:
            yield from self._summary(head.ROW_ANSWER, "accuracy")
            for row, key in (
                (head.ROW_LABEL, "label"),
                (head.ROW_ANSWER, "answer"),
                (head.ROW_MARK, "right"),
            ):
                said = "next" if network.is_sequence and key == "label" else key
                yield Cell(row, c.symbol, "label", text=self._text(said))
        yield from DataWords(self._layout, self._texts).cells()
        yield from self._test_summary()

    def _settings(self) -> Iterator[Cell]:
        """Yield the update's settings: what they are called, and of η what it does."""
        c = self._columns
        first = next(iter(self._network.update.settings))
        row = head.ROW_EXAMPLE
        yield Cell(row, c.text, "symbol", text=self._called(first))
        says = self._texts.get(f"training.{first}_says") or ""
        if not self._network.last_band:
            says = self._text("nothing_learned")
        yield Cell(row, c.w + 1, "go-side", text=says)
        for setting, (row, at) in head.setting_rows(self._network).items():
            column, _ = c.of_settings()[at]
            yield Cell(row, column, "symbol", text=self._called(setting))

    def _called(self, setting: str) -> str:
        return self._texts.get(f"training.{setting}") or written(setting)

    def _summary(self, row: int, key: str) -> Iterator[Cell]:
        c = self._columns
        yield Cell(row, c.text, "symbol", text=self._text(key))
        yield Cell(row, c.w + 1, "arrow", text=self._text("arrow"))
        if key == "C_T":
            yield Cell(row, c.w + 4, "side", text=self._text("last_epoch_says"))
        else:
            yield Cell(row, c.w + 3, "side", text=self._text("C_T_says"))

    def _test_summary(self) -> Iterator[Cell]:
        if self._network.test:
            yield from self._summary(head.ROW_TEST, "test_C_T")
            if self._network.labelled:
                yield from self._summary(head.ROW_TEST_ANSWER, "test_accuracy")

    def _legend(self) -> Iterator[Cell]:
        for row, key in zip(self._layout.head.legend, _LEGEND, strict=True):
            text, says = self._text(f"legend_{key}"), self._text(f"legend_{key}_says")
            yield Cell(row, self._columns.w, f"legend-{key}", text=text)
            yield Cell(row, self._columns.w + 1, "side", text=says)

    def _band_head(self) -> Iterator[Cell]:
        row, c = self._layout.first, self._columns
        yield Cell(row, c.text, "band", text=self._text("epoch"), down=True)
        yield Cell(row, c.w + 1, "band", text="C_T", down=True)
        if self._layout.spare:
            text = self._text("copy_band")
            yield Cell(row, c.band_end, "band-unseen", text=text, down=True)
        if self._network.checkpoints:
            line = checkpoint_row(self._network, row)
            text = self._text("checkpoint")
            yield Cell(line, c.text, "band-unseen", text=text, down=True)
        if self._network.labelled:
            says = self._text("accuracy_band")
            yield Cell(row, c.dC, "band", text=says, down=True)
        if self._network.test:
            text = self._text("test_C_T")
            yield Cell(row + 1, c.w, "band", text=text, down=True)
            if self._network.labelled:
                text = self._text("test_accuracy_band")
                yield Cell(row + 1, c.dC, "band", text=text, down=True)

    def _band_update(self) -> Iterator[Cell]:
        """Yield what the numbers in a band's heading are, and what stands in the equations."""
        network, c, top = self._network, self._columns, self._layout.first
        for symbol, (row, at) in update_places(network, top).items():
            column, _ = c.of_settings()[at]
            yield Cell(row, column, "band", text=self._called(symbol), down=True)
        told = told_with(network)
        if network.update.decays:
            told.append(self._text("weights_alone"))
        if told:
            row, text = top + head_rows(network) - 1, ",  ".join(told)
            yield Cell(row, c.text, "band-seen", text=text, down=True)

    def _section(self, section: Section) -> Iterator[Cell]:
        layer, c = section.layer, self._columns
        l, row = layer.number, self._layout.first + section.offset
        heading = self._text("layer", number=l)
        yield Cell(row, c.text, "heading", text=heading, down=True)
        first = parameters(layer)[0].symbol
        for down, at, symbol in self._layout.groups(layer, first):
            text = written(symbol, l)
            yield Cell(row + down, at, "symbol-left", text=text, down=True)
            # What else stands in an update is told in the heading of the band.
            text, _, _ = self._equations[Key(symbol, l)].partition(",  ")
            yield Cell(row + down + 1, at, "gradient-caption", text=text, down=True)
        held = [
            written(*one.key)
            for one in parameters(layer)
            if one.key in self._network.frozen
        ]
        if held:
            text = self._text("held", names=", ".join(held))
            yield Cell(row, c.w + 1, "side", text=text, down=True)
        totals = row + place.section_height(layer, c) - 1
        yield Cell(totals, c.text, "side", text=self._text("moved"), down=True)
        yield Cell(totals, c.dC, "side", text=self._text("largest"), down=True)
        for sign in signs_of(self._network):
            if sign.layer == l:
                text = self._text(sign.symbol)
                yield Cell(totals, c.w + 1, "side", text=text, down=True)
        kind = learned_formulas_of(layer)
        yield from kind.words(self._layout, layer, row, self._text)

    def _strip_words(self) -> Iterator[Cell]:
        c = self._columns
        for row in self._layout.strip_rows:
            top = self._layout.first + row.offset
            if row.key.symbol != "correct":
                way = "backward" if row.quantity.role == "backward" else "forward"
                text = self._caption(row.key)
                yield Cell(top - 1, c.strip, f"{way}-caption", text=text, down=True)
            for j, label_row in enumerate(self._label_rows(row)):
                text = self._symbol(row.quantity, j)
                yield Cell(top + label_row, c.symbol, "symbol", text=text, down=True)

    def _label_rows(self, row: StripRow) -> range:
        """Return the rows with a label: every unit's, or the first of every map."""
        down = [axis for axis in row.axes if axis.name != "position"]
        if not down:
            return range(1)
        first = down[0]
        return range(0, first.length * first.rows, first.rows)

    def _caption(self, key: Key) -> str:
        if key.symbol == "answer":
            return answer_says(self._network, self._texts)
        return self._equations[key]

    def _symbol(self, one: Quantity, j: int) -> str:
        if one.layer:
            return written(*one.key) if one.single else written(*one.key, j + 1)
        said = "number" if one.symbol == "answer" else one.symbol
        return self._texts.get(f"training.{said}") or one.symbol

    # -------------------------------------------------------------- looks

    def widths(self) -> dict[int, float]:
        """Return the width of each column of the left half and of the strips."""
        c = self._columns
        widths = {
            c.text: self._text_width(),
            **dict.fromkeys((c.left(at) - 1 for at in range(1, c.groups)), 1.3),
            c.name: max(9.5, self._label_width()),
            c.symbol: 6.5,
        }
        if c.guard:
            widths[c.strip - 1] = 1.3
        for column in range(c.w, c.name):
            widths.setdefault(column, styles.NUMBER_WIDTH)
        strip = self._strip_width()
        for k in range(self._network.examples):
            for offset in range(c.step):
                gap = offset >= c.width
                widths[c.strip + k * c.step + offset] = 1.3 if gap else strip
        return widths

    def _text_width(self) -> float:
        """Return the width of the words at the left: names of features stand there too."""
        longest = max(map(text_width, self._layout.names()), default=0)
        if self._network.is_sequence:  # of units at the position before
            return _OF_BEFORE
        over_features = len(self._network.layers[0].sees) == 1
        return min(_WIDEST_LABEL, max(9.0, (longest + 4) * over_features))

    def _label_width(self) -> float:
        """Return the width that the names of classes want."""
        network = self._network
        names = [word for field in network.categories for word in field.words]
        names += network.outputs if network.labelled else ()
        longest = max(map(text_width, names), default=0)
        return min(_WIDEST_LABEL, longest + 1.0)

    def _strip_width(self) -> float:
        """Return the width of a strip's columns: wide pictures get narrower ones."""
        shape = self._network.input_shape
        if len(shape) == 1:
            return max(styles.NUMBER_WIDTH, self._label_width())
        if shape[-1] <= _WIDE_PICTURE:
            return styles.NUMBER_WIDTH
        return styles.NUMBER_WIDTH - 1.5

    def heights(self) -> dict[int, float]:
        """Return the heights of rows that differ, in points."""
        return {head.ROW_TITLE: 24.0, self._layout.first: 18.0}

    def freeze(self) -> tuple[int, int]:
        """Return the first row and column that scroll.

        Freezes only what leaves enough of a laptop screen to scroll: of a long head the
        rows above the data, which tell example, label and answer.
        """
        c, layout = self._columns, self._layout
        folded = sum(end - first + 1 for first, end in layout.head.folded)
        rows = layout.first - 1 - folded
        widths = self.widths()
        left = sum(widths[column] for column in range(1, c.strip)) * _PIXELS_PER_WIDTH
        column = c.strip if left <= _MOST_FROZEN_WIDTH else 1
        whole = rows * _ROW_PIXELS <= _MOST_FROZEN_HEIGHT
        return layout.first if whole else layout.head.data, column

    def marks(self) -> tuple[Mark, ...]:
        """Return the looks of ✓ and ✗, and of ? where a label is no class."""
        looks = (("✓", "right"), ("✗", "wrong"), ("?", "changed"))
        symbols = ("learns", "mark")
        found = [self._layout.blocks.get(Key(one)) for one in symbols]
        return tuple(
            Mark(block.extent(), text, style)
            for block in found
            if block is not None
            for text, style in looks
        )

    def unknown(self, formulas: DataFormulas) -> tuple[Where, ...]:
        """Return the looks of words that are none of their category."""
        return tuple(Where(area, text, "wrong") for area, text in formulas.unknown())

    def link(self) -> Link:
        """Return what leads from the words beside η to its knob."""
        setting = next(iter(self._network.update.settings))
        return Link(head.ROW_EXAMPLE, self._columns.w + 1, setting)

    def notes(self) -> tuple[Note, ...]:
        """Return the four notes from which a reader starts."""
        layout, last = self._layout, self._network.last.number
        first = parameters(learning(self._network)[0])[0]
        weighing = next(one.number for one in self._network.layers if one.activation)
        cells = {
            "z": layout.block("z", weighing).area(),
            "delta": layout.block("delta", last).area(),
            "gradient": layout.block(gradient_of(first.symbol), first.layer).area(),
        }
        if self._network.last_band and 1 not in self._network.begins:
            update = "update" if self._network.update.plain else "other_update"
            cells[update] = layout.blocks[first.key].area().above(-layout.height)
        return tuple(
            Note(area.row, area.column, self._text(f"note_{key}"))
            for key, area in cells.items()
        )
