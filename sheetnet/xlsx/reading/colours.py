"""Colours as the format tells them."""

from collections.abc import Mapping

_THEME = {"0": "FFFFFF", "1": "000000"}
_INDEXED = {"8": "000000", "9": "FFFFFF", "64": "000000", "65": "FFFFFF"}


def colour(told: Mapping[str, str]) -> str:
    """Return a colour as RRGGBB; "" where it is not told in a way known here.

    >>> colour({"rgb": "FF0f766e"}), colour({"theme": "0"}), colour({"theme": "7"})
    ('0F766E', 'FFFFFF', '')
    """
    if "rgb" in told:
        return told["rgb"][-6:].upper()
    if told.get("tint", "0") not in ("0", "0.0"):
        return ""
    known = _THEME if "theme" in told else _INDEXED
    return known.get(told.get("theme") or told.get("indexed") or "", "")
