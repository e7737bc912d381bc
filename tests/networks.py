"""Networks and their inputs made without a file: layers as in a spec, numbers drawn."""

import msgspec
import numpy as np
from msgspec import structs

from sheetnet.layers import kind_spec
from sheetnet.layers.quantities import starting
from sheetnet.model.network import Inputs, Network, objects
from sheetnet.model.notation import Key
from sheetnet.model.table import Field, one_hot_name


def network_of(
    layers, input_shape=(3,), *, outputs=("a", "b"), epochs=2, positions=0, **settings
):
    """Return a network; `layers` are dictionaries as a spec has them, kind first.

    With `positions` its examples are sequences of symbols, with a label at each of them.
    """
    made = []
    for layer in layers:
        kind = kind_spec(layer["kind"])
        shapes = [input_shape, *(one.shape for one in made)]
        written = msgspec.convert(layer, kind.Spec)
        one = kind.layer_of(f"layer.{len(shapes) + 1}", written, shapes)
        made.append(structs.replace(one, positions=positions) if positions else one)
    features = int(np.prod(input_shape))
    return Network(
        **{
            "title": "a network",
            "examples": 4,
            "features": tuple(f"f{i}" for i in range(features)),
            "input_shape": input_shape,
            "layers": tuple(made),
            "outputs": outputs,
            "labelled": True,
            "cost": "squared-error",
            "reduction": "sum",
            "epochs": epochs,
            "started_from": "drawn",
            "data_file": "drawn",
            **(_of_symbols(features, positions) if positions else {}),
            **settings,
        }
    )


def _of_symbols(count, positions):
    """Return what a network has whose examples are sequences."""
    words = tuple("abcdefgh"[:count])
    return {
        "positions": positions,
        "counts": True,
        "fields": (Field("symbol", words=words),),
        "features": tuple(one_hot_name("symbol", one) for one in words),
    }


def inputs_of(network, seed=1, **settings):
    """Return inputs drawn at random: features around 0, labels in turn, η 0.1."""
    rng = np.random.default_rng(seed)
    classes = objects(network.outputs)
    k = np.arange(network.columns) % len(classes)
    typed = {"x": rng.normal(size=(network.columns, *network.input_shape))}
    if network.is_sequence:
        symbols = objects(network.fields[0].words)
        drawn = symbols[rng.integers(len(symbols), size=(network.columns, 1))]
        none = np.zeros((network.columns, 0))
        typed = {"x": none, "words": drawn, "one_hot": symbols}
    return Inputs(
        **typed,
        labels=classes[k],
        classes=classes,
        t=None,
        settings={"eta": 0.1, **settings},
        start={
            **{q.key: rng.normal(0, 0.7, q.shape) for q in starting(network)},
            **{Key(one.name): np.array(one.start) for one in network.carried},
        },
    )
