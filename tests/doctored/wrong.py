"""Wrong workbooks: how `and-neuron` might be changed so that people see other numbers.

Each is a name, an edit, what becomes of it ("problem", "refused", "note") and words of
the line that says so. In and-neuron's Training x stands in M8:P9, t in M12:P12, z in row
16, a in row 18, δ in row 25, w in B18:B19, b in B20, the gradients in G18:G20, η in B4.
"""

import re

from tests.doctored.editing import (
    CHECK,
    MAIN,
    OFFICE,
    PICTURE,
    RELATIONS,
    STYLES,
    TRAINING,
    TYPES,
    WORKBOOK,
    Parts,
    changed,
    map_part,
    sheet_xml,
    with_cell,
    with_formula,
    with_sheet,
    with_style,
    with_value,
)

STRINGS = "xl/sharedStrings.xml"
CASES = {}


def case(outcome: str, says: str):
    """Keep a case by the name of its function."""

    def keep(edit):
        CASES[edit.__name__] = (edit, outcome, says)
        return edit

    return keep


# ------------------------------------------------------------------ planned cells


@case("problem", "M16 (z_2 in epoch 0) holds =SUMPRODUCT(M$8:M$9,$B18:$B19); planned")
def a_bias_left_out(parts: Parts) -> Parts:
    return with_formula(parts, "M16", "SUMPRODUCT(M$8:M$9,$B18:$B19)")


@case("problem", "M12 (t) holds no formula")
def a_constant_over_a_target(parts: Parts) -> Parts:
    return with_cell(parts, "M12", '<c r="M12"><v>0</v></c>')


@case("problem", "M18 (a_2 in epoch 0) holds an array formula or a data table")
def a_planned_formula_as_an_array(parts: Parts) -> Parts:
    return with_formula(parts, "M18", "1/(1+EXP(-M16))", ' t="array" ref="M18"')


@case("problem", "M18 (a_2 in epoch 0) holds an array formula or a data table")
def a_data_table_over_a_planned_cell(parts: Parts) -> Parts:
    table = '<f t="dataTable" ref="M18" dt2D="0" dtr="0" r1="B4"/>'
    return with_cell(parts, "M18", f'<c r="M18"{{}}>{table}<v>0.58</v></c>')


@case("problem", "M18 (a_2 in epoch 0) holds =1/(1+EXP(-#REF!)) and refers to deleted")
def a_reference_to_a_deleted_cell(parts: Parts) -> Parts:
    return with_formula(parts, "M18", "1/(1+EXP(-#REF!))")


@case("problem", "holds =$B18-e ta*$G18")
def a_blank_within_a_name(parts: Parts) -> Parts:
    return with_formula(parts, "B30", "$B18-e ta*$G18")


@case("problem", "holds =1/(1+EXP (-M16))")
def a_blank_before_a_bracket(parts: Parts) -> Parts:
    return with_formula(parts, "M18", "1/(1+EXP (-M16))")


@case("problem", "0.5000000000000004")
def a_number_with_a_16th_digit(parts: Parts) -> Parts:
    return with_formula(parts, "M22", "IF(M18-0.5000000000000004>1E-9,2,1)")


@case("refused", "ſUMPRODUCT is not on the list")
def a_letter_that_only_looks_like_s(parts: Parts) -> Parts:
    return with_formula(parts, "M16", "ſUMPRODUCT(M$8:M$9,$B18:$B19)+$B20")


@case("refused", "two texts of shared formulas have one number")
def shared_formulas_of_one_number(parts: Parts) -> Parts:
    shared = ' t="shared" ref="M18:P18" si="0"'
    parts = with_formula(parts, "M16", "SUMPRODUCT(M$8:M$9,$B18:$B19)+$B20", shared)
    return with_formula(parts, "M18", "1/(1+EXP(-M16))", shared)


# ------------------------------------------------------------------ cells to be empty


@case("problem", "Picture!D2 (eta) must hold a constant; it holds =4-B33*0-2*(D38<9)")
def eta_as_a_formula(parts: Parts) -> Parts:
    formula = "<f>4-B33*0-2*(D38&lt;9)</f><v>2.0</v>"
    return with_cell(parts, "D2", f'<c r="D2"{{}}>{formula}</c>', PICTURE)


