"""What goes wrong in an update where there is more than gradient descent."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

from sheetnet.exercises.site import Site
from sheetnet.model.optimizers import GRADIENT
from sheetnet.sheets.training.updates import Wiring, wiring
from sheetnet.workbook.formula.tree import tokens


def _wired(site: Site) -> Wiring | None:
    """Return what an update reads; None of what no update of a layer moves."""
    still = site.quantity.key in site.layout.network.frozen
    if still or not (site.is_update and site.quantity.layer):
        return None
    here = site.block.area(*site.indices)
    return wiring(site.layout, site.quantity, here, site.indices)


def _texts(formula: str) -> list[str]:
    return [token for _, token in tokens(formula, "R1C1")]


def correction_left_out(site: Site) -> Iterator[str]:
    """m in place of m / (1 − β₁ⁿ)."""
    if wired := _wired(site):
        for power in wired.update.carried:
            divisor = _texts(f"/(1-{wired.to[power.name]})")
            found, long = _texts(site.formula), len(divisor)
            for at in range(len(found)):
                if found[at : at + long] == divisor:
                    yield "".join([*found[:at], *found[at + long :]])


def other_beta(site: Site) -> Iterator[str]:
    """β₁ for β₂: another setting of the same kind."""
    shares = [one.name.removesuffix("_n") for one in site.layout.network.update.carried]
    found = _texts(site.formula)
    for one, other in permutations(shares if site.is_update else (), 2):
        if one in found:
            yield "".join(other if token == one else token for token in found)


def slot_of_another_band(site: Site) -> Iterator[str]:
    """w looks at the m before the update, not at the one after it."""
    if (wired := _wired(site)) and site.quantity.role == "parameter":
        for slot in wired.after:
            after = {**wired.after, slot: wired.before[slot]}
            yield replace(wired, after=after).formula(site.quantity.symbol)


def slot_for_gradient(site: Site) -> Iterator[str]:
    """m where ∂C_T/∂w belongs, or ∂C_T/∂w where m belongs."""
    if wired := _wired(site):
        gradient = wired.before[GRADIENT]
        for slot in wired.after:
            if site.quantity.role == "slot":
                mixed = {**wired.before, GRADIENT: wired.before[slot]}
                yield replace(wired, before=mixed).formula(site.quantity.symbol)
            else:
                after = {**wired.after, slot: gradient}
                yield replace(wired, after=after).formula(site.quantity.symbol)


def decay_on_bias(site: Site) -> Iterator[str]:
    """λ b in the update of a bias."""
    if (wired := _wired(site)) and not wired.weight:
        yield replace(wired, weight=True).formula(site.quantity.symbol)
