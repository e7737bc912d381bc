"""The rules of docs/architecture.md, held by reading the imports of every module."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "sheetnet"
MODULES = sorted(PACKAGE.rglob("*.py"))
CALCULATORS = {"formualizer", "python_calamine", "cellrune", "ironcalc"}


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path, *, apart_from_types=False, at_the_top=False):
    """Return what a module imports, within functions too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if apart_from_types or at_the_top:
        tree.body = [node for node in tree.body if not is_for_types(node)]
    found = set()
    for node in tree.body if at_the_top else ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def is_for_types(node):
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def those_of(folder):
    return [path for path in MODULES if (PACKAGE / folder) in path.parents]


def users_of(*libraries):
    return {
        name_of(path)
        for path in MODULES
        if {name.partition(".")[0] for name in imports(path)} & set(libraries)
    }


def starts(names, *prefixes):
    return {n for n in names if any(n == p or n.startswith(f"{p}.") for p in prefixes)}


# From the ground upwards. What stands on a floor may use what is below it, and nothing else.
FLOORS = [
    {"wording"},
    {"errors", "progress"},
    {"model", "files", "lang", "calculus"},
    {"workbook"},
    {"layers", "xlsx", "javascript"},
    {"engine", "calculators"},
    {"spec"},
    {"sheets", "lessons"},
    {"building", "preview"},
    {"verification"},
    {"exercises"},
    {"explain", "page"},
    {"cli"},
    {"__main__"},
]


def floor_of(name):
    room = name.split(".")[1]
    return next(at for at, floor in enumerate(FLOORS) if room in floor)


