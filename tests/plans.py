"""What must hold for every plan, whatever the network."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from sheetnet.sheets.training.layout import MOST_PASTED
from sheetnet.workbook.formula.expand import filled
from sheetnet.workbook.plan import Plan, Sheet

_REFERENCE = re.compile(
    r"(?:(\w+|'[^']+')!)?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?(?![\w(])"
)


def column(letters: str) -> int:
    """Return the number of a column."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def formulas_of(sheet: Sheet) -> dict[tuple[int, int], str]:
    """Return every formula of a sheet, by row and column."""
    found: dict[tuple[int, int], str] = {}
    for cell in sheet.cells:
        if cell.formula is None:
            continue
        bands = sheet.down.count if sheet.down else 1
        for row, columns, _, texts in filled(
            cell, sheet.across, sheet.down, bands, sheet.begins
        ):
            for at, text in zip(columns, texts(), strict=True):
                assert (row, at) not in found, f"two formulas at row {row}, column {at}"
                found[row, at] = text
    return found


def assert_sound(plan: Plan, check: Callable[[str], None]) -> None:
    """Check blocks, whitelist, references and order of computation."""
    for sheet in plan.sheets:
        assert_one_thing_a_place(sheet)
        covered = _cells_of_blocks(sheet)
        formulas = formulas_of(sheet)
        assert formulas.keys() <= covered, "a formula that no block covers"
        for text in formulas.values():
            check(text)
    training = plan.sheet("Training")
    covered = _cells_of_blocks(training)
    assert training.across is not None
    # Bands that somebody pastes below the last are looked up too.
    pasted = MOST_PASTED * training.down.step if training.down else 0
    area = max(row for row, _ in covered), max(at for _, at in covered)
    formulas = formulas_of(training)
    graph = {
        place: set(_reads(text, covered, area, pasted)) & formulas.keys()
        for place, text in formulas.items()
    }
    assert_no_cycle(graph)


def assert_no_cycle_anywhere(plan: Plan, check: Callable[[str], None]) -> None:
    """Check whitelist, coverage and order of formulas that reach over sheets."""
    names = {sheet.name: number for number, sheet in enumerate(plan.sheets)}
    graph: dict[tuple[int, int], set[tuple[int, int]]] = {}
    far = 10**6
    for number, sheet in enumerate(plan.sheets):
        covered = _cells_of_blocks(sheet)
        for (row, at), text in formulas_of(sheet).items():
            assert (row, at) in covered, f"a formula that no block covers: {text}"
            check(text)
            graph[row + far * number, at] = set(_reads_of(text, number, names, far))
    graph = {place: reads & graph.keys() for place, reads in graph.items()}
    assert_no_cycle(graph)


def _reads_of(
    text: str, own: int, names: dict[str, int], far: int
) -> Iterator[tuple[int, int]]:
    """Yield the cells a formula reads; rows of later sheets are far away."""
    bare = re.sub(r'"[^"]*"|\d+E-?\d+', "", text)
    for sheet, first, row, end, end_row in _REFERENCE.findall(bare):
        number = names[sheet.strip("'")] if sheet else own
        for r in range(int(row), int(end_row or row) + 1):
            for c in range(column(first), column(end or first) + 1):
                yield r + far * number, c


def assert_one_thing_a_place(sheet: Sheet) -> None:
    """Check that no two cells of the plan stand at one place."""
    places = Counter(place for cell in sheet.cells for place in cell.places())
    twice = [place for place, count in places.items() if count > 1]
    assert twice == [], f"two cells of {sheet.key} at one place"


def _cells_of_blocks(sheet: Sheet) -> set[tuple[int, int]]:
    cells: set[tuple[int, int]] = set()
    for block in sheet.blocks:
        rows, columns = block.cells()
        own = set(zip(rows.ravel().tolist(), columns.ravel().tolist(), strict=True))
        assert len(own) == block.size, f"{block.key} holds a cell twice"
        assert not own & cells, f"{block.key} shares a cell with another block"
        cells |= own
    return cells


def _reads(
    text: str, covered: set[tuple[int, int]], last: tuple[int, int], pasted: int
) -> list[tuple[int, int]]:
    """Return the cells a formula reads; each range must hold cells of the plan.

    `pasted`: so many rows below the last there may be some one day.
    """
    read = []
    for _, first, row, end, end_row in _REFERENCE.findall(
        re.sub(r"\"[^\"]*\"|\d+E-?\d+|('[^']*'|\w+)![$A-Z0-9:]+", "", text)
    ):
        rows = range(int(row), int(end_row or row) + 1)
        columns = range(column(first), column(end or first) + 1)
        assert rows.stop - 1 <= last[0] + pasted, f"{text} reaches below the plan"
        assert columns.stop - 1 <= last[1], f"{text} reaches beyond the plan"
        cells = [(r, c) for r in rows for c in columns if (r, c) in covered]
        assert cells or rows.start > last[0], f"{text} reads only empty cells"
        read += cells
    return read


def assert_no_cycle(graph: dict[tuple[int, int], set[tuple[int, int]]]) -> None:
    """Check that formulas can be computed one after another."""
    waiting = {place: len(reads) for place, reads in graph.items()}
    readers: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, reads in graph.items():
        for read in reads:
            readers.setdefault(read, []).append(place)
    ready = [place for place, count in waiting.items() if count == 0]
    done = 0
    while ready:
        place = ready.pop()
        done += 1
        for reader in readers.get(place, []):
            waiting[reader] -= 1
            if waiting[reader] == 0:
                ready.append(reader)
    assert done == len(graph), "formulas wait for each other in a circle"
