"""NumPy's side of regression: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.errors import DataError, TrainingError, nearest
from sheetnet.lessons.regression.settings import MAP, NEAR, STEPS, Settings
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, same, ticks
from sheetnet.spec.data import read_data
from sheetnet.spec.schema import DataSpec
from sheetnet.wording import placed, worded

# x that differ by less than this of their size leave too few digits for a slope.
_ALIKE = 1e-7


def given(spec: LessonSpec) -> Arrays:
    """Return the points, the learning rate, and how far the map of C_T reaches.

    Raises: DataError where there are no two columns of numbers, or all x are alike.
    """
    settings = spec.settings
    assert isinstance(settings, Settings)
    data, path = settings.data, spec.beside(settings.data.file)
    found = read_data(path, DataSpec(data.file, target=[data.y], ignore=data.ignore))
    columns = {column.name: column.values for column in found.columns}
    if data.x not in columns:
        hint = nearest(data.x, list(columns))
        raise DataError(
            "{path}: no column {x!r}; {hint}", path=path, x=data.x, hint=hint
        )
    x = columns[data.x]
    if isinstance(x, tuple):
        raise DataError(
            "{path}: column {x!r} holds words; expected numbers", path=path, x=data.x
        )
    assert found.t is not None
    if len(x) < 3 or (x == x[0]).all():
        raise DataError(
            "{path}: expected three points or more, with different x", path=path
        )
    y = found.t[:, 0]
    slope = _slope(x, y)
    if not np.isfinite(slope):
        says = worded("{x} and {y} are too large, or too small", x=data.x, y=data.y)
        raise DataError(placed(path, says))
    half_p = round(max(abs(slope), 0.1) / 4, 3)
    return {
        "x": x.copy(),
        "y": y,
        # On standardized x the steps shrink the distance by 1 − η n.
        "eta": np.array(round(0.35 / len(x), 6)),
        "half_p": np.array(half_p),
        "half_q": np.array(round(max(half_p * float(np.abs(x).max()), 0.1), 3)),
    }


@np.errstate(all="ignore")
def _slope(x: np.ndarray, y: np.ndarray) -> float:
    xc = x - x.mean()
    return float((xc @ (y - y.mean())) / (xc @ xc))


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return the line by normal equations, twice, and by gradient descent.

    Equation: C_T = ½ Σ (y − p x − q)², least where its partial derivatives are 0 (2-12)
    Raises: TrainingError where all x are alike, but for rounding.
    """
    x, y = given["x"], given["y"]
    n = len(x)
    p, q = _by_normal_equations(x, y)
    xc, yc = x - x.mean(), y - y.mean()
    p_sums = (xc @ yc) / (xc @ xc)
    fit = p_sums * x + (y.mean() - p_sums * x.mean())
    e = y - fit
    found: Arrays = {
        "n": np.array(float(n)),
        "mean_x": x.mean(),
        "mean_y": y.mean(),
        "xc": xc,
        "yc": yc,
        "S_xx": xc @ xc,
        "S_xy": xc @ yc,
        "p": p_sums,
        "q": y.mean() - p_sums * x.mean(),
        "p_slope": p,
        "q_intercept": q,
        "same_p": same(p_sums, p),
        "same_q": same(y.mean() - p_sums * x.mean(), q),
        "fit": fit,
        "fit_c": fit - y.mean(),
        "fit_c±": abs(y).mean() + abs(fit),
        "e": e,
        "e±": abs(y) + abs(p_sums * x),
        "C": e * e / 2,
        "C±": abs(e) * (abs(y) + abs(p_sums * x)),
        "C_T": (e @ e) / 2,
        "sum_e": e.sum(),
        "sum_e±": (abs(y) + abs(p_sums * x)).sum(),
    }
    found["zero"] = ticks(abs(e.sum()) <= 1e-6 * (1 + n * abs(y.mean())))
    return found | _descent(x, y, given, found) | _surface(x, y, given, found)


def _by_normal_equations(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return p and q by an orthogonal factorization: years are no worse than ages."""
    size = max(abs(x).max(), 1e-300)
    design = np.stack([x / size, np.ones(len(x))], axis=1)
    found, _, rank, _ = np.linalg.lstsq(design, y, rcond=_ALIKE)
    if rank < design.shape[1]:
        raise TrainingError("x: its values differ too little for their size")
    return np.asarray(found / [size, 1.0])


def _descent(x: np.ndarray, y: np.ndarray, given: Arrays, line: Arrays) -> Arrays:
    """Return the steps on standardized x, u = (x − x̄)/s: C_T is round there."""
    s = x.std()
    u = (x - x.mean()) / s
    p, q = 0.0, 0.0
    rows = []
    for _ in range(STEPS + 1):
        e = y - p * u - q
        dp, dq = -(e @ u), -e.sum()
        rows.append((p, q, dp, dq, (e @ e) / 2))
        p, q = p - given["eta"] * dp, q - given["eta"] * dq
    p_u, q_u, dp, dq, C_T = np.array(rows).T
    found = {
        "s": s,
        "S_uy": u @ y,
        "S_yy": (y - y.mean()) @ (y - y.mean()),
        "step": np.arange(STEPS + 1.0),
        "p_u": p_u,
        "q_u": q_u,
        "dC_dp": dp,
        "dC_dq": dq,
        "step_C_T": C_T,
        "step_p": p_u / s,
        "step_q": q_u - p_u / s * x.mean(),
    }
    size = abs(y).sum() + abs(u).sum() * abs(p_u) + len(x) * abs(q_u)
    found |= {"dC_dp±": size * abs(u).max(), "dC_dq±": size}
    # The sheet sums Σ(y−ȳ)², p′², (ȳ−q′)² and a product, far larger than what is left.
    terms = found["S_yy"] + 2 * abs(p_u * found["S_uy"]) + len(x) * p_u**2
    found["step_C_T±"] = (terms + len(x) * (abs(y.mean()) + abs(q_u)) ** 2) / 2
    for symbol, exact in (("p", line["p"]), ("q", line["q"])):
        last = found[f"step_{symbol}"][-1]
        found[f"last_{symbol}"] = last
        found[f"near_{symbol}"] = ticks(abs(last - exact) <= NEAR * (1 + abs(exact)))
    return found


def _surface(x: np.ndarray, y: np.ndarray, given: Arrays, line: Arrays) -> Arrays:
    offsets = 2 * np.arange(MAP) / (MAP - 1) - 1
    p = line["p"] + given["half_p"] * offsets
    q = line["q"] - given["half_q"] * offsets
    e = y - p[:, None] * x - q[:, None, None]
    return {"map_p": p, "map_q": q, "map_C_T": (e * e).sum(axis=2) / 2}
