"""An optimizer with two slots and a setting of its own: slower where it was steep.

m ← β m + g,  n ← n + m²,  w ← w − η m / (1 + n)
"""

from sheetnet.model.optimizers import GRADIENT, PARAMETER, Optimizer


def step(now, to):
    """Return what one update makes of a parameter and its slots."""
    m = to["beta"] * now["m"] + now[GRADIENT]
    n = now["n"] + m * m
    return {PARAMETER: now[PARAMETER] - to["eta"] * m / (1.0 + n), "m": m, "n": n}


def excel(now, after):
    """Return the same as formulas; m and n are those after the update where w needs them."""
    return {
        PARAMETER: f"{now[PARAMETER]}-eta*{after['m']}/(1+{after['n']})",
        "m": f"beta*{now['m']}+{now[GRADIENT]}",
        "n": f"{now['n']}+{after['m']}*{after['m']}",
    }


TEMPERED = Optimizer(
    "tempered",
    settings={"eta": None, "beta": 0.5},
    slots=("m", "n"),
    equation=lambda w, dC_dw: f"{w} ← {w} − η m / (1 + n),  m ← β m + {dC_dw}",
    step=step,
    excel=excel,
)
