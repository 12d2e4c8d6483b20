"""Caption and credit stay two things."""

import pytest

from wirefeed.compose import compose
from wirefeed.compose.picture import picture_of
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.source import Annotations, sources_of
from wirefeed.model.story import plain

TEXT = "The bridge over the river fell in the night, the mayor said."


def picture(*members):
    caption, credit, url = picture_of(sources_of(members, Annotations(), ComposeRules()), 0)
    return plain(caption), plain(credit), url


def test_caption_and_credit_are_printed_as_they_came(member):
    one = member(text=TEXT, caption="The bridge.", credit="Anna VETROVA / AFP", image_url="https://a.example/1.jpg")
    assert picture(one) == ("The bridge.", "Anna VETROVA / AFP", "https://a.example/1.jpg")


@pytest.mark.parametrize(
    ("caption", "parts"),
    [
        ("The bridge. (Anna VETROVA / SPUTNIK / AFP)", ("The bridge.", "Anna VETROVA / SPUTNIK / AFP")),
        ("The bridge (left) and the tower (right)", ("The bridge (left) and the tower (right)", "")),
        ("(AP Photo/Anna Vetrova)", ("(AP Photo/Anna Vetrova)", "")),
    ],
)
def test_a_credit_in_brackets_is_taken_off_its_caption(member, caption, parts):
    assert picture(member(text=TEXT, caption=caption))[:2] == parts


def test_the_picture_comes_from_one_member_and_is_not_mixed(member):
    bare = member(text=TEXT, guid="g1", image_url="https://t.example/1.jpg")
    full = member("afp", text=TEXT, guid="g2", caption="The bridge.", credit="AFP", image_url="https://a.example/2.jpg")
    assert picture(bare, full) == ("The bridge.", "AFP", "https://a.example/2.jpg")


def test_a_story_without_pictures_has_none(member):
    assert picture(member(text=TEXT)) == ("", "", None)


def test_a_picture_that_is_an_item_of_its_own_serves_a_story_whose_texts_have_none(member):
    text, other = member(text=TEXT, guid="g1"), member("toi", text=TEXT + " Nobody was hurt.", guid="g2")
    photo = member(
        "afp",
        text="",
        guid="p1",
        headline="The bridge",
        caption="The bridge.",
        credit="Anna VETROVA / AFP",
        image_url="https://a.example/1.jpg",
    )
    sources = sources_of((text, other), Annotations(), ComposeRules())
    caption, credit, url = picture_of(sources, 0, (text, other, photo))
    assert (plain(caption), plain(credit), url) == ("The bridge.", "Anna VETROVA / AFP", "https://a.example/1.jpg")


def test_a_text_that_is_no_source_lends_no_picture(member):
    strange = member(
        "afp", text="A page about something else.", guid="p1", caption="A cat.", credit="AFP", image_url="https://a.example/1.jpg"
    )
    sources = sources_of((member(text=TEXT, guid="g1"),), Annotations(), ComposeRules())
    assert picture_of(sources, 0, (strange,)) == ((), (), None)


def test_the_headline_of_a_photo_does_not_head_the_story_of_a_text(member):
    photo = member("afp", text="", guid="p1", headline="The bridge after its fall.", caption="The bridge after its fall.", credit="AFP")
    text = member("afp", text=TEXT, guid="t1", headline="Bridge falls", hours=1)
    story = compose("s", (photo, text), None, ComposeRules(), text.item.published_at)
    assert (plain(story.headline), plain(story.caption), plain(story.credit)) == ("Bridge falls", "The bridge after its fall.", "AFP")


def test_photos_in_another_language_do_not_silence_the_text(member):
    photos = [member("afp", text="", guid=f"p{n}", headline="The bridge.", caption="The bridge.", language="en") for n in range(3)]
    text = member("tass", text="Ночью обрушился мост через реку, сообщил мэр.", guid="t1", headline="Обрушился мост", language="ru")
    story = compose("s", (*photos, text), None, ComposeRules(), text.item.published_at)
    assert (plain(story.headline), story.language) == ("Обрушился мост", "ru")
