"""The update that follows the chosen epoch: which numbers of it a card shows, and in what words.

Beside each unit stand the gradients of C_T and what the optimizer keeps, as Training has
them, and what the update makes of all that. Where it is η times the gradient and nothing
else, a card needs no more. Asks the update for its form; knows no optimizer by name.
"""

from collections.abc import Callable
from itertools import chain, groupby
from typing import NamedTuple

from sheetnet.layers.quantities import is_weight, parameters
from sheetnet.layers.sentences import Number, Sentence
from sheetnet.model.network import Layer, Network
from sheetnet.model.notation import subscript, written
from sheetnet.model.optimizers import GRADIENT, PARAMETER, Heading
from sheetnet.model.quantities import Quantity

# Characters that stand for nothing: each marks a number in a formula.
_FIRST_MARK = 0xE000
# A formula as one writes it.
_SIGNS = (
    ("SQRT(", "√("),
    ("(-", "(−"),
    ("*", " × "),
    ("/", " / "),
    ("+", " + "),
    ("-", " − "),
)


def of_all(symbol: str) -> str:
    """Return the symbol of a gradient of C_T, beside that of one example."""
    return f"all_{symbol}"


def after(symbol: str) -> str:
    """Return the symbol of what the update makes of a number."""
    return f"after_{symbol}"


def updated(network: Network, layer: Layer) -> tuple[Quantity, ...]:
    """Return the parameters of a layer whose update is shown."""
    if network.update.plain or not network.last_band:
        return ()
    return tuple(q for q in parameters(layer) if q.key not in network.frozen)


def of_heading(network: Network) -> tuple[Heading, ...]:
    """Return the numbers of a band's heading that an update looks at."""
    update = network.update
    return (*update.rates, *update.carried) if is_shown(network) else ()


def is_shown(network: Network) -> bool:
    """Tell whether there is an update to be shown."""
    return any(updated(network, layer) for layer in network.layers)


class Told(NamedTuple):
    """An array that a card shows of the update: as what, whose, of which parameter.

    `symbol` is Training's; `part` is that of `Optimizer.symbols`.
    """

    shown: str
    symbol: str
    part: str
    of: Quantity
    is_after: bool = False

    @property
    def heading(self) -> str:
        """What stands above it."""
        return "→ " * self.is_after + written(self.symbol, self.of.layer)


def told(network: Network, layer: Layer) -> list[Told]:
    """Return what a card shows of the update, from left to right."""
    symbols = network.update.optimizer.symbols
    learned = updated(network, layer)
    slots = network.update.slots

    def every(part: str, shown: Callable[[str], str], *, is_after: bool) -> list[Told]:
        named = [(symbols(one.symbol)[part], one) for one in learned]
        return [Told(shown(s), s, part, one, is_after) for s, one in named]

    found = every(GRADIENT, of_all, is_after=False)
    for part in slots:
        found += every(part, str, is_after=False)
    for part in (*slots, PARAMETER):
        found += every(part, after, is_after=True)
    return found


def lines_of_update(network: Network, layer: Layer, unit: int) -> list[Sentence]:
    """Return what is kept of a unit's first parameter, and the step that it takes."""
    return [
        sentence
        for one in updated(network, layer)[:1]
        for sentence in _lines(network, one, unit)
    ]


def _lines(network: Network, one: Quantity, unit: int) -> list[Sentence]:
    update, first = network.update, (unit, *(0,) * (len(one.shape) - 1))
    symbols = update.optimizer.symbols(one.symbol)
    marked: list[Number] = []

    def mark(symbol: str, layer: int = 0) -> str:
        at = first if layer else ()
        marked.append(Number("fine-factor", symbol, layer, at))
        return chr(_FIRST_MARK + len(marked) - 1)

    now = {part: mark(symbol, one.layer) for part, symbol in symbols.items()}
    now[GRADIENT] = mark(of_all(symbols[GRADIENT]), one.layer)
    then = {slot: mark(after(symbols[slot]), one.layer) for slot in update.slots}
    names = chain(update.settings, (kept.name for kept in of_heading(network)))
    weight = is_weight(one)
    made = update.excel(now, then, {name: mark(name) for name in names}, weight=weight)
    letter = one.letter.replace("ⱼ", subscript(unit + 1)).replace("ᵢ", subscript(1))
    said = update.equations(letter, f"∂C_T/∂{letter}", weight=weight)
    return [
        [
            f"{said[part]} = ",
            *_with_numbers(made[part], marked),
            " = ",
            Number("fine", after(symbols[part]), one.layer, first),
        ]
        for part in (*update.slots, PARAMETER)
    ]


def _with_numbers(formula: str, marked: list[Number]) -> Sentence:
    """Return a formula as words, and the numbers that its marks stand for.

    >>> one = Number("fine", "w", 2)
    >>> _with_numbers("\ue000*SQRT(\ue000)-1", [one]) == [one, " × √(", one, ") − 1"]
    True
    """
    found: Sentence = []
    for are_marks, run in groupby(formula, lambda one: one >= chr(_FIRST_MARK)):
        if are_marks:
            found += [marked[ord(one) - _FIRST_MARK] for one in run]
            continue
        words = "".join(run)
        for sign, spaced in _SIGNS:
            words = words.replace(sign, spaced)
        found.append(words)
    return found
