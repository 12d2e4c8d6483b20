"""A page's main picture with its caption and credit, kept apart. Nothing is invented: alternative text is no caption."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from lxml import html

from wirefeed.formats.page.blocks import Block, named, names_of
from wirefeed.formats.page.data import Node, PageData, words_of
from wirefeed.formats.page.rules import text_at
from wirefeed.model.delivery import Picture
from wirefeed.model.feed import PageRules
from wirefeed.text.credit import looks_like_credit, split_caption, without_label
from wirefeed.text.urls import safe_url

_CREDITS: Final = named(
    """
    credit credits copyright copyrights source photographer courtesy attribution quelle rights agency author autor fotograf fotocredit
    bildautor bildnachweis bildquelle imagecredit photocredit
    """
)
_CAPTIONS: Final = named("caption captions figcaption legend bildunterschrift imagecaption captiontext")
_PICTURES: Final = named("image img photo picture bild media foto")
_WORDINGS: Final = named("description info text legend subtitle subline")
_ELSEWHERE: Final = named("related avatar logo newsletter comment comments recommended sidebar recirc promo sponsored ad ads")
_ASIDE: Final = named("nav footer aside")
_STEMS: Final = ("src", "data-src", "data-original", "data-lazy-src", "srcset", "data-srcset")
_LONGEST_CREDIT: Final = 160
_LONGEST_CAPTION: Final = 1500
_NEAR: Final = 5
_FEW_WORDS: Final = 8
_HEAD: Final = 5
"""Blocks from the top of the article among which its main picture stands."""
_MOST_INSIDE: Final = 60
_LEAST_LETTERS: Final = 4
_NO_CREDIT: Final = re.compile(
    r"all rights reserved|©\s*(?:copyright\s*)?(?:19|20)\d\d|copyright ©|rechte vorbehalten|tous droits|\d{1,2}[:.]\d\d\b|\?$|"
    r"^(?:(?:von|by|par|por|av|door|text|words)\b(?! courtesy)|\W*$|\d+$|copyright$|source$|vis mer$|visa mer$|read more|show more)",
    re.IGNORECASE,
)
_NO_CAPTION: Final = re.compile(r"^(?:von|by|par|por|av)\s[^.!?]{3,60}$|^audio\b|\b\d\d:\d\d min\b|^inloggen$", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[.!?…][\"”’»)]*$")
_PICTURED: Final = frozenset(("figcaption", "img", "picture", "source", "video", "figure", "meta"))
_INLINE: Final = frozenset(("a", "b", "i", "em", "strong", "q", "abbr", "sup", "sub", "br", "time", "mark"))
_NOT_SHOWN: Final = frozenset(("script", "style", "button", "svg", "noscript", "template", "title"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One picture as the page shows it; without addresses where only its words were found."""

    holder: html.HtmlElement
    addresses: tuple[str, ...]
    caption: str | None
    credit: str | None


def picture_of(root: html.HtmlElement, data: PageData, rules: PageRules, article: Sequence[Block], base: str) -> Picture:
    """The main picture: the one the page gives as its own, with the words of the figure that shows it.

    ``article`` are the blocks of the text: where no figure shows that picture, one at its head is the main one.
    """
    stated = _stated(data, base)
    figures = tuple(_figures(root))
    main = _main(root, figures, stated, article)
    caption, credit = (main.caption, main.credit) if main else (None, None)
    ruled_caption, ruled_credit = text_at(root, rules.caption), text_at(root, rules.credit)
    if ruled_caption:
        caption, bracketed = split_caption(ruled_caption)
        credit = ruled_credit or bracketed or credit
    credit = ruled_credit or credit or stated.credit
    if caption and credit and caption.endswith(credit) and caption != credit:
        caption = caption.removesuffix(credit).rstrip(" |/–—-·(").strip() or None
    url = stated.url or next((url for address in (main.addresses if main else ()) if (url := safe_url(address, base))), None)
    return replace(stated, url=url, caption=caption or stated.caption, credit=without_label(credit))


