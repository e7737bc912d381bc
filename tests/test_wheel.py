"""The wheel, installed into an empty environment, works away from the checkout."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command that must succeed, without this environment's paths."""
    clean = {key: os.environ[key] for key in os.environ if not key.startswith("PYTHON")}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=clean, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_an_installed_wheel_builds_and_verifies_outside_the_checkout(tmp_path):
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation")
    run(*build, "--outdir", tmp_path, ROOT, cwd=tmp_path)
    [wheel] = tmp_path.glob("sheetnet-*.whl")
    venv.create(tmp_path / "empty", with_pip=True)
    bin_folder = tmp_path / "empty" / ("Scripts" if os.name == "nt" else "bin")
    run(bin_folder / "python", "-m", "pip", "install", "-q", wheel, cwd=tmp_path)

    away = tmp_path / "away"
    away.mkdir()
    said = run(bin_folder / "sheetnet", "build", "digits", cwd=away)
    assert (away / "output" / "digits.xlsx").is_file()
    assert " formulas, " in said
    checked = run(bin_folder / "sheetnet", "verify", "output/digits.xlsx", cwd=away)
    assert checked.splitlines()[-1].startswith("agree: ")
    run(bin_folder / "sheetnet", "page", "neuron", "-o", "neuron.html", cwd=away)
    assert (away / "neuron.html").stat().st_size > 20_000
    listed = run(bin_folder / "sheetnet", "list", cwd=away)
    assert {line.split()[0] for line in listed.splitlines()[1:]} >= {
        "digits",
        "xor",
        "and-neuron",
        "logistic",
        "iris",
    }
