"""What the adapters of wire formats share: lines and bodies of a tree, contacts kept out, an entry's last touches. It knows no format."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Final

from lxml import etree

from wirefeed.formats.batch import take_each
from wirefeed.formats.document import Document
from wirefeed.formats.fields import Remarks, fragment_of, looks_marked_up, person, sound
from wirefeed.formats.xml import tree_of
from wirefeed.model.delivery import Entry, Fault, FaultKind, Parsed
from wirefeed.model.item import Kind, PubStatus
from wirefeed.text import signals

LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_DROPPED: Final = "dropped"
_NO_TEXT: Final = ("head", "script", "style", "media", "media-caption", "hedline", "body.head", "body.end", _DROPPED)
_PRIVATE: Final = re.compile(r"non-?public|\bprivate\b|contacts?\b|notepad|closingline", re.IGNORECASE)
_EMAIL: Final = re.compile(r"(?:mailto:)?<?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}>?")
_LABEL: Final = r"\b(?:tel|telefon|telephone|phone|mobile|mob|cell|fax|тел)\b\.?[ \t]{0,2}:?[ \t]{0,2}"
# International; national with a leading nought or an area code in brackets; North American. Times and dates ("0600 07/10/2026") are none.
_PHONE: Final = re.compile(
    rf"{_LABEL}\+?\(?\d[\d ()./-]{{5,24}}\d(?!\w)"
    rf"|(?:{_LABEL})?(?<![\w.,+])(?<!\d[ .,])(?:\+\d{{7,15}}|\+\d{{1,3}}(?:[ ()./-]{{1,3}}\d{{1,8}}){{1,7}}"
    r"|\(0\d{1,4}\) ?\d{2,8}(?:[ -]\d{2,8}){0,4}|0\d{1,4}[ /-](?!20\d{6})(?:\d{3,4}[ -]?\d{3,8}|\d{5,8})"
    r"|(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-.]\d{4})(?!\w)",
    re.IGNORECASE,
)
_FEWEST_DIGITS: Final = 7
_LEFT_BEHIND: Final = re.compile(r"\(\s*[,;]*\s*\)|<\s*>|\[\s*\]")
_LOOSE_MARKS: Final = re.compile(r"(?:[ \t]*[,;])+[ \t]*(?=[).]|$)|[ \t]+(?=[,;.)])|(?<=[,; ])[ \t,;]*[,;]|(?<= )[ \t]+", re.MULTILINE)
_SIGNED: Final = re.compile(
    r"\b(?:report(?:ing|ed|er)|edit(?:ing|ed|or)|writing|written|newsroom|newsdesk|desk|bureau|redaktion|redaktør|autor(?:/in|in)?|"
    r"contacts?|kontakte?r?|ansprechpartner\w*|rédaction|redacción|toimitus|tel|phone|e-?mail)\b",
    re.IGNORECASE,
)
_LONGEST_SIGNATURE: Final = 400
_MOST_NAMES: Final = 64
_MOST_REVISIONS: Final = 1000


def plain_tree(document: Document) -> tuple[etree._Element, tuple[Fault, ...]]:
    """The tree without namespaces and without what is not for publication, and what had to be mended. Raises Malformed."""
    root, faults = tree_of(document)
    for element in root.iter("*"):
        if "}" in element.tag:
            element.tag = element.tag.rpartition("}")[2]
        if "nonpublic" in element.get("pubconstraint", ""):
            element.tag = _DROPPED
    etree.strip_elements(root, _DROPPED, with_tail=False)
    return root, faults


def read_each(
    document: Document,
    items: Sequence[etree._Element],
    make: Callable[[etree._Element, Remarks], Entry | None],
    seen: frozenset[bytes],
    *,
    name: str,
    faults: tuple[Fault, ...],
) -> Parsed:
    """The entries of a document's items, those not in ``seen``; ``make`` gives None where it has noted why an item is none."""
    if not items:
        faults += (Fault(kind=FaultKind.NOT_AN_ARTICLE, where="document", message="a document without a news item", lost=True),)
    raws = [(etree.tostring(item, with_tail=False), item) for item in items]
    return take_each(document, seen, raws, make, name=name, faults=faults)


def line(element: etree._Element | None) -> str | None:
    """All text of an element as one line; None when it says nothing."""
    if element is None:
        return None
    return sound(" ".join("".join(map(str, element.itertext())).split())) or None


