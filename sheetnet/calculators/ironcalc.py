"""IronCalc, a third opinion: a spreadsheet engine in this process.

Must not know networks or plans. An optional extra: `pip install sheetnet[calculators]`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sheetnet.calculators.base import Calculator, CellError, Library, ReadSheet
from sheetnet.files.writing import scratch_folder

_ERRORS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#ERROR!", "#N/IMPL!",
           "#SPILL!", "#CALC!", "#CIRC!", "#NULL!")  # fmt: skip


@contextmanager
def _computed(content: bytes) -> Iterator[ReadSheet]:
    from ironcalc import load_from_xlsx

    with scratch_folder("ironcalc") as folder:
        (folder / "book.xlsx").write_bytes(content)
        model = load_from_xlsx(str(folder / "book.xlsx"), "en", "UTC", "en")
    model.evaluate()
    numbers = [one["name"] for one in model.get_worksheets_properties()]

    def read(sheet: str, rows: int, columns: int) -> Sequence[Sequence[object]]:
        number = numbers.index(sheet)
        return [
            [
                _value(model.get_cell_value(number, row, column))
                for column in range(1, columns + 1)
            ]
            for row in range(1, rows + 1)
        ]

    yield read


def _value(found: object) -> float | bool | str | CellError | None:
    if isinstance(found, bool) or found is None:
        return found
    if isinstance(found, int | float):
        return float(found)
    text = str(found)
    return CellError(text) if text in _ERRORS else text or None


CALCULATOR: Calculator = Library(
    title="IronCalc", good_for="a third opinion", computed=_computed, takes_texts=True
)
