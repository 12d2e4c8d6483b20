"""The verdict on one arriving item, with reasons an editor can read. It loads and stores nothing, and embargoes are not its business.

::

    a notice? ──────────────> Kill │ Repeat │ Stale                (kills)
    known by a name? ───────> Revision │ Repeat │ Stale            (identity, versions)
    withdrawn already? ─────> Kill of itself                       (kills)
    renamed? ───────────────> Revision                             (identity)
    mostly another's text? ─> NearDuplicate, else New              (near)
"""

from collections.abc import Sequence
from datetime import datetime

from wirefeed.dedup.identity import Neighbours, find, renamed
from wirefeed.dedup.keys import is_notice
from wirefeed.dedup.kills import corrected, judge_notice, withdrawn_before
from wirefeed.dedup.near import Likeness, Shelf, likenesses
from wirefeed.dedup.rules import DedupRules
from wirefeed.dedup.versions import judge_version
from wirefeed.model.item import Item, Kind, PubStatus
from wirefeed.model.match import Candidate, Judgement, Kill, Known, Match, NearDuplicate, New, Repeat, Revision, Stale

ALONE = Neighbours()


def judge(
    item: Item,
    known: Sequence[Known],
    near: Sequence[Candidate],
    rules: DedupRules,
    now: datetime,
    *,
    neighbours: Neighbours = ALONE,
    shelf: Shelf | None = None,
) -> Judgement:
    """Judge one item in the light of the items of its feed it may be (``known``) and of the texts of any feed it may copy (``near``).

    ``neighbours`` tells what else stands in the same document, ``shelf`` keeps shingles from one call to the next.
    """
    shelf = shelf or Shelf()
    known = tuple(one for one in known if one.ref.feed == item.feed)
    if is_notice(item):
        return Judgement(verdict=judge_notice(item, known, rules, now))
    found = find(item, known, neighbours, rules, shelf)
    if found is None:
        return _judge_unknown(item, known, likenesses(item, near, rules, shelf), neighbours, rules, shelf)
    verdict = judge_version(item, found.known, rules, now, lagging=neighbours.lagging)
    if isinstance(verdict, Repeat | Stale | Kill):
        return Judgement(verdict=verdict)
    if withdrawn_before(item, known, rules):
        return Judgement(verdict=Kill(of=(found.known.ref,), reasons=("withdrawn before this version came",)))
    others = tuple(like for like in likenesses(item, near, rules, shelf) if like.candidate.ref.key != found.known.key)
    revision = Revision(of=verdict.of, kind=verdict.kind, reasons=(found.reason, *verdict.reasons))
    return Judgement(verdict=revision, near=tuple(like.near() for like in others))


def _judge_unknown(
    item: Item, known: Sequence[Known], alike: Sequence[Likeness], neighbours: Neighbours, rules: DedupRules, shelf: Shelf
) -> Judgement:
    """The verdict on an item no name of which is known."""
    if withdrawn_before(item, known, rules):
        return Judgement(verdict=Kill(of=(item.ref(1),), reasons=("its withdrawal came before it",)))
    continued = renamed(item, alike, neighbours, rules, shelf)
    if continued:
        others = tuple(like.near() for like in alike if like is not continued)
        return Judgement(verdict=_renaming(item, continued), near=others)
    wrong = corrected(item, known, alike, rules)
    near = tuple(like.near() for like in alike)
    copied = _original(item, [like for like in alike if like.candidate.ref not in wrong])
    if copied is None:
        return Judgement(verdict=New(reasons=_why_new(item, alike)), near=near, corrects=wrong)
    reasons = (*copied.near().reasons, *_credit(item, copied))
    match = Match(score=round(copied.overlap.short, 4), reasons=reasons)
    return Judgement(verdict=NearDuplicate(of=copied.candidate.ref, match=match, reasons=reasons), near=near, corrects=wrong)


def _renaming(item: Item, continued: Likeness) -> Revision:
    kind = Kind.UPDATE if item.kind in (Kind.NEWS, Kind.REPEAT) else item.kind
    reasons = ("new guid and link, but the same headline and text", *continued.near().reasons)
    return Revision(of=continued.candidate.ref, kind=kind, reasons=reasons)


def _original(item: Item, alike: Sequence[Likeness]) -> Likeness | None:
    """The text ``item`` is a copy of: the one it credits if that is among them, else the earliest."""
    copies = [like for like in alike if like.is_copy and like.candidate.pubstatus is not PubStatus.CANCELED]
    return min(copies, key=lambda like: (not _credit(item, like), like.candidate.published_at, like.candidate.ref), default=None)


def _credit(item: Item, like: Likeness) -> tuple[str, ...]:
    """Why the candidate counts as the credited origin; empty where it does not."""
    if item.origin and _letters(item.origin) == _letters(like.candidate.agency):
        return (f"credits {item.origin}",)
    return ()


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _why_new(item: Item, alike: Sequence[Likeness]) -> tuple[str, ...]:
    apart = next((like.clash for like in alike if like.clash), None)
    if apart:
        return (f"the template of another report, but {apart}",)
    if item.kind is Kind.CORRECTION:
        return ("a correction under a guid of its own",)
    return ("no guid, link or text of it is known",)
