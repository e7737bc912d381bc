"""What a cell of a workbook is called: by the book's letter, or by what stands beside it.

Views have Training's quantities under names of their own, as `explorer.z` and
`try.before_a`; a lesson's quantities have symbols alone. What has neither letter nor caption
is told by its sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sheetnet.lang import Texts
from sheetnet.layers.quantities import quantities
from sheetnet.model.network import Network
from sheetnet.model.notation import Key
from sheetnet.model.quantities import Quantity
from sheetnet.workbook.block import Block
from sheetnet.workbook.captions import Caption, Captions
from sheetnet.workbook.manifest import Subject
from sheetnet.workbook.plan import Plan

# What a view computes once more by the equation of Training.
_COMPUTED_AGAIN = ("forward", "cost", "backward")


@dataclass(frozen=True, slots=True)
class Called:
    """The quantity that a block shows, if it is one; `computed`: by its equation.

    Where it is none, the words for a cell, and whether they are of this cell alone.
    """

    record: Quantity | None
    computed: bool
    caption: Caption


class Names:
    """What the cells of a workbook are called, in the words of its sheets."""

    def __init__(self, subject: Subject, plan: Plan, texts: Texts) -> None:
        self._plan, self._texts = plan, texts
        self._is_network = isinstance(subject, Network)
        self._records: Mapping[Key, Quantity] = (
            {one.key: one for one in quantities(subject)}
            if isinstance(subject, Network)
            else {}
        )
        self._captions: dict[str, Captions] = {}

    def of(self, block: Block, own: Sequence[int]) -> Called:
        """Tell of a cell; `own` are its indices but epoch and example, from 0."""
        record, computed = self._record(block.key)
        if record is not None:
            return Called(record, computed, Caption("", False))
        if block.sheet not in self._captions:
            sheet = self._plan.sheet(block.sheet)
            self._captions[block.sheet] = Captions(sheet.cells, sheet.blocks)
        caption = self._captions[block.sheet].of(block, own)
        if not caption.words and self._is_network:
            key = "name.text_on" if block.text else "name.number_behind"
            sheet_name = self._plan.sheet(block.sheet).name
            caption = Caption(self._texts(key, sheet=sheet_name), block.size == 1)
        return Called(None, False, caption)

    def _record(self, key: Key) -> tuple[Quantity | None, bool]:
        """Return the quantity that a symbol stands for, and whether it is computed so."""
        if key in self._records:
            return self._records[key], True
        _, dot, rest = key.symbol.rpartition(".")
        if dot and (own := self._records.get(Key(rest, key.layer))):
            return own, own.role in _COMPUTED_AGAIN
        # built_x, training_delta, last_C_T: the longest end that is a quantity's symbol.
        while "_" in rest:
            rest = rest.partition("_")[2]
            if own := self._records.get(Key(rest, key.layer)):
                return own, False
        return None, False
