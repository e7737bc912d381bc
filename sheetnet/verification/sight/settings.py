"""The settings by which an application reckons, and shows."""

from collections.abc import Collection

from sheetnet.verification.sight.found import Sight
from sheetnet.wording import later, worded
from sheetnet.xlsx.reading.package import Package

# Settings that hide numbers of a whole sheet.
_HIDING = {
    "noZeros": later("{sheet} is set to show no zeros: cells that hold 0 look empty"),
    "noRows": later("{sheet} hides its rows by default"),
    "noColumns": later("{sheet} hides its columns by default"),
}


def check_settings(package: Package, planned: Collection[str], found: Sight) -> None:
    """Look at the settings by which an application reckons, and shows.

    `planned` are the planned sheets by their present names.
    """
    set_so = package.looks.reckoning
    if set_so.get("fullPrecision", "1") in ("0", "false"):
        found.problems.append(
            worded(
                "the workbook is set to precision as displayed: applications"
                " reckon with rounded numbers; switch it off"
            )
        )
    if set_so.get("calcMode", "auto") != "auto":
        found.notes.append(
            worded(
                "the workbook is set to manual calculation: after an edit nothing"
                " follows before F9"
            )
        )
    if set_so.get("iterate", "0") in ("1", "true"):
        found.notes.append(worded("the workbook is set to iterative calculation"))
    _check_sheets(package, planned, found)


def _check_sheets(package: Package, planned: Collection[str], found: Sight) -> None:
    for sheet in package.sheets:
        settings = package.scanned(sheet).settings
        if "transitionEvaluation" in settings:
            found.problems.append(
                worded(
                    "{sheet} is set to transition formula evaluation, by which Excel"
                    " reckons by other rules; switch it off",
                    sheet=sheet,
                )
            )
        if "showFormulas" in settings:
            found.notes.append(
                worded("{sheet} shows formulas instead of numbers", sheet=sheet)
            )
        if sheet in planned:
            found.notes += [
                worded(says, sheet=sheet)
                for name, says in _HIDING.items()
                if name in settings
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
