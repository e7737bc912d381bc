"""What travels inside a workbook so that it can be checked: subject, blocks, formulas.

A line a cell on a hidden sheet. `verify` finds there what the workbook is about, and
where each quantity stands.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec
from msgspec import UNSET, Struct, UnsetType

from sheetnet.errors import LimitError, WorkbookError
from sheetnet.model.lesson import Lesson
from sheetnet.model.network import Network
from sheetnet.wording import later
from sheetnet.workbook.block import Block
from sheetnet.workbook.plan import FIRST, LAYOUT, Cell, Plan, Repeat, Sheet

SHEET = "sheetnet"
FIRST_WORDS = "sheetnet map: written by sheetnet, read by sheetnet verify"

# In one strip and band, and so in the lines of a map: some 300,000 weights.
MAX_FORMULAS = 1_000_000

# What a workbook is about.
Subject = Network | Lesson

# A cell holds at most 32,767 UTF-16 units; a longer line goes on in the next column.
_CHUNK = 16_000


class Header(Struct, frozen=True, forbid_unknown_fields=True):
    """Who wrote the workbook, in which layout, and the canary's first text."""

    layout: int
    sheetnet: str
    lang: str
    as_written: str


class SheetMap(Struct, frozen=True, forbid_unknown_fields=True):
    """The formulas and blocks of one sheet, and how they repeat.

    `starts` are the bands that begin from constants, where these are not the first alone.
    """

    key: str
    across: Repeat | None
    down: Repeat | None
    blocks: tuple[Block, ...]
    formulas: tuple[Cell, ...]
    starts: tuple[int, ...] | UnsetType = UNSET

    @property
    def begins(self) -> tuple[int, ...]:
        """The numbers of the bands that begin from constants."""
        return FIRST if self.starts is UNSET else self.starts


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that `verify` needs to know of a workbook."""

    header: Header
    subject: Subject
    sheets: tuple[SheetMap, ...]

    @property
    def formulas(self) -> int:
        """How many cells hold formulas, in one strip and band of each sheet."""
        return sum(cell.size for sheet in self.sheets for cell in sheet.formulas)


def manifest_of(plan: Plan, subject: Subject, header: Header) -> Manifest:
    """Return what the workbook of a plan carries along: of a network, or of a lesson.

    Raises: LimitError where there are too many formulas.
    """
    made = Manifest(header, subject, tuple(map(_sheet_map, plan.sheets)))
    if made.formulas > MAX_FORMULAS:
        raise LimitError(
            "{formulas:,} formulas before they are filled right and down,"
            " {max_formulas:,} are possible; lower the units of the largest"
            " layer",
            formulas=made.formulas,
            max_formulas=MAX_FORMULAS,
        )
    return made


def _sheet_map(sheet: Sheet) -> SheetMap:
    # A style says nothing to a check, and an initial style only that there is one.
    formulas = tuple(
        Cell(
            cell.row,
            cell.column,
            "",
            cell.formula,
            across=cell.across,
            down=cell.down,
            initial="" if cell.initial is not None else None,
            fills=cell.fills,
        )
        for cell in sheet.cells
        if cell.formula is not None
    )
    starts = UNSET if sheet.begins == FIRST else sheet.begins
    return SheetMap(sheet.key, sheet.across, sheet.down, sheet.blocks, formulas, starts)


def lines(manifest: Manifest) -> Iterator[list[str]]:
    """Yield the rows of the hidden sheet, each a list of texts."""
    yield [FIRST_WORDS]
    yield _chunks(manifest.header)
    yield _chunks(manifest.subject)
    for sheet in manifest.sheets:
        yield _chunks(msgspec.structs.replace(sheet, blocks=(), formulas=()))
        yield from map(_chunks, sheet.blocks)
        yield from map(_chunks, sheet.formulas)


def _chunks(record: Struct) -> list[str]:
    text = f"{type(record).__name__} {msgspec.json.encode(record).decode()}"
    return [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]


_KINDS: dict[str, type[Struct]] = {
    kind.__name__: kind for kind in (Header, Network, Lesson, SheetMap, Block, Cell)
}


def read_manifest(rows: Iterable[list[str]]) -> Manifest:
    """Read the lines back.

    Raises: WorkbookError where they are not ours, or of a layout not known here.
    """
    records = [_record("".join(row)) for row in rows]
    header = records[0] if records else None
    if not isinstance(header, Header):
        raise WorkbookError("its map has no header")
    if header.layout != LAYOUT:
        says = later(
            "has layout {layout}, known here up to {known} and no earlier one; check it"
            " with sheetnet {sheetnet}"
        )
        if header.layout > LAYOUT:
            says = later(
                "has layout {layout}, known here up to {known}; check it with sheetnet"
                " {sheetnet} or later"
            )
        raise WorkbookError(
            says,
            layout=header.layout,
            known=LAYOUT,
            sheetnet=header.sheetnet[:20],
        )
    if len(records) < 2 or not isinstance(records[1], Network | Lesson):
        raise WorkbookError("its map does not say what it is about")
    return Manifest(header, records[1], tuple(_sheets(records[2:])))


def _record(text: str) -> Struct:
    kind, _, rest = text.partition(" ")
    if kind not in _KINDS:
        raise WorkbookError(
            "its map has a line that is not known: {text!r}", text=text[:40]
        )
    try:
        # The layout is looked at before anything else is read strictly.
        if kind == "Header" and (other := _other_layout(rest)):
            return other
        return msgspec.json.decode(rest, type=_KINDS[kind])
    except (msgspec.DecodeError, RecursionError) as error:
        raise WorkbookError("its map is damaged: {error}", error=error) from error


class _Layout(Struct):
    layout: int
    sheetnet: str = "?"


def _other_layout(text: str) -> Header | None:
    """Return the header of another layout, whose other fields are not known here."""
    found = msgspec.json.decode(text, type=_Layout)
    if found.layout == LAYOUT:
        return None
    return Header(found.layout, found.sheetnet, "", "")


def _sheets(records: list[Struct]) -> Iterator[SheetMap]:
    sheet: SheetMap | None = None
    blocks: list[Block] = []
    cells: list[Cell] = []
    for record in [*records, None]:
        if isinstance(record, Block):
            blocks.append(record)
        elif isinstance(record, Cell):
            cells.append(record)
        else:
            if sheet is not None:
                yield msgspec.structs.replace(
                    sheet, blocks=tuple(blocks), formulas=tuple(cells)
                )
            sheet = record if isinstance(record, SheetMap) else None
            blocks, cells = [], []
