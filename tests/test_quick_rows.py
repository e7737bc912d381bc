"""Rows of a sheet, plain and odd: the quick pass finds what the careful one finds, or nothing."""

import random
import re

import pytest

from tests.passes import MAIN, ROW, both, both_of_many, sheet

# ------------------------------------------------------------------ shapes

MICROSOFT = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
EARLIER = '<sheetData ><row r="1"><c r="A1"><f>7</f></c></row></sheetData>'
LATIN = '<?xml version="1.0" encoding{}"iso-8859-1"?>'
# Rows that applications write so; the quick pass reads them.
PLAIN = [
    "",
    ROW,
    '<row r="1"/><row r="7" />\r\n<row r="9"></row>',
    '<row r="2" hidden="1" ht="15"/><row r="3" ht="0"/><row r="4" hidden="false"/>',
    '<row r="1"><c r="A1" s="007"/><c r="B1" t="s" /><c r="XFD1"><v/></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> x </t></is></c></row>',
    '<row r="1"><c r="A1"><f>A2&amp;"&lt;"&gt;B1&quot;&apos;</f></c><c r="B1"><f/></c></row>',
    '<row r="1"><c r="A1" t="e"><v>&amp;lt;</v></c><c r="B1" t="e"><v/></c></row>',
    '<row r="1"><c r="A1"><f ca="1">&amp;amp;é表😀</f><v>1</v></c></row>',
    '<row r="1"><c r="A1"><f t="shared" si="0">1</f></c></row>'
    '<row r="2"><c r="A2"><f t="shared" ref="A2" si="0">1</f></c><c r="B2"><f t="shared" si="0"/></c></row>',
    '<row r="1"><c r="A1" s=""/><c r="B1" s="0x1" t="n"><v>1</v></c></row>',
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
]
# Whatever these are, the quick pass must not say otherwise than the careful one.
ODD = [
    '<row r="1"><c r="A1"><v>1</v></c></row><!-- --><row r="2"/>',
    '<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>',
    '<row r="1"><c r="A1"><?x?><v>1</v></c></row>',
    '<row r="1"><c r="A1"><f>&#65;1&#x3c;</f></c></row>',
    '<row r="1"><c r="A1" t="e"><v>1\r\n2\r3</v></c></row>',
    '<row r="1"><c r="A1"><f>&unknown;</f></c></row>',
    '<row r="2"/><row r="1"/>',
    '<row r="2"/><row r="2"/>',
    '<row r="01"/>',
    '<row r="+1"/>',
    '<row r="1_0"/>',
    '<row r="0"/>',
    '<row r="1048577"/>',
    "<row/><row/>",
    '<row r="1" ht="x"/>',
    '<row r="1" ht=""/>',
    '<row r="1" r="1"/>',
    '<row r="1" hidden="&#49;"/>',
    "<row r='1' hidden='1'/>",
    '<row  r="1" hidden = "1"/>',
    '<row r="1" spans="1:2" customHeight="1">x</row>',
    '<row r="1"><row r="2"/></row>',
    '<row r="1"></row ><row r="2"><c r="A2"/></row>',
    '<row r="1"><c r="B1"/><c r="A1"/></row>',
    '<row r="1"><c r="A1"/><c r="A1"/></row>',
    '<row r="1"><c r="A2"/></row>',
    '<row r="1"><c r="A01"/></row>',
    '<row r="1"><c r="a1"/><c r="1"/></row>',
    '<row r="1"><c r="$A$1"/></row>',
    '<row r="1"><c r="XFE1"/></row>',
    '<row r="1"><c r="AAAA1"/></row>',
    '<row r="1"><c/><c r="C1"/></row>',
    '<row r="1"><c s="3" r="A1"/></row>',
    '<row r="1"><c r="A1" s=" 3 "/></row>',
    '<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:B2">1</f></c></row>',
    '<row r="1"><c r="A1"><f t="dataTable" ref="A1:B2"/></c></row>',
    '<row r="1"><c r="A1"><f t="Shared" si="0">1</f></c></row>',
    '<row r="1"><c r="A1"><f t="shared" si="0"/></c></row>',
    '<row r="1"><c r="A1"><f t="shared">1</f></c><c r="B1"><f t="shared"/></c></row>',
    '<row r="1"><c r="A1"><f t="shared" si="0">1</f></c><c r="B1"><f t="shared" si="0">2</f></c></row>',
    '<row r="1"><c r="A1"><f t="shared" si="0">A1</f></c><c r="B1"><f t="shared" si="00"/></c></row>',
    '<row r="1"><c r="A1"><f t="shared" si="0">RC[-1]</f></c></row>',
    '<row r="1"><c r="A1"><f t="shared" si="0">R0C0+R[-1]C</f></c></row>',
    '<row r="1"><c r="A1"><f t="shared" si="0">R1C1!A1+RC</f></c></row>',
    '<row r="1"><c r="B1"><f t="shared" si="0">A1</f></c></row><row r="2"><c r="A2"><f t="shared" si="0"/></c></row>',
    '<row r="1"><c r="A1"><v>1</v><f>1</f></c></row>',
    '<row r="1"><c r="A1"><v>1</v><v>1</v></c></row>',
    '<row r="1"><c r="A1"><f>1</f><f>1</f></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"><v>1</v></c></row>',
    '<row r="1"><c r="A1"><is><t>1</t></is></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"/></row>',
    '<row r="1"><c r="A1" t="inlineStr"><is><r><t>1</t></r></is></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"><is><t>1</t><rPh sb="0" eb="1"><t>2</t></rPh></is></c></row>',
    '<row r="1"><c r="A1"><c r="B1"><v>1</v></c></c></row>',
    '<row r="1"><c r="A1"><v>1</v>x</c></row>',
    '<row r="1"><c r="A1"><v>1<a/></v></c></row>',
    '<row r="1"><c r="A1"><extLst/></c></row>',
    f'<row r="1"><x:c xmlns:x="{MAIN}" r="A1"><x:v>1</x:v></x:c></row>',
    f'<row r="1"><c xmlns="{MAIN}" r="A1"/></row>',
    f'<row r="1"><c r="A1" xmlns="{MICROSOFT}"><f>1</f></c></row>',
    '<row r="1"><c r="A1" xmlns="x"><v>1</v></c></row>',
    f'<row r="1" xmlns="{MICROSOFT}"><c r="A1"><f>1</f></c></row>',
    '<row r="1" xmlns="foreign"><c r="A1"><f>1</f></c></row>',
    f'<row r="1" xmlns:x="{MAIN}"/>',
    '<row r="1" x14ac:dyDescent="0.2"/>',
    '<row r="1"><c r="A1"><f>1</f></c></row></sheetData><sheetData><row r="2"/>',
    '<row r="1"/></sheetData><sheetData ><row r="1"/>',
    '<row r="1"/></sheetData><x:sheetData xmlns:x="y"/><sheetData>',
    f'<row r="1"><c r="A1"><f>{"1+" * 4096}1</f></c></row>',
    '<row r="1">\x0b</row>',
    '<row r="1"><c r="A1"><f>]]></f></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c>',
    '<row r="1">',
    "<row",
]


