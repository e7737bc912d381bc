"""NumPy's side of Cost: what its signs say of the run."""

from collections.abc import Callable

import numpy as np

from sheetnet.engine import Data, Trace, data_of
from sheetnet.layers.quantities import learning, quantities
from sheetnet.model.functions import MARGIN, Array
from sheetnet.model.network import Inputs, Network, objects
from sheetnet.model.notation import Key
from sheetnet.model.sentence import Told
from sheetnet.model.shown import Ends, Shown
from sheetnet.sheets.cost import signs
from sheetnet.sheets.cost.signs import Sign, signs_of, tells_skill
from sheetnet.sheets.training.truth import dead_shares, mean_slopes

# Parts of the first cost below which one is 0 but for rounding.
_NOTHING, _LEAST = 1e-9, 1e-300


def table(network: Network, values: Shown, ends: Ends) -> Shown:
    """Return the table by band; rows of bands that are not there say the last again."""
    rows = np.minimum(np.arange(ends.most + 1), ends.last)
    values = values | {Key("band"): np.arange(network.bands, dtype=float)}
    keys = [Key("epoch"), Key("largest")]
    keys += [Key("band")] if network.checkpoints else []
    keys += [Key("moved", layer.number) for layer in learning(network)]
    keys += [Key("epoch_n")] if network.in_batches else []
    keys += [
        one.key
        for one in quantities(network)
        if one.role == "total" or (one.role == "answer" and "example" not in one.each)
    ]
    return {Key(f"cost.{one.symbol}", one.layer): values[one][rows] for one in keys}


def shown(network: Network, inputs: Inputs, trace: Trace, last: int) -> Shown:
    """Return what Cost's signs say of a run up to the epoch `last`; Training repeats it."""
    lines = signs_of(network)
    if not lines:
        return {}
    numbers = inputs.x.size if inputs.counted is None else int(inputs.counted.sum())
    run = _Run(network, data_of(network, inputs), trace, last, numbers)
    found = [run.of(sign) for sign in lines]
    bad = [at for at, (_, is_bad) in enumerate(found) if is_bad]
    says = Told("cost.learns", {})
    if bad:
        sign = lines[bad[0]]
        says = Told(f"cost.mend_{sign.name}", {"layer": sign.layer})
    values: Shown = {}
    if tells_skill(network):
        values[Key("constant")] = np.asarray(run.constant)
    return values | {
        Key("sign_value"): np.array([value for value, _ in found]),
        Key("sign_mark"): objects(
            tuple(signs.BAD if is_bad else signs.OK for _, is_bad in found)
        ),
        Key("learns"): np.array(signs.BAD if bad else signs.OK, dtype=object),
        Key("says"): np.array(says, dtype=object),
    }


