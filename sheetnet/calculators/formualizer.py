"""formualizer, another opinion: a spreadsheet engine in this process.

Must not know networks or plans. An optional extra: `pip install sheetnet[calculators]`.
A formula nested thousands deep can end the process, and no Python code can prevent it:
check formulas before a file comes here.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType

from sheetnet.calculators.base import (
    Calculator,
    CellError,
    Library,
    ReadSheet,
    time_limit,
)
from sheetnet.errors import CalculatorError
from sheetnet.wording import later
from sheetnet.xlsx.reading.safety import MAX_BYTES

# What formualizer may unpack. Its own default for one part, 128 MiB, refuses sheets
# from about 1.5 million formulas on; everything beyond these is refused with an error.
_LOAD_LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "max_input_bytes": MAX_BYTES,
        "max_part_bytes": 1024 * 2**20,
        "max_expanded_bytes": 2048 * 2**20,
    }
)

_CODES = {
    "Calc": "#CALC!",
    "Circ": "#CIRC!",
    "Div": "#DIV/0!",
    "NImpl": "#N/IMPL!",
    "Na": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Spill": "#SPILL!",
    "Value": "#VALUE!",
}


@contextmanager
def _computed(content: bytes) -> Iterator[ReadSheet]:
    from formualizer import EvaluationConfig, RangeAddress, Workbook, WorkbookConfig

    settings = EvaluationConfig()
    settings.max_eval_time_ms = math.ceil(1000 * time_limit())
    workbook = Workbook.from_bytes(
        content,
        config=WorkbookConfig(eval_config=settings),
        load_limits=dict(_LOAD_LIMITS),
    )
    # Dates as Excel's numbers instead of datetime objects.
    workbook.set_temporal_egress("serial")
    workbook.evaluate_all()

    def read(sheet: str, rows: int, columns: int) -> Sequence[Sequence[object]]:
        if not rows:
            return []
        area = RangeAddress(sheet, 1, 1, rows, columns)
        found = workbook.sheet(sheet).get_values(area)
        return [[_value(value) for value in row] for row in found]

    yield read


def _value(value: object) -> float | bool | str | CellError | None:
    """Return a value of formualizer's as an element of a Grid.

    >>> _value(1), _value(True), _value(""), str(_value({"type": "Error", "kind": "Na"}))
    (1.0, True, None, '#N/A')
    """
    match value:
        case float() | bool() | None:
            return value
        case str():
            return value or None
        case int():
            return float(value)
        case {"type": "Error", "kind": str(kind)}:
            return CellError(_CODES.get(kind, f"#{kind.upper()}!"))
        case _:
            raise CalculatorError(
                "expected a value of one cell, found {value!r:.60}", value=value
            )


CALCULATOR: Calculator = Library(
    title="formualizer",
    good_for=later("another opinion"),
    computed=_computed,
    takes_texts=True,
)