@pytest.mark.parametrize("rows", PLAIN)
def test_plain_rows_are_read_quickly_and_alike(rows):
    assert both_of_many(sheet(rows))
    spaced = (
        rows.replace("<row", "\n <row")
        .replace("<c ", "\t<c ")
        .replace("</row", "\n</row")
    )
    assert both_of_many(sheet(spaced + "\r\n", after="<mergeCells/>"))


@pytest.mark.parametrize("rows", ODD)
def test_odd_rows_are_not_read_otherwise(rows):
    both_of_many(sheet(rows))
    both_of_many(sheet(ROW + rows.replace('"1"', '"5"').replace('1"', '5"')))


@pytest.mark.parametrize(
    ("xml", "answers"),
    [
        (sheet(f'<row r="1" a:b="2">{ROW[11:]}', f' xmlns:a="{MICROSOFT}"'), True),
        (sheet('<row r="1" a:b="2" c:b="3"/>', ' xmlns:a="x" xmlns:c="x"'), False),
        (sheet('<row r="1" a:b="2"/><row r="2" c:b="3"/>', ' xmlns:a="x"'), False),
        (sheet('<row r="1" xml:space="default"/>'), True),
        (sheet(ROW, before='<sheetPr/><cols><col min="1" max="2" hidden="1"/></cols>'), True),
        (sheet(ROW, before='<cols><col hidden="1"/></cols>'), False),
        (sheet(ROW, after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'), True),
        (sheet(ROW, before="<!-- x -->"), False),
        (sheet(ROW, after="<row/>"), False),
        (sheet('<row r="2"/>', before=EARLIER), False),
        (sheet(ROW.replace("1+1", "é")), True),
        (LATIN.format("=").encode() + sheet(ROW.replace("1+1", "é")), False),
        (LATIN.format(" \n= ").encode() + sheet(ROW.replace("1+1", "é")), False),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n' + sheet(ROW), True),
        (b"\xef\xbb\xbf" + sheet(ROW), True),
        (b"<!DOCTYPE worksheet>" + sheet(ROW), False),
        (sheet(ROW).decode().encode("utf-16"), False),
        (sheet(ROW).replace(MAIN.encode(), MICROSOFT.encode()), False),
        (sheet(ROW).replace(MAIN.encode(), b"urn:other"), False),
        (sheet(ROW).replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"), True),
        (f'<worksheet xmlns="{MAIN}"><x xmlns="{MICROSOFT}"><sheetData>{ROW}</sheetData></x></worksheet>'.encode(), False),
        (f'<x:worksheet xmlns:x="{MAIN}"><sheetData>{ROW}</sheetData></x:worksheet>'.encode(), False),
        (f'<chart xmlns="{MAIN}"><sheetData>{ROW}</sheetData></chart>'.encode(), False),
        (f'<sheetData xmlns="{MAIN}">{ROW}</sheetData>'.encode(), False),
        (f'<sheetData>{ROW}</sheetData>'.encode(), False),
        (sheet(ROW)[:-3], False),
        (sheet(ROW) + b"x", False),
        (sheet(ROW) + sheet(ROW), False),
        (b"", False),
    ],
)  # fmt: skip
def test_what_stands_around_rows_counts(xml, answers):
    assert both_of_many(xml) == answers


# ------------------------------------------------------------------ whatever is done

TOKEN = re.compile(r"<[^>]*>|[^<]+")
WORD = re.compile(r' [\w:]+="[^"]*"|</?[\w:]+|[^<\s]+?|.', re.DOTALL)
PIECES = [
    *("<row>", '<row r="2">', "</row>", '<c r="B1"/>', '<c r="B1">', "<c>", "</c>"),
    *("<v>", "</v>", "<f>", "</f>", "<v/>", "<f/>", "<is><t>x</t></is>", "<!-- -->"),
    *("<![CDATA[x]]>", "&amp;", "&#65;", "&lt", "1", "A", " ", "\r\n", "é", ">", "<"),
    *("</sheetData>", "<sheetData>", "<sheetData/>", "<x:v/>", "\ufeff"),
]
ATTRIBUTES = [
    *(' t="inlineStr"', ' t="shared"', ' s="3"', ' s="0x3"', ' si="0"', ' si="1"'),
    *(' ref="A1"', ' r="A1"', ' r="1"', ' r="01"', ' hidden="1"', ' ht="0"', ' ht=""'),
    *(f' xmlns="{MICROSOFT}"', ' xmlns="x"', f' xmlns="{MAIN}"', ' x:a="1"'),
    *(" t='e'", ' t="e"', ' t="e "', ' t="array"', ' ca="1"', ' cm="1"', ' xml:id="a"'),
]


def mutated(xml: str, rng: random.Random) -> str:
    """Return a sheet with something put in, taken out, doubled, or two things swapped."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        within = rng.random() < 0.6
        parts = TOKEN.findall(xml)
        at = rng.randrange(len(parts))
        words, before, after = parts, "", ""
        if within:  # a tag or a text
            before, after = "".join(parts[:at]), "".join(parts[at + 1 :])
            words = WORD.findall(parts[at])
        one, other = (rng.randrange(len(words)) for _ in range(2))
        new = rng.choice(ATTRIBUTES if within else PIECES)
        match rng.randrange(5):
            case 0:
                del words[one]
            case 1:
                words[one] += words[one]
            case 2:
                words[one], words[other] = words[other], words[one]
            case 3:
                words[one] = new
            case _:
                words[one] += new
        xml = f"{before}{''.join(words)}{after}" or "x"
    return xml


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_to_a_sheet_both_find_the_same(seed):
    rng = random.Random(seed)
    rows = [ROW, *PLAIN[2:10], PLAIN[4] + ROW.replace("1", "3")]
    answers = []
    for _ in range(5_000):
        xml = mutated(sheet(rng.choice(rows)).decode(), rng).encode()
        begun = max(0, xml.find(b"<sheetData>") + 11)
        cut = rng.randrange(begun, len(xml) + 1) if begun <= len(xml) else 0
        pieces = [one for one in (xml[:cut], xml[cut:]) if one]
        answers.append(both(pieces, [(0, 0), (0, 2)], 5, ["3"]))
    # Were none of them read by both, nothing would be compared.
    assert 300 < sum(answers) < 3_000
