"""Numbers scaled and words as features: as scikit-learn has them, and trained as autograd does."""

import csv
import io
import random

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from sklearn import datasets
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler

import sheetnet
from sheetnet import load_spec
from sheetnet.model.notation import Key
from sheetnet.spec.resolving import resolve
from tests.calculating import needed
from tests.tables import shown, table_net

CALCULATORS = [
    pytest.param("embedded"),
    pytest.param("libreoffice", marks=[pytest.mark.slow, pytest.mark.libreoffice]),
    pytest.param("gnumeric", marks=[pytest.mark.slow, pytest.mark.gnumeric]),
]
SCALERS = {"standard": StandardScaler, "range": MinMaxScaler}
LOADED = {
    "wine": datasets.load_wine,
    "breast cancer": datasets.load_breast_cancer,
    "diabetes": datasets.load_diabetes,
}
NO_EPOCH = "eta = 1\nepochs = 0"


def written(X, right, tests, name="right"):
    """Return a table as CSV: features, what is right, and which examples test."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow([*(f"x{i}" for i in range(X.shape[1])), name, "part"])
    for row, one, test in zip(X.tolist(), right.tolist(), tests.tolist(), strict=True):
        lines.writerow([*row, one, "test" if test else "train"])
    return text.getvalue()


def parted(count, seed):
    """Draw a quarter of the examples to test."""
    return np.random.default_rng(seed).random(count) < 0.25


@pytest.mark.slow
@pytest.mark.parametrize("scale", SCALERS)
@pytest.mark.parametrize(
    ("name", "calculator"),
    [
        *(
            pytest.param("diabetes", *one.values, marks=one.marks)
            for one in CALCULATORS
        ),
        pytest.param("wine", "embedded", marks=pytest.mark.slow),
        pytest.param("breast cancer", "embedded", marks=pytest.mark.slow),
    ],
)
def test_columns_are_scaled_as_scikit_learn_scales_them(
    tmp_path, name, scale, calculator
):
    """Its scaler is fitted to the training examples alone, and transforms all of them."""
    needed(calculator)
    # Diabetes in its own units: years, mmHg, mg/dl.
    raw = {"scaled": False} if name == "diabetes" else {}
    X, y = (one[::4] for one in LOADED[name](return_X_y=True, **raw))
    tests = parted(len(X), 7)
    right, units = ('target = ["right"]', 1) if name == "diabetes" else ("", 0)
    spec = table_net(
        tmp_path,
        f'scale = "{scale}"\nsplit = "part"',
        csv=written(X, y, tests),
        right=right or 'label = "right"',
        units=units or len(set(y.tolist())),
        output="identity",
        training=NO_EPOCH,
    )
    sheetnet.build(spec, tmp_path / "t.xlsx")
    x, m, s = shown(tmp_path / "t.xlsx", "x_1", "m_1", "s_1", calculator=calculator)
    scaler = SCALERS[scale]().fit(X[~tests])
    order = [*np.flatnonzero(~tests), *np.flatnonzero(tests)]
    np.testing.assert_allclose(x, scaler.transform(X)[order], rtol=1e-12, atol=1e-12)
    low, wide = {
        "standard": lambda: (scaler.mean_, scaler.scale_),
        "range": lambda: (scaler.data_min_, scaler.data_range_),
    }[scale]()
    np.testing.assert_allclose(m, low, rtol=1e-12)
    np.testing.assert_allclose(s, wide, rtol=1e-12)
    if name == "diabetes":
        t = shown(tmp_path / "t.xlsx", "t", calculator=calculator)[0]
        scaler = SCALERS[scale]().fit(y[~tests, None])
        wanted = scaler.transform(y[:, None])[order]
        np.testing.assert_allclose(t, wanted, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("calculator", CALCULATORS)
@pytest.mark.parametrize(("scale", "low", "wide"), [("standard", 100, 88), ("range", 0, 255)])  # fmt: skip
def test_a_picture_is_scaled_by_all_its_pixels_together(
    tmp_path, scale, low, wide, calculator
):
    needed(calculator)
    pictures = [[0, 0, 255, 145], [100, 12, 188, 100]]
    rows = "".join(
        f"{','.join(map(str, p))},{k}\n" for k, p in zip("ab", pictures, strict=True)
    )
    spec = table_net(
        tmp_path,
        f'image = [2, 2]\nscale = "{scale}"',
        csv=f"p1,p2,p3,p4,label\n{rows}",
        right='label = "label"',
        units=2,
        training=NO_EPOCH,
    )
    sheetnet.build(spec, tmp_path / "t.xlsx")
    x, m, s = shown(tmp_path / "t.xlsx", "x_1", "m_1", "s_1", calculator=calculator)
    column = np.array(pictures, dtype=float).reshape(-1, 1)
    wanted = SCALERS[scale]().fit_transform(column).reshape(2, 2, 2)
    np.testing.assert_allclose(x, wanted, rtol=1e-12, atol=1e-12)
    assert m == low
    assert scale == "standard" or s == wide


@pytest.mark.parametrize("calculator", CALCULATORS)
def test_words_become_the_columns_of_a_one_hot_encoder(tmp_path, calculator):
    needed(calculator)
    rng = random.Random(3)
    known = [
        ["Dream", "Biscoe", "Torgersen"],
        ["m", "f"],
        ["红", "Grün", "=1+1", "TRUE"],
    ]
    rows = [[rng.choice(words) for words in known] for _ in range(40)]
    text = "".join(f"{','.join(row)},{k % 2}\n" for k, row in enumerate(rows))
    spec = table_net(
        tmp_path,
        csv=f"island,sex,colour,label\n{text}",
        right='label = "label"',
        units=2,
        training=NO_EPOCH,
    )
    sheetnet.build(spec, tmp_path / "t.xlsx")
    [x] = shown(tmp_path / "t.xlsx", "x_1", calculator=calculator)
    encoder = OneHotEncoder(sparse_output=False)
    assert x.tolist() == encoder.fit_transform(np.array(rows, dtype=object)).tolist()
    network, _ = resolve(load_spec(spec))
    names = encoder.get_feature_names_out(["island", "sex", "colour"])
    wanted = [f"{one.replace('_', ' = ', 1)}" for one in names]
    assert list(network.features) == wanted
    key, path = "explorer.one_hot_1", tmp_path / "t.xlsx"
    [named] = shown(path, key, sheet="Explorer", calculator=calculator)
    assert named.ravel().tolist() == wanted


@pytest.mark.slow
def test_gaps_are_filled_by_the_mean_of_what_is_used(tmp_path):
    """18.7, 17.4, 17.9, 19.5: the two examples that test count for nothing."""
    table = (
        "depth,k,part\n18.7,a,train\n17.4,b,train\n,a,train\n17.9,b,train\n"
        "19.5,a,train\n1000,b,test\n,a,test\n"
    )
    spec = table_net(
        tmp_path,
        'missing = "mean"\nscale = "range"\nsplit = "part"',
        csv=table,
        right='label = "k"',
        units=2,
    )
    sheetnet.build(spec, tmp_path / "t.xlsx")
    x, mean = shown(tmp_path / "t.xlsx", "x_1", "mean_1")
    assert mean == pytest.approx(18.375, rel=1e-14)
    filled = (18.375 - 17.4) / 2.1
    wanted = [1.3 / 2.1, 0, filled, 0.5 / 2.1, 1, 982.6 / 2.1, filled]
    assert x.ravel().tolist() == pytest.approx(wanted, rel=1e-12, abs=1e-12)
    assert sheetnet.verify(tmp_path / "t.xlsx", perturb=2).agree


# ------------------------------------------------------------------ training

F = {
    "tanh": anp.tanh,
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "identity": lambda z: z,
    "softmax": lambda z: anp.exp(z) / anp.sum(anp.exp(z), axis=1, keepdims=True),
}


def outputs(x, start, output):
    """Return a³ of a dense network with a tanh layer."""
    a = anp.tanh(anp.dot(x, start[Key("w", 2)].T) + start[Key("b", 2)])
    return F[output](anp.dot(a, start[Key("w", 3)].T) + start[Key("b", 3)])


def each_cost(x, t, start, output, cost):
    a = outputs(x, start, output)
    if cost == "cross-entropy":
        return -anp.sum(t * anp.log(a), axis=1)
    return anp.sum((t - a) ** 2, axis=1) / 2


def trained(x, t, learns, start, output, cost, reduction, eta, epochs):
    """Return parameters, C_T and C_T of the examples that test, epoch by epoch."""
    total = {"mean": anp.mean, "sum": anp.sum}[reduction]

    def C_T(start):
        return total(each_cost(x[learns], t[learns], start, output, cost))

    every, costs, unseen = [start], [], []
    for _ in range(epochs + 1):
        now = every[-1]
        costs.append(C_T(now))
        unseen.append(total(each_cost(x[~learns], t[~learns], now, output, cost)))
        slopes = autograd.grad(C_T)(now)
        every.append({key: now[key] - eta * slopes[key] for key in now})
    return every[:-1], np.array(costs), np.array(unseen)


CLASSES = [
    ("sigmoid", "squared-error", 0),
    ("tanh", "squared-error", -1),
    ("softmax", "cross-entropy", 0),
]


@pytest.mark.slow
@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize(("output", "cost", "other"), CLASSES)
def test_a_scaled_table_of_classes_learns_as_autograd_does(
    tmp_path, output, cost, other, reduction
):
    X, y = datasets.load_wine(return_X_y=True)
    X, y = X[::6], y[::6]
    tests = parted(len(X), 5)
    training = f'eta = 0.1\nepochs = 3\nreduction = "{reduction}"\ncost = "{cost}"'
    spec = table_net(
        tmp_path,
        'scale = "standard"\nsplit = "part"',
        csv=written(X, y, tests),
        right='label = "right"',
        output=output,
        training=training,
    )
    _, inputs = resolve(load_spec(spec))
    x = StandardScaler().fit(X[~tests]).transform(X)
    t = np.where(np.eye(3)[y] == 1, 1.0, other)
    every, costs, unseen = trained(
        x, t, ~tests, inputs.start, output, cost, reduction, 0.1, 3
    )
    assert_learnt(tmp_path, spec, every, costs, unseen)


@pytest.mark.slow
@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("output", ["identity", "tanh"])
def test_scaled_targets_are_learnt_as_autograd_does_and_told_in_their_units(
    tmp_path, output, reduction
):
    X, y = datasets.load_diabetes(return_X_y=True, scaled=False)
    X, y = X[::15], y[::15]
    tests = parted(len(X), 2)
    spec = table_net(
        tmp_path,
        'scale = "range"\nsplit = "part"',
        csv=written(X, y, tests),
        right='target = ["right"]',
        units=1,
        output=output,
        training=f'eta = 0.05\nepochs = 3\nreduction = "{reduction}"',
    )
    _, inputs = resolve(load_spec(spec))
    x = MinMaxScaler().fit(X[~tests]).transform(X)
    units = MinMaxScaler().fit(y[~tests, None])
    every, costs, unseen = trained(
        x, units.transform(y[:, None]), ~tests, inputs.start, output,
        "squared-error", reduction, 0.05, 3,
    )  # fmt: skip
    assert_learnt(tmp_path, spec, every, costs, unseen)
    order = [*np.flatnonzero(~tests), *np.flatnonzero(tests)]
    told = units.inverse_transform(outputs(x, every[-1], output))[order]
    [predicted] = shown(tmp_path / "t.xlsx", "predicted")
    np.testing.assert_allclose(predicted, told, rtol=1e-9)


def assert_learnt(folder, spec, every, costs, unseen):
    """Compare what stands in the workbook, as recalculated, with another's training."""
    path = folder / "t.xlsx"
    sheetnet.build(spec, path)
    C_T, test_C_T, w2, b2, w3, b3 = shown(
        path, "C_T", "test_C_T", "w_2", "b_2", "w_3", "b_3"
    )
    np.testing.assert_allclose(C_T, costs, rtol=1e-11)
    np.testing.assert_allclose(test_C_T, unseen, rtol=1e-11)
    for key, found in zip(
        [Key("w", 2), Key("b", 2), Key("w", 3), Key("b", 3)],
        (w2, b2, w3, b3),
        strict=True,
    ):
        wanted = np.array([one[key] for one in every])
        found = found.reshape(wanted.shape)
        np.testing.assert_allclose(found, wanted, rtol=1e-10, atol=1e-12)
        assert not np.allclose(wanted[0], wanted[-1], rtol=1e-6)
