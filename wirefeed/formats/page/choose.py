"""Which blocks of a page are its article: evidence weighed by what was learned, and a few rules that need no weighing.

The weights were learned from other publishers' pages (benchmarks/article_pages.py learns and measures them); no publisher's name, address
or class stands in them.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import Final

from wirefeed.formats.page.blocks import Block
from wirefeed.formats.page.data import PageData
from wirefeed.formats.page.evidence import Evidence, bare, collect, hear
from wirefeed.text.boilerplate import line_reason

FORMAT: Final = 1
"""The layout of the weights file."""
THRESHOLD: Final = 0.6
_NEVER: Final = frozenset(("separator", "time stamp", "code", "embed"))
"""Reasons of the boilerplate table that hold on any page. The others stay as published and are left out where a composite is made."""


@cache
def weights() -> dict[str, float]:
    """What each piece of evidence weighs."""
    found = json.loads(files("wirefeed.formats.page").joinpath("weights.json").read_text("utf-8"))
    return {str(name): float(weight) for name, weight in found["weights"].items()}


def likelihood(evidence: Evidence) -> float:
    """How likely a block with this evidence is a paragraph of the article, 0 to 1."""
    weigh = weights()
    total = sum(weigh.get(name, 0.0) * value for name, value in evidence.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def article_of(blocks: Sequence[Block], data: PageData, library: str) -> tuple[Block, ...]:
    """The blocks that are the article, in order, each text once. ``library`` is what the extraction library took for the text."""
    witnesses = hear(library, data, blocks)
    kept: dict[str, Block] = {}
    for block, evidence in zip(blocks, collect(blocks, witnesses), strict=True):
        plain = bare(block.text)
        if plain and plain not in kept and plain not in witnesses.titles and likelihood(evidence) > THRESHOLD:
            kept[plain] = block
    return tuple(block for block in kept.values() if line_reason(block.text) not in _NEVER)
