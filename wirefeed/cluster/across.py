"""Whether stories told in two languages are one: near in meaning, and with names, figures and hours that agree. It reads no text.

Vectors come from a model that knows many languages (multilingual-e5). Those of one language lie together whatever they say; what is left
when the language's mean is taken off is what the text says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.lead import Lead
from wirefeed.cluster.vocabulary import Floats
from wirefeed.model.match import Match
from wirefeed.text.words import primary

LANGUAGES: Final = ("en", "ru", "fr", "he", "ar")
"""The languages with a mean of their own, in the order of ``means.npy``; its last row, the mean of all, stands for any other."""
DIMENSIONS: Final = 384
STORED: Final = np.dtype("<f2")
_MARKS_MOST: Final = 2
_LONG_SOUND: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossRules:
    """When stories of two languages are one.

    ``join`` is the least score: the cosine of what two leads say, ``name`` more for each name in common and ``figure`` for each figure (two
    of either count; a name says less, as the same few are in half the news), ``clash`` less where both give figures and share none, and
    less by ``day`` for each day between them. Without a name or a figure in common the cosine alone must reach ``alone``. Beyond
    ``window`` days nothing is compared.
    """

    join: float = 0.5
    name: float = 0.03
    figure: float = 0.06
    clash: float = 0.05
    day: float = 0.04
    alone: float = 0.6
    window: float = 2.0

    @property
    def least(self) -> float:
        """The cosine below which nothing else can help."""
        return self.join - _MARKS_MOST * (self.name + self.figure)


@cache
def _means() -> Floats:
    data = files("wirefeed.cluster").joinpath("means.npy").read_bytes()
    found: Floats = np.load(BytesIO(data), allow_pickle=False).astype(np.float32)
    return found


def said(stored: bytes, language: str, means: Floats | None = None) -> Floats:
    """What a stored vector says beyond its language, at length 1."""
    means = _means() if means is None else means
    code = primary(language)
    raw = np.frombuffer(stored, STORED).astype(np.float32) - means[LANGUAGES.index(code) if code in LANGUAGES else -1]
    found: Floats = raw / max(float(np.linalg.norm(raw)), 1e-6)
    return found


def means_of(vectors: Mapping[str, Sequence[NDArray[np.float32]]]) -> bytes:
    """The file of means: one for each of LANGUAGES, and the mean of these."""
    own = [np.mean(vectors[language], axis=0) for language in LANGUAGES]
    made = BytesIO()
    np.save(made, np.array([*own, np.mean(own, axis=0)]).astype(np.float16))
    return made.getvalue()


def compare(alike: float, one: Lead, other: Lead, days: float, rules: AcrossRules) -> Match:
    """Two leads in different languages, ``alike`` in meaning; the score may be held against ``rules.join``."""
    names = sum(1 for sound in one.named & other.named if one.cased or other.cased or len(sound) >= _LONG_SOUND)
    figures = one.figures & other.figures
    clash = bool(one.figures and other.figures and not figures)
    score = alike + rules.name * min(names, _MARKS_MOST) + rules.figure * min(len(figures), _MARKS_MOST)
    score -= rules.clash * clash + rules.day * days
    if not names and not figures and alike < rules.alone:
        score = min(score, 0.0)
    return Match(score=score, reasons=_reasons(alike, names, figures, clash=clash, hours=days * 24))


def _reasons(alike: float, names: int, figures: frozenset[str], *, clash: bool, hours: float) -> tuple[str, ...]:
    found = [f"{alike:.2f} alike in meaning"]
    if names:
        found.append(f"{names} names in common")
    if figures:
        found.append(f"same figures: {', '.join(sorted(figures)[:4])}")
    if clash:
        found.append("no figure in common")
    found.append(f"{hours:.0f} h apart" if hours >= 1 else "within the hour")
    return tuple(found)
