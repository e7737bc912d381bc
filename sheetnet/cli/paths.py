"""Paths given on the command line."""

import re
from pathlib import Path
from typing import Any

import click

from sheetnet.wording import worded

_AN_OPTION = re.compile(r"--?[^\W\d_]")


class FileOption(click.Path):
    """The path that an option takes.

    `--json -q` would write a file called -q; who leaves the path out is told so.
    """

    def __init__(self, *, allow_dash: bool = False) -> None:
        super().__init__(path_type=Path, allow_dash=allow_dash)

    def convert(
        self,
        value: Any,  # noqa: ANN401
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401
        """Return the path; refuse what looks like the next option."""
        if _AN_OPTION.match(str(value)):
            self.fail(
                worded(
                    "expected a file name, found {value}; a file of that name is"
                    " ./{value}",
                    value=value,
                ),
                param,
                ctx,
            )
        return super().convert(value, param, ctx)
