"""How parameters learn from their gradients: equation, NumPy form, Excel form side by side.

Like an activation, an optimizer is one record that both branches read; the run, the
check of a single step, the sheet and the planted faults use the same. Nowhere else does
η stand in arithmetic.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sheetnet.model.functions import Array
from sheetnet.model.notation import gradient_of, slot_of

Arrays = Mapping[str, Array]
Cells = Mapping[str, str]

# In `Arrays` and `Cells`, the parameter itself and its gradient beside the slots.
PARAMETER, GRADIENT = "parameter", "gradient"


@dataclass(frozen=True, slots=True)
class Optimizer:
    """One update of a parameter array, and of what is kept of it (its slots).

    `settings` are the numbers that a user may turn, η first, by name, each with what it
    is where a spec is silent; None where the spec must say it. `slots` name arrays in the
    shape of the parameter that begin as 0.

    `step` takes a parameter, its gradient and its slots as they were before the update,
    and the settings; it gives what each becomes. `excel` does so for single cells: it
    takes their references before the update, and those of the slots after it, which
    the parameter may look at. A setting stands there by its name in the workbook.
    """

    name: str
    settings: Mapping[str, float | None]
    slots: tuple[str, ...]
    equation: Callable[[str, str], str]
    step: Callable[[Arrays, Mapping[str, float]], dict[str, Array]]
    excel: Callable[[Cells, Cells], dict[str, str]]

    def symbols(self, parameter: str) -> dict[str, str]:
        """Return the symbols of a parameter, its gradient and its slots, by their part."""
        slots = {slot: slot_of(slot, parameter) for slot in self.slots}
        return {PARAMETER: parameter, GRADIENT: gradient_of(parameter), **slots}


GRADIENT_DESCENT = "gradient-descent"

OPTIMIZERS: dict[str, Optimizer] = {
    record.name: record
    for record in (
        Optimizer(
            GRADIENT_DESCENT,
            settings={"eta": None},
            slots=(),
            # Book 4-1.
            equation=lambda w, dC_dw: f"{w} ← {w} − η {dC_dw}",
            step=lambda now, to: {
                PARAMETER: now[PARAMETER] - to["eta"] * now[GRADIENT]
            },
            excel=lambda now, _: {PARAMETER: f"{now[PARAMETER]}-eta*{now[GRADIENT]}"},
        ),
    )
}


def optimizer_names() -> list[str]:
    """Return the names a spec may give as optimizer."""
    return list(OPTIMIZERS)
