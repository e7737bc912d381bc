"""The templates that ship with sheetnet. Knows of a spec no more than kind and title."""

from pathlib import Path
from typing import NamedTuple

from sheetnet.errors import SpecError
from sheetnet.files.toml import read_toml
from sheetnet.lang import said
from sheetnet.wording import later, worded

NETWORK = "network"


class Template(NamedTuple):
    """What is told of a template without checking it: `kind` is a network or a lesson's."""

    name: str
    kind: str
    title: str


def template_folder() -> Path:
    """Return the folder of the templates, installed or in a checkout."""
    package = Path(__file__).resolve().parents[1]
    packaged = package / "templates"
    return packaged if packaged.is_dir() else package.parent / "templates"


def template_names() -> list[str]:
    """Return the names of the templates that ship with sheetnet."""
    return sorted(path.stem for path in template_folder().glob("*.toml"))


def templates(lang: str = "en") -> list[Template]:
    """Return the templates by name, their titles in a language."""
    paths = [template_folder() / f"{name}.toml" for name in template_names()]
    return [_told(path, lang) for path in paths]


def _told(path: Path, lang: str) -> Template:
    tree = read_toml(path.read_text(encoding="utf-8"))
    return Template(path.stem, tree.get("kind", NETWORK), said(tree["title"], lang))


def no_template(name: str) -> SpecError:
    """Return the error of a template that there is not, with those of a like name."""
    from difflib import get_close_matches

    says = later(
        "{name}: no such file, and no such template; sheetnet list has them all"
    )
    close = get_close_matches(name, template_names())
    if close:
        says = later(
            "{name}: no such file, and no such template; did you mean {close}? sheetnet"
            " list has them all"
        )
    return SpecError(
        says, name=name, close=worded(" or ").join(f'"{one}"' for one in close)
    )
