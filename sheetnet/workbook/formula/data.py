"""What the data becomes before the network sees it, as formula text.

Arguments are references, never values; "" where a column has no such cell.
"""

from sheetnet.model.table import Scale


def used(use: str, number: str) -> str:
    """Return the number where the example is used; nothing that counts elsewhere.

    >>> used("L$8", "L10")
    'IF(AND(L$8>0.5,ISNUMBER(L10)),L10,"")'
    """
    return f'IF(AND({use}>0.5,ISNUMBER({number})),{number},"")'


def subtracted(scale: Scale, numbers: str) -> str:
    """Return m of a column: its mean, or its least number.

    >>> subtracted("standard", "$L10:$Z10"), subtracted("range", "$L10:$Z10")
    ('AVERAGE($L10:$Z10)', 'MIN($L10:$Z10)')
    """
    calls = {"standard": f"AVERAGE({numbers})", "range": f"MIN({numbers})", "none": "0"}
    return calls[scale]


def divided_by(scale: Scale, numbers: str) -> str:
    """Return s of a column: its standard deviation, or its span; 1 where all are equal.

    A variance is the covariance of numbers with themselves. Of years, whose mean is a
    thousand deviations away, IronCalc's STDEVP has half of its digits, its COVAR all.

    >>> divided_by("standard", "$L10:$Z10")
    'IF(MAX($L10:$Z10)>MIN($L10:$Z10),SQRT(COVAR($L10:$Z10,$L10:$Z10)),1)'
    >>> divided_by("range", "$L10:$Z10")
    'IF(MAX($L10:$Z10)>MIN($L10:$Z10),MAX($L10:$Z10)-MIN($L10:$Z10),1)'
    """
    most, least = f"MAX({numbers})", f"MIN({numbers})"
    spreads = {
        "standard": f"SQRT(COVAR({numbers},{numbers}))",
        "range": f"{most}-{least}",
        "none": "1",
    }
    return "1" if scale == "none" else f"IF({most}>{least},{spreads[scale]},1)"


def scaled(number: str, m: str, s: str) -> str:
    """Return x = (number − m) / s; the number itself where nothing is scaled.

    >>> scaled("L10", "$B10", "$C10"), scaled("L10", "", "")
    ('(L10-$B10)/$C10', 'L10')
    """
    return f"({number}-{m})/{s}" if m else number


def filled(number: str, x: str, fill: str | None) -> str:
    """Return x where the number is one; else what stands for it, if anything does.

    >>> filled("L10", "(L10-$B10)/$C10", "0")
    'IF(ISNUMBER(L10),(L10-$B10)/$C10,0)'
    >>> filled("L10", "(L10-$B10)/$C10", None)
    '(L10-$B10)/$C10'
    """
    return x if fill is None else f"IF(ISNUMBER({number}),{x},{fill})"


def unscaled(a: str, m: str, s: str) -> str:
    """Return an output in the units of the data, a · s + m.

    >>> unscaled("L60", "$B10", "$C10")
    'L60*$C10+$B10'
    """
    return f"{a}*{s}+{m}"
