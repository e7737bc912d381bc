"""Bad input: one or two lines that say what, where and what was expected; status 2.

Nothing is written, and a file that was there before is left as it is.
"""

import os
import time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from click.testing import CliRunner

import sheetnet
from sheetnet.cli.app import cli
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from tests.nets import conv_net, outcome, patched, small_net, write_csv
from tests.tables import table_net
from tests.test_recalc import stays


def refused(folder, *arguments):
    """Run a build that must fail over an old workbook, and return its message."""
    target = folder / "old.xlsx"
    before = old_book()
    target.write_bytes(before)
    files = sorted(os.listdir(folder))
    status, out, err = outcome("build", *arguments, "-o", target)
    assert (status, out) == (2, "")
    assert target.read_bytes() == before
    assert sorted(os.listdir(folder)) == files
    assert 1 <= len(err.splitlines()) <= 2
    assert "Traceback" not in err
    return err


@cache
def old_book():
    """Return the bytes of a workbook that a build may overwrite."""
    with TemporaryDirectory() as name:
        path = Path(name, "old.xlsx")
        sheetnet.build(small_net(Path(name)), path)
        return path.read_bytes()


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def spec_with(folder, old, new):
    """Write the small network with one piece of its text replaced."""
    path = small_net(folder)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


# ------------------------------------------------------------------ spec


def test_a_missing_spec_names_the_file(folder):
    assert "nowhere.toml: no such file" in refused(folder, folder / "nowhere.toml")


def test_a_misspelt_template_names_the_nearest(folder):
    assert 'did you mean "digits"' in refused(folder, "digit")


def test_a_folder_is_no_spec(folder):
    assert "is a folder; expected a .toml file" in refused(folder, folder)


def test_what_is_not_toml_says_where(folder):
    (folder / "bad.toml").write_text("= 3")
    err = refused(folder, folder / "bad.toml")
    assert "bad.toml: is not TOML" in err
    assert "line 1" in err


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("eta =", "etta =", 'training.etta: unknown key; did you mean "eta"?'),
        (
            "epochs = 3",
            'epochs = "three"',
            "training.epochs: expected a whole number of at least 0, found the text 'three'",
        ),
        (
            "units = 3",
            "units = 0",
            "layer.2.units: expected a whole number of at least 1, found 0",
        ),
        ('"tanh"', '"tanhh"', 'unknown value "tanhh"; did you mean "tanh"?'),
        ('"sigmoid"', '"relu"', None),
        ("eta = 0.5", "eta = 0", "training.eta: expected a number above 0, found 0"),
        ("eta = 0.5", "eta = -1", "training.eta: expected a number above 0"),
        ("eta = 0.5", "eta = nan", "training.eta: expected a number above 0"),
        (
            "epochs = 3",
            "epochs = -1",
            "training.epochs: expected a whole number of at least 0, found -1",
        ),
        ('"normal", seed', '"normal", low = 1, seed', "low: does not belong to normal"),
        ('label = "label"', 'label = "lable"', "no column 'lable'; did you mean"),
        ('kind = "dense"', 'kind = "dens"', 'layer.2.kind: unknown value "dens"'),
        ('"squared-error"', '"cross"', 'unknown value "cross"'),
    ],
)
def test_a_wrong_key_or_value_is_named(folder, old, new, message):
    if message is None:
        path = spec_with(folder, '"squared-error"', '"cross-entropy"')
        path.write_text(path.read_text().replace('"sigmoid"', '"relu"'))
        message = "training.cost: cross-entropy needs an output layer with sigmoid or softmax;"
    else:
        path = spec_with(folder, old, new)
    err = refused(folder, path)
    assert message.replace("`", "") in err.replace("`", "")
    assert "small.toml" in err or "small.csv" in err


def test_a_key_with_dots_without_end_is_refused_at_once(folder):
    started = time.monotonic()
    (folder / "bad.toml").write_text("a." * 100_000 + "b = 1")
    assert "a key of more than 200 parts" in refused(folder, folder / "bad.toml")
    assert time.monotonic() - started < 5


