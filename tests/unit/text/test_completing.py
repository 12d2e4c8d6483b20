"""An item and its page: the feed names the item, the page gives the text, and a page that does not serve changes nothing."""

from wirefeed.model.delivery import Entry, Fault, FaultKind, Picture
from wirefeed.testing import LEDE, NOON, an_item
from wirefeed.text.completing import complete

MORE = f"{LEDE}\n\nTwo warehouses were damaged.\n\nDivers looked for the boom until night fell over the quay."


def test_the_page_gives_the_text_and_the_feed_keeps_its_name_and_time():
    item = an_item("g7", text=LEDE, headline="Crane falls in harbour", url="https://tass.example/7")
    page = Entry(headline="Harbour closed", text=MORE, url="https://tass.example/other", published=None, byline="Jo Ro", summary="Other")
    found = complete(item, page)
    assert isinstance(found, Entry)
    assert (found.guid, found.headline, found.url, found.published) == ("g7", "Crane falls in harbour", "https://tass.example/7", NOON)
    assert (found.text, found.byline) == (MORE, "Jo Ro")


def test_a_page_that_says_less_or_speaks_of_something_else_is_a_fault_that_costs_nothing():
    item = an_item(text=LEDE)
    wall = "We and our partners store cookies on your device to measure advertising and audience. " * 5
    for text, why in ((LEDE[:20], "says less"), (None, "says less"), (wall, "consent wall")):
        found = complete(item, Entry(headline="x", text=text))
        assert isinstance(found, Fault)
        assert (found.kind, found.lost) == (FaultKind.POOR_PAGE, False)
        assert why in found.message


def test_caption_and_credit_of_two_pictures_are_never_mixed():
    item = an_item(text=LEDE, image_url="https://i.example/feed.jpg", caption="From the feed.", credit="Ana Lim/AP")
    page = Picture(url="https://i.example/page.jpg", caption="From the page.")
    assert complete(item, Entry(text=MORE, picture=page)).picture == page
    kept = complete(item, Entry(text=MORE, picture=Picture(url="https://i.example/page.jpg", credit="Jo Ro/AFP"))).picture
    assert (kept.caption, kept.credit) == ("From the feed.", "Ana Lim/AP")