def _stated(data: PageData, base: str) -> Picture:
    """What JSON-LD and meta elements say of the main picture."""
    node = _image_node(data)
    url = next(words_of(data.article.get("image"), "url", "contentUrl", "@id"), None) or data.first(
        "og:image", "og:image:url", "twitter:image"
    )
    credit = next(words_of(node.get("creditText")), None) or next(words_of(node.get("copyrightHolder"), "name"), None)
    if credit is None:
        credit = next(words_of(node.get("author") or node.get("creator"), "name"), None)
    caption, bracketed = split_caption(unescape(next(words_of(node.get("caption"), "text"), "")))
    if caption and any(caption == title for title in data.titles):
        caption = None
    return Picture(url=safe_url(data.first("og:image") or url, base), caption=caption, credit=credit or bracketed)


def _image_node(data: PageData) -> Node:
    image = data.article.get("image")
    candidates = image if isinstance(image, list) else [image]
    found = next((one for one in candidates if isinstance(one, dict)), None)
    if found is not None and set(found) == {"@id"}:
        return next((node for node in data.nodes if node.get("@id") == found["@id"] and len(node) > 1), found)
    return found or {}


def _figures(root: html.HtmlElement) -> Iterator[Figure]:
    """The pictures of the page that have words of their own, or stand in a <figure>, in order."""
    met: set[html.HtmlElement] = set()
    for image in root.iter("img", "amp-img", "video"):
        holder = _holder(image)
        if holder is None or holder in met or _is_elsewhere(holder):
            continue
        met.add(holder)
        caption, credit = _words(holder)
        yield Figure(holder=holder, addresses=tuple(_addresses(holder)), caption=caption, credit=credit)
    for words in root.iter("figcaption"):
        if not any(above in met for above in words.iterancestors()) and not _is_elsewhere(words):
            caption, credit = _told_apart(words)
            yield Figure(holder=words, addresses=(), caption=caption, credit=credit)


def _is_elsewhere(element: html.HtmlElement) -> bool:
    """Whether a picture belongs to something else on the page: a teaser of another story, the site itself."""
    near = [element, *list(element.iterancestors())[:4]]
    return any(names_of(one) & _ELSEWHERE for one in near[:3]) or any(one.tag in _ASIDE for one in near)


def _holder(image: html.HtmlElement) -> html.HtmlElement | None:
    """The figure an image stands in, or the nearest element around it that also holds a caption or a credit, and little else."""
    around = [above for above in image.iterancestors() if above.tag not in ("source", "picture", "a", "amp-img")][:_NEAR]
    found = next((above for above in around if above.tag == "figure"), None)
    if found is not None:
        return _with_words(found)
    for above in around:
        if above.tag in ("body", "main", "article", "html"):
            return None
        inside = list(islice(above.iter(), _MOST_INSIDE + 1))
        if len(inside) > _MOST_INSIDE:
            return None
        if any(_is_caption(one) for one in inside if one is not above and isinstance(one.tag, str)):
            return above if len(above.text_content()) < _LONGEST_CAPTION else None
    return None


def _with_words(figure: html.HtmlElement) -> html.HtmlElement:
    """The figure, or what holds it where the words stand beside it."""
    if any(map(str.isalnum, figure.text_content())):
        return figure
    for above in list(figure.iterancestors())[:2]:
        inside = list(islice(above.iter(), _MOST_INSIDE + 1))
        if len(inside) <= _MOST_INSIDE and any(_is_caption(one) for one in inside if isinstance(one.tag, str)):
            return above if len(above.text_content()) < _LONGEST_CAPTION else figure
    return figure


def _is_caption(element: html.HtmlElement) -> bool:
    names = names_of(element)
    return element.tag == "figcaption" or bool(names & _CAPTIONS or (names & _PICTURES and names & _WORDINGS))


def _is_credit(element: html.HtmlElement) -> bool:
    return element.tag in ("small", "cite", "footer") or (bool(names_of(element) & _CREDITS) and element.tag not in _PICTURED)


def _words(holder: html.HtmlElement) -> tuple[str | None, str | None]:
    """A figure's caption and credit, told apart by how the page names them, else by where and how they stand."""
    captions = [one for one in holder.iter() if isinstance(one.tag, str) and one is not holder and _is_caption(one)]
    caption = credit = None
    for one in captions:
        if _is_credit(one) and one.tag != "figcaption":
            continue
        caption, credit = _told_apart(one)
        if caption:
            break
    if credit is None:
        credit = _credit_in(holder)
    return caption, credit


