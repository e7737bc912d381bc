"""What a page holds → one HTML file, which asks nothing of any network.

Whatever a user wrote is in the packed data, or in the title, as text. The policy lets the
one script and the one style sheet run whose digests it names, and nothing else.
"""

import base64
import hashlib
import zlib
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from sheetnet.javascript import translating
from sheetnet.page.contents import Contents

_HERE = Path(__file__).parent
# In the order in which they need each other.
_MODULES = (
    Path(translating.__file__).with_name("engine.js"),
    *(_HERE / f"{name}.js" for name in ("book", "proof", "unpack", "main")),
)


def html_of(contents: Contents, title: str, lang: str, words: Mapping[str, str]) -> str:
    """Return the page."""
    script = "\n".join([_joined(), _functions(contents), "start(FORMS);", ""])
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    data: dict[str, Any] = {**contents.data, "title": title, "words": dict(words)}
    fields = {
        "lang": lang,
        "scripts": _digest(script),
        "styles": _digest(style),
        "title": escape(title),
        "style": style,
        "noscript": escape(words["noscript"]),
        "data": _packed(msgspec.json.encode(data, enc_hook=str)),
        "numbers": _packed(contents.numbers.tobytes()),
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
    return "\n".join(_alone(path.read_text(encoding="utf-8")) for path in _MODULES)


def _alone(module: str) -> str:
    kept, inside = [], False
    for line in module.splitlines():
        inside = inside or line.startswith("import ")
        if not inside:
            kept.append(line.removeprefix("export "))
        inside = inside and not line.endswith('.js";')
    return "\n".join(kept)


def _digest(text: str) -> str:
    found = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(found).decode()}'"


def _packed(content: bytes) -> str:
    packer = zlib.compressobj(9, wbits=-15)
    return base64.b64encode(packer.compress(content) + packer.flush()).decode()
