"""NumPy's constants on Check: are they NumPy's still?

Check holds a copy of the inputs as they were built, so what belongs to them can be
computed anew.
"""

from collections.abc import Iterator

import numpy as np
from msgspec import structs

from sheetnet.engine import run
from sheetnet.errors import TrainingError
from sheetnet.layers.quantities import starting
from sheetnet.model.network import Inputs, Network
from sheetnet.model.notation import Key
from sheetnet.model.shown import Shown
from sheetnet.sheets import first_given
from sheetnet.sheets.check.symbols import built as as_built
from sheetnet.sheets.check.symbols import own
from sheetnet.sheets.check.truth import constants
from sheetnet.verification.book.opening import Opened
from sheetnet.verification.naming import named
from sheetnet.wording import counted, worded

# An allowance is a difference of rounding: another machine's is of its size.
_FAR = 1000.0


def changed_constants(book: Opened, network: Network, given: Shown) -> str:
    """Say which constants on Check are not NumPy's; "" if all are, or there are none.

    `network` is as it was planned, `given` what stands in the views' input cells.
    """
    if "Check" not in book.names:
        return ""
    # The copy is of x and t themselves, which nothing is computed for.
    network = structs.replace(network, fields=(), target_scale="none")
    inputs = _as_built(network, given)
    try:
        with np.errstate(all="ignore"):
            trace = run(network, inputs)
            wrong = list(_wrong(book, constants(network, trace), given))
            if wrong:  # but for what rounding adds, which takes several runs
                wrong = list(_wrong(book, first_given(network, inputs, trace), given))
    except TrainingError:  # the copy itself was changed beyond what can be computed
        return worded(
            "the inputs as they were built, on Check, can no longer be computed with"
        )
    if not wrong:
        return ""
    return counted(
        len(wrong),
        "{count} of NumPy's constants is not NumPy's: {cells}; build the workbook again",
        "{count} of NumPy's constants are not NumPy's: {cells}; build the workbook again",
        cells=named(wrong),
    )


def _as_built(network: Network, given: Shown) -> Inputs:
    def built(symbol: str, layer: int = 0, band: int = 0) -> np.ndarray:
        found = given[Key(own(as_built(symbol, band)), layer)]
        return np.asarray(found, dtype=np.float64)

    def start(band: int) -> dict[Key, np.ndarray]:
        return {
            one.key: built(*one.key, band).reshape(one.shape)
            for one in starting(network)
        }

    examples = network.columns
    told = network.counts and not network.is_sequence
    use = built("use").reshape(examples) if told else None
    batch = built("batch").reshape(examples) if network.in_batches else None
    return Inputs(
        x=built("x", 1).reshape(examples, *network.input_shape),
        labels=None,
        classes=None,
        t=built("t").reshape(examples, network.units_out),
        settings={name: float(built(name)) for name in network.update.settings},
        start=start(0),
        use=use,
        batch=batch,
        checkpoints=tuple(map(start, network.begins[1:])),
    )


def _wrong(book: Opened, truth: Shown, given: Shown) -> Iterator[str]:
    """Yield the cells with a constant that rounding does not explain."""
    epochs = [
        name for name in ("numpy_C_T", "numpy_accuracy") if Key(own(name)) in truth
    ]
    for names, allowed in (
        (["numpy_sum", "numpy_largest"], "allowed"),
        (epochs, "allowed_epoch"),
    ):
        limit = np.asarray(truth[Key(own(allowed))])
        for name in names:
            one = np.asarray(truth[Key(own(name))])
            off = np.abs(given[Key(own(name))] - one) / (1 + np.abs(one))
            yield from _cells(book, name, ~(off < limit))
        yield from _cells(book, allowed, ~(given[Key(own(allowed))] <= _FAR * limit))


def _cells(book: Opened, name: str, wrong: np.ndarray) -> Iterator[str]:
    block = next(
        one for one in book.map_of("Check").blocks if one.key == Key(own(name))
    )
    rows, columns = block.cells()
    at = wrong.reshape(rows.shape)
    for row, column in zip(rows[at].tolist(), columns[at].tolist(), strict=True):
        yield book.address("Check", row, column)
