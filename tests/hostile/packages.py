"""Hostile packages: archives, XML, parts that act or reach out."""

import zipfile
from collections.abc import Mapping

from tests.hostile.making import (
    CASES,
    MIB,
    RELATIONS,
    TRAINING,
    TYPES,
    WORKBOOK,
    Change,
    Entry,
    archived,
    at_end_of,
    book,
    book_entries,
    hostile,
    put,
    true_entry,
    verify,
    verify_with,
    zeros,
    zipped,
)

# ------------------------------------------------------------------ archives


@hostile("unpacks to more than 1024 MiB")
def a_bomb_of_three_gibibytes(folder):
    bomb = Entry("xl/worksheets/sheet10.xml", zeros(3072), 3072 * MIB)
    return verify(folder, archived(*book_entries(), bomb))


@hostile("times its size")
def a_bomb_by_ratio(folder):
    bomb = Entry("xl/worksheets/sheet10.xml", zeros(600), 600 * MIB)
    return verify(folder, archived(*book_entries(), bomb))


@hostile("does not unpack to the size it declares")
def a_bomb_that_says_it_is_small(folder):
    bomb = Entry("xl/worksheets/sheet10.xml", zeros(3072), 4 * MIB)
    return verify(folder, archived(*book_entries(), bomb))


@hostile("not well-formed")
def a_bomb_within_a_bomb(folder):
    inner = archived(Entry("bomb", zeros(1000), 1000 * MIB))
    outer = archived(true_entry("inner.zip", inner))
    return verify_with(folder, {"xl/nested.xml": outer})


@hostile("overlaps with its neighbour")
def parts_that_overlap(folder):
    bomb = Entry("a0.xml", zeros(1), MIB)
    again = [Entry(f"a{n}.xml", zeros(1), MIB, at=0) for n in range(1, 500)]
    return verify(folder, archived(bomb, *again))


@hostile("more than 10,000 parts")
def sixty_thousand_parts(folder):
    many = [Entry(f"p{n}.xml", b"", 0, zipfile.ZIP_STORED) for n in range(60_000)]
    return verify(folder, archived(*many))


@hostile("two parts are named xl/workbook.xml")
def two_parts_of_one_name(folder):
    again = true_entry(WORKBOOK, book()[WORKBOOK])
    return verify(folder, archived(*book_entries(), again))


@hostile("two parts are named XL/Workbook.xml")
def two_parts_of_one_name_but_for_case(folder):
    again = true_entry("XL/Workbook.xml", book()[WORKBOOK])
    return verify(folder, archived(*book_entries(), again))


def _named(name: str) -> None:
    @hostile("a part is named")
    def make(folder):
        return verify(folder, archived(*book_entries(), true_entry(name, b"<a/>")))

    CASES[f"a_part_named_{name!r}"] = CASES.pop("make")


for _name in (
    "../../escaped",
    "/escaped",
    "C:\\escaped",
    "xl/./a.xml",
    "a\0b",
    "a/../b",
):
    _named(_name)


@hostile("is encrypted")
def an_encrypted_part(folder):
    secret = Entry("xl/a.xml", b"abc", 3, zipfile.ZIP_STORED, flags=1)
    return verify(folder, archived(*book_entries(), secret))


@hostile("packed in a way that is not usual")
def a_part_packed_by_lzma(folder):
    return verify(folder, zipped(book(), zipfile.ZIP_LZMA))


@hostile("File is not a zip file")
def a_file_cut_short(folder):
    return verify(folder, zipped(book())[:-500])


@hostile("is of no known format")
def another_file_in_front(folder):
    return verify(folder, b"#!/bin/sh\nexit\n" + zipped(book()))


@hostile("File is not a zip file")
def something_behind_the_end(folder):
    return verify(folder, zipped(book()) + b"PK\5\6" + bytes(18) + b"x")


@hostile("is empty")
def an_empty_file(folder):
    return verify(folder, b"")


@hostile("protected by a password")
def a_file_under_a_password(folder):
    return verify(folder, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))


# ------------------------------------------------------------------ XML

LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{n} "{10 * f"&l{n - 1};"}">' for n in range(1, 12))
    + "]>"
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
ELSEWHERE = '<!DOCTYPE a SYSTEM "http://localhost:9/a.dtd">'


def _declaring(doctype: str, part: str) -> None:
    def change(content: bytes) -> bytes:
        head, _, rest = content.rpartition(b"?>")
        return head + b"?>" * bool(head) + doctype.encode() + rest

    @hostile("it declares a document type")
    def make(folder):
        return verify_with(folder, {part: change})

    CASES[f"{doctype[:20]!r}_in_{part}"] = CASES.pop("make")


for _part in (
    TYPES,
    "_rels/.rels",
    WORKBOOK,
    TRAINING,
    "xl/styles.xml",
    "xl/charts/chart1.xml",
):
    _declaring(LAUGHS, _part)
for _doctype in (OUTSIDE, ELSEWHERE):
    _declaring(_doctype, TRAINING)


@hostile("it declares a document type")
def a_document_type_in_utf_16(folder):
    def change(content):
        return (ELSEWHERE + content.decode().partition("?>")[2]).encode("utf-16")

    return verify_with(folder, {"xl/theme/theme1.xml": change})


