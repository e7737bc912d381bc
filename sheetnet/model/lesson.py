"""What a lesson is: a spec of a page, and the structure that travels in its workbook.

Knows no single lesson, no sheets and no values but the limits of inputs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Annotated, Any, Protocol, TypeVar, cast

import msgspec
import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sheetnet.lang import Texts
    from sheetnet.workbook.plan import Sheet

# Where lessons are found: a folder each.
_LESSONS = "sheetnet.lessons"

# Values of a lesson, by symbol, in order of computation.
Arrays = dict[str, NDArray[Any]]

_Length = Annotated[int, Meta(ge=1, le=100_000)]


class LessonFile(Struct, forbid_unknown_fields=True, frozen=True):
    """A lesson's spec as written; a lesson adds keys of its own."""

    kind: str
    title: str | dict[str, str] = ""


SettingsType = TypeVar("SettingsType", bound=LessonFile)


@dataclass(frozen=True, slots=True)
class LessonSpec:
    """A checked spec of a lesson and where it came from; `name` is the file's stem."""

    path: Path
    name: str
    title: str | dict[str, str]
    settings: LessonFile

    def beside(self, file: str) -> Path:
        """Return the path of a file that is named relative to the spec."""
        return self.path.parent / file


class Lesson(Struct, frozen=True, forbid_unknown_fields=True):
    """A lesson ready to be built: its settings, and the shape of every input."""

    kind: str
    title: str
    settings: dict[str, Any]
    shapes: dict[str, tuple[_Length, ...]]

    @property
    def by_updates(self) -> bool:
        """Whether a band is called an update, as of some networks."""
        return False

    def read(self, kind: type[SettingsType]) -> SettingsType:
        """Return the settings as the lesson's own type.

        Raises: msgspec.ValidationError where they were altered.
        """
        return msgspec.convert(self.settings, kind)


@dataclass(frozen=True, slots=True)
class Limits:
    """What an input may be: from low to high, whole numbers only or any."""

    low: float
    high: float
    whole: bool = False

    def some(self, rng: "np.random.Generator") -> float:
        """Return a number within the limits, drawn at random."""
        if self.whole:
            return float(rng.integers(int(self.low), int(self.high), endpoint=True))
        return float(np.round(rng.uniform(self.low, self.high), 3))


# The limits of a lesson's inputs, by symbol.
Inputs = Mapping[str, Limits]


class LessonModule(Protocol):
    """What a lesson's folder offers at its door."""

    SECTIONS: dict[str, tuple[str, ...]]
    """By sheet: the sections of the book's notes that it shows."""
    INPUTS: Inputs
    """The limits of every input."""
    Settings: type[LessonFile]
    """What its spec may say."""

    def given(self, spec: LessonSpec) -> Arrays:
        """Return the inputs of a fresh workbook. Raises: SheetnetError."""

    def truth(self, lesson: Lesson, given: Arrays) -> Arrays:
        """Return what every formula must show. Raises: TrainingError."""

    def sheets(self, lesson: Lesson, texts: "Texts") -> "list[Sheet]":
        """Return the sheets."""


def lesson_names() -> list[str]:
    """Return the kinds of lessons there are, importing none."""
    return sorted(
        one.name.replace("_", "-")
        for one in iter_modules(import_module(_LESSONS).__path__)
    )


def lesson_module(kind: str) -> LessonModule:
    """Return the module of a lesson."""
    return cast("LessonModule", import_module(f"{_LESSONS}.{kind.replace('-', '_')}"))


def ticks(right: object) -> NDArray[np.object_]:
    """Return ✓ where it is right, ✗ where not, in the same shape."""
    return np.where(np.asarray(right, dtype=bool), "✓", "✗").astype(object)


def same(one: object, other: object) -> NDArray[np.object_]:
    """Return ✓ where two ways gave the same number, but for rounding, else ✗."""
    a, b = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    return ticks(np.abs(a - b) <= 1e-9 * (1 + np.abs(a)))


def frame(name: str, most: float | NDArray[Any]) -> Arrays:
    """Return the corners of a chart's square plot around 0 that holds all up to `most`.

    Its end is 1, 2 or 4 times a power of ten, less a tenth.
    """
    own = float(most) / 0.9
    power = 10.0 ** np.floor(np.log10(own) + 1e-9)
    ends = np.array([1.0, 2.0, 4.0, 10.0])
    end = 0.9 * power * ends[own / power <= ends + 1e-9][0]
    shown = {"most": own, "power": power, "end": end}
    found: Arrays = {
        f"{name}_{part}": np.array([value]) for part, value in shown.items()
    }
    return found | {name: np.array([-end, end])}
