"""Doors: where bytes from strangers come in.

A door takes bytes and a folder to write in. It accepts the bytes or raises SheetnetError;
any other exception is a fault. Tests and the fuzzer go through all doors there are here.
"""

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import copytree
from xml.sax.saxutils import escape

import msgspec

from sheetnet.building import builder
from sheetnet.errors import SheetnetError
from sheetnet.files.text import clean
from sheetnet.layers.dense.spec import DenseSpec
from sheetnet.model.lesson import LessonSpec, lesson_module, lesson_names
from sheetnet.spec.data import read_data
from sheetnet.spec.loading import (
    Spec,
    load_network,
    load_spec,
    template_folder,
    template_names,
)
from sheetnet.spec.parameters import write_parameters
from sheetnet.spec.resolving import resolve
from sheetnet.spec.schema import DataSpec, TrainingSpec
from sheetnet.verification import verifier
from sheetnet.verification.certificate import certificate_of, read_certificate, to_json
from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW, pieces, to_a1, to_r1c1
from sheetnet.workbook.formula.expand import alone
from sheetnet.workbook.formula.normal_form import normalise
from sheetnet.workbook.formula.portable import check
from sheetnet.workbook.manifest import lines, manifest_of

# What asks for more is read, but not built: it may rightly take minutes.
_MOST_EPOCHS = 3
_MOST_UNITS = 40
_MOST_NUMBERS = 400
_LARGE_SPECS = ("digits-8x8", "iris")

_enter_type = Callable[[bytes, Path], object]


@dataclass(frozen=True, slots=True)
class Door:
    """What takes the bytes, and good ones to begin with."""

    name: str
    enter: _enter_type
    seeds: Callable[[], Iterator[bytes]]


DOORS: dict[str, Door] = {}


def door(seeds: Callable[[], Iterator[bytes]]) -> Callable[[_enter_type], _enter_type]:
    """Make a function a door of its name."""

    def put(enter: _enter_type) -> _enter_type:
        DOORS[enter.__name__] = Door(enter.__name__, enter, seeds)
        return enter

    return put


def accepted(one: Door, data: bytes, folder: Path) -> bool:
    """Tell whether a door accepts the bytes; False where it refuses them."""
    try:
        one.enter(data, folder)
    except SheetnetError:
        return False
    return True


# ------------------------------------------------------------------ what users write


def _loaded(name: str) -> Spec | LessonSpec:
    """Return a template; a network with one epoch."""
    found = load_spec(name)
    return load_spec(name, ["training.epochs=1"]) if isinstance(found, Spec) else found


def _draft(name: str) -> builder.Draft:
    return builder.draft(_loaded(name))


def _specs() -> Iterator[bytes]:
    for name in sorted({*template_names()} - {*_LARGE_SPECS}):
        text = (template_folder() / f"{name}.toml").read_text(encoding="utf-8")
        bare = re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE)
        yield re.sub(r"epochs = \d+", "epochs = 1", bare).encode()


@door(_specs)
def spec(data: bytes, folder: Path) -> None:
    """Take the text of a spec; what is small is built."""
    if not (folder / "data").exists():
        copytree(template_folder() / "data", folder / "data")
    path = folder / "spec.toml"
    path.write_bytes(data)
    found = load_spec(path)
    if isinstance(found, LessonSpec) or _is_small(found):
        builder.build(found, folder / "spec.xlsx", force=True)


def _is_small(found: Spec) -> bool:
    counts = map(msgspec.structs.asdict, found.layers)
    units = sum(one.get("units", one.get("filters", 1)) for one in counts)
    updates = max(found.training.checkpoints or [found.training.epochs or 0])
    return units <= _MOST_UNITS and updates <= _MOST_EPOCHS


def _overrides() -> Iterator[bytes]:
    yield from (b"training.eta=0.5", b"layer.2.units=5", b"data.image=[2, 2]")
    yield from (b'training.init={file="p.json"}', b"layer.3.activation=tanh")
    yield b'layer=[{kind="conv", filters=1, size=[2, 2]}, {kind="dense", units=1}]'


