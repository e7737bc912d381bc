"""What others may add to sheetnet without an edit in it, and what of each must follow.

A kind of layer with three parameter arrays that also reads an earlier layer, an optimizer
with two slots and one of which only the sign counts, an activation, a sheet. Each is what CONTRIBUTING's recipe says, but stands
here; `install` puts it on the path. Run as a program it is sheetnet with all of them:

    python -m tests.extensions build SPEC -o FILE
"""

from pathlib import Path

HERE = Path(__file__).parent


def install() -> None:
    """Put the extensions where sheetnet looks for such things."""
    import sheetnet.lang
    import sheetnet.layers
    import sheetnet.sheets
    from sheetnet.model.functions import ACTIVATIONS
    from sheetnet.model.optimizers import OPTIMIZERS
    from tests.extensions.activation import HALF_TANH
    from tests.extensions.lion import LION
    from tests.extensions.optimizer import TEMPERED

    ACTIVATIONS[HALF_TANH.name] = HALF_TANH
    OPTIMIZERS |= {one.name: one for one in (TEMPERED, LION)}
    sheetnet.lang.__path__.append(str(HERE / "lang"))
    sheetnet.layers.__path__.append(str(HERE / "layers"))
    sheetnet.sheets.__path__.append(str(HERE / "sheets"))
    sheetnet.sheets.VIEWS = (*sheetnet.sheets.VIEWS, "tally")
