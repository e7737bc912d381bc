"""Comments on cells: what they say, and the boxes that show it."""

from collections.abc import Sequence

from sheetnet.workbook.address import a1
from sheetnet.workbook.plan import Note
from sheetnet.xlsx.xml import escaped, part, tag, vml

_FIRST_SHAPE = 1026
_BOX = (
    "position:absolute; margin-left:59.25pt;margin-top:1.5pt;"
    "width:280px;height:90px;z-index:1;visibility:hidden"
)
_PALE = "#ffffe1"


def comments_part(notes: Sequence[Note], author: str) -> bytes:
    """Return what the notes of a sheet say."""
    said = [
        tag(
            "comment",
            tag("text", tag("t", escaped(note.text))),
            ref=a1(note.row, note.column),
            authorId=0,
            shapeId=0,
        )
        for note in notes
    ]
    authors = tag("authors", tag("author", escaped(author)))
    return part("comments", authors, tag("commentList", *said))


def boxes_part(notes: Sequence[Note]) -> bytes:
    """Return a box for each note of a sheet, hidden until it is asked for."""
    edit = {"v:ext": "edit"}
    kind = tag(
        "v:shapetype",
        tag("v:stroke", joinstyle="miter"),
        tag("v:path", gradientshapeok="t", **{"o:connecttype": "rect"}),
        id="_x0000_t202",
        coordsize="21600,21600",
        **{"o:spt": "202"},
        path="m,l,21600r21600,l21600,xe",
    )
    layout = tag("o:shapelayout", tag("o:idmap", **edit, data=1), **edit)
    return vml(layout, kind, *(_box(*one) for one in enumerate(notes, _FIRST_SHAPE)))


def _box(number: int, note: Note) -> str:
    of_cell = (
        tag("x:MoveWithCells"),
        tag("x:SizeWithCells"),
        tag("x:AutoFill", "False"),
        tag("x:Row", str(note.row - 1)),
        tag("x:Column", str(note.column - 1)),
    )
    return tag(
        "v:shape",
        tag("v:fill", color2=_PALE),
        tag("v:shadow", color="black", obscured="t"),
        tag("v:path", **{"o:connecttype": "none"}),
        tag(
            "v:textbox",
            tag("div", style="text-align:left"),
            style="mso-direction-alt:auto",
        ),
        tag("x:ClientData", *of_cell, ObjectType="Note"),
        type="#_x0000_t202",
        style=_BOX,
        fillcolor=_PALE,
        **{"o:insetmode": "auto"},
        id=f"_x0000_s{number}",
    )
