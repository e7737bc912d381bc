"""What a user says of a table beforehand, on the command line, as `[data]` of a spec has it."""

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from sheetnet.errors import DataError, SpecError
from sheetnet.files.mismatch import mismatch
from sheetnet.spec.overrides import override
from sheetnet.spec.schema import DataSpec

# What the errors of a data file ask for.
_ASKED = ("decimal", "header", "separator", "encoding", "sheet", "missing", "ignore")


def given_data(
    path: Path,
    data: Path,
    label: str | None,
    targets: Sequence[str],
    keys: Sequence[str],
) -> DataSpec:
    """Return what is said of a table; its path is told from the folder of the spec.

    Raises: SpecError.
    """
    tree: dict[str, Any] = {}
    for text in keys:
        if not text.startswith("data.") or text.startswith("data.file"):
            raise SpecError(
                "--set {text}: expected data.KEY=VALUE, as data.decimal=,", text=text
            )
        override(tree, text)
    found: dict[str, Any] = {"file": _from(path.parent, data)} | tree.get("data", {})
    found |= {"label": label} if label is not None else {}
    found |= {"target": list(targets)} if targets else {}
    try:
        given = msgspec.convert(found, DataSpec)
    except msgspec.ValidationError as error:
        raise SpecError(f"--set data.{mismatch(error, found, DataSpec)}") from None
    if given.label is not None and given.target is not None:
        raise SpecError("expected either --label or --target, found both")
    return given


def _from(folder: Path, file: Path) -> str:
    """Return a file's path as a spec in a folder names it."""
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:  # on another drive of Windows
        return file.absolute().as_posix()


def with_option(error: DataError) -> DataError:
    """Return an error that asks for a key of a spec with the option that sets it."""
    says = str(error)
    asked = [key for key in _ASKED if f"{key} =" in says or f"say {key}" in says]
    if not asked and "in ignore" in says:
        asked = ["ignore"]
    if not asked:
        return error
    value = {"ignore": "'[\"COLUMN\"]'", "sheet": _sheet_in(says)}.get(asked[0], "…")
    return DataError(
        "{says}\n(with new: --set data.{key}={value})",
        says=says,
        key=asked[0],
        value=value,
    )


def _sheet_in(says: str) -> str:
    """Return the sheet that an error names, as a shell takes it."""
    name = says.partition('sheet = "')[2].partition('"')[0]
    return shlex.quote(name) if name else "…"
