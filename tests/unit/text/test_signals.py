"""The newsroom's words: believed where a desk puts them, and nowhere else."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirefeed.model.item import Kind
from wirefeed.text.signals import read

NOW = datetime(2022, 1, 19, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headline", "kind"),
    [
        ("KILL: Ferry runs aground", Kind.KILL),
        ("KILL-Ferry runs aground", Kind.KILL),
        ("KILL - Ferry runs aground", Kind.KILL),
        ("Kill: Ferry runs aground", Kind.KILL),
        ("[KILL] Ferry runs aground", Kind.KILL),
        ("*** KILL *** Ferry runs aground", Kind.KILL),
        ("MANDATORY KILL: Ferry runs aground", Kind.KILL),
        ("WITHDRAWN: Ferry runs aground", Kind.KILL),
        ("ADVISORY-Ferry story withdrawn", Kind.KILL),
        ("CORRECTED: Ferry runs aground", Kind.CORRECTION),
        ("CORRECTED-Ferry runs aground", Kind.CORRECTION),
        ("CORRECTION: Ferry runs aground", Kind.CORRECTION),
        ("Correction: Ferry runs aground", Kind.CORRECTION),
        ("(CORRECTED) Ferry runs aground", Kind.CORRECTION),
        ("REFILE-Ferry runs aground", Kind.CORRECTION),
        ("REPEAT: Ferry runs aground", Kind.REPEAT),
        ("RPT-UPDATE 1-Ferry runs aground", Kind.REPEAT),
        ("RPT UPDATE 1-Ferry runs aground", Kind.REPEAT),
        ("UPDATE 2-Ferry runs aground", Kind.UPDATE),
        ("UPDATE: Ferry runs aground", Kind.UPDATE),
        ("Updated: Ferry runs aground", Kind.UPDATE),
        ("WRAPUP 3-Ferries run aground", Kind.WRITE_THROUGH),
        ("1st lead: Ferry runs aground", Kind.LEAD),
        ("2ND LEAD Ferry runs aground", Kind.LEAD),
        ("URGENT: Ferry runs aground", Kind.ALERT),
        ("ALERT - Ferry runs aground", Kind.ALERT),
        ("FLASH: Ferry runs aground", Kind.ALERT),
        ("Срочно: Паром сел на мель", Kind.ALERT),
        ("ADVISORY: Ferry coverage", Kind.ADVISORY),
        ("Media advisory: Ferry coverage", Kind.ADVISORY),
        ("HOLD: Ferry runs aground", Kind.HOLD),
        ("ANULADA: Ferry runs aground", Kind.KILL),
        ("ZURÜCKGEZOGEN: Ferry runs aground", Kind.KILL),
        ("Rättelse: Ferry runs aground", Kind.CORRECTION),
        ("KORREKTION: Ferry runs aground", Kind.CORRECTION),
    ],
)
def test_a_tag_before_the_headline_says_what_the_item_is(headline, kind):
    said = read(headline, published=NOW)
    assert said.kind is kind
    assert said.headline.split()[0] in ("Ferry", "Ferries", "Паром")


@pytest.mark.parametrize(
    "headline",
    [
        "Kill Bill returns",
        "KILL BILL RETURNS",
        "Killed in action: the story of a ferry",
        "WITHDRAWN: DRUG LINKED TO DEATHS",
        "Withdrawn: the drug linked to deaths",
        "Advisory board quits",
        "Corrected vision for all",
        "Correction in markets continues",
        "Update-heavy week ahead",
        "Alert-level raised in Java",
        "Flash floods kill five",
        "Urgent care centres close",
        "Snap election called",
        "Repeat offenders: who are they",
        "Lead poisoning: a history",
        "Hold the line",
        "Released: 12 hostages",
        "Editors quit paper",
        "Live music returns",
        "Live and let die",
        "The live blog is dead",
        "Olive harvest - a record",
        "Oil embargo until 2025 agreed",
        "Embargo until 2025 agreed by EU",
        "Embargoed goods seized in port",
        "Planning for disaster",
        "Agenda setting in politics",
        "Memo to staff shows doubts",
        "Sponsored bill fails",
        "",
    ],
)
def test_a_headline_that_only_uses_such_a_word_says_nothing(headline):
    said = read(headline, published=NOW)
    assert (said.kind, said.embargo, said.no_article, said.headline) == (None, None, None, headline)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("CORRECTS para 4 and 9", Kind.CORRECTION),
        ("(Corrects spelling of name) The ferry", Kind.CORRECTION),
        ("This story corrects the name of the ferry.", Kind.CORRECTION),
        ("UPDATES with Germany, US, UAE cases", Kind.UPDATE),
        ("(Adds details, background) By Ana Lim", Kind.UPDATE),
        ("(Recasts with rescue)", Kind.WRITE_THROUGH),
        ("REPEATS", Kind.REPEAT),
        ("KILL", Kind.KILL),
        ('Editors: Wire Example withdraws the report headlined "Ferry". Do not publish.', Kind.KILL),
        ("EDITORS: Please kill the story slugged FERRY.", Kind.KILL),
        ("This story has been withdrawn because of an error.", Kind.KILL),
        ("URGENT", Kind.ALERT),
        ("Kill the lights, he said.", None),
        ("The report was withdrawn by the ministry on Monday.", None),
        ("The story of the ferry was withdrawn from shops.", None),
        ("Editors at the paper withdrew from the prize.", None),
        ("Corrects itself, the market does.", None),
    ],
)
def test_the_first_lines_of_a_text_may_say_it_too(line, kind):
    assert read("Ferry runs aground", [line], published=NOW).kind is kind
    assert read("Ferry runs aground", ["Standfirst.", line], published=NOW).kind is kind
    assert read("Ferry runs aground", ["One.", "Two.", line], published=NOW).kind is None


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Adds quotes", Kind.UPDATE),
        ("corrects para 3", Kind.CORRECTION),
        ("Eds: UPDATES with photos", Kind.UPDATE),
        ("Eds: with photos", None),
        ("For planning only", None),
    ],
)
def test_an_editors_note_may_say_it_in_small_letters(note, kind):
    assert read("Ferry runs aground", ednote=note, published=NOW).kind is kind


@pytest.mark.parametrize(
    ("slug", "kind"), [("URGENT", Kind.ALERT), ("FERRY-ACCIDENT,KILL", Kind.KILL), ("تنبيه", Kind.ALERT), ("Sweden-ferry-accident", None)]
)
def test_a_slug_may_be_a_flag(slug, kind):
    assert read("Ferry runs aground", slugline=slug, published=NOW).kind is kind


@pytest.mark.parametrize(
    ("headline", "url"),
    [
        ("Live: Search for ferry goes on", ""),
        ("LIVE Search for ferry goes on", ""),
        ("Liveblog: Search for ferry goes on", ""),
        ("Search for ferry – live updates", ""),
        ("Search for ferry - as it happened", ""),
        ("Search for ferry goes on", "https://wire.example/liveblog-january-19-2022/"),
        ("Search for ferry goes on", "https://wire.example/news/live/world-1"),
        ("Search for ferry goes on", "https://wire.example/2022/jan/19/ferry-live-updates"),
    ],
)
def test_a_live_blog_is_known_by_headline_or_link(headline, url):
    assert read(headline, url=url, published=NOW).kind is Kind.LIVE_BLOG


@pytest.mark.parametrize(
    "url",
    ["https://wire.example/alive/1", "https://wire.example/olivers/1", "https://wire.example/live-music-returns", "https://live.example/1"],
)
def test_a_link_that_only_resembles_one_is_none(url):
    assert read("Ferry runs aground", url=url, published=NOW).kind is None


@pytest.mark.parametrize(
    ("headline", "slugline", "url"),
    [
        ("Sponsored: winter holidays", "", ""),
        ("Winter holidays - Sponsored Content", "", ""),
        ("Winter holidays", "", "https://wire.example/spotlight/1"),
        ("Winter holidays", "", "https://wire.example/partner-content/1"),
        ("Planning note for Friday", "", ""),
        ("Agenda for Monday, January 24", "", ""),
        ("Memo", "", ""),
        ("Ferry", "مذكرة", ""),
        ("Реклама: отдых зимой", "", ""),
    ],
)
def test_what_is_no_article_is_told_with_the_reason(headline, slugline, url):
    assert read(headline, slugline=slugline, url=url, published=NOW).no_article


def test_the_strongest_of_several_words_decides():
    assert read("UPDATE 1-CORRECTED-Ferry runs aground", published=NOW).kind is Kind.CORRECTION
    assert read("URGENT: Ferry runs aground", ["KILL"], published=NOW).kind is Kind.KILL


def test_an_embargo_without_a_time_holds_the_item():
    said = read("EMBARGOED: Ferry report", published=NOW)
    assert (said.kind, said.embargo.until) == (Kind.HOLD, None)
    assert read("EMBARGO LIFTED: Ferry report", published=NOW).kind is Kind.RELEASE


@given(st.text(), st.lists(st.text(), max_size=3), st.text(), st.text(), st.text())
def test_any_words_can_be_read(headline, lines, ednote, slugline, url):
    said = read(headline, lines, ednote=ednote, slugline=slugline, url=url, published=NOW)
    assert said.headline in headline or said.headline == headline


@pytest.mark.parametrize(
    ("slug", "kind"),
    [
        ("BC-EU--Ferry, 1st Ld-Writethru", Kind.WRITE_THROUGH),
        ("BC-EU--Ferry,2nd Ld-Writethru", Kind.WRITE_THROUGH),
        ("FERRY-ACCIDENT-2ndlead", Kind.LEAD),
        ("FERRY-ACCIDENT,KILL", Kind.KILL),
        ("BC-EU--Ferry", None),
        ("Politics-leadership", None),
    ],
)
def test_a_slug_ends_in_the_kind_of_revision(slug, kind):
    assert read("Ferry runs aground", published=NOW, slugline=slug).kind is kind


@pytest.mark.parametrize("note", ["Korjattu aiempaa uutista: lautta", "Rättelse: i stycke 2", "Rectificatif: 84 passagers"])
def test_a_note_tells_a_correction_in_the_desks_own_language(note):
    assert read("Ferry runs aground", published=NOW, ednote=note).kind is Kind.CORRECTION


@pytest.mark.parametrize(
    "headline",
    [
        "dpa-Tagesvorschau Politik für Dienstag",
        "dpa/audio-Programm für Mittwoch",
        "Highlights of the Harbour Finance Wire at 14:45",
        "NW Top Business Headlines at 11:23 p.m. EST",
        "Impressum",
    ],
)
def test_programmes_and_lists_of_the_desk_are_no_articles(headline):
    assert read(headline, published=NOW).no_article


@pytest.mark.parametrize(
    "headline",
    [
        "Vorschau auf das Derby: Wer spielt?",
        "Highlights of the cup final",
        "Harbour top news anchor quits",
        "Impressum law passes parliament",
        "Media watchdog fines harbour",
    ],
)
def test_headlines_that_only_speak_of_programmes_are_articles(headline):
    assert read(headline, published=NOW).no_article is None
