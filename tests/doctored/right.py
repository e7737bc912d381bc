"""Right workbooks as other writers spell them: all of `and-neuron`, each as its name says."""

import re

from openpyxl.formula.translate import Translator

from tests.doctored.editing import (
    MAIN,
    OFFICE,
    RELATIONS,
    TRAINING,
    TYPES,
    WORKBOOK,
    Parts,
    cell_of,
    changed,
    map_part,
    sheet_xml,
    with_cell,
    with_more,
    with_sheet,
    with_style,
)

CASES = {}
_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MICROSOFT = "http://schemas.microsoft.com/office"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def case(*says: str):
    """Keep a case by the name of its function; `says` must stand in notes, if anything."""

    def keep(edit):
        CASES[edit.__name__] = (edit, says)
        return edit

    return keep


def sheets_of(parts: Parts) -> list[str]:
    return [name for name in parts if name.startswith("xl/worksheets/sheet")]


def with_part(
    parts: Parts, part: str, text: str, kind: str, of: str, as_: str
) -> Parts:
    """Return the parts with one more, related to another."""
    parts = {**parts, part: text}
    override = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    parts = changed(parts, TYPES, "</Types>", override)
    folder, _, name = of.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    relation = (
        f'<Relationship Id="more" Type="{as_}" Target="/{part}"/></Relationships>'
    )
    return changed(parts, relations, "</Relationships>", relation)


@case()
def as_excel_envelops_it(parts: Parts) -> Parts:
    version = (
        '<fileVersion appName="xl" lastEdited="7" lowestEdited="4" rupBuild="29127"/>'
    )
    path = (
        f'<mc:AlternateContent xmlns:mc="{_COMPATIBLE}"><mc:Choice Requires="x15">'
        f'<x15ac:absPath url="C:\\" xmlns:x15ac="{_MICROSOFT}/spreadsheetml/2010/11/ac"/>'
        "</mc:Choice></mc:AlternateContent>"
    )
    book = re.sub(
        "<workbookPr ?/>", lambda _: version + "<workbookPr/>" + path, parts[WORKBOOK]
    )
    parts = {
        **parts,
        WORKBOOK: re.sub("<calcPr[^>]*>", '<calcPr calcId="191029"/>', book),
    }
    for name in sheets_of(parts):
        root = f'<worksheet xmlns="{MAIN}"'
        more = f'{root} xmlns:x14ac="{_MICROSOFT}/spreadsheetml/2009/9/ac"'
        xml = parts[name].replace(root, more, 1)
        spanned = re.sub(
            r'<row r="(\d+)"', r'<row r="\1" spans="1:16" x14ac:dyDescent="0.25"', xml
        )
        parts = {**parts, name: spanned}
    app = parts["docProps/app.xml"].replace(">sheetnet<", ">Microsoft Excel<")
    return {**parts, "docProps/app.xml": app}


@case()
def a_chain_of_calculation(parts: Parts) -> Parts:
    cells = re.findall(r'<c r="([A-Z]+\d+)"[^>]*><f>', parts[TRAINING])
    chain = "".join(f'<c r="{one}" i="2"/>' for one in cells)
    text = f'<calcChain xmlns="{MAIN}">{chain}</calcChain>'
    kind = f"{_KIND}.calcChain+xml"
    return with_part(
        parts, "xl/calcChain.xml", text, kind, WORKBOOK, f"{OFFICE}/calcChain"
    )


@case()
def shared_formulas_row_by_row(parts: Parts) -> Parts:
    for number, row in enumerate((16, 18, 25)):
        formula = re.search("<f>(.*?)</f>", cell_of(parts[TRAINING], f"M{row}")[3])[1]
        shared = f'<f t="shared" ref="M{row}:P{row}" si="{number}">{formula}</f>'
        parts = changed(parts, TRAINING, f"<f>{formula}</f>", shared)
        for column in "NOP":
            at = f"{column}{row}"
            inner = cell_of(parts[TRAINING], at)[3]
            slave = re.sub("<f>.*?</f>", f'<f t="shared" si="{number}"/>', inner)
            parts = with_cell(parts, at, f'<c r="{at}"{{}}>{slave}</c>')
    return parts


