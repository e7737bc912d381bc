"""What is worth knowing of inputs that are none of those the network knows.

Labels and words that nobody told it of, and examples that are used otherwise than once.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sheetnet.errors import WorkbookError
from sheetnet.model.equality import equal_in_sheet
from sheetnet.model.functions import Array
from sheetnet.model.network import Inputs, Network, Objects
from sheetnet.model.notation import Key
from sheetnet.model.updates import SCHEDULES
from sheetnet.verification.book.opening import Opened
from sheetnet.verification.naming import first_told
from sheetnet.wording import later, worded
from sheetnet.workbook.address import a1
from sheetnet.workbook.block import Block

# From here on an example is one of those that m and s are of.
_USED = 0.5


# ------------------------------------------------------------------ words


def strange_words(
    book: Opened, block: Block, network: Network, words: Objects, one_hot: Objects
) -> Iterator[str]:
    """Yield a note on each cell that holds none of the words of its column.

    An empty cell holds no word, as where a value is missing.
    """
    lines, first = [], 0
    for at, field in enumerate(network.categories):
        known = one_hot[first : first + len(field.words)].tolist()
        first += len(field.words)
        for k, word in enumerate(words[:, at].tolist()):
            if word is None or any(equal_in_sheet(word, one) for one in known):
                continue
            where = book.address(block.sheet, *block.place(k * words.shape[1] + at))
            lines.append(
                worded(
                    "{where} holds {quoted}{kind}, which is no word of {name!r}; its"
                    " features are all 0; the words are {listed}",
                    where=where,
                    quoted=_quoted(word),
                    kind=_kind(word, known),
                    name=field.name[:40],
                    listed=_listed(known),
                )
            )
    yield from first_told(
        lines,
        later("{count} more cell holds no known word"),
        later("{count} more cells hold no known word"),
    )


def _kind(word: object, known: Sequence[object]) -> str:
    """Say that a number is none of the words, where one of them looks the same."""
    return (
        worded(" (a number; type an apostrophe before it)")
        if str(_short(word)) in known
        else ""
    )


# ------------------------------------------------------------------ use


def strange_use(book: Opened, block: Block, use: Array) -> Iterator[str]:
    """Yield a note on each example that is used otherwise than once or not at all.

    Raises: WorkbookError where none is used.
    """
    if not (use > _USED).any():
        first = book.address(block.sheet, *block.place(0))
        last = a1(*block.place(block.size - 1))
        raise WorkbookError(
            "{path}: no example is used: {first}:{last} (use) is 0 everywhere;"
            " type 1 for at least one example",
            path=book.path,
            first=first,
            last=last,
        )
    lines = []
    for at, value in enumerate(use.tolist()):
        if value in (0.0, 1.0):
            continue
        where = book.address(block.sheet, *block.place(at))
        once = worded("once") if value > _USED else worded("not at all")
        lines.append(
            worded(
                "{where} (use) holds {value:g}, expected 1 or 0: C_T and the"
                " gradients count the example {value:g} times, m and s {once}",
                where=where,
                value=value,
                once=once,
            )
        )
    yield from first_told(
        lines,
        later("{count} more cell of use is not 1 or 0"),
        later("{count} more cells of use are not 1 or 0"),
    )


def strange_batches(
    book: Opened, block: Block, most: int, batch: Array
) -> Iterator[str]:
    """Yield a note on each example whose batch there is not."""
    lines = [
        worded(
            "{where} (batch) holds {value:g}, expected a whole number from 0 to {most}:"
            " no update learns from the example",
            where=book.address(block.sheet, *block.place(at)),
            value=value,
            most=most,
        )
        for at, value in enumerate(batch.tolist())
        if value not in range(most + 1)
    ]
    yield from first_told(
        lines,
        later("{count} more example is in no batch"),
        later("{count} more examples are in no batch"),
    )


def check_seeds(
    book: Opened, network: Network, inputs: Inputs, blocks: Mapping[Key, Block]
) -> None:
    """Refuse a seed of masks that doubles do not count exactly with.

    Raises: WorkbookError.
    """
    starts = zip(network.begins, (inputs.start, *inputs.checkpoints), strict=True)
    for band, start in starts:
        for kept in network.carried:
            if kept.below is None:
                continue
            value, block = float(start[Key(kept.name)]), blocks[Key(kept.name)]
            if value % 1 or not 0 <= value < kept.below:
                place = block.in_band(band).place(0)
                raise WorkbookError(
                    "{path}: {address}: expected a whole number from {low} to {high}",
                    path=book.path,
                    address=book.address(block.sheet, *place),
                    low=1,
                    high=kept.below - 1,
                )


def check_schedule(
    book: Opened, network: Network, inputs: Inputs, blocks: Mapping[Key, Block]
) -> None:
    """Refuse a schedule's setting by which it would divide by 0, or take a logarithm of it.

    Raises: WorkbookError.
    """
    if not network.schedule:
        return
    for name, setting in SCHEDULES[network.schedule].settings.items():
        value, block = inputs.settings[name], blocks[Key(name)]
        if value < setting.least:
            raise WorkbookError(
                "{path}: {address}: expected a number of at least {least:g} ({name}),"
                " found {value:g}",
                path=book.path,
                address=book.address(block.sheet, *block.place(0)),
                least=setting.least,
                name=name,
                value=value,
            )


def check_kept(book: Opened, network: Network, inputs: Inputs) -> None:
    """Refuse columns to be scaled or filled without any number in what is used.

    Raises: WorkbookError.
    """
    used = slice(None) if inputs.use is None else inputs.use > _USED
    there = ~np.isnan(inputs.x[used])
    for at, field in enumerate(network.numbers):
        mine = there if there.ndim > 2 else there[:, at]
        if (field.fills or field.scale != "none") and not mine.any():
            raise WorkbookError(
                "{path}: {name!r} holds no number in the examples that are used;"
                " type one, or use an example that has one",
                path=book.path,
                name=field.name[:40],
            )


# ------------------------------------------------------------------ labels


def strange_labels(
    book: Opened, block: Block, labels: Objects, classes: Objects, network: Network
) -> Iterator[str]:
    """Yield a note on each example whose label is none of the classes."""
    rows, columns = (at.ravel() for at in block.cells())
    one_unit = network.units_out == 1
    what = worded("t is 0") if one_unit else worded("its targets are all 0")
    lines = []
    for at, label in enumerate(labels.ravel().tolist()):
        if label is None and network.is_sequence:  # nothing is to be said
            continue
        if label is not None and any(equal_in_sheet(label, one) for one in classes):
            continue
        where = book.address(block.sheet, int(rows[at]), int(columns[at]))
        if label is None:
            says = later("{where} is empty, and is no class; {what}: type a label")
            if any(equal_in_sheet(label, one) for one in classes):
                says = later(
                    "{where} is empty, and counts as the class 0: type a label"
                )
            lines.append(worded(says, where=where, what=what))
            continue
        is_text = isinstance(label, str) and _looks_like_number(label)
        lines.append(
            worded(
                "{where} holds {quoted}{kind}, which is no class; {what}; the"
                " classes are {listed}",
                where=where,
                quoted=_quoted(label),
                kind=worded(" (text)") if is_text else "",
                what=what,
                listed=_listed(classes.tolist()),
            )
        )
    yield from first_told(
        lines,
        later("{count} more label is no class"),
        later("{count} more labels are no class"),
    )


def _looks_like_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _quoted(value: object) -> str:
    return repr(value[:40]) if isinstance(value, str) else str(_short(value))


def _short(value: object) -> object:
    return f"{value:g}" if isinstance(value, float) else value


def _listed(words: Sequence[object]) -> str:
    return ", ".join(str(_short(one))[:40] for one in words[:8] if one is not None)
