"""A text file → sequences of symbols: a line an example, a symbol a position.

At each position one symbol is seen and the next one is to be said; after a mark, where
the file has questions and answers, only the answer is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sheetnet.errors import DataError
from sheetnet.files.reading import read_file
from sheetnet.files.text import clean
from sheetnet.model.equality import Label, same_in_sheet
from sheetnet.model.network import MAX_POSITIONS
from sheetnet.spec.data.dataset import Column, Dataset
from sheetnet.spec.data.grid import MAX_DATA_BYTES

# A space is seen, and a cell with one alone is not the same to all applications.
SPACE = "␣"
# What the one column of a text is called.
SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Sequences:
    """What a text file comes to: of each line what is seen, and what is to be said.

    `sees` and `says` are as long as the longest line less one; None where nothing stands.
    """

    symbols: tuple[Label, ...]
    sees: tuple[tuple[Label | None, ...], ...]
    says: tuple[tuple[Label | None, ...], ...]

    @property
    def positions(self) -> int:
        """How many positions each example has."""
        return len(self.sees[0])


def read_sequences(path: Path, *, words: bool, mark: str | None) -> Sequences:
    """Read a text file: `words` are symbols, or characters; after `mark` stands an answer.

    Raises: DataError, naming the line.
    """
    lines = list(_lines(path))
    parted = [_parted(path, n, line, words=words, mark=mark) for n, line in lines]
    if not parted:
        raise DataError("{path}: holds no line; expected an example a line", path=path)
    longest = max(len(symbols) for symbols, _ in parted) - 1
    if longest > MAX_POSITIONS:
        raise DataError(
            "{path}: a line of {count} symbols, {most} are possible; break it into shorter ones",
            path=path,
            count=longest + 1,
            most=MAX_POSITIONS + 1,
        )
    known = tuple(dict.fromkeys(one for symbols, _ in parted for one in symbols))
    _check_apart(path, known)
    return Sequences(
        known,
        tuple(_long(symbols[:-1], longest) for symbols, _ in parted),
        tuple(
            _long([*[None] * asked, *symbols[1 + asked :]], longest)
            for symbols, asked in parted
        ),
    )


def dataset_of_text(path: Path, *, words: bool, mark: str | None) -> Dataset:
    """Return the examples of a text, as those of a table are. Raises: DataError."""
    read = read_sequences(path, words=words, mark=mark)
    sees = tuple(named(one) for line in read.sees for one in line)
    says = tuple("" if one is None else one for line in read.says for one in line)
    return Dataset(
        columns=(Column(SYMBOL, sees),),
        labels=says,
        targets=(),
        t=None,
        training=len(read.sees),
        notes=(),
        positions=read.positions,
        symbols=read.symbols,
    )


def named(symbol: Label | None) -> str:
    """Return a symbol as a word; where none stands, nothing.

    >>> named(1.0), named("a"), named(None)
    ('1', 'a', '')
    """
    if symbol is None or isinstance(symbol, str):
        return symbol or ""
    return f"{symbol:g}"


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines with something in them, and their numbers."""
    content = read_file(path, MAX_DATA_BYTES, DataError)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            "{path} line {line}: is not UTF-8 text; save the file anew in the"
            " encoding UTF-8",
            path=path,
            line=content.count(b"\n", 0, error.start) + 1,
        ) from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            if clean(line) != line:
                raise DataError(
                    "{path} line {line}: holds a character that no workbook can hold",
                    path=path,
                    line=number,
                )
            yield number, line.strip()


def _parted(
    path: Path, number: int, line: str, *, words: bool, mark: str | None
) -> tuple[list[Label], int]:
    """Return the symbols of a line, and how many of the next ones are not to be said."""
    asked, found = "", line
    if mark is not None:
        asked, there, found = line.partition(mark)
        if not there or mark in found or not found.strip():
            raise DataError(
                "{path} line {line}: expected one {mark!r}, and an answer after it",
                path=path,
                line=number,
                mark=mark,
            )
    before, after = _symbols(asked, words=words), _symbols(found, words=words)
    symbols = [*before, *after]
    if len(symbols) < 2 or (mark is not None and not before):
        raise DataError(
            "{path} line {line}: expected two symbols and more, the first to see and the"
            " others to say",
            path=path,
            line=number,
        )
    return symbols, max(0, len(before) - 1)


def _symbols(text: str, *, words: bool) -> list[Label]:
    parts = text.split() if words else list(text.strip().replace(" ", SPACE))
    return [_label(one) for one in parts]


def _label(symbol: str) -> Label:
    """Return a symbol as a cell holds it that a person types into: digits as a number."""
    return float(symbol) if symbol.isascii() and symbol.isdigit() else symbol


def _long(symbols: Sequence[Label | None], length: int) -> tuple[Label | None, ...]:
    return (*symbols, *[None] * (length - len(symbols)))


def _check_apart(path: Path, symbols: Sequence[Label]) -> None:
    """Refuse symbols that a spreadsheet takes for one: letters that differ in case alone."""
    seen: dict[Label, Label] = {}
    for one in symbols:
        other = seen.setdefault(same_in_sheet(one), one)
        if other != one:
            raise DataError(
                "{path}: {one!r} and {other!r} are the same to a spreadsheet, which takes no"
                " notice of case; write all in small letters",
                path=path,
                one=one,
                other=other,
            )
    if len(symbols) < 2:
        raise DataError(
            "{path}: holds one symbol alone, {one!r}; expected two and more",
            path=path,
            one=symbols[0],
        )