def test_floors_are_all_there_is():
    rooms = {name_of(path).split(".")[1] for path in MODULES if path.parent != PACKAGE}
    rooms |= {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    assert set().union(*FLOORS) == rooms


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_down(path):
    here = name_of(path)
    if here == "sheetnet":
        return  # the public door: what it opens is loaded when it is asked for
    room = here.split(".")[1]
    upwards = {
        other
        for other in rooms_in(imports(path, apart_from_types=True))
        if other != room and floor_of(f"sheetnet.{other}") >= floor_of(here)
    }
    assert not upwards


def rooms_in(names):
    rooms = set().union(*FLOORS)
    parts = [name.split(".") for name in names if name.startswith("sheetnet.")]
    return {part[1] for part in parts if part[1] in rooms}


# Of a thing that has both branches: its files of NumPy's, and its files of the sheet's.
OF_NUMBERS = {"numbers", "truth", "truth_of_lines", "truth_of_map", "remarks"}
# What both share: the names of their quantities; of a lesson, what it is told and how large it is;
# of a drawing, how much of a network is on it.
SHARED = {
    "__init__",
    "symbols",
    "settings",
    "lines",
    "spec",
    "sentences",
    "signs",
    "sketch",
    "edges",
    "steps",
}
FOLDERS_OF_TWINS = ("layers", "sheets", "lessons")


def twins():
    """Yield folder by folder the files of one branch and of the other."""
    for top in FOLDERS_OF_TWINS:
        for folder in sorted(path for path in (PACKAGE / top).iterdir()):
            files = {path.stem: path for path in folder.glob("*.py")}
            numbers = [path for stem, path in files.items() if stem in OF_NUMBERS]
            others = [
                path for stem, path in files.items() if stem not in OF_NUMBERS | SHARED
            ]
            if numbers:
                yield folder, numbers, others


def test_both_branches_of_a_thing_are_apart():
    found = list(twins())
    assert len(found) >= 26
    for folder, numbers, others in found:
        home = ".".join(folder.relative_to(ROOT).parts)
        for path in numbers:
            forbidden = (
                "sheetnet.workbook",
                "sheetnet.xlsx",
                "sheetnet.sheets.equations",
            )
            beside = [f"{home}.{other.stem}" for other in others]
            assert not starts(imports(path), *forbidden, *beside), path
        for path in others:
            beside = [f"{home}.{other.stem}" for other in numbers]
            assert not starts(imports(path), "sheetnet.engine", *beside), path
            assert not starts(imports(path), "numpy"), path


def test_what_both_branches_share_is_of_neither():
    branches = "numpy", "sheetnet.engine", "sheetnet.workbook", "sheetnet.xlsx"
    for top in ("layers", "sheets"):
        for path in (PACKAGE / top).glob("*/*.py"):
            if path.stem in SHARED:
                assert not starts(imports(path, apart_from_types=True), *branches), path


def test_every_lesson_has_both_branches_and_shares_no_mathematics():
    # A module beside the folders would be found as a lesson, and have nothing apart.
    assert {path.stem for path in (PACKAGE / "lessons").glob("*.py")} == {"__init__"}
    for door in (PACKAGE / "lessons").glob("*/__init__.py"):
        home, files = name_of(door), {path.stem: path for path in door.parent.glob("*")}
        files.pop("__pycache__", None)
        assert files.keys() == {"__init__", "settings", "numbers", "drawing"}, home
        branches = "numpy", "sheetnet.engine", "sheetnet.workbook"
        assert not starts(imports(files["settings"]), *branches), home
        # Not by another lesson, nor by the door, which opens to both.
        for stem in ("settings", "numbers", "drawing"):
            lessons = starts(imports(files[stem]), "sheetnet.lessons")
            assert lessons == starts(lessons, f"{home}.settings"), home


def test_engine_and_workbook_never_see_each_other():
    for path in those_of("engine"):
        assert not starts(
            imports(path), "sheetnet.workbook", "sheetnet.sheets", "sheetnet.xlsx"
        )
    for path in those_of("workbook"):
        assert not starts(imports(path), "sheetnet.engine", "sheetnet.sheets")


def test_only_those_who_compare_see_both_branches():
    both = {
        name_of(path)
        for path in MODULES
        if starts(imports(path, apart_from_types=True), "sheetnet.engine")
        and starts(imports(path, apart_from_types=True), "sheetnet.workbook")
    }
    # The command line tells of what either has made.
    allowed = ("building", "verification", "page", "cli")
    assert both == starts(both, *(f"sheetnet.{one}" for one in allowed))


@pytest.mark.parametrize(
    ("door", "closed"),
    [
        ("sheetnet.engine", ["spec", "files", "workbook", "sheets", "xlsx"]),
        ("sheetnet.spec.loading", ["workbook", "sheets", "xlsx", "engine"]),
        ("sheetnet.spec.resolving", ["workbook", "sheets", "xlsx"]),
    ],
)
def test_a_floor_loads_nothing_of_those_above(door, closed):
    code = f"import {door}, sys; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not starts(ran.stdout.split(), *(f"sheetnet.{room}" for room in closed))


@pytest.mark.parametrize(
    ("libraries", "places"),
    [
        ({"openpyxl"}, ["sheetnet.xlsx.pages"]),
        (CALCULATORS - {"python_calamine"}, ["sheetnet.calculators"]),
        # It calculates nothing: of workbooks to be checked, and of those that are data.
        ({"python_calamine"}, ["sheetnet.calculators", "sheetnet.spec.data"]),
        ({"click", "rich"}, ["sheetnet.cli"]),
        ({"zlib_ng", "orjson"}, ["sheetnet.xlsx"]),
    ],
)
def test_a_library_is_used_in_its_own_place_alone(libraries, places):
    users = users_of(*libraries)
    assert users
    assert users == starts(users, *places)


# Who looks into texts by patterns, and into which: nobody into formulas but the first two.
PATTERNS = {
    "wording": "what other programs say in English",
    "workbook.formula.tree": "formulas: their tokens",
    "workbook.address": "formulas: the corners of references",
    "workbook.drawing.symbols": "what stands in place of addresses until they are known",
    "workbook.drawing.guide_page": "words, to be wrapped",
    "model.notation": "names of quantities, equations in letters",
    "lang": "the English words in equations",
    "model.sentence": "sentences with numbers in them",
    "spec.data.grid.separators": "which separator stands between cells",
    "spec.data.columns": "dates, and units beside numbers",
    "spec.data.grid.formats": "what other files begin with",
    "spec.exercise": "what an exercise sets and claims",
    "spec.proposal.pictures": "names of pixels",
    "spec.data.numerals": "numbers as users write them",
    "files.mismatch": "what a value of a spec does not fit, and where",
    "explain.asked": "which cell is meant",
    "cli.paths": "what looks like an option",
    "files.text": "characters that XML has no room for",
    "files.toml": "keys of any length",
    "calculators._application": "what the program says of itself",
    "xlsx.reading.formats": "what other files begin with",
    "xlsx.reading.number_formats": "number formats",
    "xlsx.reading.package": "who saved the file",
    "xlsx.reading.safety": "what reaches out, in any text, be it a formula or none",
    "xlsx.reading.plain": "the name of a root in XML",
    "xlsx.reading.sheet.quick": "plain rows of XML",
    "xlsx.reading.sheet.rows": "where rows begin in XML",
    "xlsx.reading.sheet.without": "names in XML",
    "xlsx.writing.rows": "gaps in XML",
    "xlsx.writing.strings": "what looks like an escaped character",
}
SURGERY = {"replace", "split", "rsplit", "partition", "rpartition", "removesuffix", "removeprefix",
           "count", "find", "index", "startswith", "endswith", "strip", "lstrip", "rstrip"}  # fmt: skip


def test_only_these_look_into_texts_by_patterns():
    assert users_of("re") == {f"sheetnet.{name}" for name in PATTERNS}


def surgery_on_formulas(tree):
    """Yield the calls of a text's methods on what is named a formula; of a leading = none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            text, method = ast.unparse(node.func.value), node.func.attr
            cut = method in SURGERY and [ast.unparse(one) for one in node.args] != [
                "'='"
            ]
            if cut and text.split(".")[-1] == "formula":
                yield f"{text}.{method}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_formulas_are_taken_apart_in_one_place(path):
    if name_of(path) != "sheetnet.workbook.formula.tree":
        found = surgery_on_formulas(ast.parse(path.read_text(encoding="utf-8")))
        assert list(found) == []


def test_the_command_line_holds_no_mathematics():
    assert "numpy" not in {n for path in those_of("cli") for n in imports(path)}


def test_imports_make_no_circle():
    graph = {
        name_of(p): starts(imports(p, at_the_top=True), "sheetnet") for p in MODULES
    }
    graph = {
        name: {n for n in found if n in graph and n != name}
        for name, found in graph.items()
    }
    done, on_the_way = set(), []

    def visit(name):
        assert name not in on_the_way, " → ".join([*on_the_way, name])
        if name in done:
            return
        on_the_way.append(name)
        for other in graph[name]:
            # A package's door imports its rooms; a room may name the package's other rooms.
            if not name.startswith(f"{other}."):
                visit(other)
        on_the_way.pop()
        done.add(name)

    for name in graph:
        visit(name)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_its_duty_and_is_no_giant(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert text.count("\n") <= 350


# What takes longer to load than all of the rest.
HEAVY = {
    *("numpy", "msgspec", "openpyxl", "rich", "sympy", "zlib_ng", "orjson"),
    *CALCULATORS,
}
RUN = """
import sys
sys.argv = ['sheetnet', *{arguments!r}]
from sheetnet.cli import main
try: main()
except SystemExit: pass
"""


def loaded(code, folder):
    """Return what is loaded once a program has run in a process of its own."""
    tell = "\nimport sys\nprint('LOADED', *sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code + tell],
        capture_output=True, text=True, check=True, cwd=folder,
    )  # fmt: skip
    return set(ran.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize(
    ("code", "needed"),
    [
        ("import sheetnet", set()),
        (RUN.format(arguments=["--help"]), set()),
        (RUN.format(arguments=["list"]), {"rich"}),
        (
            RUN.format(arguments=["build", "and-neuron", "-o", "a.xlsx"]),
            {"numpy", "msgspec", "zlib_ng", "orjson"},
        ),
    ],
    ids=["import", "help", "list", "build"],
)
def test_nothing_heavy_is_loaded_that_is_not_needed(code, needed, tmp_path):
    assert loaded(code, tmp_path) & HEAVY == needed


def test_a_lesson_that_draws_nothing_loads_no_generator(tmp_path):
    code = RUN.format(arguments=["build", "notation", "-o", "a.xlsx"])
    # Older releases of NumPy always load it.
    added = loaded(code, tmp_path) - loaded("import numpy", tmp_path)
    assert "numpy.random" not in added


def test_what_ships_is_shown_to_the_type_checker_whole():
    for top, part in (("layers", "spec"), ("sheets", "truth")):
        told = imports(PACKAGE / top / "shipped.py")
        for path in (PACKAGE / top).glob(f"*/{part}.py"):
            home = path.parent.name
            # Training, Cost and Guide are made and checked with the run itself.
            if home not in ("training", "cost", "guide"):
                assert f"sheetnet.{top}.{home}.{part}" in told, home


# ------------------------------------------------------------------ quantities are data

SYMBOLS = {
    *("x", "t", "w", "b", "z", "e", "a", "C", "C_T", "delta", "wT", "wF"),
    *("dC_dw", "dC_db", "dC_da", "eta", "answer", "correct", "accuracy"),
}
# Where quantities and kinds of layers are at home; lessons have letters of their own.
HOMES = {"model", "layers", "lessons"}


def nodes(path):
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def is_at_home(path):
    return path.relative_to(PACKAGE).parts[0] in HOMES


def listed_symbols(node):
    """Return the symbols in a literal collection; a table that gives each its formula is none."""
    if isinstance(node, ast.Dict):
        constant = all(isinstance(value, ast.Constant) for value in node.values)
        elements = node.keys if constant else []
    else:
        elements = getattr(node, "elts", [])
    texts = [one.value for one in elements if isinstance(one, ast.Constant)]
    return [text for text in texts if isinstance(text, str) and text in SYMBOLS]


def test_no_module_lists_quantities_away_from_their_home():
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in MODULES
        if not is_at_home(path)
        for node in nodes(path)
        if len(listed_symbols(node)) > 1
    ]
    assert found == []


def test_no_module_asks_a_layer_for_its_kind_away_from_its_home():
    kinds = {path.name.replace("_", "-") for path in (PACKAGE / "layers").glob("*/")}
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in MODULES
        if not is_at_home(path)
        for node in nodes(path)
        if isinstance(node, ast.Constant)
        and node.value in kinds
        and path.name != "starter.py"  # which writes a spec for a beginner
    ]
    assert found == []


def test_eta_stands_in_arithmetic_where_updates_are_told():
    def holds_eta(node):
        return isinstance(node, ast.BinOp) and any(
            isinstance(one, ast.Constant) and str(one.value) == "eta"
            for one in ast.walk(node)
        )

    def spells_eta(node):
        # A docstring may show what a formula looks like.
        text = str(node.value) if isinstance(node, ast.Constant) else ""
        return "eta*" in text and "\n" not in text

    users = {
        name_of(path)
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] != "lessons"
        for node in nodes(path)
        if holds_eta(node) or spells_eta(node)
    }
    assert users == {"sheetnet.model.optimizers", "sheetnet.model.updates"}


# ------------------------------------------------------------------ rooms and lengths

MOST_FILES, MOST_LINES = 14, 40


def test_no_folder_is_crowded():
    for folder in {path.parent for path in MODULES}:
        files = [path for path in folder.glob("*.py") if path.stem != "__init__"]
        assert len(files) <= MOST_FILES, folder


def test_no_function_is_long():
    long = []
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef):
                lines = node.body[-1].end_lineno - node.body[0].lineno + 1
                if lines > MOST_LINES:
                    long.append(f"{name_of(path)}.{node.name}: {lines}")
    assert long == []
