"""Which batch each example is in: an update learns from one of them."""

import numpy as np

from sheetnet.errors import SpecError
from sheetnet.model.functions import Array
from sheetnet.spec.data import Dataset
from sheetnet.spec.loading import Spec


def count_of(spec: Spec, dataset: Dataset) -> int:
    """Return how many batches there are; 1 where each update learns from all examples.

    Raises: SpecError where there are more batches than examples.
    """
    training, learned = spec.training, dataset.training
    if dataset.positions and (training.batches or training.batch_size):
        raise SpecError(
            "{path}: training: an update learns from the whole text; leave out batches and"
            " batch_size",
            path=spec.path,
        )
    if training.batch_size is not None:
        return -(-learned // training.batch_size)
    count = training.batches or 1
    if count > learned:
        raise SpecError(
            "{path}: training.batches: expected at most {learned}, the number of"
            " examples that are learned from, found {count}",
            path=spec.path,
            learned=learned,
            count=count,
        )
    return count


def dealt(spec: Spec, dataset: Dataset, count: int) -> Array | None:
    """Return the batch of each example, dealt by turns in the order of the file: 1, 2, 1, …

    A batch that has its size is passed over, so with `batch_size` only the last one may
    be smaller. Test examples are in none, 0. Shapes: (K,).
    """
    if count == 1:
        return None
    learned, size = dataset.training, spec.training.batch_size
    turns = -(-learned // count) if size is None else size
    room = [turns] * count
    if size is not None:
        room[-1] = learned - size * (count - 1)
    order = [b + 1 for turn in range(turns) for b in range(count) if turn < room[b]]
    batch = np.zeros(dataset.examples)
    batch[:learned] = order[:learned]
    return batch
