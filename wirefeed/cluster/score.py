"""How well found stories match the true ones. It finds none."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """B-cubed precision, recall and F1; stories found and true; the share of items alone in truth that were joined to something."""

    precision: float
    recall: float
    f1: float
    stories: int
    true_stories: int
    lone_joined: float


def score(truth: Mapping[int, str], found: Mapping[int, str]) -> Score:
    """Compare two groupings of the same items (B-cubed: Bagga and Baldwin 1998). Raises KeyError when an item was not found."""
    true_size, size = Counter(truth.values()), Counter(found[number] for number in truth)
    both = Counter((story, found[number]) for number, story in truth.items())
    precision = sum(n * n / size[guess] for (_, guess), n in both.items()) / len(truth)
    recall = sum(n * n / true_size[story] for (story, _), n in both.items()) / len(truth)
    lone = [number for number, story in truth.items() if true_size[story] == 1]
    return Score(
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall),
        stories=len(size),
        true_stories=len(true_size),
        lone_joined=sum(size[found[number]] > 1 for number in lone) / len(lone) if lone else 0.0,
    )
