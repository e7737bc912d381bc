"""An optimizer of which only the sign counts: every parameter moves by η, up or down.

Lion (Chen et al. 2023, Algorithm 2): w ← w − η sign(β₁ m + (1 − β₁) g),
m ← β₂ m + (1 − β₂) g, with decoupled decay. The sign of what is 0 but for rounding would be
each calculator's own, and the step would show it: below `LEAST` nothing moves.
"""

import numpy as np

from sheetnet.model.optimizers import ETA, GRADIENT, PARAMETER, Optimizer, Setting

LEAST = 1e-12


def step(now, to):
    """Return what one update makes of a parameter and its slot."""
    m, g = now["m"], now[GRADIENT]
    u = to["beta_1"] * m + (1 - to["beta_1"]) * g
    moved = np.where(np.abs(u) < LEAST, 0.0, np.sign(u))
    kept = to["beta_2"] * m + (1 - to["beta_2"]) * g
    return {PARAMETER: now[PARAMETER] - to["eta"] * moved, "m": kept}


def excel(now, _, to):
    """Return the same as formulas; w looks at m as it was before the update."""
    m, g = now["m"], now[GRADIENT]
    u = f"{to['beta_1']}*{m}+(1-{to['beta_1']})*{g}"
    return {
        PARAMETER: f"{now[PARAMETER]}-{to['eta']}*IF(ABS({u})<{LEAST:.0E},0,SIGN({u}))",
        "m": f"{to['beta_2']}*{m}+(1-{to['beta_2']})*{g}",
    }


LION = Optimizer(
    "lion",
    settings={
        "eta": ETA,
        "beta_1": Setting(0.9, below=1.0),
        "beta_2": Setting(0.99, below=1.0),
    },
    slots=("m",),
    equations={
        PARAMETER: "{w} ← {w} − {eta} sign(β₁ m + (1 − β₁) {g})",
        "m": "m ← β₂ m + (1 − β₂) {g}",
    },
    step=step,
    excel=excel,
    decoupled=True,
)
