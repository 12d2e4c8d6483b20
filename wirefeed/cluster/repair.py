"""The second look: are two live stories one, and does each member still sit where it fits best? It moves nothing itself."""

from typing import Final

import numpy as np

from wirefeed.cluster.features import agree, measure, rank
from wirefeed.cluster.shelf import LEAD, NAME, STARTS, TEXT, TITLE, WIDTHS, Shelf, Vector
from wirefeed.cluster.stories import DAY, LiveStory, Profile
from wirefeed.cluster.trees import Trees
from wirefeed.cluster.vocabulary import CHANNELS, Floats

PAIR_NAMES: Final = (
    "words",
    "title",
    "lead",
    "names",
    "nearest",
    "mean",
    "farthest",
    "best_match",
    "title_nearest",
    "lead_nearest",
    "names_nearest",
    "cohesion_small",
    "cohesion_large",
    "relative",
    "loss",
    "gap",
    "span",
    "decay",
    "size_small",
    "size_large",
    "numbers",
    "quotes",
    "copies",
    "places",
    "weekdays",
    "lead_names",
    "undated",
    "margin",
    "logit_mean",
    "logit_max",
    "logit_min",
    "length_small",
    "length_large",
    "actors",
    "figures",
)
"""The columns of ``pair_features``, in order."""

PAIR_MONOTONE: Final = frozenset(
    {
        "words",
        "title",
        "lead",
        "names",
        "nearest",
        "mean",
        "farthest",
        "best_match",
        "title_nearest",
        "lead_nearest",
        "names_nearest",
        "relative",
        "numbers",
        "quotes",
        "copies",
        "places",
        "lead_names",
        "actors",
        "figures",
        "margin",
        "logit_mean",
        "logit_max",
        "logit_min",
    }
)
"""The columns of which more never speaks against merging."""

_VOICES: Final = 6
_ALONE: Final = 0.35


def centroid(story: LiveStory, shelf: Shelf, rows: list[int]) -> Vector:
    """A vector that stands for the members in ``rows``: in each channel their normalised weights summed, the heaviest kept."""
    cells = shelf.cells[rows]
    weights = shelf.weights[rows]
    norms = np.sqrt(np.maximum(np.add.reduceat(weights * weights, STARTS, axis=1), 1e-6))
    used, where = np.unique(cells.ravel(), return_inverse=True)
    summed = np.bincount(where.ravel(), (weights / np.repeat(norms, WIDTHS, axis=1)).ravel()).astype(np.float32)
    parts = []
    for channel, most in enumerate(WIDTHS):
        own = np.flatnonzero((used % CHANNELS == channel) & (used >= CHANNELS))
        parts.append(own[np.argsort(-summed[own], kind="stable")[:most]])
    latest = story.members[-1].vector
    kept = np.concatenate(parts)
    return Vector(
        encoded=latest.encoded,
        terms=used[parts[TEXT]] // CHANNELS,
        term_weights=summed[parts[TEXT]],
        names=used[parts[NAME]] // CHANNELS,
        name_weights=summed[parts[NAME]],
        cells=used[kept],
        weights=summed[kept],
        ends=tuple(np.cumsum([len(part) for part in parts]).tolist()),
        lead_names=latest.lead_names,
    )


def pair_features(
    small: tuple[LiveStory, Profile], large: tuple[LiveStory, Profile], margin: float, shelf: Shelf, join: Trees, decay_days: float
) -> Floats:
    """One row of PAIR_NAMES for two stories, the smaller one's members seen as items arriving at the larger."""
    (minor, few), (major, many) = small, large
    voices = [member for member in minor.members if member.row in few.rows][-_VOICES:]
    crossed, seen = [], []
    for voice in voices:
        found, cosine = measure(voice.vector, voice.at, [many], shelf, decay_days)
        crossed.append(cosine)
        seen.append(rank(found, 0.06)[0])
    cross = np.array(crossed)
    judged = np.array(seen)
    judged[:, 22] = margin
    logits = join.logits(judged)
    row = np.zeros(len(PAIR_NAMES), np.float32)
    n, m = len(few.rows), len(many.rows)
    pair_n, pair_m = np.maximum(few.mean_pair, 0.0), np.maximum(many.mean_pair, 0.0)
    norm = np.sqrt((1 + (n - 1) * pair_n) / n) * np.sqrt((1 + (m - 1) * pair_m) / m)
    row[:4] = (cross.mean(axis=(0, 1)) / norm)[[0, TITLE, LEAD, NAME]]
    text = cross[:, :, 0]
    row[4:8] = text.max(), text.mean(), text.min(), (text.max(axis=0).mean() + text.max(axis=1).mean()) / 2
    row[8:11] = cross.max(axis=(0, 1))[[TITLE, LEAD, NAME]]
    row[11:13] = few.mean_pair[0], many.mean_pair[0]
    known = [pair for pair in (few.mean_pair[0], many.mean_pair[0]) if pair >= 0]
    row[13] = text.mean() / max(min(known, default=_ALONE), 0.05)
    row[14] = text.mean() - (sum(known) / len(known) if known else _ALONE)
    _times(row, few, many, decay_days)
    row[18:20] = np.log(len(minor.members)), np.log(len(major.members))
    _evidence(row, few, many)
    row[27] = margin
    row[28:31] = logits.mean(), logits.max(), logits.min()
    row[31:33] = few.log_length, many.log_length
    return row


def _times(row: Floats, few: Profile, many: Profile, decay_days: float) -> None:
    if not (few.dated and many.dated):
        row[17] = row[26] = 1.0
        return
    gap = max(few.first - many.last, many.first - few.last, 0.0) / DAY
    row[15] = np.log1p(gap)
    row[16] = np.log1p((max(few.last, many.last) - min(few.first, many.first)) / DAY)
    row[17] = np.exp(-gap / decay_days)


def _evidence(row: Floats, few: Profile, many: Profile) -> None:
    row[20] = len(few.numbers & many.numbers) / (min(len(few.numbers), len(many.numbers)) + 3)
    row[21] = np.log1p(len(few.quotes & many.quotes))
    row[22] = np.log1p(len(few.shingles & many.shingles))
    shared = len(few.places & many.places)
    row[23] = shared / (min(len(few.places), len(many.places)) + 1) if shared else agree(few.places, many.places)
    if few.weekdays and many.weekdays:
        row[24] = 1 if few.weekdays & many.weekdays else -1
    row[33] = agree(few.names, many.names)
    row[34] = agree(few.numbers, many.numbers)
    row[25] = len(few.names & many.names) / (min(len(few.names), len(many.names)) + 1)


def pair_reasons(row: Floats) -> tuple[str, ...]:
    """What speaks for two stories being one, for a desk editor."""
    value = dict(zip(PAIR_NAMES, row.tolist(), strict=True))
    return (f"{value['words']:.2f} words, {value['title']:.2f} title, {value['names']:.2f} names between the two stories",)
