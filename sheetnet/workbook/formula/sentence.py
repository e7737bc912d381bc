"""Formulas that make sentences: words, and numbers as text by FIXED.

Never a number by `&` alone: calculators write 15 or 17 digits. The decimal sign is the
user's own.
"""

from collections.abc import Iterable

_HALF_A_DIGIT = "0.0005"


def quoted_text(text: str) -> str:
    """Return words as a formula holds them.

    >>> quoted_text('z = ')
    '"z = "'
    """
    return '"' + text.replace('"', '""') + '"'


def signed(number: str) -> str:
    """Return a number as a value: 0.348 or −0.348.

    >>> signed("B4")
    'IF(B4<=-0.0005,"−","")&FIXED(ABS(B4),3,TRUE)'
    """
    return f'IF({number}<=-{_HALF_A_DIGIT},"−","")&FIXED(ABS({number}),3,TRUE)'


def added(number: str) -> str:
    """Return a number as a term that follows others: + 0.348 or − 0.348.

    >>> added("B4")
    'IF(B4<0," − "," + ")&FIXED(ABS(B4),3,TRUE)'
    """
    return f'IF({number}<0," − "," + ")&FIXED(ABS({number}),3,TRUE)'


def plain(number: str) -> str:
    """Return a number as a factor: whole ones without decimals, negative in brackets.

    >>> plain("B4")[:60]
    'IF(B4<0,"(−","")&FIXED(ABS(B4),IF(ABS(B4-ROUND(B4,0))<1E-9,0'
    """
    digits = f"IF(ABS({number}-ROUND({number},0))<1E-9,0,3)"
    text = f"FIXED(ABS({number}),{digits},TRUE)"
    return f'IF({number}<0,"(−","")&{text}&IF({number}<0,")","")'


def sentence(pieces: Iterable[str]) -> str:
    """Join words (quoted) and numbers (as made above) into one formula.

    >>> sentence(['"a = "', signed("B4")])
    '"a = "&IF(B4<=-0.0005,"−","")&FIXED(ABS(B4),3,TRUE)'
    """
    return "&".join(pieces)
