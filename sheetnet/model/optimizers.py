"""How parameters learn from their gradients: equations, NumPy form, Excel form side by side.

Like an activation, an optimizer is one record that both branches read; the run, the
check of a single step, the sheet and the planted faults use the same. Definitions and
usual settings are those of torch.optim, which are the papers' algorithms. What a spec may
put around an optimizer (decay, schedule, clipping) is in `updates.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from sheetnet.model.functions import Array
from sheetnet.model.notation import gradient_of, slot_of

Arrays = Mapping[str, Array]
Numbers = Mapping[str, float | Array]
Cells = Mapping[str, str]

# In `Arrays` and `Cells`, the parameter itself and its gradient beside the slots.
PARAMETER, GRADIENT = "parameter", "gradient"


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that a user may turn: what it is where a spec is silent, and its range.

    `usual` is None where the spec must say it; `least` may be taken, `below` may not.
    """

    usual: float | None = None
    least: float = 0.0
    below: float | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A number in the heading of each band, the same for all parameters.

    With `start` it is that in epoch 0, and in each later epoch follows from the one before,
    which is found under its own name. Without, it follows in every epoch from that one's
    number `n` and, where `of_gradients`, from the `norm` of all gradients. `step` and
    `excel` find the settings by name, too. With `below` it is a whole number from 1 on and
    below that.
    """

    name: str
    letter: str
    equation: str
    step: Callable[[Numbers], float | Array]
    excel: Callable[[Cells], str]
    start: float | None = None
    of_gradients: bool = False
    below: int | None = None


def power(setting: str, letter: str) -> Heading:
    """Return a setting to the power of how many updates there were.

    It is the one before times the setting: a spreadsheet's power fails where it underflows.
    """
    name = f"{setting}_n"
    return Heading(
        name,
        f"{letter}ⁿ",
        f"{letter}ⁿ ← {letter} {letter}ⁿ",
        step=lambda now: now[name] * now[setting],
        excel=lambda now: f"{now[name]}*{now[setting]}",
        start=1.0,
    )


@dataclass(frozen=True, slots=True)
class Optimizer:
    """One update of a parameter array, and of what is kept of it (its slots).

    `settings` are η, first, and others by name. `slots` name arrays in the shape of the
    parameter that begin as 0. `equations` tell what parameter and slots become, with
    {w}, {g} and {eta} for the parameter, its gradient and η; `where`, by slot, what is made
    of it for the parameter.

    `step` takes a parameter, its gradient and its slots as they were before the update,
    and the settings with the numbers of the heading; it gives what each becomes. `excel`
    does so for single cells: it takes their references before the update, and those of
    the slots after it, which the parameter may look at. Powers are those after the update.

    `decoupled`: weight decay makes the parameter itself smaller, and is in no gradient.
    """

    name: str
    settings: Mapping[str, Setting]
    slots: tuple[str, ...]
    equations: Mapping[str, str]
    step: Callable[[Arrays, Numbers], dict[str, Array]]
    excel: Callable[[Cells, Cells, Cells], dict[str, str]]
    heading: tuple[Heading, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    decoupled: bool = False

    def symbols(self, parameter: str) -> dict[str, str]:
        """Return the symbols of a parameter, its gradient and its slots, by their part."""
        slots = {slot: slot_of(slot, parameter) for slot in self.slots}
        return {PARAMETER: parameter, GRADIENT: gradient_of(parameter), **slots}


ETA = Setting()
_SHARE = Setting(0.9, below=1.0)
# Below this, a gradient that is rounding alone would make a step that shows.
LEAST_EPSILON = 1e-12


def _epsilon(usual: float) -> Setting:
    return Setting(usual, least=LEAST_EPSILON)


def _momentum(now: Arrays, to: Numbers) -> dict[str, Array]:
    m = to["mu"] * now["m"] + now[GRADIENT]
    return {PARAMETER: now[PARAMETER] - to["eta"] * m, "m": m}


def _nesterov(now: Arrays, to: Numbers) -> dict[str, Array]:
    m = to["mu"] * now["m"] + now[GRADIENT]
    ahead = now[GRADIENT] + to["mu"] * m
    return {PARAMETER: now[PARAMETER] - to["eta"] * ahead, "m": m}


def _scaled(now: Arrays, to: Numbers, v: Array) -> dict[str, Array]:
    """Return a step of which each parameter's own size is divided out."""
    step = to["eta"] * now[GRADIENT] / (np.sqrt(v) + to["epsilon"])
    return {PARAMETER: now[PARAMETER] - step, "v": v}


def _adagrad(now: Arrays, to: Numbers) -> dict[str, Array]:
    return _scaled(now, to, now["v"] + now[GRADIENT] * now[GRADIENT])


def _rmsprop(now: Arrays, to: Numbers) -> dict[str, Array]:
    squares = now[GRADIENT] * now[GRADIENT]
    return _scaled(now, to, to["rho"] * now["v"] + (1 - to["rho"]) * squares)


def _adam(now: Arrays, to: Numbers) -> dict[str, Array]:
    g = now[GRADIENT]
    m = to["beta_1"] * now["m"] + (1 - to["beta_1"]) * g
    v = to["beta_2"] * now["v"] + (1 - to["beta_2"]) * (g * g)
    m_hat, v_hat = m / (1 - to["beta_1_n"]), v / (1 - to["beta_2_n"])
    step = to["eta"] * m_hat / (np.sqrt(v_hat) + to["epsilon"])
    return {PARAMETER: now[PARAMETER] - step, "m": m, "v": v}