@door(_overrides)
def override(data: bytes, folder: Path) -> None:  # noqa: ARG001
    """Take the text of `--set`."""
    load_spec("xor", [data.decode(errors="replace")])


def _tables() -> Iterator[bytes]:
    yield b'x1,x2,label\n0.5,1,"a"\n1.5,-1e2,"b"\n'
    yield b"x1,label,t\r\n1,2,3\r\n4,5,6\r\n"
    yield "sep=;\nx1;x2;label\n0,5;¥2,5;否\n(3);¥1;是\n".encode("utf-16")
    yield "x1\tx2\tlabel\n６\tTRUE\t男\n−5\tFALSE\t女\n".encode("gb18030")
    yield 'Title\n\n x1   x2 label\n 1,5  7% "für b"\n 2,5  8%  c\n'.encode("cp1252")
    yield (template_folder() / "data" / "and.csv").read_bytes()


@door(_tables)
def table(data: bytes, folder: Path) -> None:
    """Take a CSV file: with labels, and where it is none, with targets."""
    path = folder / "table.csv"
    path.write_bytes(data)
    try:
        _learn(path, DataSpec(path.name, label="label"))
    except SheetnetError:
        _learn(path, DataSpec(path.name, target=["label", "t"]))


def _learn(path: Path, data: DataSpec) -> None:
    """Read the data, and build the smallest network that learns them."""
    found = read_data(path, data)
    if found.examples * len(found.columns) > _MOST_NUMBERS:
        return
    outputs = len(found.targets) or len(set(found.labels or ()))
    layers = (DenseSpec(outputs, "sigmoid"),)
    training = TrainingSpec(eta=0.1, epochs=1)
    made = Spec(path, "table", "table", data, layers, training)
    builder.build(made, path.with_suffix(".xlsx"), force=True)


def _points() -> Iterator[bytes]:
    yield b"height,weight\n150,48\n160.5,5.6e1\n172,63\n"
    yield (template_folder() / "data" / "girls.csv").read_bytes()


@door(_points)
def points(data: bytes, folder: Path) -> None:
    """Take a CSV file of points through its lesson, regression."""
    path = folder / "points.csv"
    path.write_bytes(data)
    found = load_spec("regression", [f"data.file={path}"])
    assert isinstance(found, LessonSpec)
    if data.count(b"\n") < _MOST_NUMBERS:
        builder.draft(found)


def _parameter_files() -> Iterator[bytes]:
    made = _draft("xor")
    first = {key: array[0] for key, array in made.values.items() if key.symbol in "wb"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "p.json")
        write_parameters(path, resolve(load_network("xor"))[0], first)
        yield path.read_bytes()


@door(_parameter_files)
def parameters(data: bytes, folder: Path) -> None:
    """Take a file of initial parameters, and learn from there."""
    path = folder / "parameters.json"
    path.write_bytes(data)
    start = [f"training.init.file={path}", "training.epochs=1"]
    builder.draft(load_network("xor", start))


def _functions() -> Iterator[bytes]:
    yield from (b"x**2 + y**2", b"-(x-1)^3/4 + sin(x*y)", b"exp(-x**2) * log(1+y**2)")
    yield from (b"tanh(2.5e-1*x)**3", b"sqrt(x**2+y^2+1)/cosh(x)", b"2**-x + x**0.5")


@door(_functions)
def function(data: bytes, folder: Path) -> None:
    """Take a function's text through its lesson: read, derived, valued, written."""
    text = data.decode(errors="replace")
    settings = lesson_module("gradient-descent").Settings(  # type: ignore[call-arg]
        "gradient-descent",
        function=text,
        start=(3.0, 2.0) if "y" in text else (3.0,),
        steps=3,
    )
    builder.draft(LessonSpec(folder / "f.toml", "f", "f", settings))


# ------------------------------------------------------------------ workbooks


