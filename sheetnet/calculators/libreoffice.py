"""LibreOffice without a window: a real spreadsheet application, in its own process.

Must not know networks or plans. Each run has a throw-away profile, so runs do not
disturb each other nor the user's own LibreOffice, and macros and links stay off.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sheetnet.calculators._alone import run_alone
from sheetnet.calculators._application import SOURCE, Application
from sheetnet.calculators.base import Calculator, time_limit
from sheetnet.files.writing import scratch_folder
from sheetnet.wording import later

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


def _converted(to: str) -> Sequence[str]:
    # By name, or a file that is really a text document would be opened as one.
    read = f"--infilter={_XLSX}"
    return (read, "--convert-to", to, "--outdir", "out", SOURCE)


@contextmanager
def _workplace() -> Iterator[Path]:
    """Make a folder with a fresh profile in it, gone afterwards."""
    with scratch_folder("libreoffice", _remove_socket) as folder:
        for part in ("out", "tmp", "profile/user"):
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


def _run(program: str, folder: Path, timeout: float, arguments: Sequence[str]) -> str:
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


LIBREOFFICE = Application(
    title="LibreOffice",
    good_for=later("a second opinion, by a real spreadsheet application"),
    commands=("soffice", "libreoffice", *_USUAL_PLACES),
    install="libreoffice-calc",
    workplace=_workplace,
    run=_run,
    convert=_converted(f"xlsx:{_XLSX}"),
    counts_truths=True,
)


def printed(path: Path, out_dir: Path) -> Path:
    """Print a workbook of our own into a PDF, recalculated, and return the PDF.

    Raises: CalculatorError if LibreOffice is missing, fails or takes too long.
    """
    program = LIBREOFFICE.program()
    with _workplace() as folder:
        shutil.copyfile(path, folder / SOURCE)
        said = _run(program, folder, time_limit(), _converted("pdf"))
        result = (folder / "out" / SOURCE).with_suffix(".pdf")
        LIBREOFFICE.check_written(path, result, said)
        return Path(shutil.move(result, out_dir / f"{path.stem}.pdf"))


CALCULATOR: Calculator = LIBREOFFICE
