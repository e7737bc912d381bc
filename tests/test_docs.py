"""What the documents say is so: commands, formulas, examples, pictures."""

import re
from pathlib import Path

import openpyxl
import pytest

import sheetnet
from sheetnet.cli.app import cli
from sheetnet.lang import said
from sheetnet.workbook.formula.normal_form import normalise
from tests.nets import outcome

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_in_the_readme_and_has_help(name):
    assert f"sheetnet {name}" in README
    assert cli.commands[name].help


def test_the_readme_names_no_command_that_does_not_exist():
    named = set(re.findall(r"`sheetnet ([a-z]+)", README))
    assert named <= set(cli.commands)


@pytest.mark.slow
def test_the_formulas_in_the_readme_stand_in_the_digits_workbook(tmp_path):
    sheetnet.build("digits", tmp_path / "digits.xlsx")
    book = openpyxl.load_workbook(tmp_path / "digits.xlsx")
    held = {
        normalise(cell.value)
        for row in book["Training"].iter_rows(max_row=110, max_col=14)
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }
    shown = re.findall(r"\| `=([^`]+)` \|", README)
    assert len(shown) == 7
    assert re.findall(r"\| `=([^`]+)` \|", CHINESE) == shown
    assert [formula for formula in shown if normalise(formula) not in held] == []


def test_the_readme_names_every_template_and_every_sheet():
    from sheetnet.lang import texts
    from sheetnet.spec.loading import template_names

    lessons = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
    for name in template_names():
        assert f"| `{name}` |" in README + lessons
    for lang, page in (("en", "README.md"), ("zh", "README.zh-CN.md")):
        text = (ROOT / page).read_text(encoding="utf-8")
        for key, name in texts(lang).catalogue.items():
            if key.startswith("sheet."):
                assert name in text


@pytest.mark.slow
def test_the_python_example_of_the_readme_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    [example] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (tmp_path / "handed-in").mkdir()
    sheetnet.build("neuron", tmp_path / "handed-in" / "a.xlsx")
    exec(example, {})
    assert re.fullmatch(
        r"\d{5} agree None\na.xlsx agree \(\)\n", capsys.readouterr().out
    )


@pytest.mark.slow
def test_the_lines_of_many_files_in_the_readme_are_what_verify_prints(
    tmp_path, monkeypatch
):
    *_, shown = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    handed_in = tmp_path / "handed-in"
    handed_in.mkdir()
    sheetnet.build("xor", handed_in / "anna.xlsx")
    book = openpyxl.load_workbook(handed_in / "anna.xlsx")
    book["Training"]["G60"].value = 0.5
    book.save(handed_in / "ben.xlsx")
    (handed_in / "notes.xlsx").write_text("name;grade\n")
    monkeypatch.chdir(tmp_path)
    names = [f"handed-in/{name}.xlsx" for name in ("anna", "ben", "notes")]
    assert outcome("verify", *names) == (2, shown, "")


@pytest.mark.parametrize(
    "name", ["README.md", "README.zh-CN.md", "docs/spec.md", "docs/spec.zh.md"]
)
def test_the_spec_in_a_page_is_the_digits_template(tmp_path, name):
    page = (ROOT / name).read_text(encoding="utf-8")
    [spec] = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "readme.toml").write_text(spec, encoding="utf-8")
    ours = sheetnet.load_spec(tmp_path / "readme.toml")
    theirs = sheetnet.load_spec("digits")
    assert (ours.data, ours.layers) == (theirs.data, theirs.layers)
    lang = "zh" if "zh" in name else "en"
    assert said(ours.title, lang) == said(theirs.title, lang)
    assert ours.training == theirs.training


def counted(text):
    """Return the lines of a summary without what depends on the processor."""
    sizes = r"\d\.\de[-+]\d\d"
    for line in text.splitlines():
        first, *rest = re.split(f" +{sizes} +{sizes}", line)
        yield first.split(), "✓" in "".join(rest), line if not rest else ""


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "page"), [("en", README), ("zh", CHINESE)])
def test_the_summary_of_the_readme_is_what_verify_prints(
    tmp_path, monkeypatch, lang, page
):
    monkeypatch.setenv("SHEETNET_LANG", lang)
    sheetnet.build("digits", tmp_path / "digits.xlsx", lang=lang)
    status, out, _ = outcome("verify", tmp_path / "digits.xlsx")
    assert status == 0
    head, *lines = out.splitlines()
    shown, *_ = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    shown_head, *shown_lines = shown.splitlines()
    assert shown_head.split() == head.split()
    assert [*counted("\n".join(shown_lines))] == [*counted("\n".join(lines))]


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "README.zh-CN.md",
        "docs/spec.md",
        "docs/spec.zh.md",
        "docs/data.md",
        "docs/data.zh.md",
        "docs/lessons.md",
        "docs/lessons.zh.md",
        "docs/architecture.md",
        "docs/book.md",
        "docs/verification.md",
    ],
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


