"""One guid, one entry, within a document. Versions and copies across documents are judged elsewhere (dedup)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from wirefeed.formats.fields import Remarks
from wirefeed.model.delivery import Entry, FaultKind

_SHARED = 0.5
_COMPARED = 100
"""Different articles under one guid that an entry is compared with: with so many the guid says nothing, and each goes by its link."""
_NEVER = datetime.min.replace(tzinfo=UTC)


def one_each(entries: Sequence[Entry], remarks: Remarks) -> dict[int, Entry]:
    """The entries by place, of those with the same guid only the newest: by its times, else the first, as feeds begin with it.

    A guid that stands for different articles (other link, other headline) names none of them: it is taken away, the entries stay.
    """
    by_guid: dict[str, list[int]] = {}
    for i, entry in enumerate(entries):
        if entry.guid is not None:
            by_guid.setdefault(entry.guid, []).append(i)
    kept = list[Entry | None](entries)
    for guid, places in by_guid.items():
        if len(places) > 1:
            remarks.where = guid
            _settle(kept, entries, places, remarks)
    return {i: entry for i, entry in enumerate(kept) if entry is not None}


def _settle(kept: list[Entry | None], entries: Sequence[Entry], places: list[int], remarks: Remarks) -> None:
    articles: list[list[int]] = []
    words = {i: frozenset((entries[i].headline or "").lower().split()) for i in places}
    for i in places:
        told = articles[:_COMPARED]
        article = next((one for one in told if _same_article(entries[one[0]], entries[i], words[one[0]], words[i])), None)
        if article is None:
            articles.append([i])
        else:
            article.append(i)
    for article in articles:
        newest = max(article, key=lambda i: (_time(entries[i]), -i))
        for i in article:
            kept[i] = None
        kept[newest] = entries[newest] if len(articles) == 1 else replace(entries[newest], guid=None)
    if len(articles) > 1:
        remarks.note(FaultKind.BAD_FIELD, f"one guid for {len(articles)} different articles; they go by their links")
    if len(articles) < len(places):
        remarks.note(FaultKind.DUPLICATE_GUID, f"{len(places)} entries with one guid; the newest stands")


def _same_article(one: Entry, other: Entry, words: frozenset[str], others: frozenset[str]) -> bool:
    if one.url == other.url or one.url is None or other.url is None:
        return True
    return not words or not others or len(words & others) >= _SHARED * min(len(words), len(others))


def _time(entry: Entry) -> datetime:
    moment = entry.updated or entry.published
    if moment is None:
        return _NEVER
    return moment if moment.utcoffset() is not None else moment.replace(tzinfo=UTC)
