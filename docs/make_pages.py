"""Make a gallery: a page of every template in both languages, and an index of them.

Run by `make pages`; what it writes can be served as it is. Pages are made side by side.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from html import escape
from itertools import product
from pathlib import Path
from typing import NamedTuple

from sheetnet.page.building import page
from sheetnet.spec.templates import template_names, templates

FOLDER = Path(__file__).parent.parent / "output" / "pages"
LANGUAGES = ("en", "zh")
_INDEX = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>sheetnet</title>
<style>
body {{ font: 16px/1.6 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }}
li {{ display: flex; flex-wrap: wrap; gap: 0 1.5em; padding: 0.3em 0; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }}
ul {{ list-style: none; padding: 0; }}
small {{ opacity: 0.7; margin-left: auto; }}
</style>
</head>
<body>
<h1>sheetnet</h1>
<p>Every number of a neural network as a formula: each page computes its workbook in your browser, and compares it with NumPy.</p>
<p lang="zh">神经网络的每一个数都是公式：每一页都在浏览器中计算整个工作簿，并与 NumPy 比较。</p>
<ul>
{lines}
</ul>
</body>
</html>
"""


class Made(NamedTuple):
    """A page: what it is of, its title, its file, how many formula cells it has."""

    template: str
    lang: str
    title: str
    file: str
    formulas: int


def make(folder: Path, templates: Sequence[str]) -> list[Made]:
    """Write the pages of templates into a folder, and an index of them; return what was made."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = list(product(templates, LANGUAGES))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        made = list(pool.map(_made, [folder] * len(wanted), *zip(*wanted, strict=True)))
    (folder / "index.html").write_text(_index(made), encoding="utf-8")
    return made


def _made(folder: Path, template: str, lang: str) -> Made:
    file = f"{template}.{lang}.html"
    result = page(template, folder / file, lang=lang, force=True)
    title = next(one.title for one in templates(lang) if one.name == template)
    return Made(template, lang, title, file, result.formulas)


def _index(made: Iterable[Made]) -> str:
    lines: dict[str, list[str]] = {}
    formulas = {one.template: one.formulas for one in made}
    for one in made:
        link = f'<a lang="{one.lang}" href="{escape(one.file)}">{escape(one.title)}</a>'
        lines.setdefault(one.template, []).append(link)
    return _INDEX.format(
        lines="\n".join(
            f"<li>{' '.join(links)} <small>{formulas[name]:,}</small></li>"
            for name, links in lines.items()
        )
    )


def main() -> None:
    """Make the pages of all templates, or of those that are named."""
    for one in make(FOLDER, sys.argv[1:] or template_names()):
        print(FOLDER / one.file)


if __name__ == "__main__":
    main()
