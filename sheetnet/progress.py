"""How long work tells how far it is, to whoever wants to hear it."""

from collections.abc import Callable
from typing import TypeAlias

# What is done now (a key of the command line's words), and which share of all is done.
Tell: TypeAlias = Callable[[str, float], None]


def silent(_stage: str, _share: float) -> None:
    """Tell nobody."""
