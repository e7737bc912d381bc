"""NumPy's side: computes the Trace of a run. Knows nothing of sheets.

Written from the book's equations (3-2 to 4-4), apart from the formulas, so
that agreement of the two proves something.
"""

from sheetnet.engine.run import (
    Trace,
    cost_of_pass,
    epochs,
    forward,
    one_epoch,
    rough_epochs,
    rough_run,
    roughened,
    run,
    slope,
    updated,
)

__all__ = [
    "Trace",
    "cost_of_pass",
    "epochs",
    "forward",
    "one_epoch",
    "rough_epochs",
    "rough_run",
    "roughened",
    "run",
    "slope",
    "updated",
]
