"""The values that a workbook shows, by quantity, in order of computation."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.errors import TrainingError
from sheetnet.model.notation import Key
from sheetnet.wording import later, placed, worded

Shown = dict[Key, NDArray[Any]]


class Ends(NamedTuple):
    """Epochs that head and views know of: the last there is, the last there could be.

    Bands pasted below the last are followed up to `most`.
    """

    last: int
    most: int


# With a symbol: how large the numbers were whose difference a quantity is.
SIZE = "±"


# What a run shows besides itself: distances, squares. What makes these too large.
OF_RUN = later("lower training.eta, or scale the features")
_TOO_LARGE = later("its inputs are too large")


def check_finite(shown: Shown, remedy: str = "") -> None:
    """Refuse what a spreadsheet cannot hold; `remedy` says what makes it smaller.

    Raises: TrainingError, naming the quantity that is no finite number.
    """
    for key, array in shown.items():
        if array.dtype == np.float64 and not np.isfinite(array).all():
            why = placed(*map(worded, filter(None, (_TOO_LARGE, remedy))))
            raise TrainingError("{key} is no finite number; {why}", key=key, why=why)
