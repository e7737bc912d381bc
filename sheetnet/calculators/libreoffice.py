"""LibreOffice without a window: a real spreadsheet application, in its own process.

Must not know networks or plans. Each run has a throw-away profile, so runs do not
disturb each other nor the user's own LibreOffice, and macros and links stay off.
"""

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from sheetnet.calculators._alone import check_written, run_alone
from sheetnet.calculators._calamine import read_grids
from sheetnet.calculators.base import Calculator, Grid, time_limit
from sheetnet.errors import CalculatorError
from sheetnet.files.writing import scratch_folder
from sheetnet.xlsx.reading.package import content_of, opened

_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)

_XLSX = "Calc MS Excel 2007 XML"

# Each setting: where it stands below /org.openoffice, its name, its value. Names and
# meanings are those of share/registry/main.xcd in LibreOffice's own folder.
_SETTINGS = (
    # 0: always recalculate. Without it LibreOffice trusts the values in the file.
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "0"),
    # 1: never update links (0 always, 2 ask; ScLkUpdMode in its source).
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Calc/Filter/Import/VBA", "Load", "false"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    # 2: by the proxy named here, which is nobody. For systems where it keeps a network.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "localhost"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "localhost"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Setup/Office", "ooSetupInstCompleted", "true"),
    ("Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("Office.Recovery/AutoSave", "Enabled", "false"),
)

_QUIET = (
    "--headless",
    "--norestore",
    "--nologo",
    "--nodefault",
    "--nolockcheck",
    "--nofirststartwizard",
)


_CONVERT = (
    # By name, or a file that is really a text document would be opened as one.
    f"--infilter={_XLSX}",
    "--convert-to",
    f"xlsx:{_XLSX}",
    "--outdir",
    "out",
)

_PRINT = (f"--infilter={_XLSX}", "--convert-to", "pdf", "--outdir", "out")

_VERSION_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """LibreOffice behind the interface of a calculator.

    `timeout` is the limit for one run, in seconds; None stands for the usual one.
    """

    name: ClassVar[str] = "libreoffice"
    good_for: ClassVar[str] = "a second opinion, by a real spreadsheet application"
    counts_truths: ClassVar[bool] = True

    timeout: float | None = None

    def version(self) -> str | None:
        """Return LibreOffice's version, or None if it is not here or does not tell."""
        with suppress(CalculatorError), _workplace() as folder:
            said = _run(find_program(), folder, _VERSION_SECONDS, "--version")
            if number := re.search(r"\d+(\.\d+)+", said):
                return f"LibreOffice {number[0]}"
        return None

    def values(self, path: Path, sheets: Sequence[str]) -> dict[str, Grid]:
        """Return what the sheets hold after LibreOffice recalculated the workbook."""
        with opened(path) as package:
            package.check_there(sheets)
            with _workplace() as folder:
                [result] = recalculate_files([path], folder, self.timeout)
                return read_grids(result, sheets)


def recalculate_files(
    paths: Iterable[Path], out_dir: Path, timeout: float | None = None
) -> list[Path]:
    """Recalculate .xlsx files in one run of LibreOffice; return the results in order.

    The results are named 0000.xlsx, 0001.xlsx … since the files may share a name.
    The limit, in seconds, is for the whole run.

    Raises: WorkbookError if a file cannot be read; CalculatorError if LibreOffice is
    missing, fails or takes too long.
    """
    program = find_program()
    limit = time_limit() if timeout is None else timeout
    sources = list(paths)
    if not sources:
        return []
    with _workplace() as folder:
        # Plain names: no quotes, emoji or leading dashes on the command line.
        copies = [folder / "in" / f"{number:04}.xlsx" for number in range(len(sources))]
        for source, copy in zip(sources, copies, strict=True):
            copy.write_bytes(content_of(source))
        said = _run(program, folder, limit, *_CONVERT, *map(str, copies))
        results = [folder / "out" / copy.name for copy in copies]
        for source, result in zip(sources, results, strict=True):
            check_written("LibreOffice", source, result, said)
        out_dir.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.move(result, out_dir / result.name)) for result in results]


def printed(path: Path, out_dir: Path) -> Path:
    """Print a workbook into a PDF, recalculated, and return the PDF.

    Raises: CalculatorError if LibreOffice is missing, fails or takes too long.
    """
    program = find_program()
    with _workplace() as folder:
        copy = folder / "in" / "book.xlsx"
        copy.write_bytes(content_of(path))
        said = _run(program, folder, time_limit(), *_PRINT, str(copy))
        result = folder / "out" / "book.pdf"
        check_written("LibreOffice", path, result, said)
        out_dir.mkdir(parents=True, exist_ok=True)
        return Path(shutil.move(result, out_dir / f"{path.stem}.pdf"))


def find_program() -> str:
    """Return the command of LibreOffice: SHEETNET_LIBREOFFICE, PATH, usual places.

    Raises: CalculatorError if there is none.
    """
    chosen = os.environ.get("SHEETNET_LIBREOFFICE")
    candidates = (chosen,) if chosen else ("soffice", "libreoffice", *_USUAL_PLACES)
    for candidate in candidates:
        if found := shutil.which(candidate):
            return os.path.abspath(found)  # it is not started from here
    why = f"SHEETNET_LIBREOFFICE is {chosen!r}" if chosen else "no soffice on the PATH"
    raise CalculatorError(
        f"LibreOffice is not here: {why};"
        " install libreoffice-calc or set SHEETNET_LIBREOFFICE"
    )


@contextmanager
def _workplace() -> Iterator[Path]:
    """Make a folder with a fresh profile in it, gone afterwards."""
    with scratch_folder("libreoffice", _remove_socket) as folder:
        for part in ("in", "out", "tmp", "profile/user"):
            (folder / part).mkdir(parents=True)
        profile = folder / "profile/user/registrymodifications.xcu"
        profile.write_text(_profile(), encoding="utf-8")
        yield folder


def _address(folder: Path) -> str:
    """Return the address of the profile in a workplace."""
    return (folder / "profile").as_uri()


def _profile() -> str:
    items = "\n".join(
        f'<item oor:path="/org.openoffice.{place}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for place, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
        f"{items}\n</oor:items>\n"
    )


def _run(program: str, folder: Path, timeout: float, *arguments: str) -> str:
    """Run LibreOffice inside a workplace and return what it printed.

    It ends with status 0 even if it could not load a file.

    Raises: CalculatorError if it cannot start or is not done within the time limit.
    """
    profile = f"-env:UserInstallation={_address(folder)}"
    command = [program, profile, *_QUIET, *arguments]
    return run_alone("LibreOffice", command, folder, timeout)


def _remove_socket(folder: Path) -> None:
    """Remove the socket that LibreOffice leaves in /tmp when it is killed.

    Its name is made of the profile's address; see desktop/source/app/officeipcthread
    and sal/osl/unx/pipe in LibreOffice's source.
    """
    if sys.platform != "win32":
        profile = _address(folder).encode("utf-16-le")
        digest = hashlib.md5(profile, usedforsecurity=False).digest()
        name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_"
        Path("/tmp", name + "".join(f"{byte:x}" for byte in digest)).unlink(
            missing_ok=True
        )


CALCULATOR: Calculator = LibreOffice()
