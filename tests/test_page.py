"""The page of a workbook, opened in a browser: what it proves, shows and asks for."""

import base64
import hashlib
import json
import re
import zlib

import openpyxl
import pytest

import sheetnet
from sheetnet.building.builder import count_formulas, draft
from sheetnet.engine import run
from sheetnet.errors import OutputError, SheetnetError, SpecError, WorkbookError
from sheetnet.lang import texts
from sheetnet.model.notation import Key
from sheetnet.page import contents
from sheetnet.page.building import page
from sheetnet.page.packing import packed
from sheetnet.spec.loading import load_network, load_spec, template_names
from sheetnet.spec.resolving import resolve
from tests.calculating import left_out
from tests.chromium import Tab, browser, program
from tests.nets import part
from tests.templates import shortened
from tests.test_random_runs import built

# Whole; of all other networks a part, which has all of their structure: what a page
# computes, Node computes of every template whole, as docs/conformance.md says.
WHOLE = ("digits", "digits-long", "spiral-adam", "xor")


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    if program() is None:
        left_out("CHROMIUM IS NOT HERE: no page was opened")
    with browser(tmp_path_factory.mktemp("chromium")) as one:
        yield one


@pytest.fixture
def tab(chromium):
    one = Tab(chromium)
    yield one
    one.close()


@pytest.fixture(scope="module")
def xor(tmp_path_factory):
    """Return the page of xor."""
    path = tmp_path_factory.mktemp("xor") / "xor.html"
    page("xor", path)
    return path


def opened(tab, path, fragment=""):
    """Open a page and return its verdict; it asks for itself alone, and complains of nothing."""
    before = len(tab.requests())
    tab.open(path.as_uri() + fragment)
    verdict = tab.verdict()
    assert tab.complaints() == []
    asked = tab.requests()[before:]
    assert [one.partition("#")[0] for one in asked] == [path.as_uri()]
    return verdict


@pytest.mark.slow
@pytest.mark.parametrize("name", part(template_names()))
def test_every_template_proves_itself_in_a_browser(name, tab, tmp_path):
    spec = load_spec(name) if name in WHOLE else shortened(name, tmp_path)
    built = sheetnet.build(spec, tmp_path / "book.xlsx")
    made = page(str(tmp_path / "book.xlsx"), tmp_path / "page.html")
    assert opened(tab, made.path) == ["agree", made.proved, 0]
    assert made.proved == made.formulas == built.formulas
    assert f"{built.formulas:,}" in tab.value("verdict.textContent")


@pytest.mark.slow
def test_random_runs_prove_themselves_wild_ones_too(tab, tmp_path):
    pages = 0
    for seed in range(4):
        book = built(tmp_path / str(seed), seed)
        if book is not None:
            made = page(str(book), tmp_path / str(seed) / "page.html")
            assert opened(tab, made.path) == ["agree", made.proved, 0], seed
            pages += 1
    assert pages > 2


@pytest.mark.slow
def test_a_browser_that_cannot_says_so(xor, tab):
    tab.ask(
        "Page.addScriptToEvaluateOnNewDocument",
        source="delete window.DecompressionStream",
    )
    tab.open(xor.as_uri())
    assert tab.verdict()[0] == "failed"
    assert "2023" in tab.value("verdict.textContent")


@pytest.mark.slow
def test_every_word_of_a_chinese_page_is_chinese(tab, tmp_path):
    page("and-neuron", tmp_path / "page.html", lang="zh")
    verdict, cells, _ = opened(tab, tmp_path / "page.html")
    assert verdict == "agree"
    assert tab.value("document.documentElement.lang") == "zh"
    said = texts("zh")("page.agree", cells=f"{cells:,}")
    assert tab.value("verdict.textContent") == said
    assert "全连接" in tab.value("document.querySelector('#drawn').textContent")


# ------------------------------------------------------------------ wrong pages


PACKED = '<script type="text/plain" id="script">'


def script_of(path):
    """Return the script that is packed in a page, and what stands before and after it."""
    before, _, rest = path.read_text(encoding="utf-8").partition(PACKED)
    inside, _, after = rest.partition("</script>")
    script = zlib.decompress(base64.b64decode(inside), wbits=-15).decode()
    return before + PACKED, script, f"</script>{after}"


def written(target, before, script, after):
    target.write_text(before + packed(script.encode()) + after, encoding="utf-8")


def altered(path, target, change):
    """Write a page with another script, which its policy lets run."""
    before, script, after = script_of(path)
    changed = change(script)
    assert changed != script
    old, new = (
        base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        for part in (script, changed)
    )
    assert old in before
    written(target, before.replace(old, new), changed, after)


def flipped(script):
    """Return a script with one sign of one formula flipped: of w less η times a slope."""
    head, _, formulas = script.partition("const FORMS")
    at = formulas.index("-(N(s.book[1]")
    return f"{head}const FORMS{formulas[:at]}+{formulas[at + 1 :]}"


