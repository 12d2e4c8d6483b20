"""Stories as an Atom feed (RFC 4287). It serves nothing and knows no address but those it is given."""

from collections.abc import Sequence
from typing import Final

from lxml import etree
from lxml.builder import ElementMaker

from wirefeed.model.story import Story, StoryTimes
from wirefeed.renditions.parts import GENERATOR, parts_of, safe, urn

NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_A: Final = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"


def render(story: Story, times: StoryTimes) -> str:
    """A feed of this one story."""
    return feed(((story, times),), title=safe(story.slug) or story.id, name=f"{urn(story)}:feed")


def feed(stories: Sequence[tuple[Story, StoryTimes]], *, title: str, name: str, link: str | None = None) -> str:
    """A feed of some stories; ``name`` is its id for life, ``link`` where it stands on the web. At least one story."""
    root = _A.feed(
        _A.title(safe(title)),
        _A.id(name),
        _A.updated(max(times.updated_at for _, times in stories).isoformat()),
        _A.generator(GENERATOR),
        _A.author(_A.name(GENERATOR)),
        *((_A.link(rel="self", href=link),) if link else ()),
        *(_entry(story, times) for story, times in stories),
    )
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + str(etree.tostring(root, encoding="unicode", pretty_print=True))


def _entry(story: Story, times: StoryTimes) -> etree._Element:
    parts = parts_of(story)
    entry: etree._Element = _A.entry(
        _A.title(parts.headline or f"{safe(story.slug)} [{story.status.value}]"),
        _A.id(urn(story)),
        _A.published(times.first_seen_at.isoformat()),
        _A.updated(times.updated_at.isoformat()),
        _A.category(term=safe(story.slug)),
    )
    for name in story.agencies if parts.paragraphs else ():
        entry.append(_A.contributor(_A.name(safe(name))))
    if parts.paragraphs:
        content = _A.content("\n\n".join(parts.paragraphs), type="text")
        content.set(f"{_XML}lang", story.language)
        entry.append(content)
    if parts.image_url:
        entry.append(_A.link(rel="related", href=parts.image_url, title=parts.picture))
    return entry
