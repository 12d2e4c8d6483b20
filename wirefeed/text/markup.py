"""HTML fragments to plain text: paragraphs parted by a blank line, entities resolved, pictures and captions apart. It renders nothing.

One scan from left to right, as a browser's tokenizer does it: no tree, so no depth to fear, and no input can make it raise.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final, NamedTuple

from wirefeed.text.listing import listed

LONGEST: Final = 400_000
"""Characters of one fragment that are read; the rest is cut off."""


_BLOCKS: Final = listed(
    """
    address article aside block blockquote body center details dialog dir div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header
    hgroup hl1 hl2 html main menu nav ol p pre section summary table tbody tfoot thead ul
    """
)
_LINES: Final = listed("br caption dd dt hr legend li option tr")
_CELLS: Final = listed("td th")
_PASSED_OVER: Final = listed(
    "audio button canvas head iframe math noembed noframes object script select style svg template textarea title video"
)
_DROPPED_UNCLOSED: Final = listed("script style")
_PICTURES: Final = listed("img image media-reference")
_CAPTIONS: Final = listed("figcaption media-caption")
_CAPTION_HOLDERS: Final = listed("dd div em h6 i p small span")
_CAPTION_CLASS: Final = re.compile(r"(?:^|[\s_-])caption(?:$|[\s_-])", re.IGNORECASE)

# A comment, a CDATA section, a declaration, a tag. Every alternative matches up to where it could not go on, so that no character is
# looked at twice; and as a tag may end without its ">" (cut off, or followed by another "<"), what was read of it is never given up.
_MARK: Final = re.compile(
    r"<(?:!--.*?(?:-->|\Z)|!\[CDATA\[(.*?)(?:\]\]>|\Z)|[!?][^>]*+(?:>|\Z)"
    r"|(/?)([a-zA-Z][a-zA-Z0-9:_-]{0,40})((?:[^<>=]++|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|=)*)(>?))",
    re.DOTALL,
)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*+>")
_ATTRIBUTE: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9:_-]{0,40})\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_EDGES: Final = " \t\u00a0"
_BLANKS: Final = re.compile(r"\n{3,}")

_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}+(?![0-9])|#[xX][0-9a-fA-F]{1,6}+(?![0-9a-fA-F])|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_TWICE: Final = re.compile(r"&(?:#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8}[0-9]{0,2});")
_ESCAPED_MARKUP: Final = re.compile(
    r"</(?:p|div|a|b|i|em|strong|ul|li|span|h[1-6]|blockquote)>|<(?:br|p)\s*/?>|<img\s[^<>]*src=", re.IGNORECASE
)
"""What only mark-up escaped once too often looks like: an end tag, a break, a picture."""
_PIXEL: Final = listed("0 1 2 0px 1px 2px")
_MOST_PICTURES: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of a fragment as it was linked: address (unchecked), alternative text, caption."""

    url: str
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """What a fragment says and what it shows."""

    text: str
    images: tuple[Image, ...] = ()


def to_text(html: str) -> str:
    """The plain text of an HTML fragment; of text without mark-up the text itself, its entities resolved. Never raises."""
    return read_fragment(html).text


def images(html: str) -> tuple[Image, ...]:
    """The pictures of a fragment in order, tracking pixels left out. Addresses are as given: ``urls.safe_url`` is to vet them."""
    return read_fragment(html).images if "<" in html else ()


def read_fragment(html: str) -> Fragment:
    """Text and pictures of a fragment in one scan; the scan is repeated once where mark-up was escaped twice."""
    source = html[:LONGEST]
    fragment = _scan(source)
    if "<" in fragment.text and not _TAG.search(source) and _ESCAPED_MARKUP.search(fragment.text):
        fragment = _scan(fragment.text)
    return fragment


def resolve(text: str) -> str:
    """``text`` with its entities resolved, those escaped twice (``&amp;#8216;``) too; what is no entity stays."""
    if "&" not in text:
        return text
    once = _ENTITY.sub(_entity, text)
    return _ENTITY.sub(_entity, once) if "&" in once and _TWICE.search(once) else once


def _entity(match: re.Match[str]) -> str:
    return unescape(match[0])


def _scan(source: str) -> Fragment:
    if "<" not in source:
        return Fragment(text=resolve(source).strip())
    tokens = tuple(_tokens(source))
    writer = _Writer(keep_captions=False)
    for token in tokens:
        writer.take(token)
    if writer.in_caption:
        # A caption that never ends may have swallowed the article.
        writer = _Writer(keep_captions=True)
        for token in tokens:
            writer.take(token)
    return writer.fragment()


class _Tag(NamedTuple):
    """One tag as it stood: ``rest`` is its attributes, unread."""

    name: str
    closes: bool
    rest: str


