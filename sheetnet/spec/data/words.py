"""Words of a column: what means that one is missing, which are the same, which say yes or no."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sheetnet.errors import DataError
from sheetnet.model.equality import Label, same_in_sheet
from sheetnet.spec.data.table import tidy
from sheetnet.wording import worded

# What stands where a value is missing, in any case of letters.
MISSING = frozenset(
    ["", "na", "n/a", "n.a.", "#n/a", "#n/a n/a", "<na>", "nan", "-nan", "null", "nil",
     "-", "--", "---", "–", "—", "?", "…", "...", "missing", "k.a.", "k. a.",
     "缺失", "缺失值", "缺", "空", "无数据", "未知", "暂无",
     "#nv", "#value!", "#wert!", "#div/0!", "#ref!", "#bezug!", "#name?", "#num!", "#zahl!",
     "#null!"]
)  # fmt: skip
# The same, but only among numbers: as a word they may mean something.
MISSING_NUMBER = MISSING | {"none", ".", "无", "/", "\\n"}

_YES_NO = (
    ("true", "false"), ("wahr", "falsch"), ("vrai", "faux"), ("yes", "no"), ("ja", "nein"),
    ("oui", "non"), ("是", "否"), ("真", "假"), ("对", "错"),
)  # fmt: skip


def is_missing(text: str) -> bool:
    """Tell whether a cell's text says that nothing is known.

    >>> [is_missing(text) for text in (" ", "N/A", "缺失", "0", "none")]
    [True, True, True, False, False]
    """
    return tidy(text).casefold() in MISSING


def yes_no(words: Sequence[str]) -> dict[str, float] | None:
    """Return 1 and 0 for each of some words, where they say yes and no.

    >>> yes_no(["TRUE", "False"]), yes_no(["yes", "maybe"])
    ({'TRUE': 1.0, 'False': 0.0}, None)
    """
    folded = {word: word.casefold() for word in words}
    for yes, no in _YES_NO:
        if folded and set(folded.values()) <= {yes, no}:
            return {word: float(one == yes) for word, one in folded.items()}
    return None


def joined(words: Sequence[str], what: str, notes: list[str]) -> tuple[str, ...]:
    """Return words, each as it is written most often; those that differ in form are one.

    Blanks around and between, and forms of a letter (é as one character or two, full-width
    ones) make no other word.
    """
    forms: dict[str, Counter[str]] = {}
    for word, count in Counter(words).items():
        forms.setdefault(_key(word), Counter())[word] += count
    chosen: dict[str, str] = {}
    for same in forms.values():
        shown = max(same, key=lambda one: (same[one], one == tidy(one)))
        chosen |= dict.fromkeys(same, tidy(shown))
        if len(same) > 1:
            told = ", ".join(map(repr, same))
            notes.append(
                worded("{what}: {told} were taken for one word.", what=what, told=told)
            )
    return tuple(chosen[word] for word in words)


def _key(word: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", tidy(word)).split())


def check_told_apart(path: Path, what: str, words: Sequence[Label]) -> int:
    """Return how many different words there are, each one to a spreadsheet, too.

    Raises: DataError where a spreadsheet takes two for one.
    """
    seen: dict[Label, Label] = {}
    for word in words:
        other = seen.setdefault(same_in_sheet(word), word)
        if other != word:
            raise DataError(
                "{path}: a spreadsheet does not tell the {what} {other!r} and"
                " {word!r} apart; rename one",
                path=path,
                what=what,
                other=other,
                word=word,
            )
    return len(seen)
