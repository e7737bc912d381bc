"""Hostile sheets: cells, formulas, and the map that travels inside."""

import re

from tests.hostile.making import (
    CASES,
    GUIDE,
    MAIN,
    MAP,
    TRAINING,
    WORKBOOK,
    Change,
    at_end_of,
    hostile,
    put,
    verify_with,
)

# ------------------------------------------------------------------ sheets


def row(number: int, cells: str) -> Change:
    return at_end_of("sheetData", f'<row r="{number}">{cells}</row>')


def _sheet(
    says: str, name: str, change: Change, part: str = TRAINING, *, status: int = 2
) -> None:
    @hostile(says, status=status)
    def make(folder):
        return verify_with(folder, {part: change})

    CASES[name] = CASES.pop("make")


_FAR = row(1_048_576, '<c r="XFD1048576"><v>1</v></c>')
_sheet("Training!XFD1048576: too far", "one_far_cell", _FAR)
_sheet("Guide!XFD1048576: too far", "one_far_cell_in_another_sheet", _FAR, GUIDE)
_sheet("agree", "one_far_cell_without_content",
       row(1_048_576, '<c r="XFD1048576" s="1"/>'), status=0)  # fmt: skip
_sheet("too far down", "a_row_beyond_the_last", row(4_294_967_295, "<c><v>1</v></c>"))
_sheet("not in order", "a_row_that_stands_twice", row(1, '<c r="A1"><v>1</v></c>'))
_sheet(
    "says that it is A1", "a_cell_not_in_its_row", row(900, '<c r="A1"><v>1</v></c>')
)
_sheet("a cell with two contents", "two_formulas_in_a_cell",
       row(900, '<c r="A900"><f>1</f><f>_xlfn.WEBSERVICE(1)</f></c>'))  # fmt: skip
_sheet("not found in shared strings", "a_string_that_is_not_there",
       row(900, '<c r="A900" t="s"><v>4000000000</v></c>'))  # fmt: skip
_sheet("a text of 40,000 characters; 32,767 are possible", "a_text_longer_than_a_cell_holds",
       row(900, f'<c r="A900" t="inlineStr"><is><t>{40_000 * "x"}</t></is></c>'))  # fmt: skip


@hostile("a sheet has more than 1,")
def millions_of_cells(folder):
    cells = 5_000 * "<c><v>1</v></c>"
    rows = "".join(f'<row r="{n}">{cells}</row>' for n in range(900, 2_900))
    return verify_with(folder, {TRAINING: at_end_of("sheetData", rows)})


@hostile("more than 2,000,000 empty cells")
def millions_of_empty_cells(folder):
    cells = 16_000 * "<c/>"
    rows = "".join(f'<row r="{n}">{cells}</row>' for n in range(900, 2_900))
    return verify_with(folder, {TRAINING: at_end_of("sheetData", rows)})


@hostile("the sheet 'Picture' is missing")
def two_sheets_of_one_part(folder):
    same = put(r'name="Guide" sheetId="1" state="visible" r:id="rId1"',
               'name="Guide" sheetId="1" state="visible" r:id="rId2"')  # fmt: skip
    return verify_with(folder, {WORKBOOK: same})


@hostile("it says that it holds 4294967295 things")
def four_billion_strings_by_their_own_word(folder):
    lying = b'<sst xmlns="%s" count="1" uniqueCount="4294967295"/>' % MAIN
    return verify_with(folder, {"xl/sharedStrings.xml": lying})


# ------------------------------------------------------------------ formulas


def _formulas(says: str, name: str, *texts: str, status: int = 2) -> None:
    """Put formulas beside the plan."""
    cells = "".join(f"<c><f>{text}</f><v>0</v></c>" for text in texts)

    @hostile(says, status=status)
    def make(folder):
        return verify_with(folder, {TRAINING: row(900, cells)})

    CASES[name] = CASES.pop("make")


@hostile("characters in one sheet")
def a_long_formula_that_is_shared_by_half_a_million(folder):
    long = "+".join(["A1"] * 2_700)
    holder = f'<row r="899"><c><f t="shared" si="7" ref="A899">{long}</f></c></row>'
    cells = 500 * '<c><f t="shared" si="7"/></c>'
    rows = "".join(f'<row r="{n}">{cells}</row>' for n in range(900, 1_900))
    return verify_with(folder, {TRAINING: at_end_of("sheetData", holder + rows)})


