"""Whether a cell holds what it should; if not, which slip it looks like, and since where."""

from dataclasses import dataclass
from typing import Literal

from sheetnet.errors import FormulaError
from sheetnet.explain.mentions import mentions
from sheetnet.explain.place import Found, Spot
from sheetnet.explain.reading import Sources
from sheetnet.model.network import Network
from sheetnet.model.notation import Key
from sheetnet.verification.book.opening import cells_of
from sheetnet.workbook.formula.normal_form import same_formula

# What stands in the cell, beside what was planned for it.
Status = Literal[
    "as planned",  # the planned formula
    "not as planned",  # another formula, or a constant, where one was planned
    "input",  # a constant that a person may change
    "formula in an input",  # NumPy has nothing fixed there to begin with
    "own formula",  # nothing was planned: the user's own
    "own constant",
    "text",  # a heading, a label, a note
    "empty",
]
# Why a value is right or wrong.
Verdict = Literal[
    "right",
    "wrong formula",  # of its own
    "wrong inputs",  # it only reads what is wrong
    "stale",  # saved before something that it reads was changed
    "no value",  # saved without one
    "unknown",  # nothing to compare it with
]


@dataclass(frozen=True, slots=True)
class Standing:
    """What was planned for a cell, and how it stands.

    `planned` is a formula with "=", None for none. `first_wrong` is the first cell that is
    wrong though all it reads is right, where this one is wrong. `limits` are those of an
    input. `as_written`: no application has recalculated the file since sheetnet wrote it.
    `problem`: why NumPy cannot compute.
    """

    status: Status
    verdict: Verdict
    planned: str | None = None
    slip: str = ""
    first_wrong: str = ""
    limits: tuple[float | None, float | None] | None = None
    as_written: bool = False
    problem: str = ""

    @property
    def right(self) -> bool | None:
        """Whether the cell is right; None where nothing was planned or is known."""
        if self.status in ("not as planned", "formula in an input"):
            return False
        if self.verdict in ("no value", "unknown"):
            return None
        return self.verdict == "right"

    def to_json(self) -> dict[str, object]:
        """Return it as a tree for programs."""
        return {
            "planned": self.planned,
            "status": self.status,
            "verdict": self.verdict,
            "right": self.right,
            "slip": self.slip,
            "first_wrong": self.first_wrong,
            "limits": list(self.limits) if self.limits else None,
            "as_written": self.as_written,
        }


def standing_of(sources: Sources, spot: Spot) -> Standing:
    """Return how a cell stands."""
    planned, text = sources.atlas.planned(spot), sources.formula(spot)
    if spot.sheet not in sources.book.names or planned is None:
        return Standing(_unplanned(sources, spot, text), "unknown")
    if planned.formula is None:
        status: Status = "input" if text is None else "formula in an input"
        return Standing(status, "unknown", limits=_limits(sources, spot))
    told = f"={planned.formula}"
    as_written = _as_written(sources)
    verdict = _verdict(sources, spot, text)
    if text is None or not same_formula(text, planned.formula):
        return Standing(
            "not as planned",
            verdict if verdict in ("right", "unknown") else "wrong formula",
            told,
            _slip(sources, spot, text),
            as_written=as_written,
            problem=sources.judge.problem(spot.sheet),
        )
    first = _first_wrong(sources, spot) if verdict == "stale" else None
    return Standing(
        "as planned",
        "wrong inputs" if first and not _is_as_planned(sources, first) else verdict,
        told,
        first_wrong=sources.address(first) if first else "",
        as_written=as_written,
        problem=sources.judge.problem(spot.sheet),
    )


def _verdict(sources: Sources, spot: Spot, text: str | None) -> Verdict:
    """Return how a value stands, as if only its own cell were known."""
    found, saved = sources.atlas.at(spot), sources.saved(spot)
    if sources.judge.problem(spot.sheet):
        return "unknown"
    # The text "" is no value either.
    if (
        saved is None
        and text is not None
        and sources.judge.value(found) not in (None, "")
    ):
        return "no value"
    return "stale" if sources.judge.is_wrong(spot, found, saved) else "right"


def _unplanned(sources: Sources, spot: Spot, text: str | None) -> Status:
    if text is not None:
        return "own formula"
    value = sources.value(spot)
    if value is None:
        return "empty"
    return "text" if isinstance(value, str) else "own constant"


def _limits(sources: Sources, spot: Spot) -> tuple[float | None, float | None] | None:
    for one in sources.book.plan.sheet(spot.sheet).validations:
        row, column = one.area.last
        if one.area.row <= spot.row <= row and one.area.column <= spot.column <= column:
            return one.low, one.high
    return None


def _as_written(sources: Sources) -> bool:
    book = sources.book
    return any(
        cells_of(block, book.saved[block.sheet]).item()
        == book.manifest.header.as_written
        for block in book.blocks(1)
        if block.symbol == "canary"
    )


def _slip(sources: Sources, spot: Spot, text: str | None) -> str:
    from sheetnet.exercises.slips import slip_of

    subject, found = sources.book.manifest.subject, sources.atlas.at(spot)
    if text is None or found is None or not isinstance(subject, Network):
        return ""
    training = sources.book.plan.sheet("Training")
    place = spot.row, spot.column
    return slip_of(subject, training, _element(found), place, text)


def _element(found: Found) -> tuple[Key, tuple[int, ...]]:
    block, at = found
    within = zip(block.axes, at, strict=True)
    own = tuple(i for axis, i in within if axis.name not in ("epoch", "example"))
    return block.key, own


def _first_wrong(sources: Sources, spot: Spot) -> Spot | None:
    """Return the cell that is wrong though all it reads is right; None where it is this one."""
    here, seen = spot, {spot}
    while _is_as_planned(sources, here):
        ahead = [one for one in _wrong_reads(sources, here) if one not in seen]
        if not ahead:
            break
        here = ahead[0]
        seen.add(here)
    return None if here == spot else here


def _is_as_planned(sources: Sources, spot: Spot) -> bool:
    planned, text = sources.atlas.planned(spot), sources.formula(spot)
    if text is None or planned is None or planned.formula is None:
        return False
    return same_formula(text, planned.formula)


def _wrong_reads(sources: Sources, spot: Spot) -> list[Spot]:
    """Return the wrong cells that a cell reads; those that it may look up, if there are no others."""
    found: dict[bool, list[Spot]] = {False: [], True: []}
    try:
        every = mentions(sources.formula(spot) or "0")
    except FormulaError:
        return []
    for mention in every:
        area = sources.area(mention.text, spot.sheet)
        if area is not None:
            found[mention.looked_up] += sources.judge.wrong_within(area)
    return found[False] or found[True]
