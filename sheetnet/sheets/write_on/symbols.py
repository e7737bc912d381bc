"""What sheet and truth of Write on agree on beforehand."""

from sheetnet.model.network import Network

SHEET = "WriteOn"
# The defined names of what is typed, and of what becomes of it.
PROMPT, WRITTEN = "prompt", "written"
# The two passes, by whether they have the parameters of the first band or of the last.
BEFORE, AFTER = "before", "after"


def passes_of(network: Network) -> tuple[str, ...]:
    """Return the passes: one, where nothing is learned."""
    return (BEFORE, AFTER) if network.last_band else (BEFORE,)


def own(symbol: str, when: str = "") -> str:
    """Return the symbol of a quantity of this sheet.

    >>> own("prompt"), own("a", AFTER)
    ('write_on.prompt', 'write_on.after_a')
    """
    return f"write_on.{when}_{symbol}" if when else f"write_on.{symbol}"
