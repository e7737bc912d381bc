"""NumPy's side of a cell: what it must hold, and which cells of the workbook do not."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sheetnet.errors import SheetnetError
from sheetnet.explain.place import Found, Spot
from sheetnet.lang import texts
from sheetnet.model.lesson import Lesson
from sheetnet.model.sentence import Told
from sheetnet.verification.book.opening import Opened
from sheetnet.verification.lesson import read_lesson
from sheetnet.verification.network.truth import read_network
from sheetnet.verification.report import ATOL, RTOL
from sheetnet.verification.truth import Tolerance, Truth
from sheetnet.verification.values import wrong_cells
from sheetnet.workbook.address import Area

_TOLERANCE = Tolerance(RTOL, ATOL)


class Judge:
    """What NumPy computes from the inputs of a workbook as they are saved in it."""

    def __init__(self, book: Opened, bands: int) -> None:
        self._book, self._bands = book, bands
        self._lang = book.manifest.header.lang

    @cached_property
    def problem(self) -> str:
        """Why NumPy cannot compute: an input that is no number, an overflow; "" if it can."""
        return self._read if isinstance(self._read, str) else ""

    @cached_property
    def _read(self) -> "Truth | str":
        subject = self._book.manifest.subject
        try:
            if isinstance(subject, Lesson):
                return read_lesson(self._book, subject)[0]
            return read_network(self._book, subject, self._bands, _TOLERANCE)[0]
        except SheetnetError as error:
            return str(error)

    def value(self, found: Found | None) -> object:
        """Return what NumPy says that a quantity's cell holds; None where it says nothing."""
        truth = self._read
        if (
            found is None
            or isinstance(truth, str)
            or found.block.key not in truth.shown
        ):
            return None
        block = found.block
        shown = np.asarray(truth.shown[block.key])
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
        if isinstance(self._read, str):
            return {}
        found = wrong_cells(self._book, self._read, self._book.saved, _TOLERANCE)
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
