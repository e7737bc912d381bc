"""What sheet and truth of Explorer agree on beforehand: symbols, names, how much is drawn."""

from sheetnet.model.network import Layer, Network
from sheetnet.model.notation import written

# More cells of weights than this are no picture any more; then the first units are drawn.
_MOST_WEIGHTS = 4_000
# A sentence shows so many terms of a sum.
TERMS = 4


def own(symbol: str) -> str:
    """Return the symbol of a quantity computed here."""
    return f"explorer.{symbol}"


def mirror(symbol: str) -> str:
    """Return the symbol of a quantity as Training has it."""
    return f"explorer.training_{symbol}"


def shown_units(network: Network, layer: Layer) -> int:
    """Return how many units, filters or maps of a layer are drawn.

    The output layer is drawn whole, and so is what has few weights.
    """
    if layer is network.last:
        return layer.units
    weights = 1
    for length in layer.w_shape[1:] if layer.has_parameters else layer.shape[1:]:
        weights *= length
    return max(1, min(layer.units, _MOST_WEIGHTS // weights))


def middle(layer: Layer) -> tuple[int, ...]:
    """Return the place in a map that sentences speak of (from 0); () for units."""
    return tuple((length - 1) // 2 for length in layer.shape[1:])


def name_of(symbol: str, layer: int, unit: int, place: tuple[int, ...] = ()) -> str:
    """Return a cell as a sentence names it.

    >>> name_of("z", 2, 0), name_of("z", 2, 0, (1, 1))
    ('z²₁', 'z²₁[2,2]')
    """
    where = ",".join(str(at + 1) for at in place)
    return written(symbol, layer, unit + 1) + (f"[{where}]" if where else "")


def cut(terms: int) -> int:
    """Return how many terms of a sum a sentence shows.

    >>> cut(3), cut(4), cut(12)
    (3, 4, 3)
    """
    return terms if terms <= TERMS else TERMS - 1


def gradient_names(layer: Layer, unit: int) -> tuple[str, str]:
    """Return how the first gradient of a unit and what it saw are called."""
    below = layer.number - 1
    letter = "x" if below == 1 else "a"
    if layer.kind == "conv":
        return name_of("dC_dw", layer.number, unit, (0, 0)).replace("C_T", "C"), letter
    return (
        written("dC_dw", layer.number, unit + 1, 1).replace("C_T", "C"),
        name_of(letter, 0 if below == 1 else below, 0),
    )