def test_no_layers_is_an_error(folder):
    path = small_net(folder)
    text = path.read_text()
    start, end = text.index("layer = ["), text.index("]\n[training]")
    path.write_text(text[:start] + "layer = [" + text[end:])
    assert "expected at least one [[layer]]" in refused(folder, path)


def test_softmax_in_the_middle_is_an_error(folder):
    err = refused(folder, spec_with(folder, '"tanh"', '"softmax"'))
    assert "layer.2.activation: softmax is for the output layer only" in err


def test_training_through_a_step_is_an_error_but_forward_alone_is_not(folder):
    path = spec_with(folder, '"tanh"', '"step"')
    assert "layer.2.activation: step has no slope to learn by" in refused(folder, path)
    path.write_text(path.read_text().replace("epochs = 3", "epochs = 0"))
    sheetnet.build(path, folder / "forward.xlsx")
    assert sheetnet.verify(folder / "forward.xlsx").agree


def test_a_wrong_number_of_outputs_says_how_many(folder):
    err = refused(folder, spec_with(folder, "units = 2", "units = 5"))
    assert "layer.3.units: expected 2, one for each of the 2 classes, found 5" in err


def test_an_override_is_checked_like_the_file(folder):
    path = small_net(folder)
    err = refused(folder, path, "--set", "training.eta=0")
    assert "with --set: training.eta: expected a number above 0" in err
    err = refused(folder, path, "--set", "layer.9.units=2")
    assert "layer.9" in err


def test_an_override_may_not_nest_without_end(folder):
    err = refused(folder, small_net(folder), "--set", "a." * 3000 + "b=1")
    assert "with --set: nested too deeply" in err


def test_a_title_holds_only_what_a_workbook_can_hold(folder):
    path = small_net(folder)
    err = refused(folder, path, "--set", r'title = "one\u0000two"')
    assert r"'one\x00two' holds a character that no workbook can hold" in err


def test_numbers_that_leave_a_sheet_name_epoch_layer_and_what_to_lower(folder):
    path = small_net(folder, hidden="sigmoid", output="identity", eta=1e6, epochs=5)
    err = refused(folder, path)
    assert "epoch " in err
    assert "layer 2" in err
    assert "lower training.eta" in err


def test_a_view_that_leaves_a_sheet_names_its_quantity(folder):
    """The run itself stays finite: tanh bounds it. Explorer squares z."""
    path = small_net(folder, hidden="tanh", output="tanh")
    err = refused(folder, path, "--set", "training.init.sd=1e155")
    assert "explorer.off_2 is no finite number; its inputs are too large" in err
    assert "scale the features" in err


def test_a_step_that_only_the_sheet_cannot_hold_says_to_lower_eta(folder):
    """tanh and softmax bound the run; how far w moved is a root of squares."""
    write_csv(folder / "x.csv", ["x1", "label"], [[1, "a"], [2, "b"], [-1, "a"]])
    settings = {"hidden": "tanh", "output": "softmax", "eta": 1e300, "epochs": 2}
    path = small_net(folder, **settings)
    err = refused(folder, path, "--set", f"data.file={folder / 'x.csv'}")
    assert (
        "moved_2 is no finite number; its inputs are too large: lower training.eta"
        in err
    )


# ------------------------------------------------------------------ data


