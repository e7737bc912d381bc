"""Charts of a sheet as data: which cells they draw, and how. No XML here, and no values."""

from dataclasses import dataclass

from sheetnet.workbook.address import Area


@dataclass(frozen=True, slots=True)
class Chart:
    """A line chart of columns of its sheet over another column.

    `named`: the numbers of that column are names along the axis, equally far apart.
    """

    row: int
    column: int
    title: str
    x_title: str
    y_title: str
    x: Area
    series: tuple[tuple[str, Area], ...]
    percent: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """A series of a scatter chart: a line, points that stand alone, or a line of dots.

    `ink` is its colour as RRGGBB, `width` that of its line in points, `size` that of its
    points; where they are not given, they follow from its place among the others.
    `unseen`: it is not drawn, and the axes reach as far as it does.
    """

    name: str
    x: Area
    y: Area
    points: bool = False
    dots: bool = False
    ink: str | None = None
    width: float | None = None
    size: int | None = None
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Scatter:
    """A chart of points by x and y; ranges are found by the application if not given.

    `x_step`: so far apart are the numbers along x. `square`: so is the plot; a unit is as long both ways where both axes have one range.
    `over`: it lies over these cells, as wide and as high as they are. `bare`: it has
    neither ground nor axes, so that they are seen through it. `unnumbered`: it has no
    axis of x, whose numbers tell nothing.
    """

    row: int
    column: int
    title: str
    x_title: str
    y_title: str
    curves: tuple[Curve, ...]
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    square: bool = False
    over: Area | None = None
    bare: bool = False
    x_step: int | None = None
    unnumbered: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of columns over names, and lines over the columns.

    `from_zero`: its axis begins there, so that heights may be compared. `fine`: its
    names are many numbers with decimals.
    """

    row: int
    column: int
    title: str
    x_title: str
    y_title: str
    x: Area
    columns: tuple[tuple[str, Area], ...]
    lines: tuple[tuple[str, Area], ...] = ()
    from_zero: bool = False
    fine: bool = False
