"""What is said to whoever uses the commands, in the language that they speak.

Code says its English: `worded("expected {wanted}, found {found}", wanted=…, found=…)`. Other
languages have catalogues, lang/messages/LANGUAGE/*.toml, from the English to theirs;
tests/test_wording.py keeps them whole. English is spoken until somebody asks for another.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ENGLISH = "en"
_CATALOGUES = Path(__file__).with_name("lang") / "messages"
# What click, Python and the readers of files say.
_FOREIGN = "foreign"
# Fields of it that hold what such a program says, too.
_INNER = ("message", "problem", "reason", "kind")

_spoken = ENGLISH


def worded(template: str, **fields: object) -> str:
    """Return a message in the language that is spoken, with its {fields} filled in.

    >>> worded("expected {wanted}", wanted="a number")
    'expected a number'
    """
    if _spoken != ENGLISH:
        template = _catalogue(_spoken).get(template, template)
    return template.format(**fields) if fields else template


def placed(*parts: object) -> str:
    """Return what is said of a place: first where, step by step, then what.

    >>> placed("mine.toml", "training.eta", "expected a number")
    'mine.toml: training.eta: expected a number'
    """
    return worded(": ").join(map(str, parts))


def later(template: str) -> str:
    """Return a message as it is, to be worded when it is said: for tables of them."""
    return template


def counted(count: int, one: str, many: str, **fields: object) -> str:
    """Return the message for one thing, or the one for many, with their {count}.

    >>> counted(2000, "{count} label is empty", "{count} labels are empty")
    '2,000 labels are empty'
    """
    return worded(one if count == 1 else many, count=f"{count:,}", **fields)


def retold(message: object) -> str:
    """Return what other programs say in English in the language that is spoken.

    >>> retold("Permission denied")
    'Permission denied'
    """
    text = str(message)
    if _spoken == ENGLISH:
        return text
    for pattern, own in _retellings(_spoken):
        if found := pattern.fullmatch(text):
            fields = found.groupdict()
            inner = {name: retold(fields[name]) for name in _INNER if name in fields}
            return own.format(**fields | inner)
    return text


def clipped(name: str, most: int = 40) -> str:
    """Return a name as there is room for it: `most` letters.

    >>> clipped("a" * 40) == "a" * 40, clipped("a" * 41) == "a" * 39 + "…"
    (True, True)
    """
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def spoken() -> str:
    """Return the language that is spoken."""
    return _spoken


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speak another language inside."""
    global _spoken
    before, _spoken = _spoken, lang
    try:
        yield
    finally:
        _spoken = before


@cache
def _catalogue(lang: str) -> Mapping[str, str]:
    """Read a language's messages: from the English to its own."""
    read: dict[str, str] = {}
    for path in sorted((_CATALOGUES / lang).glob("*.toml")):
        if path.stem != _FOREIGN:
            read |= tomllib.loads(path.read_text(encoding="utf-8"))
    return read


@cache
def _retellings(lang: str) -> list[tuple[re.Pattern[str], str]]:
    """Read what other programs say: patterns of it, and a language's own words for it."""
    path = _CATALOGUES / lang / f"{_FOREIGN}.toml"
    read = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return [(re.compile(_pattern(one), re.DOTALL), own) for one, own in read.items()]


def _pattern(template: str) -> str:
    """Return what matches a template with its {fields} filled in.

    >>> _pattern("No such {what}.")
    'No\\\\ such\\\\ (?P<what>.*?)\\\\.'
    """
    return re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.*?)", re.escape(template))
