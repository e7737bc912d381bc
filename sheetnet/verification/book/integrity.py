"""Does each cell that must hold a formula hold the planned one?

Compares text with text: what applications rewrite when they save is evened out, all
else counts. Knows nothing of values.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sheetnet.errors import FormulaError, WorkbookError
from sheetnet.verification.book.inputs_of import inputs_of
from sheetnet.verification.book.opening import Opened, bands_of, longer
from sheetnet.verification.naming import named
from sheetnet.wording import counted, later, placed, retold, worded
from sheetnet.workbook.address import MAX_ROW, a1, to_a1, to_r1c1
from sheetnet.workbook.formula.expand import filled
from sheetnet.workbook.formula.mentions import mentioned
from sheetnet.workbook.formula.normal_form import same_formula
from sheetnet.workbook.formula.portable import check
from sheetnet.workbook.formula.tree import upper
from sheetnet.workbook.manifest import Manifest, SheetMap
from sheetnet.xlsx.reading.safety import RefusedError, check_rule
from sheetnet.xlsx.reading.sheet.formulas import Formulas, Place

# So many wrong cells are named; more are counted.
_MOST_NAMED = 8
# A person may fill some strips to the right, and note something.
_MOST_OUTSIDE = 20_000
# Of cells, by a formula that is not as planned; beyond ten times the planned ones.
_MOST_READ = 1_000
# As LibreOffice saves TRUE and FALSE that somebody typed.
_CONSTANTS = ("TRUE()", "FALSE()")
# An application rewrites a formula in one way; somebody by hand perhaps in some.
_MOST_FORMS = 4
# What stands in a formula for cells that are no more.
_DELETED = "#REF!"
# From here on, cells have been moved and not edited.
_MOVED_SHARE = 0.5


@dataclass(slots=True)
class Integrity:
    """What was found: bands now, whether cells were moved, problems in one line each."""

    bands: int
    moved: bool = False
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # By the present name of the sheet: formulas beyond the plan.
    outside: dict[str, set[Place]] = field(default_factory=dict)
    # By the key of the sheet: planned cells whose formula no calculator may run. They
    # count as wrong.
    not_run: dict[str, set[Place]] = field(default_factory=dict)

    def left_out(self, names: Mapping[str, str]) -> dict[str, set[Place]]:
        """Return what no calculator is to run, by the present name of the sheet."""
        planned = {names[key]: places for key, places in self.not_run.items()}
        return {
            name: places | planned.get(name, set())
            for name, places in self.outside.items()
        }


@dataclass(slots=True)
class _Tally:
    """Cells of a sheet that were looked at, and those that are not as planned."""

    planned: int = 0
    seen: set[Place] = field(default_factory=set)
    # Of cells that share a formula, the first: all of them were seen.
    shared: set[Place] = field(default_factory=set)
    wrong: list[tuple[int, int, str, str | None]] = field(default_factory=list)

    def unseen(self, formulas: Formulas) -> set[Place]:
        """Return the cells with a formula that were not looked at."""
        others = {
            (run.row, column)
            for run in formulas.runs
            if run.columns and (run.row, run.columns[0]) not in self.shared
            for column in run.columns
        }
        return (formulas.alone.keys() | others) - self.seen

    def strange(self) -> list[Place]:
        """Return the cells that hold another formula than planned."""
        return [
            (row, column) for row, column, _, text in self.wrong if text is not None
        ]


def check_formulas(book: Opened) -> Integrity:
    """Compare every formula with its plan; say which ones no calculator may run.

    Raises: WorkbookError where a planned cell holds a formula that is not on the
    whitelist, or any other cell one that reaches out.
    """
    training = book.formulas.get("Training", Formulas())
    found = Integrity(bands=count_bands(book.manifest, training.get))
    planned = 0
    for sheet in book.manifest.sheets:
        formulas, name = book.formulas[sheet.key], book.names[sheet.key]
        tally = _compare(sheet, formulas, found.bands)
        planned += tally.planned
        inputs = inputs_of(sheet)
        found.outside[name] = {
            place
            for place in tally.unseen(formulas)
            if upper(formulas[place]) not in _CONSTANTS or place not in inputs
        }
        found.not_run[sheet.key] = set(_not_run(tally))
        strange = [at for at in tally.strange() if at not in found.not_run[sheet.key]]
        _check_portable(book, name, formulas, strange)
        found.moved |= _moved(tally)
        found.problems += _problems(book, sheet, tally)
    for name, formulas in book.other_formulas.items():
        found.outside[name] = set(formulas)
    for name, places in found.outside.items():
        _check_reach(book, name, places)
    found.notes += _outside(book, found.outside, planned)
    return found


def count_bands(manifest: Manifest, text_at: Callable[[Place], str | None]) -> int:
    """Return how many bands there are: those planned, and those pasted below.

    A pasted band is known by its heading, `=previous+1`, one band further down; `text_at`
    tells the formula of a cell of Training.
    """
    sheet = next((one for one in manifest.sheets if one.key == "Training"), None)
    if sheet is None or sheet.down is None:
        return 1  # a lesson has no epochs to paste
    heading = next(
        cell for cell in sheet.formulas if cell.row == sheet.down.first and cell.down
        and cell.initial is not None
    )  # fmt: skip
    bands = sheet.down.count
    while bands > 1:
        row = heading.row + bands * sheet.down.step
        text = text_at((row, heading.column))
        planned = to_a1(heading.formula or "", row, heading.column)
        if text is None or not same_formula(text, planned):
            break
        bands += 1
    return bands


def _compare(sheet: SheetMap, formulas: Formulas, bands: int) -> _Tally:
    tally = _Tally()
    down = bands_of(sheet, bands)
    count = down.count if down else 1
    for cell in sheet.formulas:
        rewritten: dict[str, _Rewritten] = {}
        every = filled(cell, sheet.across, down, count, sheet.begins)
        for row, columns, relative, texts in every:
            tally.planned += len(columns)
            if relative is not None and formulas.shares(row, columns, relative):
                tally.shared.add((row, columns[0]))
                continue
            expected, places = texts(), [(row, column) for column in columns]
            tally.seen.update(places)
            if list(map(formulas.alone.get, places)) == expected:
                continue
            for place, planned in zip(places, expected, strict=True):
                text = formulas.get(place)
                if text == planned:
                    continue
                own = relative or to_r1c1(planned, *place)
                if not rewritten.setdefault(own, _Rewritten(own)).is_it(text, place):
                    tally.wrong.append((*place, planned, text))
    return tally


class _Rewritten:
    """A planned formula as an application rewrites it: alike in all strips and bands."""

    def __init__(self, planned: str) -> None:
        self._planned = planned
        self._forms: list[str] = []

    def is_it(self, text: str | None, place: Place) -> bool:
        """Tell whether a cell's text is the planned formula, rewritten or not."""
        if text is None:
            return False
        if any(to_a1(form, *place) == text for form in self._forms):
            return True
        relative = to_r1c1(text, *place)
        # What is not written as cells hold it has no relative form.
        if to_a1(relative, *place) != text:
            return same_formula(text, to_a1(self._planned, *place))
        found = same_formula(relative, self._planned, "R1C1")
        if found and len(self._forms) < _MOST_FORMS:
            self._forms.append(relative)
        return found