@pytest.mark.slow
def test_one_flipped_sign_is_shown(xor, tab, tmp_path):
    altered(xor, tmp_path / "page.html", flipped)
    verdict, cells, wrong = opened(tab, tmp_path / "page.html")
    assert (verdict, cells) == ("disagree", 11_720)
    assert wrong > 5_000
    said = tab.value("verdict.textContent")
    assert said.startswith("✗")
    assert re.search(r" (Guide|Picture|Training)![A-Z]+[0-9]+$", said)


@pytest.mark.slow
def test_a_script_that_was_changed_does_not_run(xor, tab, tmp_path):
    before, script, after = script_of(xor)
    changed = script.replace("Math.exp", "Math.cos")
    assert changed != script
    written(tmp_path / "page.html", before, changed, after)
    tab.open((tmp_path / "page.html").as_uri())
    assert tab.verdict(seconds=0.3)[0] == "computing"
    assert any("Content Security Policy" in str(one) for one in tab.complaints())


# ------------------------------------------------------------------ what a reader does


def typed(tab, cell, value):
    """Type a number into an input, and leave it."""
    tab.value(
        f"""(() => {{
          const input = document.querySelector('input[data-cell="{cell}"]');
          if (input.disabled) throw new Error("it cannot be changed yet");
          input.value = "{value}";
          input.dispatchEvent(new Event("change"));
        }})()"""
    )


def contents_address(row, column):
    return openpyxl.utils.get_column_letter(column) + str(row)


def C_T_of(**settings):
    """Return C_T of the last epoch, by the engine alone."""
    overrides = [f"training.{name}={value}" for name, value in settings.items()]
    network, inputs = resolve(load_network("xor", overrides))
    return float(run(network, inputs)[Key("C_T")][-1])


def with_numbers(tab):
    """Open the tables of all numbers."""
    tab.value(
        """new Promise((tell) => {
          const every = document.getElementById("all");
          if (every.open) return tell();
          every.addEventListener("toggle", () => setTimeout(tell), { once: true });
          every.open = true;
        })"""
    )


def last_C_T(tab):
    """Return C_T of the last epoch, as the page explains it."""
    with_numbers(tab)
    tab.value(
        """(() => {
          const epoch = document.querySelector("input[type=range]");
          epoch.value = epoch.max;
          epoch.dispatchEvent(new Event("input"));
          [...document.querySelectorAll("th")].find((one) => one.textContent === "C_T")
            .parentElement.querySelector("[data-at]").click();
        })()"""
    )
    text = tab.value("document.querySelector('#explained .value').textContent")
    return float(text.replace("−", "-"))


@pytest.mark.slow
def test_all_follows_an_input_and_comes_back(xor, tab):
    assert opened(tab, xor)[0] == "agree"
    [eta] = tab.value(
        "[...document.querySelectorAll('#bar [data-cell]')].map((one) => one.dataset.cell)"
    )
    assert last_C_T(tab) == pytest.approx(C_T_of(), abs=1e-6)
    typed(tab, eta, 0.8)
    assert tab.verdict()[0] == "changed"
    assert last_C_T(tab) == pytest.approx(C_T_of(eta=0.8), abs=1e-6)
    assert abs(C_T_of(eta=0.8) - C_T_of()) > 1e-3
    fragment = tab.value("location.hash")
    tab.value("reset.click()")
    assert tab.verdict() == ["agree", 11_720, 0]
    assert tab.value("location.hash") == ""
    assert last_C_T(tab) == pytest.approx(C_T_of(), abs=1e-6)
    # The address of the page holds what was changed; NumPy is asked before that.
    tab.open("about:blank")
    assert opened(tab, xor, fragment) == ["changed", 11_720, 0]
    assert last_C_T(tab) == pytest.approx(C_T_of(eta=0.8), abs=1e-6)


@pytest.mark.slow
def test_a_number_is_explained_by_its_formula_and_its_cells(xor, tab):
    opened(tab, xor)
    with_numbers(tab)
    tab.value("document.querySelector('input[type=range]').focus()")
    tab.press("Home")
    tab.value(
        """[...document.querySelectorAll("th")].find((one) => one.textContent === "z²")
             .parentElement.querySelector("[data-at]").click()"""
    )
    made = draft(load_spec("xor")).plan
    block = next(one for one in made.sheet("Training").blocks if str(one.key) == "z_2")
    said = tab.value("explained.textContent")
    assert f"Training!{contents_address(block.row, block.column)}" in said
    assert "z²ⱼ = Σᵢ w²ⱼᵢ xᵢ + b²ⱼ" in said
    assert "=SUMPRODUCT(" in said
    chips = tab.value(
        "[...document.querySelectorAll('#explained .chip small')].map((one) => one.textContent)"
    )
    assert chips == ["x¹₁[1]", "w²₁₁", "x¹₂[1]", "w²₁₂", "b²₁"]
    tab.value("document.querySelectorAll('#explained .chip')[1].click()")
    numbers = "document.querySelector('#explained .numbers').textContent"
    assert tab.value(numbers).startswith("w²₁₁ = ")
    assert tab.value("document.querySelector('#explained [data-cell]').value") != ""


