"""CellRune, a second opinion: a calculator in this process that rounds as Excel does.

Must not know networks or plans. An optional extra: `pip install sheetnet[calculators]`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sheetnet.calculators.base import Calculator, CellError, Library, ReadSheet
from sheetnet.errors import CalculatorError
from sheetnet.wording import later
from sheetnet.workbook.address import a1

# Its own limit is reached by a network of 350,000 formulas.
_EDGES = 200_000_000


@contextmanager
def _computed(content: bytes) -> Iterator[ReadSheet]:
    from cellrune import Workbook

    with Workbook.from_bytes(content) as book:
        book.calculate(calculation_limits={"max_dependency_edges": _EDGES})

        def read(sheet: str, rows: int, columns: int) -> Sequence[Sequence[object]]:
            if not rows:
                return []
            found = book.read_values(sheet, "A1", a1(rows, columns))
            return [[_value(one) for one in row] for row in found]

        yield read


def _value(found: Mapping[str, Any]) -> float | bool | str | CellError | None:
    """Return a value of CellRune's as an element of a Grid.

    >>> _value({"kind": "number", "value": 1}), _value({"kind": "text", "value": ""})
    (1.0, None)
    """
    match found["kind"]:
        case "number":
            return float(found["value"])
        case "text":
            return found["value"] or None
        case "logical":
            return bool(found["value"])
        case "blank":
            return None
        case "error":
            return CellError(str(found.get("value") or found.get("code")))
        case "unavailable" if "limit" in found:
            raise CalculatorError("beyond its limit {limit}", limit=found["limit"])
    return CellError("#N/IMPL!")


CALCULATOR: Calculator = Library(
    title="CellRune",
    good_for=later("a second opinion; sets tiny differences to 0, as Excel does"),
    computed=_computed,
    takes_texts=False,
)
