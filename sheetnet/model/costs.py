"""Costs: equation, δ of the output, NumPy form and Excel form side by side.

A cost is one record in this file; tests find it without being told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sheetnet.model.functions import ACTIVATIONS, SOFTMAX, Array, softmax_e


@dataclass(frozen=True, slots=True)
class Column:
    """Addresses of a column of cells of one example: the whole and one by one."""

    area: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost C of one example and the δ of the output layer, δᴸ = ∂C/∂zᴸ.

    `activations` names the output activations the record is for; None means every
    elementwise one with a slope.

    Shapes: t, z, a, a_prime (K, n); value gives (K,), delta (K, n).
    Excel forms: t, z, a are columns; `excel_delta` gives unit number j (from 0).
    """

    name: str
    activations: frozenset[str] | None
    equation: str
    delta_equation: str
    value: Callable[[Array, Array, Array], Array]
    delta: Callable[[Array, Array, Array], Array]
    excel_value: Callable[[Column, Column, Column], str]
    excel_delta: Callable[[Column, Column, int, str], str]


# How many arguments a function may have.
_ARGUMENTS = 255


def squared_distance(
    x: str, y: str, pairs: Sequence[tuple[str, str]] | None = None
) -> str:
    """Return Σ (xⱼ − yⱼ)² over two areas; `pairs` are their cells, of one by default.

    Some calculators have no SUMXMY2 of two single cells, or of two sheets. SUMSQ may get
    numbers whose squares underflow, ^ may not.

    >>> squared_distance("M13:M14", "M29:M30"), squared_distance("M13", "M29")
    ('SUMXMY2(M13:M14,M29:M30)', 'SUMSQ(M13-M29)')
    >>> squared_distance("S!A1:A2", "B1:B2", [("S!A1", "B1"), ("S!A2", "B2")])
    'SUMSQ(S!A1-B1,S!A2-B2)'
    """
    if ":" in x and "!" not in x + y:
        return f"SUMXMY2({x},{y})"
    each = [f"{one}-{other}" for one, other in pairs or [(x, y)]]
    parts = [each[n : n + _ARGUMENTS] for n in range(0, len(each), _ARGUMENTS)]
    return _sum_of([f"SUMSQ({','.join(part)})" for part in parts])


def _squared_error(t: Column, _: Column, a: Column) -> str:
    pairs = list(zip(t.cells, a.cells, strict=True))
    distance = squared_distance(t.area, a.area, pairs)
    return f"{distance}/2" if "+" not in distance else f"({distance})/2"


def _dot(x: Array, y: Array) -> Array:
    """Return the sum of products of each example. Shapes: (K, n), (K, n) -> (K, 1)."""
    products: Array = (x * y).sum(axis=1, keepdims=True)
    return products


def _sum_of(terms: list[str]) -> str:
    return "+".join(terms)


COSTS: tuple[Cost, ...] = (
    Cost(
        "squared-error",
        activations=None,
        equation="C = ½ Σ (tⱼ − aⱼ)²",
        delta_equation="δⱼ = (aⱼ − tⱼ) a′(zⱼ)",
        value=lambda t, z, a: 0.5 * ((t - a) ** 2).sum(axis=1),
        delta=lambda t, a, a_prime: (a - t) * a_prime,
        excel_value=_squared_error,
        excel_delta=lambda t, a, j, slope: (
            f"({a.cells[j]}-{t.cells[j]})" + f"*{slope}" * (slope != "1")
        ),
    ),
    Cost(
        "squared-error",
        activations=frozenset({SOFTMAX}),
        equation="C = ½ Σ (tⱼ − aⱼ)²",
        delta_equation="δⱼ = aⱼ ((aⱼ − tⱼ) − Σᵢ (aᵢ − tᵢ) aᵢ)",
        value=lambda t, z, a: 0.5 * ((t - a) ** 2).sum(axis=1),
        # As in cells, where a sum of products takes ranges alone: where a unit is saturated
        # digits are lost, and an optimizer that divides by the gradient's size shows it.
        delta=lambda t, a, a_prime: a * ((a - t - _dot(a, a)) + _dot(t, a)),
        excel_value=_squared_error,
        excel_delta=lambda t, a, j, slope: (
            f"{a.cells[j]}*({a.cells[j]}-{t.cells[j]}"
            f"-SUMPRODUCT({a.area},{a.area})+SUMPRODUCT({t.area},{a.area}))"
        ),
    ),
    Cost(
        "cross-entropy",
        activations=frozenset({"sigmoid"}),
        equation="C = −Σ (tⱼ ln aⱼ + (1 − tⱼ) ln(1 − aⱼ))",
        delta_equation="δⱼ = aⱼ − tⱼ",
        # −t ln σ(z) − (1−t) ln(1−σ(z)) = max(0, z) − t z + ln(1 + e^−|z|): the same
        # equation, written so that a saturated unit neither fails nor loses digits.
        # Subtracted first: it is 0 then, and no digit is lost, where t = 1 and z > 0.
        value=lambda t, z, a: (
            (np.maximum(0.0, z) - t * z) + np.log(1.0 + np.exp(-np.abs(z)))
        ).sum(axis=1),
        delta=lambda t, a, a_prime: a - t,
        excel_value=lambda t, z, a: _sum_of(
            [
                f"MAX(0,{zj})-{tj}*{zj}+LN(1+EXP(-ABS({zj})))"
                for tj, zj in zip(t.cells, z.cells, strict=True)
            ]
        ),
        excel_delta=lambda t, a, j, slope: f"{a.cells[j]}-{t.cells[j]}",
    ),
    Cost(
        "cross-entropy",
        activations=frozenset({SOFTMAX}),
        equation="C = −Σ tⱼ ln aⱼ",
        delta_equation="δⱼ = aⱼ − tⱼ",
        # −Σ t ln a, with ln a = z − max z − ln Σ e: what may be large is subtracted first.
        value=lambda t, z, a: (
            (t.sum(axis=1) * z.max(axis=1) - (t * z).sum(axis=1))
            + t.sum(axis=1) * np.log(softmax_e(z).sum(axis=1))
        ),
        delta=lambda t, a, a_prime: a - t,
        excel_value=lambda t, z, a: (
            f"SUM({t.area})*MAX({z.area})-SUMPRODUCT({t.area},{z.area})"
            f"-SUM({t.area})*LN(MAX({a.area}))"
        ),
        excel_delta=lambda t, a, j, slope: f"{a.cells[j]}-{t.cells[j]}",
    ),
)


def cost_names() -> list[str]:
    """Return the names a spec may give as cost."""
    return list(dict.fromkeys(cost.name for cost in COSTS))


def cost_of(name: str, activation: str) -> Cost | None:
    """Return the cost for this output activation, or None where they do not fit."""
    for cost in COSTS:
        if cost.name != name:
            continue
        if cost.activations is not None and activation in cost.activations:
            return cost
        if cost.activations is None and activation in ACTIVATIONS:
            return cost
    return None