def nested(depth: int) -> str:
    return "(" * depth + "1" + ")" * depth


_formulas(
    "20001 characters; 8192 are possible", "nested_ten_thousand_deep", nested(10_000)
)
_formulas("2000001 characters", "two_million_characters", "1+" * 1_000_000 + "1")
_REACHES = "refused: a formula, name or rule reaches out"
_formulas(
    _REACHES, "a_note_that_asks_the_web", '_xlfn.WEBSERVICE("http://localhost:9/")'
)
_formulas(_REACHES, "a_note_that_starts_a_program", "cmd|'/C calc'!A0")
_formulas(_REACHES, "a_note_that_looks_into_another_file", "[1]Sheet1!A1")
_formulas("an element a stands within f", "a_formula_with_an_element",
          "A1<a/>+_xlfn.WEBSERVICE(B1)")  # fmt: skip

# No calculator runs these, and the rest is checked.
_NOT_CHECKED = " outside the plan w"
_formulas(_NOT_CHECKED, "a_note_nested_four_thousand_deep", nested(4_000), status=0)
_formulas(_NOT_CHECKED, "a_note_of_a_tower_of_powers", "1" + "^1" * 4_000, status=0)
_formulas(_NOT_CHECKED, "texts_that_double_twenty_five_times", 'REPT("x",32767)',
          *(f"{2 * f'{chr(64 + n)}900&amp;'}1" for n in range(1, 26)), status=0)  # fmt: skip
_formulas(_NOT_CHECKED, "sums_of_the_whole_sheet",
          *(1_000 * ["SUMPRODUCT(A1:XFD1048576,A1:XFD1048576)"]), status=0)  # fmt: skip
_formulas(_NOT_CHECKED, "a_circle", "B900+1", "A900+1", status=0)


def _planned(says: str, name: str, text: str, status: int = 2) -> None:
    """Put a formula into the first planned cell of Training, for every calculator."""
    change = put("<f>[^<]*</f>", f"<f>{text}</f>")

    for calculator in (
        "embedded",
        "cellrune",
        "formualizer",
        "libreoffice",
        "gnumeric",
    ):

        @hostile(says, status=status)
        def make(folder, calculator=calculator):
            command = verify_with(folder, {TRAINING: change})
            return [*command, "--calculator", calculator, "--perturb", 0]

        CASES[f"{name}_in_{calculator}"] = CASES.pop("make")


_planned("brackets nested deeper than 64", "a_plan_nested_deep", nested(4_000))
_planned("more than 200 operators", "a_plan_of_minus_signs", "-" * 8_000 + "1")
_planned("more than 200 operators", "a_plan_of_powers", "1" + "^1" * 4_000)
_planned("INDIRECT is not on the list", "a_plan_that_looks_anywhere", 'INDIRECT("A1")')
_planned("holds #NOT RUN", "a_plan_that_reads_all_cells",
         "CORREL(Guide!$A$1:$XFD$1048576,Cost!$A$1:$XFD$1048576)", status=1)  # fmt: skip
_planned("holds #NOT RUN", "a_plan_of_unknown_names", "SUM(anything)", status=1)


@hostile("expected at most")
def a_hundred_thousand_formulas_beside_the_plan(folder):
    cells = "".join("<c><f>1+1</f><v>2</v></c>" for _ in range(1_000))
    rows = "".join(f'<row r="{n}">{cells}</row>' for n in range(900, 1_000))
    return verify_with(folder, {TRAINING: at_end_of("sheetData", rows)})


@hostile("holds #NOT RUN; NumPy says", status=1)
def texts_that_double_in_planned_cells(folder):
    def change(content):
        places = re.findall(rb'<c r="([A-Z]+\d+)"[^>]*><f>', content)
        formulas = [b'REPT("x",32767)', *(b"%s&amp;%s" % (one, one) for one in places)]
        pieces = re.split(rb"<f>.*?</f>", content)
        typed = [b"<f>%s</f>" % formula for formula in formulas]
        return b"".join(
            map(b"".join, zip(pieces, [*typed[: len(pieces) - 1], b""], strict=True))
        )

    return verify_with(folder, {TRAINING: change})


