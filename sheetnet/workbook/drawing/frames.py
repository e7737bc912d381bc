"""Corners that a chart shall reach, so that both its axes have the same range.

They stand aside and are not drawn. Knows no values.
"""

from sheetnet.workbook.drawing.board import Board, Column, chain
from sheetnet.workbook.plan import Curve

# Where a frame ends, in powers of ten; whatever steps an application takes along an axis,
# it ends there.
_ENDS = "IF({0}<=1+1E-9,1,IF({0}<=2+1E-9,2,IF({0}<=4+1E-9,4,10)))"
# Applications add a twentieth of the range to what they find, and go on to the next step.
_LESS = 0.9


def frame(board: Board, name: str, most: str) -> Curve:
    """Return the corners of a plot around 0 that holds all up to a formula, `most`."""
    own, power, end = (f"{name}_{part}" for part in ("most", "power", "end"))
    share = f"([{own}]/[{power}])"
    columns = [
        Column(own, "max", f"({most})/{_LESS}", "forward-six"),
        Column(power, "10ⁿ", f"10^INT(LOG10([{own}])+1E-9)", "forward-six"),
        Column(end, "±", f"{_LESS}*[{power}]*{_ENDS.format(share)}", "forward-six"),
    ]
    board.aside(1, columns)
    both = chain(f"-{{{end}.0}}", f"{{{end}.0}}")
    board.aside(2, [Column(name, "±", both, "forward-six")])
    return corners(board, name, name)


def corners(board: Board, x: str, y: str) -> Curve:
    """Return corners, by their x and y."""
    return board.curve(board.say_for_all("aside"), x, y, unseen=True)
