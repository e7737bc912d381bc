"""What was seen and chosen, and why: a line each, in the language of the command line."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sheetnet.lang import Texts
from sheetnet.spec.proposal.deciding import LeftOut
from sheetnet.spec.proposal.proposal import Proposal
from sheetnet.wording import clipped

_LISTED = 8


def reasons(proposal: Proposal, texts: Texts) -> Iterator[str]:
    """Yield a line for all that was seen and chosen."""
    decision = proposal.decision
    looked, data = decision.looked, decision.data
    yield texts(
        "new.read",
        file=Path(data.file).name,
        rows=f"{looked.rows:,}",
        columns=len(looked.columns),
    )
    yield from proposal.dataset.of_reading
    other = "" if decision.answer.why == "said" else texts("new.other")
    yield answer(proposal, texts) + other
    yield from _features(proposal, texts)
    for one in decision.left_out:
        yield texts("new.left_out", name=clipped(one.name), why=why_out(one, texts))
    if data.missing != "refuse":
        yield texts(f"new.missing_{data.missing}")
    if data.rows is not None:
        yield texts("new.rows", rows=data.rows, all=f"{looked.rows:,}")
    if count := proposal.dataset.examples - proposal.dataset.training:
        yield texts("new.test", count=count)
    if data.scale == "standard" and _has_numbers(proposal):
        yield texts("new.scale")
    hidden, last = proposal.layers
    yield texts(
        "new.layers", hidden=hidden.units, units=last.units, kind=last.activation
    )
    key = "new.eta_unseen" if proposal.unseen else "new.eta"
    yield texts(key, eta=f"{proposal.eta:g}", tried=_grid(proposal.tried))


def answer(proposal: Proposal, texts: Texts) -> str:
    """Return what is learned, and why this."""
    answer = proposal.decision.answer
    why = texts(f"new.why_{answer.why}")
    if answer.label is None:
        return texts("new.target", names=listed(answer.targets), why=why)
    classes = [f"{clipped(name)} {count}" for name, count in proposal.dataset.classes]
    rows = proposal.decision.data.rows
    return texts(
        "new.label" if rows is None else "new.label_drawn",
        name=clipped(answer.label),
        count=len(classes),
        classes=_few(classes),
        why=why,
        rows=rows,
    )


def _features(proposal: Proposal, texts: Texts) -> Iterator[str]:
    data, columns = proposal.decision.data, proposal.dataset.columns
    numbers = [one.name for one in columns if not one.is_category]
    words = [one.name for one in columns if one.is_category]
    if data.image is not None:
        yield texts("new.picture", size="×".join(map(str, data.image)))
    elif numbers:
        yield texts("new.numbers", count=len(numbers), names=listed(numbers))
    if words:
        yield texts("new.categories", count=len(words), names=listed(words))


def _has_numbers(proposal: Proposal) -> bool:
    """Tell whether there is anything to scale: words are 1 and 0 as they are."""
    features = proposal.dataset.columns
    return bool(proposal.dataset.targets) or not all(
        one.is_category for one in features
    )


def why_out(one: LeftOut, texts: Texts) -> str:
    """Return why a column is left out."""
    return texts(f"new.out_{one.why.replace('-', '_')}", example=clipped(one.example))


def listed(names: Sequence[str]) -> str:
    """Return some names, long ones clipped, and whether there are more.

    >>> listed(["a", "b"]), listed([str(n) for n in range(20)])
    ('a, b', '0, 1, 2, 3, 4, 5, 6, 7, …')
    """
    return _few([clipped(one) for one in names])


def _few(texts: Sequence[str]) -> str:
    more = [] if len(texts) <= _LISTED else ["…"]
    return ", ".join([*texts[:_LISTED], *more])


def _grid(tried: Sequence[float]) -> str:
    return ", ".join(f"{eta:g}" for eta in sorted(tried))
