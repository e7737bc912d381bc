"""`[training]` as types: the checks and the JSON Schema are made from them.

What an optimizer or a schedule may be given is what its record has.
"""

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from msgspec import Meta, Struct, defstruct
from msgspec.structs import asdict

from sheetnet.errors import SpecError
from sheetnet.model.costs import cost_names
from sheetnet.model.network import MOST_UPDATES
from sheetnet.model.optimizers import (
    GRADIENT_DESCENT,
    OPTIMIZERS,
    Setting,
    optimizer_names,
)
from sheetnet.model.updates import SCHEDULES, schedule_names

CostName = Annotated[str, Meta(extra_json_schema={"enum": cost_names()})]
OptimizerName = Annotated[str, Meta(extra_json_schema={"enum": optimizer_names()})]
# These have keys of their own, whatever the optimizer.
_APART = ("eta", "weight_decay")


class InitSpec(Struct, forbid_unknown_fields=True, frozen=True):
    """Initial parameters: drawn from a distribution, or read from a file."""

    distribution: Literal["normal", "uniform", "xavier", "he", "zeros"] | None = None
    file: str | None = None
    mean: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    seed: Annotated[int, Meta(ge=0)] | None = None


def _settings_spec(
    kind: str, what: str, settings: Mapping[str, Setting]
) -> type[Struct]:
    """Return a record's settings as a type, told from others by its kind."""
    fields = [
        (name, _number(one), one.usual)
        if one.usual is not None
        else (name, _number(one))
        for name, one in settings.items()
        if name not in _APART
    ]
    name = f"{kind.title().replace('-', '')}{what}"
    return defstruct(
        name,
        fields,
        tag_field="kind",
        tag=kind,
        forbid_unknown_fields=True,
        frozen=True,
        module=__name__,
        namespace={"__doc__": f"The {what.lower()} `{kind}` with settings of its own."},
    )


def _number(one: Setting) -> Any:  # noqa: ANN401
    bounds = (
        Meta(ge=one.least) if one.below is None else Meta(ge=one.least, lt=one.below)
    )
    return Annotated[int if one.whole else float, bounds]


if TYPE_CHECKING:
    OptimizerSpec = Struct
    ScheduleSpec = Struct
else:
    OptimizerSpec = Union[  # noqa: UP007
        tuple(
            _settings_spec(name, "Optimizer", one.settings)
            for name, one in OPTIMIZERS.items()
        )
    ]
    ScheduleSpec = Union[  # noqa: UP007
        tuple(
            _settings_spec(name, "Schedule", one.settings)
            for name, one in SCHEDULES.items()
        )
    ]


class TrainingSpec(Struct, forbid_unknown_fields=True, frozen=True):
    """How the network learns: `[training]`.

    `freeze` names parameters that stay as they begin: "b", "w3", "layer.2". `batches` or
    `batch_size`: an epoch has an update for each batch of the examples. `checkpoints`
    instead of `epochs`: after so many updates the run is shown for `live` bands each.
    """

    eta: float
    epochs: Annotated[int, Meta(ge=0)] | None = None
    checkpoints: list[Annotated[int, Meta(ge=0, le=MOST_UPDATES)]] | None = None
    live: Annotated[int, Meta(ge=1)] | None = None
    optimizer: OptimizerName | OptimizerSpec = GRADIENT_DESCENT
    weight_decay: Annotated[float, Meta(ge=0)] | None = None
    schedule: ScheduleSpec | None = None
    clip: Annotated[float, Meta(ge=1e-6)] | None = None
    cost: CostName = "squared-error"
    reduction: Literal["sum", "mean"] = "sum"
    batches: Annotated[int, Meta(ge=1)] | None = None
    batch_size: Annotated[int, Meta(ge=1)] | None = None
    init: InitSpec = InitSpec(distribution="normal", mean=0.0, sd=1.0, seed=1)
    freeze: list[str] = []

    @property
    def given(self) -> dict[str, float]:
        """The settings of the update that the spec tells, by their keys in `[training]`."""
        alone = {"eta": self.eta, "weight_decay": self.weight_decay, "clip": self.clip}
        tables = {"optimizer": self.optimizer, "schedule": self.schedule}
        for name, table in tables.items():
            if isinstance(table, Struct):
                alone |= {f"{name}.{key}": one for key, one in asdict(table).items()}
        return {key: value for key, value in alone.items() if value is not None}


def optimizer_name(training: TrainingSpec) -> str:
    """Return which optimizer a spec names, with settings of its own or without."""
    named = training.optimizer
    return named if isinstance(named, str) else kind_of(named)


def kind_of(table: Struct) -> str:
    """Return the kind that a table of settings is of."""
    return str(table.__struct_config__.tag)


