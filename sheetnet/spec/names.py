"""What columns, classes and words of a data file are called in a workbook's language.

Knows which names a network has, not how they came to be.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from msgspec.structs import replace as with_changes

from sheetnet.errors import SpecError
from sheetnet.model.network import Inputs, Network, Objects
from sheetnet.model.table import Field, one_hot_name

_Say = Callable[[str], str]


def renamed(
    network: Network, inputs: Inputs, names: Mapping[str, str], where: str
) -> tuple[Network, Inputs]:
    """Return both with the names of a language; what has none there keeps its own.

    Labels and words in the cells of examples are renamed with the classes and words that
    they are compared with. Raises: SpecError where two that differ would be called alike.
    """

    if not names:
        return network, inputs

    def say(name: str) -> str:
        return names.get(name, name)

    fields = tuple(
        with_changes(one, name=say(one.name), words=tuple(map(say, one.words)))
        for one in network.fields
    )
    features = _features(
        network.features, zip(network.fields, fields, strict=True), say
    )
    outputs = tuple(map(say, network.outputs))
    for alike in (features, outputs, *(field.words for field in fields)):
        _check_apart(alike, where)
    return (
        with_changes(network, features=features, outputs=outputs, fields=fields),
        replace(
            inputs,
            labels=_cells(inputs.labels, say),
            classes=_cells(inputs.classes, say),
            words=_cells(inputs.words, say),
            one_hot=_cells(inputs.one_hot, say),
        ),
    )


def _features(
    features: Sequence[str], fields: "zip[tuple[Field, Field]]", say: _Say
) -> tuple[str, ...]:
    """Rename features: one that stands for a word has the names of both in it."""
    of_words = {
        one_hot_name(old.name, word): one_hot_name(new.name, other)
        for old, new in fields
        for word, other in zip(old.words, new.words, strict=True)
    }
    return tuple(of_words.get(one) or say(one) for one in features)


def _cells(cells: Objects | None, say: _Say) -> Objects | None:
    """Rename the texts among labels or words; numbers and empty cells stay."""
    if cells is None:
        return None
    renamed = [say(one) if isinstance(one, str) else one for one in cells.flat]
    return np.array(renamed, dtype=object).reshape(cells.shape)


def _check_apart(names: Sequence[str], where: str) -> None:
    """Refuse names that a spreadsheet takes for the same."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise SpecError("{where}: two are called {name!r}", where=where, name=name)
        seen.add(name.casefold())
