"""Members of a story -> one composite article. Pure: it reads no clock, no store and no configuration.

::

    printable -> standing -> sources_of (annotate) -> gather -> select -> arrange -> print -> verify -> Story | Unchanged
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from wirefeed.compose.agencies import agencies_of, quoted_name
from wirefeed.compose.article import Article, outlook, write
from wirefeed.compose.concepts import Pair
from wirefeed.compose.frame import reporting_line
from wirefeed.compose.headline import headline_of, is_foreign, opines
from wirefeed.compose.notes import notes_on
from wirefeed.compose.picture import picture_of
from wirefeed.compose.pool import Pool, gather
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.slug import slug_of
from wirefeed.compose.source import Annotations, Source, sources_of
from wirefeed.compose.succession import standing, successions
from wirefeed.compose.untitled import LAST_RESORT, headline_from
from wirefeed.compose.verify import verify
from wirefeed.compose.weigh import weigh
from wirefeed.errors import ProvenanceError
from wirefeed.model.item import Kind, PubStatus
from wirefeed.model.story import Member, Segments, Story, Unchanged, plain
from wirefeed.text.language import UNKNOWN
from wirefeed.text.words import primary

NO_COPY: Final = frozenset({Kind.KILL, Kind.HOLD, Kind.ADVISORY})
"""Kinds of item that speak to editors; nothing of them is ever printed."""


def compose(
    story_id: str,
    members: tuple[Member, ...],
    previous: Story | None,
    rules: ComposeRules,
    now: datetime,
    annotations: Annotations | None = None,
) -> Story | Unchanged:
    """The composite of some members at ``now``, verified against them.

    ``previous`` is the story's current version: the new one carries the next number, keeps its sentences where nothing better came,
    and is Unchanged when its content is the same. ``annotations`` may be kept between calls. Raises ProvenanceError rather than
    return an article that does not rebuild.
    """
    made = _article(story_id, members, previous, rules, now, annotations or Annotations())
    _require_faithful(made, members)
    if previous is None:
        return made
    made = replace(made, version=previous.version)
    return Unchanged(story=previous) if made == previous else replace(made, version=previous.version + 1)


def _require_faithful(story: Story, members: Sequence[Member]) -> None:
    items = {member.ref: member.item for member in members}
    names = frozenset(name for member in members for name in (member.agency.quoted_as, quoted_name(member, members)))
    if mismatches := verify(story, items.__getitem__, names):
        first = mismatches[0]
        raise ProvenanceError(f"story {story.id}: {len(mismatches)} mismatches, first in {first.part} {first.paragraph}: {first.why}")


def _article(
    story_id: str, members: tuple[Member, ...], previous: Story | None, rules: ComposeRules, now: datetime, annotations: Annotations
) -> Story:
    printable = sorted(
        (member for member in members if may_be_printed(member, now)), key=lambda member: (member.item.published_at, member.ref)
    )
    if not printable:
        return Story(id=story_id, slug="", headline=(), paragraphs=(), status=_emptied(members))
    replaced = successions(printable)
    usable = standing(printable, replaced)
    told = _told(usable)
    language = _language(told, rules.written_in)
    sources = sources_of([member for member in told if primary(member.item.language) == primary(language)], annotations, rules)
    weights = weigh(sources) if len(sources) > 1 else {}
    pool = gather(sources, weights, rules)
    known = outlook(pool, rules, previous)
    headline = headline_of(sources, weights, language, pool.text(known.ledes[0]) if known.ledes else "")
    text = write(pool, headline, language, rules, known)
    headline = _over(text, pool, weights, language, headline)
    caption, credit, image_url = picture_of(sources, text.source, [member for member in usable if _is_in(language, member)])
    agencies = agencies_of(text.paragraphs, usable)
    return Story(
        id=story_id,
        slug=slug_of(_as_cited(headline), sources, language),
        headline=headline,
        paragraphs=text.paragraphs,
        caption=caption,
        credit=credit,
        image_url=image_url,
        reporting_line=reporting_line(agencies, language),
        agencies=agencies,
        voices=voices_of(usable),
        language=language,
        urgency=min((member.item.urgency for member in printable if member.item.urgency), default=None),
        located=next((place for source in _from(sources, text.source) if (place := source.member.item.located)), None),
        lead=sources[text.source].member.ref,
        notes=(*(one.note() for one in replaced), *notes_on(pool, language)),
    )


def _over(text: Article, pool: Pool, weights: dict[Pair, float], language: str, title: Segments) -> Segments:
    """The headline over a text: the title that says most of it; where that opines or is foreign, as much of the lede as says it all.

    ``title`` was the best before the text was written; of a single source it is the only one.
    """
    if not text.printed:
        return title
    fits = sober = bool(title)
    if len(pool.sources) > 1:
        body = " ".join(map(plain, text.paragraphs))
        told_by = {segment.source.item for paragraph in text.paragraphs for segment in paragraph if segment.source is not None}
        title = headline_of(pool.sources, weights, language, plain(text.printed[0][1]), body, told_by, pool.sources[text.source].member.ref)
        sober = bool(title) and not opines(title, pool.sources)
        fits = sober and not is_foreign(title, body, told_by, language)
    if fits:
        return title
    line = pool.lines[text.printed[0][0]]
    member, start = pool.sources[line.source].member, line.sentence.start + line.sentence.loose
    if short := headline_from(member, start, line.sentence.end, language):
        return short
    return title if sober else headline_from(member, start, line.sentence.end, language, longest=LAST_RESORT) or title


def _as_cited(headline: Segments) -> str:
    """A headline with the small letters its sources have: a slug is made of their words."""
    return "".join(segment.text.lower() if segment.operation == "capital" else segment.text for segment in headline)


def _told(usable: Sequence[Member]) -> Sequence[Member]:
    """The members that tell the story: not a photo that is an item of its own, whose headline is its caption, where there is a text."""
    return [member for member in usable if member.item.text or not member.item.caption] or usable


def _from(sources: Sequence[Source], first: int) -> list[Source]:
    return [sources[first], *(source for number, source in enumerate(sources) if number != first)]


def voices_of(members: Sequence[Member]) -> int:
    """Independent voices: those the texts speak with, but no more than there are agencies that supply them.

    A feed that credits twelve agencies is one voice, whoever they are.
    """
    return min(len({member.origin for member in members}), len({member.agency.key for member in members}))


def may_be_printed(member: Member, now: datetime) -> bool:
    """Whether an item may appear in public now."""
    item = member.item
    return not member.withdrawn and item.pubstatus is PubStatus.USABLE and item.kind not in NO_COPY and not item.embargoed_at(now)


def _emptied(members: Sequence[Member]) -> PubStatus:
    """The status of a story with nothing to print: withheld when something is only held, canceled when all was withdrawn."""
    held = any(not member.withdrawn and member.item.pubstatus is not PubStatus.CANCELED for member in members)
    return PubStatus.WITHHELD if held else PubStatus.CANCELED


def _is_in(language: str, member: Member) -> bool:
    """Whether a member's words may stand in an article in this language: they are, or nobody knows what they are in."""
    return primary(member.item.language) in {primary(language), UNKNOWN}


def _language(members: Sequence[Member], preferred: Sequence[str]) -> str:
    """The language to write in, as one of the members has it."""
    tags = {primary(member.item.language): member.item.language for member in reversed(members)}
    chosen = next((tags[language] for language in preferred if language in tags), None)
    if chosen is not None:
        return chosen
    counts: dict[str, int] = {}
    for member in members:
        counts[member.item.language] = counts.get(member.item.language, 0) + 1
    return max(counts, key=counts.__getitem__)
