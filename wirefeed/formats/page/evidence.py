"""What speaks for and against each block of a page being a paragraph of its article. It weighs nothing.

Evidence is a name and a figure, mostly 1: the block's own form, the words of class and id around it, where it stands, and what two
witnesses say that know the page better or worse: the extraction library and the page's own JSON-LD.
"""

# ruff: noqa: PLR2004 - what a figure separates is said by the name of the evidence
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from lxml import html

from wirefeed.formats.page.blocks import Block, named
from wirefeed.formats.page.data import PageData

Evidence = dict[str, float]

_NOT_WORDS: Final = re.compile(r"[\W_]+")
_TAGS: Final = re.compile(r"<[^<>]*>")
_ENDS: Final = re.compile(r"[.!?…。！？։।؟][\"”’»)\]]*\s*$|[\"”»]\s*$")
_LABEL: Final = re.compile(r"^[^.!?:]{3,28}[:|]\s")
_QUOTES: Final = frozenset("\"„“«»‘'–-—")
_WIDER: Final = 1.12
_HOMELY: Final = 600
SURE: Final = 80
"""Characters from which a paragraph with hardly a link counts as running text."""
_LEADS: Final = named(
    "lead lede intro standfirst excerpt abstract subtitle dek deck description teaser summary subheadline ingress preamble"
)
_SHOWN_TAGS: Final = ("p", "li", "blockquote", "h1", "h2", "h3", "h4", "td")
_AROUND_TAGS: Final = ("aside", "figure", "figcaption", "footer", "header", "form", "table", "blockquote", "section")
NAMES: Final = named(
    """
    related more teaser promo newsletter comment comments share social ad ads author authors byline bio date time caption credit tags tag
    embed facts fact box infobox info list link links inline recommended widget read also media image video gallery summary title headline
    body content text paragraph article story meta subtitle footer header label disclaimer copyright kicker source hidden sr quote
    pullquote correction topic cookie consent placeholder modal popup sidebar subscribe paywall survey poll product price app audio podcast
    trending popular toolbar breadcrumb highlights note legend figure banner sponsored live timeline biography profile
    """
)
"""Words of class, id, role and itemprop that say something of what stands inside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """What others took for the text of the page: letters and digits only, without case. Empty: no opinion.

    ``titles`` are what it may be called, ``stated`` those of them it states itself.
    """

    library: str
    data: str
    titles: frozenset[str]
    stated: frozenset[str]
    descriptions: tuple[str, ...]


def bare(text: str) -> str:
    """A text's letters and digits, without case."""
    return _NOT_WORDS.sub("", text).lower()


def hear(library: str, data: PageData, blocks: Sequence[Block]) -> Witnesses:
    """The witnesses, made comparable. ``library`` is what the extraction library took for the text."""
    stated = frozenset(title for each in data.titles if len(title := bare(each)) > 10)
    headings = frozenset(title for block in blocks if block.tag == "h1" and len(title := bare(block.text)) > 10)
    return Witnesses(
        library=bare(library),
        data=bare(_TAGS.sub(" ", data.body)),
        titles=stated | headings,
        stated=stated,
        descriptions=tuple(told for each in data.descriptions if len(told := bare(each)) > 25),
    )


@dataclass(slots=True, kw_only=True)
class Layout:
    """Where the article stands on the page.

    ``under`` says of each block whether it stands in the element that holds most of the running text, ``steps`` how many elements lie
    between (-1: it does not). ``first`` and ``last`` are the places of the first and last sure paragraph,
    ``title`` that of the headline before them. ``shares`` is the part of the container's text that has the block's form.
    """

    under: list[bool]
    steps: list[int]
    first: int
    last: int
    title: int
    shares: list[float]
    strange: list[bool]


def survey(blocks: Sequence[Block], bares: Sequence[str], witnesses: Witnesses) -> Layout:
    """Find the article on the page."""
    container = _container(blocks, bares, witnesses)
    steps = [block.holders.index(container) if container in block.holders else -1 for block in blocks]
    under = [step >= 0 for step in steps]
    sure = [i for i, block in enumerate(blocks) if under[i] and is_running(block) and block.tag in ("p", "div", "section", "td", "article")]
    first, last = (sure[0], sure[-1]) if sure else (0, len(blocks))
    titles = [i for i in range(first + 1) if blocks[i : i + 1] and (blocks[i].tag == "h1" or bares[i] in witnesses.titles)]
    layout = Layout(under=under, steps=steps, first=first, last=last, title=titles[-1] if titles else -1, shares=[], strange=[])
    layout.shares = _shares(blocks, under)
    layout.strange = _strangers(blocks, first)
    return layout


