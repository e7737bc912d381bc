"""Pages of networks that no template has: what they show is what they say it is."""

import random

import pytest

from sheetnet.page.building import page
from tests.calculating import left_out
from tests.chromium import Tab, browser, program
from tests.nets import write_csv
from tests.test_page_driven import at_slider

pytestmark = pytest.mark.slow
SPEC = """
title = "Of my own"
[data]
file = "data.csv"
{answer}
[[layer]]
kind = "dense"
units = 3
activation = "tanh"
[[layer]]
kind = "dense"
units = {outputs}
activation = "{activation}"
[training]
epochs = 3
eta = 0.05
cost = "{cost}"
"""


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    if program() is None:
        left_out("CHROMIUM IS NOT HERE: no page was opened")
    with browser(tmp_path_factory.mktemp("chromium")) as one:
        yield one


@pytest.fixture
def opened(chromium, tmp_path):
    """Return a function that opens the page of a table: features, and a label or targets."""
    tabs = []

    def opened(header, rows, *, classes=0, targets=(), data="", **settings):
        write_csv(tmp_path / "data.csv", header, rows)
        answer = 'label = "k"' if classes else f"target = {list(targets)}"
        answer += f"\n{data}"
        kinds = (
            ("softmax", "cross-entropy") if classes else ("identity", "squared-error")
        )
        spec = SPEC.format(
            answer=answer,
            outputs=classes or len(targets),
            activation=kinds[0],
            cost=kinds[1],
        )
        (tmp_path / "s.toml").write_text(spec, encoding="utf-8")
        page(str(tmp_path / "s.toml"), tmp_path / "page.html")
        tab = Tab(chromium, **settings)
        tabs.append(tab)
        tab.open((tmp_path / "page.html").as_uri())
        assert tab.verdict()[0] == "agree"
        return tab

    yield opened
    for tab in tabs:
        assert tab.complaints() == []
        tab.close()


def points(count):
    rng = random.Random(3)
    return [[round(rng.uniform(-1, 1), 2) for _ in range(2)] for _ in range(count)]


def regression(opened, **settings):
    rows = [[u, v, round(3 + u, 2), round(u * v, 2)] for u, v in points(12)]
    header = ["u", "v", "p", "q"]
    return opened(header, rows, targets=["p", "q"], **settings), rows


def test_each_class_of_a_map_has_a_colour_of_its_own(opened):
    rows = [[u, v, f"class {'ABCDEFG'[k % 7]}"] for k, (u, v) in enumerate(points(21))]
    tab = opened(["u", "v", "k"], rows, classes=7)
    fills = tab.value(
        "[...document.querySelectorAll('.map circle')].map((one) => getComputedStyle(one).fill)"
    )
    assert len(set(fills)) == 7
    # The names at the table's edges are whole.
    cut = "[...document.querySelectorAll('.matrix th')].filter((one) => {})"
    cut = cut.format(
        "one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1"
    )
    assert tab.value(f"{cut}.map((one) => one.textContent)") == []


def test_a_table_of_ten_classes_has_room_for_its_counts(opened):
    rows = [[u, v, "0123456789"[k % 10]] for k, (u, v) in enumerate(points(100))]
    tab = opened(["u", "v", "k"], rows, classes=10, wide=1366)
    panel, numbers = (
        f"[...document.querySelectorAll('{one}')].filter((one) => one.scrollWidth > one.clientWidth).length"
        for one in (".panel:has(> .matrix)", ".matrix button")
    )
    assert tab.value(panel) == 0
    assert tab.value(numbers) == 0


def test_a_map_of_numbers_is_of_the_first_target_and_paints_it_alike(opened):
    tab, rows = regression(opened)
    assert tab.value("document.querySelector('.maps h2').textContent").startswith("p: ")
    low, high = tab.value(
        "[...document.querySelectorAll('.maps .swatch')].map((one) => +one.textContent.replace('−', '-'))"
    )
    assert low <= min(row[2] for row in rows) + 0.01
    assert high >= max(row[2] for row in rows) - 0.01
    # The least target is orange, the largest blue.
    fills = tab.value(
        "[...document.querySelectorAll('.map circle')].map((one) => one.style.fill)"
    )
    at = [row[2] for row in rows]
    least, largest = fills[at.index(min(at))], fills[at.index(max(at))]
    assert "rgb(217 108 26)" in least
    assert "rgb(31 111 180)" in largest


def test_the_list_tells_all_targets(opened):
    tab, rows = regression(opened)
    first = "document.querySelector('.examples tbody td').textContent"
    assert tab.value(first).replace("−", "-") == f"{rows[0][2]:.2f} {rows[0][3]:.2f}"
    box = "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.examples .scroll'))"
    assert tab.value(box) <= 0


