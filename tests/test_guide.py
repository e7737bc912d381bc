"""What the Guide tells of the data: how many test, what is empty, or that all is as usual."""

import numpy as np
import pytest

from sheetnet.building.builder import draft
from sheetnet.lang import languages, texts
from sheetnet.spec.loading import load_network
from sheetnet.workbook.drawing.guide_page import text_width
from tests.nets import conv_net, write_csv
from tests.tables import table_net

# The column of names has 24 digits of its font; most letters are narrower.
_NAME_WIDTH = 27
USUAL = {"en": "Nothing unusual was found.", "zh": "没有发现异常。"}


def guide(path, lang="en"):
    """Return the words of the Guide, lines joined as a paragraph's are."""
    made = draft(load_network(path, ()), lang)
    (sheet,) = (one for one in made.plan.sheets if one.key == "Guide")
    said = [cell.text for cell in sheet.cells if cell.text]
    return (" " if lang == "en" else "").join(said)


@pytest.mark.parametrize(
    ("lang", "whole", "tested"),
    [
        ("en", "12 examples from table.csv",
         "12 examples (3 of them to test with) from table.csv"),
        ("zh", "table.csv 中的 12 个样本。",
         "table.csv 中的 12 个样本（其中 3 个用来测试）。"),
    ],
)  # fmt: skip
def test_it_says_how_many_examples_test(tmp_path, lang, whole, tested):
    data = 'ignore = ["depth", "mass", "sex"]'
    assert whole in guide(table_net(tmp_path, data), lang)
    assert tested in guide(table_net(tmp_path, f"{data}\ntest = 0.25"), lang)


@pytest.mark.parametrize(
    ("lang", "numbers", "words"),
    [
        ("en", "Cells without a number, by column: depth (1), mass (1). The mean",
         "Cells without a word, by column: sex (1). None"),
        ("zh", "没有数值的单元格（按列）：depth（1 个），mass（1 个）。",
         "没有文字的单元格（按列）：sex（1 个）。"),
    ],
)  # fmt: skip
def test_it_names_the_columns_with_gaps_and_what_counts_there(
    tmp_path, lang, numbers, words
):
    said = guide(table_net(tmp_path, 'missing = "mean"\nscale = "standard"'), lang)
    assert numbers in said
    assert words in said
    assert USUAL[lang] not in said


@pytest.mark.parametrize("lang", languages())
def test_where_nothing_is_empty_it_says_nothing_of_gaps(tmp_path, lang):
    said = guide(table_net(tmp_path, 'ignore = ["depth", "mass", "sex"]'), lang)
    heads = [texts(lang)(f"notice.{key}")[:6] for key in ("missing", "wordless")]
    assert [head for head in heads if head in said] == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
def test_only_of_a_good_run_on_whole_data_nothing_unusual_is_found(lang):
    assert USUAL[lang] in guide("xor", lang)
    assert USUAL[lang] in guide("wine", lang)
    assert USUAL[lang] not in guide("penguins", lang)  # gaps
    assert USUAL[lang] not in guide("digits-conv", lang)  # a tie


def test_pixels_without_a_number_are_counted_together(tmp_path):
    rng = np.random.default_rng(2)
    rows = [[*rng.random(4).round(2), "ab"[k % 2]] for k in range(6)]
    rows[1][2] = rows[4][0] = rows[4][3] = ""
    write_csv(tmp_path / "p.csv", ["p0", "p1", "p2", "p3", "kind"], rows)
    (tmp_path / "p.toml").write_text(
        'data = { file = "p.csv", label = "kind", image = [2, 2], missing = "mean" }\n'
        'layer = [{ kind = "dense", units = 2 }]\n'
        "training = { eta = 1, epochs = 1 }\n"
    )
    assert "Pixels without a number: 3. The mean" in guide(tmp_path / "p.toml")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Layer 2: of what it sees, the last rows (1) and columns (0) are too few"),
        ("zh", "第 2 层：下层最后的 1 行、0 列不够再放一个窗口，"),
    ],
)  # fmt: skip
def test_it_tells_what_a_pool_leaves_out(tmp_path, lang, said):
    pool = '[[layer]]\nkind = "max-pool"\nsize = [2, 2]\n'
    # Of 5 rows and 4 columns.
    assert said in guide(conv_net(tmp_path, pool), lang)
    assert said not in guide(conv_net(tmp_path, pool + 'padding = "same"\n'), lang)


@pytest.mark.parametrize("lang", languages())
def test_every_symbol_of_masks_and_normalisation_is_named_on_one_line(tmp_path, lang):
    path = conv_net(
        tmp_path,
        """
[[layer]]
kind = "conv"
filters = 2
size = [2, 2]
activation = "identity"
[[layer]]
kind = "batch-norm"
[[layer]]
kind = "dropout"
""",
    )
    made = draft(
        load_network(path, ["training.optimizer=adam", "training.batches=2"]), lang
    )
    cells = made.plan.sheet("Guide").cells
    terms = {cell.row: cell.text for cell in cells if cell.style == "term"}
    names = {cell.row: cell.text or "" for cell in cells if cell.column == 2}
    for row, term in terms.items():
        assert names.get(row), term
        assert text_width(names[row]) <= _NAME_WIDTH, names[row]
