"""``wirefeed compose`` gives back, for every verbatim segment, characters of the file it was given."""

import json

import pytest

from wirefeed.app import rules_of
from wirefeed.cli.compose import compose_line
from wirefeed.cluster import shipped
from wirefeed.config.settings import Settings
from wirefeed.errors import InputError

TEXTS = (
    (
        "VARNA, May 5 (AFP) - A crane fell into the harbour of Varna on Tuesday \x96 the second \x96 and blocked the eastern quay.\n\n"
        "\x93Nobody was in the cabin when it went over\x94, harbour master Petya Ilieva said.\n\nDivers\x07 will look at it on Friday."
    ),
    (
        "A loading crane toppled at the port of Varna and sank \u202ewithin\u202c minutes.\x0b Ships were turned away \ud800 by pilots.\n\n"
        "The crane was built in 1974 and was to be scrapped in the autumn, the port\x80s owner said in a statement on its page."
    ),
)


def line(*items):
    return json.dumps({"id": "s", "items": items}).encode()


def item(number, text, **fields):
    return {"id": number, "source": f"Agency {number}", "published": "2026-05-05T12:00:00Z", "title": "A title", "text": text, **fields}


def test_a_verbatim_segment_is_cut_from_the_file_even_where_it_held_characters_nobody_should_meet():
    """Controls and lone surrogates are mended, each in a segment of its own that says so."""
    texts = dict(enumerate(TEXTS, 1))
    _, record = compose_line(line(*(item(n, text) for n, text in texts.items())), rules_of(Settings()), shipped(), {})
    cut = [(row, texts[row["item"]][row["start"] : row["end"]]) for row in record["segments"] if row["field"] == "text"]
    assert all(row["text"] == given for row, given in cut if row["kind"] == "verbatim")
    mended = {(given, row["text"]) for row, given in cut if row["operation"] == "mend"}
    assert {("\x96", "–"), ("\x93", "“"), ("\x94", "”")} <= mended
    paragraphs: dict[int, str] = {}
    for row in record["segments"]:
        if row["part"] == "body":
            paragraphs[row["paragraph"]] = paragraphs.get(row["paragraph"], "") + row["text"]
    assert "\n\n".join(paragraphs.values()) == record["body"]


def test_of_two_lines_with_one_source_and_id_the_later_is_the_newer_version():
    """The earlier one is not printed."""
    old = item(1, "A crane fell into the harbour of Varna on Tuesday and killed nine people, the port said in the evening.")
    new = item(1, "A crane fell into the harbour of Varna on Tuesday and killed two people, the port said in the evening.")
    body = compose_line(line(old, new), rules_of(Settings()), shipped(), {})[1]["body"]
    assert "two people" in body
    assert "nine" not in body


@pytest.mark.parametrize("given", [b'{"id": 1, "items": []}', b'{"id": "s", "items": []}', b'{"id": "s", "items": ["x"]}', b"[]", b"{"])
def test_a_line_that_is_no_story_is_an_input_error(given):
    """Nothing but InputError."""
    with pytest.raises(InputError):
        compose_line(given, rules_of(Settings()), shipped(), {})
