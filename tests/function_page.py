"""The tables of docs/functions.md, made from the records: `make golden` writes them."""

import re
from pathlib import Path

from sheetnet.model.costs import COSTS, cost_names, cost_of
from sheetnet.model.functions import (
    ACTIVATIONS,
    SOFTMAX,
    SOFTMAX_E_EQUATION,
    SOFTMAX_EQUATION,
    activation_names,
    softmax_excel,
)
from sheetnet.model.optimizers import GRADIENT, OPTIMIZERS, PARAMETER, Optimizer
from sheetnet.model.updates import SCHEDULES

PAGE = Path(__file__).parent.parent / "docs" / "functions.md"
_TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)


def with_tables(page: str) -> str:
    """Return the page with its tables as the code has them now."""
    made = (_activations(), _pairs(), _costs(), _optimizers(), _schedules())
    tables = iter(made)
    return _TABLE.sub(lambda _: _written(next(tables)), page)


def _written(rows: list[list[str]]) -> str:
    head, *body = ([cell.replace("|", r"\|") for cell in row] for row in rows)
    every = [head, ["---"] * len(head), *body]
    lines = (f"| {' | '.join(row)} |" for row in every)
    return "\n".join(lines).replace("| --- ", "|---").replace("|--- |", "|---|") + "\n"


def _activations() -> list[list[str]]:
    head = ["activation", "equation", "slope", "cell of a", "factor in the cell of δ"]
    rows = [
        [
            f"`{one.name}`",
            one.equation,
            one.slope,
            f"`={one.excel('z')}`",
            f"`{one.excel_prime('z', 'a')}`" if one.excel_prime else "—",
        ]
        for one in ACTIVATIONS.values()
    ]
    equation = f"{SOFTMAX_EQUATION}, {SOFTMAX_E_EQUATION}"
    formula = f"`={softmax_excel('e', 'es')}`"
    return [
        head,
        *rows,
        [f"`{SOFTMAX}`", equation, "within δ, see below", formula, "—"],
    ]


def _pairs() -> list[list[str]]:
    rows = [
        [f"`{name}`", *(_delta(cost, name) for cost in cost_names())]
        for name in activation_names()
    ]
    return [["output activation", *cost_names()], *rows]


def _delta(cost_name: str, output: str) -> str:
    cost = cost_of(cost_name, output)
    if cost is None:
        return "—"
    one = ACTIVATIONS.get(output)
    return "forward only" if one and not one.f_prime else cost.delta_equation


def _costs() -> list[list[str]]:
    rows = [
        [
            f"`{cost.name}`",
            ", ".join(f"`{name}`" for name in sorted(cost.activations))
            if cost.activations
            else "elementwise",
            cost.equation,
        ]
        for cost in COSTS
    ]
    return [["cost", "output", "equation"], *rows]


def _optimizers() -> list[list[str]]:
    head = ["optimizer", "settings", "equations", "cells of w and of what is kept"]
    return [head, *(_optimizer(one) for one in OPTIMIZERS.values())]


def _optimizer(one: Optimizer) -> list[str]:
    """Return a row: cells of the band above are w, g, m, v; m′ and v′ those beside."""
    above = {PARAMETER: "w", GRADIENT: "g", **{slot: slot for slot in one.slots}}
    beside = {slot: f"{slot}′" for slot in one.slots}
    names = [*one.settings, *(heading.name for heading in one.heading)]
    cells = one.excel(above, beside, {name: name for name in names})
    equations = [text.format(w="w", g="g", eta="η") for text in one.equations.values()]
    settings = [
        f"`{name}` {setting.usual:g}"
        for name, setting in one.settings.items()
        if setting.usual is not None
    ]
    return [
        f"`{one.name}`",
        ", ".join(settings) or "—",
        "; ".join([*equations, *one.where.values()]).replace("(g)", "g"),
        " ".join(f"`={text}`" for text in cells.values()),
    ]


def _schedules() -> list[list[str]]:
    rows = []
    for one in SCHEDULES.values():
        names = ["eta", "n", *one.settings]
        cell = one.heading.excel({name: name for name in names})
        settings = ", ".join(f"`{name}`" for name in one.settings)
        rows.append([f"`{one.name}`", settings, one.heading.equation, f"`={cell}`"])
    return [["schedule", "settings", "equation", "cell of ηₙ"], *rows]
