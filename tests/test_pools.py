"""Pools whose windows do not divide what they see: left out, or beyond the border."""

import msgspec
import numpy as np
import pytest

import sheetnet
from sheetnet.layers import kind_spec, numbers_of
from tests.nets import conv_net

# 1 2 3 / 4 5 6 / 7 8 9
NINE = np.arange(1.0, 10.0).reshape(3, 3)
FIVE = np.arange(25.0).reshape(5, 5)


def pool(kind, picture, **settings):
    """Return what a pool gives of a picture, and what goes back where ∂C/∂a is 1."""
    written = msgspec.convert({"kind": kind, **settings}, kind_spec(kind).Spec)
    layer = kind_spec(kind).layer_of("layer.2", written, [picture.shape])
    seen, own = (picture[np.newaxis],), {}
    a = numbers_of(layer).forward(layer, own, seen)
    (below,) = numbers_of(layer).backward(layer, own, np.ones_like(a), seen)
    return a[0, 0].tolist(), below[0].tolist()


def test_cells_too_few_for_a_window_are_left_out_and_get_no_error():
    assert pool("max-pool", NINE, size=(2, 2)) == (
        [[5.0]],
        [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    )
    assert pool("average-pool", NINE, size=(2, 2)) == (
        [[3.0]],
        [[0.25, 0.25, 0], [0.25, 0.25, 0], [0, 0, 0]],
    )


def test_windows_beyond_the_border_count_their_own_cells_alone():
    # Windows 1 2 4 5, 3 6, 7 8 and 9 alone; negative, so that a 0 would win.
    assert pool("max-pool", -NINE, size=(2, 2), padding="same") == (
        [[-1, -3], [-7, -9]],
        [[1, 0, 1], [0, 0, 0], [1, 0, 1]],
    )
    assert pool("average-pool", NINE, size=(2, 2), padding="same") == (
        [[3.0, 4.5], [7.5, 9.0]],
        [[0.25, 0.25, 0.5], [0.25, 0.25, 0.5], [0.5, 0.5, 1]],
    )


def test_windows_reach_beyond_both_sides_alike():
    # Of three cells, two apart, over 0 to 24 in fives: the first is 0 1 5 6, as in Keras.
    a, _ = pool("average-pool", FIVE, size=(3, 3), stride=2, padding="same")
    assert a == [[3.0, 4.5, 6.0], [10.5, 12.0, 13.5], [18.0, 19.5, 21.0]]
    a, back = pool("max-pool", FIVE, size=(3, 3), stride=2, padding="same")
    assert a == [[6, 8, 9], [16, 18, 19], [21, 23, 24]]
    assert np.flatnonzero(back).tolist() == [6, 8, 9, 16, 18, 19, 21, 23, 24]


POOL = '[[layer]]\nkind = "{kind}"\nsize = [2, 2]\n{padding}'


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["max-pool", "average-pool"])
@pytest.mark.parametrize("more", ["", "stride = 3\n", 'padding = "same"\n'])
def test_a_workbook_with_it_is_verified_and_follows_changes(tmp_path, kind, more):
    conv = '[[layer]]\nkind = "conv"\nfilters = 2\nsize = [2, 2]\n'
    path = tmp_path / "p.xlsx"
    # The convolution gives maps of 4 × 3.
    sheetnet.build(
        conv_net(tmp_path, conv + POOL.format(kind=kind, padding=more)), path
    )
    report = sheetnet.verify(path, perturb=2)
    assert report.agree, report.problems
