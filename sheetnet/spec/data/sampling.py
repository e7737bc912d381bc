"""Which examples are taken, and which of them test: drawn by a seed, a fair share of each class.

Knows numbers of rows and labels only.
"""

from collections.abc import Sequence

import numpy as np

from sheetnet.model.equality import Label


def sample(
    count: int, wanted: int, labels: Sequence[Label] | None, seed: int
) -> list[int]:
    """Return which of `count` examples are taken, in order.

    Each class has its share, to the nearest example, and one at least where there is room.
    """
    if wanted >= count:
        return list(range(count))
    groups = _groups(count, labels)
    shares = _shares([len(group) for group in groups], wanted, 1)
    return _drawn(groups, shares, seed)


def drawn_to_test(
    count: int, share: float, labels: Sequence[Label] | None, seed: int
) -> list[int]:
    """Return which examples test, in order; of each class one at least goes on learning."""
    groups = _groups(count, labels)
    sizes = [len(group) for group in groups]
    wanted = min(max(round(share * count), 1), count - len(groups))
    return _drawn(groups, _shares([size - 1 for size in sizes], wanted, 0), seed)


def _groups(count: int, labels: Sequence[Label] | None) -> list[list[int]]:
    if labels is None:
        return [list(range(count))]
    found: dict[Label, list[int]] = {}
    for at, label in enumerate(labels):
        found.setdefault(label, []).append(at)
    return list(found.values())


def _shares(sizes: list[int], wanted: int, least: int) -> list[int]:
    """Return how many of each group are taken: by largest remainders, `wanted` in all.

    >>> _shares([50, 30, 20], 10, 1), _shares([97, 2, 1], 10, 1)
    ([5, 3, 2], [8, 1, 1])
    """
    total = sum(sizes)
    if wanted <= 0 or not total:
        return [0] * len(sizes)
    exact = [size * wanted / total for size in sizes]
    taken = [int(one) for one in exact]
    if wanted >= least * len(sizes):
        taken = [
            max(one, min(least, size)) for one, size in zip(taken, sizes, strict=True)
        ]
    while (missing := wanted - sum(taken)) != 0:
        step = 1 if missing > 0 else -1
        gaps = [(e - t) * step for e, t in zip(exact, taken, strict=True)]
        free = [
            at for at, (t, size) in enumerate(zip(taken, sizes, strict=True))
            if (t < size if step > 0 else t > least)
        ]  # fmt: skip
        at = max(free, key=lambda one: gaps[one])
        taken[at] += step
    return taken


def _drawn(groups: list[list[int]], shares: list[int], seed: int) -> list[int]:
    rng = np.random.default_rng(seed)
    chosen: list[int] = []
    for group, share in zip(groups, shares, strict=True):
        order = rng.random(len(group)).argsort(kind="stable")
        chosen += [group[at] for at in order[:share]]
    return sorted(chosen)
