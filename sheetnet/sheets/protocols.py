"""What a sheet must offer: its formulas, and what NumPy says that they show."""

from typing import TYPE_CHECKING, Protocol

import numpy as np

from sheetnet.lang import Texts
from sheetnet.model.network import Inputs, Network
from sheetnet.model.shown import Shown

if TYPE_CHECKING:
    from sheetnet.engine import Trace
    from sheetnet.sheets.training.layout import Layout
    from sheetnet.workbook.plan import Sheet


class SheetFormulas(Protocol):
    """A sheet's formulas: `sheets/NAME/sheet.py`."""

    def view_sheet(self, layout: "Layout", texts: Texts, /) -> "Sheet":
        """Return the sheet of a laid-out network."""


class SheetTruth(Protocol):
    """NumPy's side of a sheet with inputs or values of its own: `sheets/NAME/truth.py`."""

    def first_given(self, network: Network, inputs: Inputs, trace: "Trace", /) -> Shown:
        """Return what a fresh workbook holds in the sheet's own input cells."""

    def changed(
        self, network: Network, inputs: Inputs, rng: np.random.Generator, /
    ) -> Shown:
        """Return what a user might choose: new values for some of these inputs."""

    def shown(
        self,
        network: Network,
        inputs: Inputs,
        trace: "Trace",
        given: Shown,
        last: int,
        /,
    ) -> Shown:
        """Return every value that the sheet's formulas show."""


if TYPE_CHECKING:  # the sheets that ship keep to it
    from sheetnet.sheets.check import sheet as s_check
    from sheetnet.sheets.check import truth as t_check
    from sheetnet.sheets.explorer import sheet as s_explorer
    from sheetnet.sheets.explorer import truth as t_explorer
    from sheetnet.sheets.gradient_check import sheet as s_gradient_check
    from sheetnet.sheets.gradient_check import truth as t_gradient_check
    from sheetnet.sheets.try_out import sheet as s_try_out
    from sheetnet.sheets.try_out import truth as t_try_out

    SHEETS: tuple[SheetFormulas, ...] = (
        s_check,
        s_explorer,
        s_gradient_check,
        s_try_out,
    )
    TRUTHS: tuple[SheetTruth, ...] = (t_check, t_explorer, t_gradient_check, t_try_out)
