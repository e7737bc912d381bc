"""What a run is made from: data, x and t, and settings, as quantities."""

from collections.abc import Iterator

from sheetnet.model.network import Network, Shape
from sheetnet.model.quantities import Each, Quantity
from sheetnet.model.table import MEAN_EQUATION, SCALES, Scale


def inputs(network: Network) -> Iterator[Quantity]:
    """Yield what the data hold, what is made of them, and the settings of the update."""
    x, units = network.input_shape, (network.units_out,)
    each: tuple[Each, ...] = ("example",)
    if network.is_sequence:
        each = ("example", "position")
    elif network.counts:
        yield Quantity("use", 0, "data", (), each, name="use")
    if network.in_batches:
        yield Quantity("batch", 0, "data", (), ("example",), name="batch")
    yield from _fields(network, each)
    yield Quantity("x", 1, "input", x, each, name="x", source="§3-1")
    if network.labelled:
        yield Quantity("label", 0, "input", (), each, name="label")
    if network.target_scale != "none":
        yield from _scaling(network, network.target_scale, units, 0)
    yield Quantity("t", 0, "input", units, each, name="t", source="§3-3")
    if network.is_sequence:
        yield Quantity("use", 0, "data", (), each, "use = Σⱼ tⱼ", name="use")
    for setting in network.update.settings:
        source = "§2-10" if setting == "eta" else ""
        yield Quantity(setting, 0, "input", (), (), name=setting, source=source)


def _fields(network: Network, each: tuple[Each, ...]) -> Iterator[Quantity]:
    """Yield the columns that x is made of, and what is made on the way."""
    if network.numbers:
        shape, fills = network.raw_shape, any(one.fills for one in network.numbers)
        scale: Scale = next(
            (f.scale for f in network.numbers if f.scale != "none"), "none"
        )
        yield from _scaling(network, scale, shape, 1, fills=fills)
    if network.categories:
        shape = (len(network.categories),)
        yield Quantity("word", 1, "data", shape, each, name="word")


def _scaling(
    network: Network, scale: Scale, shape: Shape, layer: int, *, fills: bool = False
) -> Iterator[Quantity]:
    """Yield numbers as they are kept, those that are used, and mean, m and s of these."""
    of = "x" if layer else "t"
    scaled, each = scale != "none", shape if len(shape) == 1 else ()
    yield Quantity("raw", layer, "data", shape, ("example",), name=f"raw_{of}")
    if network.counts and (scaled or fills):
        yield Quantity("kept", layer, "data", shape, ("example",))
    if fills:
        yield Quantity(
            "mean", layer, "data", each, (), MEAN_EQUATION, name=f"mean_{of}"
        )
    if scaled:
        m, s = SCALES[scale]
        yield Quantity("m", layer, "data", each, (), m, name=f"m_{of}")
        yield Quantity("s", layer, "data", each, (), s, name=f"s_{of}")
