"""What a version is to the item it belongs to: later, the same, older, poorer. It does not ask which item that is.

The order of evidence, the first that tells the two versions apart decides:

1. ``source_version``, where both are counters (AFP's RevisionId is always 1, Reuters' numbers are no counters: neither decides);
2. ``updated_at``, where both have one; where only one has, times of two kinds are not compared (a page tells its own, a feed its own);
3. ``published_at``, where the source dated both (some desks bump it on every edit);
4. arrival: a text never seen is later than what is known, unless the whole document lags (its server last modified it before one
   read earlier); a text the item had before is not, as a lagging mirror shows just that. The known item tells since when the feed has
   shown an earlier version: what is shown for hours is what the desk went back to.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from wirefeed.dedup.rules import DedupRules
from wirefeed.model.item import Item, Kind, PubStatus
from wirefeed.model.match import Kill, Known, Repeat, Revision, Stale

OLDER: Final = -1
EVEN: Final = 0
NEWER: Final = 1

Version = Revision | Repeat | Stale | Kill

_TYPOGRAPHY: Final = str.maketrans(
    {**dict.fromkeys("‘’‚‛ʼ`´′", "'"), **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‐‑‒–—―−", "-"), "…": "...", "\u00ad": ""}
)
_MOJIBAKE: Final = ("Ã", "â€", "Ð", "Â")
_ENDINGS: Final = (".", "!", "?", '"', "”", "»", ")", "’", "。", "؟", "।")
_MORE: Final = (" [...]", " […]", "[...]", "[…]", "...", "…", " more", " Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """How an arriving version stands to the known one: OLDER, EVEN (nothing tells) or NEWER, and what says so."""

    order: int
    reason: str
    by_time: bool = True


def age(item: Item, known: Known, rules: DedupRules) -> Age:
    """Weigh the evidence for which version is the later, arrival left out."""
    mine, theirs = _counter(item.source_version, rules), _counter(known.source_version, rules)
    if mine is not None and theirs is not None and mine != theirs:
        return Age(order=_sign(mine, theirs), reason=f"source version {mine} against {theirs}", by_time=False)
    if bool(item.updated_at) is not bool(known.updated_at):
        return Age(order=EVEN, reason="only one of them says when it was updated")
    if item.updated_at and known.updated_at and item.updated_at != known.updated_at:
        told = f"updated {_clock(item.updated_at)} against {_clock(known.updated_at)}"
        return Age(order=_sign(item.updated_at, known.updated_at), reason=told)
    if item.dated and known.dated and item.published_at != known.published_at:
        told = f"published {_clock(item.published_at)} against {_clock(known.published_at)}"
        return Age(order=_sign(item.published_at, known.published_at), reason=told)
    return Age(order=EVEN, reason="no version or time tells them apart")


def judge_version(item: Item, known: Known, rules: DedupRules, now: datetime, *, lagging: bool = False) -> Version:
    """The verdict on a version of an item that is known; ``lagging`` says that its document is an old copy."""
    if known.pubstatus is PubStatus.CANCELED:
        return _after_kill(item, known, rules)
    weighed = age(item, known, rules)
    if item.kind is Kind.KILL or item.pubstatus is PubStatus.CANCELED:
        return _kill(item, known, weighed)
    if item.content_hash == known.content_hash:
        return _same_text(item, known, weighed)
    poorer = poorer_copy(item, known, weighed)
    if poorer:
        return Repeat(of=known.ref, reasons=(poorer,))
    if lagging and weighed.order == EVEN:
        weighed = Age(order=OLDER, reason="its document is older than one read before")
    return _other_text(item, known, weighed, rules, now)


def _other_text(item: Item, known: Known, weighed: Age, rules: DedupRules, now: datetime) -> Version:
    had_before = item.content_hash in known.hashes
    if weighed.order == NEWER:
        return _revision(item, known, "back to an earlier text" if had_before else "the text changed", weighed.reason)
    if weighed.order == EVEN and not had_before:
        return _revision(item, known, "the text changed", "it arrived later")
    if not had_before and weighed.by_time and _is_fuller(item, known, rules):
        return _revision(item, known, "the same report in full")
    if known.stale_since and now - known.stale_since >= timedelta(hours=rules.settled_hours):
        return _revision(item, known, "back to an earlier text", f"the feed has shown it alone since {_clock(known.stale_since)}")
    return Stale(newer=known.ref, reasons=("an earlier version" if had_before else "an older version", weighed.reason))


def _same_text(item: Item, known: Known, weighed: Age) -> Version:
    if item.pubstatus is known.pubstatus:
        return Repeat(of=known.ref, reasons=("same text as the current version",))
    held = known.pubstatus is PubStatus.WITHHELD and item.kind is not Kind.RELEASE
    if weighed.order == OLDER or (held and weighed.order == EVEN):
        return Stale(newer=known.ref, reasons=(f"{known.pubstatus.value} since", weighed.reason))
    return _revision(item, known, f"pubstatus {known.pubstatus.value} becomes {item.pubstatus.value}", weighed.reason)


def _kill(item: Item, known: Known, weighed: Age) -> Version:
    if weighed.order == OLDER or (item.content_hash in known.hashes[:-1] and weighed.order != NEWER):
        return Stale(newer=known.ref, reasons=("a withdrawal that was lifted since", weighed.reason))
    return Kill(of=(known.ref,), reasons=("withdraws itself", weighed.reason))


def _after_kill(item: Item, known: Known, rules: DedupRules) -> Version:
    """A withdrawn item comes back only in a version that is later than the withdrawal itself."""
    if item.kind is Kind.KILL or item.pubstatus is PubStatus.CANCELED:
        return Repeat(of=known.ref, reasons=("withdrawn already",))
    poorer = poorer_copy(item, known, Age(order=EVEN, reason=""))
    if poorer:
        return Repeat(of=known.ref, reasons=("withdrawn", poorer))
    mine, theirs = _counter(item.source_version, rules), _counter(known.source_version, rules)
    counted = 0 if mine is None or theirs is None else mine - theirs
    moment, withdrawn = item.updated_at or (item.published_at if item.dated else None), known.updated_at or known.received_at
    if counted > 0 and moment is None:
        return Revision(of=known.ref, kind=Kind.RELEASE, reasons=("released again", f"source version {mine} against {theirs}"))
    if counted >= 0 and moment is not None and moment > withdrawn:
        told = f"{_clock(moment)}, withdrawn {_clock(withdrawn)}"
        return Revision(of=known.ref, kind=Kind.RELEASE, reasons=("released again", told))
    told = "withdrawn: an old copy does not bring it back"
    return Repeat(of=known.ref, reasons=(told,)) if item.content_hash in known.hashes else Stale(newer=known.ref, reasons=(told,))


def _revision(item: Item, known: Known, *reasons: str) -> Revision:
    return Revision(of=known.ref, kind=_kind(item, known), reasons=reasons)


def _kind(item: Item, known: Known) -> Kind:
    """The kind of revision: what the item calls itself, else what the change amounts to."""
    if item.kind not in (Kind.NEWS, Kind.REPEAT):
        return item.kind
    if item.pubstatus is not known.pubstatus:
        return Kind.HOLD if item.pubstatus is PubStatus.WITHHELD else Kind.RELEASE
    return Kind.LEAD if known.kind is Kind.ALERT else Kind.UPDATE


def poorer_copy(item: Item, known: Known, weighed: Age) -> str | None:
    """Why an arriving version says less than the known one without saying anything else; None where it does not."""
    if known.headline and not item.headline:
        return "the headline is missing; the known one is kept"
    if known.text and not item.text:
        return "the text is missing; the known one is kept"
    mine, theirs = (_plain(item.headline), _plain(item.text)), (_plain(known.headline), _plain(known.text))
    if mine == theirs:
        raw = (item.headline, item.text) == (known.headline, known.text)
        return None if raw else "only quotation marks, dashes or spaces differ"
    if _is_garbled(item, theirs):
        return "the same text, garbled by a wrong encoding"
    if mine[0] == theirs[0] and _is_cut(mine[1], theirs[1], item, known, weighed):
        return "a shorter copy of the known text"
    return None


def _is_garbled(item: Item, theirs: tuple[str, str]) -> bool:
    if not any(mark in item.headline or mark in item.text for mark in _MOJIBAKE):
        return False
    return (_plain(_ungarbled(item.headline)), _plain(_ungarbled(item.text))) == theirs


def _ungarbled(text: str) -> str:
    """UTF-8 that was once read as Windows-1252, read anew; what is no such thing stays as it is."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _is_cut(mine: str, theirs: str, item: Item, known: Known, weighed: Age) -> bool:
    """Whether a text under the same headline is only the beginning of the known one, or the form a fuller delivery has replaced."""
    if len(mine) >= len(theirs) or weighed.order == NEWER:
        return False
    if item.content_hash in known.hashes:
        return True
    stem = mine
    for more in _MORE:
        stem = stem.removesuffix(more).rstrip()
    cut_short = stem != mine or not mine.endswith(_ENDINGS)
    return cut_short and bool(stem) and theirs.startswith(stem)


def _is_fuller(item: Item, known: Known, rules: DedupRules) -> bool:
    """Whether this is the known version with its whole text: a page carries times of its own, which prove nothing against the feed's."""
    return _plain(item.headline) == _plain(known.headline) and len(item.text) >= rules.fuller * len(known.text)


def _plain(text: str) -> str:
    return " ".join(text.translate(_TYPOGRAPHY).split())


def _counter(version: str | None, rules: DedupRules) -> int | None:
    digits = (version or "").strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(rules.counter_limit)):
        return None
    number = int(digits)
    return number if number < rules.counter_limit else None


def _sign(mine: datetime | int, theirs: datetime | int) -> int:
    return NEWER if mine > theirs else OLDER  # type: ignore[operator]  # both are of one kind


def _clock(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
