"""`--set KEY=VALUE`: changes to a spec before it is checked. Knows no key by meaning."""

from pathlib import Path
from typing import Any

from sheetnet.errors import SpecError
from sheetnet.files.toml import read_toml

# Both tell how long a network trains: one that is set stands instead of the other.
_INSTEAD = {"epochs": ("checkpoints", "live"), "checkpoints": ("epochs",)}


def override(tree: dict[str, Any], text: str) -> None:
    """Set one "key=value" in the tree; layers by the book's number (2 is the first)."""
    key, equals, value = text.partition("=")
    parts = key.strip().split(".")
    if not equals or not all(parts):
        raise SpecError(
            "--set {text}: expected KEY=VALUE, as training.eta=0.5", text=text
        )
    if parts[:2] == ["training", "init"] and parts[2:] in (["file"], ["distribution"]):
        tree.setdefault("training", {})["init"] = {}
    if parts[0] == "training" and len(parts) == 2 and parts[1] in _INSTEAD:
        for other in _INSTEAD[parts[1]]:
            tree.setdefault("training", {}).pop(other, None)
    if parts[:2] == ["training", "optimizer"] and len(parts) > 2:
        _with_kind(tree.setdefault("training", {}))
    node: Any = tree
    for part in parts[:-1]:
        node = _step_into(node, part, text)
    if not isinstance(node, dict):
        raise SpecError(
            "--set {text}: {part} is not a key here", text=text, part=parts[-1]
        )
    node[parts[-1]] = _from_here(parts, _toml_value(value))


def _with_kind(training: Any) -> None:  # noqa: ANN401
    """Make a table of an optimizer that is named alone, for a setting of it."""
    if isinstance(training, dict) and isinstance(training.get("optimizer"), str):
        training["optimizer"] = {"kind": training["optimizer"]}


def _step_into(node: Any, part: str, text: str) -> Any:  # noqa: ANN401
    if isinstance(node, list):
        last = len(node) + 1
        if not part.isdecimal() or not 2 <= int(part) <= last:
            raise SpecError(
                "--set {text}: layers are numbered 2 to {last}", text=text, last=last
            )
        return node[int(part) - 2]
    if not isinstance(node, dict):
        raise SpecError(
            "--set {text}: there is nothing inside {part}", text=text, part=part
        )
    return node.setdefault(part, {})


def _toml_value(text: str) -> Any:  # noqa: ANN401
    try:
        parsed = read_toml(f"value = {text}")
    except ValueError:
        return text
    return parsed["value"] if list(parsed) == ["value"] else text


def _from_here(parts: list[str], value: Any) -> Any:  # noqa: ANN401
    """Take a file named on the command line relative to the current folder."""
    if parts in (["data", "file"], ["training", "init", "file"]) and isinstance(
        value, str
    ):
        return str(Path(value).absolute())
    return value
