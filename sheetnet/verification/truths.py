"""NumPy's side for each way in which calculators count what people type into inputs."""

from sheetnet.calculators import Calculator
from sheetnet.model.lesson import Lesson
from sheetnet.verification.book.opening import Opened, read_given
from sheetnet.verification.lesson import read_lesson
from sheetnet.verification.network.checkpoints import of_checkpoints
from sheetnet.verification.network.inputs import Odd, odd_inputs
from sheetnet.verification.network.truth import NetworkTruth, read_network
from sheetnet.verification.sight import recalculates_itself
from sheetnet.verification.sight.constants import changed_constants
from sheetnet.verification.sight.stored import stale_values
from sheetnet.verification.truth import Tolerance, Truth
from sheetnet.wording import worded
from sheetnet.xlsx.reading.package import Package


class Truths:
    """What NumPy says of a workbook, as Excel counts its inputs and as LibreOffice does.

    The two differ where TRUE stands in an input. `notes` are on the inputs; `odd` are
    those that only applications count right, by the present name of the sheet.
    """

    def __init__(
        self, book: Opened, package: Package, bands: int, tolerance: Tolerance
    ) -> None:
        self._book, self._bands, self._tolerance = book, bands, tolerance
        subject = book.manifest.subject
        odd = Odd({}, False)
        if not isinstance(subject, Lesson):
            odd = odd_inputs(book, subject)
        self.odd = {book.names[key]: cells for key, cells in odd.cells.items()}
        self.plain, self.notes = self._read(truths=False)
        self._other = self._read(truths=True)[0] if odd.truths else self.plain
        # What is saved was counted by whoever saved it.
        by_libreoffice = package.application().startswith("LibreOffice")
        self._saved = self._other if by_libreoffice else self.plain

    def _read(self, *, truths: bool) -> tuple[Truth, list[str]]:
        subject = self._book.manifest.subject
        if isinstance(subject, Lesson):
            return read_lesson(self._book, subject)
        return read_network(
            self._book, subject, self._bands, self._tolerance, truths=truths
        )

    def of(self, calculator: Calculator) -> Truth:
        """Return what a calculator must show."""
        if calculator.name == "saved":
            return self._saved
        return self._other if calculator.counts_truths else self.plain

    def problems(
        self, package: Package, *, stored: bool
    ) -> tuple[list[str], list[str]]:
        """Return problems and notes of constants, and of stored values if asked for."""
        book, subject = self._book, self._book.manifest.subject
        problems: list[str] = []
        notes: list[str] = []
        if not isinstance(subject, Lesson) and (
            changed := changed_constants(book, subject, read_given(book))
        ):
            problems.append(changed)
        if isinstance(self.plain, NetworkTruth):
            one = self.plain
            notes += of_checkpoints(book, one.network, one.inputs, self._tolerance)
        if not stored:
            return problems, notes
        if stale := stale_values(book, self._saved, self._tolerance):
            if recalculates_itself(package):
                notes.append(
                    worded(
                        "{stale} (previews show so until it is recalculated)",
                        stale=stale,
                    )
                )
            else:
                problems.append(
                    worded(
                        "{stale}; the workbook does not recalculate by itself when it is"
                        " opened: recalculate (Ctrl+Alt+F9) and save it",
                        stale=stale,
                    )
                )
        return problems, notes
