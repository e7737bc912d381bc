"""What a page tells of its quantities besides numbers: names, letters, equations, roles."""

from typing import Any

import msgspec

from sheetnet.lang import Texts
from sheetnet.layers.quantities import quantities
from sheetnet.model.network import Network
from sheetnet.model.notation import written
from sheetnet.model.quantities import called
from sheetnet.sheets.explorer.headings import of_layer
from sheetnet.sheets.picture.plane import ends_of
from sheetnet.workbook.manifest import Subject


def about(subject: Subject, texts: Texts, bands: int) -> dict[str, Any]:
    """Return what is known of a workbook's subject, as JSON has it.

    `quantities` by symbol and layer, as w_2; a lesson has none, and no `network`, of whose
    layers `ends` tells between which numbers their units stay. `updates`
    tells what each band is called: how many updates its parameters had.
    """
    if not isinstance(subject, Network):
        return {"quantities": {}}
    told = msgspec.to_builtins(subject)
    kept = ("examples", "features", "fields", "outputs", "labelled", "test", "layers")
    titles = [of_layer(texts, layer) for layer in subject.layers]
    return {
        "quantities": {
            str(one.key): {
                "letter": written(one.symbol, one.layer),
                "equation": texts.equation(one.equation),
                "role": one.role,
                "each": one.each,
                "of": one.of,
                "name": texts.get(called(subject.optimizer, one)) or "",
            }
            for one in quantities(subject)
        },
        "network": {
            "titles": titles,
            "ends": [ends_of(layer) for layer in subject.layers],
            **{name: told[name] for name in kept if name in told},
        },
        "updates": subject.updates_of(bands),
    }