@pytest.mark.parametrize(
    ("numbers", "right", "scale", "says"),
    [
        ((0, 8e300), "label", "none", "'x1': numbers of 8e+300 are too large"),
        ((-1e101, 1), "label", "standard", "'x1': numbers of 1e+101 are too large"),
        ((1e-300, 3e-300), "label", "range", "'x1': numbers that differ by 2e-300"),
        ((0, 8e300), "target", "standard", "'right': numbers of 8e+300 are too large"),
    ],
)
def test_numbers_that_cannot_be_squared_are_refused_by_the_name_of_their_column(
    tmp_path, numbers, right, scale, says
):
    table = "x1,x2,right\n" + "".join(f"{one},{one},{one}\n" for one in numbers)
    if right == "target":
        table = "x1,right\n" + "".join(f"{n},{one}\n" for n, one in enumerate(numbers))
    says_what = 'target = ["right"]' if right == "target" else 'label = "right"'
    spec = table_net(
        tmp_path, f'scale = "{scale}"', csv=table, right=says_what,
        units=1 if right == "target" else 2, output="identity",
    )  # fmt: skip
    err = refused(tmp_path, spec)
    assert f"data.file: column {says}" in err
    assert "write them in another unit, or" in err


@pytest.mark.parametrize("numbers", [(1e-300, 3e-300), (0, 1e100), (-5, 5)])
def test_numbers_that_need_no_scale_or_are_large_alone_are_taken(tmp_path, numbers):
    table = "x1,label\n" + "".join(f"{one},{'ab'[n]}\n" for n, one in enumerate(numbers))  # fmt: skip
    load = load_network(
        table_net(tmp_path, csv=table, right='label = "label"', units=2)
    )
    assert resolve(load)[1].x.ravel().tolist() == list(numbers)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("", "expected a header and at least one example"),
        ("x1,x2,label\n", "expected a header and at least one example"),
        ("x1,x2,label\n1,2,a\n1,b\n", "line 3: expected 3 fields, found 2"),
        ("x1,x2,label\n1,two,a\n3,4,b\n", "line 2, column 'x2': expected a finite number, found 'two'"),
        ("x1,x2,label\n1,NaN,a\n3,4,b\n", "1 in 'x2' (first in line 2); say missing"),
        ("x1,x2,label\n1,1e400,a\n3,4,b\n", "expected a finite number, found '1e400'"),
        ("x1,x2,label\n1,inf,a\n3,4,b\n", "expected a finite number, found 'inf'"),
        ("x1,x2,label\n1,,a\n3,4,b\n", "1 cell has no value: 1 in 'x2' (first in line 2)"),
        ("x1,x2,label\n1,2,a\n3,4,a\n", "class"),
        ("x1,x2,label\n1,2,a\n3,4,A\n", "does not tell the labels 'a' and 'A' apart"),
        ("x1,x1,label\n1,2,a\n3,4,b\n", "two columns are named 'x1'"),
        ('x1,x2,label\n1,2,"a\n', "is not CSV"),
        ("x1,x2,label\n1,2,\n3,4,b\n", "line 2: the label is empty"),
    ],
)  # fmt: skip
def test_wrong_data_name_file_line_and_column(folder, lines, message):
    path = small_net(folder)
    (folder / "small.csv").write_text(lines)
    err = refused(folder, path)
    assert "small.csv" in err
    assert message in err


def test_a_long_number_that_is_none_is_refused_at_once(folder):
    (folder / "x.csv").write_text(f"x1,label\n{'9' * 100_000}x,a\n1,b\n")
    started = time.monotonic()
    err = refused(folder, small_net(folder), "--set", f"data.file={folder / 'x.csv'}")
    assert "expected a finite number" in err
    assert time.monotonic() - started < 5


def test_a_missing_data_file_is_named(folder):
    path = spec_with(folder, "small.csv", "gone.csv")
    assert "gone.csv: no such file" in refused(folder, path)


def test_data_that_are_not_utf_8_are_refused(folder):
    path = small_net(folder)
    (folder / "small.csv").write_bytes("x1,x2,label\n1,2,\xe9\n".encode("latin-1"))
    assert "small.csv: is not UTF-8 text" in refused(folder, path)


def test_an_image_of_another_size_says_both(folder):
    path = spec_with(folder, 'label = "label" }', 'label = "label", image = [3, 3] }')
    err = refused(folder, path)
    assert "data.image: 3×3 is 9 pixels, but small.csv has 2 feature columns" in err


