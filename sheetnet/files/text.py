"""Text that a workbook can hold."""

import re

# Characters that no XML 1.0 file can hold.
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return the text without the characters that a workbook cannot hold.

    >>> clean("a\\x07b\\r\\nc")
    'ab\\nc'
    """
    return _NOT_XML.sub("", text.replace("\r\n", "\n"))
