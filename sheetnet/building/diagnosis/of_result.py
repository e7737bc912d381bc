"""Signs in the answers: worth no more than a constant, or not much more."""

from collections.abc import Iterator

from sheetnet.building.diagnosis.course import Examples, class_counts, score
from sheetnet.building.diagnosis.finding import Finding
from sheetnet.model.functions import MARGIN
from sheetnet.model.network import Network

# A skill below this is that of an answer that never changes, but for luck.
NOTHING = 0.05
# Less than half of what lies between such an answer and all right is too little to show.
LITTLE = 0.25


def of_result(
    network: Network, examples: Examples, learned: float
) -> Iterator[Finding]:
    """Find a network whose answers are worth no more than one that never changes."""
    if not learned < NOTHING:
        return
    reached = score(network, examples, examples.last)
    if not network.labelled:
        yield Finding("no-better-than-the-mean", {"r2": reached})
        return
    counts = class_counts(examples.t)
    yield Finding(
        "no-better-than-largest-class",
        {
            "accuracy": reached,
            "largest": network.outputs[int(counts.argmax())],
            "share": float(counts.max() / counts.sum()),
        },
    )


def learned_little(
    network: Network, examples: Examples, learned: float
) -> Iterator[Finding]:
    """Find a network that has learned less than a quarter; to be told where nothing else is."""
    if learned < LITTLE - MARGIN:
        numbers = {"learned": learned, "score": score(network, examples, examples.last)}
        yield Finding("learned-little", numbers | {"epochs": network.epochs})