def test_where_numbers_end_no_older_one_is_shown_in_their_place(opened):
    tab, _ = regression(opened)
    tab.type("#bar input[type=number]", "1e300")
    assert (
        tab.value("document.querySelector('figcaption .said').textContent") == "#NUM!"
    )
    said = tab.value("document.querySelector('.network').textContent")
    assert "no numbers from epoch 1 on" in said
    at_slider(tab, 0, "Home")
    text = tab.value("document.querySelector('figcaption .said').textContent")
    assert float(text) > 0


def test_an_axis_of_epochs_has_whole_numbers(opened):
    tab, _ = regression(opened)
    marks = tab.value(
        "[...document.querySelector('.chart').querySelectorAll('.axes text.soft:not(.right)')].map((one) => one.textContent)"
    )
    assert marks == ["0", "1", "2", "3", "epoch"]


def test_a_click_on_one_of_many_features_explains_it_and_changes_nothing(opened):
    rng = random.Random(4)
    rows = [[rng.randint(0, 9) for _ in range(20)] + ["ab"[k % 2]] for k in range(6)]
    tab = opened([f"x{k}" for k in range(20)] + ["k"], rows, classes=2)
    tab.click("#drawn rect[data-at]", 4)
    assert tab.value("document.querySelector('#explained b').textContent") == "x¹₅[1]"
    assert tab.verdict()[0] == "agree"
    tab.type("#explained input", "3.5")
    assert tab.verdict()[0] == "changed"
    assert tab.value("document.querySelectorAll('#drawn rect.changed').length") == 1


def test_a_drawing_can_be_read_on_a_phone(chromium, tmp_path):
    page("digits-conv", tmp_path / "page.html")
    tab = Tab(chromium, wide=390, high=844)
    tab.open((tmp_path / "page.html").as_uri())
    assert tab.verdict()[0] == "agree"
    heights = tab.value(
        "[...document.querySelectorAll('#drawn text')].map((one) => one.getBoundingClientRect().height)"
    )
    assert min(one for one in heights if one) > 7
    assert tab.value("document.documentElement.scrollWidth") <= 390
    tab.close()


def test_what_is_too_much_to_show_is_counted(opened):
    rows = [[u, v, "ab"[k % 2]] for k, (u, v) in enumerate(points(230))]
    tab = opened(["u", "v", "k"], rows, classes=2)
    assert "… 30 more" in tab.value("document.querySelector('.examples').textContent")
    tab.value("document.getElementById('all').open = true")
    tab.value("new Promise((tell) => setTimeout(tell, 50))")
    tab.value(
        "[...document.querySelectorAll('#tabs button')].find((one) => one.textContent === 'Picture').click()"
    )
    # The squares of the map: 25 by 25.
    assert "… 225 more" in tab.value("sheet.textContent")


def test_a_missing_number_can_be_missing_again(opened):
    rows = [[u, v if k else "", "ab"[k % 2]] for k, (u, v) in enumerate(points(6))]
    tab = opened(["u", "v", "k"], rows, classes=2, data='missing = "mean"')
    at_slider(tab, 1, "Home")
    tab.type(".fields input[type=number]", "0.5", at=1)
    assert tab.verdict()[0] == "changed"
    tab.type(".fields input[type=number]", "", at=1)
    assert tab.verdict()[0] == "agree"


BATCH_NORM = """
[[layer]]
kind = "dense"
units = 3
activation = "identity"
[[layer]]
kind = "batch-norm"
activation = "relu"
"""


def test_gradients_below_units_do_not_overlap(opened):
    rows = [[u, v, "ab"[k % 2]] for k, (u, v) in enumerate(points(9))]
    tab = opened(["u", "v", "k"], rows, classes=2, data=BATCH_NORM)
    tab.click(".modes button", 1)
    boxes = tab.value(
        """[...document.querySelectorAll('#drawn .beside')].map((one) => {
          const { left, right, top, bottom } = one.getBoundingClientRect();
          return [left, right, top, bottom];
        })"""
    )
    assert len(boxes) == 3 + 6 + 3 + 2
    # Letters of a line may reach into the next one's; beside each other they stand apart.
    for k, (left, right, top, bottom) in enumerate(boxes):
        for other in boxes[:k]:
            if min(bottom, other[3]) - max(top, other[2]) > 4:
                assert min(right, other[1]) - max(left, other[0]) < 1


def test_a_long_label_in_a_link_stays_within_a_phone(opened):
    rows = [[u, v, "ab"[k % 2]] for k, (u, v) in enumerate(points(6))]
    tab = opened(["u", "v", "k"], rows, classes=2, wide=390, high=844)
    at = tab.value("document.querySelector('.fields select').dataset.cell")
    address = tab.value("location.href").partition("#")[0]
    tab.open("about:blank")
    tab.open(f"{address}#{at}={'long' * 90}")
    assert tab.verdict()[0] == "changed"
    assert "longlong" in tab.value("changes.textContent")
    assert tab.value("document.documentElement.scrollWidth") <= 390
