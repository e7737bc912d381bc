"""What a look at a workbook has found: wrong numbers in sight, and what is worth knowing."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Sight:
    """Wrong numbers in sight are problems; hidden numbers, changed words and looks notes."""

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
