"""Nearly well-formed XML becomes well-formed, and says the same."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirefeed.formats.mend import mend


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<t>a & b</t>", "a & b"),
        ("<t>a &nbsp;&mdash;&hellip; b</t>", "a \xa0—… b"),
        ("<t>Q&A; and &bogus;</t>", "Q&A; and &bogus;"),
        ("<t>&amp;&lt;&#65;&#x42;&#X43;</t>", "&<ABC"),
        ("<t>&#0;&#xD800;&#x110000;&#xFFFE;</t>", "\ufffd" * 4),
        ("<t>5 < 6 <3</t>", "5 < 6 <3"),
        ("<t>a\x00b\x0cc\x1bd</t>", "a b c d"),
        ("<t><![CDATA[a & b &nbsp; < c]]></t>", "a & b &nbsp; < c"),
        ("<t>whole</t", "whole"),
    ],
)
def test_characters_and_references_are_made_legal(body, text):
    assert ET.fromstring(mend(body.encode())).text == text  # noqa: S314 - the test's own document


def test_prefixes_without_a_declaration_get_the_usual_one():
    root = ET.fromstring(mend(b"<rss><media:thumbnail url='x'/><odd:thing a:b='c'/></rss>"))  # noqa: S314 - the test's own document
    assert [child.tag for child in root] == ["{http://search.yahoo.com/mrss/}thumbnail", "{urn:undeclared:odd}thing"]


def test_structure_is_not_mended():
    with pytest.raises(ET.ParseError):
        ET.fromstring(mend(b"<t><b>open</t>"))  # noqa: S314 - the test's own document


@given(st.text(alphabet=st.characters(exclude_characters="<>&\r", exclude_categories=["Cs", "Cc"], max_codepoint=0xFFFD)))
def test_what_was_well_formed_stays_as_it_was(text):
    body = f"<t>{text}</t>".encode()
    assert mend(body) == body


@given(st.binary(max_size=300))
def test_mending_never_raises(noise):
    mend(b"<t>" + noise + b"</t>")
