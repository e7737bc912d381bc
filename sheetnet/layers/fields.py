"""What the specs of kinds of layers have in common: types of their keys, checks of windows."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from sheetnet.errors import LimitError, SpecError
from sheetnet.model.functions import ACTIVATIONS, activation_names
from sheetnet.model.network import Alpha, Layer, Shape, maps_of
from sheetnet.wording import later

Positive = Annotated[int, Meta(ge=1)]
ActivationName = Annotated[str, Meta(extra_json_schema={"enum": activation_names()})]


class ActivationSpec(Struct, forbid_unknown_fields=True, frozen=True):
    """An activation with an α of its own: `{ kind = "leaky-relu", alpha = 0.1 }`."""

    kind: ActivationName
    alpha: Alpha | None = None


# As torch has it: what is added to a variance before its root is taken.
EPSILON = 1e-5
# Of one layer; no sheet shows more.
MAX_WEIGHTS = 10_000_000


def activation_of(
    where: str, written: str | ActivationSpec
) -> tuple[str, float | UnsetType]:
    """Return an activation's name, and its α where that is not the usual one.

    Raises: SpecError where it has none.
    """
    if isinstance(written, str):
        return written, UNSET
    name, alpha = written.kind, written.alpha
    if alpha is None:
        return name, UNSET
    usual = {one.name: one.alpha for one in ACTIVATIONS.values() if one.alpha}
    if name not in usual:
        raise SpecError(
            "{where}.activation.alpha: {name} has none; these have one: {known}",
            where=where,
            name=name,
            known=", ".join(usual),
        )
    return name, UNSET if alpha == usual[name] else alpha


def check_weights(where: str, units: int, seen: int) -> None:
    """Refuse a layer that has more weights than a sheet shows.

    Raises: LimitError.
    """
    if units * seen > MAX_WEIGHTS:
        raise LimitError(
            "{where}.units: {units} units that see {seen} values have more"
            " than {max_weights:,} weights",
            where=where,
            units=units,
            seen=seen,
            max_weights=MAX_WEIGHTS,
        )


def epsilon_of(layer: Layer) -> float:
    """Return what is added to a variance before its root is taken."""
    return EPSILON if layer.epsilon is UNSET else layer.epsilon


def check_window(where: str, number: int, size: tuple[int, int], sees: Shape) -> None:
    """Refuse a filter or a pool that sees no picture, or is larger than it.

    Raises: SpecError.
    """
    if len(sees) == 1:
        says = later("{where}: sees no picture: the layer below is dense")
        if number == 2:
            says = later("{where}: sees no picture: data.image is missing")
        raise SpecError(says, where=where)
    _, rows, columns = maps_of(sees)
    height, width = size
    if height > rows or width > columns:
        raise SpecError(
            "{where}.size: {height}×{width} does not fit into the"
            " {rows}×{columns} cells it sees",
            where=where,
            height=height,
            width=width,
            rows=rows,
            columns=columns,
        )
