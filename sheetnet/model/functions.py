"""Activations: equation, slope, NumPy form and Excel form side by side.

Both branches read it, and `costs.py` (book 3-2, 3-4, 4-2). The two forms of a
function are written from the same equation, never one from the other. The Excel forms
take cell addresses and use portable functions on single cells only.

An activation is one record in this file; tests find it without being told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

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
    0: a central difference across it is right to the first order alone. `from_minus_one`:
    a lies between −1 and 1, so an output that is not meant has the target −1, not 0.
    `alpha` is the α that it has where nothing is said of it, and `with_alpha` gives the
    function of another one; None where there is no α.
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
    from_minus_one: bool = False
    alpha: float | None = None
    with_alpha: "Callable[[float], Activation] | None" = None


# EXP overflows in a spreadsheet at 709.78, where NumPy goes on with infinity.
_EXP_LIMIT = 709.0

# √(2/π), to the digits that a spreadsheet reads.
_GELU = 0.797884560802865


def _gelu_u(z: Array) -> Array:
    """Return √(2/π) (z + 0.044715 z³); z² is bounded, as z³ would overflow first."""
    return _GELU * z * (1.0 + 0.044715 * np.minimum(1e9, z * z))


def _gelu_du(z: Array) -> Array:
    return _GELU * (1.0 + 0.134145 * np.minimum(1e9, z * z))


def _gelu_u_excel(z: str) -> str:
    return f"{_GELU}*{z}*(1+0.044715*MIN(1E9,{z}*{z}))"


def _digits(alpha: float) -> str:
    """Return α as it stands in equations and formulas: 1e-05 reads 0.00001."""
    return np.format_float_positional(alpha, trim="-")


@cache
def _leaky_relu(alpha: float) -> Activation:
    α, larger = _digits(alpha), "MAX" if alpha <= 1 else "MIN"
    return Activation(
        "leaky-relu",
        equation=f"a = z where z > 0, else {α} z",
        slope=f"a′(z) = 1 where z > 0, else {α}",
        f=lambda z: np.where(z > 0.0, z, alpha * z),
        f_prime=lambda z, a: np.where(z > MARGIN, 1.0, alpha),
        excel=lambda z: f"{larger}({α}*{z},{z})",
        excel_prime=lambda z, a: f"IF({z}>{_MARGIN},1,{α})",
        alpha=0.01,
        with_alpha=_leaky_relu,
    )


@cache
def _elu(alpha: float) -> Activation:
    """Return the ELU of another α than 1: its slope jumps at 0, from α to 1."""
    α = _digits(alpha)
    return Activation(
        "elu",
        equation=f"a = z where z > 0, else {α} (eᶻ − 1)",
        slope=f"a′(z) = 1 where z > 0, else {α} eᶻ",
        f=lambda z: np.where(z > 0.0, z, alpha * (np.exp(np.minimum(z, 0.0)) - 1.0)),
        f_prime=lambda z, a: np.where(
            z > MARGIN, 1.0, alpha * np.exp(np.minimum(z, 0.0))
        ),
        excel=lambda z: f"IF({z}>0,{z},{α}*(EXP({z})-1))",
        excel_prime=lambda z, a: f"IF({z}>{_MARGIN},1,{α}*EXP(MIN(0,{z})))",
        turns=True,
        alpha=1.0,
        with_alpha=_elu,
    )


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
        from_minus_one=True,
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
        from_minus_one=True,
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
    _leaky_relu(0.01),
    Activation(
        "elu",
        equation="a = z where z > 0, else eᶻ − 1",
        slope="a′(z) = 1 where z > 0, else eᶻ",
        f=lambda z: np.where(z > 0.0, z, np.exp(np.minimum(z, 0.0)) - 1.0),
        f_prime=lambda z, a: np.exp(np.minimum(z, 0.0)),
        excel=lambda z: f"IF({z}>0,{z},EXP({z})-1)",
        excel_prime=lambda z, a: f"EXP(MIN(0,{z}))",
        turns=True,
        alpha=1.0,
        with_alpha=_elu,
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
    Activation(
        # Hendrycks and Gimpel 2016, in the form with tanh, as GPT-2 has it: no calculator
        # differs from another by more than rounding, as NORMDIST does.
        "gelu",
        equation="a = ½ z (1 + T),  T = tanh(√(2/π) (z + 0.044715 z³))",
        slope="a′(z) = ½ (1 + T) + ½ z (1 − T²) √(2/π) (1 + 0.134145 z²)",
        f=lambda z: z / 2.0 * (1.0 + np.tanh(_gelu_u(z))),
        f_prime=lambda z, a: (
            (1.0 + np.tanh(_gelu_u(z))) / 2.0
            + z
            / 2.0
            * (1.0 - np.tanh(_gelu_u(z)))
            * (1.0 + np.tanh(_gelu_u(z)))
            * _gelu_du(z)
        ),
        excel=lambda z: f"{z}/2*(1+TANH({_gelu_u_excel(z)}))",
        excel_prime=lambda z, a: (
            # Not squared: where T is tiny, ^ underflows, which some calculators refuse.
            f"((1+TANH({_gelu_u_excel(z)}))/2"
            f"+{z}/2*(1-TANH({_gelu_u_excel(z)}))*(1+TANH({_gelu_u_excel(z)}))"
            f"*{_GELU}*(1+0.134145*MIN(1E9,{z}*{z})))"
        ),
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


def activation_names() -> list[str]:
    """Return the names a spec may give as activation."""
    return [*ACTIVATIONS, SOFTMAX]