@cache
def _book(name: str) -> bytes:
    """Return a good workbook, stored, that seems to be recalculated."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        builder.build(_loaded(name), path)
        parts = _parts(path.read_bytes())
    return _zipped(
        {
            part: content.replace(b"<v>as written</v>", b"<v>recalculated</v>")
            for part, content in parts.items()
        }
    )


def _parts(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _books() -> Iterator[bytes]:
    yield from map(_book, ("and-neuron", "neuron"))


@door(_books)
def workbook(data: bytes, folder: Path) -> None:
    """Take a whole workbook, as `verify` reads it; no calculator but its own values."""
    path = folder / "book.xlsx"
    path.write_bytes(data)
    verifier.verify(path, calculator="saved")


def _book_names() -> list[str]:
    return ["and-neuron", *lesson_names()]


def _book_parts() -> Iterator[bytes]:
    """Yield every part of a network's workbook; of lessons, the first sheet."""
    for book, name in enumerate(_book_names()):
        for number, (part, content) in enumerate(_parts(_book(name)).items()):
            if book == 0 or part == "xl/worksheets/sheet1.xml":
                yield bytes([book, number]) + content


@door(_book_parts)
def part(data: bytes, folder: Path) -> None:
    """Take one part of a good workbook: which workbook, which part, then its content."""
    book, number = data[:2].ljust(2, b"\0")
    names = _book_names()
    parts = _parts(_book(names[book % len(names)]))
    name = list(parts)[number % len(parts)]
    workbook(_zipped({**parts, name: data[2:]}), folder)


def _maps() -> Iterator[bytes]:
    for name in ("and-neuron", "gradient-descent"):
        made = _draft(name)
        rows = lines(manifest_of(made.plan, made.subject, made.header))
        yield "\n".join(map("".join, rows)).encode()


@door(_maps)
def map_lines(data: bytes, folder: Path) -> None:
    """Take the map inside a good workbook, as lines."""
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{escape(clean(line))}</t></is></c></row>'
        for number, line in enumerate(data.decode(errors="replace").split("\n"), 1)
    )
    parts = _parts(_book("gradient-descent" if b"Lesson {" in data else "and-neuron"))
    name = next(one for one in parts if b"sheetnet map" in parts[one])
    head, _, rest = parts[name].partition(b"<sheetData>")
    tail = rest.partition(b"</sheetData>")[2]
    content = b"".join([head, b"<sheetData>", rows.encode(), b"</sheetData>", tail])
    workbook(_zipped({**parts, name: content}), folder)


def _certificates() -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        path.write_bytes(_book("and-neuron"))
        yield to_json(certificate_of(verifier.verify(path, calculator="saved")))


@door(_certificates)
def certificate(data: bytes, folder: Path) -> None:
    """Take a certificate."""
    path = folder / "certificate.json"
    path.write_bytes(data)
    read_certificate(path)


# ------------------------------------------------------------------ formulas


# So far down and right of their cells are formulas seen that none looks off the sheet.
_DOWN, _RIGHT = 200, 40


def _formulas() -> Iterator[bytes]:
    for name in ("edges", "gradient-descent"):
        # Training first: its formulas tell by distance what they look at.
        sheets = _draft(name).plan.sheets
        for sheet in sorted(sheets, key=lambda one: one.key != "Training"):
            yield from sorted(
                to_a1(cell.formula, cell.row + _DOWN, cell.column + _RIGHT).encode()
                for cell in alone(sheet.cells)
                if cell.formula
            )[::20]


@door(_formulas)
def formula(data: bytes, folder: Path) -> None:  # noqa: ARG001
    """Take the text of a cell's formula."""
    text = data.decode(errors="replace")
    normalise(text)
    check(text)


@door(_formulas)
def shared_formula(data: bytes, folder: Path) -> None:  # noqa: ARG001
    """Take a formula that cells share: it is moved from one to others."""
    text = data.decode(errors="replace")
    relative = to_r1c1(text, 1 + _DOWN, 1 + _RIGHT)
    for row, column in ((1, 1), (1 + _DOWN, 1 + _RIGHT), (MAX_ROW, MAX_COLUMN)):
        to_a1(relative, row, column)
        to_a1(text, row, column)
    pieces(text)
