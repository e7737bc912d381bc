"""What goes wrong in reading a strange file, told in one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sheetnet.errors import SheetnetError, WorkbookError
from sheetnet.wording import placed, retold, worded
from sheetnet.xlsx.reading.safety import RefusedError


@contextmanager
def told_in_one_line(path: Path) -> Iterator[None]:
    """Turn whatever reading a strange file raises into one line."""
    try:
        yield
    except SheetnetError:
        raise
    except RefusedError as error:
        says = worded("refused: {error}", error=retold(error))
        raise WorkbookError(placed(path, says)) from error
    except Exception as error:  # zip, XML, codecs: each has its own
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        says = worded("cannot be read as .xlsx: {reason}", reason=retold(reason))
        raise WorkbookError(placed(path, says)) from error
