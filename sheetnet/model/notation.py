"""The book's letters: quantities, how they are written, and their names in a sheet.

Knows nothing of values and nothing of cells.
"""

import re
from typing import NamedTuple


class Key(NamedTuple):
    """A quantity's identity: its symbol, and the layer as numbered in the book.

    The input is layer 1; a quantity of no layer (C_T, eta) has layer 0. Arrays of a
    quantity that changes with the epoch carry the epoch as their first axis.
    """

    symbol: str
    layer: int = 0

    def __str__(self) -> str:
        """Return the key as reports print it: w_2, delta_3, C_T."""
        return f"{self.symbol}_{self.layer}" if self.layer else self.symbol


_SUPERSCRIPT = str.maketrans("0123456789ᵀ", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ")
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def superscript(number: int) -> str:
    """Return a number as superscript: the layer, never a power.

    >>> superscript(12)
    '¹²'
    """
    return str(number).translate(_SUPERSCRIPT)


def subscript(number: int) -> str:
    """Return a number as subscript.

    >>> subscript(31)
    '₃₁'
    """
    return str(number).translate(_SUBSCRIPT)


_GRADIENT = "dC_d"
_LETTER = {
    "delta": "δ",
    "eta": "η",
    "dC_da": "∂C/∂a",
    "eta_n": "ηₙ",
    "clip_n": "cₙ",
    "mu": "μ",
    "rho": "ρ",
    "beta_1": "β₁",
    "beta_2": "β₂",
    "beta_1_n": "β₁ⁿ",
    "beta_2_n": "β₂ⁿ",
    "epsilon": "ε",
    "weight_decay": "λ",
    "mean_seen": "m",
    "root_seen": "s",
    "mean_delta": "m_δ",
    "mean_delta_u": "m_δu",
    "mean_units": "m",
    "root_units": "r",
    "mean_back": "m_∂",
    "mean_back_u": "m_∂u",
}


def written(symbol: str, layer: int = 0, *indices: int) -> str:
    """Return a quantity as the book prints it, the layer as superscript.

    >>> written("z", 2, 1), written("delta", 3, 2), written("dC_dw", 2)
    ('z²₁', 'δ³₂', '∂C_T/∂w²')
    """
    upper = superscript(layer) if layer else ""
    letter = _LETTER.get(symbol) or symbol.replace(_GRADIENT, "∂C_T/∂")
    # Indices of two digits would run together: w²₁₁₂.
    lower = (" " if max(indices, default=0) > 9 else "").join(map(subscript, indices))
    return f"{letter}{upper}{lower}"


_CELL_LIKE = re.compile(r"[A-Za-z]{1,3}[0-9]+\Z")
_R1C1_LIKE = re.compile(r"[Rr][0-9]*([Cc][0-9]*)?\Z|[Cc][0-9]*\Z")


def is_legal_name(name: str) -> bool:
    """Tell whether a spreadsheet takes this as a defined name.

    >>> [is_legal_name(name) for name in ("w_2", "w2", "C", "R1C1", "eta", "C_T")]
    [True, False, False, False, True, True]
    """
    return (
        re.fullmatch(r"[^\W\d][\w.]{0,254}", name) is not None
        and not _CELL_LIKE.match(name)
        and not _R1C1_LIKE.match(name)
        and name.upper() not in ("TRUE", "FALSE")
    )


def excel_name(symbol: str, *indices: int) -> str:
    """Return the defined name of a quantity: symbol, underscore, indices.

    Raises: ValueError where a spreadsheet would refuse the name.

    >>> excel_name("w", 2, 1), excel_name("delta", 3), excel_name("x")
    ('w_2_1', 'delta_3', 'x')
    """
    name = "_".join([symbol, *map(str, indices)])
    if not is_legal_name(name):
        raise ValueError(f"{name!r} is not a legal name in a spreadsheet")
    return name


def activation_at(layer: int) -> str:
    """Return how the activation of a layer is written in sums: x for the input.

    >>> activation_at(1), activation_at(2)
    ('x', 'a²')
    """
    return "x" if layer == 1 else f"a{superscript(layer)}"


def gradient_of(parameter: str) -> str:
    """Return the symbol of the gradient of C_T with respect to a parameter.

    >>> gradient_of("w")
    'dC_dw'
    """
    return f"{_GRADIENT}{parameter}"


def slot_of(slot: str, parameter: str) -> str:
    """Return the symbol of what an optimizer keeps of a parameter.

    >>> slot_of("v", "w")
    'v_w'
    """
    return f"{slot}_{parameter}"


def with_layer(equation: str, layer: int) -> str:
    """Write a function's equation for one layer: aⱼ → a²ⱼ, z → z².

    >>> with_layer("a = σ(z) = 1 / (1 + e⁻ᶻ)", 2)
    'a² = σ(z²) = 1 / (1 + e⁻ᶻ)'
    """
    return re.sub(
        r"(?<![\w′])([aezδ])(?=[ⱼᵢ]?(?![\w⁻′ᶻᵃ^]))",
        lambda hit: hit[1] + superscript(layer),
        equation,
    )


def total_cost_equation(reduction: str, *, counts: bool = False) -> str:
    """Return how C_T comes from the C of the examples: a sum, a mean if asked for.

    `counts`: each example has a number that says whether it is used, 1 or 0.

    >>> total_cost_equation("sum"), total_cost_equation("mean", counts=True)
    ('C_T = Σₖ C[k]', 'C_T = Σₖ use[k] C[k] / Σₖ use[k]')
    """
    used = "use[k] " if counts else ""
    return over_examples(f"C_T = Σₖ {used}C[k]", reduction, counts=counts)


def over_examples(
    equation: str, reduction: str, *, counts: bool, batch: bool = False
) -> str:
    """Return the equation of a sum over the examples: as it is, or as that of a mean.

    >>> over_examples("∂C_T/∂b = Σₖ δ[k]", "mean", counts=False)
    '∂C_T/∂b = (1/K) Σₖ δ[k]'
    >>> over_examples("∂C_T/∂b = Σₖ δ[k]", "mean", counts=True)
    '∂C_T/∂b = Σₖ δ[k] / Σₖ use[k]'
    >>> over_examples("∂C_T/∂b = Σₖ δ[k]", "mean", counts=False, batch=True)
    '∂C_T/∂b = Σₖ δ[k] / max(1, Σₖ in_batch[k])'
    """
    if reduction == "sum":
        return equation
    if batch:
        return f"{equation} / max(1, Σₖ in_batch[k])"
    if counts:
        return f"{equation} / Σₖ use[k]"
    return equation.replace("= Σₖ", "= (1/K) Σₖ", 1)


def mean_of_used(equation: str) -> str:
    """Return the equation of a mean where examples may be left out.

    >>> mean_of_used("s³ⱼ = √(Σₖ v³ⱼ[k] / K + 1e-05)")
    's³ⱼ = √(Σₖ use[k] v³ⱼ[k] / Σₖ use[k] + 1e-05)'
    """
    return equation.replace("Σₖ ", "Σₖ use[k] ").replace("/ K", "/ Σₖ use[k]")


def used_alone(equation: str, use: str = "use") -> str:
    """Return the equation of the output's error where examples may be left out.

    >>> used_alone("δ³ⱼ = (a³ⱼ − tⱼ) a′(z³ⱼ)"), used_alone("δ³ⱼ = a³ⱼ − tⱼ")
    ('δ³ⱼ = use · (a³ⱼ − tⱼ) a′(z³ⱼ)', 'δ³ⱼ = use · (a³ⱼ − tⱼ)')
    """
    left, _, right = equation.partition(" = ")
    whole = right if "(" in right else f"({right})"
    return f"{left} = {use} · {whole}"
