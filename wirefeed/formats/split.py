"""Cut a document down to the items not seen before: a 16-byte fingerprint for each, and a reduced document. It parses nothing.

Most of a polled feed is known already; hashing its items costs a fraction of parsing them (benchmarks: 9 to 75 times less).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from wirefeed.formats.limits import ITEMS, PASS
from wirefeed.formats.scan import Outline, Span
from wirefeed.model.ids import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """What to read of a document now.

    ``spans`` are the items to read, by digest, ``twins`` those that repeat one byte for byte, ``broken`` those beyond the limits,
    ``left`` counts items for a later pass; ``digests`` fingerprint all but the latter.
    """

    spans: dict[bytes, Span]
    digests: frozenset[bytes]
    skipped: int = 0
    twins: tuple[Span, ...] = ()
    broken: tuple[Span, ...] = ()
    left: int = 0


def portion(body: bytes, outline: Outline, seen: frozenset[bytes]) -> Portion:
    """Choose the items that were not seen: at most ``ITEMS``, and at most ``PASS`` bytes if that is more than one."""
    chosen: dict[bytes, Span] = {}
    known, skipped, left, size = set[bytes](), 0, 0, 0
    twins, broken = list[Span](), list[Span]()
    for span in outline.spans:
        mark = digest(without(body, span.counters, span.start, span.end))
        if mark in seen:
            skipped += 1
            known.add(mark)
        elif mark in chosen:
            twins.append(span)
        elif span.problem:
            broken.append(span)
            known.add(mark)
        elif chosen and (left or len(chosen) >= ITEMS or size + span.end - span.start > PASS):
            left += 1
        else:
            chosen[mark] = span
            size += span.end - span.start
    return Portion(
        spans=chosen,
        digests=frozenset(known | chosen.keys()),
        skipped=skipped,
        twins=tuple(twins),
        broken=tuple(broken),
        left=left,
    )


def reduced(body: bytes, outline: Outline, spans: Iterable[Span]) -> bytes:
    """The document with these items alone, trimmed, between its own head and tail."""
    kept = {span.start for span in spans}
    cuts = list(outline.cuts)
    for span in outline.spans:
        cuts.extend(span.cuts if span.start in kept else ((span.start, span.end),))
    return without(body, cuts, 0, outline.end)


def without(body: bytes, cuts: Iterable[tuple[int, int]], start: int, end: int) -> bytes:
    """``body[start:end]`` without these byte ranges (they may overlap)."""
    pieces, at = [], start
    for cut_from, cut_to in sorted(cuts):
        if cut_from > at:
            pieces.append(body[at:cut_from])
        at = max(at, cut_to)
    pieces.append(body[at:end])
    return b"".join(pieces)
