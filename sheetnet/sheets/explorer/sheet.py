"""The Explorer sheet: one example in one epoch, layer by layer, unit by unit."""

from sheetnet.lang import Texts
from sheetnet.layers import counted, sentences_of
from sheetnet.layers.quantities import (
    equations_of,
    error_of,
    steps_of,
)
from sheetnet.model.network import Layer
from sheetnet.model.notation import Key, written
from sheetnet.model.optimizers import PARAMETER
from sheetnet.model.quantities import Role
from sheetnet.sheets.explorer.colours import color_scale
from sheetnet.sheets.explorer.data import (
    put_beside_data,
    put_heading_of_update,
    put_names_seen,
)
from sheetnet.sheets.explorer.drawing import (
    FIRST,
    LEFT,
    ROW_EPOCH,
    ROW_K,
    ROW_VERDICT,
    SHEET,
    Section,
    draw,
)
from sheetnet.sheets.explorer.formulas import Formulas, sentences_of_card
from sheetnet.sheets.explorer.headings import of_column, of_layer
from sheetnet.sheets.explorer.lines import lines_of
from sheetnet.sheets.explorer.symbols import compared, middle, mirror, own, role_of
from sheetnet.sheets.lookup import of_last
from sheetnet.sheets.maker import Maker
from sheetnet.sheets.picture.panels import panels_of
from sheetnet.sheets.picture.symbols import knob_name
from sheetnet.sheets.training.data_words import channel_names
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Axis, Block
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.drawing.guide_page import text_width
from sheetnet.workbook.drawing.page import Formula, Index, refer_to
from sheetnet.workbook.plan import ColorScale, Link, Mark, Sheet

_BY_ROLE: dict[Role, str] = {
    "parameter": "looked-up",
    "statistic": "looked-up",
    "feedback": "looked-up",
    "link": "link",
    "mask": "looked-up",
    "forward": "forward",
    "backward": "backward",
    "gradient": "gradient",
}
_MARKS = Key("verdict"), Key("right")
_OWN = {"t": "target", "slope": "backward", "off": "side-number", "mark": "mark"}

# On a page held upright, so many rows can be read.
_ROWS_OF_A_PAGE = 70


def view_sheet(layout: Layout, texts: Texts) -> Sheet:
    """Return the sheet of a laid-out network."""
    return _Maker(layout, texts).sheet()


