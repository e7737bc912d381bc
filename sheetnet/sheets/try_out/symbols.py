"""What sheet and truth of Try agree on beforehand."""

# The two passes, and the epoch of Training that each takes its parameters from.
BEFORE, AFTER = "before", "after"
PASSES = (BEFORE, AFTER)


def own(symbol: str, when: str = "") -> str:
    """Return the symbol of a quantity of this sheet.

    >>> own("x"), own("a", AFTER)
    ('try.x', 'try.after_a')
    """
    return f"try.{when}_{symbol}" if when else f"try.{symbol}"
