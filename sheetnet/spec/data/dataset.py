"""What a data file comes to: columns, labels or targets, and which examples learn."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sheetnet.model.equality import Label

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Column:
    """One feature column as it stands in the file.

    `values` are K numbers, NaN where one is missing, or K words, "" where one is missing.
    """

    name: str
    values: Numbers | tuple[str, ...]

    @property
    def is_category(self) -> bool:
        """Whether it holds words."""
        return isinstance(self.values, tuple)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Examples as read from the file; the first `training` of them learn, the others test.

    Shapes: labels K long or None; t (K, n_L) or None: exactly one of the two.
    Of a text an example is a sequence of so many `positions`; the values of its one column
    and the labels are those of all of them, "" where none stands. `symbols` are all that
    it knows, in the order in which they come.
    `notes` are sentences on what was guessed and done; those of them that tell which
    examples were taken are in `taken` as well.
    """

    columns: tuple[Column, ...]
    labels: tuple[Label, ...] | None
    targets: tuple[str, ...]
    t: Numbers | None
    training: int
    notes: tuple[str, ...]
    taken: tuple[str, ...] = ()
    positions: int = 0
    symbols: tuple[Label, ...] = ()

    @property
    def of_reading(self) -> tuple[str, ...]:
        """The notes on how the file was read."""
        return tuple(one for one in self.notes if one not in self.taken)

    @property
    def examples(self) -> int:
        """K, how many examples there are."""
        return len(self.columns[0].values) // max(1, self.positions)

    @property
    def classes(self) -> tuple[tuple[str, int], ...]:
        """How many examples each class has, in the order of the outputs; none for numbers."""
        counts: Counter[Label] = Counter(self.labels or ())
        return tuple(
            (one if isinstance(one, str) else f"{one:g}", counts[one])
            for one in self.symbols or sorted(counts)
        )
