"""The command line: click commands, no mathematics.

Commands import what they need when they run, so that --help stays quick.
"""

from sheetnet.cli.app import main

__all__ = ["main"]
