"""The rules of docs/architecture.md, held by reading the imports of every module."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "sheetnet"
MODULES = sorted(PACKAGE.rglob("*.py"))
CALCULATORS = {"formualizer", "python_calamine", "cellrune", "ironcalc"}


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path, *, at_run_time_only=False):
    """Return what a module imports; a block for type checkers may be left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if at_run_time_only:
        tree.body = [node for node in tree.body if not is_for_types(node)]
    found = set()
    nodes = tree.body if at_run_time_only else list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


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


def test_engine_and_workbook_never_import_each_other():
    for path in those_of("engine"):
        assert not starts(
            imports(path), "sheetnet.workbook", "sheetnet.views", "sheetnet.xlsx"
        )
    for path in those_of("workbook"):
        assert not starts(
            imports(path), "sheetnet.engine", "sheetnet.views", "sheetnet.shown"
        )


def test_sheet_and_truth_of_a_view_are_apart():
    views = [path.parent for path in (PACKAGE / "views").glob("*/truth.py")]
    assert len(views) >= 4
    for view in views:
        truth = imports(view / "truth.py")
        assert not starts(truth, "sheetnet.workbook", "sheetnet.xlsx"), view.name
        others = [path for path in view.glob("*.py") if path.name != "truth.py"]
        for path in others:
            assert not starts(imports(path), "sheetnet.engine", "sheetnet.shown"), path


def test_only_those_who_compare_see_both_branches():
    both = {
        name_of(path)
        for path in MODULES
        if starts(imports(path), "sheetnet.engine")
        and starts(imports(path), "sheetnet.workbook")
    }
    # The command line tells of what either has made.
    allowed = ("builder", "verifier", "check", "views", "lessons", "cli")
    assert both == starts(both, *(f"sheetnet.{one}" for one in allowed))


@pytest.mark.parametrize(
    ("libraries", "folder"),
    [
        ({"openpyxl"}, "sheetnet.xlsx"),
        (CALCULATORS, "sheetnet.recalc"),
        ({"click", "rich"}, "sheetnet.cli"),
        ({"stream_zip", "zlib_ng", "orjson"}, "sheetnet.xlsx"),
    ],
)
def test_a_library_is_used_in_its_own_place_alone(libraries, folder):
    users = users_of(*libraries)
    assert users
    assert users == starts(users, folder)


def test_the_command_line_holds_no_mathematics():
    assert "numpy" not in {n for path in those_of("cli") for n in imports(path)}


def test_imports_make_no_circle():
    graph = {
        name_of(p): starts(imports(p, at_run_time_only=True), "sheetnet")
        for p in MODULES
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


HEAVY = ["numpy", "openpyxl", "formualizer", "python_calamine", "rich", "zlib_ng"]


@pytest.mark.parametrize(
    "code",
    [
        "import sheetnet",
        "import sys; sys.argv = ['sheetnet', '--help']\n"
        "from sheetnet.cli import main\n"
        "try: main()\nexcept SystemExit: pass",
    ],
)
def test_the_package_and_its_help_load_nothing_heavy(code):
    tell = f"\nimport sys\nprint('LOADED', sorted(set({HEAVY}) & set(sys.modules)))"
    ran = subprocess.run(
        [sys.executable, "-c", code + tell], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip().splitlines()[-1] == "LOADED []"