@case("problem", "Training!B18 (w_2) must hold a constant; it holds =RAND()")
def a_weight_by_chance(parts: Parts) -> Parts:
    return with_cell(parts, "B18", '<c r="B18"{}><f>RAND()</f><v>0.35</v></c>')


@case("problem", "Training!M5 (label) must hold a constant; it holds =N5")
def a_label_that_is_another_ones(parts: Parts) -> Parts:
    return with_cell(parts, "M5", '<c r="M5"{}><f>N5</f><v>0</v></c>')


@case(
    "problem", "Training!B13 holds ={9+ROW(A18:A19)}, which fills B18:B19 and so cells"
)
def an_array_formula_over_the_weights(parts: Parts) -> Parts:
    array = '<f t="array" ref="B18:B19">9+ROW(A18:A19)</f><v>27</v>'
    return _in_row_13(parts, f'<c r="B13">{array}</c>')


@case("problem", "which fills B19:B18 and so cells of the plan")
def an_array_formula_over_the_weights_from_below(parts: Parts) -> Parts:
    array = '<f t="array" ref="B19:B18">9+ROW(A18:A19)</f><v>27</v>'
    return _in_row_13(parts, f'<c r="B13">{array}</c>')


@case("refused", "'B:B' is no area")
def an_array_formula_over_a_column(parts: Parts) -> Parts:
    array = '<f t="array" ref="B:B">9+ROW(A18:A19)</f><v>27</v>'
    return _in_row_13(parts, f'<c r="B13">{array}</c>')


@case("problem", "which fills A13 and so cells of the plan")
def a_formula_that_may_spill_over_the_plan(parts: Parts) -> Parts:
    spills = '<f t="array" ref="A13">_xlfn.SEQUENCE(99,99)</f><v>1</v>'
    return _in_row_13(parts, f'<c r="A13" cm="1">{spills}</c>')


def _in_row_13(parts: Parts, cells: str) -> Parts:
    row = f'<row r="13">{cells}</row><row r="14"'
    return changed(parts, TRAINING, '<row r="14"', row)


@case("note", "1 formula outside the plan was not checked: Training!Z13")
def a_formula_beside(parts: Parts) -> Parts:
    return _in_row_13(parts, '<c r="Z13"><f>1+1</f><v>2</v></c>')


@case("note", "1 number outside the plan was not checked: Training!Z13")
def a_number_beside(parts: Parts) -> Parts:
    return _in_row_13(parts, '<c r="Z13"><v>0.5</v></c>')


# ------------------------------------------------------------------ what readers see


@case("refused", "an element named c is of another namespace")
def a_cell_of_a_foreign_namespace(parts: Parts) -> Parts:
    root = f'<worksheet xmlns="{MAIN}"'
    parts = changed(parts, TRAINING, root, f'{root} xmlns:q="urn:q"')
    return with_cell(parts, "M16", "<q:c{}><q:v>9</q:v></q:c>")


@case("refused", "an element foreign stands within row")
def a_cell_in_two_alternatives(parts: Parts) -> Parts:
    root = f'<worksheet xmlns="{MAIN}"'
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    parts = changed(parts, TRAINING, root, f'{root} xmlns:mc="{space}"')
    choice = '<mc:Choice Requires="x14"><c r="M16"><v>9</v></c></mc:Choice>'
    return with_cell(
        parts, "M16", f"<mc:AlternateContent>{choice}</mc:AlternateContent>"
    )


@case("refused", "a comment, CDATA or an instruction stands among the cells")
def a_comment_within_a_number(parts: Parts) -> Parts:
    return with_value(parts, "B18", "0.3<!-- -->45")


@case("refused", "a comment, CDATA or an instruction stands among the cells")
def a_formula_as_cdata(parts: Parts) -> Parts:
    text = "<f><![CDATA[1/(1+EXP(-M16))]]></f><v>0.58</v>"
    return with_cell(parts, "M18", f'<c r="M18"{{}}>{text}</c>')


@case("refused", "a comment, CDATA or an instruction stands among the cells")
def an_instruction_within_a_cell(parts: Parts) -> Parts:
    return with_value(parts, "B18", "0.3<?go on?>45")


