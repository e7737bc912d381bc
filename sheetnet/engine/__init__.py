"""NumPy's side: computes the Trace of a run. Knows nothing of sheets.

Written from the book's equations (3-2 to 4-4), apart from the formulas, so
that agreement of the two proves something.
"""

from sheetnet.engine.run import (
    Trace,
    epochs,
    forward,
    one_epoch,
    rough_run,
    roughened,
    run,
)

__all__ = ["Trace", "epochs", "forward", "one_epoch", "rough_run", "roughened", "run"]
