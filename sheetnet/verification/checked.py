"""A file of many: its report, or why it could not be checked. Knows nothing of processes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from sheetnet import __version__
from sheetnet.errors import SheetnetError, WorkbookError
from sheetnet.verification.report import Report
from sheetnet.wording import worded


class How(TypedDict, total=False):
    """How files are to be checked: the arguments of `verify`."""

    calculator: str
    rtol: float
    atol: float
    values_only: bool
    perturb: int
    seed: int


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome for one file of many: its report, or the error in its place."""

    path: Path
    report: Report | None = None
    error: SheetnetError | None = None

    @property
    def agree(self) -> bool:
        """Whether the file was checked and agrees."""
        return self.report is not None and self.report.agree

    @property
    def verdict(self) -> str:
        """The word for it: agree, disagree or error."""
        return "error" if self.report is None else self.report.verdict

    def to_json(self) -> dict[str, Any]:
        """Return the report's JSON; of an error the file, the message and the verdict."""
        if self.report is not None:
            return self.report.to_json()
        return {
            "workbook": str(self.path),
            "sheetnet": __version__,
            "error": str(self.error),
            "verdict": self.verdict,
        }


def check(path: Path, how: How) -> Checked:
    """Check one file of many; whatever is wrong with it costs the others nothing."""
    from sheetnet.verification.verifier import verify

    try:
        if path.is_dir():
            files = path / "*.xlsx"
            raise WorkbookError(
                "{path}: is a folder; expected its files, as {files}",
                path=path,
                files=files,
            )
        return Checked(path, verify(path, **how))
    except SheetnetError as error:
        # Made anew, since this one holds on to all that was there when it was raised.
        return Checked(path, error=type(error)(str(error)))
    except Exception as error:  # noqa: BLE001 - a fault of ours, a lack of memory
        reason = worded(
            "{path}: could not be checked: {error!r}", path=path, error=error
        )
        return Checked(path, error=SheetnetError(reason))
