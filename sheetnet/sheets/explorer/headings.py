"""What stands above a layer's section, and above each of its columns."""

from sheetnet.lang import Texts
from sheetnet.layers import counted
from sheetnet.layers.quantities import of_layer as quantities_of
from sheetnet.model.network import Layer
from sheetnet.model.notation import written
from sheetnet.sheets.explorer.steps import Told
from sheetnet.sheets.explorer.symbols import role_of


def of_layer(texts: Texts, layer: Layer) -> str:
    """Return the heading of a section: its kind's own, or that of any layer."""
    key = f"explorer.layer_{layer.kind.replace('-', '_')}"
    if counted(layer) == "map" and texts.get(f"{key}_maps") is not None:
        key = f"{key}_maps"
    if texts.get(key) is None:
        return texts("training.layer", number=layer.number)
    return texts(
        key,
        number=layer.number,
        units=layer.units,
        activation=layer.activation_said,
    )


def of_column(texts: Texts, layer: Layer, symbol: str, step: Told | None) -> str:
    """Return what stands above a column; `step` where it is of the update."""
    l = layer.number
    if symbol == "seen":
        return "x" if l == 2 else written("a", l - 1)
    if symbol in ("off", "mark"):
        return texts(f"explorer.{symbol}")
    if step:
        return step.heading
    if symbol == "slope":
        return f"a′({written('z', l)})"
    role = role_of(symbol, layer)
    if role == "link":
        (of,) = (q.of for q in quantities_of(layer) if q.symbol == symbol)
        return written(of, l) + (texts.get(f"explorer.{symbol}") or "")
    if role == "gradient":
        return written(symbol, l).replace("C_T", "C")
    return written(symbol, 0 if symbol == "t" else l)
