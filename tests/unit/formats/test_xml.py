"""Wire documents become trees without anything being opened, expanded or nested out of bounds."""

import pytest

from wirefeed.errors import Malformed
from wirefeed.formats.detect import look
from wirefeed.formats.xml import tree_of
from wirefeed.model.delivery import FaultKind


def test_a_document_that_names_an_external_dtd_is_read_without_it(deliver):
    body = """<?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE NewsML PUBLIC "-//IPTC//DTD NewsML 1.2//EN" "http://dtd.invalid/NewsML_1.2.dtd" [
      <!ENTITY % nitf SYSTEM "../nitf/dtd/nitf-3-0.dtd"> %nitf;
    ]>
    <NewsML><HeadLine>Caf&eacute; &amp; bar</HeadLine></NewsML>"""
    root, faults = tree_of(look(deliver(body)))
    assert (root.tag, root.findtext("HeadLine")) == ("NewsML", "Café & bar")
    assert [fault.kind for fault in faults] == [FaultKind.ILL_FORMED]


def test_comments_and_instructions_are_gone(deliver):
    root, faults = tree_of(look(deliver("<a><!-- c --><?pi?>x<b/></a>")))
    assert [child.tag for child in root] == ["b"]
    assert faults == ()


@pytest.mark.parametrize(
    "body",
    [
        "<a>" * 300 + "</a>" * 300,
        "<a " + " ".join(f"b{i}='c'" for i in range(300)) + "/>",
        "<a><b></a>",
        "<newsItem><item>" + "<b>" * 300 + "</b>" * 300 + "</item></newsItem>",
        "<a>cut",
    ],
)
def test_what_is_broken_or_beyond_the_limits_is_malformed(deliver, body):
    with pytest.raises(Malformed, match="not well-formed"):
        tree_of(look(deliver(body)))