def kinds_named(tree: Mapping[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield where a spec names an optimizer or a schedule by its kind, which, and which there are."""
    known = {"optimizer": optimizer_names(), "schedule": schedule_names()}
    training = tree.get("training")
    for name, kinds in known.items():
        table = training.get(name) if isinstance(training, dict) else None
        if isinstance(table, dict) and "kind" in table:
            yield f"training.{name}.kind", str(table["kind"]), kinds


# ------------------------------------------------------------------ numbers


def check_numbers(training: TrainingSpec, where: str) -> None:
    """Check what the types cannot say of numbers. Raises: SpecError."""
    if training.batches is not None and training.batch_size is not None:
        raise SpecError(
            "{where}: expected either batches or batch_size, found both", where=where
        )
    _check_length(training, where)
    for key, value in training.given.items():
        _check_finite(where, key, value)
    _check_init(training.init, f"{where}.init")


def _check_finite(where: str, key: str, value: float) -> None:
    if not math.isfinite(value):
        raise SpecError("{where}.{key}: expected a finite number", where=where, key=key)


# What each way to begin takes, with its defaults.
_INIT_KEYS: dict[str, dict[str, float]] = {
    "normal": {"mean": 0.0, "sd": 1.0, "seed": 1},
    "uniform": {"low": -1.0, "high": 1.0, "seed": 1},
    "xavier": {"seed": 1},
    "he": {"seed": 1},
    "zeros": {"seed": 1},
}


def _check_init(init: InitSpec, where: str) -> None:
    given = {
        key: value
        for key, value in asdict(init).items()
        if value is not None and key not in ("distribution", "file")
    }
    if (init.distribution is None) == (init.file is None):
        raise SpecError("{where}: expected either distribution or file", where=where)
    allowed = _INIT_KEYS[init.distribution] if init.distribution else {}
    for key, value in given.items():
        if key not in allowed:
            raise SpecError(
                "{where}.{key}: does not belong to {distribution}",
                where=where,
                key=key,
                distribution=init.distribution or "file",
            )
        _check_finite(where, key, value)
    if init.sd is not None and init.sd < 0:
        raise SpecError("{where}.sd: expected a number of at least 0", where=where)
    if "low" in allowed:
        _check_ends(init_value(init, "low"), init_value(init, "high"), where)


def _check_ends(low: float, high: float, where: str) -> None:
    if low > high:
        raise SpecError("{where}: expected low to be at most high", where=where)
    if not math.isfinite(high - low):
        raise SpecError(
            "{where}: low and high are too far apart to draw between", where=where
        )


def init_value(init: InitSpec, key: str) -> float:
    """Return a setting of the distribution, its default where the spec is silent."""
    given: float | None = getattr(init, key)
    return _INIT_KEYS[str(init.distribution)][key] if given is None else given


# ------------------------------------------------------------------ how long

# A checkpoint, and one update from it.
LIVE = 2


def _check_length(training: TrainingSpec, where: str) -> None:
    """Check that a spec tells once, and in order, how long it trains. Raises: SpecError."""
    if training.checkpoints is None:
        if training.epochs is None:
            raise SpecError(
                "{where}.epochs: is missing; expected it, or checkpoints", where=where
            )
        if training.live is not None:
            raise SpecError(
                "{where}.live: belongs to checkpoints, and there are none", where=where
            )
        return
    if training.epochs is not None:
        raise SpecError(
            "{where}: expected either epochs or checkpoints, found both; checkpoints"
            " count updates, and their last one tells how long the network trains",
            where=where,
        )
    _check_order(training.checkpoints, training.live or LIVE, where)


def _check_order(checkpoints: list[int], live: int, where: str) -> None:
    """Check that checkpoints begin at 0 and rise, with room for their live bands."""
    if not checkpoints or checkpoints[0] != 0:
        begun = ", ".join(map(str, [0, *checkpoints][:4]))
        raise SpecError(
            "{where}.checkpoints: expected 0 as the first, the parameters that training"
            " begins with, as [{begun}]",
            where=where,
            begun=begun,
        )
    for one, other in pairwise(checkpoints):
        if other <= one:
            raise SpecError(
                "{where}.checkpoints: expected numbers of updates that rise, found"
                " {other} after {one}",
                where=where,
                one=one,
                other=other,
            )
        if other < one + live:
            raise SpecError(
                "{where}.checkpoints: the {live} live bands of {one} go up to update"
                " {last} and reach {other}; take {other} out, or lower training.live"
                " to {fit}",
                where=where,
                live=live,
                one=one,
                last=one + live - 1,
                other=other,
                fit=other - one,
            )


def length_of(training: TrainingSpec, batches: int) -> tuple[int, tuple[int, ...], int]:
    """Return whole epochs, checkpoints (none: ()), and the bands of each."""
    if training.checkpoints is None:
        return training.epochs or 0, (), LIVE
    live = training.live or LIVE
    updates = training.checkpoints[-1] + live - 1
    return updates // batches, tuple(training.checkpoints), live
