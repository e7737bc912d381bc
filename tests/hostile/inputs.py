"""Hostile specs, data, parameters and certificates, and paths to what is no file."""

import os
from collections.abc import Callable
from pathlib import Path

from tests.hostile.making import CASES, Command, book, hostile, verify, zipped

# ------------------------------------------------------------------ specs and data

SPEC = """title = "t"
[data]
file = "d.csv"
label = "label"
[[layer]]
kind = "dense"
units = 2
[training]
eta = 0.5
epochs = 1
init = { distribution = "normal", sd = 1, seed = 1 }
"""
WIDE = "".join(f"x{n}," for n in range(600_000))
ONES = 600_000 * "1,"
DATA = "x,y,label\n1,2,a\n3,4,b\n"


def build(folder: Path, spec: str | bytes = SPEC, data: str | bytes = DATA) -> Command:
    for name, content in (("s.toml", spec), ("d.csv", data)):
        raw = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(raw)
    return ["build", folder / "s.toml", "-o", folder / "out.xlsx"]


def _spec(says: str, name: str, old: str, new: str) -> None:
    @hostile(says)
    def make(folder):
        return build(folder, SPEC.replace(old, new))

    CASES[name] = CASES.pop("make")


_TOO_MANY = "more than 10,000,000 weights"
_spec(_TOO_MANY, "a_billion_units", "units = 2", "units = 1000000000")
_spec("epochs need", "a_billion_epochs", "epochs = 1", "epochs = 1000000000")
_spec(
    "is not TOML",
    "a_number_of_a_million_digits",
    "units = 2",
    "units = " + 600_000 * "9",
)
_spec(
    "is not TOML",
    "a_hundred_thousand_brackets",
    "units = 2",
    "units = " + 100_000 * "[",
)
_spec(
    "is not TOML",
    "a_key_of_two_hundred_thousand_parts",
    "units = 2",
    200_000 * "a." + "a = 1",
)
_spec(
    "larger than 1,000,000 bytes",
    "a_spec_of_two_megabytes",
    "units = 2",
    "#" + 2_000_000 * "x",
)
_spec(
    "500 are possible",
    "ten_thousand_layers",
    "[[layer]]",
    10_000 * '[[layer]]\nkind="dense"\nunits=1\n' + "[[layer]]",
)
_spec(
    "is 1000000000000 pixels, but d.csv has 2",
    "a_picture_of_a_trillion_pixels",
    'label = "label"',
    'label = "label"\nimage = [1000000, 1000000]',
)
_spec("is no regular file", "a_device_as_data", "d.csv", "/dev/zero")
_spec(
    "holds a character that no workbook can hold",
    "data_named_by_a_nul",
    "d.csv",
    "a\\u0000b",
)


@hostile("is not UTF-8 text")
def a_spec_that_is_no_text(folder):
    return build(folder, spec=b"\xff\xfe" + bytes(1000))


def _data(says: str, name: str, data: Callable[[], str]) -> None:
    @hostile(says)
    def make(folder):
        return build(folder, data=data())

    CASES[name] = CASES.pop("make")


_data(
    "larger than 64,000,000 bytes",
    "a_table_of_a_hundred_megabytes",
    lambda: DATA + 10_000_000 * "1,2,3,4,a\n",
)
_data(
    "more than 2,000,000 fields", "a_table_of_commas", lambda: DATA + 30_000_000 * ","
)
_data(
    "is not CSV: field larger than",
    "a_field_of_fifty_megabytes",
    lambda: DATA + '"' + 50_000_000 * "x",
)
_data(
    "600,001 cells in a row, at most 50,000 are possible",
    "a_million_columns",
    lambda: f"{WIDE}label\n{ONES}a\n{ONES}b\n",
)
_data(
    "500002 examples need",
    "half_a_million_examples",
    lambda: DATA + 500_000 * "1,2,a\n",
)
_data(
    "one for each of the 300002 classes",
    "as_many_labels_as_examples",
    lambda: DATA + "".join(f"1,2,l{n}\n" for n in range(300_000)),
)
_data("is no text: it holds zero bytes", "nothing_but_nul", lambda: 10_000_000 * "\0")


def _parameters(says: str, name: str, content: Callable[[], str]) -> None:
    @hostile(says)
    def make(folder):
        (folder / "p.json").write_text(content())
        spec = SPEC.replace(
            'distribution = "normal", sd = 1, seed = 1', 'file = "p.json"'
        )
        return build(folder, spec)

    CASES[name] = CASES.pop("make")


_parameters("is not a JSON object", "parameters_of_brackets", lambda: 1_000_000 * "[")
_parameters(
    "expected",
    "parameters_of_millions",
    lambda: '{"w2": [' + 20_000_000 * "1," + '1], "b2": [0, 0]}',
)
_parameters(
    "is not a JSON object: Number out of range",
    "parameters_beyond_numbers",
    lambda: '{"w2": [[1e999,' + 400 * "9" + '],[0,0]],"b2":[0,0]}',
)


@hostile("is no certificate")
def a_certificate_of_brackets(folder):
    (folder / "c.json").write_text(10_000_000 * "[")
    return [*verify(folder, zipped(book())), "--against", folder / "c.json"]


@hostile("is no certificate")
def a_certificate_of_millions(folder):
    (folder / "c.json").write_text('{"quantities": [' + 5_000_000 * "{}," + "{}]}")
    return [*verify(folder, zipped(book())), "--against", folder / "c.json"]


# ------------------------------------------------------------------ paths


@hostile("is no regular file")
def a_named_pipe(folder):
    os.mkfifo(folder / "pipe.xlsx")
    return ["verify", folder / "pipe.xlsx"]


@hostile("is no regular file")
def a_device(folder):
    return ["verify", "/dev/zero"]


@hostile("is a folder")
def a_folder(folder):
    return ["verify", folder]


@hostile("larger than")
def a_file_of_five_terabytes(folder):
    with (folder / "sparse.xlsx").open("wb") as file:
        file.truncate(5 << 40)
    return ["verify", folder / "sparse.xlsx"]


@hostile("cannot be read")
def a_link_to_itself(folder):
    (folder / "loop.xlsx").symlink_to(folder / "loop.xlsx")
    return ["verify", folder / "loop.xlsx"]


@hostile("is no regular file")
def a_link_to_a_device(folder):
    (folder / "link.xlsx").symlink_to("/dev/zero")
    return ["verify", folder / "link.xlsx"]


@hostile("agree", status=0)
def a_link_to_a_workbook(folder):
    (folder / "book.xlsx").write_bytes(zipped(book()))
    (folder / "link.xlsx").symlink_to(folder / "book.xlsx")
    return ["verify", folder / "link.xlsx"]


@hostile("is no regular file")
def a_spec_that_is_a_named_pipe(folder):
    os.mkfifo(folder / "pipe.toml")
    return ["build", folder / "pipe.toml", "-o", folder / "out.xlsx"]


@hostile("is no regular file; expected a file name")
def a_target_that_is_a_named_pipe(folder):
    os.mkfifo(folder / "out.xlsx")
    return build(folder)


@hostile("exists and is not ours")
def a_target_that_leads_to_anothers_file(folder):
    (folder / "theirs.txt").write_text("theirs")
    (folder / "out.xlsx").symlink_to(folder / "theirs.txt")
    return build(folder)