@hostile("the name eta is no single cell")
def a_learning_rate_of_all_cells(folder):
    wide = put(
        r"'Picture'!\$D\$2</definedName>", "'Training'!$A$1:$XFD$1048576</definedName>"
    )
    return verify_with(folder, {WORKBOOK: wide})


@hostile("two sheets have one name, or one stands elsewhere")
def a_sheet_where_none_belongs(folder):
    hidden = (
        '<extLst><ext><sheets><sheet name="x" sheetId="9"/></sheets></ext></extLst>'
    )
    return verify_with(folder, {WORKBOOK: at_end_of("workbook", hidden)})


@hostile("two sheets have one name, or one stands elsewhere")
def two_sheets_of_one_name(folder):
    return verify_with(folder, {WORKBOOK: put('name="Guide"', 'name="TRAINING"')})


@hostile("a long stretch without any element")
def a_remark_of_a_hundred_megabytes(folder):
    remark = f"<!--{(100 << 20) * ' '}--><sheetData>"
    return verify_with(folder, {TRAINING: put("<sheetData>", remark)})


@hostile("is larger than the workbook's plan needs")
def a_sheet_of_spaces(folder):
    spaces = put("<sheetData>", (300 << 20) * " " + "<sheetData>")
    return verify_with(folder, {TRAINING: spaces})


# ------------------------------------------------------------------ the map inside


@hostile("the hidden sheet with the map holds formulas")
def a_formula_beside_the_map(folder):
    beside = put("</is></c></row>", '</is></c><c r="H1"><f>1+1</f><v>2</v></c></row>')
    return verify_with(folder, {MAP: beside})


def _map(says: str, name: str, old: str, new: str) -> None:
    @hostile(says)
    def make(folder):
        return verify_with(folder, {MAP: put(old, new)})

    CASES[name] = CASES.pop("make")


_ALTERED = "the map inside it was altered"
_map("its map is damaged: Expected `int` <= 1048576", "a_map_that_asks_for_a_billion_units",
     r'"shape":\[1\]', '"shape":[1000000000]')  # fmt: skip
_map(_ALTERED, "a_map_that_asks_for_a_million_units",
     r'"shape":\[1\]', '"shape":[1000000]')  # fmt: skip
_map(_ALTERED, "a_map_that_asks_for_a_million_inputs",
     r'"input_shape":\[2\]', '"input_shape":[1000000]')  # fmt: skip
_map("examples need", "a_map_that_asks_for_a_million_examples",
     r'"examples":4', '"examples":1000000')  # fmt: skip
_map("epochs need", "a_map_that_asks_for_a_million_epochs",
     r'"epochs":1', '"epochs":1000000')  # fmt: skip
_map(_ALTERED, "a_map_with_another_formula", r"IF\(TRUE,", "IF(1=1,")
_map(_ALTERED, "a_map_with_a_large_block_in_the_guide",
     r'"sheet":"Guide","row":\d+,"column":1,"axes":\[\]',
     '"sheet":"Guide","row":1,"column":1,"axes":[["unit",1000000,1,0],["map",16384,0,1]]')  # fmt: skip
_map(_ALTERED, "a_map_with_a_formula_filled_a_million_times",
     r'"fills":\[\[2,', '"fills":[[1000000,')  # fmt: skip
_map("its language is 'xx'", "a_map_in_no_language", '"lang":"en"', '"lang":"xx"')
_map(
    "has layout 99, known here up to",
    "a_map_of_a_later_layout",
    '"layout":1',
    '"layout":99',
)
_map(
    "its map is damaged", "a_map_of_brackets", r"Network \{", "Network " + 30_000 * "["
)


@hostile("999 operators in one row, 200 are possible")
def a_map_of_a_thousand_outputs(folder):
    units = put(r'"shape":\[1\]', '"shape":[1000]')
    filled = put(r'"fills":\[\[2,', '"fills":[[900000,')
    return verify_with(folder, {MAP: lambda content: filled(units(content))})


@hostile(_ALTERED)
def a_map_of_a_hundred_megabytes(folder):
    cell = f'Cell {{"row":1,"column":1,"style":"{220 * "x"}"}}'
    line = f'<row><c t="inlineStr"><is><t>{cell}</t></is></c></row>'
    return verify_with(folder, {MAP: at_end_of("sheetData", 500_000 * line)})
