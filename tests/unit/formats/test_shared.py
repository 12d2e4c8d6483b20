"""The shared corpora: every document of other readers' suites is read, or refused in words."""

import tarfile
from xml.parsers.expat import ExpatError

import pytest

from wirefeed.errors import FormatError, Malformed, UnknownFormat
from wirefeed.formats import parse

pytestmark = pytest.mark.shared


def test_every_document_of_the_peer_suites_parses_or_is_refused_cleanly(shared, deliver):
    folders = [shared / "data/feeds" / name for name in ("peer-suites", "other-feeds", "wire-formats", "afp", "tass", "toi")]
    read, refused = 0, []
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        try:
            parse(deliver(path.read_bytes()))
            read += 1
        except FormatError as error:
            refused.append((path, error, error.__cause__))
    assert read > 2500
    assert [(path, error) for path, error, _ in refused if type(error) not in (UnknownFormat, Malformed)] == []
    foreseen = (type(None), ValueError, RecursionError, ExpatError)
    assert [(path, cause) for path, _, cause in refused if not isinstance(cause, foreseen)] == []


def test_real_polls_are_read_item_by_item_with_the_same_result(shared, deliver):
    """Successive polls, each read with what the one before left: no entry differs from a reading without memory."""
    for archive in sorted((shared / "data/feeds/git-scraped-history").rglob("*.tar.xz")):
        with tarfile.open(archive) as bundle:
            members = sorted((member for member in bundle.getmembers() if member.isfile()), key=lambda member: member.name)[:12]
            bodies = [bundle.extractfile(member).read() for member in members]
        seen, skipped = frozenset(), 0
        for body in bodies:
            try:
                fresh, known = parse(deliver(body)), parse(deliver(body), seen)
            except FormatError:
                continue
            assert known.digests == fresh.digests
            assert set(known.entries) <= set(fresh.entries)
            assert len(fresh.entries) <= known.skipped + len(known.entries)
            seen, skipped = known.digests, skipped + known.skipped
        assert skipped > 0, archive.name