# ------------------------------------------------------------------ parameters


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"w2": [[1, 2]]}', "b2: is missing"),
        ("[1]", "is not a JSON object; expected w2, b2"),
        ("{", "is not a JSON object: "),
        (
            '{"w2": [[1, 2], [3, 4]], "b2": [0, 0, 0], "w3": [[1,1,1],[1,1,1]], "b3": [0,0]}',
            "w2: expected shape 3×2, found 2×2",
        ),
        (
            '{"w2": [[1, 2], [3, 4], [5, "x"]], "b2": [0,0,0], "w3": [[1,1,1],[1,1,1]], "b3": [0,0]}',
            "w2: expected 3×2 numbers",
        ),
    ],
)  # fmt: skip
def test_a_parameters_file_that_does_not_fit_names_key_and_shape(folder, text, message):
    path = spec_with(
        folder, '{ distribution = "normal", seed = 3 }', '{ file = "p.json" }'
    )
    (folder / "p.json").write_text(text)
    err = refused(folder, path)
    assert "p.json" in err
    assert message in err


# ------------------------------------------------------------------ convolution

CONV = """
[[layer]]
kind = "conv"
filters = 2
size = [{size}, {size}]
"""
POOL = """
[[layer]]
kind = "max-pool"
size = [{size}, {size}]
"""


def test_a_filter_larger_than_the_picture_says_both(folder):
    err = refused(folder, conv_net(folder, CONV.format(size=6)))
    assert "layer.2.size: 6×6 does not fit into the 5×4 cells it sees" in err


def test_pooling_that_leaves_nothing_is_an_error(folder):
    err = refused(folder, conv_net(folder, CONV.format(size=3) + POOL.format(size=4)))
    assert "layer.3.size: 4×4 does not fit into the 3×2 cells it sees" in err


def test_a_convolution_after_a_dense_layer_is_an_error(folder):
    dense = '[[layer]]\nkind = "dense"\nunits = 4\n'
    err = refused(folder, conv_net(folder, dense + CONV.format(size=2)))
    assert "layer.3: sees no picture: the layer below is dense" in err


def test_a_convolution_without_an_image_is_an_error(folder):
    path = conv_net(folder, CONV.format(size=2))
    path.write_text(path.read_text().replace(", image = [5, 4]", ""))
    err = refused(folder, path)
    assert "layer.2: sees no picture: data.image is missing" in err


def test_too_many_pictures_say_how_many_would_fit(folder):
    path = conv_net(folder, CONV.format(size=2), shape=(2, 60))
    rows = [[*[k % 2] * 120, "ab"[k % 2]] for k in range(300)]
    write_csv(folder / "conv.csv", [*(f"x{i}" for i in range(120)), "label"], rows)
    err = refused(folder, path)
    # 63 columns at the left, 61 for each picture: 63 + 61·267 ≤ 16,384 < 63 + 61·268.
    assert "300 examples need 18363 columns, 1979 more than a sheet has" in err
    assert "267 examples would fit: data.rows = 267 takes a sample of conv.csv" in err


@pytest.mark.slow
def test_a_picture_too_wide_for_any_example_is_an_error(folder):
    path = conv_net(folder, CONV.format(size=2), shape=(2, 16_384))
    assert "columns for one example" in refused(folder, path)


# ------------------------------------------------------------------ output


def test_an_output_folder_is_made_and_one_under_a_file_is_refused(folder):
    path = small_net(folder)
    (folder / "file").write_text("")
    status, _, err = outcome("build", path, "-o", folder / "file" / "x.xlsx")
    assert status == 2
    assert "cannot" in err
    assert outcome("build", path, "-o", folder / "a" / "b" / "x.xlsx")[0] == 0


def test_an_output_that_is_not_ours_needs_force(folder):
    path, target = small_net(folder), folder / "theirs.xlsx"
    target.write_text("something else")
    status, _, err = outcome("build", path, "-o", target)
    assert status == 2
    assert "exists and is not ours; --force overwrites it" in err
    assert target.read_text() == "something else"
    assert outcome("build", path, "-o", target, "--force")[0] == 0


