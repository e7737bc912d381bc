"""Signs in how the examples are shared out among the classes: one has most, one has few.

Neither is a fault where all is right all the same.
"""

from collections.abc import Iterator

from sheetnet.building.diagnosis.course import Examples, class_counts, right_by_class
from sheetnet.building.diagnosis.finding import POOR, Finding
from sheetnet.model.network import Network

# Four of five examples: who always says this class is right nearly always.
ONE_SIDED = 0.8
# A class with fewer than a tenth of the largest one's examples hardly moves the weights.
RARE = 0.1
# Who gets fewer of the other classes' test examples right has learned to say the largest.
HALF = 0.5
# One miss may be luck.
LUCK = 1


def of_classes(
    network: Network, examples: Examples, test: Examples | None, learned: float
) -> Iterator[Finding]:
    """Look at the classes of the examples; `test` are those that are not learned from."""
    if not network.labelled:
        return
    one_sided = [*_one_sided(network, examples, test, learned)]
    yield from one_sided or _rare(network, examples, test)


def _one_sided(
    network: Network, examples: Examples, test: Examples | None, learned: float
) -> Iterator[Finding]:
    """Find a class that most examples have, where the others are missed for it."""
    counts = class_counts(examples.t)
    large, total = int(counts.argmax()), len(examples.t)
    if counts[large] < ONE_SIDED * total:
        return
    others, right = _of_others(examples, large)
    new, new_right = (0, 0) if test is None else _of_others(test, large)
    missed = new_right < HALF * new and new - new_right > LUCK
    # Of examples that are all of one class there is no skill.
    if missed or not learned >= POOR:
        yield Finding(
            "one-sided-classes",
            {
                "largest": network.outputs[large],
                "share": float(counts[large] / total),
                "examples": total,
                "others": others + new,
                "right": right + new_right,
            },
        )


def _of_others(examples: Examples, large: int) -> tuple[int, int]:
    """Return how many examples are of other classes, and how many of these are right."""
    both = class_counts(examples.t), right_by_class(examples)
    others, right = (int(one.sum() - one[large]) for one in both)
    return others, right


def _rare(
    network: Network, examples: Examples, test: Examples | None
) -> Iterator[Finding]:
    """Find the rarest class of too few examples, of which some are wrong in the end."""
    counts = class_counts(examples.t)
    wrong = counts - right_by_class(examples)
    if test is not None:
        wrong = wrong + class_counts(test.t) - right_by_class(test)
    for at in counts.argsort(kind="stable"):
        if counts[at] < RARE * counts.max() and wrong[at] > 0.5:
            yield Finding(
                "rare-class",
                {
                    "name": network.outputs[at],
                    "count": int(counts[at]),
                    "examples": len(examples.t),
                },
            )
            return
