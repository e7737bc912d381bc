"""What others add works everywhere without an edit in sheetnet: CONTRIBUTING's recipes, tried.

A kind of layer, an optimizer, an activation and a sheet stand in tests/extensions/. They
are put on the path in a process of their own, where sheetnet has not been loaded yet.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("file", "chosen", "passed"),
    [
        pytest.param(
            *("tests/extensions/checks.py", "test", "16 passed"), marks=pytest.mark.slow
        ),
        ("tests/test_layer_kinds.py", "residual", "5 passed"),
    ],
)
def test_extensions_do_all_that_sheetnet_itself_does(file, chosen, passed):
    code = (
        "import sys, pytest; from tests.extensions import install; install();"
        f"sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', '-k', {chosen!r}, {file!r}]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert passed in ran.stdout


def test_the_command_line_has_them_too():
    ran = subprocess.run(
        [sys.executable, "-m", "tests.extensions", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "sabotage" in ran.stdout


@pytest.mark.parametrize(
    ("recipe", "files"),
    [
        ("An activation", ["activation.py"]),
        ("An optimizer", ["optimizer.py"]),
        ("A kind of layer", sorted((ROOT / "tests/extensions/layers").glob("*/*.py"))),
        ("A sheet", sorted((ROOT / "tests/extensions/sheets").glob("*/*.py"))),
    ],
)
def test_a_recipe_names_every_file_it_takes(recipe, files):
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    told = text.partition(f"**{recipe}.**")[2].partition("\n\n")[0]
    if len(files) == 1:
        assert told.startswith(" One record in ")
        return
    assert told.startswith(" A folder in ")
    for file in files:
        assert f"`{file.name}`" in told
    assert len(files) == len({file.name for file in files})
