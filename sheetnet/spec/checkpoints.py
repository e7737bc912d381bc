"""How long a network trains: for epochs, or to checkpoints, which count updates."""

from itertools import pairwise
from typing import TYPE_CHECKING

from sheetnet.errors import SpecError

if TYPE_CHECKING:
    from sheetnet.spec.training import TrainingSpec

# A checkpoint, and one update from it.
LIVE = 2


def check_length(training: "TrainingSpec", where: str) -> None:
    """Check that a spec tells once, and in order, how long it trains. Raises: SpecError."""
    if training.checkpoints is None:
        if training.epochs is None:
            raise SpecError(
                "{where}.epochs: is missing; expected it, or checkpoints", where=where
            )
        if training.live is not None:
            raise SpecError(
                "{where}.live: belongs to checkpoints, and there are none", where=where
            )
        return
    if training.epochs is not None:
        raise SpecError(
            "{where}: expected either epochs or checkpoints, found both; checkpoints"
            " count updates, and their last one tells how long the network trains",
            where=where,
        )
    _check_order(training.checkpoints, training.live or LIVE, where)


def _check_order(checkpoints: list[int], live: int, where: str) -> None:
    """Check that checkpoints begin at 0 and rise, with room for their live bands."""
    if not checkpoints or checkpoints[0] != 0:
        begun = ", ".join(map(str, [0, *checkpoints][:4]))
        raise SpecError(
            "{where}.checkpoints: expected 0 as the first, the parameters that training"
            " begins with, as [{begun}]",
            where=where,
            begun=begun,
        )
    for one, other in pairwise(checkpoints):
        if other <= one:
            raise SpecError(
                "{where}.checkpoints: expected numbers of updates that rise, found"
                " {other} after {one}",
                where=where,
                one=one,
                other=other,
            )
        if other < one + live:
            raise SpecError(
                "{where}.checkpoints: the {live} live bands of {one} go up to update"
                " {last} and reach {other}; take {other} out, or lower {where}.live"
                " to {fit}",
                where=where,
                live=live,
                one=one,
                last=one + live - 1,
                other=other,
                fit=other - one,
            )


def length_of(
    training: "TrainingSpec", batches: int
) -> tuple[int, tuple[int, ...], int]:
    """Return whole epochs, checkpoints (none: ()), and the bands of each."""
    if training.checkpoints is None:
        return training.epochs or 0, (), LIVE
    live = training.live or LIVE
    updates = training.checkpoints[-1] + live - 1
    return updates // batches, tuple(training.checkpoints), live
