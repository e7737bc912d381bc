"""What cells refer to by number."""

from collections.abc import Mapping
from dataclasses import dataclass

from sheetnet.xlsx.writing.strings import Strings


@dataclass(frozen=True, slots=True)
class Tables:
    """What cells refer to by number: looks by name, and texts."""

    styles: Mapping[str, int]
    strings: Strings
