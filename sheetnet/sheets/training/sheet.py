"""The `Training` sheet: data, parameters, and a band of formulas for each epoch.

One formula for each cell of the first strip in the first band; the Plan repeats them.
"""

from collections.abc import Iterator

from sheetnet.lang import Texts
from sheetnet.layers import masked_formulas_of
from sheetnet.model.notation import Key
from sheetnet.model.quantities import Quantity, Role
from sheetnet.sheets.cost.places import places_of
from sheetnet.sheets.cost.signs import BAD, OK
from sheetnet.sheets.equations import Equations, Index, Write, total_of
from sheetnet.sheets.lookup import in_last_epoch
from sheetnet.sheets.training import by_layer, updates
from sheetnet.sheets.training.accepted import choices, validations
from sheetnet.sheets.training.band_head import head_rows, unfolded_rows
from sheetnet.sheets.training.colours import OWN, color_scales, seen, style_of
from sheetnet.sheets.training.data import DataFormulas
from sheetnet.sheets.training.head import SHEET
from sheetnet.sheets.training.head_blocks import SUMMARIES
from sheetnet.sheets.training.layout import Layout
from sheetnet.sheets.training.words import Words
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing.page import large_numbers
from sheetnet.workbook.drawing.paper import first_strips
from sheetnet.workbook.drawing.styles import STYLES, first_row_of_map
from sheetnet.workbook.formula import formulas
from sheetnet.workbook.formula.fills import cells_of_block
from sheetnet.workbook.formula.sentence import quoted_text
from sheetnet.workbook.places import Places
from sheetnet.workbook.plan import Cell, Repeat, Sheet


def training_sheet(layout: Layout, texts: Texts) -> Sheet:
    """Return the sheet of a laid-out network."""
    network, columns = layout.network, layout.columns
    formula = Formulas(layout, texts)
    # The first setting of the optimizer stands on Picture.
    blocks = [block for block in layout.blocks.values() if block.sheet == SHEET]
    cells = [cell for block in blocks for cell in _cells(block, formula)]
    words = Words(layout, texts)
    strips = Repeat(columns.strip, network.examples, columns.step)
    # The data and the first epoch: what one works through on paper.
    paper = first_strips(layout.first + layout.height - 2, words.widths(), strips)
    return Sheet(
        key=SHEET,
        name=texts(f"sheet.{SHEET}"),
        cells=(*cells, *words.cells()),
        blocks=tuple(blocks),
        across=strips,
        down=Repeat(layout.first, network.bands, layout.height),
        begins=network.begins,
        widths=words.widths(),
        heights=words.heights(),
        row_styles=dict.fromkeys(
            range(layout.first, layout.first + head_rows(network)), "band"
        ),
        freeze=words.freeze(),
        color_scales=color_scales(layout),
        marks=words.marks(),
        validations=tuple(validations(layout, texts)),
        choices=tuple(choices(layout, texts)),
        notes=words.notes(),
        links=(words.link(),),
        **paper._asdict(),
        where=(
            *words.unknown(formula.data),
            *seen(layout),
            large_numbers(layout.bands()),
        ),
        folded_rows=layout.head.folded,
        fold=unfolded_rows(network),
    )


def _cells(block: Block, formula: "Formulas") -> Iterator[Cell]:
    """Return the cells of a block in one strip and band."""
    quantity = formula.quantity(block.key)
    initial = "band-whole" if block.symbol == "epoch" else None
    if quantity and quantity.role in ("parameter", "slot"):
        initial = "eta" if quantity.drawn else "input"

    def styled(indices: Index, text: str | None) -> str:
        shown = OWN.get(block.symbol, "")
        if quantity:
            shown = formula.style(quantity, text, indices)
        top = first_row_of_map(shown)
        return top if block.begins_map(indices) and top in STYLES else shown

    def written(here: Area, indices: Index) -> str | None:
        return formula.of(block.key, here, indices)

    return cells_of_block(block, written, styled, initial=initial)


