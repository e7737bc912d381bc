"""The table of shared texts of a strange file: do all readers read it alike?"""

from xml.etree.ElementTree import Element

from sheetnet.xlsx.reading.safety import RefusedError
from sheetnet.xlsx.reading.sheet.scan import WITHIN, kind_of

# What may stand within what.
_TEXTS = {"sst": frozenset({"si", "extLst"}), "si": WITHIN["is"], **WITHIN}


def check_texts(table: Element) -> None:
    """Refuse a table of shared texts that readers would count or read otherwise.

    Raises: RefusedError.
    """
    opened = [table]
    while opened:
        element = opened.pop()
        around = kind_of(element.tag[1:])
        allowed = _TEXTS.get(around)
        kinds = [kind_of(child.tag[1:]) for child in element]
        if allowed is not None and not allowed.issuperset(kinds):
            raise RefusedError(f"something strange stands within {around}")
        if kinds.count("t") > 1 or {"t", "r"} <= set(kinds):
            raise RefusedError("a shared text has two contents")
        opened += [] if allowed is None or around == "rPr" else list(element)


def text_at(table: Element, number: int) -> str:
    """Return a text as it stands in the table, blanks and all; "" if there is none."""
    return next((_text(one) for one in table.findall("{*}si")[number : number + 1]), "")


def texts_in(table: Element) -> list[str]:
    """Return all texts of the table, in order, without how they are read aloud."""
    return [_text(one) for one in table.findall("{*}si")]


def _text(held: Element) -> str:
    told = [*held.findall("{*}t"), *held.findall("{*}r/{*}t")]
    return "".join(one.text or "" for one in told)
