"""The group of commands, and how errors end: one line on stderr and a status.

0 done and agreed; 1 checked and does not agree; 2 could not do it.
"""

import sys
from io import TextIOWrapper

import click

from sheetnet import __version__
from sheetnet.cli import beginning, building, checking, telling
from sheetnet.errors import SheetnetError

_INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sheetnet")
def cli() -> None:
    """Neural networks as spreadsheets: every number a live formula, and proved.

    Start with: sheetnet build digits, then open output/digits.xlsx.
    """


for command in (
    telling.list_templates,
    building.build,
    checking.verify,
    beginning.new,
    building.show,
    building.train,
    building.sabotage,
    telling.preview,
    telling.calculators,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line and end the process with its status."""
    for stream in (sys.stdout, sys.stderr):
        # A pipe on Windows may not know ✓ and δ.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        status = cli.main(standalone_mode=False)
    except SheetnetError as error:
        click.echo(f"sheetnet: {error}", err=True)
        status = 2
    except click.ClickException as error:
        error.show()
        status = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("sheetnet: interrupted", err=True)
        status = _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone; that is no error of ours.
        sys.stderr.close()
        status = 0
    except (OSError, MemoryError) as error:
        # What we write to is full or gone, or there is too little memory.
        click.echo(f"sheetnet: {error or 'not enough memory'}", err=True)
        status = 2
    sys.exit(status if isinstance(status, int) else 0)
