"""Whatever is a target of the Makefile is run by a test, or runs the tests itself."""

import importlib.util
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from docs import make_pictures
from sheetnet.verification import certificate
from tests import function_page, make_conformance, make_golden

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

# Which test runs what a target runs.
TRIED = {
    "run": "test_conformance.py::test_a_template_agrees_as_the_page_says",
    "golden": "test_makefile.py::test_golden_makes_what_is_kept",
    "random": "test_random_runs.py::test_random_runs_agree_and_their_sheets_say_so",
    "conformance": "test_makefile.py::test_conformance_makes_the_page",
    "pictures": "test_makefile.py::test_pictures_draws_sheets",
    "pages": "test_page_driven.py::test_the_gallery_can_be_served_as_it_is",
    "bench": "test_bench.py::test_writing_prints_each_writer_and_its_ratio",
    "fuzz": "test_makefile.py::test_fuzz_goes_through_a_door",
}
# What runs the tests or stands before them, what throws away, and what wants torch.
OTHERS = {"test", "quick", "lint", "clean", "against-torch"}


def recipes():
    """Return the commands of each target: words without variables of the environment."""
    text = (ROOT / "Makefile").read_text("utf-8")
    found = {}
    for target, lines in re.findall(
        r"^([a-z-]+):.*\n((?:\t.*\n)*)", text, re.MULTILINE
    ):
        plain = lines.replace("$(BIN)/", "")
        found[target] = [shlex.split(line) for line in plain.splitlines()]
    return found


def commands():
    """Return every command as program and arguments."""
    lines = [line for lines in recipes().values() for line in lines]
    return [
        [word for word in line if not word.startswith("SHEETNET_")] for line in lines
    ]


def test_every_target_is_tried():
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert recipes().keys() == TRIED.keys() | OTHERS == set(phony[1].split())
    for test in TRIED.values():
        file, name = test.split("::")
        assert f"def {name}(" in (ROOT / "tests" / file).read_text("utf-8")


def test_what_targets_run_is_there():
    tools = " ".join(PROJECT["project"]["optional-dependencies"]["dev"])
    for program, *words in commands():
        if program in ("ruff", "mypy"):
            assert f"{program}==" in tools
        elif program == "sheetnet":
            assert program in PROJECT["project"]["scripts"]
        elif program == "python" and words[0] == "-m":
            assert importlib.util.find_spec(words[1]), words
        else:
            assert program in ("python", "rm")
        for path in (word for word in words if word.endswith(".py")):
            assert (ROOT / path).is_file(), path


def test_make_quick_leaves_out_what_is_marked(request):
    [chosen] = [words[-1] for words in recipes()["quick"]]
    left_out = set(re.findall(r"\w+", chosen)) - {"not", "and"}
    known = {line.split(":")[0] for line in request.config.getini("markers")}
    assert left_out
    assert left_out <= known


def test_make_random_says_how_many_networks():
    text = (ROOT / "Makefile").read_text("utf-8")
    variable = re.search(r"\b(SHEETNET_\w+)=300 .*test_random_runs", text)[1]
    assert f'"{variable}"' in (ROOT / "tests" / "nets.py").read_text("utf-8")


def test_golden_makes_what_is_kept(tmp_path, monkeypatch):
    kept = [make_golden.schema_file(), certificate.schema_file(), function_page.PAGE]
    made = [tmp_path / path.name for path in kept]
    made[2].write_text(kept[2].read_text("utf-8"), "utf-8")
    monkeypatch.setattr(make_golden, "schema_file", lambda: made[0])
    monkeypatch.setattr(certificate, "schema_file", lambda: made[1])
    monkeypatch.setattr(function_page, "PAGE", made[2])
    monkeypatch.setattr(make_golden, "FOLDER", tmp_path / "golden")
    monkeypatch.setattr(make_golden, "template_names", lambda: ["neuron"])
    make_golden.main()
    kept.append(Path(__file__).parent / "golden" / "neuron.tsv")
    made.append(tmp_path / "golden" / "neuron.tsv")
    for old, new in zip(kept, made, strict=True):
        assert new.read_text("utf-8") == old.read_text("utf-8")


@pytest.mark.parametrize("arguments", [[], ["head"]])
def test_conformance_makes_the_page(tmp_path, monkeypatch, arguments):
    page = tmp_path / "conformance.md"
    page.write_text(make_conformance.PAGE.read_text("utf-8"), "utf-8")
    kept = make_conformance.written()
    monkeypatch.setattr(make_conformance, "PAGE", page)
    monkeypatch.setattr(make_conformance, "CALCULATORS", ["embedded"])
    monkeypatch.setattr(make_conformance, "template_names", lambda: ["neuron"])
    monkeypatch.setattr(sys, "argv", ["make_conformance", *arguments])
    make_conformance.main()
    of_neuron = [row for row in kept if row[:2] == ("neuron", "embedded")]
    assert make_conformance.written() == (kept if arguments else of_neuron)
    assert make_conformance.written_head() == make_conformance.head()


@pytest.mark.libreoffice
def test_pictures_draws_sheets(tmp_path, monkeypatch, libreoffice):
    monkeypatch.setattr(make_pictures, "FOLDER", tmp_path)
    monkeypatch.setattr(make_pictures, "SHOWN", {"neuron": {"lesson": (0, "A1:P42")}})
    monkeypatch.setattr(make_pictures, "PAGES", {})
    (tmp_path / "old.png").touch()
    make_pictures.main()
    drawn = {"neuron-lesson-en.png", "neuron-lesson-zh.png"}
    assert {path.name for path in tmp_path.iterdir()} == drawn


# In place of libFuzzer, which `make fuzz` installs: it knows the seeds alone.
ATHERIS = """
from contextlib import nullcontext
from pathlib import Path

def instrument_imports(names):
    return nullcontext()

def Setup(arguments, take, custom_mutator):
    global Fuzz
    def Fuzz():
        for seed in Path(arguments[-1]).iterdir():
            take(custom_mutator(seed.read_bytes(), 1000, 1))
"""


@pytest.mark.slow
def test_fuzz_goes_through_a_door(tmp_path):
    (tmp_path / "atheris.py").write_text(ATHERIS)
    path = {"PYTHONPATH": f"{tmp_path}:{ROOT}", "SHEETNET_LANG": "en"}
    command = [sys.executable, "-m", "fuzz", "1", "override"]
    ran = subprocess.run(
        command, cwd=tmp_path, env=path, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "override: 1 s\n1 doors, nothing found\n"