class Formulas(Equations):
    """The formulas of a pass, and what Training adds: targets, answers, totals, updates."""

    def __init__(self, layout: Layout, texts: Texts) -> None:
        self._layout = layout
        self._texts = texts
        super().__init__(layout)

    def _bind(self, places: Places) -> None:
        self.data = DataFormulas(self._layout, places)
        super()._bind(places)

    def quantity(self, key: Key) -> Quantity | None:
        """Return what is known of a quantity; None of the sheet's own cells."""
        return self._quantities.get(key)

    def style(self, one: Quantity, formula: str | None, indices: Index) -> str:
        """Return the style of a cell of a quantity."""
        network = self._network
        if network.is_sequence and "position" in one.each:
            indices = indices[1:]
        hot = one.symbol == "x" and indices[0] >= len(network.numbers) > 0
        hot = (hot and len(network.input_shape) == 1) or one.symbol == "use"
        counts = hot or one.symbol == "kept" or (one.symbol == "t" and network.labelled)
        counts = counts or (network.is_sequence and one.symbol == "x")
        return style_of(one, computed=formula is not None, counts=counts)

    def _own(self) -> dict[str, Write]:
        data = self.data
        summaries = {symbol for symbol, _ in SUMMARIES}
        return {
            "kept": lambda key, here, at: data.kept(key.layer, here, at),
            "mean": lambda key, here, at: data.mean(key.layer, here, at),
            "m": lambda key, here, at: data.m(key.layer, here, at),
            "s": lambda key, here, at: data.s(key.layer, here, at),
            "x": lambda _, here, at: data.x(here, at),
            "t": self._t,
            "use": self._use,
            "C_T": self._C_T,
            "test_C_T": self._test_C_T,
            "correct": self._correct,
            "accuracy": self._accuracy,
            "test_accuracy": self._test_accuracy,
            "last_answer": self._last_answer,
            "predicted": self._predicted,
            "mark": self._mark,
            **{f"first_{symbol}": self._first_of(symbol) for symbol in summaries},
            **{f"last_{symbol}": self._last_of(symbol) for symbol in summaries},
            "learns": self._learns,
            "says": self._says,
            "moved": lambda key, here, _: by_layer.moved(self._layout, key, here),
            "largest": lambda key, here, _: by_layer.largest(self._layout, key, here),
            "slope": lambda key, here, _: by_layer.slope(self._layout, key, here),
            "dead": lambda key, here, _: by_layer.dead(self._layout, key, here),
            "last_epoch": self._last_epoch,
            "epoch": self._epoch,
            "epoch_n": lambda _, here, __: updates.epoch_of(self._layout, here),
            "batch_n": lambda _, here, __: updates.batch_of(self._layout, here),
            "in_batch": lambda _, here, __: updates.in_batch(self._layout, here),
            "draw": self._draw,
            "shown_setting": self._shown_setting,
        }

    def _draw(self, key: Key, here: Area, _: Index) -> str:
        layer = self._network.layer(key.layer)
        return masked_formulas_of(layer).drawn(self._layout, layer, here)

    def _shown_setting(self, _: Key, here: Area, __: Index) -> str:
        """Return the optimizer's first setting, η, which is a knob of Picture."""
        setting = next(iter(self._network.update.settings))
        return reference(here, self._block(setting).area())

    def _first_of(self, symbol: str) -> Write:
        return lambda _, here, __: self._first(here, symbol)

    def _last_of(self, symbol: str) -> Write:
        return lambda _, here, __: self._last(here, symbol)

    def _own_by_role(self) -> dict[Role, Write]:
        layout = self._layout

        def updated(key: Key, here: Area, indices: Index) -> str:
            return updates.updated(layout, self._quantities[key], here, indices)

        def rate(key: Key, here: Area, _: Index) -> str:
            return updates.rate(layout, self._quantities[key], here)

        return {"parameter": updated, "slot": updated, "rate": rate}

    def _t(self, _: Key, here: Area, indices: Index) -> str | None:
        network = self._network
        if not network.labelled:
            if network.target_scale == "none":
                return None
            raw = reference(here, self._block("raw").area(*indices))
            return self.data.scaled(0, here, indices, raw)
        (j,) = indices
        of_class = self._block("class").area(
            len(network.outputs) - network.units_out + j
        )
        label = reference(here, self._block("label").area())
        if network.is_sequence:
            return formulas.target_at_position(label, reference(here, of_class))
        return formulas.target(label, reference(here, of_class), network.other_target)

    def _use(self, _: Key, here: Area, __: Index) -> str | None:
        """Return whether a position of a sequence has a target; else the user says it."""
        if not self._network.is_sequence:
            return None
        return f"SUM({reference(here, self._block('t').area())})"

    def _C_T(self, _: Key, here: Area, __: Index) -> str:
        return total_of(self._layout, here, self._all("C"))

    def _test_C_T(self, _: Key, here: Area, __: Index) -> str:
        call = "SUM" if self._network.reduction == "sum" else "AVERAGE"
        return f"{call}({reference(here, self._unseen('C'))})"

    def _unseen(self, symbol: str) -> Area:
        """Return a quantity through the test examples, which stand at the right."""
        return self._layout.unseen(self._block(symbol).area())

    # -------------------------------------------------------------- answers

    def _correct(self, _: Key, here: Area, __: Index) -> str:
        answer = reference(here, self._block("answer").area())
        t = reference(here, self._block("t").area())
        other = self._network.other_target
        if self._network.units_out == 1:
            return formulas.correct_of_one(t, answer, other)
        return formulas.correct_of_many(t, answer, other)

    def _accuracy(self, _: Key, here: Area, __: Index) -> str:
        correct = reference(here, self._all("correct"))
        if not self._network.counts:
            return f"AVERAGE({correct})"
        use = reference(here, self._all("use"))
        return formulas.share_of_used(formulas.total_of_used(use, correct), use)

    def _test_accuracy(self, _: Key, here: Area, __: Index) -> str:
        return f"AVERAGE({reference(here, self._unseen('correct'))})"

    def _first(self, here: Area, symbol: str) -> str:
        """Refer from the head to a quantity of the first band."""
        return reference(here, self._block(symbol).area()._replace(down=False))

    def _last(self, here: Area, symbol: str) -> str:
        """Return the look-up, from the head, of a quantity of the last band."""
        return in_last_epoch(self._layout, here, self._block(symbol).area())

    def _last_answer(self, _: Key, here: Area, __: Index) -> str:
        classes = reference(here, self._block("class").area())
        return formulas.pick(classes, self._last(here, "answer"))

    def _predicted(self, _: Key, here: Area, indices: Index) -> str:
        """Return the last answer in the units of the data."""
        a = self._block("a", self._network.last.number).area(*indices)
        last = in_last_epoch(self._layout, here, a)
        return self.data.unscaled(here, indices, last)

    def _mark(self, _: Key, here: Area, __: Index) -> str:
        """Return ✓ or ✗; ? where the label is no class, so that there is no right answer."""
        label = reference(here, self._block("label").area())
        if self._network.units_out == 1:
            classes = (reference(here, self._block("class").area(j)) for j in range(2))
            unknown = f"AND({','.join(f'{label}<>{one}' for one in classes)})"
        else:
            t, network = reference(here, self._block("t").area()), self._network
            unknown = formulas.is_no_class(t, network.units_out, network.other_target)
        right = f'IF({self._last(here, "correct")}>0.5,"✓","✗")'
        return f'IF(OR({label}="",{unknown}),"?",{right})'

    # -------------------------------------------------------------- does it learn?

    def _learns(self, _: Key, here: Area, __: Index) -> str:
        """Return ✓ where Cost shows no bad sign."""
        marks = reference(
            here,
            places_of(self._network, self._layout.spare).signs[Key("sign_mark")].area(),
        )
        last = self._last(here, "C_T")
        bad = f'IF({formulas.any_is(marks, BAD)},"{BAD}","{OK}")'
        return f'IF(ISNUMBER({last}),{bad},"{BAD}")'

    def _says(self, _: Key, here: Area, __: Index) -> str:
        """Return what to change, by the first bad sign of Cost."""
        places = places_of(self._network, self._layout.spare)
        marks = reference(here, places.signs[Key("sign_mark")].area())
        first = f'MATCH("{BAD}",{marks},0)'
        mend = formulas.pick(reference(here, places.mends), first)
        good, lost, no_eta, no_start = (
            quoted_text(self._texts(f"cost.{one}"))
            for one in ("learns", "lost", "no_eta", "no_start")
        )
        learns = reference(here, self._block("learns").area())
        told = f'IF({learns}="{OK}",{good},{mend})'
        first, last = self._first(here, "C_T"), self._last(here, "C_T")
        eta = reference(here, self._block("eta").area())
        why = f"IF(ISNUMBER({eta}),{lost},{no_eta})"
        why = f"IF(ISNUMBER({first}),{why},{no_start})"
        return f"IF(ISNUMBER({last}),{told},{why})"

    # -------------------------------------------------------------- bands

    def _last_epoch(self, _: Key, here: Area, __: Index) -> str:
        """Return the largest number in a heading: of the last band, and of pasted ones."""
        layout = self._layout
        last = self._block("epoch").area()._replace(down=False)
        rows = range(layout.last_band, layout.followed + 1, layout.height)
        headings = [last._replace(row=last.row + row) for row in rows]
        return f"MAX({','.join(reference(here, one) for one in headings)})"

    def _epoch(self, _: Key, here: Area, __: Index) -> str:
        return f"{reference(here, here.above(self._layout.height))}+1"
