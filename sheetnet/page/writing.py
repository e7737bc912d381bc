"""What a page holds → one HTML file, which asks nothing of any network.

Whatever a user wrote is in the packed data, or in the title, as text. The policy lets the
one script and the one style sheet run whose digests it names, and nothing else.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from sheetnet.javascript.program import MODULES as ENGINE
from sheetnet.lang import Texts
from sheetnet.page.contents import Contents
from sheetnet.page.packing import packed, packed_numbers

# By these characters a page is known as ours.
BEGINS = "<!doctype html><!-- sheetnet page -->"
_OURS = "page."
_HERE = Path(__file__).parent
# In the order in which they need each other.
_PARTS = (
    "elements",
    "book",
    "proof",
    "unpack",
    "model",
    "state",
    "controls",
    "explain",
    "sheets",
    "main",
)
MODULES = (*ENGINE, *(_HERE / f"{name}.js" for name in _PARTS))


def html_of(
    contents: Contents,
    about: Mapping[str, Any],
    title: str,
    texts: Texts,
) -> str:
    """Return the page: its words are those of a language that begin with `page.`"""
    words = {
        key.removeprefix(_OURS): text
        for key, text in texts.catalogue.items()
        if key.startswith(_OURS)
    }
    script = "\n".join([_joined(), _functions(contents), "start(FORMS);", ""])
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    data = {**contents.data, **about, "title": title, "words": words}
    fields = {
        "lang": texts.lang,
        "scripts": _digest(script),
        "styles": _digest(style),
        "title": escape(title),
        "style": style,
        **{one: escape(words[one]) for one in ("failed", "computing", "noscript")},
        "data": packed(msgspec.json.encode(data, enc_hook=str)),
        "numbers": packed_numbers(contents.numbers),
        "script": script,
    }
    return "".join(_filled((_HERE / "page.html").read_text(encoding="utf-8"), fields))


def _filled(form: str, fields: Mapping[str, str]) -> Iterator[str]:
    """Yield the form with its fields; what stands in these is looked at no more."""
    for name, text in fields.items():
        before, _, form = form.partition(f"{{{name}}}")
        yield f"{before}{text}"
    yield form


def _functions(contents: Contents) -> str:
    return "const FORMS = [\n" + ",\n".join(contents.functions) + "\n];"


def _joined() -> str:
    """Return all modules as one: in this order nothing has to be imported."""
    return "\n".join(_alone(path.read_text(encoding="utf-8")) for path in MODULES)


def _alone(module: str) -> str:
    """Return a module as a value, without remarks and indents: what it exports.

    >>> _alone('import { a } from "./a.js";\\n// One more.\\nexport const b = a + 1;')
    'const {b} = (() => {\\nconst b = a + 1;\\nreturn {b};\\n})();'
    """
    kept, exported, end = list[str](), list[str](), ""
    for line in map(str.strip, module.splitlines()):
        if not end and line.startswith(("/*", "import ")):
            end = "*/" if line.startswith("/*") else ";"
        if not end and line and not line.startswith("//"):
            kept.append(line.removeprefix("export "))
            if kept[-1] != line:
                exported.append(_named(kept[-1]))
        if end and line.endswith(end):
            end = ""
    names = f"{{{','.join(exported)}}}"
    return "\n".join([f"const {names} = (() => {{", *kept, f"return {names};", "})();"])


def _named(declared: str) -> str:
    """Return what a line declares.

    >>> _named("async function start(forms) {"), _named("class State {")
    ('start', 'State')
    """
    words = declared.partition("(")[0].split()
    kinds = ("async", "function", "function*", "class", "const")
    return next(word for word in words if word not in kinds)


def _digest(text: str) -> str:
    found = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(found).decode()}'"
