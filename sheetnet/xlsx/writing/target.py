"""Where a workbook may be written."""

from pathlib import Path

from sheetnet.errors import OutputError, WorkbookError
from sheetnet.wording import worded
from sheetnet.xlsx.reading.package import APPLICATION, opened


def check_target(path: Path, *, force: bool) -> None:
    """Refuse a target that is no .xlsx file, or that sheetnet was not the last to write.

    `force` overwrites another's file, but nothing that is no file, as a device.
    Raises: OutputError.
    """
    if path.is_dir():
        raise OutputError("{path}: is a folder; expected a file name", path=path)
    if path.suffix.lower() != ".xlsx":
        name = path.name.partition(".")[0] or "book"
        raise OutputError(
            "{path}: only .xlsx can be written; expected a name like {name}.xlsx",
            path=path,
            name=name,
        )
    if not path.exists():
        return
    if not path.is_file():
        raise OutputError("{path}: is no regular file; expected a file name", path=path)
    if force:
        return
    try:
        with opened(path) as package:
            application = package.application()
    except WorkbookError as error:
        raise OutputError(
            "{path}: exists and is not ours; --force overwrites it", path=path
        ) from error
    if application != APPLICATION:
        raise OutputError(
            "{path}: exists and was last saved by {application}; --force overwrites it",
            path=path,
            application=application or worded("another program"),
        )
