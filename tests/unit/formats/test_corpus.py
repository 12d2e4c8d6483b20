"""Every document of tests/corpus is read as the expectation beside it says; what an expectation does not name is not checked."""

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wirefeed.errors import FormatError
from wirefeed.formats import parse
from wirefeed.model.delivery import Delivery

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
EXPECTED = ".expected.json"
DOCUMENTS = sorted(path for path in CORPUS.rglob("*") if path.is_file() and not path.name.endswith(EXPECTED))


def plain(value):
    """An Entry or Picture as JSON would have it."""
    if dataclasses.is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    return list(map(plain, value)) if isinstance(value, tuple) else value


def named(found, expected):
    """The part of ``found`` that ``expected`` names."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return {name: named(found.get(name), expected[name]) for name in expected}
    return found


def test_the_corpus_is_there():
    assert len(DOCUMENTS) > 20


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(CORPUS)))
def test_a_document_is_read_as_expected(path):
    expected = json.loads(path.with_name(path.stem + EXPECTED).read_text(encoding="utf-8"))
    delivery = Delivery(
        feed="corpus", url="https://feeds.example/feed", body=path.read_bytes(), fetched_at=datetime(2026, 10, 7, 12, tzinfo=UTC)
    )
    if "error" in expected:
        with pytest.raises(FormatError) as caught:
            parse(delivery)
        assert type(caught.value).__name__ == expected["error"]
        assert expected["message"] in str(caught.value)
        assert caught.value.delivery == delivery.sha256
        return
    parsed = parse(delivery)
    assert parsed.format == expected["format"]
    assert sorted(fault.kind.value for fault in parsed.faults) == expected["faults"], parsed.faults
    if "ttl" in expected:
        assert parsed.ttl == expected["ttl"]
    assert len(parsed.entries) == len(expected["entries"])
    for entry, wanted in zip(parsed.entries, expected["entries"], strict=True):
        assert named(plain(entry), wanted) == wanted