@case("1 formula outside the plan was not checked: Training!L16", "words are not")
def a_formula_filled_from_a_cell_outside_the_plan(parts: Parts) -> Parts:
    text = "SUMPRODUCT(L$8:L$9,$B18:$B19)+$B20"
    holder = f'<f t="shared" ref="L16:M16" si="3">{text}</f><v>0</v>'
    parts = with_cell(parts, "L16", f'<c r="L16">{holder}</c>')
    inner = re.sub(
        "<f>.*?</f>", '<f t="shared" si="3"/>', cell_of(parts[TRAINING], "M16")[3]
    )
    return with_cell(parts, "M16", f'<c r="M16"{{}}>{inner}</c>')


@case()
def numbers_of_15_digits(parts: Parts) -> Parts:
    def short(hit: re.Match[str]) -> str:
        return f"{hit[1]}{float(hit[2]):.15g}{hit[3]}"

    pattern = r"(<f>[^<]*</f><v>)(-?\d+\.\d{16,})(</v>)"
    edits = {name: re.sub(pattern, short, parts[name]) for name in sheets_of(parts)}
    return {**parts, **edits}


@case()
def attributes_on_formulas(parts: Parts) -> Parts:
    text = parts[TRAINING].replace("<f>", '<f ca="1" aca="0" xml:space="preserve">')
    return {**parts, TRAINING: text}


@case()
def the_kind_of_every_number(parts: Parts) -> Parts:
    pattern = r'<c r="([A-Z]+\d+)"((?: s="\d+")?)><'
    return {**parts, TRAINING: re.sub(pattern, r'<c r="\1"\2 t="n"><', parts[TRAINING])}


@case()
def numbers_written_out(parts: Parts) -> Parts:
    return {**parts, TRAINING: parts[TRAINING].replace("1E-9", "0.000000001")}


@case()
def quotes_around_sheets(parts: Parts) -> Parts:
    def quoted(hit: re.Match[str]) -> str:
        return hit[0].replace("Training!", "'Training'!")

    edits = {
        name: re.sub("<f>.*?</f>", quoted, parts[name]) for name in sheets_of(parts)
    }
    book = parts[WORKBOOK].replace("'Training'!", "Training!")
    return {**parts, **edits, WORKBOOK: book}


@case()
def a_prefix_on_every_element(parts: Parts) -> Parts:
    for name in [*sheets_of(parts), WORKBOOK]:
        head, _, xml = parts[name].rpartition("?>\n")
        xml = xml.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
        xml = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", xml)
        parts = {**parts, name: head + "?>\n" * bool(head) + xml}
    return parts


@case()
def no_references_in_the_map(parts: Parts) -> Parts:
    part = map_part(parts)
    xml = re.sub(r'<row r="\d+"', "<row", parts[part])
    return {**parts, part: re.sub(r'<c r="[A-Z]+\d+"', "<c", xml)}


@case()
def rows_of_nothing_below(parts: Parts) -> Parts:
    """As Google Sheets writes them."""
    last = max(map(int, re.findall(r'<row r="(\d+)"', parts[TRAINING])))
    rows = "".join(f'<row r="{row}" ht="15.75"/>' for row in range(last + 1, 1001))
    return changed(parts, TRAINING, "</sheetData>", f"{rows}</sheetData>")


@case()
def empty_cells_to_the_last_column(parts: Parts) -> Parts:
    """As Gnumeric writes them."""
    return changed(parts, TRAINING, "</row>", '<c r="XFD1" s="3"/></row>')


@case()
def a_kind_of_parts_that_are_not_there(parts: Parts) -> Parts:
    """As SheetJS declares it."""
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    default = f'<Default Extension="bin" ContentType="{kind}"/></Types>'
    return changed(parts, TYPES, "</Types>", default)


@case()
def a_leftover_of_a_later_function(parts: Parts) -> Parts:
    name = (
        '<definedName name="_xlfn.LET" hidden="1">#NAME?</definedName></definedNames>'
    )
    return changed(parts, WORKBOOK, "</definedNames>", name)


@case("1 formula outside the plan was not checked: Mine!A1")
def a_sheet_of_notes_with_later_functions(parts: Parts) -> Parts:
    formula = '<f t="array" ref="A1:A3">_xlfn._xlws.SORT(_xlfn.SEQUENCE(3))</f><v>1</v>'
    return with_sheet(
        parts, "Mine", sheet_xml(f'<row r="1"><c r="A1" cm="1">{formula}</c></row>')
    )


