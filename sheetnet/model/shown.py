"""The values that a workbook shows, by quantity, in order of computation."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.errors import TrainingError
from sheetnet.model.notation import Key

Shown = dict[Key, NDArray[Any]]

# With a symbol: how large the numbers were whose difference a quantity is.
SIZE = "±"


def check_finite(shown: Shown) -> None:
    """Refuse what a spreadsheet cannot hold.

    Raises: TrainingError, naming the quantity that is no finite number.
    """
    for key, array in shown.items():
        if array.dtype == np.float64 and not np.isfinite(array).all():
            raise TrainingError(f"{key} is no finite number; its inputs are too large")
