"""A chart as a file tells it: what it draws, in which words, and along which axes."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from sheetnet.wording import later

_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class AxisLook:
    """An axis: its title, its ends (None: found by the application), and how it is drawn.

    `scales` says by what it shows other numbers than are drawn, "" if by nothing.
    """

    title: str = ""
    low: float | None = None
    high: float | None = None
    backwards: bool = False
    hidden: bool = False
    scales: str = ""


@dataclass(frozen=True, slots=True)
class SeriesLook:
    """A series: where x and y stand, "" where they are told otherwise; and its name.

    `name` is a reference or a text; `kept` are the numbers of y that the chart keeps
    for who does not look into the cells, by their place in it.
    """

    x: str
    y: str
    name: str
    kept: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class ChartLook:
    """A chart: its title, its series, its axes (x and y come first), formats of its numbers.

    `labels` are texts that stand at its points in place of numbers.
    """

    title: str
    series: tuple[SeriesLook, ...]
    axes: tuple[AxisLook, ...]
    formats: frozenset[str]
    labels: tuple[str, ...]


def chart_look(chart: Element) -> ChartLook:
    """Return how a chart looks. Raises: ValueError where a number is none."""
    title = chart.find("{*}chart/{*}title")
    axes = {
        _value(one, "axId"): _axis(one) for one in chart.iter() if _local(one) in _AXES
    }
    # The first group of series names its axes: x, then y.
    used = [one.get("val", "") for one in chart.iter() if _local(one) == "axId"]
    order = [number for number in dict.fromkeys(used) if number in axes]
    codes = {
        (one.get("formatCode") or "") if _local(one) == "numFmt" else (one.text or "")
        for one in chart.iter()
        if _local(one) in ("numFmt", "formatCode")
    }
    return ChartLook(
        _text(title),
        tuple(_series(one) for one in chart.iter() if _local(one) == "ser"),
        tuple(axes[number] for number in order),
        frozenset(codes - {""}),
        tuple(
            _text(one.find("{*}tx"))
            for one in chart.iter()
            if _local(one) == "dLbl" and one.find("{*}tx") is not None
        ),
    )


_AXES = ("catAx", "valAx", "dateAx", "serAx")


def _axis(axis: Element) -> AxisLook:
    scaling = axis.find("{*}scaling")
    scaling = Element("scaling") if scaling is None else scaling
    scales = (
        later("a logarithmic axis") if scaling.find("{*}logBase") is not None else ""
    )
    if axis.find("{*}dispUnits") is not None:
        scales = later("display units")
    return AxisLook(
        title=_text(axis.find("{*}title")),
        low=_number(_value(scaling, "min")),
        high=_number(_value(scaling, "max")),
        backwards=_value(scaling, "orientation") == "maxMin",
        hidden=_value(axis, "delete") in _TRUE,
        scales=scales,
    )


def _series(series: Element) -> SeriesLook:
    x, y = _child(series, "cat", "xVal"), _child(series, "val", "yVal")
    return SeriesLook(
        _reference(x), _reference(y), _name(_child(series, "tx")), tuple(_kept(y))
    )


def _name(told: Element | None) -> str:
    """Return the name of a series: the reference to it, or its text.

    LibreOffice saves a text as a reference to nothing, with the text kept beside it.
    """
    found = _reference(told)
    if "!" in found or told is None:
        return found
    return "".join(one.text or "" for one in told.iter() if _local(one) == "v")


def _kept(values: Element | None) -> Iterator[tuple[int, float]]:
    for point in () if values is None else values.iter():
        if _local(point) == "pt" and (number := _number(_content(point))) is not None:
            yield int(point.get("idx", "0")), number


def _content(point: Element) -> str:
    return "".join(one.text or "" for one in point if _local(one) == "v")


def _reference(told: Element | None) -> str:
    if told is None:
        return ""
    found = told.find("{*}numRef/{*}f")
    found = told.find("{*}strRef/{*}f") if found is None else found
    return "" if found is None else found.text or ""


def _child(parent: Element, *names: str) -> Element | None:
    return next((one for one in parent if _local(one) in names), None)


def _value(parent: Element, name: str) -> str:
    child = _child(parent, name)
    return "" if child is None else child.get("val", "")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:  # as #N/A, or nothing
        return None


def _text(title: Element | None) -> str:
    """Return the text of a title: its own, or that of the cell it is taken from."""
    if title is None:
        return ""
    return "".join(one.text or "" for one in title.iter() if _local(one) in ("t", "v"))


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
