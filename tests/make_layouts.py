"""Keep workbooks of today's layout for ever: `python -m tests.make_layouts`.

To be run once, when a release raises LAYOUT; test_layouts.py verifies what is kept. What
is kept is never made anew: it would prove nothing of the workbooks that people have.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import sheetnet
from sheetnet.workbook import LAYOUT
from tests.nets import conv_net, small_net
from tests.templates import shortened

FOLDER = Path(__file__).parent / "layouts"

# What no template has: strides, borders, average pools.
_CONV = """
[[layer]]
kind = "conv"
filters = 2
size = [3, 2]
stride = 2
padding = "same"
activation = "softsign"
[[layer]]
kind = "average-pool"
size = [2, 2]
stride = 1
"""

# Small ones of every kind; each by its name, its spec and its language.
KEPT = {
    "one-unit": (lambda folder: shortened("and-neuron", folder), "en"),
    "dense": (lambda folder: small_net(folder, hidden="elu", output="softmax"), "zh"),
    "max-pool": (lambda folder: shortened("digits-conv", folder), "en"),
    "average-pool": (lambda folder: conv_net(folder, _CONV), "zh"),
    "table": (lambda folder: shortened("penguins", folder), "en"),
    "table-zh": (lambda folder: shortened("penguin-mass", folder), "zh"),
    "lesson": (lambda folder: shortened("gradient-descent", folder), "en"),
    "lesson-zh": (lambda folder: shortened("regression", folder), "zh"),
}


def folder_of(layout: int) -> Path:
    """Return where workbooks of a layout are kept."""
    return FOLDER / str(layout)


def main() -> None:
    """Build them, where none of this layout are kept yet."""
    target = folder_of(LAYOUT)
    if target.exists():
        sys.exit(f"{target}: workbooks of layout {LAYOUT} are kept already")
    with TemporaryDirectory() as name:
        for kind, (spec, lang) in KEPT.items():
            sheetnet.build(spec(Path(name)), target / f"{kind}.xlsx", lang=lang)


if __name__ == "__main__":
    main()
