"""One thing that keeps a network from learning: a code, numbers, a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass

from sheetnet.lang import Texts

# Below this skill a network has not learned its examples well: a fifth of what lies
# between the answer that never changes and all right is missing. Signs that good runs
# may show too (saturation, a cost that still falls) count below it alone.
POOR = 0.8


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that keeps a network from learning.

    `code` is for programs, the same in every release; `numbers` are what it rests on,
    by name, as its sentence has them: of updates, where a run has no epochs.
    """

    code: str
    numbers: Mapping[str, float | int | str]
    by_updates: bool = False

    def text(self, texts: Texts) -> str:
        """Return a sentence or two, the last of which says what to change."""
        key = f"warning.{self.code.replace('-', '_')}"
        return texts(f"checkpoints.{key}" if self.by_updates else key, **self.numbers)
