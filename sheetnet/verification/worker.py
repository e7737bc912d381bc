"""What runs in another process: it checks file after file, as they are asked for.

It ends when nothing more can be asked: when whoever started it says so, or is no more.
"""

import _thread
import os
import pickle
import signal
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, TypeAlias

import msgspec

from sheetnet.errors import SheetnetError
from sheetnet.verification.checked import Checked, How, check
from sheetnet.verification.report import Report
from sheetnet.wording import speaking

# How long what is being checked may take to clean up.
GRACE = 1.0  # seconds

# The report, its spec, the error. Of a report's thousands of quantities msgspec makes
# bytes, and a report again, in a tenth of pickle's time.
Answer: TypeAlias = tuple[bytes, dict[str, Any], SheetnetError | None]

# The file, how to check it, and the language to tell of it in.
Question: TypeAlias = tuple[Path, How, str]
_Asked: TypeAlias = "SimpleQueue[Question | None]"


def serve() -> None:
    """Answer every file that comes from stdin; then end the process."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    answers = _own_output()
    asked: _Asked = SimpleQueue()
    Thread(target=_listen, args=(asked,), daemon=True).start()
    with suppress(KeyboardInterrupt, BrokenPipeError):
        while (one := asked.get()) is not None:
            path, how, lang = one
            with speaking(lang):
                pickle.dump(_packed(check(path, how)), answers)
            answers.flush()
    os._exit(0)


def _own_output() -> IO[bytes]:
    """Keep stdout for answers alone: what anything else prints there is lost."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return output


def _listen(asked: _Asked) -> None:
    """Take what is asked; at its end interrupt, as Ctrl-C does, what is being checked."""
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            asked.put(pickle.load(sys.stdin.buffer))
    asked.put(None)
    if sys.platform == "win32":
        _thread.interrupt_main()
    else:  # which wakes the main thread, too
        os.kill(os.getpid(), signal.SIGINT)
    time.sleep(GRACE)
    os._exit(1)


def _packed(one: Checked) -> Answer:
    if one.report is None:
        return b"", {}, one.error
    # As bytes, the spec would have lists for tuples, and there is no name in UTF-8 for
    # some files.
    report = msgspec.msgpack.encode(replace(one.report, workbook="", spec={}))
    return report, one.report.spec, None


def unpacked(path: Path, answer: Answer) -> Checked:
    """Return what was answered of a file."""
    report, spec, error = answer
    if error is not None:
        return Checked(path, error=error)
    made = msgspec.msgpack.decode(report, type=Report)
    return Checked(path, replace(made, workbook=str(path), spec=spec))
