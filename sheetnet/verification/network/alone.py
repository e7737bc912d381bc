"""What Training shows by a workbook's own inputs: the run, which depends on no view."""

import numpy as np
from msgspec import structs

from sheetnet.engine import run
from sheetnet.model.network import Network
from sheetnet.model.shown import OF_RUN, Shown, check_finite
from sheetnet.sheets.assembling import last_followed
from sheetnet.sheets.training.truth import shown_values
from sheetnet.verification.book.opening import Opened
from sheetnet.verification.network.inputs import read_inputs


def shown_in_training(book: Opened, planned: Network, bands: int) -> Shown:
    """Compute the run and what Training shows of it; `bands` counts the pasted ones too.

    Raises: WorkbookError where an input is no number; TrainingError.
    """
    network = structs.replace(planned, pasted=bands - 1 - planned.last_band)
    inputs = read_inputs(book, network).inputs
    trace = run(network, inputs)
    last = min(network.last_band, last_followed(book.plan))
    with np.errstate(all="ignore"):
        shown = shown_values(network, inputs, trace, last)
    check_finite(shown, OF_RUN)
    return shown