@pytest.mark.slow
def test_a_workbook_has_the_inputs_that_it_holds_now(tab, tmp_path):
    sheetnet.build("xor", tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    [where] = [cell for _, cell in book.defined_names["eta"].destinations]
    book["Picture"][where.replace("$", "")] = 0.8
    book.save(tmp_path / "book.xlsx")
    page(str(tmp_path / "book.xlsx"), tmp_path / "page.html")
    assert opened(tab, tmp_path / "page.html") == ["agree", 11_720, 0]
    assert last_C_T(tab) == pytest.approx(C_T_of(eta=0.8), abs=1e-6)


# ------------------------------------------------------------------ what strangers write

HOSTILE = '</script><script>window.bad=1</script><img src=x onerror="bad=1">"\'</style>\u2028--><!--'
SPEC = """
title = {title}
[data]
file = "data.csv"
label = "c"
[[layer]]
kind = "dense"
activation = "sigmoid"
units = 2
[training]
epochs = 2
eta = 0.5
"""


def test_what_users_write_stays_text(tab, tmp_path):
    title = HOSTILE.replace("\u2028", "")
    (tmp_path / "s.toml").write_text(
        SPEC.format(title=json.dumps(title)), encoding="utf-8"
    )
    word = HOSTILE.replace('"', '""')
    rows = [f'"x{word}",c', f'1,"{word}"', "0,b", f'2,"{word}"', "1,b"]
    (tmp_path / "data.csv").write_text("\n".join(rows), encoding="utf-8")
    page(str(tmp_path / "s.toml"), tmp_path / "page.html")
    assert opened(tab, tmp_path / "page.html")[0] == "agree"
    assert tab.value(
        "[window.bad, document.images.length, document.scripts.length]"
    ) == [None, 0, 5]
    assert tab.value("[document.title, title.textContent]") == [title, title]
    with_numbers(tab)
    assert HOSTILE in tab.value(
        "[...document.querySelectorAll('option')].map((one) => one.value)"
    )
    assert HOSTILE in tab.value("sheet.textContent")


# ------------------------------------------------------------------ making it


@pytest.mark.slow
@pytest.mark.parametrize(("name", "most"), [("xor", 150_000), ("digits", 700_000)])
def test_a_page_is_small(name, most, tmp_path):
    book = sheetnet.build(name, tmp_path / "book.xlsx")
    made = page(str(book.path), tmp_path / "page.html")
    assert made.bytes == (tmp_path / "page.html").stat().st_size
    assert made.bytes <= min(most, 1.5 * book.bytes)


def test_where_a_page_cannot_be_written(tmp_path):
    for target, says in (
        (tmp_path, "is a folder"),
        (tmp_path / "page.xlsx", "expected a name like page.html"),
    ):
        with pytest.raises(OutputError, match=says):
            page("neuron", target)
    mine = tmp_path / "mine.html"
    mine.write_text("<!doctype html><p>mine")
    with pytest.raises(OutputError, match="not ours; --force overwrites it"):
        page("neuron", mine)
    assert mine.read_text().endswith("mine")
    page("neuron", mine, force=True)
    page("neuron", mine)  # ours by now
    with pytest.raises(SpecError, match="--set changes a spec"):
        page("book.xlsx", tmp_path / "a.html", overrides=["training.eta=1"])
    with pytest.raises(SheetnetError, match="no such"):
        page("no-such-template", tmp_path / "a.html")
    assert not (tmp_path / "a.html").exists()


def test_no_page_of_a_workbook_whose_formulas_are_others(tmp_path):
    sheetnet.build("neuron", tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    cell = next(
        c for row in book.worksheets[0].iter_rows() for c in row if c.data_type == "f"
    )
    cell.value = "=1+1"
    book.save(tmp_path / "book.xlsx")
    with pytest.raises(WorkbookError, match=r"as planned.*1\+1"):
        page(str(tmp_path / "book.xlsx"), tmp_path / "a.html")


@pytest.mark.slow
def test_of_a_large_workbook_what_is_learned_is_proved(tab, tmp_path, monkeypatch):
    monkeypatch.setattr(contents, "MOST_PROVED", 10_000)
    made = page("xor", tmp_path / "page.html")
    # w and b of 2·2+2 and 2·1+1 numbers in 100 updates, a of 4 examples and C_T in 101 epochs.
    assert made.proved == 100 * (6 + 3) + 101 * (4 + 1)
    assert made.formulas == count_formulas(draft(load_spec("xor")).plan)
    assert opened(tab, made.path) == ["agree", made.proved, 0]
    assert "1,405 of 11,720" in tab.value("verdict.textContent")
