"""LibreOffice as a person uses it: a workbook opened, edited and saved by the program itself.

Its own Basic does the editing, so that references follow and values are recalculated.
"""

import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sheetnet.calculators.libreoffice import LIBREOFFICE

_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Editing"/>
</library:library>
"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Editing" script:language="StarBasic">
Sub Main
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "Hidden" : how(0).Value = True
  book = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, how())
  sheets = book.Sheets
{edits}
  Dim as_(0) As New com.sun.star.beans.PropertyValue
  as_(0).Name = "FilterName" : as_(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL("{target}", as_())
  book.close(True)
  StarDesktop.terminate()
End Sub
</script:module>
"""


def edited(source: Path, target: Path, *edits: str) -> Path:
    """Edit a workbook in LibreOffice; each edit is a line of its Basic, about `sheets`."""
    profile = Path(_profile().name)
    basic = profile / "user" / "basic" / "Standard"
    lines = "\n".join(f"  {one}" for one in edits)
    for old, new in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        lines = lines.replace(old, new)
    module = _MODULE.format(
        source=source.resolve().as_uri(), target=target.resolve().as_uri(), edits=lines
    )
    (basic / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    (basic / "Editing.xba").write_text(module, encoding="utf-8")
    _start(profile, "macro:///Standard.Editing.Main")
    assert target.exists(), "LibreOffice saved nothing"
    return target


@cache
def _profile() -> "TemporaryDirectory[str]":
    """Make a profile, one for all edits of this process; it is gone at the end."""
    folder = TemporaryDirectory()
    # LibreOffice makes its own library, once.
    _start(Path(folder.name), "--terminate_after_init")
    return folder


def _start(profile: Path, what: str) -> None:
    command = [
        LIBREOFFICE.program(),
        f"-env:UserInstallation={profile.resolve().as_uri()}",
        "--headless",
        "--norestore",
        what,
    ]
    subprocess.run(command, check=True, timeout=120, capture_output=True)


def cell(sheet: str, reference: str) -> str:
    """Return a cell of a sheet in Basic."""
    return f'sheets.getByName("{sheet}").getCellRangeByName("{reference}")'
