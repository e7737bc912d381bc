"""The language of the command line: SHEETNET_LANG, else that of the user's locale."""

import os
from functools import cache

from sheetnet.lang import Texts, languages, texts
from sheetnet.wording import ENGLISH, spoken

_VARIABLES = ("SHEETNET_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def say(key: str, **values: object) -> str:
    """Return a text of the command line, filled in."""
    return language()(f"cli.{key}", **values)


def language() -> Texts:
    """Return the words of the command line's language, the workbook's among them."""
    return _texts(spoken())


@cache
def _texts(lang: str) -> Texts:
    return texts(lang)


def chosen(environment: os._Environ[str] | dict[str, str]) -> str:
    """Return the language that the environment asks for; English where it asks for none.

    >>> chosen({"LANG": "zh_CN.UTF-8"}), chosen({"LANG": "de_DE"}), chosen({})
    ('zh', 'en', 'en')
    >>> chosen({"SHEETNET_LANG": "en", "LANG": "zh_CN.UTF-8"})
    'en'
    """
    for name in _VARIABLES:
        if wanted := environment.get(name):
            lang = wanted[:2].lower()
            return lang if lang in languages() else ENGLISH
    return ENGLISH
