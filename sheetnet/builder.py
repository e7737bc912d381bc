"""`build`: where the two branches meet to make a workbook.

The plan gives every formula, the engine every value; the writer puts them together.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sheetnet import __version__
from sheetnet.engine import Trace, run
from sheetnet.errors import OutputError
from sheetnet.lang import texts
from sheetnet.network import Inputs, Network
from sheetnet.notation import Key
from sheetnet.notices import notices
from sheetnet.resolving import resolve
from sheetnet.shown import Shown
from sheetnet.spec import Spec
from sheetnet.views import all_values, first_given, sheet_makers
from sheetnet.workbook import LAYOUT, Plan, check_fits, plan_workbook
from sheetnet.workbook.manifest import SHEET as MAP_SHEET
from sheetnet.workbook.manifest import Header, lines, manifest_of


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was built: the file, how many formulas, and how the network did."""

    path: Path
    formulas: int
    bytes: int
    C_T: tuple[float, float]
    accuracy: float | None


@dataclass(frozen=True, slots=True)
class Draft:
    """All that a workbook will be, before a byte is written."""

    network: Network
    inputs: Inputs
    trace: Trace
    plan: Plan
    header: Header
    values: Shown


def draft(spec: Spec, lang: str = "en") -> Draft:
    """Compute everything of a workbook and write nothing.

    Raises: SpecError, DataError, ParameterError, LimitError, TrainingError.
    """
    words = texts(lang)
    network, inputs = resolve(spec)
    check_fits(network)
    trace = run(network, inputs)
    plan = plan_workbook(
        network,
        words,
        views=sheet_makers(),
        notices=notices(network, inputs, trace, words),
        version=__version__,
        largest=max(float(np.abs(array).max()) for array in trace.values()),
    )
    given = first_given(network, inputs, trace)
    header = Header(LAYOUT, __version__, lang, words("guide.as_written"))
    values = {
        **all_values(network, inputs, trace, given, network.epochs),
        Key("canary"): np.array(header.as_written, dtype=object),
    }
    return Draft(network, inputs, trace, plan, header, values)


def build(
    spec: Spec | str | Path, path: str | Path, *, lang: str = "en", force: bool = False
) -> BuildResult:
    """Build the workbook of a spec (or of a spec's path or template name) at `path`.

    The folder of `path` is made if it is missing. A file that sheetnet was not the
    last to write is overwritten only with `force`.
    Raises: SheetnetError; then nothing was written and an old file is untouched.
    """
    from sheetnet.spec import load_spec
    from sheetnet.xlsx.package import check_ours
    from sheetnet.xlsx.writer import write_workbook

    spec = spec if isinstance(spec, Spec) else load_spec(spec)
    path = Path(path)
    if not force:
        check_ours(path)
    made = draft(spec, lang)
    _make_folder(path.parent)
    manifest = manifest_of(made.plan, made.network, made.header)
    write_workbook(path, made.plan, made.values, MAP_SHEET, lines(manifest))
    C_T = made.trace[Key("C_T")]
    accuracy = made.trace.get(Key("accuracy"))
    return BuildResult(
        path=path,
        formulas=count_formulas(made.plan),
        bytes=path.stat().st_size,
        C_T=(float(C_T[0]), float(C_T[-1])),
        accuracy=None if accuracy is None else float(accuracy[-1]),
    )


def size_of(made: Draft) -> int:
    """Return how many bytes the workbook would have. Writes nothing."""
    from sheetnet.xlsx.writer import archive

    manifest = manifest_of(made.plan, made.network, made.header)
    return sum(map(len, archive(made.plan, made.values, MAP_SHEET, lines(manifest))))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot make this folder: {error.strerror}"
        ) from error


def count_formulas(plan: Plan) -> int:
    """Return the number of formula cells a plan makes."""
    count = 0
    for sheet in plan.sheets:
        for cell in sheet.cells:
            if cell.formula is None:
                continue
            bands = sheet.down.count if sheet.down and cell.down else 1
            strips = sheet.across.count if sheet.across and cell.across else 1
            count += (bands - (cell.initial is not None)) * strips
    return count
