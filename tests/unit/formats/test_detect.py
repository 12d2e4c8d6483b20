"""What a delivery is, by its bytes alone."""

import pytest

from wirefeed.errors import Malformed, UnknownFormat
from wirefeed.formats import parse
from wirefeed.formats.detect import look
from wirefeed.formats.document import Shape


@pytest.mark.parametrize(
    ("body", "shape", "root"),
    [
        ("<rss/>", Shape.XML, "rss"),
        ("\ufeff\n\n  <?xml version='1.0'?>\n<!-- c --><?pi?><rss version='2.0'/>", Shape.XML, "rss"),
        ("<!-- <html> --><feed xmlns='http://www.w3.org/2005/Atom'/>", Shape.XML, "feed"),
        ("<!DOCTYPE rss [<!ENTITY a '<html>'> <!-- ]> --> ]>\n<rss/>", Shape.XML, "rss"),
        ("<!DOCTYPE html><html></html>", Shape.HTML, "html"),
        ("<HTML><HEAD>", Shape.HTML, "html"),
        ("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x' 'y'><html xmlns='http://www.w3.org/1999/xhtml'/>", Shape.HTML, "html"),
        ("<!DOCTYPE html PUBLIC 'x' 'y'><rss/>", Shape.XML, "rss"),
        ('{"version": 1}', Shape.JSON, ""),
        ("[1, 2]", Shape.JSON, ""),
        ("403 Forbidden", Shape.OTHER, ""),
        ("PHP Warning: x\n<?xml version='1.0'?><rss/>", Shape.XML, "rss"),
    ],
)
def test_shape_and_root_are_found(deliver, body, shape, root):
    document = look(deliver(body))
    assert (document.shape, document.root) == (shape, root)


@pytest.mark.parametrize(
    ("start", "namespace"),
    [
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", "http://www.w3.org/2005/Atom"),
        ('<a:feed b="c" xmlns:b="urn:b" xmlns:a="http://www.w3.org/2005/Atom">', "http://www.w3.org/2005/Atom"),
        ("<rss>", ""),
    ],
)
def test_the_namespace_of_the_root_is_known(deliver, start, namespace):
    assert look(deliver(start)).namespace == namespace


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty document"),
        (b" \n\t\x00", "empty document"),
        (b"\xef\xbb\xbf", "empty document"),
        (b"<rss>" + b" " * (8 << 20) + b"</rss>", "larger than 8 MiB"),
        (b"<!-- never ends", "no --> where one is due"),
        (b"<!DOCTYPE rss [ <!ENTITY a 'b'>", "the DOCTYPE never ends"),
        (b"<?xml " + b"x" * 100_000, "no ?> where one is due"),
        (b"[" * 100_000, "not JSON: nested too deeply"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "not JSON"),
        (b'{"a": 1', "not JSON"),
    ],
)
def test_what_cannot_be_a_document_is_malformed(deliver, body, why):
    with pytest.raises(Malformed, match=why.replace("?", r"\?")):
        parse(deliver(body))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<html><body>no</body></html>", "an HTML page where a feed was due"),
        ("<opml version='1.0'/>", "no format reads <opml> documents"),
        ("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><foaf/></rdf:RDF>", "no format reads <RDF> documents"),
        ('{"hello": "world"}', "no format reads this JSON"),
        ("/etc/hostname", "neither XML nor JSON nor HTML"),
        ("https://feeds.example/feed", "neither XML nor JSON nor HTML"),
    ],
)
def test_what_no_format_reads_is_said_plainly(deliver, body, why):
    with pytest.raises(UnknownFormat) as caught:
        parse(deliver(body))
    assert str(caught.value) == why


def test_entities_that_swell_the_text_beyond_measure_are_refused(deliver):
    body = f"<!DOCTYPE rss [<!ENTITY a '{'x' * 60}'>]><rss><channel>{'&a;' * 10_000}</channel></rss>"
    with pytest.raises(Malformed, match="swell"):
        parse(deliver(body))


@pytest.mark.parametrize("codec", ["utf-16", "utf-32", "utf-16-be"])
def test_no_encoding_hides_an_entity(deliver, codec):
    body = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><rss><channel><title>&x;</title></channel></rss>"
    with pytest.raises(Malformed, match="depends on the entity x"):
        parse(deliver(body.encode(codec)))


def test_a_bomb_that_is_declared_but_not_used_does_no_harm(parsed):
    body = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><rss><channel><item><title>Calm</title></item></channel></rss>"
    assert parsed(body).entries[0].headline == "Calm"


@pytest.mark.parametrize(
    ("start", "what"),
    [(b"\xff\xd8\xff\xe0", "a JPEG picture"), (b"%PDF-1.7", "a PDF"), (b"\xfd7zXZ\0\0", "an xz archive"), (b"PK\x03\x04", "a ZIP archive")],
)
def test_a_picture_or_archive_among_the_wires_is_named(deliver, start, what):
    with pytest.raises(UnknownFormat, match=what):
        parse(deliver(start + b"<?xml version='1.0'?><rss/>"))
