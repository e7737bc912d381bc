"""What is said of a unit, with its numbers."""

from sheetnet.layers.sentences import Number, gradient_name, name_of, products


def forward(layer, unit, _):
    l, earlier = layer.number, layer.reads[1]
    pairs = [(("w", l, (unit, i)), ("seen", l, (i,))) for i in range(layer.sees[0])]
    return [
        f"{name_of('z', l, unit)} = ",
        *products(pairs),
        Number("added", "b", l, (unit,)),
        Number("added", "c", l, (unit,)),
        "×",
        Number("plain", "seen", earlier + 1, (unit,)),
        " = ",
        Number("signed", "z", l, (unit,)),
    ]


def sent_back(_, __):
    return []


def window(_, __):
    return set()


def gradient(layer, unit):
    l = layer.number
    return [
        f"{gradient_name(l, unit + 1, 1)} = ",
        Number("signed", "dC_dw", l, (unit, 0)),
    ]