def first(lines: Iterable[str | None]) -> str | None:
    """The first that says something."""
    return next((each for each in lines if each), None)


def distinct(lines: Iterable[str | None]) -> tuple[str, ...]:
    """Those that say something, each once, at most 64."""
    return tuple(dict.fromkeys(each for each in lines if each))[:_MOST_NAMES]


def text_of(element: etree._Element, remarks: Remarks, headline: str | None = None) -> str:
    """The body of an article as plain text, paragraphs parted by a blank line, tables row by row with tabs between cells.

    Left out are heads that repeat the headline, pictures with their captions, and notes that are not for publication.
    """
    body = deepcopy(element)
    body.tail = None
    for each in body.iter("*"):
        if each is not body and _is_apart(each, headline):
            each.tag = _DROPPED
    etree.strip_elements(body, *_NO_TEXT, with_tail=False)
    if len(body):
        markup = etree.tostring(body, encoding="unicode", method="html", with_tail=False)
        text = fragment_of(markup, remarks, "body", html=True).text
    else:
        given = body.text or ""
        text = fragment_of(given, remarks, "body", html=looks_marked_up(given)).text
    return sound("\n".join(_unsigned(each) for each in text.split("\n")).strip())


def _is_apart(element: etree._Element, headline: str | None) -> bool:
    if element.tag == "header":
        return element.find(".//h1") is not None
    if element.tag in ("h1", "hl1"):
        return headline is not None and line(element) == headline
    return any(_PRIVATE.search(element.get(name, "")) for name in ("class", "role"))


def _unsigned(paragraph: str) -> str:
    """A paragraph; where it is a signature or a list of contacts, without addresses and telephone numbers."""
    if len(paragraph) > _LONGEST_SIGNATURE or ("@" not in paragraph and not _PHONE.search(paragraph)):
        return paragraph
    if _SIGNED.search(paragraph) or ("@" in paragraph and _PHONE.search(paragraph)) or _EMAIL.fullmatch(paragraph.strip()):
        return without_contacts(paragraph) or ""
    return paragraph


def without_contacts(text: str | None) -> str | None:
    """A field without e-mail addresses and telephone numbers; None where nothing is left."""
    if not text:
        return None
    bare = _PHONE.sub(_unless_short, _EMAIL.sub("", text))
    if bare == text:
        return text
    return _LOOSE_MARKS.sub("", _LEFT_BEHIND.sub("", bare)).strip(" ,;:-<>") or None


def _unless_short(found: re.Match[str]) -> str:
    return "" if sum(map(str.isdigit, found[0])) >= _FEWEST_DIGITS else found[0]


def finished(entry: Entry, document: Document, *, revision: bool) -> Entry:
    """An entry without contacts, and with the kind its words tell where no field does.

    ``revision`` says whether the document counts it as a later version.
    """
    picture = entry.picture
    entry = replace(
        entry,
        byline=person(without_contacts(entry.byline) or "") or None,
        ednote=without_contacts(entry.ednote),
        creditline=without_contacts(entry.creditline),
        usageterms=without_contacts(entry.usageterms),
        copyrightholder=without_contacts(entry.copyrightholder),
        summary=without_contacts(entry.summary),
        picture=replace(
            picture,
            caption=without_contacts(picture.caption),
            credit=without_contacts(picture.credit),
            photographer=without_contacts(picture.photographer),
        ),
    )
    if entry.pubstatus is PubStatus.CANCELED:
        return replace(entry, kind=Kind.KILL)
    if entry.kind is None:
        said = signals.read(entry.headline or "", published=document.fetched_at, ednote=entry.ednote or "", slugline=entry.slugline or "")
        entry = replace(entry, kind=said.kind or (Kind.UPDATE if revision else None))
    return entry


def is_later(version: str | None) -> bool:
    """Whether a version is a counter beyond its start (Reuters' numbers are none)."""
    return (
        version is not None and version.isdecimal() and version.isascii() and len(version) < len(str(_MOST_REVISIONS)) and int(version) > 1
    )


def urgency_of(texts: Iterable[str | None]) -> int | None:
    """The first that is a digit from 1 to 9."""
    return next((int(each) for each in texts if each and re.fullmatch("[1-9]", each.strip(), re.ASCII)), None)


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """The children of these names, none of no element."""
    return iter(()) if element is None else element.iterchildren(*names)
