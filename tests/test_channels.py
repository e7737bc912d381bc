"""Pictures of several channels: `image = [3, rows, columns]`, in the engine and on all sheets."""

import random

import numpy as np
import openpyxl
import pytest

import sheetnet
from sheetnet.building.builder import draft
from sheetnet.engine import run
from sheetnet.errors import SpecError
from sheetnet.lang import languages
from sheetnet.model.notation import Key
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from tests.nets import write_csv
from tests.plans import assert_one_thing_a_place
from tests.test_gradients import assert_gradients_agree

CONV = '[[layer]]\nkind = "conv"\nfilters = 2\nsize = [2, 2]\nactivation = "tanh"\n'
POOL = '[[layer]]\nkind = "max-pool"\nsize = [2, 2]\n'
NETS = {
    "conv": CONV + POOL + 'padding = "same"\n',
    "conv with a stride, same": CONV + 'stride = 2\npadding = "same"\n',
    "two convs": CONV + CONV,
    "pool": POOL,
    "average pool": '[[layer]]\nkind = "average-pool"\nsize = [3, 3]\nstride = 2\n'
    'padding = "same"\n',
    "dense": "",
}


def colour_net(folder, layers="", image=(3, 4, 3), data="", label="yes"):
    """Write a network over five coloured pictures, two classes; return the spec's path."""
    draw = random.Random(7)
    count = image[0] * image[1] * image[2]
    rows = [[round(draw.uniform(0, 1), 2) for _ in range(count)] for _ in range(5)]
    header = [f"p{i}" for i in range(count)]
    write_csv(
        folder / "c.csv",
        [*header, "label"],
        [[*row, (label, "no")[k % 2]] for k, row in enumerate(rows)],
    )
    path = folder / "colour.toml"
    path.write_text(
        f'title = "colour"\n[data]\nfile = "c.csv"\nlabel = "label"\n'
        f"image = {list(image)}\n{data}{layers}"
        '[[layer]]\nkind = "dense"\nunits = 2\n'
        '[training]\neta = 0.3\nepochs = 2\ninit = { distribution = "normal", sd = 0.7 }\n'
    )
    return path


def test_a_row_of_the_file_is_read_channel_by_channel(tmp_path):
    network, inputs = resolve(load_network(colour_net(tmp_path)))
    assert network.input_shape == (3, 4, 3)
    with (tmp_path / "c.csv").open() as file:
        second = file.read().splitlines()[2].split(",")
    # Of the second example: channel 2 (from 1), row 3, column 2.
    assert inputs.x[1, 1, 2, 1] == float(second[1 * 12 + 2 * 3 + 1])


def test_a_filter_sums_over_the_channels(tmp_path):
    layers = CONV.replace("filters = 2", "filters = 1").replace("tanh", "identity")
    network, inputs = resolve(load_network(colour_net(tmp_path, layers)))
    w, b = inputs.start[Key("w", 2)], inputs.start[Key("b", 2)]
    assert w.shape == (1, 3, 2, 2)
    z = run(network, inputs)[Key("z", 2)][0]
    for r, c in np.ndindex(3, 2):
        each = [
            (w[0, m] * inputs.x[4, m, r : r + 2, c : c + 2]).sum() for m in range(3)
        ]
        assert z[4, 0, r, c] == pytest.approx(sum(each) + b[0], rel=1e-12)


@pytest.mark.parametrize("net", NETS)
def test_gradients_agree_with_autograd_and_differences(tmp_path, net):
    assert_gradients_agree(*resolve(load_network(colour_net(tmp_path, NETS[net]))))


@pytest.mark.slow
@pytest.mark.parametrize("net", NETS)
def test_a_workbook_is_verified_and_follows_changes(tmp_path, net):
    path = tmp_path / "c.xlsx"
    sheetnet.build(colour_net(tmp_path, NETS[net]), path)
    report = sheetnet.verify(path, perturb=2)
    assert report.agree, report.problems


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        'scale = "range"\n',
        'scale = "standard"\ntest = 0.4\n',
        "use = true\n",
    ],
)
def test_pixels_are_scaled_together_and_some_pictures_left_out(tmp_path, data):
    path = tmp_path / "c.xlsx"
    sheetnet.build(colour_net(tmp_path, CONV, data=data), path)
    report = sheetnet.verify(path, perturb=2)
    assert report.agree, report.problems


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("image", [(3, 4, 3), (2, 9, 9), (12, 6, 5), (1, 4, 4)])
def test_every_channel_is_named_and_nothing_stands_twice(tmp_path, lang, image):
    made = draft(load_network(colour_net(tmp_path, CONV, image)), lang)
    for sheet in made.plan.sheets:
        assert_one_thing_a_place(sheet)
    names = [f"x{one}" for one in ("₁", "₂", "₃")[: image[0]]]
    for key in ("Training", "Explorer", "Try"):
        texts = [cell.text for cell in made.plan.sheet(key).cells]
        assert [texts.count(name) for name in names] == [1] * len(names), key


def test_the_chosen_picture_is_drawn_channel_by_channel(tmp_path):
    path = tmp_path / "c.xlsx"
    sheetnet.build(colour_net(tmp_path, CONV), path)
    _, inputs = resolve(load_network(tmp_path / "colour.toml"))
    book = openpyxl.load_workbook(path, data_only=True)
    grid = [[cell.value for cell in row] for row in book["Picture"].iter_rows()]

    def corners(channel):
        return [
            (r, c)
            for r, row in enumerate(grid)
            for c in range(len(row))
            if [line[c : c + 3] for line in grid[r : r + 4]] == channel
        ]

    drawn = [list(map(corners, picture)) for picture in inputs.x.tolist()]
    (found,) = (one for one in drawn if any(one))  # of the example that is chosen
    corner = [one for (one,) in found]
    # Below each other, each with its name at the right of its first row.
    assert len({column for _, column in corner}) == 1
    named = [grid[row][column + 3] for row, column in corner]
    assert named == ["x₁", "x₂", "x₃"]


@pytest.mark.parametrize(
    ("image", "message"),
    [
        (
            "[3, 5, 3]",
            "data.image: 3×5×3 is 45 pixels, but c.csv has 36 feature columns",
        ),
        (
            "[3, 4, 3, 1]",
            "data.image: expected a list of 2 to 3 values, found one of 4",
        ),
        ("[36]", "data.image: expected a list of 2 to 3 values, found one of 1"),
        ("[0, 4, 3]", "data.image, number 1: expected a whole number of at least 1"),
    ],
)
def test_channels_that_do_not_fit_the_data_are_refused(tmp_path, image, message):
    with pytest.raises(SpecError, match=r"data\.image") as refused:
        resolve(load_network(colour_net(tmp_path), [f"data.image={image}"]))
    assert message in str(refused.value)
