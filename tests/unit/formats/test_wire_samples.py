"""The samples of every wire format, taken together: each field a newsroom works with is carried by one of them, and nothing private."""

import json
import os
import sys
from pathlib import Path

import pytest

from wirefeed.errors import FormatError
from wirefeed.formats import FORMATS, parse
from wirefeed.model.delivery import Picture

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SAMPLES = sorted(path for path in CORPUS.rglob("*") if path.is_file() and not path.name.endswith(".expected.json"))
FIELDS = frozenset(
    """
    guid version pubstatus kind urgency headline slugline byline dateline text table caption credit photographer copyrightholder usageterms
    embargoed subjects links refers_to ednote
    """.split()  # noqa: SIM905 - a list of names reads better without marks
)
# What a format has no place for. Teleprinter text has its place and day in the text itself, from where stop 4 lifts them.
_TEXT_ALONE = "caption credit photographer table links refers_to"
LACKING = {
    "newsml-g2": "",
    "newsml-1": "",
    "nitf": "",
    "ninjs": "",
    "dpa-json": "slugline",
    "afp-json": "dateline table links",
    "ap-json": f"dateline {_TEXT_ALONE}",
    "iptc7901": f"version pubstatus dateline copyrightholder usageterms embargoed subjects {_TEXT_ALONE}",
    "zczc": " ".join(FIELDS - {"headline", "slugline", "text", "subjects"}),
    "sitemap": " ".join(FIELDS - {"guid", "headline", "subjects", "caption"}),
}


def carried(entry):
    """The names of the fields an entry says something in."""
    said = {name for name in FIELDS if getattr(entry, name, None)}
    shown = {name for name in ("caption", "credit", "photographer") if getattr(entry.picture, name)}
    return said | shown | ({"table"} if "\t" in (entry.text or "") else set())


def parsed_samples(deliver):
    for path in SAMPLES:
        try:
            yield path, parse(deliver(path.read_bytes()))
        except FormatError:
            continue


def test_every_field_of_a_newsroom_is_carried_by_a_sample_of_each_wire_format(deliver):
    found = {name: set() for name in LACKING}
    for _, parsed in parsed_samples(deliver):
        if parsed.format in found:
            found[parsed.format].update(*map(carried, parsed.entries))
    missing = {name: sorted(FIELDS - fields) for name, fields in found.items()}
    assert missing == {name: sorted(lacking.split()) for name, lacking in LACKING.items()}


def test_every_format_of_the_table_reads_a_sample(deliver):
    read = {parsed.format for _, parsed in parsed_samples(deliver)}
    assert {"rss", "atom", "rdf", "cdf", "jsonfeed", *LACKING} <= read
    wires = [one for one in FORMATS if one.name != "article page"]
    assert len(wires) == len({"feeds", "jsonfeed", *LACKING})


def test_telephone_numbers_and_addresses_of_reporters_are_in_no_field(deliver):
    """The samples hold them in notes, bylines, notebooks and signatures, marked as not public and unmarked."""
    raw = b"".join(path.read_bytes() for path in SAMPLES)
    assert raw.count(b"ada.berg@nordwire.example") > 5
    assert raw.count(b"5550") > 10
    for path, parsed in parsed_samples(deliver):
        for entry in parsed.entries:
            assert "@nordwire" not in repr(entry), path
            assert "5550" not in repr(entry), path
            assert "555-0123" not in repr(entry), path


WATCHED = ("open", "socket.", "os.open", "urllib.", "subprocess.", "os.listdir", "os.scandir")
heard = []
listening = [False]


def hook(event, arguments):
    """Note what is opened or connected to while a document is read."""
    if listening[0] and event.startswith(WATCHED):
        heard.append((event, repr(arguments)[:200]))


sys.addaudithook(hook)  # for the rest of the process: Python has no way to take one away; it only listens below


def xml_samples():
    return [path for path in SAMPLES if path.suffix in (".xml", ".rdf", ".cdf") and "cut" not in path.stem and path.parent.name != "broken"]


def with_declarations(path, target):
    """A sample under a DOCTYPE that asks for everything an external subset can ask for."""
    body = path.read_text(encoding="utf-8", errors="replace")
    start = body.index("<", body.index("?>") + 2) if body.startswith("<?xml") else 0
    rest = body[start:]
    while rest.startswith(("<!DOCTYPE", "<?", "<!--")):
        end = {"<?": "?>", "<!-": "-->"}.get(rest[:2] if rest[:2] == "<?" else rest[:3], "]>" if "[" in rest.partition(">")[0] else ">")
        rest = rest.partition(end)[2].lstrip()
    root = rest[1:].split(maxsplit=1)[0].split(">")[0].strip("/")
    return (
        f'<?xml version="1.0"?>\n<!DOCTYPE {root} SYSTEM "{target}" [\n<!ENTITY % nitf SYSTEM "{target}">\n%nitf;\n'
        f'<!ENTITY unused SYSTEM "{target}">\n<?xml-stylesheet href="{target}"?>\n]>\n{rest}'
    )


@pytest.mark.parametrize("path", xml_samples(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_document_that_declares_an_external_dtd_is_read_without_opening_anything(path, deliver, tmp_path):
    """The declared files exist and would be found: what keeps them shut is the reader, not their absence."""
    dtd = tmp_path / "news.dtd"
    dtd.write_text('<!ENTITY read "READ FROM OUTSIDE">', encoding="utf-8")
    plain = parse(deliver(path.read_bytes()))
    for target in (dtd.as_uri(), str(dtd), "http://127.0.0.1:9/news.dtd", "../nitf/dtd/nitf.dtd"):
        body = with_declarations(path, target)
        listening[0] = True
        try:
            found = parse(deliver(body))
        finally:
            listening[0] = False
        assert heard == []
        assert len(found.entries) == len(plain.entries)
        assert "READ FROM OUTSIDE" not in repr(found.entries)


def test_the_ear_hears_a_file_that_is_opened(tmp_path):
    """The hook above is awake: without this, silence would prove nothing."""
    listening[0] = True
    try:
        os.close(os.open(tmp_path, os.O_RDONLY))
    finally:
        listening[0] = False
    assert [event for event, _ in heard] == ["open"]
    heard.clear()


def test_an_expectation_names_every_field_of_the_newer_samples():
    """An expectation that left a field out would not notice when it is lost."""
    for folder in ("nitf", "ninjs", "ap_json", "dpa_json", "iptc7901", "sitemap", "zczc"):
        for path in (CORPUS / folder).glob("*.expected.json"):
            for entry in json.loads(path.read_text(encoding="utf-8")).get("entries", []):
                assert {"guid", "headline", "text", "picture", "links", "refers_to", "embargoed"} <= entry.keys(), path
                assert set(entry["picture"]) == {"url", *Picture.__dataclass_fields__}, path
