"""Formulas that make sentences: words, and numbers as text by FIXED.

Never a number by `&` alone: calculators write 15 or 17 digits. The decimal sign is the
user's own. From 10¹⁵ on a number has no three decimals to tell (and some calculators fail
to write it): then the sentence says only that it is beyond.
"""

from collections.abc import Iterable

_HALF_A_DIGIT = "0.0005"
# As `model/sentence.py` has it.
_BEYOND = '">10¹⁵"'


def _digits(number: str, decimals: str = "3") -> str:
    return f"IF(ABS({number})<1E15,FIXED(ABS({number}),{decimals},TRUE),{_BEYOND})"


def counted(number: str) -> str:
    """Return a whole number as text.

    >>> counted("B4")
    'FIXED(B4,0,TRUE)'
    """
    return f"FIXED({number},0,TRUE)"


def quoted_text(text: str) -> str:
    """Return words as a formula holds them.

    >>> quoted_text('z = ')
    '"z = "'
    """
    return '"' + text.replace('"', '""') + '"'


def signed(number: str) -> str:
    """Return a number as a value: 0.348 or −0.348.

    >>> signed("B4")
    'IF(B4<=-0.0005,"−","")&IF(ABS(B4)<1E15,FIXED(ABS(B4),3,TRUE),">10¹⁵")'
    """
    return f'IF({number}<=-{_HALF_A_DIGIT},"−","")&{_digits(number)}'


def added(number: str) -> str:
    """Return a number as a term that follows others: + 0.348 or − 0.348.

    >>> added("B4")
    'IF(B4<0," − "," + ")&IF(ABS(B4)<1E15,FIXED(ABS(B4),3,TRUE),">10¹⁵")'
    """
    return f'IF({number}<0," − "," + ")&{_digits(number)}'


def plain(number: str) -> str:
    """Return a number as a factor: whole ones without decimals, negative in brackets.

    >>> plain("B4")[:60]
    'IF(B4<0,"(−","")&IF(ABS(B4)<1E15,FIXED(ABS(B4),IF(ABS(B4-ROU'
    """
    digits = _digits(number, _unless_whole(number, 3))
    return f'IF({number}<0,"(−","")&{digits}&IF({number}<0,")","")'


def fine(number: str) -> str:
    """Return a number by the digits that count, however small it is: 0.3480 or 3.48E-5.

    >>> fine("B4")[:50]
    'IF(B4<0,"−","")&IF(B4=0,"0",IF(ABS(B4)<0.01,FIXED('
    """
    size, decimals = f"ABS({number})", _unless_whole(number, 4)
    # What is nearly 0 equals 0 to some calculators, and to others not.
    power = f"INT(LOG10(MAX({size},1E-99))+1E-9)"
    small = f'FIXED({size}/10^{power},2,TRUE)&"E"&FIXED({power},0,TRUE)'
    text = f"IF({size}<0.01,{small},{_digits(number, decimals)})"
    return f'IF({number}<0,"−","")&IF({number}=0,"0",{text})'


def fine_factor(number: str) -> str:
    """Return the same as a factor: negative ones in brackets.

    >>> fine_factor("B4")[:36]
    'IF(B4<0,"(","")&IF(B4<0,"−","")&IF(B'
    """
    return f'IF({number}<0,"(","")&{fine(number)}&IF({number}<0,")","")'


def _unless_whole(number: str, decimals: int) -> str:
    return f"IF(ABS({number}-ROUND({number},0))<1E-9,0,{decimals})"


def sentence(pieces: Iterable[str]) -> str:
    """Join words (quoted) and numbers (as made above) into one formula.

    >>> sentence(['"a = "', signed("B4")])
    '"a = "&IF(B4<=-0.0005,"−","")&IF(ABS(B4)<1E15,FIXED(ABS(B4),3,TRUE),">10¹⁵")'
    """
    return "&".join(pieces)
