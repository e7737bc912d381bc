"""What --help prints, and how a wrong command line is told, in the language that is spoken.

Help stands in the code in English, paragraph by paragraph; a language's catalogue has its own.
"""

import os
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

import click

from sheetnet.cli.words import chosen
from sheetnet.wording import placed, retold, speaking, worded

# Before a paragraph, by which click leaves its lines as they are.
_AS_IT_IS = "\b\n"
_NEVER_FIRST = "，。；：、）？！”…"


class _Formatter(click.HelpFormatter):
    """Help in the language that is spoken."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        told = " ".join(map(retold, args.split(" ")))
        super().write_usage(prog, told, prefix or retold("Usage: "))

    def write_heading(self, heading: str) -> None:
        self.write(
            f"{'':>{self.current_indent}}{placed(retold(heading), '').strip()}\n"
        )

    def write_text(self, text: str) -> None:
        paragraphs = [_told(" ".join(one.split())) for one in text.split("\n\n")]
        super().write_text("\n\n".join(map(self._folded, paragraphs)))

    def write_dl(
        self,
        rows: Iterable[tuple[str, str]],
        col_max: int = 30,
        col_spacing: int = 2,
    ) -> None:
        rows = list(rows)
        first = min(max(len(one) for one, _ in rows), col_max) + col_spacing
        told = [(one, self._folded(_of_option(text), first)) for one, text in rows]
        super().write_dl(told, col_max, col_spacing)

    def _folded(self, text: str, at: int = 0) -> str:
        """Break lines where they end in columns: a Chinese letter takes two, and has no blank."""
        if text.isascii():
            return text
        columns = self.width - self.current_indent - at
        return _AS_IT_IS + "\n".join(folded(text, columns))


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is told in the language that is spoken, with examples."""

    context_class = _Context

    def __init__(self, *args: Any, examples: str = "", **attributes: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **attributes)
        self._examples = examples.split("\n") if examples else []

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002
        """Return the first paragraph of the help."""
        return " ".join((self.help or "").split("\n\n")[0].split())

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        super().format_epilog(ctx, formatter)
        if self._examples:
            with formatter.section(worded("Examples")):
                for line in self._examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


class Group(Command, click.Group):
    """The group of commands; it speaks the language that the environment asks for."""

    def main(self, *args: Any, **how: Any) -> Any:  # noqa: ANN401
        """Run a command line."""
        with speaking(chosen(os.environ)):
            return super().main(*args, **how)


def show_error(error: click.ClickException) -> None:
    """Say what is wrong with a command line, and how it is used."""
    ctx = getattr(error, "ctx", None)
    if ctx is not None:
        click.echo(ctx.get_usage(), err=True)
        says = worded("Try '{command} -h' for help.", command=ctx.command_path)
        click.echo(says + "\n", err=True)
    click.echo(placed(worded("Error"), retold(error.format_message())), err=True)


def _told(text: str) -> str:
    """Return a paragraph of our help, or of click's."""
    return worded(text) if worded(text) != text else retold(text)


def _of_option(text: str) -> str:
    """Return the help of an option; behind it, in brackets, click says what it takes."""
    says, brackets, behind = text.partition("  [")
    extra = "; ".join(map(retold, behind.rstrip("]").split("; ")))
    return _told(says) + (f"  [{extra}]" if brackets else "")


def folded(text: str, columns: int) -> Iterator[str]:
    """Yield the lines of a text, broken between Chinese letters and at blanks.

    >>> list(folded("写出 output 里的工作簿。", 14))
    ['写出 output 里', '的工作簿。']
    """
    line = ""
    for piece in _pieces(text):
        if line and in_columns(line + piece.rstrip()) > columns:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Yield what no line may break: a word, or a Chinese letter with its punctuation."""
    piece = ""
    for letter in text:
        wide = in_columns(letter) == 2
        ends = wide or (piece and in_columns(piece[-1]) == 2) or piece[-1:] == " "
        if ends and piece and letter not in _NEVER_FIRST:
            yield piece
            piece = ""
        piece += letter
    yield piece


def in_columns(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    return sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in text)
