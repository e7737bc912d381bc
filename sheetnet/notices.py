"""What is worth saying about the data before anyone trusts a result."""

from collections import Counter

import numpy as np

from sheetnet.lang import Texts
from sheetnet.network import Inputs, Network, targets


def notices(network: Network, inputs: Inputs, texts: Texts) -> list[str]:
    """Return sentences about the data, in the language of `texts`."""
    noticed = _twice(network, inputs, texts) + _constant(inputs, texts)
    return [_outputs(network, inputs, texts), *(noticed or [texts("notice.none")])]


def _outputs(network: Network, inputs: Inputs, texts: Texts) -> str:
    if inputs.labels is None or inputs.classes is None:
        return texts("notice.targets", names=", ".join(network.outputs))
    counted = Counter(inputs.labels.tolist())
    named = zip(network.outputs, inputs.classes, strict=True)
    counts = ", ".join(f"{name}: {counted[one]}" for name, one in named)
    return texts("notice.classes", counts=counts)


def _twice(network: Network, inputs: Inputs, texts: Texts) -> list[str]:
    """Notice examples whose x has been seen before, with the same target or another."""
    t = targets(inputs, network.units_out)
    seen: dict[bytes, set[bytes]] = {}
    copies = contradictions = 0
    for x_k, t_k in zip(inputs.x, t, strict=True):
        before = seen.setdefault(x_k.tobytes(), set())
        copies += t_k.tobytes() in before
        contradictions += bool(before - {t_k.tobytes()})
        before.add(t_k.tobytes())
    said = [texts("notice.twice", count=copies)] if copies else []
    if contradictions:
        said.append(texts("notice.contradiction", count=contradictions))
    return said


def _constant(inputs: Inputs, texts: Texts) -> list[str]:
    flat = inputs.x.reshape(len(inputs.x), -1)
    count = int(np.sum(np.ptp(flat, axis=0) == 0)) if len(flat) > 1 else 0
    if not count:
        return []
    return [texts("notice.constant", count=count, features=flat.shape[1])]
