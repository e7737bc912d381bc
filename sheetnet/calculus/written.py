"""Tree → the text of a function as a book prints it: x² + 3xy, not x**2 + 3*x*y."""

from sheetnet.calculus.tree import Call, Number, Operation, Tree, Variable

_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4
_RAISED = str.maketrans("0123456789-xy", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ˣʸ")
_NAMES = {"log": "ln"}


def written(tree: Tree) -> str:
    """Return a function as it is printed.

    >>> from sheetnet.calculus.parsing import parse
    >>> written(parse("-x**2 + 3*x*y - (x - 1)**4/2")), written(parse("2**x*exp(-y)"))
    ('−x² + 3xy − (x − 1)⁴/2', '2ˣ·exp(−y)')
    """
    return _text(tree)[0]


def _text(tree: Tree) -> tuple[str, int]:
    """Return the text, and how tightly its outermost sign binds."""
    match tree:
        case Number(above, below):
            return (str(above) if below == 1 else f"{above / below:.15g}"), _ATOM
        case Variable(name):
            return name, _ATOM
        case Call("neg", argument):
            return f"−{_within(argument, _PRODUCT)}", _PRODUCT
        case Call(name, argument):
            return f"{_NAMES.get(name, name)}({written(argument)})", _ATOM
        case Operation("^", base, exponent):
            return _power(base, exponent), _POWER
        case Operation("*", left, right):
            one, other = _within(left, _PRODUCT), _later(right, _PRODUCT)
            plain = not set(one) - set("0123456789.xy") and other[0] in "xy"
            return f"{one}{'' if plain else '·'}{other}", _PRODUCT
        case Operation("/", left, right):
            return f"{_within(left, _PRODUCT)}/{_later(right, _POWER)}", _PRODUCT
        case Operation(sign, left, right):
            other = _later(right, _SUM if sign == "+" else _PRODUCT)
            return f"{_within(left, _SUM)} {sign.replace('-', '−')} {other}", _SUM


def _later(tree: Tree, least: int) -> str:
    """Return what stands behind a sign: another sign beside it wants brackets."""
    text = _within(tree, least)
    return f"({text})" if text.startswith("−") else text


def _power(base: Tree, exponent: Tree) -> str:
    below, above = _within(base, _ATOM), written(exponent)
    whole = above.replace("−", "-")
    if whole.removeprefix("-").isdigit() or whole in ("x", "y"):
        return below + whole.translate(_RAISED)
    return f"{below}^({above})"


def _within(tree: Tree, least: int) -> str:
    text, binds = _text(tree)
    return text if binds >= least else f"({text})"
