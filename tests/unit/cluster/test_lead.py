"""What two languages share of a lead: names by their sound, figures by their digits; and what a model may be given to read."""

import pytest

from wirefeed.cluster.lead import MOST, lead_of, sounds
from wirefeed.testing import an_item


@pytest.mark.parametrize(
    "spellings",
    [
        ("lavrov", "лавров", "לברוב", "لافروف"),
        ("putin", "путин", "פוטין", "بوتين"),
        ("tokayev", "tokaïev", "токаев", "טוקאייב", "توكاييف"),
        ("odesa", "odessa", "одесса", "אודסה", "أوديسا"),
    ],
)
def test_a_name_sounds_the_same_in_every_script(spellings):
    assert len({sounds(name) for name in spellings}) == 1


def test_names_are_what_is_capital_and_any_word_where_nothing_is():
    english = lead_of(an_item(language="en", headline="Minister meets envoy", text="The minister met Sergei Lavrov in Geneva on Friday."))
    hebrew = lead_of(an_item(language="he", headline="השר נפגש", text="השר נפגש עם סרגיי לברוב בז'נבה."))
    assert english.cased
    assert not hebrew.cased
    assert sounds("lavrov") in english.named & hebrew.named
    assert sounds("minister") not in english.named


def test_a_particle_written_onto_a_hebrew_or_arabic_name_is_taken_off():
    for language, text in (("he", "הפגישה התקיימה במוסקבה"), ("ar", "عقد اللقاء والكرملين صامت")):
        assert {sounds("moskva"), sounds("kremlin")} & lead_of(an_item(language=language, headline="", text=text)).named


def test_figures_are_compared_by_their_digits_and_years_are_none():
    written = {
        "en": "It cost 1,400 dollars and 4.75% in 2026, 12 years on.",
        "fr": "Cela a coûté 1 400 dollars et 4,75% en 2026, 12 ans après.",
        "ru": "Это стоило 1400 долларов и 4,75% в 2026 году, 12 лет спустя.",
        "ar": "بلغت التكلفة ١٤٠٠ دولار و٤٫٧٥٪ في ٢٠٢٦ بعد ١٢ عاما",
    }
    for language, text in written.items():
        assert lead_of(an_item(language=language, headline="", text=text)).figures == {"1400", "475", "12"}, language


def test_numbers_in_names_are_no_figures_but_a_particle_before_one_changes_nothing():
    assert lead_of(an_item(headline="", text="A Su-57 and an A380 carried COVID-19 tests to the G20.")).figures == frozenset()
    assert lead_of(an_item(language="he", headline="", text="הריבית עלתה ל-475 נקודות ו-26 בני אדם נפצעו")).figures == {"475", "26"}


def test_a_model_is_given_little_and_nothing_it_could_stumble_over():
    lead = lead_of(an_item(headline="A\x00B\ud800C" + "x" * 5000, text="y" * 100_000))
    assert len(lead.text) <= MOST
    assert lead.text.startswith("ABC")
    lead.text.encode("utf-8")
