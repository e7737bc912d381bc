"""`new --data`: a table → a spec that learns it. How many rows fit, and η, are tried out."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from sheetnet.building.choosing import choose_eta_by_unseen
from sheetnet.building.planning import plan_of
from sheetnet.errors import DataError, LimitError, OutputError
from sheetnet.files.writing import write_whole
from sheetnet.lang import Texts, texts
from sheetnet.model.network import Network
from sheetnet.spec.data import Dataset, read_data
from sheetnet.spec.proposal.deciding import LEAST_TO_TEST, TEST, Decision, decide
from sheetnet.spec.proposal.given import given_data, with_option
from sheetnet.spec.proposal.looks import looked_at
from sheetnet.spec.proposal.proposal import Proposal
from sheetnet.spec.proposal.reasons import reasons
from sheetnet.spec.proposal.text import spec_text
from sheetnet.spec.resolving import put_together
from sheetnet.spec.schema import DataSpec
from sheetnet.workbook.sizes import cells_in

# Label, targets, and keys of `[data]` as `--set` has them.
Values = NDArray[np.float64] | tuple[str, ...]
Given = tuple[str | None, Sequence[str], Sequence[str]]
# A workbook of more takes applications many seconds to open.
MOST_CELLS = 1_000_000
# So many rows are taken where all are too many; fewer where these still are.
_ROWS = (200, 100, 50)
_CHANCE = 5


def propose_and_write(path: Path, data: Path, given: Given, words: Texts) -> list[str]:
    """Write the spec of a table at `path`, and return what was seen and chosen, a line each.

    Raises: OutputError where the file exists or cannot be written, SpecError, DataError.
    """
    if path.exists():
        raise OutputError("{path}: exists already; choose another name", path=path)
    try:
        proposal = propose(path, data, given_data(path, data, *given))
    except DataError as error:
        raise with_option(error) from None
    write_whole(path, [spec_text(proposal, words).encode()])
    return list(reasons(proposal, words))


def propose(path: Path, data: Path, given: DataSpec) -> Proposal:
    """Look at a table and return a spec that learns it, to be written at `path`.

    `given` is what the user says; it names the file as the spec shall.
    Raises: DataError where the table cannot be read, or what to learn is not clear.
    """
    decision = decide(data, looked_at(data, given))
    dataset = read_data(data, decision.data)
    fits = _rows_that_fit(Proposal(path, decision, dataset))
    rows = given.rows or (None if fits == dataset.examples else fits)
    test = given.test
    if decision.data.split is None and test is None:
        test = TEST if (rows or dataset.examples) >= LEAST_TO_TEST else None
    if rows is not None or test is not None:
        decision = decision.with_data(rows=rows, test=test)
        dataset = read_data(data, decision.data)
    decision, dataset = _without_idle(data, decision, dataset)
    proposal = Proposal(path, decision, dataset)
    chosen = choose_eta_by_unseen(*put_together(proposal.spec, dataset))
    tried = chosen.judged or tuple(one.eta for one in chosen.tried)
    unseen = bool(chosen.judged)
    return replace(proposal, eta=chosen.eta, tried=tried, unseen=unseen)


def _rows_that_fit(proposal: Proposal) -> int:
    """Return of how many rows the workbook is not too large: all, or fewer."""
    network, _ = put_together(proposal.spec, proposal.dataset)
    for rows in (network.examples, *_ROWS):
        if rows <= network.examples and _cells(network, rows) <= MOST_CELLS:
            return rows
    return min(_ROWS[-1], network.examples)


def _cells(network: Network, rows: int) -> float:
    """Return how many cells the workbook would have, of so many examples."""
    test = round(TEST * rows) if rows >= LEAST_TO_TEST else 0
    try:
        plan = plan_of(
            msgspec.structs.replace(network, examples=rows, test=test), texts("en")
        )
    except LimitError:
        return np.inf
    return sum(map(cells_in, plan.sheets))


def _without_idle(
    path: Path, decision: Decision, dataset: Dataset
) -> tuple[Decision, Dataset]:
    """Leave out columns from which nothing can be learned, or everything at once.

    They never change over the rows that learn, or tell the label word for word.
    """
    if decision.data.image is not None:
        return decision, dataset
    idle = [
        one.name for one in dataset.columns if _same(one.values[: dataset.training])
    ]
    twins = [one.name for one in dataset.columns if _tells(one.values, dataset.labels)]
    if not (idle or twins) or len(idle) + len(twins) >= len(dataset.columns):
        return decision, dataset
    decision = decision.without(idle, "constant").without(twins, "same")
    return decision, read_data(path, decision.data)


def _same(values: Values) -> bool:
    """Tell whether all values are one; a missing number counts as the mean of the others."""
    array = np.asarray(values)
    if array.dtype.kind == "f":
        array = array[~np.isnan(array)]
    return len(np.unique(array)) <= 1


def _tells(values: Values, labels: Sequence[object] | None) -> bool:
    """Tell whether each value goes with one label alone and each label with one value.

    Of few examples that may be so by chance; of two numbers one may well follow the other.
    """
    if labels is None or not (isinstance(values, tuple) or isinstance(labels[0], str)):
        return False
    pairs = set(zip(np.asarray(values).tolist(), labels, strict=True))
    each = len({value for value, _ in pairs}), len({label for _, label in pairs})
    return len(pairs) == each[0] == each[1] and len(labels) >= _CHANCE * len(pairs)
