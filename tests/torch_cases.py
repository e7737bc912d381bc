"""Small networks that torch trains too: what they are, and how each learns.

`against_torch.py` makes torch's numbers of them, `test_against_torch.py` compares.
"""

import json
from itertools import product
from pathlib import Path

FOUND = Path(__file__).parent / "torch.json"
FOUND_AT_CHECKPOINTS = Path(__file__).parent / "torch_checkpoints.json"
UPDATES = 50

# Numbers without a pattern, two classes; as a table of six pixels, or of six features.
_TABLE = """p1,p2,p3,p4,p5,p6,label
0.9,0.1,0.4,0.7,0.2,0.8,yes
0.2,0.8,0.5,0.1,0.9,0.3,no
0.6,0.3,0.7,0.8,0.1,0.5,yes
0.1,0.9,0.2,0.3,0.6,0.4,no
0.5,0.4,0.9,0.2,0.3,0.7,yes
"""
_DENSE = """
[[layer]]
kind = "dense"
units = 3
activation = "tanh"
[[layer]]
kind = "dense"
units = 2
"""
_CONV = """
[[layer]]
kind = "conv"
filters = 2
size = [2, 2]
activation = "tanh"
[[layer]]
kind = "dense"
units = 2
"""
_NORM = """
[[layer]]
kind = "batch-norm"
activation = "tanh"
"""
NETS = {"dense": ("", _DENSE), "conv": (", image = [3, 2]", _CONV)}

# What `[training]` may say, and by optimizer its η.
_SCHEDULES = (
    'schedule = { kind = "cosine", total = 50 }',
    'schedule = { kind = "step", every = 7, factor = 0.7 }',
    'schedule = { kind = "exponential", factor = 0.97 }',
    'schedule = { kind = "warmup", steps = 12 }',
)
_ETAS = {
    "gradient-descent": 0.5,
    "momentum": 0.1,
    "nesterov": 0.1,
    "adagrad": 0.2,
    "rmsprop": 0.01,
    "adam": 0.05,
    "adamw": 0.05,
}
_DECAY = "weight_decay = 0.03\n"
_OTHER_SETTINGS = {
    "momentum": '{ kind = "momentum", mu = 0.5 }',
    "rmsprop": '{ kind = "rmsprop", rho = 0.9, epsilon = 0.001 }',
    "adam": '{ kind = "adam", beta_1 = 0.8, beta_2 = 0.95, epsilon = 0.001 }',
}


# Of five examples the first batch of four has two, the others one each.
BATCHES = (1, 4)
REDUCTIONS = ("sum", "mean")


def name_of(net: str, optimizer: str, batches: int, reduction: str) -> str:
    """Return what a case with decay and a schedule is called."""
    return f"{net}-{optimizer}-{batches}-{reduction}"


# With a layer of batch normalisation after the first: what else `[training]` says.
# Before it biases do nothing: their gradients are 0 but for rounding, which Adam magnifies.
_NORMED = {
    "normed-dense-gradient-descent": ("dense", 0.5, ""),
    "normed-conv-gradient-descent": ("conv", 0.3, 'reduction = "mean"\n'),
    "normed-dense-adam": (
        "dense",
        0.05,
        f'optimizer = "adam"\nfreeze = ["b2"]\n{_DECAY}',
    ),
    "normed-conv-adam": ("conv", 0.05, 'optimizer = "adam"\nfreeze = ["b2"]\n'),
}
NORMED_UPDATES = 20


def updates_of(case: str) -> int:
    """Return how many updates torch made."""
    if case in _NORMED:
        return NORMED_UPDATES
    return UPDATES


def _cases() -> dict[str, str]:
    """Return the text of each case's spec, by its name."""
    made = {}
    every = product(_ETAS, NETS, BATCHES, REDUCTIONS)
    for at, (optimizer, net, batches, reduction) in enumerate(every):
        # Each optimizer meets each schedule, in each net.
        schedule = _SCHEDULES[(at + at // 8) % len(_SCHEDULES)]
        more = f'optimizer = "{optimizer}"\n{_DECAY}{schedule}\n'
        more += f'reduction = "{reduction}"\nbatches = {batches}\n'
        eta, epochs = _ETAS[optimizer], -(-UPDATES // batches)
        case = name_of(net, optimizer, batches, reduction)
        made[case] = _spec(net, eta, more, epochs)
    for optimizer, net in product(_ETAS, NETS):
        clipped = f'optimizer = "{optimizer}"\nclip = 0.2\n'
        made[f"{net}-{optimizer}-clipped"] = _spec(net, _ETAS[optimizer], clipped)
    for optimizer, table in _OTHER_SETTINGS.items():
        more = f'optimizer = {table}\n{_DECAY}reduction = "mean"\n'
        made[f"dense-{optimizer}-settings"] = _spec("dense", _ETAS[optimizer], more)
    for case, (net, eta, more) in _NORMED.items():
        first, last = NETS[net][1].replace("tanh", "identity").rsplit("[[layer]]", 1)
        layers = f"{first}{_NORM}[[layer]]{last}"
        made[case] = _spec(net, eta, more, NORMED_UPDATES, layers)
    return made


def _spec(
    net: str, eta: float, more: str, epochs: int = UPDATES, other: str = ""
) -> str:
    return _whole(net, f"eta = {eta}\nepochs = {epochs}\n{more}", other)


def _whole(net: str, training: str, other: str = "") -> str:
    data, layers = NETS[net]
    layers = other or layers
    start = 'init = { distribution = "normal", sd = 0.6, seed = 4 }\n'
    data = f'data = {{ file = "a.csv", label = "label"{data} }}\n'
    return f"{data}{layers}[training]\n{training}{start}"


CASES = _cases()

# What a checkpoint may hold: parameters alone, m of batches, m, v and their powers.
_CHECKPOINTS = "checkpoints = [0, 100, 1000]\n"
_TO_CHECKPOINTS = {
    "dense-gradient-descent": "eta = 0.5\n",
    "dense-momentum-batches": 'eta = 0.01\noptimizer = "momentum"\nbatches = 4\n',
    "conv-adam-schedule-clipped": 'eta = 0.05\noptimizer = "adam"\nclip = 0.05\n'
    'schedule = { kind = "exponential", factor = 0.998 }\n',
}
# And a template, whose last checkpoint is 10,000 updates away.
LONG = "digits-long"
AT_CHECKPOINTS = {
    case: _whole(case.partition("-")[0], _CHECKPOINTS + training)
    for case, training in _TO_CHECKPOINTS.items()
}


def written(folder: Path, case: str, cases: dict[str, str] = CASES) -> Path:
    """Write the spec of a case, and its table; return the spec's path."""
    (folder / "a.csv").write_text(_TABLE, encoding="utf-8")
    path = folder / f"{case}.toml"
    path.write_text(cases[case], encoding="utf-8")
    return path


def found() -> dict[str, dict[str, list[float]]]:
    """Return torch's numbers: C_T before the first and after the last update of each case,
    and the parameters after the last.
    """
    read: dict[str, dict[str, list[float]]] = json.loads(FOUND.read_text("utf-8"))
    return read


def found_at_checkpoints() -> dict[str, dict[str, dict[str, list[float]]]]:
    """Return torch's numbers by case and checkpoint: C_T, and some of each parameter."""
    read: dict[str, dict[str, dict[str, list[float]]]] = json.loads(
        FOUND_AT_CHECKPOINTS.read_text("utf-8")
    )
    return read
