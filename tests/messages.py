"""What the code says to whoever uses the commands: its messages, found in its source."""

import ast
import string
from pathlib import Path

import sheetnet
from sheetnet import errors

PACKAGE = Path(sheetnet.__file__).parent
OURS = {name for name, one in vars(errors).items() if isinstance(one, type)}
# Which of its arguments a function says.
SAYS = {"worded": slice(0, 1), "later": slice(0, 1), "counted": slice(1, 3)} | dict.fromkeys(
    OURS, slice(0, 1)
)  # fmt: skip


def sources(room=""):
    for path in sorted((PACKAGE / room).rglob("*.py")):
        if path.name != "wording.py":
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node


def said():
    """Yield every message that is said through `worded`, and the --help."""
    for _, tree in sources():
        for name, call in calls(tree):
            for one in call.args[SAYS[name]] if name in SAYS else ():
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield one.value
    for _, tree in sources("cli"):
        yield from of_help(tree)


def of_help(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "help":
            yield node.value.value
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(one, ast.Call) and ast.unparse(one.func).startswith("click.")
            for one in node.decorator_list
        ):
            for paragraph in ast.get_docstring(node).split("\n\n"):
                yield " ".join(paragraph.split())


def fields(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def letters(node):
    """Return the letters of a text in the source, those of its fields aside."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [one.value for one in parts if isinstance(one, ast.Constant)]
    return "".join(filter(str.isalpha, "".join(map(str, texts))))
