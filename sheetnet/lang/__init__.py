"""The words of the workbook, one catalogue file per language.

A language is one .toml file here; its keys are those of en.toml, which a test checks.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from sheetnet.errors import SpecError, nearest


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language: `texts("guide.title", name=…)`."""

    lang: str
    catalogue: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its {placeholders} filled in."""
        text = self.catalogue[key]
        return text.format(**values) if values else text

    def get(self, key: str) -> str | None:
        """Return a text, or None where this language has none of that key."""
        return self.catalogue.get(key)

    def having(self, prefix: str) -> list[str]:
        """Return all texts whose key begins like this, in the file's order."""
        return [text for key, text in self.catalogue.items() if key.startswith(prefix)]


def languages() -> list[str]:
    """Return the languages there are."""
    return sorted(path.stem for path in Path(__path__[0]).glob("*.toml"))


def texts(lang: str) -> Texts:
    """Load a language. Raises: SpecError where there is none of that name."""
    if lang not in languages():
        raise SpecError(f'unknown language "{lang}"; {nearest(lang, languages())}')
    flat: dict[str, str] = {}
    # Later folders hold the words of what was added to sheetnet from outside.
    for folder in __path__:
        path = Path(folder) / f"{lang}.toml"
        tree = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        for table, entries in tree.items():
            flat |= {f"{table}.{key}": text for key, text in entries.items()}
    return Texts(lang, flat)
