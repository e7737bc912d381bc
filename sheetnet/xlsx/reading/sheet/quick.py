"""A pass over a sheet whose rows are plain, whoever wrote them: row by row, not cell by cell.

Plain is what applications write: cells with their references, in no namespace of their own,
nothing between them. There one pattern finds all that a row holds. In any doubt there is no
answer, and the careful pass reads the sheet; where there is one, it is the same.
"""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from operator import lt
from typing import Any, NamedTuple, NoReturn
from xml.parsers import expat

from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW, column_number
from sheetnet.workbook.formula.portable import MAX_LENGTH
from sheetnet.xlsx.reading.safety import check_piece, refuse_other_coding
from sheetnet.xlsx.reading.sheet.formulas import Formulas, Place, Shared
from sheetnet.xlsx.reading.sheet.looks import TRUE, is_nothing
from sheetnet.xlsx.reading.sheet.scan import MOST_EMPTY, most_length, scan
from sheetnet.xlsx.reading.sheet.scanned import Position, Scan

_BEGIN, _END, _ROW_END = b"<sheetData>", b"</sheetData>", b"</row>"
_ROW = re.compile(rb'\s*<row r="([1-9][0-9]{0,6})"((?: [\w:]+="[^"<&]*")*) ?(/?)>')
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"((?: [a-z]+="[a-zA-Z0-9]*")*)'
    rb"(?: ?/>|>"
    rb'(?:<f((?: [a-z]+="[a-zA-Z0-9:]*")*)(?: ?/>|>([^<]*)</f>))?'
    rb'(<v>[^<]*</v>|<v ?/>|<is><t(?: xml:space="preserve")?>[^<]*</t></is>)?'
    rb"</c>)"
)
_PIECES = _CELL.groups + 1
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_ENTITY = re.compile("&(?:#(x?)([0-9a-fA-F]+)|(lt|gt|quot|apos|amp));")
_ENTITIES = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}
# A row that goes on for longer, in the pieces of a file, is put together too often.
_LONGEST_ROW = 64 << 20


class _NotPlainError(Exception):
    """It is for the careful pass to read the sheet."""


def quick_scan(
    pieces: Iterable[bytes],
    wanted: Collection[Position],
    most: int,
    watched: Collection[str],
    empty: int = MOST_EMPTY,
) -> Scan | None:
    """Return what `scan` finds of the same arguments; None where it must look itself."""
    one = _Pass(wanted, most, watched, empty)
    try:
        before, after = one.over(pieces)
        found = scan([before, _BEGIN, one.sample(), _END, after], (), most, watched)
        return one.added_to(found) if found.hidden_rows == [1] else None
    except (_NotPlainError, ValueError, expat.ExpatError):
        return None


