"""The command line: what each command says and does, in a pipe as on a terminal."""

import json
import os
import subprocess
import sys

import pytest

import sheetnet
from sheetnet.spec.loading import template_names
from tests.nets import cost_cell, outcome, small_net
from tests.templates import LESSONS


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_list_names_every_template_and_what_it_shows():
    status, out, _ = outcome("list")
    assert status == 0
    for name in template_names():
        kind = "lesson" if name in LESSONS else "network"
        line = next(line for line in out.splitlines() if line.split()[0] == name)
        assert line.strip().split(maxsplit=2)[1:] == [
            kind,
            sheetnet.load_spec(name).title["en"],
        ]


def test_build_writes_to_output_under_the_current_folder_and_says_what(tmp_path):
    status, out, err = outcome("build", "and-neuron")
    assert (status, err) == (0, "")
    assert (tmp_path / "output" / "and-neuron.xlsx").exists()
    assert "formulas" in out
    assert "sheetnet verify" in out


def test_quiet_says_nothing_when_all_is_well():
    assert outcome("build", "and-neuron", "-q") == (0, "", "")


def test_verify_says_agree_and_counts_its_cells():
    outcome("build", "and-neuron", "-q")
    status, out, err = outcome("verify", "output/and-neuron.xlsx")
    assert (status, err) == (0, "")
    assert out.strip().splitlines()[-1].startswith("agree: ")
    assert "\x1b[" not in out


def test_show_says_what_would_be_built_and_writes_nothing(tmp_path):
    before = sorted(os.listdir(tmp_path))
    status, out, _ = outcome("show", "digits")
    assert status == 0
    for word in ("Guide", "Training", "Explorer", "Try", "Check", "Cost", "formulas"):
        assert word in out
    assert sorted(os.listdir(tmp_path)) == before


def test_show_tells_layers_batches_and_what_is_held(monkeypatch):
    told = ["training.batches=2", 'training.freeze=["b"]']
    layers = ["layer.2.kind=dense", "layer.2.units=5", "layer.2.activation=relu"]
    given = [part for one in (*told, *layers) for part in ("--set", one)]
    _, out, _ = outcome("show", "xor", "--set", "training.epochs=3", *given)
    for line in (
        "Layer 2: dense, relu, units: 5",
        "Layer 3: dense, sigmoid, units: 1",
        "held fixed: b², b³",
        "epochs: 3, of 2 batches and as many updates each",
    ):
        assert line in out.splitlines()
    monkeypatch.setenv("SHEETNET_LANG", "zh")
    _, out, _ = outcome("show", "digits-conv", "--set", "training.epochs=1")
    assert "第 3 层：最大池化层" in out.splitlines()


@pytest.mark.slow
def test_a_title_is_not_broken_at_the_width_of_the_table_below():
    spec = sheetnet.load_spec("digits-8x8")
    for lang in ("en", "zh"):
        _, out, _ = outcome("show", "digits-8x8", "--lang", lang)
        assert out.splitlines()[0].strip() == spec.title[lang]


def test_of_one_example_no_R2_is_told(tmp_path):
    """Its target does not spread, so there is none."""
    for rows, told in (("1,2\n", False), ("1,2\n2,3\n", True)):
        (tmp_path / "one.csv").write_text(f"x,y\n{rows}")
        (tmp_path / "one.toml").write_text(
            'title = "one"\ndata = { file = "one.csv", target = ["y"] }\n'
            '[[layer]]\nkind = "dense"\nunits = 1\nactivation = "identity"\n'
            '[training]\ncost = "squared-error"\neta = 0.1\nepochs = 2\n'
        )
        status, out, _ = outcome("build", "one.toml", "--force")
        assert status == 0
        assert "C_T" in out
        assert "nan" not in out
        assert ("R²" in out) == told


@pytest.mark.slow
def test_new_writes_a_spec_that_builds_and_verifies(tmp_path):
    assert outcome("new", "mine")[0] == 0
    first = (tmp_path / "mine.toml").read_text().splitlines()[0]
    assert first.startswith("#:schema ")
    assert outcome("build", "mine.toml")[0] == 0
    assert outcome("verify", "output/mine.xlsx")[0] == 0


def test_new_overwrites_nothing(tmp_path):
    (tmp_path / "mine.csv").write_text("precious")
    status, _, err = outcome("new", "mine")
    assert status == 2
    assert "exists already" in err
    assert (tmp_path / "mine.csv").read_text() == "precious"
    assert not (tmp_path / "mine.toml").exists()