def _not_run(tally: _Tally) -> Iterator[Place]:
    """Yield the cells with a formula that is not to be run.

    It might take any time or memory: it joins texts, reads far more cells than planned,
    or by names that were not planned. Or it cannot be run: it fills other cells too, or
    refers to cells that were deleted.
    """
    for row, column, planned, text in tally.wrong:
        if text is None:
            continue
        cells, names, joins = mentioned(text)
        usual, known, _ = mentioned(planned)
        heavy = joins or cells > 10 * usual + _MOST_READ or names - known
        if heavy or text.startswith("{") or _DELETED in text:
            yield row, column


def _check_reach(book: Opened, sheet: str, places: Iterable[Place]) -> None:
    """Refuse formulas outside the plan that reach out; all others are only not run."""
    formulas = book.formulas_of(sheet)
    for place in places:
        try:
            check_rule(formulas[place])
        except RefusedError as error:
            raise WorkbookError(
                "{path}: {where}: refused: {error}",
                path=book.path,
                where=f"{sheet}!{a1(*place)}",
                error=retold(error),
            ) from error


def _check_portable(
    book: Opened, sheet: str, formulas: Formulas, places: Iterable[Place]
) -> None:
    """Check the formulas that are not as planned; planned ones are known to be good."""
    for place in places:
        try:
            check(formulas[place])
        except FormulaError as error:
            where = f"{sheet}!{a1(*place)}"
            raise WorkbookError(placed(book.path, where, retold(error))) from error