@case("refused", "a cell with two contents")
def a_second_value_in_a_cell(parts: Parts) -> Parts:
    return with_cell(parts, "B18", '<c r="B18"{}><v>0.35</v><v>0.9</v></c>')


@case("refused", "a cell with two contents")
def a_text_beside_a_value(parts: Parts) -> Parts:
    both = "<v>0.35</v><is><t>0.9</t></is>"
    return with_cell(parts, "B18", f'<c r="B18"{{}}>{both}</c>')


@case("refused", "an element row stands where none belongs")
def rows_outside_the_cells(parts: Parts) -> Parts:
    row = '<row r="16"><c r="M16"><v>9</v></c></row>'
    return changed(parts, TRAINING, "</sheetData>", f"</sheetData>{row}")


@case("refused", "twice, not in order")
def cells_twice(parts: Parts) -> Parts:
    data = '<sheetData><row r="16"><c r="M16"><v>9</v></c></row></sheetData>'
    return changed(parts, TRAINING, "</sheetData>", f"</sheetData>{data}")


# ------------------------------------------------------------------ settings


@case("problem", "precision as displayed")
def precision_as_displayed(parts: Parts) -> Parts:
    return changed(parts, WORKBOOK, "<calcPr ", '<calcPr fullPrecision="0" ')


@case("note", "set to manual calculation")
def manual_calculation(parts: Parts) -> Parts:
    return changed(parts, WORKBOOK, "<calcPr ", '<calcPr calcMode="manual" ')


@case("note", "set to iterative calculation")
def iterative_calculation(parts: Parts) -> Parts:
    return changed(parts, WORKBOOK, "<calcPr ", '<calcPr iterate="1" ')


@case("problem", "Training is set to transition formula evaluation")
def transition_evaluation(parts: Parts) -> Parts:
    return changed(parts, TRAINING, "<sheetPr>", '<sheetPr transitionEvaluation="1">')


@case("note", "Training shows formulas instead of numbers")
def shown_formulas(parts: Parts) -> Parts:
    return changed(parts, TRAINING, "<sheetView ", '<sheetView showFormulas="1" ')


@case("note", "Training is set to show no zeros: cells that hold 0 look empty")
def zeros_that_are_not_shown(parts: Parts) -> Parts:
    return changed(parts, TRAINING, "<sheetView ", '<sheetView showZeros="0" ')


@case("note", "Training hides its rows by default")
def rows_hidden_by_default(parts: Parts) -> Parts:
    return changed(parts, TRAINING, "<sheetFormatPr ", '<sheetFormatPr zeroHeight="1" ')


@case("note", "Training hides its columns by default")
def columns_of_no_width(parts: Parts) -> Parts:
    return changed(
        parts, TRAINING, "<sheetFormatPr ", '<sheetFormatPr defaultColWidth="0" '
    )


# ------------------------------------------------------------------ stored values


@case("note", "2 stored values are not what the formulas give; the first: Training!M18")
def stored_values_that_were_changed(parts: Parts) -> Parts:
    return with_value(with_value(parts, "D5", "0.000001"), "M18", "0.123")


@case("note", "1 stored value is not what the formulas give: Training!M18 holds 0.123")
def one_stored_value_that_was_changed(parts: Parts) -> Parts:
    return with_value(parts, "M18", "0.123")


@case("problem", "does not recalculate by itself")
def stored_values_under_manual_calculation(parts: Parts) -> Parts:
    parts = manual_calculation(parts)
    return with_value(parts, "M18", "0.123")


@case("problem", "does not recalculate by itself")
def stored_values_that_an_application_trusts(parts: Parts) -> Parts:
    calculation = re.search("<calcPr[^>]*>", parts[WORKBOOK])[0]
    parts = changed(parts, WORKBOOK, calculation, '<calcPr calcId="191029"/>')
    return with_value(parts, "M18", "0.123")


# ------------------------------------------------------------------ names


@case("problem", "the name eta stands for 'Training'!$B$18; planned: PICTURE!D2")
def eta_redirected(parts: Parts) -> Parts:
    return changed(parts, WORKBOOK, "'Picture'!$D$2<", "'Training'!$B$18<")