def test_train_writes_parameters_from_which_a_build_goes_on(tmp_path):
    spec = small_net(tmp_path)
    status, out, _ = outcome("train", spec, "-o", "p.json")
    assert status == 0
    assert "C_T" in out
    init = 'training.init={file="p.json"}'
    status, out, _ = outcome("build", spec, "--set", init, "--set", "training.epochs=0",
                             "-o", "after.xlsx")  # fmt: skip
    assert status == 0
    trained = sheetnet.build(spec, tmp_path / "whole.xlsx").C_T[1]
    assert sheetnet.build(
        sheetnet.load_spec(spec, [init, "training.epochs=0"]), tmp_path / "two.xlsx"
    ).C_T[0] == pytest.approx(trained, rel=1e-12)
    assert json.loads((tmp_path / "p.json").read_text()).keys() == {
        "w2",
        "b2",
        "w3",
        "b3",
    }


def test_calculators_are_listed_with_their_versions():
    status, out, _ = outcome("calculators")
    assert status == 0
    for name in ("embedded", "libreoffice", "saved", "IronCalc"):
        assert name in out


def test_chinese_workbooks_have_chinese_sheets():
    import openpyxl

    assert outcome("build", "and-neuron", "--lang", "zh", "-q")[0] == 0
    names = openpyxl.load_workbook("output/and-neuron.xlsx").sheetnames
    assert names[0] == "导读"
    assert "训练" in names
    assert outcome("verify", "output/and-neuron.xlsx")[0] == 0


def test_the_command_line_speaks_the_language_of_the_environment(monkeypatch):
    from sheetnet.cli import words

    monkeypatch.setenv("SHEETNET_LANG", "zh")
    words._texts.cache_clear()
    try:
        assert "个公式" in outcome("build", "and-neuron")[1]
        status, out, _ = outcome("verify", "output/and-neuron.xlsx")
    finally:
        words._texts.cache_clear()
    assert status == 0
    assert out.strip().splitlines()[-1].startswith("一致：")


def test_the_version_is_the_package_s():
    status, out, _ = outcome("--version")
    assert (status, sheetnet.__version__ in out) == (0, True)


def command(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "sheetnet", *arguments],
        capture_output=True, text=True, env={**os.environ, **environment}, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_the_shell_sees_status_0_1_and_2(tmp_path):
    import openpyxl

    sheetnet.build(small_net(tmp_path), tmp_path / "s.xlsx")
    assert command("verify", "s.xlsx").returncode == 0
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    cost_cell(book, 1).value = "=1"
    book.save(tmp_path / "s.xlsx")
    assert command("verify", "s.xlsx").returncode == 1
    gone = command("verify", "gone.xlsx")
    assert gone.returncode == 2
    assert gone.stderr == "sheetnet: gone.xlsx: no such file\n"


def test_completion_for_a_shell_is_there():
    code = "import sys; sys.argv = ['sheetnet']; from sheetnet.cli import main; main()"
    script = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=False,
        env={**os.environ, "_SHEETNET_COMPLETE": "bash_source"},
    )  # fmt: skip
    assert "complete" in script.stdout


def test_a_link_to_a_workbook_is_followed(tmp_path):
    sheetnet.build(small_net(tmp_path), tmp_path / "s.xlsx")
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "s.xlsx")
    assert outcome("verify", "link.xlsx")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("verify", "a.xlsx", "--json", "-q"), "--json"),
        (("verify", "a.xlsx", "--certificate", "--verbose"), "--certificate"),
        (("verify", "a.xlsx", "--against", "-q"), "--against"),
        (("build", "xor", "-o", "-q"), "-o"),
        (("train", "xor", "-o", "--quiet"), "-o"),
        (("sabotage", "a.xlsx", "-o", "--reveal"), "-o"),
        (("preview", "a.xlsx", "--output", "-v"), "-o"),
    ],
)
def test_an_option_in_place_of_a_file_name_is_refused(tmp_path, arguments, option):
    status, out, err = outcome(*arguments)
    assert (status, out) == (2, "")
    assert f"Invalid value for '{option}'" in err
    assert f"expected a file name, found {arguments[-1]}; a file of that name is" in err
    assert list(tmp_path.iterdir()) == []


def test_a_file_may_begin_with_a_dash_where_that_is_meant(tmp_path):
    assert outcome("train", "and-neuron", "-q", "-o", "./-p")[0] == 0
    assert (tmp_path / "-p").exists()
