"""One boundary for untrusted characters: what is stored, what fits on one line, what a terminal may be shown. It parses no mark-up.

Databases refuse NUL and lone surrogates, terminals obey ESC, and bidirectional overrides make a text read otherwise than it is
stored; none of these is a character of a news text. Everything else stays as it was published.
"""

import re
from typing import Final

_REPLACEMENT: Final = "\ufffd"
_ZERO_WIDTH: Final = "\u200b"
_NONCHARACTERS: Final = "\ufdd0-\ufdef" + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
_BIDI: Final = "\u202a-\u202e\u2066-\u2069"
# Nearly every text is made of these alone; one run over it is ten times as fast as a search for the others.
_ORDINARY: Final = re.compile("[ -~\n\t\u00a0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]*+")
_UNWANTED: Final = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_BIDI}\ud800-\udfff{_NONCHARACTERS}]")
_LINE_ENDS: Final = frozenset("\r\u2028\u2029")
_FIRST_NOT_CONTROL: Final = "\u00a0"
_INVISIBLE: Final = re.compile(rf"[\u200b\u2060\ufeff\u00ad{_BIDI}]+")
# What the C1 controls are where a page of Windows-1252 was read as ISO-8859-1: quotation marks and dashes. HTML decrees the same
# (https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state).
_WINDOWS: Final = {chr(code): bytes((code,)).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_LONGEST_LINE: Final = 2000
_UNPRINTABLE_KEPT: Final = frozenset("\u00a0\u202f\u2009\u200c\u200d\u3000")


def clean_text(text: str) -> str:
    """``text`` without characters that no store, log or reader should meet, each replaced by exactly one other: offsets hold.

    C0 controls except newline and tab become a space, C1 controls the quotation marks and dashes they are in Windows-1252, a lone
    carriage return and the Unicode line ends a newline, bidirectional controls a zero-width space, surrogates and noncharacters U+FFFD.
    """
    ordinary = _ORDINARY.match(text)
    if ordinary and ordinary.end() == len(text):
        return text
    return _UNWANTED.sub(lambda match: _substitute(match[0], text, match.end()), text)


def _substitute(character: str, text: str, after: int) -> str:
    if character in _LINE_ENDS:
        return " " if text[after : after + 1] == "\n" else "\n"
    if character < _FIRST_NOT_CONTROL:
        mark = _WINDOWS.get(character, " ")
        return " " if mark == _REPLACEMENT else mark
    return _ZERO_WIDTH if character < "\ud800" else _REPLACEMENT


def clean_line(text: str | None, most: int = _LONGEST_LINE) -> str:
    """A field of one line: clean, invisible characters removed, white space folded, at most ``most`` characters; None is empty."""
    if not text:
        return ""
    line = text[: most * 4]
    if not (line.isascii() and line.isprintable()):
        line = clean_text(_INVISIBLE.sub("", line))
    return " ".join(line.split())[:most].rstrip()


def printable(text: str) -> str:
    """``text`` for a terminal or a log line: line ends and tabs as spaces, other controls and bidirectional ones as escapes."""
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character.isprintable() or character in _UNPRINTABLE_KEPT:
        return character
    if character in "\n\t\r\u2028\u2029":
        return " "
    return character.encode("unicode_escape").decode("ascii")
