"""What stands beside each card: the equations of a unit with its numbers in them.

Words, and places where a number goes; sheet and truth put in their own numbers.
"""

from sheetnet.layers import learned_sentences_of, sentences_of
from sheetnet.layers.quantities import error_of, parameters
from sheetnet.layers.sentences import Number, Sentence, name_of, products
from sheetnet.model.functions import SOFTMAX
from sheetnet.model.network import Layer, Network
from sheetnet.sheets.explorer.steps import lines_of_update
from sheetnet.sheets.explorer.symbols import middle, shown_units


def lines_of(network: Network, layer: Layer, unit: int) -> list[Sentence]:
    """Return the sentences of a card: forward, activation, backward, gradient, update."""
    found = [sentences_of(layer).forward(layer, unit, middle(layer))]
    if layer.activation:
        found += [_activation(layer, unit), _delta(network, layer, unit)]
    else:
        found.append(_passed(layer, unit))
    if parameters(layer):
        found.append(learned_sentences_of(layer).gradient(layer, unit))
    return found + lines_of_update(network, layer, unit)


def _at(form: str, symbol: str, layer: Layer, unit: int) -> Number:
    """Return the number of a unit at the place of its map that sentences speak of."""
    return Number(form, symbol, layer.number, (unit, *middle(layer)))  # type: ignore[arg-type]


def _activation(layer: Layer, unit: int) -> Sentence:
    l, a = layer.number, _at("signed", "a", layer, unit)
    name = name_of("a", l, unit, middle(layer))
    if layer.activation == SOFTMAX:
        total = Number("signed", "e", l, summed=True)
        share = f"{name} = {name_of('e', l, unit)} / Σ e = "
        return [share, Number("signed", "e", l, (unit,)), " / ", total, " = ", a]
    z = _at("signed", "z", layer, unit)
    return [f"{name} = {layer.activation}(", z, ") = ", a]


def _delta(network: Network, layer: Layer, unit: int) -> Sentence:
    name = name_of("delta", layer.number, unit, middle(layer))
    delta = _at("signed", "delta", layer, unit)
    if layer is network.last:
        told = _at_output(network, layer, unit)
        return [f"{name} = ", *told, *([" = "] if told else []), delta]
    slope = _at("signed", "slope", layer, unit)
    readers = network.readers(layer.number)
    above = readers[0]
    pairs = sentences_of(above).sent_back(above, (unit, *middle(layer)))
    if not pairs or len(readers) > 1 or shown_units(network, above) < above.units:
        return [f"{name} = ∂C/∂a × a′ = ∂C/∂a × ", slope, " = ", delta]
    return [f"{name} = (", *products(pairs), ") × ", slope, " = ", delta]


def _at_output(network: Network, layer: Layer, unit: int) -> Sentence:
    """Return how δ of the output comes about, where the cost's equation is known here."""
    a, t = _at("signed", "a", layer, unit), Number("plain", "t", 0, (unit,))
    difference = f"{name_of('a', layer.number, unit)} − {name_of('t', 0, unit)}"
    by = network.chosen_by
    match network.cost_record.delta_equation:
        case "δⱼ = aⱼ − tⱼ" if by:
            use = Number("plain", by, 0)
            return [f"{by} × ({difference}) = ", use, " × (", a, " − ", t, ")"]
        case "δⱼ = aⱼ − tⱼ":
            return [f"{difference} = ", a, " − ", t]
        case "δⱼ = (aⱼ − tⱼ) a′(zⱼ)":
            slope = _at("signed", "slope", layer, unit)
            said: Sentence = [a, " − ", t, ") × ", slope]
            if by:
                use = Number("plain", by, 0)
                return [f"{by} × ({difference}) × a′ = ", use, " × (", *said]
            return [f"({difference}) × a′ = (", *said]
        case "δⱼ = aⱼ ((aⱼ − tⱼ) − Σᵢ (aᵢ − tᵢ) aᵢ)":
            return [f"{by} × " * bool(by) + f"a (({difference}) − Σ (a − t) a)"]
    return []


def _passed(layer: Layer, unit: int) -> Sentence:
    symbol = error_of(layer).symbol
    name = name_of(symbol, layer.number, unit, middle(layer))
    return [f"{name} = ", _at("signed", symbol, layer, unit)]
