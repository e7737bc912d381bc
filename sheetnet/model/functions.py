"""Activations and costs: equation, NumPy form and Excel form side by side.

The one file that both branches read (book 3-2, 3-4, 4-2). The two forms of a
function are written from the same equation, never one from the other. The Excel forms
take cell addresses and use portable functions on single cells only.

An activation or a cost is one record in this file; tests find it without being told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# A decision closer to its edge than this is not left to the last bit, which
# calculators do not share: LibreOffice and Excel compare 15 digits, others all.
MARGIN = 1e-9
_MARGIN = "1E-9"


@dataclass(frozen=True, slots=True)
class Activation:
    """An activation function a(z) and its slope a′(z).

    `f` and `f_prime` map arrays of any shape to the same shape; `excel` and
    `excel_prime` map the addresses of z and a to formula text (`excel_prime` is a
    product of factors, so that it can be multiplied as it stands). A slope of None
    means that the function cannot be trained through. `z_min` is the least z whose
    formula does not overflow in a spreadsheet. `turns` tells that a′ has a corner at
    0: a central difference across it is right to the first order alone.
    """

    name: str
    equation: str
    slope: str
    f: Callable[[Array], Array]
    f_prime: Callable[[Array, Array], Array] | None
    excel: Callable[[str], str]
    excel_prime: Callable[[str, str], str] | None
    z_min: float = -np.inf
    turns: bool = False


# EXP overflows in a spreadsheet at 709.78, where NumPy goes on with infinity.
_EXP_LIMIT = 709.0

_ELEMENTWISE = (
    Activation(
        "identity",
        equation="a = z",
        slope="a′(z) = 1",
        f=lambda z: z.copy(),
        f_prime=lambda z, a: np.ones_like(z),
        excel=lambda z: z,
        excel_prime=lambda z, a: "1",
    ),
    Activation(
        "step",
        equation="a = 1 where z ≥ 0, else 0",
        slope="a′(z) = 0, undefined at 0",
        f=lambda z: np.where(z >= -MARGIN, 1.0, 0.0),
        f_prime=None,
        excel=lambda z: f"IF({z}>=-{_MARGIN},1,0)",
        excel_prime=None,
    ),
    Activation(
        "sigmoid",
        equation="a = σ(z) = 1 / (1 + e⁻ᶻ)",
        slope="a′(z) = a (1 − a)",
        f=lambda z: 1.0 / (1.0 + np.exp(-z)),
        f_prime=lambda z, a: a * (1.0 - a),
        excel=lambda z: f"1/(1+EXP(-{z}))",
        excel_prime=lambda z, a: f"{a}*(1-{a})",
        z_min=-_EXP_LIMIT,
    ),
    Activation(
        "tanh",
        equation="a = tanh(z)",
        slope="a′(z) = 1 − a²",
        f=np.tanh,
        f_prime=lambda z, a: 1.0 - a * a,
        excel=lambda z: f"TANH({z})",
        excel_prime=lambda z, a: f"(1-{a}^2)",
    ),
    Activation(
        "softsign",
        equation="a = z / (1 + |z|)",
        slope="a′(z) = 1 / (1 + |z|)²",
        f=lambda z: z / (1.0 + np.abs(z)),
        f_prime=lambda z, a: (1.0 + np.abs(z)) ** -2.0,
        excel=lambda z: f"{z}/(1+ABS({z}))",
        # Not squared: that overflows where |z| > 1e154, and the slope is 0 there.
        excel_prime=lambda z, a: f"1/(1+ABS({z}))/(1+ABS({z}))",
        turns=True,
    ),
    Activation(
        "relu",
        equation="a = max(0, z)",
        slope="a′(z) = 1 where z > 0, else 0",
        f=lambda z: np.maximum(0.0, z),
        f_prime=lambda z, a: np.where(z > MARGIN, 1.0, 0.0),
        excel=lambda z: f"MAX(0,{z})",
        excel_prime=lambda z, a: f"IF({z}>{_MARGIN},1,0)",
    ),
    Activation(
        "leaky-relu",
        equation="a = z where z > 0, else 0.01 z",
        slope="a′(z) = 1 where z > 0, else 0.01",
        f=lambda z: np.where(z > 0.0, z, 0.01 * z),
        f_prime=lambda z, a: np.where(z > MARGIN, 1.0, 0.01),
        excel=lambda z: f"MAX(0.01*{z},{z})",
        excel_prime=lambda z, a: f"IF({z}>{_MARGIN},1,0.01)",
    ),
    Activation(
        "elu",
        equation="a = z where z > 0, else eᶻ − 1",
        slope="a′(z) = 1 where z > 0, else eᶻ",
        f=lambda z: np.where(z > 0.0, z, np.exp(np.minimum(z, 0.0)) - 1.0),
        f_prime=lambda z, a: np.exp(np.minimum(z, 0.0)),
        excel=lambda z: f"IF({z}>0,{z},EXP({z})-1)",
        excel_prime=lambda z, a: f"EXP(MIN(0,{z}))",
        turns=True,
    ),
    Activation(
        "softplus",
        equation="a = ln(1 + eᶻ)",
        slope="a′(z) = σ(z)",
        # ln(1 + eᶻ) = max(0, z) + ln(1 + e^−|z|), and σ(z) = e^min(0, z) / (1 + e^−|z|),
        # which never overflow and keep their digits far from 0.
        f=lambda z: np.maximum(0.0, z) + np.log(1.0 + np.exp(-np.abs(z))),
        f_prime=lambda z, a: np.exp(np.minimum(0.0, z)) / (1.0 + np.exp(-np.abs(z))),
        excel=lambda z: f"MAX(0,{z})+LN(1+EXP(-ABS({z})))",
        excel_prime=lambda z, a: f"EXP(MIN(0,{z}))/(1+EXP(-ABS({z})))",
    ),
)

ACTIVATIONS: dict[str, Activation] = {one.name: one for one in _ELEMENTWISE}


# Softmax looks at all units of its layer at once, so it is no record of the table:
# its formula needs the row of cells e = e^(z − max z) (a range may not stand inside
# EXP), which the sheet shows as a quantity of its own.
SOFTMAX = "softmax"
SOFTMAX_EQUATION = "aⱼ = eⱼ / Σ e"
SOFTMAX_E_EQUATION = "eⱼ = e^(zⱼ − max z)"


def softmax_e(z: Array) -> Array:
    """Return e = e^(z − max z) over the last axis; the shift keeps EXP from overflow.

    Shapes: z (K, n) -> (K, n).
    """
    shifted: Array = z - z.max(axis=-1, keepdims=True)
    return np.exp(shifted)


def softmax_e_excel(z: str, zs: str) -> str:
    """Return the formula of one e cell.

    >>> softmax_e_excel("L41", "L$41:L$43")
    'EXP(L41-MAX(L$41:L$43))'
    """
    return f"EXP({z}-MAX({zs}))"


def softmax(e: Array) -> Array:
    """Return a = e / Σ e over the last axis. Shapes: e (K, n) -> (K, n)."""
    shares: Array = e / e.sum(axis=-1, keepdims=True)
    return shares


def softmax_excel(e: str, es: str) -> str:
    """Return the formula of one softmax output.

    >>> softmax_excel("L45", "L45:L47")
    'L45/SUM(L45:L47)'
    """
    return f"{e}/SUM({es})"


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
        delta=lambda t, a, a_prime: (
            a * ((a - t) - ((a - t) * a).sum(axis=1, keepdims=True))
        ),
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


def activation_names() -> list[str]:
    """Return the names a spec may give as activation."""
    return [*ACTIVATIONS, SOFTMAX]


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
