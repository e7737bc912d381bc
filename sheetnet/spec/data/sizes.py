"""Numbers that a run cannot square: too large, or too close to each other."""

from sheetnet.wording import worded

# A scaled column needs the squares of its numbers, a run the squares of those of their sums.
LARGEST = 1e100
LEAST_SPREAD = 1e-100


def unfit(low: float, high: float, *, scaled: bool = True) -> str:
    """Return what is the matter with numbers from `low` to `high`; "" where nothing is.

    >>> unfit(0.0, 8e300)
    'numbers of 8e+300 are too large (at most 1e+100)'
    >>> unfit(1e-300, 3e-300)
    'numbers that differ by 2e-300 at most are too close (at least 1e-100)'
    >>> unfit(-5.0, 5.0), unfit(2e-300, 2e-300), unfit(1e-300, 3e-300, scaled=False)
    ('', '', '')
    """
    size = max(abs(low), abs(high))
    if size > LARGEST:
        return worded(
            "numbers of {size:.3g} are too large (at most {largest:g})",
            size=size,
            largest=LARGEST,
        )
    if scaled and 0.0 < high - low < LEAST_SPREAD:
        told = worded(
            "numbers that differ by {spread:.3g} at most are too close",
            spread=high - low,
        )
        return worded(
            "{told} (at least {least_spread:g})", told=told, least_spread=LEAST_SPREAD
        )
    return ""
