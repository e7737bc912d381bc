"""Bars on a terminal; in a pipe, a few plain lines or nothing."""

import sys
from collections.abc import Sequence
from threading import Timer
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from sheetnet.cli.words import say
from sheetnet.engine import Trace
from sheetnet.model.notation import Key

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

_PLAIN_LINES = 10
_PATIENCE = 2.0  # seconds before a bar is shown


class Waiting:
    """A bar on stderr while something takes longer than two seconds.

    Nothing is printed where stderr is no terminal, or where all is quiet; and rich is
    loaded for nothing but a bar that is shown.
    """

    def __init__(self, *, quiet: bool, on: "Console | None" = None) -> None:
        self._on = on
        self._now = "", 0.0
        self._bar: Progress | None = None
        self._timer = Timer(_PATIENCE, self._show)
        self._timer.daemon = True
        terminal = sys.stderr.isatty() if on is None else on.is_terminal
        self._shown = terminal and not quiet

    def __enter__(self) -> Self:
        if self._shown:
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            self._timer.cancel()
            self._timer.join()
        if self._bar is not None:
            self._bar.stop()

    def tell(self, stage: str, share: float) -> None:
        """Take what is done now, by its key, and which share of all is done."""
        words = say(f"stage_{stage}")
        self._now = words, share
        if self._bar is not None:
            task = self._bar.task_ids[0]
            self._bar.update(task, description=words, completed=share)

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

        bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            console=self._on or Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        words, share = self._now
        bar.update(bar.add_task(words, total=1.0), completed=share)
        bar.start()
        self._bar = bar


class Epochs:
    """C_T by epoch: a bar on a terminal, about ten lines in a pipe."""

    def __init__(self, epochs: Sequence[int], *, by_updates: bool, quiet: bool) -> None:
        self._epochs = epochs
        self._said = "trained_update" if by_updates else "trained"
        self._quiet = quiet
        self._told = 0
        self._bar = None if quiet or not sys.stdout.isatty() else _bar(len(epochs))

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.__exit__(kind, error, trace)

    def tell(self, one: Trace) -> None:
        """Tell one epoch."""
        last, epoch = len(self._epochs) - 1, self._epochs[self._told]
        often = max(1, last // _PLAIN_LINES)
        if self._bar is not None:
            self._bar.update(1, current_item=_line(self._said, epoch, one))
        if not self._quiet and (
            self._told == last or (self._bar is None and self._told % often == 0)
        ):
            click.echo(_line(self._said, epoch, one))
        self._told += 1


def _bar(epochs: int) -> "click._termui_impl.ProgressBar[str]":
    return click.progressbar(
        length=epochs, label=say("training"), item_show_func=lambda text: text or ""
    )


def _line(said: str, epoch: int, one: Trace) -> str:
    right = ""
    if (accuracy := one.get(Key("accuracy"))) is not None:
        right = say("trained_right", share=f"{float(accuracy):.1%}")
    cost = f"{float(one[Key('C_T')]):.6g}"
    return say(said, epoch=epoch, cost=cost) + right
