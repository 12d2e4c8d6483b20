"""Bylines: the line that names the reporters, and a byline field without the means to call them. It finds no agencies."""

import re
from typing import Final

from wirefeed.text.clean import clean_line
from wirefeed.text.listing import listed

_OPENING: Final = re.compile(
    r"(?:by|byline:|par|von|por|door|автор:?|текст:?|מאת:?|بقلم:?|written by|story by|report by)\s+(?=\S)", re.IGNORECASE
)
_LEADING: Final = re.compile(r"(?:by|par|von|por|written by|story by|posted by)[:\s]\s*", re.IGNORECASE)
_WORD: Final = re.compile(r"\S+")


_LINKS: Final = listed("and & of for the in with at et und y e и de la le du van von der den del di da bin al el ibn ben - – — | / a")
_ROLES: Final = listed("""
    staff reporter reporters writer writers correspondent correspondents editor editors bureau chief contributor columnist producer
    political diplomatic senior special national business science health sports technology foreign white house associated press agencies
    """)
_MOST_WORDS: Final = 22
_LONGEST: Final = 240
_DATE_TAIL: Final = re.compile(
    r"[\s,|–—-]*(?:(?:published|updated|posted|on)\b.{0,60}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b.{0,40}"
    r"|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b.{0,40}|\d{4}-\d\d-\d\d.{0,20}|\d{1,2}:\d\d.{0,20})$",
    re.IGNORECASE,
)
_REACH: Final = re.compile(
    r"\(?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\)?|\(?(?:\+|00)?\d[\d\s()./-]{6,}\d\)?|(?:https?://|www\.)\S+|(?<!\w)@\w{2,30}"
)
_REACH_WORDS: Final = re.compile(r"(?:\b(?:e-?mail|tel|phone|mobile|cell|fax|contact|twitter|тел)\b\.?\s*:?\s*)+$", re.IGNORECASE)


def is_byline(line: str) -> bool:
    """Whether a line (stripped) does nothing but name who wrote: ``By Ana Lim and Jo Ro, AFP``."""
    if len(line) > _LONGEST:
        return False
    opening = _OPENING.match(line)
    return bool(opening) and _is_names(_DATE_TAIL.sub("", line[opening.end() :]) if opening else "")


def byline_before(line: str, at: int) -> bool:
    """Whether the first ``at`` characters of a line are a byline: ``By Ana Lim CAIRO, May 5 (Reuters) - ...``."""
    opening = _OPENING.match(line)
    return bool(opening) and _is_names(line[opening.end() : at].strip(" ,-–—|") if opening else "")


def _is_names(names: str) -> bool:
    words = _WORD.findall(names)
    if not words or len(words) > _MOST_WORDS or names.rstrip()[-1] in "!?:;":
        return False
    return all(_is_name(word) for word in words) and not (len(words) == 1 and words[0].isdigit())


def _is_name(word: str) -> bool:
    plain = word.strip(",.()|'’“”\"")
    if not plain:
        return True
    return plain.lower() in _LINKS or plain.lower() in _ROLES or (plain[0].isalpha() and not plain[0].islower())


def clean_byline(byline: str | None) -> str | None:
    """A byline field without "By", e-mail addresses, telephones, links and handles; None where no name is left."""
    line = clean_line(byline, 400)
    if not line:
        return None
    line = _LEADING.sub("", line, count=1) if _LEADING.match(line) else line
    if any(map(line.__contains__, "@+0123456789/")):
        kept = [_REACH_WORDS.sub("", part) for part in _REACH.sub("\0", line).split("\0")]
        line = " ".join(" ".join(kept).split())
    line = line.strip(" ,;:|/-–—()<>")
    return line[:200].rstrip() if any(map(str.isalpha, line)) else None
