"""What commands print: rich tables on a terminal, plain lines in a pipe."""

from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Literal, Self

import click
from rich.console import Console
from rich.table import Table

from sheetnet.builder import Draft, count_formulas
from sheetnet.cli.words import say
from sheetnet.engine import Trace
from sheetnet.notation import Key
from sheetnet.report import Quantity, Report, Run
from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW
from sheetnet.workbook.plan import Sheet

_PLAIN_LINES = 10
_NUMBERS = ("cells", "epochs", "max_abs", "max_rel", "rows", "columns")


def console() -> Console:
    """Return a console that wraps nothing in a pipe."""
    made = Console(highlight=False, emoji=False, markup=False)
    if not made.is_terminal:
        made = Console(highlight=False, emoji=False, markup=False, width=200)
    return made


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    """Print a table; `heads` are keys of words; numbers stand to the right."""
    made = Table(title=title or None, box=None, title_justify="left", pad_edge=False)
    for head in heads:
        justify: Literal["right", "left"] = "right" if head in _NUMBERS else "left"
        made.add_column(say(head) if head else "", justify=justify, overflow="fold")
    for row in rows:
        made.add_row(*row)
    console().print(made)


# ------------------------------------------------------------------ reports


def show_report(report: Report, *, quiet: bool, verbose: bool) -> None:
    """Print a report: a table for each calculator, problems, and the verdict."""
    if not quiet:
        if len(report.runs) > 1 and not verbose:
            _show_side_by_side(report.runs)
        else:
            for run in report.runs:
                _show_run(run, verbose=verbose)
        for note in report.notes:
            click.echo(say("note", text=note))
        for run in report.changed:
            key = "agrees" if run.agree else "does_not_agree"
            click.echo(say(key, name=run.calculator, cells=f"{run.cells:,}"))
    for problem in report.problems:
        click.echo(say("formula", text=problem))
    for run in (*report.runs, *report.changed):
        if (first := run.first_wrong) is not None:
            click.echo(
                say(
                    "first_wrong",
                    name=run.calculator,
                    quantity=first.name,
                    cell=first.first,
                    says=first.says,
                )
            )
    names = ", ".join(f"{run.calculator} ({run.version})" for run in report.runs)
    click.echo(say(report.verdict, cells=f"{report.cells:,}", calculators=names))


def _show_side_by_side(runs: Sequence[Run]) -> None:
    """Print the largest difference of every quantity, a column for each calculator."""
    columns = [_by_key(run) for run in runs]
    rows = [
        (str(key), *(_largest(column.get(key, ())) for column in columns))
        for key in dict.fromkeys(key for column in columns for key in column)
    ]
    heads = [run.calculator for run in runs]
    made = Table(title=say("max_abs"), box=None, title_justify="left", pad_edge=False)
    for head in (say("quantity"), *heads):
        made.add_column(head, justify="left" if head == say("quantity") else "right")
    for row in rows:
        made.add_row(*row)
    console().print(made)


def _largest(quantities: Iterable[Quantity]) -> str:
    """Return the largest difference of a quantity; ✗ where it is wrong."""
    every = list(quantities)
    if not any(one.cells for one in every):
        return "–"
    size = f"{max(one.max_abs for one in every):.1e}"
    return f"{size} ✗" if any(one.wrong for one in every) else size


def _by_key(run: Run) -> dict[Key, list[Quantity]]:
    grouped: dict[Key, list[Quantity]] = {}
    for one in run.quantities:
        grouped.setdefault(one.key, []).append(one)
    return grouped


def _show_run(run: Run, *, verbose: bool) -> None:
    rows = []
    for key, all_epochs in _by_key(run).items():
        rows.append(_row(str(key), all_epochs))
        if verbose and len(all_epochs) > 1:
            rows += [_row(say("epoch", number=one.epoch), [one]) for one in all_epochs]
    heads = ("quantity", "epochs", "cells", "max_abs", "max_rel", "worst", "")
    table(heads, rows, title=f"{run.calculator}: {run.version}")


def _row(name: str, all_epochs: list[Quantity]) -> tuple[str, ...]:
    worst = max(all_epochs, key=lambda one: one.max_abs)
    wrong = sum(one.wrong for one in all_epochs)
    return (
        name,
        str(len(all_epochs)),
        f"{sum(one.cells for one in all_epochs):,}",
        f"{worst.max_abs:.1e}",
        f"{max(one.max_rel for one in all_epochs):.1e}",
        worst.worst if worst.max_abs else "",
        say("wrong", count=wrong) if wrong else "✓",
    )


# ------------------------------------------------------------------ show, train


def show_draft(made: Draft, size: int) -> None:
    """Print what a workbook would be."""
    plan = made.plan
    rows = []
    for sheet in plan.sheets:
        last_row, last_column = _extent(sheet)
        rows.append((sheet.name, f"{last_row:,}", f"{last_column:,}"))
    table(("sheet", "rows", "columns"), rows, title=plan.title)
    click.echo(say("limits", rows=f"{MAX_ROW:,}", columns=f"{MAX_COLUMN:,}"))
    click.echo(say("formulas", count=f"{count_formulas(plan):,}"))
    click.echo(say("file", bytes=f"{size:,}"))


def _extent(sheet: Sheet) -> tuple[int, int]:
    rows = [
        cell.row
        + (sheet.down.step * (sheet.down.count - 1) if cell.down and sheet.down else 0)
        for cell in sheet.cells
    ]
    columns = [
        cell.column
        + (
            sheet.across.step * (sheet.across.count - 1)
            if cell.across and sheet.across
            else 0
        )
        for cell in sheet.cells
    ]
    return max(rows), max(columns)


class Progress:
    """C_T by epoch: a bar on a terminal, about ten lines in a pipe."""

    def __init__(self, epochs: int, *, quiet: bool) -> None:
        self._epochs = epochs
        self._quiet = quiet
        self._epoch = 0
        self._bar = None if quiet or not console().is_terminal else _bar(epochs)

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
        last = self._epoch == self._epochs
        often = max(1, self._epochs // _PLAIN_LINES)
        if self._bar is not None:
            self._bar.update(1, current_item=_line(self._epoch, one))
        if not self._quiet and (
            last or (self._bar is None and self._epoch % often == 0)
        ):
            click.echo(_line(self._epoch, one))
        self._epoch += 1


def _bar(epochs: int) -> "click._termui_impl.ProgressBar[str]":
    return click.progressbar(
        length=epochs + 1, label=say("training"), item_show_func=lambda text: text or ""
    )


def _line(epoch: int, one: Trace) -> str:
    right = ""
    if (accuracy := one.get(Key("accuracy"))) is not None:
        right = say("trained_right", share=f"{float(accuracy):.1%}")
    cost = f"{float(one[Key('C_T')]):.6g}"
    return say("trained", epoch=epoch, cost=cost) + right
