"""An article that a page carries inside a script, to be shown by its own program: taken out as mark-up. It runs nothing."""

import json
import re
from collections.abc import Iterator
from typing import Final

from lxml import html

_STRING: Final = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*)"', re.DOTALL)
_PARAGRAPH: Final = re.compile(r"<p[\s>]|</p>|<br\s*/?>|\\u003c/?p", re.IGNORECASE)
_LEAST: Final = 400
_LEAST_PARAGRAPHS: Final = 4
_LAYERS: Final = 3
_LONGEST: Final = 2 << 20


def embedded_markup(root: html.HtmlElement) -> str:
    """The longest mark-up with paragraphs that a script of the page holds as text; empty where there is none."""
    scripts = (script.text for script in root.iter("script") if script.text and len(script.text) >= _LEAST)
    return max((found for script in scripts for found in _markups(script[:_LONGEST], _LAYERS)), key=len, default="")


def _markups(source: str, layers: int) -> Iterator[str]:
    """The texts in a script that are mark-up; text inside text is opened a few layers deep."""
    for match in _STRING.finditer(source):
        quoted = match[1]
        if len(quoted) < _LEAST or len(_PARAGRAPH.findall(quoted)) < _LEAST_PARAGRAPHS:
            continue
        try:
            text = json.loads(f'"{quoted}"', strict=False)
        except ValueError:
            continue
        inner = tuple(_markups(text, layers - 1)) if layers and '"' in text else ()
        yield from inner or (text,)
