"""Quotations and who says them."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hang import HANG
from wirefeed.text.quotes import Pattern, Quote, find_quotes
from wirefeed.text.span import Span


def cut(text: str, span: Span | None) -> str | None:
    return text[span.start : span.end] if span else None


def read(text: str) -> list[tuple[str, str, str | None]]:
    return [(cut(text, quote.inner) or "", quote.pattern.name, cut(text, quote.speaker)) for quote in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will go,” Putin said.", ("We will go,", "AFTER", "Putin")),
        ('"We will go," said Putin.', ("We will go,", "AFTER", "Putin")),
        ("“We will go,” Russian President Vladimir Putin told reporters.", ("We will go,", "AFTER", "Russian President Vladimir Putin")),
        ("“We will go,” said Dmitry Peskov, the spokesman.", ("We will go,", "AFTER", "Dmitry Peskov")),
        ("“We will go,” Dmitry Peskov, the spokesman, said.", ("We will go,", "AFTER", "Dmitry Peskov")),
        ("“We will go,” said spokesman Dmitry Peskov on Monday.", ("We will go,", "AFTER", "spokesman Dmitry Peskov")),
        ("Buying a car, by contrast he said, is “a joy for us all.”", ("a joy for us all.", "PARTIAL", "he")),
        ("The so-called “nuclear option of the day” failed.", ("nuclear option of the day", "NONE", None)),
        ("“We will go,” referring to Trump — Putin said it again.", ("We will go,", "NONE", None)),
        ("“We will go,” the minister’s comments showed.", ("We will go,", "NONE", None)),
        ("“We will go,” said Gen. J. R. Jones.", ("We will go,", "AFTER", "Gen. J. R. Jones")),
        ("“Will you go?” Ivanova asked.", ("Will you go?", "AFTER", "Ivanova")),
        ("“We will go,” he said.", ("We will go,", "AFTER", "he")),
        ("“We will go,” a spokesman for the ministry said in a statement.", ("We will go,", "AFTER", "a spokesman for the ministry")),
        ("“We will go,” according to the ministry.", ("We will go,", "ACCORDING", "the ministry")),
        ("Putin said: “We will go.”", ("We will go.", "BEFORE", "Putin")),
        ("In Moscow, the Russian president said, “We will go.”", ("We will go.", "BEFORE", "the Russian president")),
        ("Taliban spokesman Zabihullah Mujahid said: “We will go.”", ("We will go.", "BEFORE", "Taliban spokesman Zabihullah Mujahid")),
        ("According to the Iranian president, “trade is not enough.”", ("trade is not enough.", "ACCORDING", "the Iranian president")),
        ("Putin said trade was “not at all enough” so far.", ("not at all enough", "PARTIAL", "Putin")),
        ("Putin praised the “close cooperation” of both.", ("close cooperation", "PARTIAL", "Putin")),
        ("Putin left for home, saying: “We will go.”", ("We will go.", "BEFORE", "Putin")),
        ("‘We will go,’ said Putin.", ("We will go,", "AFTER", "Putin")),
        ("'We will go,' said Putin.", ("We will go,", "AFTER", "Putin")),
        ("``We will go,'' said Putin.", ("We will go,", "AFTER", "Putin")),
    ],
)
def test_a_quotation_has_its_speaker(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«Мы поедем», — сказал Владимир Путин.", ("Мы поедем", "AFTER", "Владимир Путин")),
        ("Владимир Путин заявил: «Мы поедем».", ("Мы поедем", "BEFORE", "Владимир Путин")),
        ("По словам Путина, «мы поедем завтра же».", ("мы поедем завтра же", "ACCORDING", "Путина")),
        ("« Nous irons », a déclaré le président.", (" Nous irons ", "AFTER", "le président")),
        ("Selon le président, « nous irons tous ».", (" nous irons tous ", "ACCORDING", "le président")),
        ('"אנחנו ניסע לשם", אמר ראש הממשלה.', ("אנחנו ניסע לשם", "AFTER", "ראש הממשלה")),
        ('وقال الرئيس: "سنذهب إلى هناك".', ("سنذهب إلى هناك", "BEFORE", None)),
    ],
)
def test_other_languages_have_speakers_too(text, expected):
    inner, pattern, speaker = expected
    (found,) = read(text)
    assert found[:2] == (inner, pattern)
    assert speaker is None or found[2] == speaker


@pytest.mark.parametrize(
    ("text", "agency", "speaker"),
    [
        ("“We will go,” Putin told AFP.", "AFP", "Putin"),
        ("“We will go,” Tass news agency quoted Raisi as saying.", "Tass news agency", "Raisi"),
        ("TASS quoted Raisi as saying: “We will go.”", "TASS", "Raisi"),
        ("“We will go,” he said in an interview with The Times of Israel.", "The Times of Israel", "he"),
        ("“We will go,” the report said, TASS reported.", "TASS", "the report"),
        ("“We will go,” Putin told Raisi.", None, "Putin"),
    ],
)
def test_the_agency_that_carried_the_words_is_kept(text, agency, speaker):
    (quote,) = find_quotes(text)
    assert (cut(text, quote.agency), cut(text, quote.speaker)) == (agency, speaker)


def test_a_split_quotation_has_one_speaker():
    text = "“We will go,” Putin said, “and we will stay.”"
    assert read(text) == [("We will go,", "AFTER", "Putin"), ("and we will stay.", "SPLIT", "Putin")]
    assert not any(quote.needs_speaker for quote in find_quotes(text))


def test_a_quotation_that_goes_on_has_the_speaker_of_the_one_before_it():
    text = "“We will go,” Putin said. “We will stay.”\n\n“We are many.”"
    assert read(text)[1:] == [("We will stay.", "CONTINUED", "Putin"), ("We are many.", "CONTINUED", "Putin")]
    assert [quote.needs_speaker for quote in find_quotes(text)] == [False, True, True]


def test_a_quotation_may_run_over_paragraphs():
    text = "Putin said: “We will go.\n“We will stay.”\n\nThe talks ended."
    assert read(text) == [("We will go.", "BEFORE", "Putin"), ("We will stay.", "CONTINUED", "Putin")]


def test_a_quotation_of_several_sentences_is_one():
    assert read("“We go. We stay. We sing,” Putin said.") == [("We go. We stay. We sing,", "AFTER", "Putin")]


@pytest.mark.parametrize(
    "text", ["The “so-called” plan failed.", "They watched “The Long Way Home from Omsk” in Minsk.", "The 'big bang' came in May."]
)
def test_scare_quotes_and_titles_are_told_apart(text):
    (quote,) = find_quotes(text)
    assert quote.scare
    assert not quote.needs_speaker


@pytest.mark.parametrize("text", ["“We will go,” he said.", "“We will all go there.”", "The “plan of the year so far” failed."])
def test_a_quotation_without_a_name_needs_its_speaker(text):
    (quote,) = find_quotes(text)
    assert quote.needs_speaker


@pytest.mark.parametrize(
    "text", ["", "No marks here.", "It's the workers' union.", "A 5'10\" man.", 'ארה"ב תסייע', '"', "“ ”", "rock 'n' roll"]
)
def test_apostrophes_and_strays_are_no_quotations(text):
    assert find_quotes(text) == ()


def test_offsets_count_in_the_whole_text():
    text = "MOSCOW (AFP) - “We go,” Putin said. “No.”"
    assert find_quotes(text, Span(15, 35)) == (
        Quote(
            start=15,
            end=23,
            inner=Span(16, 22),
            pattern=Pattern.AFTER,
            speaker=Span(24, 29),
            verb=Span(30, 34),
            agency=None,
            scare=False,
            needs_speaker=False,
        ),
    )


@given(
    st.lists(
        st.sampled_from(["“", "”", '"', "'", "«", "»", " said ", "Putin", " told AFP", ", ", ". ", "\n", "we go", "``", "''", "я сказал"]),
        max_size=40,
    )
)
def test_quotations_are_ordered_and_hold_their_inner_words(pieces):
    text = "".join(pieces)
    end = 0
    for quote in find_quotes(text):
        assert end <= quote.start < quote.inner.start <= quote.inner.end <= quote.end <= len(text)
        assert any(map(str.isalnum, text[quote.inner.start : quote.inner.end]))
        assert "\n" not in text[quote.start : quote.end]
        end = quote.end


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "“",
        "“a” ",
        '"a" said ',
        "“a,” Aa bb cc ",
        "said “a b c d” ",
        "Putin said “a b",
        "“a\n",
        "«а» сказал ",
        "«a» le ",
        "Aa of the ",
        "'a' ",
        "told The ",
    ],
)
def test_a_hostile_field_takes_no_time(piece):
    text = piece * (256_000 // len(piece))
    begun = process_time()
    find_quotes(text)
    assert process_time() - begun < HANG
