"""Sentences of news text, by offsets."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hang import HANG
from wirefeed.text.sentences import split_sentences
from wirefeed.text.span import Span


def split(text: str, language: str = "en") -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, Span(0, len(text)), language)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Smith met Gen. J. R. Jones and Sen. Ana Ruiz on Jan. 19 at 5 a.m. Moscow time in St. Petersburg.",
        "The U.S. Embassy and the U.N. Security Council met Gov. Lee of W. Va. in Washington, D.C. on Monday.",
        "Shares of Delta Inc. rose 3.5 percent, No. 2 after Gamma Corp. and ahead of Beta Ltd. in trading.",
        "“We will go. We will stay,” the minister told reporters.",
        "“Will you go?” Ivanova asked.",
        "“Will you go?” he asked.",
        '"Never!" Smith said in a statement.',
        "“We are ready … We go,” he said.",
        "Then... nothing happened.",
        "He waited . . . and waited for J. Edgar Hoover.",
        "It is 3.5 degrees (see p. 4. Note the date.) colder.",
        "The firm Yaroslav & Co. said it would close.",
        "The blast at 2 p.m. Tuesday killed two.",
        "The award went to A. J. Smith.",
    ],
)
def test_one_sentence_stays_whole(text):
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("He left the U.S. The talks went on.", ["He left the U.S.", "The talks went on."]),
        ("They met at 5 p.m. Police came.", ["They met at 5 p.m.", "Police came."]),
        ("He is ill. South Korea waits.", ["He is ill.", "South Korea waits."]),
        ("“We go.” The train left.", ["“We go.”", "The train left."]),
        ("“Will you go?” The minister said he would.", ["“Will you go?”", "The minister said he would."]),
        ('He said "no." "Yes," she said.', ['He said "no."', '"Yes," she said.']),
        ("She said: ‘We go. We stay.’ He left.", ["She said: ‘We go. We stay.’", "He left."]),
        ('"It was fun," he said. "We won."', ['"It was fun," he said.', '"We won."']),
        ("He said yes. “We won.", ["He said yes.", "“We won."]),
        ("(He left.) She stayed.", ["(He left.)", "She stayed."]),
        ("It was named.[2] It grew.", ["It was named.[2]", "It grew."]),
        ("It fell for years.Police came.", ["It fell for years.", "Police came."]),
        ("Was it 5'10\" tall? Yes.", ["Was it 5'10\" tall?", "Yes."]),
        ('In the years. " It grew.', ["In the years.", '" It grew.']),
        ("World War II. It grew. Plan B. It shrank.", ["World War II.", "It grew.", "Plan B.", "It shrank."]),
    ],
)
def test_news_text_is_cut_where_a_reader_would(text, expected):
    assert split(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "ru",
            "В. В. Путин прибыл в г. Москву в 2021 г. с визитом. «Мы рады. Очень», — сказал он. Встреча стоила 3 млн руб. и т. д.",
            [
                "В. В. Путин прибыл в г. Москву в 2021 г. с визитом.",
                "«Мы рады. Очень», — сказал он.",
                "Встреча стоила 3 млн руб. и т. д.",
            ],
        ),
        (
            "fr",
            "M. Macron est parti. « Nous restons. Toujours », a dit Mme Le Pen. Le vote aura lieu le 3 janv. 2027 à Paris.",
            ["M. Macron est parti.", "« Nous restons. Toujours », a dit Mme Le Pen.", "Le vote aura lieu le 3 janv. 2027 à Paris."],
        ),
        ("he", 'השר אמר כי ארה"ב תסייע. הוא הגיע היום. מה קרה?', ['השר אמר כי ארה"ב תסייע.', "הוא הגיע היום.", "מה קרה?"]),
        ("ar", "وصل الرئيس إلى موسكو. هل يبقى؟ قال إنه سيعود.", ["وصل الرئيس إلى موسكو.", "هل يبقى؟", "قال إنه سيعود."]),
        ("vi", "Ông đến TP. Hồ Chí Minh hôm qua. Bà ở lại.", ["Ông đến TP. Hồ Chí Minh hôm qua.", "Bà ở lại."]),
        ("zh", "他来了。她走了！真的？", ["他来了。", "她走了！", "真的？"]),
    ],
)
def test_other_languages_are_cut_too(language, text, expected):
    assert split(text, language) == expected


def test_a_line_end_always_ends_a_sentence():
    assert split("A headline\nThe text begins\r\nand goes on.") == ["A headline", "The text begins", "and goes on."]


def test_offsets_count_characters_beyond_the_basic_plane():
    assert split("Fire 🔥 broke out. 🚒 Help came.") == ["Fire 🔥 broke out.", "🚒 Help came."]


def test_only_the_span_is_read():
    text = "MOSCOW, January 19. /TASS/. He left. She stayed. (c) 2026"
    assert [text[s.start : s.end] for s in split_sentences(text, Span(28, 48), "en")] == ["He left.", "She stayed."]


def test_a_decimal_written_apart_is_one_number():
    assert split("It showed a level of 0. 07 percent. He left.") == ["It showed a level of 0. 07 percent.", "He left."]


def test_marks_alone_are_no_sentence():
    assert split("He left.\n* * *\n---\n\n...\nShe stayed.") == ["He left.", "She stayed."]


@given(st.text(alphabet=st.sampled_from("Aab1 .!?…\"'“”‘’«»()\n\r/-—🔥א؟"), max_size=120))
def test_sentences_are_ordered_stripped_and_lose_only_white_space_and_marks(text):
    end = 0
    for span in split_sentences(text, Span(0, len(text)), "en"):
        piece = text[span.start : span.end]
        assert span.start >= end
        assert piece == piece.strip() != ""
        assert not any(map(str.isalnum, text[end : span.start]))
        assert "\n" not in piece
        end = span.end
    assert not any(map(str.isalnum, text[end:]))


@pytest.mark.parametrize(
    "piece", ['"', "(", "“a. “a", "‘a. ‘b ", ". ", '."', "A.", "1. ", "a! ", "Mr. ", "“‘", "''a. ", "... ", "\n", ".\n"]
)
def test_a_hostile_field_takes_no_time(piece):
    text = piece * (256_000 // len(piece))
    begun = process_time()
    split_sentences(text, Span(0, len(text)), "en")
    assert process_time() - begun < HANG
