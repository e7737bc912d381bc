"""What verify prints of several files: a line each, as they are done, and how many agree."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from sheetnet.cli.words import say
from sheetnet.files.writing import write_whole
from sheetnet.verification.checked import Checked
from sheetnet.verification.many import verify_many
from sheetnet.verification.report import Report

# The exit status of each verdict; of many files it is the worst.
_STATUS = {"agree": 0, "disagree": 1, "error": 2}


def verify_files(
    files: Sequence[Path],
    json_file: Path | None,
    *,
    jobs: int | None,
    time_limit: float | None,
    quiet: bool,
    verbose: int,
    **how: Any,  # noqa: ANN401
) -> int:
    """Check several files, tell of each, and return the status of the worst."""
    counts: Counter[str] = Counter()
    to_stdout = str(json_file) == "-"

    def told(outcomes: Iterable[Checked]) -> Iterator[Checked]:
        for one in outcomes:
            counts[one.verdict] += 1
            if not (to_stdout or (quiet and one.agree)):
                _show(one, verbose)
            yield one

    results = verify_many(files, jobs=jobs, time_limit=time_limit, **how)
    with closing(results):  # whatever ends this, a pipe that nobody reads too
        _write(json_file, told(results))
    if not to_stdout:
        numbers = {verdict: f"{counts[verdict]:,}" for verdict in _STATUS}
        click.echo(say("many_done", files=f"{len(files):,}", **numbers))
    return max(_STATUS[verdict] for verdict in counts)


def _write(json_file: Path | None, outcomes: Iterator[Checked]) -> None:
    """Take all outcomes; write each as a line of JSON where that was asked for."""
    in_bytes = (_json_line(one).encode(errors="replace") for one in outcomes)
    if json_file is None:
        for _ in outcomes:
            pass
    elif str(json_file) == "-":
        for one in outcomes:
            click.echo(_json_line(one), nl=False)
    else:
        write_whole(json_file, in_bytes)


def _json_line(one: Checked) -> str:
    return json.dumps(one.to_json(), ensure_ascii=False) + "\n"


def _show(one: Checked, verbose: int) -> None:
    if verbose and one.report is not None:
        from sheetnet.cli.reports import show_report

        click.echo(say("many_summary", path=one.path))
        show_report(one.report, quiet=False, verbose=verbose - 1)
    else:
        # A line a file, whatever characters its name has.
        click.echo(" ".join(line_of(one).splitlines()))


def line_of(one: Checked) -> str:
    """Return what is said of a file: how many cells agree, or what is wrong first."""
    if one.report is None:
        text = str(one.error)
        named = text.startswith(str(one.path))
        return say("many_error", text=text if named else f"{one.path}: {text}")
    if not one.agree:
        return say("many_disagree", path=one.path, text=_first_wrong(one.report))
    line = say("many_agree", path=one.path, cells=f"{one.report.cells:,}")
    notes = len(one.report.notes)
    return line + (say("many_notes", count=notes) if notes else "")


def _first_wrong(report: Report) -> str:
    if report.problems:
        return report.problems[0]
    wrong = report.first_wrong
    assert wrong is not None
    where = {"quantity": wrong.name, "cell": wrong.first, "says": wrong.says}
    return say("many_wrong", **where)
