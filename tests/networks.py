"""Networks and their inputs made without a file: layers as in a spec, numbers drawn."""

import msgspec
import numpy as np

from sheetnet.layers import kind_spec
from sheetnet.layers.quantities import starting
from sheetnet.model.network import Inputs, Network, objects
from sheetnet.model.notation import Key


def network_of(layers, input_shape=(3,), *, outputs=("a", "b"), epochs=2, **settings):
    """Return a network; `layers` are dictionaries as a spec has them, kind first."""
    made = []
    for layer in layers:
        kind = kind_spec(layer["kind"])
        shapes = [input_shape, *(one.shape for one in made)]
        written = msgspec.convert(layer, kind.Spec)
        made.append(kind.layer_of(f"layer.{len(shapes) + 1}", written, shapes))
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
            **settings,
        }
    )


def inputs_of(network, seed=1, **settings):
    """Return inputs drawn at random: features around 0, labels in turn, η 0.1."""
    rng = np.random.default_rng(seed)
    classes = objects(network.outputs)
    k = np.arange(network.examples) % len(classes)
    return Inputs(
        x=rng.normal(size=(network.examples, *network.input_shape)),
        labels=classes[k],
        classes=classes,
        t=None,
        settings={"eta": 0.1, **settings},
        start={
            **{q.key: rng.normal(0, 0.7, q.shape) for q in starting(network)},
            **{Key(one.name): np.array(one.start) for one in network.carried},
        },
    )
