"""NumPy's side of a cell: what it must hold, and which cells of the workbook do not."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sheetnet.errors import SheetnetError
from sheetnet.explain.cells import Cells
from sheetnet.explain.place import Found, Spot
from sheetnet.lang import texts
from sheetnet.model.lesson import Lesson
from sheetnet.model.network import Network
from sheetnet.model.sentence import Told
from sheetnet.model.shown import Shown
from sheetnet.verification.network.alone import shown_in_training
from sheetnet.verification.report import ATOL, RTOL
from sheetnet.verification.truth import Tolerance, Truth
from sheetnet.workbook.address import Area

_TOLERANCE = Tolerance(RTOL, ATOL)


class Judge:
    """What NumPy computes from the inputs of a workbook as they are saved in it.

    Of a run alone it reads no more than the inputs; of views, all that they read.
    """

    def __init__(self, cells: Cells, bands: int) -> None:
        self._cells, self._book, self._bands = cells, cells.book, bands
        self._lang = self._book.manifest.header.lang

    def problem(self, sheet: str) -> str:
        """Why NumPy cannot compute what a sheet shows; "" if it can.

        An input that is no number, an overflow.
        """
        shown = self._shown(sheet)
        return shown if isinstance(shown, str) else ""

    def _shown(self, sheet: str) -> "Shown | str":
        """Return what NumPy says that a sheet shows, or why it says nothing."""
        if sheet == "Training":
            return self._run
        return self._truth if isinstance(self._truth, str) else self._truth.shown

    @cached_property
    def _run(self) -> "Shown | str":
        """What Training shows, which depends on no view."""
        planned = self._book.manifest.subject
        assert isinstance(planned, Network), "no lesson has such a sheet"
        try:
            book = self._cells.inputs(self._book.map_of("Training"))
            return shown_in_training(book, planned, self._bands)
        except SheetnetError as error:
            return str(error)

    @cached_property
    def _truth(self) -> "Truth | str":
        # Of a cell that is right, most often nobody asks.
        from sheetnet.verification.lesson import read_lesson
        from sheetnet.verification.network.truth import read_network

        subject = self._book.manifest.subject
        try:
            if isinstance(subject, Lesson):
                return read_lesson(self._book, subject)[0]
            return read_network(self._book, subject, self._bands, _TOLERANCE)[0]
        except SheetnetError as error:
            return str(error)

    def value(self, found: Found | None) -> object:
        """Return what NumPy says that a quantity's cell holds; None where it says nothing."""
        if found is None:
            return None
        block = found.block
        every = self._shown(block.sheet)
        if not isinstance(every, str) and block.key not in every:
            every = self._shown("")  # what Cost says once more in Training
        if isinstance(every, str) or block.key not in every:
            return None
        shown = np.asarray(every[block.key])
        # Of pasted bands only Training knows.
        if block.has("epoch"):
            shown = shown[: block.shape[0]]
        value = shown.reshape(block.shape)[found.at]
        if isinstance(value, Told):
            return texts(self._lang)(value.key, **value.values)
        return float(value) if isinstance(value, np.number | np.bool_) else value

    @cached_property
    def _wrong(self) -> dict[str, NDArray[np.intp]]:
        """The cells that hold something else, by sheet: a row and a column each."""
        from sheetnet.verification.values import wrong_cells

        if isinstance(self._truth, str):
            return {}
        found = wrong_cells(self._book, self._truth, self._book.saved, _TOLERANCE)
        return {
            sheet: np.array(sorted(places), dtype=np.intp)
            for sheet, places in found.items()
            if places
        }

    def wrong_within(self, area: Area) -> list[Spot]:
        """Return the wrong cells of an area, row by row; its sheet is told by key."""
        places = self._wrong.get(area.sheet)
        if places is None:
            return []
        last = np.array(area.last)
        inside = ((places >= (area.row, area.column)) & (places <= last)).all(axis=1)
        return [Spot(area.sheet, *place) for place in places[inside].tolist()]

    def is_wrong(self, spot: Spot, found: Found | None, saved: object) -> bool:
        """Tell whether a cell holds something else than NumPy says."""
        says = self.value(found)
        # Most cells are right outright, and then no other need be compared.
        match says, saved:
            case float(), float() if abs(saved - says) <= ATOL + RTOL * abs(says):
                return False
        return bool(self.wrong_within(Area(spot.row, spot.column, sheet=spot.sheet)))
