"""Wrong workbooks: how `and-neuron` might be changed so that people see other numbers.

Each is a name, an edit, what becomes of it ("problem", "refused", "note") and words of
the line that says so. In and-neuron's Training x stands in M8:P9, t in M12:P12, z in row
16, a in row 18, δ in row 25, w in B18:B19, b in B20, the gradients in G18:G20, η in B4.
"""

import re

from tests.doctored.editing import (
    CHECK,
    MAIN,
    STYLES,
    TRAINING,
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


@case("problem", "Training!B4 (eta) must hold a constant; it holds =4-B33*0-2*(D38<9)")
def eta_as_a_formula(parts: Parts) -> Parts:
    formula = "<f>4-B33*0-2*(D38&lt;9)</f><v>2.0</v>"
    return with_cell(parts, "B4", f'<c r="B4"{{}}>{formula}</c>')


@case("problem", "Training!B18 (w_2) must hold a constant; it holds =RAND()")
def a_weight_by_chance(parts: Parts) -> Parts:
    return with_cell(parts, "B18", '<c r="B18"{}><f>RAND()</f><v>0.35</v></c>')


@case("problem", "Training!M5 (label) must hold a constant; it holds =N5")
def a_label_that_is_another_ones(parts: Parts) -> Parts:
    return with_cell(parts, "M5", '<c r="M5"{}><f>N5</f><v>0</v></c>')


@case(
    "problem", "Training!B3 holds ={9+ROW(A18:A19)}, which fills B18:B19 and so cells"
)
def an_array_formula_over_the_weights(parts: Parts) -> Parts:
    array = '<f t="array" ref="B18:B19">9+ROW(A18:A19)</f><v>27</v>'
    return _in_row_3(parts, f'<c r="B3">{array}</c>')


@case("problem", "which fills B19:B18 and so cells of the plan")
def an_array_formula_over_the_weights_from_below(parts: Parts) -> Parts:
    array = '<f t="array" ref="B19:B18">9+ROW(A18:A19)</f><v>27</v>'
    return _in_row_3(parts, f'<c r="B3">{array}</c>')


@case("refused", "'B:B' is no area")
def an_array_formula_over_a_column(parts: Parts) -> Parts:
    array = '<f t="array" ref="B:B">9+ROW(A18:A19)</f><v>27</v>'
    return _in_row_3(parts, f'<c r="B3">{array}</c>')


@case("problem", "which fills A3 and so cells of the plan")
def a_formula_that_may_spill_over_the_plan(parts: Parts) -> Parts:
    spills = '<f t="array" ref="A3">_xlfn.SEQUENCE(99,99)</f><v>1</v>'
    return _in_row_3(parts, f'<c r="A3" cm="1">{spills}</c>')


def _in_row_3(parts: Parts, cells: str) -> Parts:
    row = f'<row r="3">{cells}</row><row r="4"'
    return changed(parts, TRAINING, '<row r="4"', row)


@case("note", "1 formula outside the plan was not checked: Training!Z3")
def a_formula_beside(parts: Parts) -> Parts:
    return _in_row_3(parts, '<c r="Z3"><f>1+1</f><v>2</v></c>')


@case("note", "1 number outside the plan was not checked: Training!Z3")
def a_number_beside(parts: Parts) -> Parts:
    return _in_row_3(parts, '<c r="Z3"><v>0.5</v></c>')


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


# ------------------------------------------------------------------ stored values


@case("note", "2 stored values are not what the formulas give; the first: Training!M18")
def stored_values_that_were_changed(parts: Parts) -> Parts:
    return with_value(with_value(parts, "D5", "0.000001"), "M18", "0.123")


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


@case("problem", "the name eta stands for 'Training'!$B$18; planned: TRAINING!B4")
def eta_redirected(parts: Parts) -> Parts:
    return changed(parts, WORKBOOK, "'Training'!$B$4<", "'Training'!$B$18<")


@case("problem", "the name C_T stands for 'Training'!$B$5; planned: TRAINING!D14")
def the_total_cost_redirected(parts: Parts) -> Parts:
    return changed(parts, WORKBOOK, "'Training'!$D$14<", "'Training'!$B$5<")


@case("problem", "the name eta is defined twice")
def a_sheets_own_eta(parts: Parts) -> Parts:
    own = '<definedName name="ETA" localSheetId="1">\'Training\'!$B$18</definedName>'
    return changed(parts, WORKBOOK, "</definedNames>", f"{own}</definedNames>")


@case("refused", "the name EXP is that of a function")
def a_name_that_hides_a_function(parts: Parts) -> Parts:
    name = '<definedName name="EXP">LAMBDA(x,1)</definedName></definedNames>'
    return changed(parts, WORKBOOK, "</definedNames>", name)


@case("refused", "the name eta is no single cell")
def eta_as_a_whole_sheet(parts: Parts) -> Parts:
    whole = "'Training'!$A$1:$XFD$1048576<"
    return changed(parts, WORKBOOK, "'Training'!$B$4<", whole)


@case("note", "planned names are missing: w_2")
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


@case("note", "numbers are hidden, by their formats: Training!D5")
def a_format_that_hides(parts: Parts) -> Parts:
    return with_style(parts, "D5", ";;;")


@case("note", "planned rows of Training are hidden; the first is 16")
def hidden_rows(parts: Parts) -> Parts:
    return changed(parts, TRAINING, '<row r="16"', '<row hidden="1" r="16"')


@case("note", "planned columns of Training are hidden: N")
def a_hidden_column(parts: Parts) -> Parts:
    xml = parts[TRAINING]
    column = re.search('<col [^>]*min="14" max="14"[^>]*/>', xml)[0]
    return changed(parts, TRAINING, column, column.replace("<col ", '<col hidden="1" '))


@case("note", "merged areas cover planned cells: Training!L16:P20")
def merged_cells(parts: Parts) -> Parts:
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="L16:P20"/></mergeCells>'
    return changed(parts, TRAINING, "</sheetData>", merged)


@case("note", "planned sheets are hidden: Training")
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
    series = "'Cost'!$B$5:$B$55"
    return changed(parts, "xl/charts/chart1.xml", series, "'Cost'!$Z$5:$Z$55")


@case("problem", "1 of NumPy's constants are not NumPy's: Check!")
def a_constant_of_numpy(parts: Parts) -> Parts:
    cells = re.findall(r'<c r="(D\d+)"[^>]*><v>[^<]*</v></c>', parts[CHECK])
    return with_value(parts, cells[1], "0.77", CHECK)


@case("note", "says momentum; planned: learning rate")
def other_words(parts: Parts) -> Parts:
    part = next(n for n, text in parts.items() if ">learning rate<" in text)
    return changed(parts, part, ">learning rate<", ">momentum<")


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


# ------------------------------------------------------------------ beside the sheets

STRINGS = "xl/sharedStrings.xml"


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
