"""The update of a network: its optimizer, and what the spec puts around it.

Weight decay, a schedule of η, clipping of the gradients: like the optimizer's own records,
each has its equation, NumPy form and Excel form side by side. Both branches read them.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sheetnet.model.functions import Array
from sheetnet.model.optimizers import (
    GRADIENT,
    PARAMETER,
    Arrays,
    Cells,
    Heading,
    Numbers,
    Optimizer,
    Setting,
)

# η of an epoch, and what is left of its gradients.
ETA_N, CLIP_N = "eta_n", "clip_n"
_LEAST = Setting(None, least=1e-6)
_COUNT = Setting(None, least=1.0, whole=True)


@dataclass(frozen=True, slots=True)
class Schedule:
    """How η changes with the epoch: its settings, and η of an epoch as a heading."""

    name: str
    settings: Mapping[str, Setting]
    heading: Heading


def _schedule(
    name: str,
    settings: Mapping[str, Setting],
    equation: str,
    step: Callable[[Numbers], float | Array],
    excel: Callable[[Cells], str],
) -> Schedule:
    return Schedule(name, settings, Heading(ETA_N, "ηₙ", equation, step, excel))


# n counts from 0, as torch.optim.lr_scheduler counts. An exponential is 0 where it
# underflows: a spreadsheet's power would fail.
SCHEDULES: dict[str, Schedule] = {
    one.name: one
    for one in (
        _schedule(  # StepLR
            "step",
            {"every": _COUNT, "factor": _LEAST},
            "ηₙ = η factor^⌊n / every⌋",
            lambda to: (
                to["eta"]
                * np.exp(np.floor(to["n"] / to["every"]) * np.log(to["factor"]))
            ),
            lambda to: (
                f"{to['eta']}*EXP(INT({to['n']}/{to['every']})*LN({to['factor']}))"
            ),
        ),
        _schedule(  # ExponentialLR
            "exponential",
            {"factor": _LEAST},
            "ηₙ = η factorⁿ",
            lambda to: to["eta"] * np.exp(to["n"] * np.log(to["factor"])),
            lambda to: f"{to['eta']}*EXP({to['n']}*LN({to['factor']}))",
        ),
        _schedule(  # CosineAnnealingLR, down to 0
            "cosine",
            {"total": _COUNT},
            "ηₙ = η (1 + cos(π n / total)) / 2",
            lambda to: to["eta"] * (1 + np.cos(math.pi * to["n"] / to["total"])) / 2,
            lambda to: f"{to['eta']}*(1+COS(PI()*{to['n']}/{to['total']}))/2",
        ),
        _schedule(  # LinearLR from 1 / steps on
            "warmup",
            {"steps": _COUNT},
            "ηₙ = η min(1, (n + 1) / steps)",
            lambda to: to["eta"] * np.minimum(1.0, (to["n"] + 1) / to["steps"]),
            lambda to: f"{to['eta']}*MIN(1,({to['n']}+1)/{to['steps']})",
        ),
    )
}


def schedule_names() -> list[str]:
    """Return the kinds of schedule a spec may name."""
    return list(SCHEDULES)


# Pascanu, Mikolov and Bengio (2013). torch.nn.utils.clip_grad_norm_ divides by ‖∂C_T‖ +
# 1e-6; here it is the norm itself, so what is clipped has the norm `clip` exactly.
_CLIPPING = Heading(
    CLIP_N,
    "cₙ",
    "cₙ = clip / max(clip, ‖∂C_T‖)",
    step=lambda to: to["clip"] / np.maximum(to["clip"], to["length"]),
    excel=lambda to: f"{to['clip']}/MAX({to['clip']},{to['length']})",
    of_gradients=True,
)


@dataclass(frozen=True, slots=True)
class Update:
    """An optimizer with what stands around it.

    `decays`: λ w is added to the gradient of each weight, never of a bias; where the
    optimizer says so, w is made smaller by η λ w instead. `schedule` may be "". `clips`:
    all gradients are made smaller together where their norm exceeds a number.
    """

    optimizer: Optimizer
    decays: bool
    schedule: str
    clips: bool

    @property
    def settings(self) -> dict[str, Setting]:
        """All numbers that a user may turn, η first, by name."""
        found = dict(self.optimizer.settings)
        if self.decays:
            found.setdefault("weight_decay", Setting())
        if self.schedule:
            found |= SCHEDULES[self.schedule].settings
        return found | ({"clip": _LEAST} if self.clips else {})

    @property
    def slots(self) -> tuple[str, ...]:
        """What is kept of each parameter."""
        return self.optimizer.slots

    @property
    def carried(self) -> tuple[Heading, ...]:
        """The numbers of the heading that follow from those of the epoch before."""
        return self.optimizer.heading

    @property
    def rates(self) -> tuple[Heading, ...]:
        """The numbers of the heading that follow anew in each epoch."""
        schedule = (SCHEDULES[self.schedule].heading,) if self.schedule else ()
        return (*schedule, *((_CLIPPING,) if self.clips else ()))

    @property
    def plain(self) -> bool:
        """Whether nothing but η times the gradient is taken away."""
        return not (self.slots or self.decays or self.clips or self.schedule)

    def step(self, now: Arrays, to: Numbers, *, weight: bool) -> dict[str, Array]:
        """Return what a parameter and its slots become; see `Optimizer.step`.

        `to` holds settings and heading: rates of the epoch, powers after the update.
        """
        w, g, to = now[PARAMETER], now[GRADIENT], {**to, "eta": to[self._eta]}
        if self.clips:
            g = to[CLIP_N] * g
        if self.decays and weight and self.optimizer.decoupled:
            w = (1 - to["eta"] * to["weight_decay"]) * w
        elif self.decays and weight:
            g = g + to["weight_decay"] * w
        return self.optimizer.step({**now, PARAMETER: w, GRADIENT: g}, to)

    def excel(
        self, now: Cells, after: Cells, to: Cells, *, weight: bool
    ) -> dict[str, str]:
        """Return the same as formulas of single cells; see `Optimizer.excel`."""
        w, g, to = now[PARAMETER], now[GRADIENT], {**to, "eta": to[self._eta]}
        if self.clips:
            g = f"{to[CLIP_N]}*{g}"
        if self.decays and weight and self.optimizer.decoupled:
            w = f"(1-{to['eta']}*{to['weight_decay']})*{w}"
        elif self.decays and weight:
            g = f"{g}+{to['weight_decay']}*{w}"
        if g != now[GRADIENT]:
            g = f"({g})"
        return self.optimizer.excel({**now, PARAMETER: w, GRADIENT: g}, after, to)

    @property
    def _eta(self) -> str:
        return ETA_N if self.schedule else "eta"

    # -------------------------------------------------------------- in letters

    def equations(self, w: str, dC_dw: str, *, weight: bool) -> dict[str, str]:
        """Return what a parameter and its slots become, by part."""
        eta = "ηₙ" if self.schedule else "η"
        g = "g" if self.gradient(w, dC_dw, weight=weight) else dC_dw
        found = {
            part: text.format(w=w, g=g, eta=eta).replace("(g)", "g")
            for part, text in self.optimizer.equations.items()
        }
        if self.decays and weight and self.optimizer.decoupled:
            smaller = f"← (1 − {eta} λ) {w}"
            found[PARAMETER] = found[PARAMETER].replace(f"← {w}", smaller, 1)
        return found

    def gradient(self, w: str, dC_dw: str, *, weight: bool) -> str:
        """Return what g is, where an update takes another gradient than that of C_T."""
        adds = self.decays and weight and not self.optimizer.decoupled
        if not (adds or self.clips):
            return ""
        clipped = f"cₙ {dC_dw}" if self.clips else dC_dw
        return f"g = {clipped} + λ {w}" if adds else f"g = {clipped}"