@case("problem", "the name eta stands for 'Picture'!D2, without $: for another cell")
def eta_as_a_relative_name(parts: Parts) -> Parts:
    return changed(parts, WORKBOOK, "'Picture'!$D$2<", "'Picture'!D2<")


@case("problem", "the name w_2 stands for 'Training'!$B18:$B19, without $")
def weights_as_a_name_whose_rows_move(parts: Parts) -> Parts:
    return changed(parts, WORKBOOK, "'Training'!$B$18:$B$19<", "'Training'!$B18:$B19<")


@case("problem", "the name C_T stands for 'Training'!$B$5; planned: TRAINING!D14")
def the_total_cost_redirected(parts: Parts) -> Parts:
    return changed(parts, WORKBOOK, "'Training'!$D$14<", "'Training'!$B$5<")


@case("problem", "the name eta is defined twice")
def a_sheets_own_eta(parts: Parts) -> Parts:
    own = '<definedName name="ETA" localSheetId="2">\'Training\'!$B$18</definedName>'
    return changed(parts, WORKBOOK, "</definedNames>", f"{own}</definedNames>")


@case("refused", "the name EXP is that of a function")
def a_name_that_hides_a_function(parts: Parts) -> Parts:
    name = '<definedName name="EXP">LAMBDA(x,1)</definedName></definedNames>'
    return changed(parts, WORKBOOK, "</definedNames>", name)


@case("refused", "the name eta is no single cell")
def eta_as_a_whole_sheet(parts: Parts) -> Parts:
    whole = "'Training'!$A$1:$XFD$1048576<"
    return changed(parts, WORKBOOK, "'Picture'!$D$2<", whole)


@case("note", "a planned name is missing: w_2")
def a_name_that_was_deleted(parts: Parts) -> Parts:
    name = re.search('<definedName name="w_2">.*?</definedName>', parts[WORKBOOK])[0]
    return changed(parts, WORKBOOK, name, "")


# ------------------------------------------------------------------ in sight


@case(
    "problem", 'Training!D5 shows another number than it holds, by its format "0.0000"'
)
def a_format_that_prints_digits(parts: Parts) -> Parts:
    return with_style(parts, "D5", '"0.0000"')


@case("problem", "Training!D5 shows another number than it holds")
def a_format_that_scales(parts: Parts) -> Parts:
    return with_style(parts, "D5", "0.000,")


@case("note", "a number is hidden, by its format: Training!D5")
def a_format_that_hides(parts: Parts) -> Parts:
    return with_style(parts, "D5", ";;;")


_ANY_NUMBER = (
    '<cfRule type="expression" dxfId="99" priority="99"><formula>TRUE</formula>'
)


def _with_condition(parts: Parts, area: str, dress: str) -> Parts:
    """Return the parts with a conditional format on Training that is always on."""
    number = int(re.search('<dxfs count="([0-9]+)"', parts[STYLES])[1])
    rule = _ANY_NUMBER.replace('dxfId="99"', f'dxfId="{number}"')
    parts = changed(parts, STYLES, "</dxfs>", f"<dxf>{dress}</dxf></dxfs>")
    return _with_rule(parts, area, f"{rule}</cfRule>")


def _with_rule(parts: Parts, area: str, rule: str) -> Parts:
    """Return the parts with a rule of a conditional format on Training."""
    formatting = f'<conditionalFormatting sqref="{area}">{rule}</conditionalFormatting>'
    first = "<conditionalFormatting "
    return changed(parts, TRAINING, first, formatting + first)


