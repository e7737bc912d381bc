"""The knobs of the workbook, η, epoch and example, and what is said of the run."""

from dataclasses import replace

from sheetnet.model.notation import Key
from sheetnet.sheets.cost.places import SHEET as COST
from sheetnet.sheets.cost.places import places_of, series_of
from sheetnet.sheets.cost.signs import BAD, OK, signs_of
from sheetnet.sheets.lookup import last_band, of_last
from sheetnet.sheets.picture.ground import Ground
from sheetnet.sheets.picture.panels import KNOB, LEFT, ROW_KNOBS, ROW_SAYS
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.drawing.page import Formula, Index, refer_to
from sheetnet.workbook.formula.formulas import pick
from sheetnet.workbook.formula.sentence import counted, quoted_text
from sheetnet.workbook.plan import Choice, Mark, Where


def put_knobs(ground: Ground) -> None:
    """Put the knobs, what they may be, and whether the network learns."""
    network, panels = ground.network, ground.panels
    setting = next(iter(network.update.settings))
    eta = ground.layout.block(setting)
    panels.blocks[Key(eta.symbol)] = eta
    said = ground.texts.get(f"training.{setting}") or setting
    ground.text(ROW_KNOBS, LEFT, "symbol", said)
    block = ground.page.put(eta, "knob")
    ground.widen(block.area(), panels.sketch.squares(KNOB), "knob")
    for symbol in ("epoch", "k"):
        block = ground.put(symbol, 0, "knob-whole", pixels=KNOB)
        ground.text(ROW_KNOBS, block.column - 1, "symbol", ground.say(symbol))
        of_bands, apart = symbol == "epoch", bool(network.checkpoints)
        listed = _epoch_listed(ground) if of_bands else None
        source = ground.put(f"{symbol}_list", 0, "side-whole", listed).area()
        rule = Choice(block.area(), source, ground.say("choose"))
        if of_bands:
            rule = replace(rule, counted=not apart, rises=apart)
        ground.choices.append(rule)
    beside = block.column + panels.sketch.squares(KNOB)
    ground.text(ROW_KNOBS, beside, "side", ground.say("of", most=network.examples))
    ground.put("of", 0, "side", of_last(ground.layout, ground.say("of")))
    _put_used(ground)
    _put_verdict(ground)


def _epoch_listed(ground: Ground) -> Formula:
    """Return the list of the epochs: those that are not there say the last one again.

    With checkpoints it is that of Cost.
    """
    if ground.network.checkpoints:
        updates = places_of(ground.network, ground.layout.spare).columns[Key("epoch")]
        rows = updates.area()._replace(down=False)
        return lambda here, at: reference(here, rows._replace(row=rows.row + at[0]))
    last = ground.layout.block("last_epoch").area()
    return lambda here, at: f"MIN({at[0]},{reference(here, last)})"


def _put_used(ground: Ground) -> None:
    """Put up to which epoch there are numbers; epoch and example within what there is."""
    costs = places_of(ground.network, ground.layout.spare).columns
    # C_T may be a number where an output is none; then the share of right answers is none,
    # and where nothing is right or wrong, the steepest gradient.
    kinds = {"cost", "accuracy" if ground.network.labelled else "largest"}
    watched = [costs[s.key] for s in series_of(ground.network) if s.chart in kinds]

    def numbers(here: Area, indices: Index) -> str:
        e = indices[0]
        cells = [Area(one.row + e, one.column, sheet=COST) for one in watched]
        are = ",".join(f"ISNUMBER({reference(here, one)})" for one in cells)
        are = f"AND({are})" if len(cells) > 1 else are
        if not e:
            return f"IF({are},1,0)"
        return f"IF({are},{reference(here, here._replace(row=here.row - 1))},0)"

    ground.put("numbers", 0, "side-whole", numbers)

    def k_used(here: Area, _: Index) -> str:
        told = ground.at(here, "k")
        return f"MAX(1,MIN({ground.network.examples},INT(SUM({told}))))"

    if ground.network.checkpoints:
        ground.put("band_used", 0, "side-whole", _band_used(ground))
    for symbol, formula in (("epoch", _epoch_used(ground)), ("k", k_used)):
        used = ground.put(f"{symbol}_used", 0, "side-whole", formula).area()
        knob = ground.panels.block(symbol).area()
        another = f"{knob.a1(fixed=True)}<>{used.a1(fixed=True)}"
        ground.where.append(Where(knob, another, "wrong", filled=True))


def _band_used(ground: Ground) -> Formula:
    """Return the formula of the band that is looked at, counted from 0."""

    def formula(here: Area, _: Index) -> str:
        told = f"INT(SUM({ground.at(here, 'epoch')}))"
        if ground.network.checkpoints:  # the last band up to that update
            every = ground.at(here, "epoch_list")
            told = f"MATCH(MAX(0,{told}),{every},1)-1"
        there, end = ground.at(here, "numbers"), last_band(ground.layout, here)
        return f"MAX(0,MIN({told},{end},SUM({there})-1))"

    return formula


def _epoch_used(ground: Ground) -> Formula:
    """Return the formula of its epoch, which is its number; or of its updates."""
    if not ground.network.checkpoints:
        return _band_used(ground)

    def formula(here: Area, _: Index) -> str:
        band = ground.at(here, "band_used")
        return pick(ground.at(here, "epoch_list"), f"1+{band}")

    return formula


def _put_verdict(ground: Ground) -> None:
    """Put what Training says of the run; or from which epoch on it has no numbers."""
    if not signs_of(ground.network):
        told = ground.texts("training.nothing_learned")
        ground.text(ROW_SAYS, LEFT, "side", told)
        return
    ground.put("says", 0, "verdict", _says(ground))
    mark = ground.put(
        "learns", 0, "mark", refer_to(ground.layout.block("learns").area())
    )
    for sign, style in ((OK, "right"), (BAD, "wrong")):
        ground.marks.append(Mark(mark.area(), sign, style))


def _says(ground: Ground) -> Formula:
    says = ground.layout.block("says")
    before, after = ground.say("lost").split("{epoch}")
    setting = next(iter(ground.network.update.settings))

    def formula(here: Area, _: Index) -> str:
        there = first = f"SUM({ground.at(here, 'numbers')})"
        every = ground.network.last_band + ground.layout.spare
        if ground.network.checkpoints:
            updates = ground.at(here, "epoch_list")
            first = pick(updates, f"1+MIN({there},{every})")
        lost = f"{quoted_text(before)}&{counted(first)}&{quoted_text(after)}"
        eta = reference(here, ground.layout.block(setting).area())
        # Where η is none, Training says so.
        known = f"OR({there}>{every},NOT(ISNUMBER({eta})))"
        return f"IF({known},{reference(here, says.area())},{lost})"

    return formula