class _Pass:
    """A pass over the rows of a sheet: where it stands, and what it has found."""

    def __init__(
        self,
        wanted: Collection[Position],
        most: int,
        watched: Collection[str],
        empty: int,
    ) -> None:
        self._wanted, self._most, self._watched = wanted, most, watched
        self._empty = empty
        self._found = Scan()
        self._alone: dict[Place, str] = {}
        self._shared = Shared()
        self._row = self._elements = self._length = 0
        # Of rows: the names of attributes that have a prefix.
        self._prefixed: set[bytes] = set()

    def sample(self) -> bytes:
        """Return a hidden row for the careful pass, with all that rows have of prefixes.

        It hears of it where the rows that were read are rows indeed: their namespace is
        the format's, and those of their attributes are known.
        """
        more = b"".join(b' %s=""' % name for name in self._prefixed)
        return b'<row r="1" hidden="1"%s/>' % more

    def added_to(self, shell: Scan) -> Scan:
        """Return what stands around the cells with what was found in them."""
        for name in ("rows", "columns", "cells", "lowest", "rightmost", "texts"):
            setattr(shell, name, getattr(self._found, name))
        shell.hidden_rows, shell.styled = self._found.hidden_rows, self._found.styled
        shell.formulas = Formulas(self._alone, self._shared.runs())
        return shell

    def over(self, pieces: Iterable[bytes]) -> tuple[bytes, bytes]:
        """Read all rows; return what stands before and after them."""
        parser = _parser()
        before: bytes | None = None
        after: list[bytes] = []
        rest = b""
        for piece in pieces:
            check_piece(piece)
            parser.Parse(piece)
            if after:
                after.append(piece)
                continue
            rest += piece
            if before is None:
                before, begun, rest = rest.partition(_BEGIN)
                if not begun:
                    raise _NotPlainError
            rest = self._rows(rest)
            if rest.startswith(_END):
                after.append(rest.removeprefix(_END))
            elif len(rest) > _LONGEST_ROW:
                raise _NotPlainError
        parser.Parse(b"", True)
        behind = b"".join(after)
        if before is None or not after or b"sheetData" in before + behind:
            raise _NotPlainError
        return before, behind

    def _rows(self, xml: bytes) -> bytes:
        """Read rows as far as they are there, and return the rest, from its first sign."""
        at = 0
        while found := _ROW.match(xml, at):
            number, attributes, closed = found.groups()
            start = end = found.end()
            if not closed:
                end = xml.find(_ROW_END, start)
                if end < 0:
                    return xml[at:]
            if not self._row < int(number) <= MAX_ROW:
                raise _NotPlainError
            self._row = int(number)
            hides, prefixed = _of_row(attributes)
            self._prefixed.update(prefixed)
            if hides:
                self._found.hidden_rows.append(self._row)
            if not closed:
                # Of cells that are none, millions could stand there.
                if xml.count(b"<c ", start, end) > MAX_COLUMN:
                    raise _NotPlainError
                self._cells(number, _CELL.split(xml[start:end]))
                end += len(_ROW_END)
            at = end
        rest = xml[at:].lstrip()
        if b">" in rest and not rest.startswith(_END):
            raise _NotPlainError
        return rest

    def _cells(self, row: bytes, parts: list[Any]) -> None:
        """Take a row of cells: between them nothing, and of each what the pattern finds."""
        names, rows, looks, kinds, texts, values = (
            parts[at::_PIECES] for at in range(1, _PIECES)
        )
        columns = list(map(_column, names))
        plain = not b"".join(parts[::_PIECES]).strip() and rows.count(row) == len(rows)
        if not plain or not all(map(lt, columns, columns[1:])):
            raise _NotPlainError
        found, every = self._found, zip(columns, kinds, values, strict=True)
        full = [at for at, kind, value in every if not (kind is value is None)]
        self._elements += len(columns)
        found.cells += len(full)
        if found.cells > self._most or self._elements >= found.cells + self._empty:
            raise _NotPlainError
        if full:
            found.rows, found.lowest = self._row, (self._row, full[0])
            if full[-1] > found.columns:
                found.columns, found.rightmost = full[-1], (self._row, full[-1])
        self._look_at(columns, looks, values)
        self._formulas(columns, kinds, texts)

    def _look_at(
        self, columns: list[int], looks: list[bytes], values: list[bytes | None]
    ) -> None:
        """Keep the texts of errors and wanted cells, and cells with watched styles."""
        told = {look: _look(look) for look in set(looks)}
        texts = [
            look
            for look, value in zip(looks, values, strict=True)
            if value and value.startswith(b"<is")
        ]
        if any(told[look].kind != "inlineStr" for look in texts):
            raise _NotPlainError
        if not self._wanted and not any(
            one.kind == "e" or one.style in self._watched for one in told.values()
        ):
            return
        for column, look, value in zip(columns, looks, values, strict=True):
            style, kind = told[look]
            if style in self._watched:
                self._found.styled[self._row, column] = style
            position = self._row - 1, column - 1
            if not (kind == "e" or position in self._wanted):
                continue
            if value and value.startswith(b"<v"):
                self._found.texts[position] = _text(value[3:-4])

    def _formulas(
        self, columns: list[int], kinds: list[bytes | None], texts: list[bytes | None]
    ) -> None:
        groups: dict[bytes, list[int]] = {}
        for column, kind, text in zip(columns, kinds, texts, strict=True):
            if kind is None:
                continue
            if kind in groups and not text:
                groups[kind].append(column)
                continue
            number, place = _group(kind), (self._row, column)
            if number is None:
                self._alone[place] = _text(text)
                self._length += len(text or b"")
                continue
            if text:
                self._shared.tell(number, _text(text), place)
            groups.setdefault(kind, []).append(column)
            # Refused where no cell before it has the text.
            self._shared.take(number, self._row, ())
        for kind, own in groups.items():
            number = _group(kind)
            assert number is not None, "only groups are there"
            self._length += len(own) * len(self._shared.take(number, self._row, own))
        # The careful pass looks at each cell, where those behind it are not yet known.
        if self._length > most_length(self._found.cells - len(columns)):
            raise _NotPlainError


class _Look(NamedTuple):
    """What a cell's attributes say: the number of its style, and what it holds."""

    style: str
    kind: str


@lru_cache(maxsize=4096)
def _look(attributes: bytes) -> _Look:
    told = dict(_ATTRIBUTE.findall(attributes))
    if told.keys() - {b"s", b"t"}:
        raise _NotPlainError
    style = told.get(b"s", b"0").decode().lstrip("0") or "0"
    return _Look(style, told.get(b"t", b"").decode())


@lru_cache(maxsize=65_536)
def _group(attributes: bytes) -> str | None:
    """Return the number of the group to which a formula belongs; None if it stands alone."""
    told = dict(_ATTRIBUTE.findall(attributes))
    kind = told.get(b"t", b"normal")
    if kind not in (b"normal", b"shared") or told.keys() - {
        b"t",
        b"si",
        b"ref",
        b"aca",
        b"ca",
    }:
        raise _NotPlainError
    return told.get(b"si", b"").decode() if kind == b"shared" else None


@lru_cache(maxsize=4096)
def _of_row(attributes: bytes) -> tuple[bool, frozenset[bytes]]:
    """Tell whether a row's attributes hide it, and which of their names have a prefix."""
    told = dict(_ATTRIBUTE.findall(attributes))
    if any(name.startswith(b"xmlns") for name in told):
        raise _NotPlainError
    hidden, height = (told.get(name, b"").decode() for name in (b"hidden", b"ht"))
    hides = hidden in TRUE or (b"ht" in told and is_nothing(height))
    return hides, frozenset(name for name in told if b":" in name)


@lru_cache(maxsize=MAX_COLUMN)
def _column(name: bytes) -> int:
    number = column_number(name.decode())
    if number > MAX_COLUMN:
        raise _NotPlainError
    return number


def _text(written: bytes | None) -> str:
    """Return a text as it is read."""
    text = (written or b"").decode()
    if len(text) > MAX_LENGTH or "\r" in text:
        raise _NotPlainError
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    base, number, name = entity.groups()
    return _ENTITIES[name] if name else chr(int(number, 16 if base else 10))


def _parser() -> expat.XMLParserType:
    """Return a parser that tells whether the whole is well-formed, without oddities."""
    parser = expat.ParserCreate()
    parser.CommentHandler = parser.StartCdataSectionHandler = _refuse
    parser.ProcessingInstructionHandler = parser.StartDoctypeDeclHandler = _refuse
    parser.XmlDeclHandler = refuse_other_coding
    return parser


def _refuse(*_: object) -> NoReturn:
    raise _NotPlainError
