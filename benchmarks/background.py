#!/usr/bin/env python3
"""Write the background document frequencies wirefeed ships, from wordfreq's word lists (data: CC BY-SA 4.0; see docs/training.md).

    background.py OUT [--words 20000]

Needs ``pip install wordfreq``. Not needed to run wirefeed.
"""

import argparse
import math
from collections import Counter
from pathlib import Path

from wordfreq import top_n_list, word_frequency

from wirefeed.cluster.background import DOCUMENTS, LANGUAGES, pack
from wirefeed.cluster.encode import term_ids
from wirefeed.text.words import tokens

WORDS_A_DOCUMENT = 250


def frequencies(language: str, most: int) -> Counter[int]:
    """Expected number of documents, of DOCUMENTS with 250 words each, that hold a term."""
    share: Counter[int] = Counter()
    for word in top_n_list(language, most):
        for term in term_ids(tokens(word), language):
            share[term] += word_frequency(word, language)
    return Counter({term: DOCUMENTS * -math.expm1(-p * WORDS_A_DOCUMENT) for term, p in share.items()})


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--words", type=int, default=20_000)
    args = parser.parse_args()
    found: Counter[int] = Counter()
    for language in LANGUAGES:
        found.update(frequencies(language, args.words))
    args.out.write_bytes(pack(found))
    print(f"{len(found)} terms, {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