def _with_extended(parts: Parts, area: str, inner: str) -> Parts:
    """Return the parts with a conditional format that stands in an extension."""
    x14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    xm = "http://schemas.microsoft.com/office/excel/2006/main"
    extension = (
        f'<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{x14}">'
        f'<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="{xm}">'
        f'<x14:cfRule type="expression" priority="9">{inner}</x14:cfRule>'
        f"<xm:sqref>{area}</xm:sqref></x14:conditionalFormatting>"
        "</x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    return changed(parts, TRAINING, "</worksheet>", extension)


_THOUSANDS = '<numFmt numFmtId="298" formatCode="0.0,"/>'
_NOTHING = '<numFmt numFmtId="298" formatCode=";;;"/>'
_WHITE = '<font><color rgb="FFFFFFFF"/></font>'


@case(
    "problem", "Training!D5 shows other numbers than it holds, by the format 0.0, of a"
)
def a_format_that_scales_under_a_condition(parts: Parts) -> Parts:
    return _with_condition(parts, "D5", _THOUSANDS)


@case(
    "problem", "Training!M64:P64 shows other numbers than it holds, by the format 0.0,"
)
def a_format_that_scales_in_a_later_band(parts: Parts) -> Parts:
    return _with_condition(parts, "M64:P64", _THOUSANDS)


@case("note", "numbers are hidden under a condition: Training!D5")
def a_format_that_hides_under_a_condition(parts: Parts) -> Parts:
    return _with_condition(parts, "D5", _NOTHING)


@case("note", "numbers are hidden under a condition: Training!B18:B19")
def white_ink_on_white_under_a_condition(parts: Parts) -> Parts:
    ground = '<fill><patternFill><bgColor theme="0"/></patternFill></fill>'
    return _with_condition(parts, "B18:B19", _WHITE + ground)


@case("note", "numbers are hidden under a condition: Training!A:Z")
def the_ink_of_results_as_their_ground(parts: Parts) -> Parts:
    ground = '<fill><patternFill><bgColor rgb="FF1F2937"/></patternFill></fill>'
    return _with_condition(parts, "A:Z", ground)


@case("note", "numbers are hidden under a condition: Training!M16:P16")
def icons_instead_of_numbers(parts: Parts) -> Parts:
    rule = '<cfRule type="iconSet" priority="9"><iconSet showValue="0"/></cfRule>'
    return _with_rule(parts, "M16:P16", rule)


@case(
    "problem", "Training!D5 shows other numbers than it holds, by the format 0.0, of a"
)
def a_format_that_scales_in_an_extension(parts: Parts) -> Parts:
    return _with_extended(parts, "D5", f"<x14:dxf>{_THOUSANDS}</x14:dxf>")


@case("note", "numbers are hidden under a condition: Training!D5 M16:P16")
def a_format_that_hides_in_an_extension(parts: Parts) -> Parts:
    return _with_extended(parts, "D5 M16:P16", f"<x14:dxf>{_NOTHING}</x14:dxf>")


@case("note", "numbers are hidden under a condition: Training!B18")
def white_ink_in_an_extension(parts: Parts) -> Parts:
    ground = '<fill><patternFill><bgColor rgb="FFFFFFFF"/></patternFill></fill>'
    return _with_extended(parts, "B18", f"<x14:dxf>{_WHITE}{ground}</x14:dxf>")


@case("note", "numbers are hidden under a condition: Training!M16:P16")
def bars_instead_of_numbers(parts: Parts) -> Parts:
    return _with_extended(parts, "M16:P16", '<x14:dataBar showValue="0"/>')


@case("note", "1 planned row of Training is hidden: 16")
def hidden_rows(parts: Parts) -> Parts:
    return changed(parts, TRAINING, '<row r="16"', '<row hidden="1" r="16"')


@case("note", "2 planned rows of Training are hidden; the first is 16")
def two_hidden_rows(parts: Parts) -> Parts:
    return changed(
        hidden_rows(parts), TRAINING, '<row r="18"', '<row hidden="1" r="18"'
    )


@case("note", "a planned column of Training is hidden: N")
def a_hidden_column(parts: Parts) -> Parts:
    xml = parts[TRAINING]
    column = re.search('<col [^>]*min="14" max="14"[^>]*/>', xml)[0]
    return changed(parts, TRAINING, column, column.replace("<col ", '<col hidden="1" '))


@case("note", "a merged area covers planned cells: Training!L16:P20")
def merged_cells(parts: Parts) -> Parts:
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="L16:P20"/></mergeCells>'
    return changed(parts, TRAINING, "</sheetData>", merged)


@case("note", "a planned sheet is hidden: Training")
def a_hidden_sheet(parts: Parts) -> Parts:
    sheet = re.search('<sheet [^>]*name="Training"[^>]*>', parts[WORKBOOK])[0]
    hidden = re.sub('state="visible"', 'state="hidden"', sheet)
    return changed(parts, WORKBOOK, sheet, hidden)


@case("problem", "the sheet 'Training' is not the planned one, which is now 'Tr'")
def a_false_sheet_of_the_same_name(parts: Parts) -> Parts:
    """Formulas follow the new name, as applications do; a false sheet takes the old one."""
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        if name != map_part(parts):
            xml = parts[name].replace("Training!", "Tr!")
            parts = {**parts, name: xml.replace("'Training'!", "'Tr'!")}
    book = parts[WORKBOOK].replace("'Training'!", "'Tr'!")
    parts = {**parts, WORKBOOK: book.replace('name="Training"', 'name="Tr"')}
    false = sheet_xml('<row r="1"><c r="A1"><v>666</v></c></row>')
    return with_sheet(parts, "Training", false)


@case("note", "1 number outside the plan was not checked: Training (2)!A1")
def a_copy_of_a_sheet(parts: Parts) -> Parts:
    copy = sheet_xml('<row r="1"><c r="A1"><v>666</v></c></row>')
    return with_sheet(parts, "Training (2)", copy)


@case("problem", "Cost: the chart 'C_T by epoch' draws other cells")
def a_chart_of_other_cells(parts: Parts) -> Parts:
    series = "'Cost'!$B$13:$B$83"
    return changed(parts, "xl/charts/chart4.xml", series, "'Cost'!$Z$13:$Z$83")


CHART = "xl/charts/chart4.xml"


@case("problem", "shows other numbers than it draws, by the format 0.0,")
def an_axis_that_scales(parts: Parts) -> Parts:
    return changed(parts, CHART, 'formatCode="General"', 'formatCode="0.0,"')


@case("problem", "shows other numbers than it draws, by the format 0.0,")
def an_axis_in_the_format_of_what_the_chart_keeps(parts: Parts) -> Parts:
    parts = changed(parts, CHART, 'sourceLinked="0"', 'sourceLinked="1"')
    return _with_kept(parts, 0.5, "0.0,")


@case("problem", "shows other numbers than it draws, by display units")
def an_axis_in_thousands(parts: Parts) -> Parts:
    units = '<c:dispUnits><c:builtInUnit val="thousands"/></c:dispUnits></c:valAx>'
    return changed(parts, CHART, "</c:valAx>", units)


@case("problem", "shows other numbers than it draws, by a logarithmic axis")
def a_logarithmic_axis(parts: Parts) -> Parts:
    scaling = '<c:logBase val="10"/><c:orientation val="minMax" /><c:min'
    return changed(parts, CHART, '<c:orientation val="minMax" /><c:min', scaling)


@case("problem", "shows other numbers than it draws, by the label '0.99'")
def a_number_typed_onto_a_point(parts: Parts) -> Parts:
    text = (
        "<c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>0.99</a:t></a:r></a:p></c:rich></c:tx>"
    )
    label = f'<c:dLbls><c:dLbl><c:idx val="3"/>{text}</c:dLbl></c:dLbls><c:xVal>'
    return changed(parts, CHART, "<c:xVal>", label)


@case("note", "the chart 'C_T by epoch' is not as planned: y runs backwards")
def an_axis_that_runs_backwards(parts: Parts) -> Parts:
    backwards = 'val="maxMin" /><c:min'
    return changed(parts, CHART, 'val="minMax" /><c:min', backwards)


@case("note", "is not as planned: y begins at 0.4; y ends at 0.6")
def an_axis_of_other_ends(parts: Parts) -> Parts:
    ends = '<c:max val="0.6"/><c:min val="0.4" />'
    return changed(parts, CHART, '<c:min val="0" />', ends)


@case("note", "is not as planned: its title is 'Accuracy'")
def another_title_of_a_chart(parts: Parts) -> Parts:
    return changed(parts, CHART, ">C_T by epoch<", ">Accuracy<")


@case("note", "is not as planned: the title of x is 'hours'; the axis of y is hidden")
def other_axes(parts: Parts) -> Parts:
    parts = changed(parts, CHART, "<a:t>epoch</a:t>", "<a:t>hours</a:t>")
    before, of_y = parts[CHART].rsplit("<c:valAx>", 1)
    hidden = of_y.replace('<c:delete val="0" />', '<c:delete val="1" />')
    return {**parts, CHART: f"{before}<c:valAx>{hidden}"}


@case("note", "is not as planned: the name of a series is 'mine'")
def another_name_in_a_legend(parts: Parts) -> Parts:
    named = "<c:tx><c:strRef><c:f>'Cost'!B12</c:f></c:strRef></c:tx>"
    return changed(parts, CHART, named, "<c:tx><c:v>mine</c:v></c:tx>")


@case("note", "is not as planned: 1 number that it keeps is not that of its cell")
def a_number_kept_by_a_chart(parts: Parts) -> Parts:
    return _with_kept(parts, 0.123)


def _with_kept(parts: Parts, number: float, code: str = "General") -> Parts:
    """Return the parts with a number of y that the chart keeps."""
    end = "'Cost'!$B$13:$B$83</c:f>"
    kept = (
        f'<c:numCache><c:formatCode>{code}</c:formatCode><c:ptCount val="71"/>'
        f'<c:pt idx="2"><c:v>{number}</c:v></c:pt></c:numCache>'
    )
    return changed(parts, CHART, end, f"{end}{kept}")


@case("problem", "1 of NumPy's constants is not NumPy's: Check!")
def a_constant_of_numpy(parts: Parts) -> Parts:
    cells = re.findall(r'<c r="(D\d+)"[^>]*><v>[^<]*</v></c>', parts[CHECK])
    return with_value(parts, cells[1], "0.77", CHECK)


@case("note", "says 'momentum'; planned: 'learning rate', and 1 more: Training!C4")
def other_words(parts: Parts) -> Parts:
    # In the Guide, and with more words behind it on Training.
    return changed(parts, STRINGS, ">learning rate", ">momentum", 2)


def _with_text(parts: Parts, new: str) -> Parts:
    old = '<t xml:space="preserve">learning rate</t>'
    return changed(parts, STRINGS, old, new)


@case("note", "says 'rate of  learning'; planned: 'learning rate'")
def other_words_in_runs(parts: Parts) -> Parts:
    """Some readers leave out the blanks between them: "rate oflearning"."""
    runs = "<r><t>rate of </t></r><r><t> learning</t></r>"
    return _with_text(parts, runs)


@case("note", "says 'learning rate', of which programs leave out blanks; planned")
def words_whose_blanks_are_not_kept(parts: Parts) -> Parts:
    return _with_text(parts, "<r><t>learning </t></r><r><t>rate</t></r>")


@case("note", r"says 'learning\nslowly'; planned: 'learning rate'")
def other_words_in_two_lines(parts: Parts) -> Parts:
    return _with_text(parts, "<t>learning\nslowly</t>")


@case("note", "is empty; planned: 'learning rate'")
def words_that_were_deleted(parts: Parts) -> Parts:
    return _with_text(parts, "<t/>")


@case("note", "words are not as planned")
def another_title_in_the_map(parts: Parts) -> Parts:
    title = "One neuron learns AND"
    return changed(
        parts, map_part(parts), f'"title":"{title}"', '"title":"It learns XOR"'
    )


# ------------------------------------------------------------------ the map


@case("refused", "the map inside it was altered")
def another_cost_in_the_map(parts: Parts) -> Parts:
    return changed(parts, map_part(parts), '"squared-error"', '"cross-entropy"')


@case("refused", "the map inside it was altered")
def another_first_text_of_the_canary(parts: Parts) -> Parts:
    old, new = '"as_written":"as written"', '"as_written":"other"'
    return changed(parts, map_part(parts), old, new)


@case(
    "refused",
    "has layout 0, known here up to 1 and no earlier one; check it with sheetnet",
)
def an_earlier_layout(parts: Parts) -> Parts:
    return changed(parts, map_part(parts), '"layout":1', '"layout":0')


# ------------------------------------------------------------------ parts of the package

ROOT = "_rels/.rels"


def _with_copy(parts: Parts, of: str, name: str) -> Parts:
    """Return the parts with a copy of one, which is declared as the same kind of part."""
    kind = re.search(f'PartName="/{of}" ContentType="([^"]*)"', parts[TYPES])[1]
    override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
    parts = changed(parts, TYPES, "</Types>", override)
    return {**parts, name: parts[of]}


@case(
    "refused", "xl/workbook.xml stands beside its officeDocument, which is xl/book.xml"
)
def a_main_part_beside_the_usual_one(parts: Parts) -> Parts:
    parts = _with_copy(parts, WORKBOOK, "xl/book.xml")
    parts["xl/_rels/book.xml.rels"] = parts[RELATIONS]
    return changed(parts, ROOT, "xl/workbook.xml", "xl/book.xml")


@case(
    "refused", "xl/book.xml stands beside its officeDocument, which is xl/workbook.xml"
)
def a_second_part_declared_as_a_workbook(parts: Parts) -> Parts:
    return _with_copy(parts, WORKBOOK, "xl/book.xml")


@case("refused", "its main part is xl/book.xml, which few programs find; open it in an")
def another_name_of_the_main_part(parts: Parts) -> Parts:
    parts = a_main_part_beside_the_usual_one(parts)
    types = parts[TYPES].replace("/xl/workbook.xml", "/xl/gone.xml")
    gone = (WORKBOOK, RELATIONS)
    return {name: parts[name] for name in parts if name not in gone} | {TYPES: types}


@case("refused", "two parts are its officeDocument: xl/workbook.xml, xl/book.xml")
def two_main_parts_in_the_relations(parts: Parts) -> Parts:
    parts = _with_copy(parts, WORKBOOK, "xl/book.xml")
    more = f'<Relationship Type="{OFFICE}/officeDocument" Target="xl/book.xml" Id="m"/>'
    return changed(parts, ROOT, "</Relationships>", f"{more}</Relationships>")


@case("refused", "xl/styles.xml stands beside its styles, which is xl/looks.xml")
def styles_beside_the_usual_ones(parts: Parts) -> Parts:
    parts = _with_copy(parts, STYLES, "xl/looks.xml")
    return changed(parts, RELATIONS, 'Target="styles.xml"', 'Target="looks.xml"')


@case("refused", "a relation names /xl/../xl/workbook.xml, which climbs about")
def an_absolute_target_that_climbs(parts: Parts) -> Parts:
    return changed(parts, ROOT, '"xl/workbook.xml"', '"/xl/../xl/workbook.xml"')


@case("refused", "a relation names worksheets/../worksheets/sheet3.xml, which climbs")
def a_target_that_climbs_on_its_way(parts: Parts) -> Parts:
    other = '"worksheets/../worksheets/sheet3.xml"'
    return changed(parts, RELATIONS, '"worksheets/sheet3.xml"', other)


# ------------------------------------------------------------------ beside the sheets


@case("refused", "something strange stands within sst")
def a_shared_text_that_only_some_count(parts: Parts) -> Parts:
    return changed(parts, STRINGS, "<si>", '<q:si xmlns:q="urn:q"/><si>')


@case("refused", "a shared text has two contents")
def a_shared_text_told_twice(parts: Parts) -> Parts:
    return changed(parts, STRINGS, "</t></si>", "</t><t>other</t></si>")


@case("refused", "an element named numFmts is of another namespace")
def formats_of_a_foreign_namespace(parts: Parts) -> Parts:
    return changed(parts, STYLES, "<numFmts", '<q:numFmts xmlns:q="urn:q"/><numFmts')


@case("refused", "two number formats have one number")
def a_format_told_twice(parts: Parts) -> Parts:
    format_ = re.search("<numFmt [^>]*>", parts[STYLES])[0]
    return changed(parts, STYLES, format_, format_ * 2)


@case("refused", "the settings of calculation stand twice, or elsewhere")
def two_settings_of_calculation(parts: Parts) -> Parts:
    return changed(parts, WORKBOOK, "<calcPr ", '<calcPr fullPrecision="0"/><calcPr ')


@case("problem", "does not recalculate by itself")
def stored_values_that_libreoffice_trusts(parts: Parts) -> Parts:
    parts = changed(parts, "docProps/app.xml", ">sheetnet<", ">Microsoft Excel<")
    return with_value(parts, "M18", "0.123")
