"""What commands that train have in common: JSON for programs, warnings for people."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetnet.cli.words import language, say

if TYPE_CHECKING:
    from sheetnet.building.diagnosis.finding import Finding


def tell_warnings(warnings: Iterable["Finding"]) -> None:
    """Print why a network did not learn, on stderr: what is wrong is always said."""
    for one in warnings:
        click.echo(say("warning", text=one.text(language())), err=True)


def write_json(path: Path, tree: object) -> None:
    """Write a tree as JSON to a file, whole or not at all; - is stdout.

    Raises: OutputError.
    """
    from sheetnet.files.writing import write_whole

    text = json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
    if str(path) == "-":
        click.echo(text, nl=False)
    else:
        write_whole(path, [text.encode(errors="replace")])