def _told_apart(words: html.HtmlElement) -> tuple[str | None, str | None]:
    """The caption and the credit in what a page puts under a picture."""
    credit = _credit_in(words)
    bound = credit is not None
    named_ones = [one for one in words.iter() if isinstance(one.tag, str) and one is not words and _is_credit(one)]
    chunks = list(_chunks(words, named_ones))
    if credit is None and len(chunks) > 1 and _may_be_credit(chunks[-1]):
        credit = chunks.pop()
    if bound and chunks and chunks[-1][:1] in "/|" and len(chunks[-1]) <= _LONGEST_CREDIT:
        credit = f"{credit} {chunks.pop()}"
    text = " ".join(chunks)
    if credit is not None:
        return _caption(text), credit
    caption, credit = split_caption(text[:_LONGEST_CAPTION])
    return _caption(caption or ""), credit


def _caption(text: str) -> str | None:
    """A caption, where it says something."""
    text = text.rstrip(" |/–—·")
    return text if sum(map(str.isalpha, text)) >= _LEAST_LETTERS and not _NO_CAPTION.search(text) else None


def _credit_in(holder: html.HtmlElement) -> str | None:
    """What the page itself names a credit, joined where it is in several parts."""
    found = [one for one in holder.iter() if isinstance(one.tag, str) and one is not holder and _is_credit(one)]
    outer = [one for one in found if not any(above in found for above in one.iterancestors())]
    parts = dict.fromkeys(" ".join(_chunks(one, ())) for one in outer)
    credit = ""
    for part in parts:
        joined = f"{credit} {part}" if part[:1] in "/|" or credit[-1:] in ("/", "|", ":") else f"{credit} / {part}"
        if part and part not in credit and len(joined) <= _LONGEST_CREDIT:
            credit = joined if credit else part
    return credit if credit and not _NO_CREDIT.search(credit) else None


def _may_be_credit(text: str) -> bool:
    """Whether the last piece of what stands under a picture is its credit: labelled or a known house, or a few words and no sentence."""
    if _NO_CREDIT.search(text):
        return False
    return looks_like_credit(text) or (len(text.split()) <= _FEW_WORDS and _SENTENCE.search(text) is None and not text[:1].islower())


def _chunks(element: html.HtmlElement, left_out: Sequence[html.HtmlElement]) -> Iterator[str]:
    """The pieces of text in an element, one for each element that holds text of its own; those in ``left_out`` are passed over."""
    inside: list[str] = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _NOT_SHOWN and child not in left_out:
            if child.tag in _INLINE:
                inside.append(" ".join(_chunks(child, left_out)))
            else:
                yield from _said(inside)
                inside = []
                yield from _chunks(child, left_out)
        inside.append(child.tail or "")
    yield from _said(inside)


def _said(parts: list[str]) -> Iterator[str]:
    if text := " ".join("".join(parts).split()):
        yield text


def _addresses(holder: html.HtmlElement) -> Iterator[str]:
    for image in holder.iter("img", "source", "amp-img", "video"):
        for name in (*_STEMS, "poster"):
            if (value := image.get(name)) and not value.startswith("data:"):
                yield from (part.split()[0] for part in value.split(", ") if part.split())


def _main(root: html.HtmlElement, figures: Sequence[Figure], stated: Picture, article: Sequence[Block]) -> Figure | None:
    """The figure of the picture the page gives as its own, else the first with words at the head of the article."""
    if stated.url:
        stem = _stem(stated.url)
        for figure in figures:
            if any(_stem(address) == stem for address in figure.addresses):
                return figure
    places = {element: place for place, element in enumerate(root.iter())}
    head = max((places[block.element] for block in article[:_HEAD] if block.element in places), default=-1)
    return next((figure for figure in figures if (figure.caption or figure.credit) and places.get(figure.holder, 0) <= head), None)


def _stem(address: str) -> str:
    """What names a picture whatever its size: the longest part of its path."""
    path = urlsplit(address).path
    return max((part.rpartition(".")[0] or part for part in path.split("/")), key=len, default="")
