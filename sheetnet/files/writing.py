"""Files that we write: whole or not at all, and nothing left of runs that were killed.

Whoever makes a temporary file or folder holds a lock on it, which ends with the process
however that ends. So a later run knows what was left, and removes it. (Not on Windows:
there it stays.)
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from sheetnet.errors import OutputError
from sheetnet.wording import later, retold

_PART = ".sheetnet-{}.part"
_FOLDER = "sheetnet-{}-"

# How often a new file may be swept away before its lock is taken; never seen twice.
_TRIES = 10
_SWEPT = later("its temporary files are removed by another program")


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write under another name beside `path`, then rename.

    Raises: OutputError; then the old file, if there was one, is as it was.
    """
    if path.exists() and not path.is_file():
        raise OutputError("{path}: is no regular file; expected a file name", path=path)
    _sweep(path.parent.glob(_PART.format("*")), Path.unlink)
    try:
        _write_beside(path, chunks)
    except OSError as error:
        raise OutputError(
            "{path}: cannot be written: {reason}",
            path=path,
            reason=retold(error.strerror),
        ) from error


def _write_beside(path: Path, chunks: Iterable[bytes]) -> None:
    part, number = _held(lambda: _new_part(path.parent))
    try:
        with os.fdopen(number, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            # Before the name, or a crash of the system may leave a name for nothing.
            os.fsync(number)
            with suppress(OSError):
                shutil.copymode(path, part)
            if sys.platform != "win32":
                part.replace(path)
        if sys.platform == "win32":  # which renames no file that is open
            part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()


def _new_part(folder: Path) -> tuple[Path, int]:
    path = folder / _PART.format(token_hex(4))
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return path, os.open(path, flags, 0o666)


@contextmanager
def scratch_folder(
    kind: str, forget: Callable[[Path], None] = lambda _: None
) -> Iterator[Path]:
    """Make a temporary folder, gone afterwards; and remove those that were left.

    Before one goes, `forget` is told of it: of what belongs to it elsewhere.
    """

    def remove(folder: Path) -> None:
        forget(folder)
        shutil.rmtree(folder, ignore_errors=True)

    temporary = Path(tempfile.gettempdir()).resolve()
    name = _FOLDER.format(kind)
    _sweep(temporary.glob(f"{name}*"), remove)
    folder, number = _held(lambda: _new_folder(temporary, name))
    try:
        yield folder
    finally:
        remove(folder)
        os.close(number)


def _new_folder(temporary: Path, name: str) -> tuple[Path, int]:
    for _ in range(_TRIES):
        path = Path(tempfile.mkdtemp(dir=temporary, prefix=name))
        # Windows opens no folders. Another run may have swept it away by now.
        opened = os.devnull if sys.platform == "win32" else path
        with suppress(FileNotFoundError):
            return path, os.open(opened, os.O_RDONLY)
    raise OSError(None, _SWEPT)


# ------------------------------------------------------------------ locks


def _held(make: Callable[[], tuple[Path, int]]) -> tuple[Path, int]:
    """Make a file or folder and lock it. Another run may sweep it away in between."""
    for _ in range(_TRIES):
        path, number = make()
        if _is_locked(path, number):
            return path, number
        os.close(number)
    raise OSError(None, _SWEPT)


def _is_locked(path: Path, number: int) -> bool:
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(number, fcntl.LOCK_EX)
    except OSError:  # a file system without locks, so nobody sweeps there
        return True
    with suppress(FileNotFoundError):
        return os.path.samestat(path.stat(), os.fstat(number))
    return False


def _sweep(found: Iterable[Path], remove: Callable[[Path], None]) -> None:
    """Remove what is ours and held by nobody."""
    if sys.platform == "win32":
        return
    import fcntl

    for path in found:
        with suppress(OSError):
            number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.fstat(number).st_uid == os.getuid():
                    remove(path)
            finally:
                os.close(number)
