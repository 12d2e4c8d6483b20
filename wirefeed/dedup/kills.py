"""Withdrawals: what a kill notice withdraws, and whether an arriving report was withdrawn before it came. It changes nothing itself."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from wirefeed.dedup.identity import led, title_share
from wirefeed.dedup.keys import CONTENT, GUID, HEADLINE, KILL, URL, asked, is_article_link, named, plain_headline
from wirefeed.dedup.near import Likeness
from wirefeed.dedup.rules import DedupRules
from wirefeed.dedup.versions import judge_version
from wirefeed.model.ids import ItemRef, key_hash
from wirefeed.model.item import Item, Kind, PubStatus
from wirefeed.model.match import Kill, Known, Repeat, Stale


def judge_notice(item: Item, known: Sequence[Known], rules: DedupRules, now: datetime) -> Kill | Repeat | Stale:
    """The verdict on an item that withdraws something: itself, when its guid is a report's; else whatever it names."""
    own = next(iter(led(known, GUID, key_hash(item.guid))), None)
    again = own or next((one for one in led(known, CONTENT, item.content_hash) if one.kind is Kind.KILL), None)
    if again and is_withdrawn(again) and item.content_hash in again.hashes:
        return Repeat(of=again.ref, reasons=("this withdrawal is known",))
    others = targets(item, [one for one in known if one is not own], rules)
    if own is None:
        told = "withdraws what it names" if others else "withdraws a report that was never seen"
        return Kill(of=others, reasons=(told,))
    if is_withdrawn(own):
        return Kill(of=(own.ref, *others), reasons=("a withdrawal in new words",))
    verdict = judge_version(item, own, rules, now)
    if isinstance(verdict, Kill):
        return Kill(of=(own.ref, *others), reasons=verdict.reasons)
    return verdict if isinstance(verdict, Stale) else Repeat(of=own.ref, reasons=("nothing new in it",))


def is_withdrawn(known: Known) -> bool:
    """Whether a known item is a notice, or withdrawn itself."""
    return known.kind is Kind.KILL or known.pubstatus is PubStatus.CANCELED


def targets(item: Item, known: Sequence[Known], rules: DedupRules) -> tuple[ItemRef, ...]:
    """What a notice withdraws: what its guids, links or text lead to; else the latest report under its headline.

    A report that was changed after the notice is not the one it meant.
    """
    live = [one for one in known if one.ref.feed == item.feed and not is_withdrawn(one) and not _is_later(one, item)]
    direct = {(CONTENT, item.content_hash), *named(item)}
    if item.url_key and is_article_link(item.url_key):
        direct.add((URL, key_hash(item.url_key)))
    found = [one.ref for one in live if one.matched & direct]
    return tuple(found or [one.ref for one in _latest(_same_headline(item, live, rules))])


def _is_later(report: Item | Known, notice: Item | Known) -> bool:
    """Whether the source gave the report a later time than the notice; an undated report is not later."""
    told = report.updated_at or (report.published_at if report.dated else None)
    return told is not None and told > (notice.updated_at or notice.published_at)


def _same_headline(item: Item, known: Iterable[Known], rules: DedupRules) -> list[Known]:
    name = key_hash(plain_headline(item.headline))
    recent = timedelta(days=rules.kill_days)
    return [one for one in led(known, HEADLINE, name) if timedelta(0) <= item.published_at - one.published_at <= recent]


def _latest(known: list[Known]) -> list[Known]:
    return sorted(known, key=lambda one: (one.published_at, one.ref))[-1:]


def _is_repeated(item: Item, like: Likeness, rules: DedupRules) -> bool:
    return (
        like.is_copy
        and like.candidate.ref.feed == item.feed
        and like.candidate.pubstatus is not PubStatus.CANCELED
        and title_share(item, like.candidate) >= rules.same_title
    )


def withdrawn_before(item: Item, known: Iterable[Known], rules: DedupRules) -> Known | None:
    """The notice of the same feed that withdrew this report before it came; a report later than the notice is not the one it meant."""
    wanted = {key for key in asked(item) if key[0] == KILL}
    by_headline = (KILL, key_hash(plain_headline(item.headline)))
    for notice in known:
        means = notice.matched & wanted
        if not means or notice.kind is not Kind.KILL or notice.ref.feed != item.feed:
            continue
        recent = notice.published_at - item.published_at <= timedelta(days=rules.kill_days)
        if not _is_later(item, notice) and (recent or means != {by_headline}):
            return notice
    return None


def corrected(item: Item, known: Iterable[Known], likenesses: Iterable[Likeness], rules: DedupRules) -> tuple[ItemRef, ...]:
    """The reports of the same feed that a correction under a guid of its own puts right: the one it names, heads or repeats."""
    if item.kind is not Kind.CORRECTION:
        return ()
    live = [one for one in known if not is_withdrawn(one) and one.ref.key != item.key]
    found = [one.ref for one in _latest(_same_headline(item, live, rules))]
    return tuple(found or [like.candidate.ref for like in likenesses if _is_repeated(item, like, rules)][:1])
