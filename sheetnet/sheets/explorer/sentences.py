"""Each equation with the numbers in it, as formulas that make a sentence."""

from sheetnet.layers.sentences import Number
from sheetnet.model.network import Layer
from sheetnet.sheets.explorer.drawing import Drawing
from sheetnet.sheets.explorer.lines import lines_of
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.sentence import added, plain, quoted_text, sentence, signed

_FORMS = {"signed": signed, "added": added, "plain": plain}


def sentences_of_card(
    drawing: Drawing, layer: Layer, here: Area, unit: int
) -> list[str]:
    """Return the formulas beside a card, one a line."""

    def piece(one: str | Number) -> str:
        if isinstance(one, str):
            return quoted_text(one)
        area = drawing.block(one.symbol, one.layer).area(*one.at)
        cell = reference(here, area)
        return _FORMS[one.form](f"SUM({cell})" if one.summed else cell)

    lines = lines_of(drawing.network, layer, unit)
    return [sentence([piece(one) for one in line]) for line in lines]
