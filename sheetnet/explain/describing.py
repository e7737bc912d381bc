"""What a cell is in the book's letters: quantity, indices, equation, and where it is taught."""

from dataclasses import dataclass, field

from sheetnet.explain.place import Found
from sheetnet.lang import Texts
from sheetnet.model.lesson import Lesson, lesson_module
from sheetnet.model.network import Network
from sheetnet.model.notation import written
from sheetnet.model.quantities import Quantity
from sheetnet.model.quantities import called as name_of
from sheetnet.verification.book.opening import Opened
from sheetnet.verification.calling import Names

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
        self._subject = book.manifest.subject
        self._names = Names(self._subject, book.plan, texts)

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
        called = self._names.of(block, [at - 1 for at in own])
        record, is_lesson = called.record, isinstance(self._subject, Lesson)
        means = called.caption.words if is_lesson else ""
        if means == str(block.key):
            means = ""
        if record is not None:
            # The input is written without its layer: x₁.
            shown = () if record.single else own
            quantity = written(
                record.symbol, block.layer if block.layer > 1 else 0, *shown
            )
            assert isinstance(self._subject, Network), "no other subject has quantities"
            means = self._texts.get(name_of(self._subject.optimizer, record)) or ""
        else:
            told = called.caption.of_this and not is_lesson
            words = str(block.key) if is_lesson else called.caption.words
            quantity = words + (
                f"[{','.join(map(str, own))}]" if own and not told else ""
            )
        return Described(
            quantity,
            str(block.key),
            tuple(own),
            epoch,
            example,
            self._texts.equation(record.equation) if record and called.computed else "",
            self._section(record, block.sheet),
            means,
            record,
        )

    def _section(self, record: Quantity | None, sheet: str) -> str:
        """Return where the book tells of it: of a lesson's sheet, the sections it shows."""
        if isinstance(self._subject, Lesson):
            sections = lesson_module(self._subject.kind).SECTIONS.get(sheet, ())
            return f"{_BOOK} {', '.join(sections)}" if sections else ""
        return f"{_BOOK} {record.source}" if record and record.source else ""
