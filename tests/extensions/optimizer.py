"""An optimizer with two slots and a setting of its own: slower where it was steep.

m ← β m + g,  n ← n + m²,  w ← w − η m / (1 + n)
"""

from sheetnet.model.optimizers import ETA, GRADIENT, PARAMETER, Optimizer, Setting


def step(now, to):
    """Return what one update makes of a parameter and its slots."""
    m = to["beta"] * now["m"] + now[GRADIENT]
    n = now["n"] + m * m
    return {PARAMETER: now[PARAMETER] - to["eta"] * m / (1.0 + n), "m": m, "n": n}


def excel(now, after, to):
    """Return the same as formulas; m and n are those after the update where w needs them."""
    return {
        PARAMETER: f"{now[PARAMETER]}-{to['eta']}*{after['m']}/(1+{after['n']})",
        "m": f"{to['beta']}*{now['m']}+{now[GRADIENT]}",
        "n": f"{now['n']}+{after['m']}*{after['m']}",
    }


TEMPERED = Optimizer(
    "tempered",
    settings={"eta": ETA, "beta": Setting(0.5, below=1.0)},
    slots=("m", "n"),
    equations={
        PARAMETER: "{w} ← {w} − {eta} m / (1 + n)",
        "m": "m ← β m + {g}",
        "n": "n ← n + m²",
    },
    step=step,
    excel=excel,
)
