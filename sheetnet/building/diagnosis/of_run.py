"""Signs in C_T by epoch: steps too large, too small, or too few."""

from collections.abc import Iterator, Mapping

import numpy as np

from sheetnet.building.diagnosis.finding import POOR, Finding
from sheetnet.model.functions import Array
from sheetnet.model.network import Network

# A rise of C_T smaller than this may be a last correction.
RISE = 0.01
# A single rise of a tenth, in a poor run, has thrown the parameters where they are.
THROWN = 0.1
# One epoch in four of the second half: by then small steps have settled.
OFTEN = 0.25
# Twice its lowest value, and more than a hundredth of the first: it went up again.
AGAIN, OF_FIRST = 2.0, 0.01
# At the pace of the last tenth a fifth of C_T would go, in as many epochs again, or in
# as many as a small workbook has.
GOING_ON, AHEAD = 0.2, 20
# Or it lost less than a fifth in the whole run, and still goes on at half the pace.
SOME, STEADY = 0.2, 0.5
# Less than a twentieth in the whole run, and still moving: more epochs would not do.
LITTLE = 0.05
# Unless it goes faster now than on the whole by a half: it leaves a plateau.
FASTER = 1.5


def of_run(
    network: Network,
    settings: Mapping[str, float],
    C_T: Array,
    learned: float,
    hindered: bool,
) -> Iterator[Finding]:
    """Look at C_T by epoch: steps too large, too small, or too few."""
    eta = settings["eta"]
    if _ends_high(C_T, masked=network.goes_up_and_down):
        yield _rose(C_T, eta)
    elif network.checkpoints or network.goes_up_and_down:
        return  # nobody sees how it goes between checkpoints, or by masks that change
    elif learned < POOR and _jumps(C_T):
        yield _jumping(C_T, eta)
    elif learned < POOR and C_T[-1] < C_T[0]:
        yield from _slow(network, C_T, eta, hindered)


def _ends_high(C_T: Array, *, masked: bool) -> bool:
    """Tell whether C_T ends above where it began, or went far up again.

    Under other masks it is another one: then only twice what it began with tells of steps.
    """
    if masked:
        return bool(C_T[-1] > AGAIN * C_T[0])
    lowest = C_T.min()
    again = C_T[-1] > AGAIN * lowest and C_T[-1] - lowest > OF_FIRST * C_T[0]
    return bool(again or C_T[-1] > C_T[0] * (1.0 + 1e-9))


def _rose(C_T: Array, eta: float) -> Finding:
    return Finding(
        "cost-rose",
        {
            "first": float(C_T[0]),
            "last": float(C_T[-1]),
            "lowest": float(C_T.min()),
            "epoch": int(C_T.argmin()),
            "eta": eta,
            "smaller": eta / 10,
        },
    )


def _rises(C_T: Array) -> Array:
    """Return by which share of itself C_T rises in each epoch."""
    rises: Array = np.diff(C_T) / C_T[:-1]
    return rises


def _jumps(C_T: Array) -> bool:
    """Tell whether a cost goes up and down: in the second half, or once by far.

    The first steps of a good run may rise, and a run that learned all in the end has
    steps that were large but not too large: this counts in poor runs alone.
    """
    rises = _rises(C_T)
    late = rises[len(rises) // 2 :] > RISE
    often = late.sum() >= max(2, OFTEN * len(late))
    return bool(often or rises.max() > THROWN)


def _jumping(C_T: Array, eta: float) -> Finding:
    rises = _rises(C_T)
    return Finding(
        "cost-jumps",
        {
            "count": int((rises > RISE).sum()),
            "epochs": len(rises),
            "rise": float(rises.max()),
            "eta": eta,
            "smaller": eta / 10,
        },
    )


def _slow(
    network: Network, C_T: Array, eta: float, hindered: bool
) -> Iterator[Finding]:
    """Find steps that are too few, or too small, from the pace of the last tenth."""
    epochs = network.epochs
    few = max(1, round(epochs / 10))
    pace = float(C_T[-1 - few] - C_T[-1]) / few
    ahead = max(epochs, AHEAD)
    share = pace * ahead / float(C_T[-1])
    fell = 1.0 - float(C_T[-1] / C_T[0])
    faster = pace * epochs / float(C_T[0] - C_T[-1])
    steady = fell < SOME and faster >= STEADY
    if share < GOING_ON and fell < LITTLE and faster <= FASTER:
        if pace > 0.0 and not hindered:
            numbers = {"epochs": epochs, "share": fell, "eta": eta, "larger": 10 * eta}
            yield Finding("eta-too-small", numbers)
    elif share >= GOING_ON or (steady and not hindered):
        numbers = {"epochs": epochs, "more": 3 * ahead, "ahead": ahead}
        yield Finding("still-falling", numbers | {"share": min(1.0, share)})
