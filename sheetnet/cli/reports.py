"""How a report is printed: a summary by sheet, and with -v every quantity."""

from collections.abc import Iterable, Iterator, Sequence

import click

from sheetnet.cli.tables import table
from sheetnet.cli.words import say
from sheetnet.verification.report import Quantity, Report, Run

# A summary has at most fifteen lines where all agree.
_MOST_NOTES = 3
_MOST_PROBLEMS = 8

_QUANTITY_HEADS = ("quantity", "epochs", "cells", "max_abs", "max_rel", "worst", "")
_SHEET_HEADS = ("sheet", "cells", "max_abs", "max_rel", "worst", "")


def show_report(report: Report, *, quiet: bool, verbose: int) -> None:
    """Print a report: tables, notes, problems, and the verdict.

    `verbose`: 0 a line a sheet, 1 a line a quantity, 2 a line an epoch.
    """
    if not quiet:
        _show_runs(report.runs, verbose)
        _show_changes(report.changed, verbose)
    _show_notes(report.notes, quiet=quiet, verbose=verbose)
    _show_problems(report.problems, verbose)
    for run in _told(report, verbose):
        if (first := run.first_wrong) is not None:
            where = {"quantity": first.name, "cell": first.first, "says": first.says}
            click.echo(say("first_wrong", name=run.calculator, **where))
    names = ", ".join(f"{run.calculator} ({run.version})" for run in report.runs)
    click.echo(say(report.verdict, cells=f"{report.cells:,}", calculators=names))


def _told(report: Report, verbose: int) -> Iterator[Run]:
    """Yield the runs whose first wrong quantity is told; of changes the first, or all."""
    yield from report.runs
    wrong = [run for run in report.changed if not run.agree]
    yield from wrong if verbose else wrong[:1]


def _show_runs(runs: Sequence[Run], verbose: int) -> None:
    if verbose and (verbose > 1 or len(runs) == 1):
        for run in runs:
            title = f"{run.calculator}: {run.version}"
            table(_QUANTITY_HEADS, _quantity_rows(run, epochs=verbose > 1), title)
        return
    if verbose:
        _show_side_by_side(runs, "quantity", [_by_key(run) for run in runs])
        return
    by_sheet = [_by_sheet(run) for run in runs]
    if len(runs) == 1:
        rows = (_row(name, every) for name, every in by_sheet[0].items())
        table(_SHEET_HEADS, ((*row[:1], *row[2:]) for row in rows))
    else:
        _show_side_by_side(runs, "sheet", by_sheet)
    for run in runs:
        if not run.agree:
            _show_wrong(run)


def _show_wrong(run: Run) -> None:
    """Print the quantities that are wrong, in the order in which they go wrong."""
    every = _by_key(run)
    wrong = list(dict.fromkeys(str(one.key) for one in run.quantities if one.wrong))
    rows = (_row(name, every[name]) for name in wrong[:_MOST_PROBLEMS])
    table(_QUANTITY_HEADS, rows, run.calculator)
    if (more := len(wrong) - _MOST_PROBLEMS) > 0:
        click.echo(say("more_wrong", count=more))


def _show_changes(changed: Sequence[Run], verbose: int) -> None:
    if not changed:
        return
    if verbose:
        for run in changed:
            key = "agrees" if run.agree else "does_not_agree"
            click.echo(say(key, name=run.calculator, cells=f"{run.cells:,}"))
        return
    right = sum(run.agree for run in changed)
    click.echo(say("changed", right=right, count=len(changed)))


def _show_notes(notes: Sequence[str], *, quiet: bool, verbose: int) -> None:
    if quiet and notes:
        click.echo(say("first_note", count=len(notes), text=notes[0]))
    elif notes:
        _show_lines("note", notes, len(notes) if verbose else _MOST_NOTES)


def _show_problems(problems: Sequence[str], verbose: int) -> None:
    _show_lines("problem", problems, len(problems) if verbose else _MOST_PROBLEMS)


def _show_lines(key: str, texts: Sequence[str], most: int) -> None:
    """Print the first lines of many, and how many more there are."""
    for text in texts[:most]:
        click.echo(say(key, text=text))
    if len(texts) > most:
        click.echo(say(f"more_{key}s", count=f"{len(texts) - most:,}"))


# ------------------------------------------------------------------ tables


def _show_side_by_side(
    runs: Sequence[Run], head: str, grouped: Sequence[dict[str, list[Quantity]]]
) -> None:
    """Print largest differences, a column for each calculator."""
    names = dict.fromkeys(name for column in grouped for name in column)
    rows = [
        (name, *(_largest(column.get(name, ())) for column in grouped))
        for name in names
    ]
    calculators = [run.calculator for run in runs]
    table((head,), rows, say("max_abs"), columns=calculators)


def _largest(quantities: Iterable[Quantity]) -> str:
    """Return the largest difference; ✓, or ✗ where something is wrong."""
    every = list(quantities)
    if not any(one.cells for one in every):
        return "–"
    size = f"{max(one.max_abs for one in every):.1e}"
    return f"{size} {'✗' if any(one.wrong for one in every) else '✓'}"


def _by_key(run: Run) -> dict[str, list[Quantity]]:
    return _grouped((str(one.key), one) for one in run.quantities)


def _by_sheet(run: Run) -> dict[str, list[Quantity]]:
    return _grouped((one.sheet, one) for one in run.quantities)


def _grouped(named: Iterable[tuple[str, Quantity]]) -> dict[str, list[Quantity]]:
    groups: dict[str, list[Quantity]] = {}
    for name, one in named:
        groups.setdefault(name, []).append(one)
    return groups


def _quantity_rows(run: Run, *, epochs: bool) -> Iterator[tuple[str, ...]]:
    for name, every in _by_key(run).items():
        yield _row(name, every)
        if epochs and len(every) > 1:
            for one in every:
                said = "update_number" if one.by_updates else "epoch"
                yield _row(say(said, number=one.epoch), [one])


def _row(name: str, every: Sequence[Quantity]) -> tuple[str, ...]:
    worst = max(every, key=lambda one: one.max_abs)
    wrong = sum(one.wrong for one in every)
    return (
        name,
        str(len(every)),
        f"{sum(one.cells for one in every):,}",
        f"{worst.max_abs:.1e}",
        f"{max(one.max_rel for one in every):.1e}",
        worst.worst if worst.max_abs else "",
        say("wrong", count=wrong) if wrong else "✓",
    )
