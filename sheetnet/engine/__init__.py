"""NumPy's side: computes the Trace of a run. Knows nothing of sheets.

Written from the book's equations (3-2 to 4-4), apart from the formulas, so
that agreement of the two proves something.
"""

from sheetnet.engine.batches import share_of_batch
from sheetnet.engine.data import Data, as_seen, data_of, targets
from sheetnet.engine.run import (
    Trace,
    accuracies,
    beginnings,
    cost_of_pass,
    epochs,
    forward,
    one_epoch,
    rates_of,
    reached,
    reaching,
    rough_epochs,
    rough_run,
    roughened,
    run,
    slope,
    updated,
)

__all__ = [
    "Data",
    "Trace",
    "accuracies",
    "as_seen",
    "beginnings",
    "cost_of_pass",
    "data_of",
    "epochs",
    "forward",
    "one_epoch",
    "rates_of",
    "reached",
    "reaching",
    "rough_epochs",
    "rough_run",
    "roughened",
    "run",
    "share_of_batch",
    "slope",
    "targets",
    "updated",
]