def is_running(block: Block) -> bool:
    """Whether a block is running text: long, and hardly a link."""
    return len(block.text) > SURE and block.linked < 0.3


def _container(blocks: Sequence[Block], bares: Sequence[str], witnesses: Witnesses) -> html.HtmlElement | None:
    """The element with most running text near it, widened while what holds it has notably more of it."""
    home = _home(blocks, bares, witnesses)
    near: Counter[html.HtmlElement] = Counter()
    whole: Counter[html.HtmlElement] = Counter()
    for block, plain in zip(blocks, bares, strict=True):
        if not (is_running(block) and _ENDS.search(block.text)) or (home is not None and home not in block.holders):
            continue
        weight = int(len(block.text) * (10 if plain in witnesses.library or plain in witnesses.data else 3))
        own = 1 if block.tag in ("p", "li", "blockquote") or block.tag[0] == "h" else 0
        for element, part in zip(block.holders[own:], (1.0, 0.7, 0.45, 0.25), strict=False):
            near[element] += int(weight * part)
        if block.tag != "li" and "aside" not in block.tags:
            for element in block.holders[own:]:
                whole[element] += weight
    if not near:
        return None
    best = max(near, key=lambda element: near[element])
    return _widened(best, whole)


def _widened(best: html.HtmlElement, whole: Mapping[html.HtmlElement, int]) -> html.HtmlElement:
    """The smallest element around ``best`` that leaves no notable part of the running text outside."""
    for element in best.iterancestors():
        if element in whole and whole[element] >= _WIDER * max(1, whole.get(best, 0)):
            best = element
    return best


def _home(blocks: Sequence[Block], bares: Sequence[str], witnesses: Witnesses) -> html.HtmlElement | None:
    """The <article> with the page's own headline, where its text stands in there too: pages without end hold many."""
    for block, plain in zip(blocks, bares, strict=True):
        if plain in witnesses.stated and "article" in block.tags:
            home = block.holders[block.tags.index("article")]
            size = sum(len(other.text) for other in blocks if is_running(other) and home in other.holders)
            return home if size >= _HOMELY else None
    return None


def _shares(blocks: Sequence[Block], under: Sequence[bool]) -> list[float]:
    """How much of the container's text is of each block's form: same kind of element with the same holder, or with the same names."""
    beside: Counter[object] = Counter()
    alike: Counter[object] = Counter()
    for block, inside in zip(blocks, under, strict=True):
        if inside:
            beside[block.tag, block.holders[:2][-1]] += len(block.text)
            alike[block.tag, block.names[0]] += len(block.text)
    whole = sum(beside.values()) or 1
    return [
        max(beside[block.tag, block.holders[:2][-1]], alike[block.tag, block.names[0]]) / whole if inside else 0.0
        for block, inside in zip(blocks, under, strict=True)
    ]


def _strangers(blocks: Sequence[Block], first: int) -> list[bool]:
    """Which blocks stand in an <article> that is not the first sure paragraph's: teasers, comments, the next story of an endless page."""
    home = {id(each) for each in blocks[first].holders if each.tag == "article"} if first < len(blocks) else set()
    if not home:
        return [False] * len(blocks)
    return [any(each.tag == "article" and id(each) not in home for each in block.holders) for block in blocks]


def collect(blocks: Sequence[Block], witnesses: Witnesses) -> list[Evidence]:
    """The evidence for every block."""
    bares = [bare(block.text) for block in blocks]
    layout = survey(blocks, bares, witnesses)
    taken = [bool(plain) and plain in witnesses.library for plain in bares]
    seen: set[str] = set()
    counts = Counter(bares)
    found = []
    for i, block in enumerate(blocks):
        evidence: Evidence = {"bias": 1.0}
        _form(evidence, block)
        _witnessed(evidence, block, bares[i], witnesses, i, taken)
        _placed(evidence, block, layout, i)
        _named(evidence, block, layout.steps[i])
        _flag(evidence, "again", bares[i] in seen)
        _flag(evidence, "twice", counts[bares[i]] > 1)
        seen.add(bares[i])
        found.append(evidence)
    return found


def _flag(evidence: Evidence, name: str, holds: bool) -> None:
    if holds:
        evidence[name] = 1.0


