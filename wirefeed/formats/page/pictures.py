"""A page's main picture with its caption and credit, kept apart. Nothing is invented: alternative text is no caption."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from lxml import html

from wirefeed.formats.page.blocks import named, names_of
from wirefeed.formats.page.data import Node, PageData, words_of
from wirefeed.formats.page.rules import text_at, text_of
from wirefeed.model.delivery import Picture
from wirefeed.model.feed import PageRules
from wirefeed.text.credit import split_caption
from wirefeed.text.urls import safe_url

_CREDITS: Final = named("credit credits copyright copyrights source photographer courtesy attribution quelle rights agency")
_CAPTIONS: Final = named("caption captions figcaption legend bildunterschrift imagecaption bu subline")
_NO_CAPTION: Final = named("related teaser promo gallery author avatar logo newsletter comment")
_SMALL: Final = 100
_STEMS: Final = ("src", "data-src", "data-original", "data-lazy-src", "srcset", "data-srcset")
_LONGEST_CREDIT: Final = 200
_LONGEST_CAPTION: Final = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One picture as the page shows it. ``place`` counts elements from the top."""

    element: html.HtmlElement
    addresses: tuple[str, ...]
    caption: str | None
    credit: str | None
    place: int


def picture_of(root: html.HtmlElement, data: PageData, rules: PageRules, base: str) -> Picture:
    """The main picture: the one the page gives as its own, with the words of the figure that shows it."""
    stated = _stated(data, base)
    figures = tuple(_figures(root))
    main = _main(figures, stated)
    caption, credit = (main.caption, main.credit) if main else (None, None)
    ruled_caption, ruled_credit = text_at(root, rules.caption), text_at(root, rules.credit)
    if ruled_caption:
        caption, bracketed = split_caption(ruled_caption)
        credit = ruled_credit or bracketed or credit
    credit = ruled_credit or credit or stated.credit
    if caption and credit and caption.endswith(credit) and caption != credit:
        caption = caption.removesuffix(credit).rstrip(" |/–—-·(").strip() or None
    url = stated.url or next((url for address in (main.addresses if main else ()) if (url := safe_url(address, base))), None)
    return replace(stated, url=url, caption=caption or stated.caption, credit=credit)


def _stated(data: PageData, base: str) -> Picture:
    """What JSON-LD and meta elements say of the main picture."""
    node = _image_node(data)
    url = next(words_of(data.article.get("image"), "url", "contentUrl", "@id"), None) or data.first(
        "og:image", "og:image:url", "twitter:image"
    )
    credit = next(words_of(node.get("creditText")), None) or next(words_of(node.get("copyrightHolder"), "name"), None)
    if credit is None:
        credit = next(words_of(node.get("author") or node.get("creator"), "name"), None)
    caption, bracketed = split_caption(next(words_of(node.get("caption"), "text"), None))
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
    for place, image in enumerate(root.iter("img", "amp-img", "video")):
        holder = _holder(image)
        if holder is None or holder in met:
            continue
        met.add(holder)
        if any(names_of(above) & _NO_CAPTION for above in (holder, *list(holder.iterancestors())[:2])):
            continue
        caption, credit = _words(holder)
        yield Figure(element=holder, addresses=tuple(_addresses(holder)), caption=caption, credit=credit, place=place)


def _holder(image: html.HtmlElement) -> html.HtmlElement | None:
    """The figure an image stands in, or the nearest element around it that also holds a caption or a credit, and little else."""
    for steps, above in enumerate(image.iterancestors()):
        if above.tag == "figure":
            return above
        if steps > 5 or above.tag in ("body", "main", "article"):  # noqa: PLR2004
            break
    for steps, above in enumerate(image.iterancestors()):
        if steps > 4 or above.tag in ("body", "main", "article"):  # noqa: PLR2004
            return None
        if any(names_of(one) & (_CAPTIONS | _CREDITS) for one in above.iter("div", "p", "span", "figcaption", "small", "em", "cite")):
            return above if len(above.text_content()) < _LONGEST_CAPTION else None
    return None


def _words(holder: html.HtmlElement) -> tuple[str | None, str | None]:
    """A figure's caption and credit, told apart by how the page names them, else by their words."""
    credits_ = [one for one in holder.iter() if isinstance(one.tag, str) and one is not holder and _is_credit(one)]
    credit = next((text for one in credits_ if 0 < len(text := text_of(one)) <= _LONGEST_CREDIT), None)
    captions = [one for one in holder.iter() if isinstance(one.tag, str) and (one.tag == "figcaption" or names_of(one) & _CAPTIONS)]
    for one in captions:
        if any(one is each or one in each.iterdescendants() for each in credits_) and one.tag != "figcaption":
            continue
        text = _without(one, credits_)
        if text:
            caption, bracketed = split_caption(text[:_LONGEST_CAPTION])
            return caption, credit or bracketed
    return None, credit


def _is_credit(element: html.HtmlElement) -> bool:
    names = names_of(element)
    return (bool(names & _CREDITS) and element.tag not in ("figcaption", "img", "a", "picture")) or bool(
        names & _CREDITS and element.tag == "a"
    )


def _without(element: html.HtmlElement, left_out: Sequence[html.HtmlElement]) -> str:
    """The text of an element without that of some inside it."""
    parts: list[str] = []

    def walk(one: html.HtmlElement) -> None:
        if not isinstance(one.tag, str) or one.tag in ("script", "style", "button", "svg") or any(one is each for each in left_out):
            return
        parts.append(one.text or "")
        for child in one:
            walk(child)
            parts.append(child.tail or "")

    walk(element)
    return " ".join("".join(parts).split()).strip("|–—· ")


def _addresses(holder: html.HtmlElement) -> Iterator[str]:
    for image in holder.iter("img", "source", "amp-img", "video"):
        for name in (*_STEMS, "poster"):
            if (value := image.get(name)) and not value.startswith("data:"):
                yield from (part.split()[0] for part in value.split(", ") if part.split())


def _main(figures: Sequence[Figure], stated: Picture) -> Figure | None:
    """The figure of the picture the page gives as its own, else the first with words."""
    if stated.url:
        stem = _stem(stated.url)
        for figure in figures:
            if any(_stem(address) == stem for address in figure.addresses):
                return figure
    return next((figure for figure in figures if figure.caption or figure.credit), figures[0] if figures else None)


def _stem(address: str) -> str:
    """What names a picture whatever its size: the longest part of its path."""
    path = urlsplit(address).path
    return max((part.rpartition(".")[0] or part for part in path.split("/")), key=len, default="")