class _Run:
    """The numbers of a run that signs are read off."""

    def __init__(
        self, network: Network, data: Data, trace: Trace, last: int, numbers: int
    ) -> None:
        # Of x typed as it is, cells without a number are not counted.
        self._cells = data.x.size if network.fields else numbers
        self._network, self._data, self._trace = network, data, trace
        self._last = last
        self._C_T: Array = trace[Key("C_T")][: last + 1]
        self._use = np.ones(len(data.x)) if data.use is None else data.use
        self.constant = self._constant() if tells_skill(network) else np.zeros(())
        self._skill = self._learned() if tells_skill(network) else np.zeros(())
        self._poor = bool(self._skill < signs.POOR - MARGIN)

    def of(self, sign: Sign) -> tuple[float, bool]:
        """Return the number of a line, and whether it is a bad one."""
        looks: dict[str, Callable[[], tuple[float, bool]]] = {
            "ends_low": self._ends_low,
            "size": self._size,
            "slope": lambda: self._slope(sign.layer),
            "alive": lambda: self._alive(sign.layer),
            "falling": self._falling,
            "learned": self._learned_little,
            "test_cost": self._test_cost,
            "test_right": self._test_right,
        }
        return looks[sign.name]()

    def _of_last(self, symbol: str, layer: int = 0) -> Array:
        array: Array = self._trace[Key(symbol, layer)][self._last]
        return array

    def _constant(self) -> Array:
        """Return the share of the largest class; of a regression C_T of the mean."""
        t, use, other = self._data.t, self._use[:, None], self._network.other_target
        n = use.sum()
        if self._network.labelled:
            each = ((use * t).sum(axis=0) - other * n) / (1.0 - other)
            each = np.append(each, n - each[0]) if len(each) == 1 else each
            return np.asarray(each.max() / n)
        spread = (use * t * t).sum(axis=0) - (use * t).sum(axis=0) ** 2 / n
        total = spread.sum() / 2
        return np.asarray(total / n if self._network.reduction == "mean" else total)

    def _learned(self) -> Array:
        if self._network.labelled:
            reached = self._of_last("accuracy")
            rest = np.maximum(1.0 - self.constant, MARGIN)
            return np.asarray((reached - self.constant) / rest)
        return np.asarray(1.0 - self._C_T[-1] / np.maximum(self.constant, MARGIN))

    def _learned_little(self) -> tuple[float, bool]:
        skill = float(self._skill)
        return skill, skill < signs.LITTLE - MARGIN

    def _ends_low(self) -> tuple[float, bool]:
        first, last, least = self._C_T[0], self._C_T[-1], self._C_T.min()
        if self._network.goes_up_and_down:
            return self._ratio(last, self._C_T), bool(last > signs.AGAIN * first)
        again = last > signs.AGAIN * least and last - least > signs.OF_FIRST * first
        above = last > first * (1.0 + MARGIN) + signs.ROUNDING
        return self._ratio(last, self._C_T), bool(again or above)

    def _ratio(self, number: Array, C: Array) -> float:
        """Return a cost in parts of the least there was, or of what counts as nothing."""
        least = np.maximum(np.maximum(C.min(), _NOTHING * C[0]), _LEAST)
        return float(number / least)

    def _size(self) -> tuple[float, bool]:
        x = self._data.x
        size = float(np.sqrt((x * x).sum() / max(self._cells, 1)))
        apart = False
        if signs.compares_features(self._network):
            each = (x * x).sum(axis=0)
            some = each[each > 0.0]
            apart = bool(len(some) and some.max() >= signs.APART**2 * some.min())
        return size, apart or (self._poor and size >= signs.LARGE)

    def _slope(self, layer: int) -> tuple[float, bool]:
        every = mean_slopes(self._network, self._trace, layer)
        first, last = float(every[0]), float(every[self._last])
        bad = last < signs.FLAT and (self._poor or first < signs.FLAT)
        return last, bad

    def _alive(self, layer: int) -> tuple[float, bool]:
        dead = float(dead_shares(self._network, self._trace, layer)[self._last])
        return dead, dead >= signs.DEAD

    def _falling(self) -> tuple[float, bool]:
        few, ahead = signs.last_steps(self._last)
        before, last = self._C_T[-1 - few], self._C_T[-1]
        least = np.maximum(np.maximum(last, _NOTHING * self._C_T[0]), _LEAST)
        share = float(np.minimum(1.0, (before - last) / few * ahead / least))
        fell = bool(last < self._C_T[0])
        return share, self._poor and fell and share >= signs.GOING_ON

    def _test_cost(self) -> tuple[float, bool]:
        C = self._trace[Key("test_C_T")][: self._last + 1]
        rose = C[-1] - C.min()
        ratio = self._ratio(C[-1], C)
        return ratio, bool(ratio > signs.WORSE and rose > signs.WORTH * C[0])

    def _test_right(self) -> tuple[float, bool]:
        right, unseen = self._of_last("accuracy"), self._of_last("test_accuracy")
        luck = 2 * np.sqrt(np.maximum(0.0, unseen * (1 - unseen)) / self._network.test)
        gap = float(right - unseen)
        return gap, bool(gap > np.maximum(signs.GAP, luck))
