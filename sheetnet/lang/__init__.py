"""The words of the workbook, one catalogue file per language.

A language is one .toml file here; its keys are those of en.toml, which a test checks.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from sheetnet.errors import SpecError, nearest

# The words that the equations of our records have.
_CASES = re.compile(
    "(?<== )(?P<value>[^=,]+) where (?P<when>[^,]+), else (?P<other>[^,]+)"
)
_OF_WINDOW = re.compile(r"(?P<how>max|mean) of (?P<cells>\S+) over the window")


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language: `texts("guide.title", name=…)`."""

    lang: str
    catalogue: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its {placeholders} filled in."""
        text = self.catalogue[key]
        return text.format(**values) if values else text

    def get(self, key: str) -> str | None:
        """Return a text, or None where this language has none of that key."""
        return self.catalogue.get(key)

    def equation(self, text: str) -> str:
        """Return an equation with its English words in this language."""
        text = _CASES.sub(lambda hit: self("equation.cases", **hit.groupdict()), text)
        return _OF_WINDOW.sub(
            lambda hit: self(f"equation.{hit['how']}", cells=hit["cells"]), text
        )

    def of(self, kind: str) -> "Texts":
        """Return the texts of which some are others: for bands of another kind.

        They are updates, of which an epoch has several, or begin from checkpoints.
        """
        others = {
            key.removeprefix(f"{kind}."): text
            for key, text in self.catalogue.items()
            if key.startswith(f"{kind}.")
        }
        return Texts(self.lang, MappingProxyType({**self.catalogue, **others}))

    def having(self, prefix: str) -> list[str]:
        """Return all texts whose key begins like this, in the file's order."""
        return [text for key, text in self.catalogue.items() if key.startswith(prefix)]


def said(words: str | dict[str, str], lang: str) -> str:
    """Return what a spec says in a language: one text for all, or a text for each.

    >>> said({"en": "Two moons", "zh": "两个月牙"}, "zh"), said("moons", "zh")
    ('两个月牙', 'moons')
    """
    if isinstance(words, str):
        return words
    return words.get(lang) or words.get("en") or next(iter(words.values()), "")


def languages() -> list[str]:
    """Return the languages there are."""
    return sorted(path.stem for path in Path(__path__[0]).glob("*.toml"))


def texts(lang: str) -> Texts:
    """Load a language. Raises: SpecError where there is none of that name."""
    if lang not in languages():
        raise SpecError(
            'unknown language "{lang}"; {hint}',
            lang=lang,
            hint=nearest(lang, languages()),
        )
    # Later folders hold the words of what was added to sheetnet from outside.
    return Texts(lang, _catalogue(lang, tuple(__path__)))


@cache
def _catalogue(lang: str, folders: tuple[str, ...]) -> Mapping[str, str]:
    """Read a language's files, once: it takes longer than to plan a small workbook."""
    flat: dict[str, str] = {}
    for folder in folders:
        path = Path(folder) / f"{lang}.toml"
        tree = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        for table, entries in tree.items():
            flat |= {f"{table}.{key}": text for key, text in entries.items()}
    return MappingProxyType(flat)