def _form(evidence: Evidence, block: Block) -> None:
    """What the block itself looks like."""
    text, tag, size = block.text, block.tag, len(block.text)
    ends = _ENDS.search(text) is not None
    evidence[f"tag {tag if tag in _SHOWN_TAGS else 'other'}"] = 1.0
    evidence["length"] = log(1 + size) / 6
    evidence["linked"] = block.linked
    evidence["digits"] = sum(map(str.isdigit, text)) / size
    _flag(evidence, "short", size < 30)
    _flag(evidence, "long", size > 120)
    _flag(evidence, "sentence", ends)
    _flag(evidence, "long sentence", ends and size > SURE)
    _flag(evidence, "subheading", tag in ("h2", "h3", "h4") and size > 8)
    _flag(evidence, "all link", block.linked > 0.8)
    _flag(evidence, "link paragraph", block.linked > 0.5 and tag == "p")
    _flag(evidence, "label and link", block.linked > 0.4 and _LABEL.search(text) is not None)
    _flag(evidence, "label", size < 200 and _LABEL.search(text) is not None)
    _flag(evidence, "emphasis", block.strong > 0.9)
    _flag(evidence, "emphasis paragraph", block.strong > 0.9 and tag == "p" and size > SURE)
    _flag(evidence, "colon", text.endswith(":"))
    _flag(evidence, "capitals", text.isupper())
    _flag(evidence, "quote mark", text[:1] in _QUOTES)
    _flag(evidence, "list sentence", tag == "li" and ends and size > SURE)


def _witnessed(evidence: Evidence, block: Block, plain: str, witnesses: Witnesses, i: int, taken: Sequence[bool]) -> None:
    """What the witnesses say of it."""
    if taken[i]:
        evidence["library"] = 1.0
        evidence[f"library {block.tag if block.tag in _SHOWN_TAGS else 'other'}"] = 1.0
        _flag(evidence, "library long", len(block.text) > 60)
    _flag(evidence, "library before", i > 0 and taken[i - 1])
    _flag(evidence, "library after", i + 1 < len(taken) and taken[i + 1])
    if len(witnesses.data) > 600:
        stated = plain in witnesses.data and len(block.text) > 20
        evidence["data" if stated else "data silent"] = 1.0
        _flag(evidence, "data silent p", not stated and block.tag == "p")
    _flag(evidence, "title", plain in witnesses.titles)
    _flag(
        evidence,
        "description",
        any(plain == told or (len(plain) > 40 and (plain in told or told in plain)) for told in witnesses.descriptions),
    )


def _placed(evidence: Evidence, block: Block, layout: Layout, i: int) -> None:
    """Where it stands."""
    gap = layout.title < i < layout.first
    steps = layout.steps[i]
    _flag(evidence, "under", layout.under[i])
    _flag(evidence, "direct", layout.under[i] and steps <= 1)
    _flag(evidence, "near", steps in (2, 3))
    _flag(evidence, "deep", steps > 3)
    _flag(evidence, "list direct", block.tag == "li" and 0 <= steps <= 2)
    _flag(evidence, "before", i < layout.first)
    _flag(evidence, "after", i > layout.last)
    _flag(evidence, "before title", i < layout.title)
    _flag(evidence, "after title", gap)
    _flag(evidence, "standfirst", gap and len(block.text) > SURE and block.linked < 0.3 and _ENDS.search(block.text) is not None)
    _flag(evidence, "standfirst named", gap and any(names & _LEADS for names in block.names[:3]))
    _flag(evidence, "stranger", layout.strange[i])
    evidence["share"] = layout.shares[i]
    _flag(evidence, "main share", layout.shares[i] > 0.35)
    for tag in _AROUND_TAGS:
        _flag(evidence, f"in {tag}", tag in block.tags)
    _flag(evidence, "in li", "li" in block.tags[1:])
    _flag(evidence, "subheading under", layout.under[i] and block.tag in ("h2", "h3"))


def _named(evidence: Evidence, block: Block, steps: int) -> None:
    """What class and id call it and what holds it, up to the container where it stands in there."""
    own = block.names[0]
    held = frozenset().union(*block.names[1 : max(1, steps) if steps >= 0 else 5])
    for name in own & NAMES:
        evidence[f"is {name}"] = 1.0
    for name in held & NAMES:
        evidence[f"in .{name}"] = 1.0
