"""The group of commands, and how errors end: one line on stderr and a status.

0 done and agreed; 1 checked and does not agree; 2 could not do it.
"""

import gc
import os
import sys
from io import TextIOWrapper

import click

from sheetnet import __version__
from sheetnet.cli import beginning, building, checking, telling
from sheetnet.cli.help import Group, show_error
from sheetnet.cli.words import chosen
from sheetnet.errors import SheetnetError
from sheetnet.wording import retold, speaking, worded

_INTERRUPTED = 130


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    examples="""\
sheetnet list
sheetnet build digits
sheetnet new mine --data scores.csv""",
)
@click.version_option(__version__, message="sheetnet %(version)s")
def cli() -> None:
    """Neural networks as spreadsheets: every number a live formula, and proved.

    Start with: sheetnet build digits, then open output/digits.xlsx.
    """


for command in (
    telling.list_templates,
    building.build,
    checking.verify,
    telling.explain,
    beginning.new,
    building.show,
    building.train,
    building.sabotage,
    telling.page,
    telling.preview,
    telling.calculators,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line and end the process with its status."""
    # Nearly all that is made is needed to the end: to look for what is not takes longer.
    gc.set_threshold(100_000)
    for stream in (sys.stdout, sys.stderr):
        # A pipe on Windows may not know ✓ and δ.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    with speaking(chosen(os.environ)):
        status = _status()
    sys.exit(status if isinstance(status, int) else 0)


def _status() -> object:
    """Run the command line, say what went wrong, and return the status."""
    try:
        status = cli.main(standalone_mode=False)
        sys.stdout.flush()
        return status
    except SheetnetError as error:
        click.echo(f"sheetnet: {error}", err=True)
    except click.ClickException as error:
        show_error(error)
    except (click.Abort, KeyboardInterrupt):
        click.echo(f"sheetnet: {worded('interrupted')}", err=True)
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone; that is no error of ours.
        sys.stderr.close()
        return 0
    except (OSError, MemoryError) as error:
        # What we write to is full or gone, or there is too little memory.
        says = retold(error) or worded("not enough memory")
        click.echo(f"sheetnet: {says}", err=True)
        # What it has not taken would be tried once more at the end, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 2
