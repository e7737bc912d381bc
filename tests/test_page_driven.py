"""A page, used by a mouse and keys: its numbers are NumPy's for what was changed."""

import re
from pathlib import Path

import pytest
from PIL import Image

from docs import make_pages, make_pictures
from sheetnet.building.builder import draft
from sheetnet.engine import run
from sheetnet.model.notation import Key
from sheetnet.page.building import page
from sheetnet.spec.loading import load_network, load_spec
from sheetnet.spec.resolving import resolve
from sheetnet.workbook.address import corners
from sheetnet.workbook.formula.tree import tokens
from tests.calculating import left_out
from tests.chromium import Tab, browser, program

pytestmark = pytest.mark.slow
EPOCH, EXAMPLE = 0, 1


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    if program() is None:
        left_out("CHROMIUM IS NOT HERE: no page was opened")
    with browser(tmp_path_factory.mktemp("chromium")) as one:
        yield one


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return a function that writes the page of a template once."""
    folder, made = tmp_path_factory.mktemp("pages"), {}

    def page_of(name, lang="en"):
        if (name, lang) not in made:
            made[name, lang] = page(name, folder / f"{name}-{lang}.html", lang=lang)
        return made[name, lang].path

    return page_of


@pytest.fixture
def opened(chromium, pages):
    """Return a function that opens the page of a template in a tab."""
    tabs = []

    def opened(name, **settings):
        tab = Tab(chromium, **settings)
        tabs.append(tab)
        tab.open(pages(name).as_uri())
        assert tab.verdict()[0] == "agree"
        return tab

    yield opened
    for tab in tabs:
        assert tab.complaints() == []
        tab.close()


def number(text):
    return float(text.replace("−", "-"))


def explained(tab):
    """Return what the panel says the chosen number is, to six digits."""
    return number(tab.value("document.querySelector('#explained .value').textContent"))


def unit(tab, which):
    """Click a unit in the drawing, counted over all columns, and return its number."""
    tab.click("#drawn g[role=button] circle", which)
    return explained(tab)


def C_T(tab):
    """Click C_T above its curve and return it."""
    tab.click("figcaption .said")
    return explained(tab)


def known(name, change=None, **overrides):
    """Return what NumPy computes of a template with other inputs."""
    sets = [f"{key.replace('__', '.')}={value}" for key, value in overrides.items()]
    network, inputs = resolve(load_network(name, sets))
    if change:
        change(inputs)
    return network, run(network, inputs)


def at_slider(tab, which, *keys):
    tab.value(f"document.querySelectorAll('#bar input[type=range]')[{which}].focus()")
    tab.press(*keys)


def chosen_example(tab):
    said = "document.querySelectorAll('#bar output')[1].textContent"
    return int(tab.value(said)) - 1


def test_the_epoch_is_moved_by_keys(opened):
    tab = opened("digits")
    _, trace = known("digits")
    k = chosen_example(tab)
    at_slider(tab, EPOCH, "ArrowLeft", "ArrowLeft", "ArrowLeft")
    assert unit(tab, 3) == pytest.approx(trace[Key("a", 3)][47, k, 0], abs=1.1e-6)
    assert C_T(tab) == pytest.approx(trace[Key("C_T")][47], abs=1.1e-6)
    at_slider(tab, EPOCH, "Home")
    assert C_T(tab) == pytest.approx(trace[Key("C_T")][0], abs=1.1e-6)
    # What is looked at changes nothing; the address tells it all the same.
    assert tab.verdict()[0] == "agree"
    tab.value("new Promise((tell) => setTimeout(tell, 600))")
    assert tab.value("location.hash") != ""


def test_the_example_is_moved_by_keys(opened):
    tab = opened("digits")
    _, trace = known("digits")
    at_slider(tab, EXAMPLE, "Home", "ArrowRight", "ArrowRight")
    for j in range(3):
        assert unit(tab, j) == pytest.approx(trace[Key("a", 2)][50, 2, j], abs=1.1e-6)


def test_a_pixel_is_clicked(opened):
    tab = opened("digits")
    k = chosen_example(tab)
    before = C_T(tab)

    def flip(inputs):
        inputs.x[k, 1, 2] = 1 - inputs.x[k, 1, 2]

    _, trace = known("digits", flip)
    tab.click("#drawn rect.pixel", 1 * 3 + 2)
    assert tab.verdict()[0] == "changed"
    assert unit(tab, 3) == pytest.approx(trace[Key("a", 3)][50, k, 0], abs=1.1e-6)
    assert C_T(tab) == pytest.approx(trace[Key("C_T")][50], abs=1.1e-6) != before
    # Clicked again, it is as it was.
    tab.click("#drawn rect.pixel", 1 * 3 + 2)
    assert tab.verdict()[0] == "agree"
    assert C_T(tab) == before


def test_a_label_is_chosen_by_keys(opened):
    tab = opened("digits")
    k = chosen_example(tab)

    def other(inputs):
        inputs.labels[k] = next(
            one for one in inputs.classes if one != inputs.labels[k]
        )

    _, trace = known("digits", other)
    tab.value("document.querySelector('.fields select').focus()")
    now = tab.value("document.querySelector('.fields select').selectedIndex")
    tab.press("ArrowUp" if now else "ArrowDown")
    assert tab.verdict()[0] == "changed"
    assert C_T(tab) == pytest.approx(trace[Key("C_T")][50], abs=1.1e-6)


@pytest.mark.parametrize("name", ["xor", "digits"])
def test_eta_is_typed(name, opened):
    tab = opened(name)
    network, trace = known(name, training__eta=0.35)
    tab.type("#bar input[type=number]", "0.35")
    assert tab.verdict()[0] == "changed"
    assert C_T(tab) == pytest.approx(trace[Key("C_T")][-1], abs=1.1e-6)
    at_slider(tab, EPOCH, "Home", "ArrowRight")
    assert C_T(tab) == pytest.approx(trace[Key("C_T")][1], abs=1.1e-6)
    assert network.epochs == int(
        tab.value("document.querySelector('#bar input[type=range]').max")
    )


def test_a_first_weight_is_clicked_and_typed(opened):
    tab = opened("xor")

    def change(inputs):
        inputs.start[Key("w", 2)][1, 0] = -2.5

    _, trace = known("xor", change)
    at_slider(tab, EPOCH, "Home")
    # Of the lines to layer 2, in the order of w²: to the second unit from the first.
    tab.value(
        "document.querySelectorAll('#drawn .lines line')[2]"
        ".dispatchEvent(new MouseEvent('click', { bubbles: true }))"
    )
    assert tab.value("document.querySelector('#explained b').textContent") == "w²₂₁"
    tab.type("#explained input", "-2.5")
    assert C_T(tab) == pytest.approx(trace[Key("C_T")][0], abs=1.1e-6)
    at_slider(tab, EPOCH, "End")
    assert C_T(tab) == pytest.approx(trace[Key("C_T")][-1], abs=1.1e-6)


def test_a_feature_is_moved_by_its_slider(opened):
    tab = opened("xor")
    at_slider(tab, EXAMPLE, "Home")
    tab.value("document.querySelector('.fields input[type=range]').focus()")
    tab.press("End")

    def change(inputs):
        inputs.x[0, 0] = 1

    _, trace = known("xor", change)
    assert C_T(tab) == pytest.approx(trace[Key("C_T")][-1], abs=1.1e-6)
    assert (
        tab.value("document.querySelector('.fields input[type=number]').value") == "1"
    )


def test_backward_it_shows_errors_and_gradients(opened):
    tab = opened("xor")
    _, trace = known("xor")
    tab.click(".modes button", 1)
    k = chosen_example(tab)
    assert unit(tab, 2) == pytest.approx(trace[Key("delta", 2)][100, k, 0], abs=1.1e-6)
    tab.value(
        "document.querySelectorAll('#drawn .lines line')[5]"
        ".dispatchEvent(new MouseEvent('click', { bubbles: true }))"
    )
    gradient = trace[Key("dC_dw", 3)][100, 0, 1]
    assert explained(tab) == pytest.approx(gradient, abs=1.1e-6)
    reads = tab.value("document.querySelectorAll('#drawn .read').length")
    assert reads > 0


def test_play_goes_through_all_epochs(opened):
    tab = opened("digits")
    said = "Number(document.querySelector('#bar output').textContent)"
    seen, took = tab.value(
        f"""new Promise((tell) => {{
          const seen = new Set();
          const begun = performance.now();
          play.click();
          const look = () => {{
            seen.add({said});
            if (seen.size < 51 && performance.now() - begun < 20000) setTimeout(look, 5);
            else tell([[...seen], (performance.now() - begun) / 1000]);
          }};
          look();
        }})"""
    )
    assert sorted(seen) == list(range(51))
    # Thirty a second, were nothing else to do.
    assert took < 2.5 * 51 / 30
    assert tab.verdict()[0] == "agree"


def test_a_click_on_the_curve_goes_to_that_epoch(opened):
    tab = opened("digits")
    tab.click(".chart svg")
    assert 15 < int(tab.value("document.querySelector('#bar output').textContent")) < 35


def test_an_example_is_chosen_in_the_list_and_on_the_map(opened):
    tab = opened("xor")
    tab.click(".examples tbody tr", 2)
    assert chosen_example(tab) == 2
    tab.click(".map circle", 1)
    assert chosen_example(tab) == 1
    tab.click(".map canvas")
    said = tab.value("explained.textContent")
    assert re.search(r"Picture![A-Z]+\d+", said)


def test_the_map_and_the_matrix_are_those_of_the_epoch(opened):
    tab = opened("xor")
    _, trace = known("xor")
    at_slider(tab, EPOCH, "Home")
    right = int(trace[Key("correct")][0].sum())
    cells = "[...document.querySelectorAll('.matrix button')].map((one) => +one.textContent)"
    counts = tab.value(cells)
    assert counts[0] + counts[3] == right
    assert sum(counts) == 4


@pytest.mark.parametrize("name", ["xor", "digits-conv", "penguins", "spiral-adam"])
def test_training_reads_no_knob_that_chooses_what_is_shown(name):
    plan = draft(load_spec(name)).plan
    blocks = {one.symbol: one for one in plan.sheet("Picture").blocks}
    knobs = [blocks[one].area() for one in ("picture.epoch", "picture.k")]
    named = {one.name.upper(): one.area for one in plan.names if one.sheet == "Picture"}
    read = set()
    for cell in plan.sheet("Training").cells:
        for kind, token in tokens(cell.formula or "", "R1C1"):
            if kind == "cell" and token.startswith("Picture!"):
                read |= {at[:2] for at in corners(token)}
            elif token.upper() in named:
                read.add(named[token.upper()][:2])
    assert blocks["eta"].area()[:2] in read
    assert read.isdisjoint(one[:2] for one in knobs)


def test_a_link_shows_the_same(opened, chromium, pages):
    tab = opened("xor")
    tab.click(".modes button", 1)
    at_slider(tab, EPOCH, "Home", "ArrowRight")
    tab.type(".fields input[type=number]", "0.5")
    delta = unit(tab, 2)
    tab.value("new Promise((tell) => setTimeout(tell, 600))")
    fragment = tab.value("location.hash")
    other = Tab(chromium)
    other.open(pages("xor").as_uri() + fragment)
    assert other.verdict()[0] == "changed"
    assert explained(other) == delta
    said = ["output", "output ~ output", "[aria-pressed=true]"]
    for selector in said:
        text = f"document.querySelector({selector!r})?.textContent"
        assert other.value(text) == tab.value(text)
    other.value("reset.click()")
    assert other.verdict()[0] == "agree"
    assert other.value("location.hash") == ""
    other.close()


MARKED = "[...document.querySelectorAll('{}')].map((one) => one.dataset.cell ?? one.dataset.at)"


def test_what_was_changed_is_marked_until_it_is_taken_back(opened):
    tab = opened("xor")
    listed, fields = (MARKED.format(f"{one}.changed") for one in ("#changes ", "input"))
    at_slider(tab, EXAMPLE, "Home")
    tab.type("#bar input[type=number]", "0.35")
    tab.type(".fields input[type=number]", "1")
    eta, x = tab.value(listed)
    assert {eta, x} <= set(tab.value(fields))
    said = "[...document.querySelectorAll('#changes button')].map((one) => one.textContent)"
    before = load_spec("xor").training.eta
    assert tab.value(said) == [f"η{before:g} → 0.35", "x¹₁[1]0 → 1"]
    assert tab.value(MARKED.format("#drawn g.changed")) == [x]
    # Another example's inputs are those of the workbook.
    at_slider(tab, EXAMPLE, "End")
    assert tab.value(MARKED.format("#drawn g.changed")) == []
    assert x not in tab.value(fields)
    tab.click("#changes .chip", 1)
    assert tab.value("document.querySelector('#explained b').textContent") == "x¹₁[1]"
    tab.type(".changed[type=number]", f"{before:g}")
    assert tab.value(listed) == [x]
    tab.value("reset.click()")
    assert tab.value("document.querySelectorAll('.changed').length") == 0


def test_a_lesson_marks_what_the_chosen_number_reads_and_what_reads_it(opened):
    tab = opened("derivatives")
    tab.click("#sheet input")
    x = tab.value(MARKED.format("#sheet .chosen"))
    readers = tab.value(MARKED.format("#sheet .reads"))
    assert len(x) == 1
    assert len(readers) > 2
    tab.click(f"#sheet [data-at='{readers[0]}']")
    assert x[0] in tab.value(MARKED.format("#sheet .read"))


@pytest.mark.parametrize(
    "fragment", ["at=Training!ZZZ9999999", "at=Training!A0", "at=Nowhere!A1", "%"]
)
def test_an_address_of_no_cell_is_passed_over(fragment, chromium, pages):
    tab = Tab(chromium)
    tab.open(f"{pages('xor').as_uri()}#{fragment}")
    assert tab.verdict()[0] == "agree"
    assert tab.value("document.querySelector('#explained .value')") is None
    assert tab.complaints() == []
    tab.close()


def test_the_gallery_can_be_served_as_it_is(tmp_path, chromium):
    made = make_pages.make(tmp_path, ["neuron", "and-neuron"])
    assert len(made) == 4
    index = tmp_path / "index.html"
    tab = Tab(chromium)
    tab.open(index.as_uri())
    tab.value(
        """new Promise((tell) => {
          const look = () =>
            document.readyState === "complete" && document.links.length ? tell() : setTimeout(look, 10);
          look();
        })"""
    )
    links = tab.value("[...document.querySelectorAll('a')].map((one) => one.href)")
    titles = tab.value(
        "[...document.querySelectorAll('a')].map((one) => one.textContent)"
    )
    assert titles == [one.title for one in made]
    assert links == [(tmp_path / one.file).as_uri() for one in made]
    assert {one.name for one in tmp_path.iterdir()} == {
        "index.html",
        *(one.file for one in made),
    }
    assert tab.complaints() == []
    tab.close()


def test_pictures_of_pages_are_drawn(tmp_path, monkeypatch):
    if program() is None:
        left_out("CHROMIUM IS NOT HERE: no page was drawn")
    monkeypatch.setattr(make_pictures, "FOLDER", tmp_path)
    target = make_pictures.draw_page("xor", "zh")
    with Image.open(target) as drawn:
        assert drawn.size == (1366, 860)
        # Blue above zero and orange below are both there, on much white.
        colours = {colour for _, colour in drawn.convert("RGB").getcolors(1 << 20)}
        assert any(blue > red + 60 for red, _, blue in colours)
        assert any(red > blue + 60 for red, _, blue in colours)


AXE = Path(__file__).parent / "page" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["xor", "penguins", "digits-conv", "derivatives"])
def test_nobody_is_shut_out(name, scheme, opened):
    if not AXE.exists():
        left_out("AXE IS NOT HERE: npm install --prefix tests/page")
    tab = opened(name)
    wanted = [{"name": "prefers-color-scheme", "value": scheme}]
    tab.ask("Emulation.setEmulatedMedia", features=wanted)
    # Everything is on the page: an input that was changed, all numbers, one that is explained.
    tab.type("input[type=number]", "0.35")
    tab.value("document.getElementById('all').open = true")
    tab.value("document.querySelector('#sheet [data-at]').click()")
    tab.value(AXE.read_text(encoding="utf-8") + ";0")
    found = tab.value(
        "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"
    )
    assert found == []


def test_units_are_reached_and_chosen_by_keys(opened):
    tab = opened("xor")
    tab.value("document.querySelectorAll('.modes button')[1].focus()")
    tab.press("Tab", "Enter")
    assert tab.value("document.activeElement.matches('#drawn g[role=button]')")
    assert tab.value("document.querySelector('#explained b').textContent") == "x¹₁[1]"


def test_equal_numbers_of_one_scale_have_one_colour(opened):
    """The weights of attention: from 0 to 1, whichever of its tables they stand in."""
    tab = opened("attention")
    shown = tab.value(
        "[...document.querySelectorAll('.shaded')].map((one) => "
        "[one.dataset.at, one.textContent, one.style.getPropertyValue('--share')])"
    )
    # Rows of P, without the mask and with it; the first one with it sees itself alone.
    weights = {
        at: (float(text), share)
        for at, text, share in shown
        if re.fullmatch(r"Attention![A-Z](47|48|49|50)", at)
    }
    assert len(weights) == 26
    for at, (weight, share) in weights.items():
        assert float(share.rstrip("%")) == pytest.approx(70 * weight, abs=0.6), at


@pytest.mark.parametrize(
    "name", ["xor", "iris-adam", "digits-8x8", "learning", "optimizers"]
)
def test_a_phone_scrolls_one_way(name, opened):
    tab = opened(name, wide=390, high=844)
    assert tab.value("document.documentElement.scrollWidth") <= 390
    tab.value("document.getElementById('all').open = true")
    tab.value("new Promise((tell) => setTimeout(tell, 50))")
    assert tab.value("document.documentElement.scrollWidth") <= 390
