"""Who is named for what was printed: the agency that delivered it and, where it reprinted, the agency it reprinted."""

from collections.abc import Sequence

from wirefeed.model.feed import Agency
from wirefeed.model.ids import ItemRef
from wirefeed.model.item import ItemField
from wirefeed.model.story import Member, Segments
from wirefeed.text.agencies import canonical


def agencies_of(paragraphs: Sequence[Segments], members: Sequence[Member]) -> tuple[str, ...]:
    """Names of the agencies with a printed span, by words printed. A reprint counts for both its agencies."""
    known = {member.ref: member for member in members}
    names: dict[ItemRef, dict[str, None]] = {}
    words: dict[str, int] = {}
    for segment in (segment for paragraph in paragraphs for segment in paragraph):
        if segment.source is None or segment.source.field is not ItemField.TEXT:
            continue
        ref, count = segment.source.item, len(segment.text.split())
        if ref not in names:
            names[ref] = dict.fromkeys((known[ref].agency.name, origin_name(known[ref], members)))
        for name in names[ref]:
            words[name] = words.get(name, 0) + count
    return tuple(sorted((name for name in words if words[name]), key=lambda name: (-words[name], name)))


def origin_name(member: Member, members: Sequence[Member]) -> str:
    """The name, as it stands in the reporting line, of the agency whose voice a member's text is."""
    agency = _agency_of_origin(member, members)
    return agency.name if agency else canonical(member.item.origin or member.origin) or member.agency.name


def quoted_name(member: Member, members: Sequence[Member]) -> str:
    """The same as it stands in attributions."""
    agency = _agency_of_origin(member, members)
    return agency.quoted_as if agency else canonical(member.item.origin or member.origin) or member.agency.quoted_as


def _agency_of_origin(member: Member, members: Sequence[Member]) -> Agency | None:
    if member.origin == member.agency.key:
        return member.agency
    return next((other.agency for other in members if other.agency.key == member.origin), None)