def test_an_output_last_saved_by_another_application_needs_force(folder):
    path, target = small_net(folder), folder / "edited.xlsx"
    sheetnet.build(path, target)
    openpyxl.load_workbook(target).save(target)
    before = target.read_bytes()
    status, _, err = outcome("build", path, "-o", target)
    assert status == 2
    assert "was last saved by" in err
    assert target.read_bytes() == before


def test_a_build_that_dies_while_writing_leaves_the_old_file_whole(folder, monkeypatch):
    target = folder / "x.xlsx"
    sheetnet.build(small_net(folder), target)
    before = target.read_bytes()

    def dying(*_, **__):
        yield b"PK"
        raise KeyboardInterrupt

    monkeypatch.setattr("sheetnet.xlsx.writing.writer.archive", dying)
    with pytest.raises(KeyboardInterrupt):
        sheetnet.build(small_net(folder), target)
    assert target.read_bytes() == before
    assert not [name for name in os.listdir(folder) if name.endswith(".part")]


# ------------------------------------------------------------------ verify


def checked(path, *more):
    status, out, err = outcome("verify", path, *more)
    assert (status, out) == (2, "")
    assert 1 <= len(err.splitlines()) <= 2
    return err


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    path = folder / "small.xlsx"
    sheetnet.build(small_net(folder), path)
    return path


def test_verify_refuses_a_missing_file_and_a_folder(tmp_path):
    assert "no such file" in checked(tmp_path / "gone.xlsx")
    assert "is a folder" in checked(tmp_path)


def test_verify_refuses_a_truncated_zip(tmp_path, book):
    path = tmp_path / "half.xlsx"
    path.write_bytes(book.read_bytes()[:5000])
    assert "cannot be read as .xlsx" in checked(path)


def test_verify_refuses_a_foreign_workbook(tmp_path):
    openpyxl.Workbook().save(tmp_path / "foreign.xlsx")
    assert "was not made by sheetnet" in checked(tmp_path / "foreign.xlsx")


def test_verify_refuses_a_workbook_without_its_map(tmp_path, book):
    loaded = openpyxl.load_workbook(book)
    del loaded["sheetnet"]
    loaded.save(tmp_path / "bare.xlsx")
    assert "hidden sheet with its map was removed" in checked(tmp_path / "bare.xlsx")


def test_verify_names_a_later_layout_and_who_can_read_it(tmp_path, book):
    part = "xl/worksheets/sheet9.xml"
    path = patched(book, tmp_path / "later.xlsx", part, '"layout":1', '"layout":99')
    err = checked(path)
    assert "has layout 99, known here up to 1; check it with sheetnet" in err


def test_an_unknown_calculator_names_those_there_are(book):
    assert "unknown calculator" in checked(book, "--calculator", "excel")


def test_libreoffice_that_is_absent_is_status_2(book, monkeypatch):
    monkeypatch.setenv("SHEETNET_LIBREOFFICE", "/nowhere/soffice")
    err = checked(book, "--calculator", "libreoffice")
    assert "LibreOffice is not here" in err
    assert "install libreoffice-calc" in err


@pytest.mark.slow
def test_libreoffice_that_hangs_is_stopped_with_all_its_children(
    tmp_path, book, monkeypatch
):
    word = f"child-{os.getpid()}-{time.monotonic_ns()}"
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\nsh -c "sleep 60; true" {word} &\nwait\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("SHEETNET_TIMEOUT", "1")
    started = time.monotonic()
    err = checked(book, "--calculator", "libreoffice")
    assert time.monotonic() - started < 20
    assert "LibreOffice took longer than 1 s and was stopped" in err
    assert not stays(word)


def test_help_is_status_0_and_an_unknown_option_status_2():
    assert CliRunner().invoke(cli, ["--help"]).exit_code == 0
    assert outcome("build", "digits", "--nonsense")[0] == 2
    assert outcome("nonsense")[0] == 2