BOOK = (ROOT / "docs" / "book.md").read_text(encoding="utf-8")
# Of the notes: chapter → how many sections it has. 1.21 is history.
SECTIONS = {1: 27, 2: 26, 3: 5, 4: 5, 5: 2}


def rows_of_the_book():
    """Return section, template and both sheet names of every row."""
    rows = re.findall(
        r"^\| (\S+) \|.*?\| (?:`(.*?)`|none) \| (.*?) \| ?(.*?) ?\|$", BOOK, re.M
    )
    return [row for row in rows if row[0] not in ("section", "---")]


def test_the_book_s_page_has_every_section_in_order():
    found = list(dict.fromkeys(section for section, *_ in rows_of_the_book()))
    every = [f"{c}.{n}" for c, last in SECTIONS.items() for n in range(1, last + 1)]
    assert found == [*every, "A"]
    without = [section for section, template, *_ in rows_of_the_book() if not template]
    assert without == ["1.21"]


@pytest.mark.slow
def test_every_sheet_of_the_book_s_page_is_there_in_both_languages():
    from tests.templates import plan_of_template

    for _, template, *names in rows_of_the_book():
        if template:
            for lang, name in zip(("en", "zh"), names, strict=True):
                sheets = [
                    sheet.name for sheet in plan_of_template(template, lang).sheets
                ]
                assert name in sheets, (template, name)


def test_the_book_s_page_says_what_the_lessons_say_of_themselves():
    from sheetnet.lang import texts
    from sheetnet.model.lesson import lesson_module, lesson_names

    told = {
        (section, template, name) for section, template, name, _ in rows_of_the_book()
    }
    for lesson in lesson_names():
        for sheet, sections in lesson_module(lesson).SECTIONS.items():
            for section in sections:
                assert (section, lesson, texts("en")(f"{sheet}.sheet")) in told


# ------------------------------------------------------------------ both languages

PAGES = {
    "README.md": "README.zh-CN.md",
    **{f"docs/{name}.md": f"docs/{name}.zh.md" for name in ("spec", "data", "lessons")},
}


def read(page):
    return (ROOT / page).read_text(encoding="utf-8")


def keys(text):
    """Return what the first column of each table names, in order."""
    first = re.findall(r"^\| (`[^|]*`) \|", text, re.MULTILINE)
    return [re.sub("、", ", ", one) for one in first]


@pytest.mark.parametrize(("page", "chinese"), PAGES.items())
def test_a_chinese_page_has_the_keys_headings_and_examples_of_english(page, chinese):
    one, other = read(page), read(chinese)
    if page != "README.md":
        # README's sheets are named in each language's own words.
        assert keys(one) == keys(other)
        heads = re.compile("^(#+)", re.MULTILINE)
        assert heads.findall(one) == heads.findall(other)
        assert code(one) == code(other)
    else:
        names = re.compile(r"^\| `(?:sheetnet )?([a-z0-9-]+)[^|]*` \|", re.MULTILINE)
        assert set(names.findall(one)) <= set(names.findall(other))


def code(text):
    """Return the examples, without titles and comments."""
    blocks = re.findall(r"```\w+\n(.*?)```", text, re.DOTALL)
    return [re.sub(r"#.*|title = .*", "", block).split() for block in blocks]


def test_the_pages_on_specs_name_every_key():
    from msgspec import structs

    from sheetnet.model.lesson import lesson_module, lesson_names
    from sheetnet.spec.schema import DataSpec, SpecFile
    from sheetnet.spec.training import InitSpec, TrainingSpec

    pages = {"spec": (SpecFile, TrainingSpec, InitSpec), "data": (DataSpec,)}
    pages["lessons"] = tuple(lesson_module(one).Settings for one in lesson_names())
    for name, kinds in pages.items():
        for page in (f"docs/{name}.md", f"docs/{name}.zh.md"):
            text = read(page)
            for kind in kinds:
                for field in structs.fields(kind):
                    key = field.encode_name
                    assert re.search(rf"`[^`]*\b{key}\b[^`]*`", text), (page, key)
