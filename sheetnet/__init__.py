"""sheetnet: neural networks as spreadsheets of live formulas, proved with NumPy.

The public door. Everything here is imported when it is first used, so that
`import sheetnet` and `sheetnet --help` stay quick.

>>> import sheetnet
>>> spec = sheetnet.load_spec("digits")
>>> spec.title["en"]
'Handwritten 0 and 1 on 4×3 pixels'
"""

from importlib import import_module
from typing import TYPE_CHECKING

from sheetnet.errors import SheetnetError

if TYPE_CHECKING:
    from sheetnet.building.builder import BuildResult, build
    from sheetnet.spec.loading import Spec, load_spec
    from sheetnet.verification.checked import Checked
    from sheetnet.verification.many import verify_many
    from sheetnet.verification.report import Report
    from sheetnet.verification.verifier import verify

__version__ = "0.1.0"

__all__ = [
    "BuildResult",
    "Checked",
    "Report",
    "SheetnetError",
    "Spec",
    "__version__",
    "build",
    "load_spec",
    "verify",
    "verify_many",
]

_HOME = {
    "BuildResult": "building.builder",
    "build": "building.builder",
    "Checked": "verification.checked",
    "Report": "verification.report",
    "Spec": "spec.loading",
    "load_spec": "spec.loading",
    "verify": "verification.verifier",
    "verify_many": "verification.many",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'sheetnet' has no attribute {name!r}")
    value = getattr(import_module(f"sheetnet.{_HOME[name]}"), name)
    globals()[name] = value
    return value
