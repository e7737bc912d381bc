"""What a cell is in the book's letters: quantity, indices, equation, and where it is taught.

Views have Training's quantities under names of their own, as `explorer.z` and
`try.before_a`; a lesson's quantities have symbols alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sheetnet.explain.place import Found
from sheetnet.lang import Texts
from sheetnet.layers.quantities import quantities
from sheetnet.model.lesson import Lesson, lesson_module
from sheetnet.model.network import Network
from sheetnet.model.notation import Key, written
from sheetnet.model.quantities import Quantity, called
from sheetnet.verification.book.opening import Opened

# What a view computes once more by the equation of Training.
_COMPUTED_AGAIN = ("forward", "cost", "backward")
_BOOK = "《深度学习的数学》"


@dataclass(frozen=True, slots=True)
class Described:
    """A cell's quantity. Indices and examples are counted from 1, epochs from 0."""

    quantity: str
    key: str
    index: tuple[int, ...] = ()
    epoch: int | None = None
    example: int | None = None
    equation: str = ""
    book: str = ""
    means: str = ""
    record: Quantity | None = field(default=None, repr=False)

    @property
    def place(self) -> dict[str, object]:
        """Quantity, key and indices, as JSON has them."""
        names = "quantity", "key", "index", "epoch", "example"
        every = {name: getattr(self, name) for name in names}
        return every | {"index": list(self.index)}


class Describer:
    """Tells of the cells of one workbook, its words in one language."""

    def __init__(self, book: Opened, texts: Texts) -> None:
        self._book, self._texts = book, texts
        self._subject = subject = book.manifest.subject
        self._records: Mapping[Key, Quantity] = (
            {one.key: one for one in quantities(subject)}
            if isinstance(subject, Network)
            else {}
        )

    def describe(self, found: Found) -> Described:
        """Return what a cell is."""
        block = found.block
        own, epoch, example = [], None, None
        for axis, at in zip(block.axes, found.at, strict=True):
            if axis.name == "epoch":
                epoch = self._book.number_of(block.sheet, at)
            elif axis.name == "example":
                example = at + 1
            else:
                own.append(at + 1)
        record, exact = self._record(block.key)
        symbol = record.symbol if record else block.symbol
        # The input is written without its layer: x₁.
        quantity = written(symbol, block.layer if block.layer > 1 else 0, *own)
        if record is None:  # no letter of the book's
            indices = f"[{','.join(map(str, own))}]" if own else ""
            quantity = f"{block.key}{indices}"
        return Described(
            quantity,
            str(block.key),
            tuple(own),
            epoch,
            example,
            self._equation(record) if record and exact else "",
            self._section(record, block.sheet),
            self._called(record) if record else "",
            record,
        )

    def _called(self, record: Quantity) -> str:
        assert isinstance(self._subject, Network), "no other subject has quantities"
        return self._texts.get(called(self._subject.optimizer, record)) or ""

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

    def _equation(self, record: Quantity) -> str:
        return self._texts.equation(record.equation)

    def _section(self, record: Quantity | None, sheet: str) -> str:
        """Return where the book tells of it: of a lesson's sheet, the sections it shows."""
        if isinstance(self._subject, Lesson):
            sections = lesson_module(self._subject.kind).SECTIONS.get(sheet, ())
            return f"{_BOOK} {', '.join(sections)}" if sections else ""
        return f"{_BOOK} {record.source}" if record and record.source else ""
