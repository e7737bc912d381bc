"""What the yellow cells of `Training` accept: ranges of numbers, and lists of words."""

from collections.abc import Iterator

from sheetnet.lang import Texts
from sheetnet.model.notation import written
from sheetnet.model.optimizers import Setting
from sheetnet.sheets.positions import of_each
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.plan import Choice, Validation

# A setting without an upper end takes any number; one below an end is so far from it.
_LARGEST, _APART = 1e300, 1e-6


def validations(layout: Layout, texts: Texts) -> Iterator[Validation]:
    """Yield what numbers the cells of settings, of examples that count and of data accept."""
    network = layout.network
    _, *others = network.update.settings.items()
    for setting, of in others:
        yield Validation(
            layout.block(setting).area(),
            of.least,
            _LARGEST if of.below is None else of.below - _APART,
            texts.get(f"training.{setting}") or written(setting),
            _range_of(of, texts),
            whole=of.whole,
        )
    if network.counts and not network.is_sequence:
        yield Validation(
            layout.block("use").extent(),
            0.0,
            1.0,
            texts("training.use"),
            texts("training.use_message"),
            whole=True,
        )
    if network.in_batches:
        yield _of_batch(layout, texts)
    symbol = "raw" if network.numbers else "x"
    given = [] if network.fields and not network.numbers else [(symbol, 1)]
    given += [("raw", 0)] if network.target_scale != "none" else []
    for one in given:
        yield Validation(
            layout.block(*one).extent(),
            None,
            None,
            texts("training.pixel_title"),
            texts("training.pixel_message"),
        )


def _of_batch(layout: Layout, texts: Texts) -> Validation:
    most = layout.network.batches
    cells, message = layout.block("batch").extent(), "training.batch_message"
    title, says = texts("training.batch"), texts(message, most=most)
    return Validation(cells, 0.0, float(most), title, says, whole=True)


def _range_of(setting: Setting, texts: Texts) -> str:
    least, below = f"{setting.least:g}", setting.below
    if below is not None:
        return texts("training.range_below", least=least, below=f"{below:g}")
    whole = "range_whole" if setting.whole else "range"
    return texts(f"training.{whole}", least=least)


def choices(layout: Layout, texts: Texts) -> Iterator[Choice]:
    """Yield what a label may be, one of the classes; and a word of a category."""
    network = layout.network
    if network.labelled:
        classes = layout.block("class").area()
        labels = layout.block("label").extent()
        yield Choice(labels, classes, texts("training.label_message"))
    first, each = 0, of_each(layout)
    for at, field in enumerate(network.categories):
        cells = each.through(each.block("word", 1).area(at))
        words = layout.block("one_hot", 1).area(first)._replace(rows=len(field.words))
        yield Choice(cells, words, texts("training.word_message"))
        first += len(field.words)
