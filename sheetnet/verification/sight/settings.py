"""The settings by which an application reckons, and shows."""

from collections.abc import Collection

from sheetnet.verification.sight.found import Sight
from sheetnet.xlsx.reading.package import Package

# Settings that hide numbers of a whole sheet.
_HIDING = {
    "noZeros": "is set to show no zeros: cells that hold 0 look empty",
    "noRows": "hides its rows by default",
    "noColumns": "hides its columns by default",
}


def check_settings(package: Package, planned: Collection[str], found: Sight) -> None:
    """Look at the settings by which an application reckons, and shows.

    `planned` are the planned sheets by their present names.
    """
    set_so = package.looks.reckoning
    if set_so.get("fullPrecision", "1") in ("0", "false"):
        found.problems.append(
            "the workbook is set to precision as displayed: applications reckon with"
            " rounded numbers; switch it off"
        )
    if set_so.get("calcMode", "auto") != "auto":
        found.notes.append(
            "the workbook is set to manual calculation: after an edit nothing follows"
            " before F9"
        )
    if set_so.get("iterate", "0") in ("1", "true"):
        found.notes.append("the workbook is set to iterative calculation")
    for sheet in package.sheets:
        settings = package.scanned(sheet).settings
        if "transitionEvaluation" in settings:
            found.problems.append(
                f"{sheet} is set to transition formula evaluation, by which Excel"
                " reckons by other rules; switch it off"
            )
        if "showFormulas" in settings:
            found.notes.append(f"{sheet} shows formulas instead of numbers")
        if sheet in planned:
            found.notes += [
                f"{sheet} {says}" for name, says in _HIDING.items() if name in settings
            ]


def recalculates_itself(package: Package) -> bool:
    """Tell whether an application computes all formulas when it opens the workbook."""
    set_so = package.looks.reckoning
    automatic = set_so.get("calcMode", "auto") == "auto"
    # LibreOffice trusts what it saved itself, and Excel.
    trusted = package.application().startswith(("Microsoft Excel", "LibreOffice"))
    return (
        automatic and not trusted and set_so.get("fullCalcOnLoad", "0") in ("1", "true")
    )
