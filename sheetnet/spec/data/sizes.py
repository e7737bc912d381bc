"""Numbers that a run cannot square: too large, or too close to each other."""

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
        return f"numbers of {size:.3g} are too large (at most {LARGEST:g})"
    if scaled and 0.0 < high - low < LEAST_SPREAD:
        told = f"numbers that differ by {high - low:.3g} at most are too close"
        return f"{told} (at least {LEAST_SPREAD:g})"
    return ""
