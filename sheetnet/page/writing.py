"""What a page holds → one HTML file, which asks nothing of any network.

Whatever a user wrote is in the packed data, or in the title, as text. The policy lets the
two scripts and the one style sheet run whose digests it names, and nothing else: the first
script unpacks the second.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
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
_HERE = Path(__file__).parent / "browser"
# In the order in which they need each other; some only where a network is drawn.
_FIRST = ("elements", "unpack", "boot", "book", "proof", "model", "state", "formula", "controls",
          "format", "changes", "explain", "sheets", "grid", "drawing/svg", "drawing/chart")  # fmt: skip
_DRAWN = ("drawing/geometry", "drawing/layers", "drawing/lines", "drawing/network", "drawing/map",
          "drawing/matrix", "drawing/example", "panels")  # fmt: skip
MODULES = (*ENGINE, *(_HERE / f"{one}.js" for one in (*_FIRST, *_DRAWN, "main")))
# In place of what is drawn of a network.
_NOTHING = "const panelsOf = () => [];"
BOOT = _HERE / "unpack.js", _HERE / "boot.js"


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
    script = "\n".join(
        [_program("network" in about), _functions(contents), "start(FORMS);", ""]
    )
    boot = "\n".join([_joined(BOOT), "boot();", ""])
    lines = (_HERE / "page.css").read_text(encoding="utf-8").splitlines()
    style = "\n".join(line.strip() for line in lines if line)
    data = {**contents.data, **about, "title": title, "words": words}
    fields = {
        "lang": texts.lang,
        "scripts": f"{_digest(boot)} {_digest(script)}",
        "styles": _digest(style),
        "title": escape(title),
        "style": style,
        **{one: escape(words[one]) for one in ("failed", "computing", "noscript")},
        "data": packed(msgspec.json.encode(data, enc_hook=str)),
        "numbers": packed_numbers(contents.numbers),
        "script": packed(script.encode()),
        "boot": boot,
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


def _program(drawn: bool) -> str:
    """Return the page's program; without what is drawn of networks, where none is."""
    *before, last = MODULES
    if drawn:
        return _joined(MODULES)
    kept = [
        path for path in before if path not in {_HERE / f"{one}.js" for one in _DRAWN}
    ]
    return "\n".join([_joined(kept), _NOTHING, _joined([last])])


def _joined(modules: Iterable[Path]) -> str:
    """Return modules as one: in this order nothing has to be imported."""
    return "\n".join(_alone(path.read_text(encoding="utf-8")) for path in modules)


def _alone(module: str) -> str:
    """Return a module as a value, without remarks and indents: what it exports.

    >>> _alone('import { a } from "./a.js";\\n// One more.\\nexport const b = a + 1;')
    'const {b} = (() => {\\nconst b = a + 1;\\nreturn {b};\\n})();'
    """
    kept, exported, imports = list[str](), list[str](), False
    for line in _without_remarks(module):
        imports = imports or line.startswith("import ")
        if not imports:
            kept.append(line.removeprefix("export "))
            if kept[-1] != line:
                exported.append(_named(kept[-1]))
        imports = imports and not line.endswith(";")
    names = f"{{{','.join(exported)}}}"
    return "\n".join([f"const {names} = (() => {{", *kept, f"return {names};", "})();"])


def _without_remarks(module: str) -> Iterator[str]:
    """Yield what stands in the lines of a module besides the remarks they begin with.

    >>> list(_without_remarks("/** Of\\n * lines. */\\n// One.\\n  f(/** @type {any} */ (x));"))
    ['f(/** @type {any} */ (x));']
    """
    within = False
    for line in map(str.strip, module.splitlines()):
        while within or line.startswith("/*"):
            _, end, line = line.partition("*/")
            within, line = not end, line.strip()
            if within:
                break
        if line and not line.startswith("//"):
            yield line


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