@case("a planned sheet is gone and was not checked: 'Try'")
def a_view_that_was_deleted(parts: Parts) -> Parts:
    book = re.sub('<sheet [^>]*name="Try"[^>]*>', "", parts[WORKBOOK])
    book = re.sub("<definedName [^>]*localSheetId[^>]*>.*?</definedName>", "", book)
    parts = {**parts, WORKBOOK: book.replace("'Try'!$A$1", "#REF!")}
    part = "xl/worksheets/sheet5.xml"
    del parts[part]
    types = re.sub(f'<Override [^>]*PartName="/{part}"[^>]*>', "", parts[TYPES])
    relations = re.sub('<Relationship [^>]*sheet5.xml"[^>]*>', "", parts[RELATIONS])
    return {**parts, TYPES: types, RELATIONS: relations}


@case("7 formulas outside the plan were not checked: Training!Q12")
def an_example_filled_right(parts: Parts) -> Parts:
    for row in (12, 16, 18, 20, 22, 23, 25):
        text = re.search("<f>(.*?)</f>", cell_of(parts[TRAINING], f"P{row}")[3])[1]
        own = Translator(f"={text}", f"P{row}").translate_formula(f"Q{row}")[1:]
        parts = with_more(parts, f"P{row}", f'<c r="Q{row}"><f>{own}</f><v>0</v></c>')
    return parts


@case("1 number outside the plan was not checked: Training!G8")
def a_number_noted_in_the_head(parts: Parts) -> Parts:
    """Nothing reads it: what follows from the band above begins with the second band."""
    return with_more(parts, "C8", '<c r="G8"><v>5</v></c>')


@case()
def conditional_formats_of_a_person(parts: Parts) -> Parts:
    """Where nothing is planned any format may stand; elsewhere one that shows numbers."""
    count = int(re.search('<dxfs count="([0-9]+)"', parts["xl/styles.xml"])[1])
    dresses = (
        '<dxf><numFmt numFmtId="298" formatCode="0.0,"/></dxf>'
        '<dxf><font><color rgb="FFFF0000"/></font>'
        '<numFmt numFmtId="297" formatCode="0.00000"/></dxf></dxfs>'
    )
    parts = changed(parts, "xl/styles.xml", "</dxfs>", dresses)
    formats = "".join(
        f'<conditionalFormatting sqref="{area}"><cfRule type="expression"'
        f' dxfId="{count + at}" priority="9{at}"><formula>TRUE</formula></cfRule>'
        "</conditionalFormatting>"
        for at, area in enumerate(("Z900:AA999 XFD1", "M16:P16"))
    )
    first = "<conditionalFormatting "
    return changed(parts, TRAINING, first, formats + first)


@case()
def a_chart_that_keeps_its_numbers(parts: Parts) -> Parts:
    """As Excel and LibreOffice save them; of what is no number, nothing is said."""
    values = re.findall(
        r'<c r="B(\d+)"[^>]*><f>[^<]*</f><v>([^<]*)</v></c>',
        parts["xl/worksheets/sheet8.xml"],
    )
    points = "".join(
        f'<c:pt idx="{int(row) - 13}"><c:v>{value}</c:v></c:pt>'
        for row, value in values
        if 13 <= int(row) <= 82
    )
    assert points
    points += '<c:pt idx="70"><c:v>#N/A</c:v></c:pt>'
    end = "'Cost'!$B$13:$B$83</c:f>"
    kept = f"<c:numCache><c:formatCode>0.000</c:formatCode>{points}</c:numCache>"
    return changed(parts, "xl/charts/chart4.xml", end, f"{end}{kept}")


@case()
def negative_numbers_in_brackets(parts: Parts) -> Parts:
    """As accountants have them; applications escape the brackets."""
    return with_style(parts, "M16", r"0.000_);\(0.000\)")


@case()
def names_that_a_copy_of_a_sheet_brought_along(parts: Parts) -> Parts:
    parts = with_sheet(parts, "Copy", sheet_xml(""))
    number = len(re.findall("<sheet ", parts[WORKBOOK])) - 1
    own = f'<definedName name="eta" localSheetId="{number}">Copy!$B$4</definedName>'
    return changed(parts, WORKBOOK, "</definedNames>", f"{own}</definedNames>")
