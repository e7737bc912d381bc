"""Files that people name: read whole, once, and only if they are files and not too large.

A named pipe would be waited for, a device has no end.
"""

import os
import stat
from pathlib import Path

from sheetnet.errors import SheetnetError
from sheetnet.wording import retold, worded


def read_file(path: Path, most: int, error: type[SheetnetError]) -> bytes:
    """Return the content of a regular file of at most `most` bytes.

    Raises: `error`, naming the file and what is wrong with it.
    """
    # Without waiting, so that a named pipe can be looked at.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if path.is_dir():
            raise error(worded("{path}: is a folder; expected a file", path=path))
        with os.fdopen(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise error(worded("{path}: is no regular file", path=path))
            content = file.read(most + 1)
    except FileNotFoundError as missing:
        raise error(worded("{path}: no such file", path=path)) from missing
    except (OSError, ValueError) as failed:  # ValueError: a NUL in the name
        reason = getattr(failed, "strerror", None) or failed
        raise error(
            worded("{path}: cannot be read: {reason}", path=path, reason=retold(reason))
        ) from failed
    if len(content) > most:
        raise error(worded("{path}: larger than {most:,} bytes", path=path, most=most))
    return content
