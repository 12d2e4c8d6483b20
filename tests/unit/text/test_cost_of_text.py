"""What the tools on words cost together."""

import json
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from wirefeed.text.dates import find_day_words
from wirefeed.text.figures import find_figures
from wirefeed.text.names import abbreviations, introductions, surname_mentions
from wirefeed.text.openers import connective, leans_on_previous
from wirefeed.text.quotes import find_quotes
from wirefeed.text.sentences import split_sentences
from wirefeed.text.span import Span


def read_all(text: str) -> None:
    spans = split_sentences(text, Span(0, len(text)), "en")
    find_quotes(text, sentences=spans)
    abbreviations(text)
    known = introductions(text)
    for span in spans:
        sentence = text[span.start : span.end]
        leans_on_previous(sentence)
        connective(sentence)
        find_day_words(sentence, date(2026, 1, 21))
        find_figures(sentence)
        surname_mentions(sentence, known)


@pytest.mark.shared
def test_an_article_of_400_words_is_read_in_four_milliseconds(shared: Path):
    lines = (shared / "data" / "merge" / "multinews.jsonl").read_text(encoding="utf-8").splitlines()[:40]
    texts = [item["text"] for line in lines for item in json.loads(line)["items"]]
    words = sum(len(text.split()) for text in texts)
    begun = process_time()
    for text in texts:
        read_all(text)
    assert (process_time() - begun) / words * 400 < 0.004
