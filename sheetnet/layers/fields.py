"""What the specs of kinds of layers have in common: types of their keys, checks of windows."""

from typing import Annotated

from msgspec import Meta

from sheetnet.errors import SpecError
from sheetnet.model.functions import activation_names
from sheetnet.model.network import Shape, maps_of
from sheetnet.wording import later

Positive = Annotated[int, Meta(ge=1)]
ActivationName = Annotated[str, Meta(extra_json_schema={"enum": activation_names()})]

# Of one layer; no sheet shows more.
MAX_WEIGHTS = 10_000_000


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