# In cells a square is a product: LibreOffice's power fails where it underflows.


def _scaled_excel(now: Cells, after: Cells, to: Cells) -> str:
    root = f"(SQRT({after['v']})+{to['epsilon']})"
    return f"{now[PARAMETER]}-{to['eta']}*{now[GRADIENT]}/{root}"


def _adam_excel(now: Cells, after: Cells, to: Cells) -> dict[str, str]:
    g, beta_1, beta_2 = now[GRADIENT], to["beta_1"], to["beta_2"]
    m_hat = f"{after['m']}/(1-{to['beta_1_n']})"
    v_hat = f"{after['v']}/(1-{to['beta_2_n']})"
    root = f"(SQRT({v_hat})+{to['epsilon']})"
    return {
        PARAMETER: f"{now[PARAMETER]}-{to['eta']}*{m_hat}/{root}",
        "m": f"{beta_1}*{now['m']}+(1-{beta_1})*{g}",
        "v": f"{beta_2}*{now['v']}+(1-{beta_2})*{g}*{g}",
    }


GRADIENT_DESCENT = "gradient-descent"

_ADAM = Optimizer(
    "adam",
    settings={
        "eta": ETA,
        "beta_1": _SHARE,
        "beta_2": replace(_SHARE, usual=0.999),
        "epsilon": _epsilon(1e-8),
    },
    slots=("m", "v"),
    # Kingma and Ba (2015), Algorithm 1.
    equations={
        PARAMETER: "{w} ← {w} − {eta} m̂ / (√v̂ + ε)",
        "m": "m ← β₁ m + (1 − β₁) {g}",
        "v": "v ← β₂ v + (1 − β₂) ({g})²",
    },
    where={"m": "m̂ = m / (1 − β₁ⁿ)", "v": "v̂ = v / (1 − β₂ⁿ)"},
    step=_adam,
    excel=_adam_excel,
    heading=(power("beta_1", "β₁"), power("beta_2", "β₂")),
)

OPTIMIZERS: dict[str, Optimizer] = {
    record.name: record
    for record in (
        Optimizer(
            GRADIENT_DESCENT,
            settings={"eta": ETA},
            slots=(),
            # Book 4-1.
            equations={PARAMETER: "{w} ← {w} − {eta} {g}"},
            step=lambda now, to: {
                PARAMETER: now[PARAMETER] - to["eta"] * now[GRADIENT]
            },
            excel=lambda now, _, to: {
                PARAMETER: f"{now[PARAMETER]}-{to['eta']}*{now[GRADIENT]}"
            },
        ),
        Optimizer(
            "momentum",
            settings={"eta": ETA, "mu": _SHARE},
            slots=("m",),
            # Polyak (1964), as torch.optim.SGD has it: η is not in m.
            equations={PARAMETER: "{w} ← {w} − {eta} m", "m": "m ← μ m + {g}"},
            step=_momentum,
            excel=lambda now, after, to: {
                PARAMETER: f"{now[PARAMETER]}-{to['eta']}*{after['m']}",
                "m": f"{to['mu']}*{now['m']}+{now[GRADIENT]}",
            },
        ),
        Optimizer(
            "nesterov",
            settings={"eta": ETA, "mu": _SHARE},
            slots=("m",),
            # Nesterov (1983); Sutskever et al. (2013), as torch.optim.SGD has it.
            equations={
                PARAMETER: "{w} ← {w} − {eta} ({g} + μ m)",
                "m": "m ← μ m + {g}",
            },
            step=_nesterov,
            excel=lambda now, after, to: {
                PARAMETER: f"{now[PARAMETER]}-{to['eta']}"
                f"*({now[GRADIENT]}+{to['mu']}*{after['m']})",
                "m": f"{to['mu']}*{now['m']}+{now[GRADIENT]}",
            },
        ),
        Optimizer(
            "adagrad",
            settings={"eta": ETA, "epsilon": _epsilon(1e-10)},
            slots=("v",),
            # Duchi, Hazan and Singer (2011).
            equations={
                PARAMETER: "{w} ← {w} − {eta} {g} / (√v + ε)",
                "v": "v ← v + ({g})²",
            },
            step=_adagrad,
            excel=lambda now, after, to: {
                PARAMETER: _scaled_excel(now, after, to),
                "v": f"{now['v']}+{now[GRADIENT]}*{now[GRADIENT]}",
            },
        ),
        Optimizer(
            "rmsprop",
            settings={
                "eta": ETA,
                "rho": replace(_SHARE, usual=0.99),
                "epsilon": _epsilon(1e-8),
            },
            slots=("v",),
            # Hinton's lecture 6e (2012), with an ε.
            equations={
                PARAMETER: "{w} ← {w} − {eta} {g} / (√v + ε)",
                "v": "v ← ρ v + (1 − ρ) ({g})²",
            },
            step=_rmsprop,
            excel=lambda now, after, to: {
                PARAMETER: _scaled_excel(now, after, to),
                "v": f"{to['rho']}*{now['v']}"
                f"+(1-{to['rho']})*{now[GRADIENT]}*{now[GRADIENT]}",
            },
        ),
        _ADAM,
        # Loshchilov and Hutter (2019).
        replace(
            _ADAM,
            name="adamw",
            settings={**_ADAM.settings, "weight_decay": Setting(0.01)},
            decoupled=True,
        ),
    )
}


def optimizer_names() -> list[str]:
    """Return the names a spec may give as optimizer."""
    return list(OPTIMIZERS)
