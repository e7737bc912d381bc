"""What a layer reads: activations, parameters, and what is measured over all examples."""

from collections.abc import Mapping

from sheetnet.layers import measured_numbers_of, normalised_numbers_of
from sheetnet.layers.quantities import of_layer, steps_of, with_role
from sheetnet.model.functions import Array
from sheetnet.model.network import Layer
from sheetnet.model.notation import Key

Arrays = Mapping[Key, Array]


def own(one: Mapping[Key, Array], layer: Layer) -> dict[str, Array]:
    """Return by symbol a layer's parameters, and what was drawn, measured, fed back."""
    every = with_role(layer, "parameter", "mask", "statistic", "feedback")
    return {q.symbol: one[q.key] for q in every if q.key in one}


def seen(one: Mapping[Key, Array], x: Array, layer: Layer) -> tuple[Array, ...]:
    """Return the activations that a layer reads (book: a¹ = x)."""
    return tuple(x if l == 1 else one[Key("a", l)] for l in layer.reads)


def measured(
    one: Arrays, layer: Layer, sees: tuple[Array, ...], use: Array | None
) -> dict[Key, Array]:
    """Return what a layer measures of the examples that learn, and computes before z (or a).

    Without `use` (K,), which tells these, what was measured is among `one`.
    """
    if len(steps_of(layer)) == 1:
        return {}
    found = dict(one)
    if use is not None and with_role(layer, "statistic"):
        kind = measured_numbers_of(layer)
        found |= _by_key(layer, kind.measured(layer, sees, use))
    steps = normalised_numbers_of(layer).on_the_way(layer, own(found, layer), sees)
    return found | _by_key(layer, steps)


def fed_back(
    one: Arrays, layer: Layer, error: Array, sees: tuple[Array, ...], use: Array
) -> dict[Key, Array]:
    """Return what goes back through means and roots that a layer takes."""
    if not with_role(layer, "feedback"):
        return {}
    given = layer, own(one, layer), error, sees, use
    return _by_key(layer, normalised_numbers_of(layer).fed_back(*given))


def _by_key(layer: Layer, found: Mapping[str, Array]) -> dict[Key, Array]:
    """Return a layer's arrays by key, those that are quantities of it."""
    known = {quantity.symbol for quantity in of_layer(layer)}
    return {Key(s, layer.number): one for s, one in found.items() if s in known}