def _tokens(source: str) -> Iterator[str | _Tag]:
    """The text runs and tags of a fragment in order; comments, and the insides of scripts and the like, are passed over."""
    at = text_from = 0
    unclosed: set[str] = set()
    while (match := _MARK.search(source, at)) is not None:
        at = match.end()
        cdata, slash, name, rest, end = match.groups()
        if name and not end and "=" not in rest:
            continue
        yield source[text_from : match.start()]
        text_from = at
        if cdata:
            yield cdata
        elif name:
            tag = _Tag(name.lower(), bool(slash), rest)
            yield tag
            if tag.name in _PASSED_OVER and not tag.closes and not rest.endswith("/"):
                at = text_from = _after(source, tag.name, at, unclosed)
    yield source[text_from:]


def _after(source: str, name: str, at: int, unclosed: set[str]) -> int:
    """Where the element that began before ``at`` ends; of one that never ends the end of all, or ``at`` where that could be the article."""
    if name not in unclosed:
        found = re.compile(rf"</{name}\b", re.IGNORECASE).search(source, at)
        if found:
            return found.start()
        unclosed.add(name)
    return len(source) if name in _DROPPED_UNCLOSED else at


@dataclass(slots=True, kw_only=True)
class _Writer:
    """Collects text, pictures and captions."""

    keep_captions: bool
    parts: list[str] = field(default_factory=list)
    caption: list[str] = field(default_factory=list)
    inside: str | None = None
    depth: int = 0
    preformatted: int = 0
    found: list[Image] = field(default_factory=list)

    @property
    def in_caption(self) -> bool:
        """Whether a caption has begun and not ended."""
        return self.inside is not None

    def take(self, token: str | _Tag) -> None:
        if isinstance(token, str):
            if token:
                self._write(resolve(token) if self.preformatted else _spaced(resolve(token)))
        elif token.name in _PICTURES and not token.closes:
            self._picture(token)
        elif self.inside is not None:
            self._inside_caption(token)
        elif not token.closes and not self.keep_captions and _is_caption(token):
            self.inside, self.depth = token.name, 1
        else:
            self._mark(token)

    def _write(self, text: str) -> None:
        (self.parts if self.inside is None else self.caption).append(text)

    def _mark(self, token: _Tag) -> None:
        name = token.name
        if name in _BLOCKS:
            self._write("\n\n")
            if name == "pre":
                self.preformatted = max(0, self.preformatted + (-1 if token.closes else 1))
        elif name in _LINES:
            if not token.closes:
                self._write("\n")
        elif name in _CELLS and token.closes:
            self._write("\t")

    def _inside_caption(self, token: _Tag) -> None:
        if token.name == self.inside and not token.rest.endswith("/"):
            self.depth += -1 if token.closes else 1
            if self.depth == 0:
                self._end_caption()
        elif token.name in _BLOCKS or token.name in _LINES:
            self._write(" ")

    def _end_caption(self) -> None:
        text = " ".join("".join(self.caption).split())
        self.caption.clear()
        self.inside = None
        self._write("\n\n")
        if self.found and text and not self.found[-1].caption:
            last = self.found.pop()
            self.found.append(Image(url=last.url, alt=last.alt, caption=text))

    def _picture(self, token: _Tag) -> None:
        attributes = read_attributes(token.rest)
        url = attributes.get("src", "")
        if url.startswith("data:") or not url:
            url = attributes.get("data-src") or attributes.get("data-lazy-src") or attributes.get("data-original") or ""
        small = attributes.get("width") in _PIXEL or attributes.get("height") in _PIXEL
        if url and not small and len(self.found) < _MOST_PICTURES:
            self.found.append(Image(url=url, alt=" ".join(attributes.get("alt", "").split())))

    def fragment(self) -> Fragment:
        lines = "".join(self.parts).split("\n")
        text = _BLANKS.sub("\n\n", "\n".join([line.strip(_EDGES) for line in lines]))
        return Fragment(text=text.strip(), images=tuple(self.found))


def read_attributes(rest: str) -> dict[str, str]:
    """The attributes of a tag by lower-case name, the first of each, entities resolved."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(rest[:20_000]):
        found.setdefault(match[1].lower(), resolve(match[2] or match[3] or match[4] or "").strip())
    return found


def _spaced(text: str) -> str:
    """``text`` with runs of white space as single spaces; most has no others."""
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:
        return _SPACES.sub(" ", text)
    return text


def _is_caption(token: _Tag) -> bool:
    if token.name in _CAPTIONS:
        return True
    if token.name not in _CAPTION_HOLDERS or "caption" not in token.rest:
        return False
    return bool(_CAPTION_CLASS.search(read_attributes(token.rest).get("class", "")))
