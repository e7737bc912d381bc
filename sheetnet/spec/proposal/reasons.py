"""What was seen and chosen, and why: a line each, in the language of the command line."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sheetnet.lang import Texts
from sheetnet.spec.proposal.deciding import LeftOut
from sheetnet.spec.proposal.proposal import Proposal

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
        yield texts("new.left_out", name=one.name, why=why_out(one, texts))
    if data.missing != "refuse":
        yield texts(f"new.missing_{data.missing}")
    if data.rows is not None:
        yield texts("new.rows", rows=data.rows, all=f"{looked.rows:,}")
    if count := proposal.dataset.examples - proposal.dataset.training:
        yield texts("new.test", count=count)
    if data.scale == "standard":
        yield texts("new.scale")
    hidden, last = proposal.layers
    yield texts(
        "new.layers", hidden=hidden.units, units=last.units, kind=last.activation
    )
    yield texts("new.eta", eta=f"{proposal.eta:g}", tried=_grid(proposal.tried))


def answer(proposal: Proposal, texts: Texts) -> str:
    """Return what is learned, and why this."""
    answer = proposal.decision.answer
    why = texts(f"new.why_{answer.why}")
    if answer.label is None:
        return texts("new.target", names=", ".join(answer.targets), why=why)
    classes = [f"{name} {count}" for name, count in proposal.dataset.classes]
    return texts(
        "new.label",
        name=answer.label,
        count=len(classes),
        classes=listed(classes),
        why=why,
    )


def _features(proposal: Proposal, texts: Texts) -> Iterator[str]:
    data, columns = proposal.decision.data, proposal.dataset.columns
    numbers = [one.name for one in columns if not one.is_category]
    words = [one.name for one in columns if one.is_category]
    if data.image is not None:
        rows, wide = data.image
        yield texts("new.picture", rows=rows, columns=wide)
    elif numbers:
        yield texts("new.numbers", count=len(numbers), names=listed(numbers))
    if words:
        yield texts("new.categories", count=len(words), names=listed(words))


def why_out(one: LeftOut, texts: Texts) -> str:
    """Return why a column is left out."""
    return texts(f"new.out_{one.why.replace('-', '_')}", example=one.example[:40])


def listed(names: Sequence[str]) -> str:
    """Return some names, and whether there are more.

    >>> listed(["a", "b"]), listed([str(n) for n in range(20)])
    ('a, b', '0, 1, 2, 3, 4, 5, 6, 7, …')
    """
    more = [] if len(names) <= _LISTED else ["…"]
    return ", ".join([*names[:_LISTED], *more])


def _grid(tried: Sequence[float]) -> str:
    return ", ".join(f"{eta:g}" for eta in sorted(tried))