@hostile("cannot be read as .xlsx")
def a_million_elements_in_each_other(folder):
    deep = b"<a>" * 1_000_000 + b"</a>" * 1_000_000
    return verify_with(folder, {"xl/styles.xml": deep})


@hostile("an element x stands within c")
def a_cell_of_a_million_elements_in_each_other(folder):
    deep = "<x>" * 1_000_000 + "</x>" * 1_000_000
    return verify_with(
        folder, {TRAINING: at_end_of("sheetData", f'<row r="9999"><c>{deep}</c></row>')}
    )


@hostile("larger than any workbook needs")
def a_million_sheets(folder):
    many = "".join(
        f'<sheet name="{n}" sheetId="{n}" id="rId2"/>' for n in range(100, 500_000)
    )
    return verify_with(folder, {WORKBOOK: at_end_of("sheets", many)})


@hostile("more than 500 sheets")
def ten_thousand_sheets(folder):
    many = "".join(
        f'<sheet name="{n}" sheetId="{n}" id="rId2"/>' for n in range(100, 10_000)
    )
    return verify_with(folder, {WORKBOOK: at_end_of("sheets", many)})


@hostile("larger than any workbook needs")
def a_million_names(folder):
    many = "".join(
        f'<definedName name="n{n}">1</definedName>' for n in range(1_000_000)
    )
    return verify_with(folder, {WORKBOOK: at_end_of("definedNames", many)})


@hostile("larger than any workbook needs")
def gigantic_shared_strings(folder):
    one = b"<si><t>" + MIB * b"ab" + b"</t></si>"
    content = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + 40 * one
        + b"</sst>"
    )
    return verify_with(folder, {"xl/sharedStrings.xml": content})


# ------------------------------------------------------------------ what acts, what reaches out


def _parts(says: str, name: str, parts: Mapping[str, bytes | Change]) -> None:
    @hostile(says)
    def make(folder):
        return verify_with(folder, parts)

    CASES[name] = CASES.pop("make")


def related(kind: str, target: str, mode: str = "External") -> Change:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return at_end_of(
        "Relationships",
        f'<Relationship Id="rId99" Type="{office}/{kind}" Target="{target}"'
        f' TargetMode="{mode}"/>',
    )


_ACTS = "which may act or reach out"
_parts(_ACTS, "macros", {"xl/vbaProject.bin": b"x"})
_parts(_ACTS, "a_sheet_of_macros", {"xl/macrosheets/sheet1.xml": b"<a/>"})
_parts(_ACTS, "another_workbook", {"xl/externalLinks/externalLink1.xml": b"<a/>"})
_parts(_ACTS, "a_connection_to_a_database", {"xl/connections.xml": b"<a/>"})
_parts(_ACTS, "an_embedded_program", {"xl/embeddings/oleObject1.bin": b"x"})
_parts("is a macro-enabled workbook (.xlsm); save it as .xlsx",
       "a_workbook_of_macros_by_its_type",
       {TYPES: put("openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main")})  # fmt: skip
_parts("is a Word document", "a_text_document_by_its_type",
       {TYPES: put("spreadsheetml.sheet.main", "wordprocessingml.document.main")})  # fmt: skip
_parts("cannot be read as .xlsx", "no_content_types", {TYPES: b""})
_parts("it reaches out to http://localhost:9/a.xlsx", "a_link_to_another_workbook",
       {RELATIONS: related("externalLinkPath", "http://localhost:9/a.xlsx")})  # fmt: skip
_parts("it reaches out to http://localhost:9/a.png", "a_picture_from_elsewhere",
       {RELATIONS: related("image", "http://localhost:9/a.png")})  # fmt: skip
_parts(r"it reaches out to \\host\share", "a_template_on_a_share",
       {RELATIONS: related("attachedTemplate", "\\\\host\\share")})  # fmt: skip
_parts("a relation names ../../../../etc/passwd, which climbs about",
       "a_workbook_part_outside_the_archive",
       {"_rels/.rels": put("xl/workbook.xml", "../../../../etc/passwd")})  # fmt: skip
_parts("a formula, name or rule reaches out", "a_name_that_looks_into_another_file",
       {WORKBOOK: at_end_of("definedNames", '<definedName name="n">[1]S!A1</definedName>')})  # fmt: skip
_parts("a formula, name or rule reaches out", "a_name_that_starts_a_program",
       {WORKBOOK: at_end_of("definedNames", '<definedName name="n">cmd|"/C"!A0</definedName>')})  # fmt: skip
_parts("it declares a document type", "a_document_type_in_vml",
       {"xl/drawings/vmlDrawing1.vml": LAUGHS.encode() + b"<a><br></a>"})  # fmt: skip
_parts("a formula, name or rule reaches out", "a_name_that_asks_the_web",
       {WORKBOOK: at_end_of("definedNames", '<definedName name="n">_xlfn.WEBSERVICE("http://localhost:9/")</definedName>')})  # fmt: skip
_parts("a formula, name or rule reaches out", "a_rule_that_asks_the_web",
       {TRAINING: put("<cfRule ", '<cfRule type="expression" priority="99" dxfId="0"><formula>WEBSERVICE("http://localhost:9/")=1</formula></cfRule><cfRule ')})  # fmt: skip
