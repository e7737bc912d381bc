"""Trains the networks of `torch_cases.py` with torch.optim, and keeps what it finds.

torch is no dependency of the suite: this runs by itself (`make against-torch`), and
writes tests/torch.json and tests/torch_checkpoints.json, with which `test_against_torch.py` compares.
"""

import json
import tempfile
from pathlib import Path

import torch

from sheetnet.engine import data_of
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from tests.torch_cases import (
    AT_CHECKPOINTS,
    CASES,
    FOUND,
    FOUND_AT_CHECKPOINTS,
    LONG,
    written,
)

PARAMETERS = ("w", "b", "p", "q")
SGD = torch.optim.SGD
MADE = {
    "gradient-descent": lambda groups, eta, to: SGD(groups, eta),
    "momentum": lambda groups, eta, to: SGD(groups, eta, momentum=to["mu"]),
    "nesterov": lambda groups, eta, to: SGD(
        groups, eta, momentum=to["mu"], nesterov=True
    ),
    "adagrad": lambda groups, eta, to: torch.optim.Adagrad(
        groups, eta, eps=to["epsilon"]
    ),
    "rmsprop": lambda groups, eta, to: torch.optim.RMSprop(
        groups, eta, alpha=to["rho"], eps=to["epsilon"]
    ),
    "adam": lambda groups, eta, to: torch.optim.Adam(
        groups, eta, betas=(to["beta_1"], to["beta_2"]), eps=to["epsilon"]
    ),
    "adamw": lambda groups, eta, to: torch.optim.AdamW(
        groups, eta, betas=(to["beta_1"], to["beta_2"]), eps=to["epsilon"]
    ),
}
SCHEDULED = {
    "": lambda optimizer, to: None,
    "step": lambda optimizer, to: torch.optim.lr_scheduler.StepLR(
        optimizer, int(to["every"]), to["factor"]
    ),
    "exponential": lambda optimizer, to: torch.optim.lr_scheduler.ExponentialLR(
        optimizer, to["factor"]
    ),
    "cosine": lambda optimizer, to: torch.optim.lr_scheduler.CosineAnnealingLR(
        optimizer, int(to["total"])
    ),
    "warmup": lambda optimizer, to: torch.optim.lr_scheduler.LinearLR(
        optimizer, 1 / to["steps"], total_iters=int(to["steps"]) - 1
    ),
}

ACTIVATIONS = {"tanh": torch.tanh, "sigmoid": torch.sigmoid}
# So many numbers are kept of each parameter at a checkpoint.
_KEPT = 6


def trained(path: Path) -> dict[str, list[float]]:
    """Return C_T before the first and after the last update, and the last parameters."""
    network, inputs = resolve(load_network(path))
    every = list(steps(network, inputs, network.last_band))
    ends = {key: one.tolist() for key, one in every[-1][2].items()}
    return {"C_T": [every[0][1], every[-1][1]], **ends}


def at_checkpoints(name: Path | str) -> dict[str, dict[str, list[float]]]:
    """Return C_T and the first numbers of each parameter at each checkpoint, by torch."""
    network, inputs = resolve(load_network(name))
    return {
        str(n): {
            "C_T": [C_T],
            **{key: one[:_KEPT].tolist() for key, one in now.items()},
        }
        for n, C_T, now in steps(network, inputs, network.checkpoints[-1])
        if n in network.checkpoints[1:]
    }


def steps(network, inputs, last):
    """Yield how many updates there were, C_T, and each parameter in one row."""
    data, to = data_of(network, inputs), inputs.settings
    x, t = torch.tensor(data.x), torch.tensor(data.t)
    start = {
        key: torch.nn.Parameter(torch.tensor(array))
        for key, array in inputs.start.items()
        if key.symbol in PARAMETERS
    }
    for key in network.frozen:
        start[key].requires_grad_(False)
    groups = [
        {
            "params": [
                one
                for key, one in start.items()
                if key.symbol == symbol and one.requires_grad
            ],
            "weight_decay": to.get("weight_decay", 0.0) if symbol == "w" else 0.0,
        }
        for symbol in PARAMETERS
        if any(key.symbol == symbol for key in start)
    ]
    optimizer = MADE[network.optimizer](groups, to["eta"], to)
    schedule = SCHEDULED[network.schedule](optimizer, to)
    # By turns: every fourth example, where there are four batches.
    count = network.batches
    for n in range(last + 1):
        optimizer.zero_grad()
        now = {str(key): one.detach().flatten().clone() for key, one in start.items()}
        yield n, float(cost(network, start, x, t).detach()), now
        among = slice(n % count, None, count)
        cost(network, start, x[among], t[among]).backward()
        if "clip" in to:
            clip(list(start.values()), to["clip"])
        optimizer.step()
        if schedule is not None:
            schedule.step()


def cost(network, start, x, t):
    """Return C_T of a network whose first layer is dense or a convolution.

    Between it and the output may stand one of batch normalisation.
    """
    first, *normed, _ = network.layers
    w, b = (start[symbol, 2] for symbol in ("w", "b"))
    if first.kind == "conv":
        z = torch.nn.functional.conv2d(x[:, None], w.reshape(2, 1, 2, 2), b)
    else:
        z = x.flatten(1) @ w.flatten(1).T + b
    for layer in normed:
        p, q = (start[symbol, 3] for symbol in ("p", "q"))
        z = torch.nn.functional.batch_norm(
            z, None, None, p, q, training=True, eps=layer.epsilon
        )
    a = ACTIVATIONS[[first, *normed][-1].activation](z).flatten(1)
    w, b = (start[symbol, network.last.number] for symbol in ("w", "b"))
    a = torch.sigmoid(a @ w.reshape(2, -1).T + b)
    C = ((t - a) ** 2).sum(dim=1) / 2
    return C.mean() if network.reduction == "mean" else C.sum()


def clip(parameters, most):
    """Make all gradients smaller together; torch's own way adds 1e-6 to their norm."""
    norm = torch.nn.utils.get_total_norm([one.grad for one in parameters])
    for one in parameters:
        one.grad *= most / max(most, float(norm))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        numbers = {case: trained(written(Path(folder), case)) for case in CASES}
        reached = {
            case: at_checkpoints(written(Path(folder), case, AT_CHECKPOINTS))
            for case in AT_CHECKPOINTS
        }
    told = {"torch": torch.__version__, **numbers}
    FOUND.write_text(json.dumps(told, indent=0), encoding="utf-8")
    reached[LONG] = at_checkpoints(LONG)
    FOUND_AT_CHECKPOINTS.write_text(json.dumps(reached, indent=0), encoding="utf-8")
    print(f"torch {torch.__version__}: {len(CASES)} cases")
