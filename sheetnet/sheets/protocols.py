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
        self, network: Network, inputs: Inputs, rng: "np.random.Generator", /
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