class _Maker(Maker):
    """Draws the sheet from top to bottom."""

    WORDS = "explorer"

    def __init__(self, layout: Layout, texts: Texts) -> None:
        super().__init__(layout, texts)
        self._drawing = draw(layout.network)
        self._formulas = Formulas(self._drawing, layout)
        said = equations_of(layout.network)
        self._equations = {key: texts.equation(one) for key, one in said.items()}
        self._scales: list[ColorScale] = []
        self._links: list[Link] = []
        self._last_row = FIRST

    def sheet(self) -> Sheet:
        """Return the finished sheet."""
        self._head()
        for section in self._drawing.sections:
            self._section(section)
        self._cost()
        self._verdict()
        page, drawing = self._page, self._drawing
        marks = [drawing.block("mark", s.layer.number).area() for s in drawing.sections]
        marks += [
            block.area() for key, block in drawing.blocks.items() if key in _MARKS
        ]
        return Sheet(
            key=SHEET,
            name=self._texts(f"sheet.{SHEET}"),
            cells=tuple(page.cells),
            blocks=tuple(page.blocks),
            where=(page.large_numbers(),),
            widths=self._widths(),
            heights={1: 24.0},
            freeze=(FIRST - 1, 1),
            color_scales=tuple(self._scales),
            marks=tuple(
                Mark(area, text, style)
                for area in marks
                for text, style in (("✓", "right"), ("✗", "wrong"))
            ),
            links=tuple(self._links),
            print_area=Area(1, 1, self._last_row, drawing.printed),
            # A page for the example worked, if it can be read on one.
            print_high=1 if self._last_row <= _ROWS_OF_A_PAGE else 0,
            portrait=self._last_row <= _ROWS_OF_A_PAGE,
        )

    # -------------------------------------------------------------- head

    def _head(self) -> None:
        page, network = self._page, self._network
        maps = any(len(layer.shape) > 1 for layer in network.layers)
        self._title(self._say("framed") if maps else "")
        panels = panels_of(network, self._layout.spare)
        for row, key in ((ROW_K, "k"), (ROW_EPOCH, "epoch")):
            used = panels.block(f"{key}_used").area()
            self._one(key, row, LEFT, "knob-shown", refer_to(used))
            page.text(row, 1, "symbol", self._say(key))
            self._links.append(Link(row, LEFT + 1, knob_name(key)))
        says = self._say("k_says", most=network.examples)
        page.text(ROW_K, LEFT + 1, "go-side", says)
        says_epoch = of_last(self._layout, self._say("epoch_says"))
        place = ROW_EPOCH, LEFT + 1
        self._one("epoch_says", *place, "go-side", says_epoch, text=True)
        page.text(FIRST - 2, self._drawing.end + 2, "heading", self._say("mirror"))
        kit = self._drawing, self._layout, self._formulas, self._texts
        put_beside_data(page, *kit)
        put_heading_of_update(page, *kit)

    def _one(
        self,
        symbol: str,
        row: int,
        column: int,
        style: str,
        formula: Formula | None = None,
        *,
        text: bool = False,
    ) -> Block:
        block = Block(own(symbol), 0, SHEET, row, column, text=text)
        self._drawing.blocks[Key(symbol)] = block
        return self._page.put(block, style, formula)

    # -------------------------------------------------------------- sections

    def _section(self, section: Section) -> None:
        layer = section.layer
        self._headings(section)
        for symbol in section.columns:
            if symbol == "end":
                continue
            l = 0 if symbol == "t" else layer.number
            block = self._drawing.block(symbol, l)
            key = Key(symbol, l)
            style, framed = self._style(symbol, layer), self._framed(symbol, section)
            self._page.put(block, style, self._formula(key), framed)
            if symbol in {one.symbol for one in compared(self._network, l)}:
                self._mirror(block, key)
            self._scales += color_scale(self._drawing, symbol, block, layer)
        self._cards(section)

    def _framed(self, symbol: str, section: Section) -> set[Index]:
        """Return the cells of the window that the sentences speak of, and its result."""
        layer = section.layer
        if symbol == "seen":
            return sentences_of(layer).window(layer, middle(layer))
        role = role_of(symbol, layer)
        if role == "forward" and middle(layer):
            return {(j, *middle(layer)) for j in range(section.cards)}
        return set()

    def _formula(self, key: Key) -> Formula:
        return lambda here, indices: self._formulas.of(key, here, indices)

    def _style(self, symbol: str, layer: Layer) -> str:
        if symbol == "seen":
            typed = layer.number == 2 and not self._network.fields
            return "pixel-link" if typed else "forward-link"
        if of_update := self._formulas.told.get(Key(symbol, layer.number)):
            return "update-six" if of_update.part == PARAMETER else "small-number"
        return _OWN.get(symbol) or _BY_ROLE[role_of(symbol, layer)]

    def _headings(self, section: Section) -> None:
        page, layer, row = self._page, section.layer, section.row
        l = layer.number
        heading = of_layer(self._texts, layer)
        if section.cards < layer.units:
            heading += self._say("first_only", cards=section.cards)
        page.text(row, 1, "heading", heading)
        back = error_of(layer)
        text = ",  ".join(self._equations[one.key] for one in steps_of(layer))
        page.text(row + 1, LEFT, "forward-caption", text)
        at = section.columns["slope" if "slope" in section.columns else back.symbol]
        text = self._equations[back.key]
        page.text(row + 1, max(at, LEFT + 8), "backward-caption", text)
        for symbol, column in section.columns.items():
            if symbol != "end":
                text = of_column(
                    self._texts, layer, symbol, self._formulas.told.get(Key(symbol, l))
                )
                # Over the first card alone: sums go through the columns of all cards, and
                # LibreOffice takes no text in SUMXMY2.
                page.text(section.top - 1, column, "symbol-head", text)
        if len(layer.sees) == 1:
            put_names_seen(page, self._layout, layer, section.top)
        names = channel_names(self._network) if l == 2 else {}
        for down, name in names.items():
            page.text(section.top + down, LEFT, "label", name)

    def _mirror(self, block: Block, key: Key) -> None:
        self._page.put(
            self._drawing.mirrored(block, mirror(key.symbol)),
            "looked-up",
            lambda here, indices: self._formulas.mirrored(key, here, indices),
        )
        column = block.column + self._drawing.mirror
        text = written(key.symbol, key.layer)
        self._page.text(block.row - 1, column, "symbol-head", text)

    def _cards(self, section: Section) -> None:
        layer = section.layer
        name = counted(layer)
        for j in range(section.cards):
            text = self._say(name, number=j + 1)
            self._page.text(section.card(j), 1, "symbol-left", text)
        if layer is self._network.last:
            self._outputs(section)
        lines = len(lines_of(self._network, layer, 0))
        axes = (
            Axis("unit", section.cards, rows=section.height),
            Axis("row", lines, rows=1),
        )
        block = Block(
            own("says"),
            layer.number,
            SHEET,
            section.card(0),
            section.beside,
            axes,
            True,
        )
        self._page.put(
            block,
            "spelled",
            lambda here, indices: sentences_of_card(
                self._drawing, layer, here, indices[0]
            )[indices[1]],
        )

    def _outputs(self, section: Section) -> None:
        """Put the name of its class, or of what it foretells, beside each output unit."""
        network, row = self._network, section.card(0) + 1
        if not network.labelled:
            for j, name in enumerate(network.outputs):
                self._page.text(row + j * section.height, 1, "side", name)
            return
        classes, first = (
            self._layout.block("class"),
            len(network.outputs) - section.cards,
        )
        axes = (Axis("unit", section.cards, rows=section.height),)
        block = Block(own("class"), 0, SHEET, row, 1, axes, text=True)

        def formula(here: Area, indices: Index) -> str:
            return reference(here, classes.area(first + indices[0]))

        self._page.put(block, "class-link", formula)

    # -------------------------------------------------------------- cost, verdict

    def _cost(self) -> None:
        last = self._drawing.sections[-1]
        row = self._last_row = max(last.card(last.cards), last.top + 1)
        self._page.text(row, 1, "heading", self._say("cost"))
        block = Block(own("C"), 0, SHEET, row, last.columns["a"])
        self._drawing.blocks[Key("C")] = block
        self._page.text(row, LEFT, "forward-caption", self._equations[Key("C")])
        self._page.put(
            block,
            "forward",
            lambda here, _: self._formulas.of(Key("C"), here, ()) or "",
        )
        self._page.put(
            self._drawing.mirrored(block, mirror("C")),
            "looked-up",
            lambda here, _: self._formulas.mirrored(Key("C"), here, ()),
        )

    def _verdict(self) -> None:
        page = self._page
        page.text(ROW_VERDICT, 1, "symbol", self._say("verdict"))
        page.text(ROW_VERDICT, LEFT + 1, "side", self._say("verdict_says"))
        self._one("verdict", ROW_VERDICT, LEFT, "mark", self._all_agree, text=True)
        if self._network.labelled:
            # Below label and answer.
            right = self._formulas.right
            self._one("right", ROW_VERDICT, LEFT + 6, "mark", right, text=True)

    def _all_agree(self, here: Area, _: Index) -> str:
        offs = [
            reference(here, self._drawing.block("off", s.layer.number).area())
            for s in self._drawing.sections
        ]
        mine = self._drawing.block("C").area()
        theirs = mine._replace(column=mine.column + self._drawing.mirror)
        one, other = reference(here, mine), reference(here, theirs)
        cost = f"ABS({one}-{other})/(1+ABS({other}))"
        return f'IF(MAX({",".join(offs)},{cost})<1E-9,"✓","✗")'

    def _widths(self) -> dict[int, float]:
        widths = dict.fromkeys(
            range(LEFT, 2 * self._drawing.end + 2), styles.NUMBER_WIDTH
        )
        beyond = range(self._drawing.printed + 1, self._drawing.end + 1)
        widths |= dict.fromkeys(beyond, styles.NUMBER_WIDTH + 2.0)
        longest = max(map(text_width, self._network.outputs))
        # Classes by name: of the output units, and of label and answer.
        named = min(16.0, longest + 2.0) if self._network.labelled else 0.0
        widths[LEFT + 6] = max(styles.NUMBER_WIDTH, named)
        return {**widths, 1: max(9.0, named)}
