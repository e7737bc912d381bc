"""Sheets with a truth of their own, for one who wants to see, try and check.

A view is a folder: `sheet.py` makes its formulas and knows nothing of the engine;
`truth.py` computes with NumPy what they must show and knows nothing of sheets. The two
share the symbols of their quantities, and Explorer the words of its sentences.
"""

from importlib import import_module
from typing import TYPE_CHECKING, cast

import numpy as np

from sheetnet.engine import Trace
from sheetnet.model.network import Inputs, Network
from sheetnet.model.notation import Key
from sheetnet.model.shown import Ends, Shown
from sheetnet.sheets.cost import truth as cost
from sheetnet.sheets.picture import truth as picture
from sheetnet.sheets.picture.symbols import own
from sheetnet.sheets.training.truth import shown_values

if TYPE_CHECKING:
    from sheetnet.sheets.protocols import SheetFormulas, SheetTruth

# In the order of the sheets in the workbook.
VIEWS = ("explorer", "try_out", "gradient_check", "check")


# Of sequences some look at one position alone, and are left out.
OF_SEQUENCES = ("write_on", "gradient_check", "check")


def views_of(network: Network) -> tuple[str, ...]:
    """Return which of the views a workbook has."""
    return OF_SEQUENCES if network.is_sequence else VIEWS


def sheet_makers(network: Network) -> "list[SheetFormulas]":
    """Return the modules that make the sheets."""
    every = [import_module(f"{__name__}.{view}.sheet") for view in views_of(network)]
    return cast("list[SheetFormulas]", every)


def _truths(network: Network) -> "list[SheetTruth]":
    every = [import_module(f"{__name__}.{view}.truth") for view in views_of(network)]
    return [picture, *cast("list[SheetTruth]", every)]


def first_given(network: Network, inputs: Inputs, trace: Trace) -> Shown:
    """Return what a fresh workbook holds in the views' own input cells."""
    given: Shown = {}
    with np.errstate(all="ignore"):
        for truth in _truths(network):
            given |= truth.first_given(network, inputs, trace)
    return given


def changed_given(
    network: Network, inputs: Inputs, rng: "np.random.Generator"
) -> Shown:
    """Return what a user might choose: new values for some of the views' inputs."""
    changed: Shown = {}
    for truth in _truths(network):
        changed |= truth.changed(network, inputs, rng)
    return changed


def all_values(
    network: Network, inputs: Inputs, trace: Trace, given: Shown, ends: Ends
) -> Shown:
    """Return every value the workbook shows: of the run, then of the views.

    `given` are the views' own inputs; `ends` are the last band that head and views know
    of, and the last one that they could: pasted ones may come after either. What overflows
    is infinite or NaN.
    """
    last = ends.last
    with np.errstate(all="ignore"):
        values = shown_values(network, inputs, trace, last) | given
        values |= cost.table(network, values, ends)
        values |= picture.lists(network, ends)
        for truth in _truths(network):
            values |= truth.shown(network, inputs, trace, given, last)
        told = cost.shown(network, inputs, trace, last)
        # Picture repeats what Training says.
        for symbol in ("learns", "says"):
            if Key(symbol) in told:
                values[Key(own(symbol))] = told[Key(symbol)]
    return values | told