def _moved(tally: _Tally) -> bool:
    return len(tally.wrong) > max(_MOST_NAMED, _MOVED_SHARE * tally.planned)


def _problems(book: Opened, sheet: SheetMap, tally: _Tally) -> Iterator[str]:
    """Yield a line for each wrong cell, or one line where it is something as a whole."""
    if _moved(tally):
        yield placed(book.names[sheet.key], _as_a_whole(tally))
        return
    for row, column, planned, text in tally.wrong[:_MOST_NAMED]:
        where = book.address(sheet.key, row, column)
        quantity = _quantity_at(book, sheet, row, column)
        yield worded(
            "{where} ({quantity}) {holds}; planned: ={planned:.80}",
            where=where,
            quantity=quantity,
            holds=_holds(text),
            planned=planned,
        )
    if len(tally.wrong) > _MOST_NAMED:
        rest = len(tally.wrong) - _MOST_NAMED
        more = counted(
            rest,
            "{count} more formula is not as planned",
            "{count} more formulas are not as planned",
        )
        yield placed(book.names[sheet.key], more)


def _as_a_whole(tally: _Tally) -> str:
    count = worded(
        "{wrong} of {planned} formulas", wrong=len(tally.wrong), planned=tally.planned
    )
    texts = [text for *_, text in tally.wrong]
    if not any(texts):
        return worded(
            "{count} are gone; were their values pasted over them?", count=count
        )
    if any(_DELETED in (text or "") for text in texts):
        return worded(
            "{count} are not as planned, and some refer to deleted cells (#REF!)",
            count=count,
        )
    return worded(
        "{count} are not where they were planned; were rows or columns"
        " inserted or deleted?",
        count=count,
    )


def _holds(text: str | None) -> str:
    """Say what a planned cell holds that is not the planned formula."""
    if text is None:
        return worded("holds no formula")
    if text.startswith("{"):
        return worded("holds an array formula or a data table, {text:.80}", text=text)
    if _DELETED in text:
        return worded("holds ={text:.80} and refers to deleted cells", text=text)
    return worded("holds ={text:.80}", text=text)


def _quantity_at(book: Opened, sheet: SheetMap, row: int, column: int) -> str:
    """Return which quantity a cell belongs to, and in which epoch."""
    for block in sheet.blocks:
        at = longer(block, MAX_ROW).index_of(row, column)
        if at is None:
            continue
        for axis, band in zip(block.axes, at, strict=True):
            if axis.name == "epoch":
                number = book.number_of(sheet.key, band)
                says = later("{key} in epoch {epoch}")
                if book.manifest.subject.by_updates:
                    says = later("{key} in update {epoch}")
                return worded(says, key=block.key, epoch=number)
        return str(block.key)
    return worded("outside the map")


def _outside(
    book: Opened, outside: dict[str, set[Place]], planned: int
) -> Iterator[str]:
    """Yield a line that names formulas outside the plan, if there are any."""
    count = sum(map(len, outside.values()))
    if count > planned + _MOST_OUTSIDE:
        raise WorkbookError(
            "{path}: {count:,} formulas outside the plan, which has"
            " {planned:,}; expected at most {most:,}",
            path=book.path,
            count=count,
            planned=planned,
            most=planned + _MOST_OUTSIDE,
        )
    cells = (
        f"{sheet}!{a1(*place)}"
        for sheet, places in outside.items()
        for place in sorted(places)
    )
    if count:
        yield counted(
            count,
            "{count} formula outside the plan was not checked: {cells}",
            "{count} formulas outside the plan were not checked: {cells}",
            cells=named(cells),
        )
