"""What the documents say is so: commands, formulas, examples, pictures."""

import re
from pathlib import Path

import openpyxl
import pytest

import sheetnet
from sheetnet.cli.app import cli
from sheetnet.workbook.portable import normalise

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_in_the_readme_and_has_help(name):
    assert f"sheetnet {name}" in README
    assert cli.commands[name].help


def test_the_readme_names_no_command_that_does_not_exist():
    named = set(re.findall(r"`sheetnet ([a-z]+)", README))
    assert named <= set(cli.commands)


def test_the_formulas_in_the_readme_stand_in_the_digits_workbook(tmp_path):
    sheetnet.build("digits", tmp_path / "digits.xlsx")
    book = openpyxl.load_workbook(tmp_path / "digits.xlsx")
    held = {
        normalise(cell.value)
        for row in book["Training"].iter_rows(max_row=110, max_col=14)
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }
    chinese = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    shown = re.findall(r"\| `=([^`]+)` \|", README)
    assert len(shown) == 7
    assert re.findall(r"\| `=([^`]+)` \|", chinese) == shown
    assert [formula for formula in shown if normalise(formula) not in held] == []


def test_the_readme_names_every_template_and_every_sheet():
    from sheetnet.lang import texts
    from sheetnet.spec import template_names

    for name in template_names():
        assert f"| `{name}` |" in README
    for lang, page in (("en", "README.md"), ("zh", "README.zh-CN.md")):
        text = (ROOT / page).read_text(encoding="utf-8")
        for key, name in texts(lang).catalogue.items():
            if key.startswith("sheet."):
                assert name in text


def test_the_python_example_of_the_readme_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    [example] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(example, {})
    assert re.fullmatch(r"\d{5} agree None\n", capsys.readouterr().out)


def test_the_spec_in_the_readme_is_the_digits_template(tmp_path):
    [spec] = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "readme.toml").write_text(spec, encoding="utf-8")
    ours = sheetnet.load_spec(tmp_path / "readme.toml")
    theirs = sheetnet.load_spec("digits")
    assert (ours.title, ours.data, ours.layers) == (
        theirs.title,
        theirs.data,
        theirs.layers,
    )
    assert ours.training == theirs.training


@pytest.mark.parametrize(
    "page", ["README.md", "README.zh-CN.md", "docs/architecture.md"]
)
def test_links_and_pictures_of_a_page_exist(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    missing = [
        link
        for link in links
        if "://" not in link and not ((ROOT / page).parent / link).exists()
    ]
    assert missing == []
