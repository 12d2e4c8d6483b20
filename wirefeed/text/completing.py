"""An item and what its article page says -> the item in full, or why the page does not serve. It judges no versions.

The feed names the item: its guid, headline, times and status stay. The page gives what the feed leaves out: the whole text, the picture's
words, the reporters.
"""

from typing import Final

from wirefeed.model.delivery import Entry, Fault, FaultKind, Picture
from wirefeed.model.item import Item
from wirefeed.text.words import content_words, tokens

_KIN: Final = 0.4
"""Share of the feed's content words that a page of the same article has at least."""
_FEW: Final = 3
_READ: Final = 20_000


def complete(item: Item, page: Entry) -> Entry | Fault:
    """``item`` with the text of its page; a Fault where the page says less than the feed, or speaks of something else."""
    where = item.guid[:200]
    text = page.text or ""
    if len(text) <= len(item.text):
        message = f"the page says less than the feed ({len(text)} of {len(item.text)} characters); the feed's text is kept"
        return Fault(kind=FaultKind.POOR_PAGE, where=where, message=message)
    if _share(item, page) < _KIN:
        message = "the page does not speak of what the feed says (a consent wall, a browser check, another page); the feed's text is kept"
        return Fault(kind=FaultKind.POOR_PAGE, where=where, message=message)
    return Entry(
        guid=item.guid,
        version=item.source_version,
        pubstatus=item.pubstatus,
        kind=item.kind,
        headline=item.headline or page.headline,
        slugline=item.slugline,
        byline=item.byline or page.byline,
        located=item.located,
        published=item.published_at if item.dated else page.published,
        updated=item.updated_at,
        language=item.language,
        summary=item.summary or page.summary,
        text=text,
        url=item.url,
        picture=_picture(item, page.picture),
        urgency=item.urgency,
        embargoed=item.embargoed_until,
        ednote=item.ednote,
        creditline=item.creditline,
        copyrightholder=item.copyrightholder,
        usageterms=item.usageterms,
        subjects=item.subjects or page.subjects,
        links=item.links,
        refers_to=item.refers_to,
    )


def _share(item: Item, page: Entry) -> float:
    """How many of the content words of the feed's headline and text the page has; 1 where the feed says too little to tell."""
    said = f"{item.headline} {item.text[:_READ]}"
    mine = set(content_words(said, item.language) or tokens(said))
    if len(mine) < _FEW:
        return 1.0
    shown = f"{page.headline or ''} {(page.text or '')[:_READ]} {page.summary or ''}"
    theirs = set(content_words(shown, item.language) or tokens(shown))
    return len(mine & theirs) / len(mine)


def _picture(item: Item, page: Picture) -> Picture:
    """The page's picture where it has words of its own, else the feed's, whole: caption and credit of two pictures are never mixed."""
    if page.caption or (page.credit and not item.caption):
        return page if page.url else Picture(url=item.image_url, caption=page.caption, credit=page.credit, photographer=page.photographer)
    if item.image_url or item.caption:
        return Picture(url=item.image_url, caption=item.caption, credit=item.credit, photographer=item.photographer)
    return page
