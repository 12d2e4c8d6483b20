"""Lines, and the quotation marks and brackets that pair in them. It says which marks belong together, not who speaks."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from wirefeed.text.span import Span

# No line of news is longer; a longer one is cut into windows, so that no cost grows faster than the text.
_LONGEST_LINE: Final = 20_000
# Marks of a line beyond these are left unpaired.
_MANY: Final = 1_000
# A pair of marks further apart than this is taken for two strays.
_LONGEST_QUOTE: Final = 2_000
_LINE: Final = re.compile(r"[^\n\r\u2028\u2029]+")
# Quotation marks and brackets; an apostrophe or a gershayim inside a word is none.
_MARK: Final = re.compile(r"[\"'‘’“”„«»()`](?:(?<=[“”„«»()])|(?<=')'|(?<=`)`|(?<=[\"'‘])(?<!\w.)|(?<=[\"'’])(?!\w))")
_OPENING: Final = {"“": "”", "„": "“", "«": "»", "(": ")", "``": "''", "‘": "’"}
_CLOSING: Final = frozenset("”»)")
_WEAK: Final = frozenset("('‘")


def lines_of(text: str, span: Span) -> Iterator[tuple[int, str]]:
    """The lines of a span with their offsets; over-long lines in windows cut at white space where there is some."""
    for match in _LINE.finditer(text, span.start, span.end):
        start, end = match.span()
        while end - start > _LONGEST_LINE:
            space = text.rfind(" ", start + _LONGEST_LINE // 2, start + _LONGEST_LINE)
            cut = space if space > 0 else start + _LONGEST_LINE
            yield start, text[start:cut]
            start = cut
        yield start, text[start:end]


def enclosures(line: str, *, brackets: bool) -> tuple[list[int], list[int], int]:
    """The outermost pairs of quotation marks (and brackets): ``(starts, ends, open)``, ascending, without overlap.

    ``open`` is where a mark of the line's end stays without its partner, -1 where none does.
    """
    starts: list[int] = []
    ends: list[int] = []
    open_at, waited = -1, ""
    for match in islice(_MARK.finditer(line), _MANY):
        mark, at = match[0], match.start()
        if mark in "()" and not brackets:
            continue
        if open_at >= 0 and _closes(line, match, waited) and at - open_at <= _LONGEST_QUOTE:
            starts.append(open_at)
            ends.append(match.end())
            open_at = -1
        elif _opens(line, match) and (open_at < 0 or mark not in _WEAK or at - open_at > _LONGEST_QUOTE):
            # A new opening mark while one is open: the earlier was a stray, or a quotation that goes on in the next paragraph.
            open_at, waited = at, _OPENING.get(mark, mark)
    return starts, ends, open_at


def _opens(line: str, match: re.Match[str]) -> bool:
    mark = match[0]
    if mark in _CLOSING:
        return False
    if mark in _OPENING:
        return True
    after = line[match.end() : match.end() + 1]
    return bool(after) and not after.isspace() and (match.start() == 0 or not line[match.start() - 1].isalnum())


def _closes(line: str, match: re.Match[str], waited: str) -> bool:
    mark = match[0]
    if waited in "'’":
        return mark in "'’" and match.start() > 0 and not line[match.start() - 1].isspace()
    if mark != waited:
        return False
    return mark in _CLOSING or not line[match.end() : match.end() + 1].isalnum()


def balanced(text: str) -> bool:
    """Whether every quotation mark and bracket opened in a sentence is closed in it."""
    return (
        text.count('"') % 2 == 0
        and text.count("“") == text.count("”")
        and text.count("«") == text.count("»")
        and text.count("(") == text.count(")")
        and text.count("[") == text.count("]")
    )
