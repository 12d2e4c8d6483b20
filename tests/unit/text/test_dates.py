"""Words that mean days: found, resolved, printed."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hang import HANG
from wirefeed.text.dates import DayWord, Form, Gloss, find_day_words, gloss

WEDNESDAY = date(2026, 1, 21)

# Each sentence was published on Wednesday 21 January 2026; a third value is the dateline's own date.
CASES = [
    ("The minister resigned today.", ["2026-01-21"]),
    ("He was arrested yesterday.", ["2026-01-20"]),
    ("Talks resume tomorrow in Geneva.", ["2026-01-22"]),
    ("The council will meet on Thursday.", ["2026-01-22"]),
    ("The council met on Thursday.", ["2026-01-15"]),
    ("Police said Wednesday that two men were held.", ["2026-01-21"]),
    ("Police said Tuesday that two men were held.", ["2026-01-20"]),
    ("The vote is scheduled for Monday.", ["2026-01-26"]),
    ("The vote was scheduled for Friday, officials said.", ["2026-01-23"]),
    ("The ship sank on Sunday night.", ["2026-01-18"]),
    ("The ship sank last night.", ["2026-01-20/2026-01-21"]),
    ("Prices rose last week.", ["2026-01-12/2026-01-18"]),
    ("Prices will rise next week.", ["2026-01-26/2026-02-01"]),
    ("The bank cut rates last month.", ["2025-12"]),
    ("The bank will cut rates next month.", ["2026-02"]),
    ("The war began last year.", ["2025"]),
    ("Elections are due next year.", ["2027"]),
    ("Three people died this morning.", ["2026-01-21"]),
    ("Inflation slowed this month.", ["2026-01"]),
    ("Snow is forecast for this weekend.", ["2026-01-24/2026-01-25"]),
    ("The deal was signed two days ago.", ["2026-01-19"]),
    ("The firm was bought three years ago.", ["2023"]),
    ("He died a week ago.", [None]),
    ("She had left two days earlier.", [None]),
    ("The day before yesterday the bridge fell.", ["2026-01-19"]),
    ("They will meet the day after tomorrow.", ["2026-01-23"]),
    ("He will speak later today.", ["2026-01-21"]),
    ("The president flew to Paris late Tuesday.", ["2026-01-20"]),
    ("The court is expected to rule Friday.", ["2026-01-23"]),
    ("The court ruled Friday.", ["2026-01-16"]),
    ("Last Friday the court ruled.", ["2026-01-16"]),
    ("Last Wednesday the court ruled.", ["2026-01-14"]),
    ("Next Tuesday the court rules.", ["2026-01-27"]),
    ("On Saturday, thousands marched.", ["2026-01-17"]),
    ("Thousands will march on Saturday.", ["2026-01-24"]),
    ('"We will act today," he said.', ["2026-01-21"]),
    ("Shops are open every Sunday.", [None]),
    ("The Black Friday sales rose.", []),
    ('Speaking on "Norvia News Sunday," he agreed.', []),
    ("The fix came with Patch Tuesday.", []),
    ("It is a wonder that he is alive today.", [None]),
    ("He told CBS's Sunday Morning so.", []),
    ("He told USA Today the plan failed.", []),
    ("The meeting on Monday, Jan. 19, was short.", []),
    ("On Wednesday morning, troops entered the town.", ["2026-01-21"]),
    ("Troops entered the town on Tuesday afternoon.", ["2026-01-20"]),
    ("The strike began Monday and will end Friday.", ["2026-01-19", "2026-01-23"]),
    ("The Kremlin said on Tuesday that talks will be held on Thursday.", ["2026-01-20", "2026-01-22"]),
    ("The ceasefire expires on Sunday.", ["2026-01-25"]),
    ("The ceasefire expired on Sunday.", ["2026-01-18"]),
    ("Results are to be published by Friday.", ["2026-01-23"]),
    ("The minister said today he would resign on Monday.", ["2026-01-21", "2026-01-26"]),
    ("Papers released Thursday listed what the panel prepared to discuss on Tuesday.", ["2026-01-15", "2026-01-20"]),
    ("She warned would-be migrants on Monday.", ["2026-01-19"]),
    ("The army raced toward a Monday deadline to withdraw.", ["2026-01-26"]),
    ("The army missed a Monday deadline to withdraw.", ["2026-01-19"]),
    ("He took office 100 days ago.", [None]),
    ("He was arrested on Thursday and will appear in court on Tuesday.", ["2026-01-15", "2026-01-27"]),
    ("He was due to appear in court on Thursday.", ["2026-01-22"]),
    ("He appeared in court on Thursday.", ["2026-01-15"]),
    ("The Sunday Times reported the sale.", []),
    ("Sunday's vote was calm.", ["2026-01-18"]),
    ("Friday's summit will discuss trade.", ["2026-01-23"]),
    ("The siege continued overnight.", ["2026-01-20/2026-01-21"]),
    ("Tonight the leaders dine together.", ["2026-01-21"]),
    ("Rescuers worked through Tuesday night.", ["2026-01-20"]),
    ("A new round begins Thursday, the spokesman said.", ["2026-01-22"]),
    # What reading real wires taught.
    ("The storm could make landfall in the south on Sunday.", ["2026-01-25"]),
    ("The fire could have started on Sunday.", ["2026-01-18"]),
    ("By Tuesday, 37 percent had been vaccinated.", ["2026-01-20"]),
    ("The demolition went as planned around 10 p.m. Sunday.", ["2026-01-18"]),
    ("Asked on television Sunday if he would go, the minister laughed.", ["2026-01-18"]),
    ("Ivanova, who will lead the party, on Sunday vowed to fight on.", ["2026-01-18"]),
    ("Many of Thursday's papers lead with the storm.", ["2026-01-22"]),
    ("The pass stays closed until Thursday evening.", ["2026-01-22"]),
    ("From Sunday, as part of plans to ease the curbs, children have been allowed out.", ["2026-01-18"]),
    ("On Thursday evening, a user whose name is unknown posted a video.", ["2026-01-15"]),
    ("The heat wave is widening its grip on Tuesday.", ["2026-01-20"]),
    ("The vote is Tuesday.", ["2026-01-27"]),
    ("The flight was scheduled to leave on Sunday, but took off late.", ["2026-01-18"]),
    ("Police are investigating Sunday's attack, which will be debated.", ["2026-01-18"]),
    ("Parties campaigned ahead of Sunday's vote.", ["2026-01-25"]),
    ("The bank gave the firm until Friday.", ["2026-01-23"]),
    ("The owner has asked the town for guards on the quay from Thursday.", ["2026-01-22"]),
    ("The bill could pass as early as Thursday.", ["2026-01-22"]),
    ("Starting Monday, schools close at noon.", ["2026-01-26"]),
    ("They have been shut since Friday.", ["2026-01-16"]),
    ("In an open letter Monday, shipping firms warned of a collapse.", ["2026-01-19"]),
    ("He presented a plan to cut taxes on Monday.", ["2026-01-19"]),
    ("They plan to march on Monday.", ["2026-01-26"]),
    ("Shops open Monday through Friday.", [None, None]),
    ("He was born on a Sunday.", [None]),
    ("In a Sunday interview he denied it.", ["2026-01-18"]),
    ("Next Friday he will go.", [None]),
    ("The following Friday he went.", [None]),
    ("He visited Berlin Tuesday, 20 January.", []),
    ("He spoke on the Today programme and on Entertainment Tonight.", []),
    ("In today's world nothing lasts.", [None]),
    ("The world today is neither.", [None]),
    ("He is a leader from yesterday.", [None]),
    ("They build the cars of tomorrow.", [None]),
    ("Houses today are smaller.", [None]),
    ("Today, a 59% majority of adults in the U.S. say so.", [None]),
    ("Today, most families live in flats.", [None]),
    ("Today, 40 percent of voters went to the polls.", ["2026-01-21"]),
    ("More than two years ago he left.", [None]),
    ("Prices have doubled over the last year.", []),
    ("The fall came four days before the vote.", []),
    ("He left in the past 24 hours.", [None]),
    ("It was an overnight success.", []),
]


def values(sentence: str, *, dateline: date | None = None, language: str = "en") -> list[str | None]:
    return [word.value for word in find_day_words(sentence, WEDNESDAY, dateline, language)]


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_a_day_word_means_what_a_newspaper_means(sentence, expected):
    assert values(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The minister resigned last week.", ["2026-01-19/2026-01-25"]),
        ("The minister will host the family this week.", ["2026-01-26/2026-02-01"]),
        ("The minister resigned this week.", ["2026-01-19/2026-01-25"]),
    ],
)
def test_on_a_sunday_a_week_ends_and_another_begins(sentence, expected):
    """A writer of Sunday calls the week that ends "last week", and what is to come "this week"."""
    assert [word.value for word in find_day_words(sentence, date(2026, 1, 25))] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The minister resigned today.", ["2026-01-20"]),
        ("He was arrested yesterday.", ["2026-01-19"]),
        ("Police said Tuesday that two men were held.", ["2026-01-20"]),
    ],
)
def test_the_dateline_wins_over_the_day_of_publication(sentence, expected):
    assert values(sentence, dateline=date(2026, 1, 20)) == expected


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("fr", "Le ministre a démissionné mercredi.", ["2026-01-21"]),
        ("fr", "Le conseil se réunira jeudi à Paris.", ["2026-01-22"]),
        ("fr", "Le président, en visite mardi 20 janvier, a salué l'accord.", []),
        ("fr", "Il est arrivé hier et repartira demain.", ["2026-01-20", "2026-01-22"]),
        ("fr", "Aujourd’hui, la grève continue.", ["2026-01-21"]),
        ("fr", "La semaine dernière, les prix ont baissé.", ["2026-01-12/2026-01-18"]),
        ("fr", "Le marché se tient tous les dimanches.", [None]),
        ("ru", "Путин прибыл в Москву в среду.", ["2026-01-21"]),
        ("ru", "Переговоры пройдут в четверг в Женеве.", ["2026-01-22"]),
        ("ru", "Министр сообщил во вторник, что уйдет.", ["2026-01-20"]),
        ("ru", "Вчера он был в Омске, а завтра вылетит в Минск.", ["2026-01-20", "2026-01-22"]),
        ("ru", "Встреча прошла во вторник, 20 января.", []),
        ("ru", "На прошлой неделе цены выросли.", ["2026-01-12/2026-01-18"]),
        ("he", "הוא הגיע היום.", []),
    ],
)
def test_french_and_russian_day_words_are_resolved_too(language, sentence, expected):
    assert values(sentence, language=language) == expected


def printed(sentence: str, published: date = WEDNESDAY, language: str = "en") -> str:
    """The sentence with every gloss set, from the last to the first."""
    for word in reversed(find_day_words(sentence, published, language=language)):
        found = gloss(word, language)
        if found:
            sentence = sentence[: word.start] + (found.replace or word.word) + found.append + sentence[word.end :]
    return sentence


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They met in Moscow on Monday.", "They met in Moscow on Monday (Jan. 19)."),
        ("The minister resigned today.", "The minister resigned on Wednesday (Jan. 21)."),
        ("Today the minister resigned.", "On Wednesday (Jan. 21) the minister resigned."),
        ("He stays until tomorrow.", "He stays until Thursday (Jan. 22)."),
        ("Yesterday's vote was calm.", "Tuesday's (Jan. 20) vote was calm."),
        ("He left yesterday morning.", "He left on Tuesday morning (Jan. 20)."),
        ("They dine tonight.", "They dine on Wednesday night (Jan. 21)."),
        ("They dined last night.", "They dined on Tuesday night (Jan. 20)."),
        ("It burned overnight.", "It burned overnight (Jan. 20-21)."),
        ("Prices rose last week.", "Prices rose last week (Jan. 12-18)."),
        ("Prices will rise next week.", "Prices will rise next week (Jan. 26-Feb. 1)."),
        ("The bank cut rates last month.", "The bank cut rates last month (December 2025)."),
        ("The bank will cut rates next month.", "The bank will cut rates next month (February)."),
        ("The war began last year.", "The war began last year (2025)."),
        ("It was signed two days ago.", "It was signed two days ago (Jan. 19)."),
        ("“We will act today,” he said.", "“We will act today,” he said."),
        ("He died a week ago.", "He died a week ago."),
    ],
)
def test_a_desk_prints_the_date_beside_the_word(sentence, expected):
    assert printed(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "published", "expected"),
    [
        ("They met on Tuesday.", date(2026, 1, 2), "They met on Tuesday (Dec. 30, 2025)."),
        ("Prices rose last week.", date(2026, 1, 7), "Prices rose last week (Dec. 29, 2025-Jan. 4)."),
        ("Prices rose last week.", date(2026, 1, 2), "Prices rose last week (Dec. 22-28, 2025)."),
        ("They met on Tuesday.", date(2025, 9, 11), "They met on Tuesday (Sept. 9)."),
        ("They met on Tuesday.", date(2025, 7, 11), "They met on Tuesday (July 8)."),
    ],
)
def test_the_year_is_printed_only_where_it_is_another(sentence, published, expected):
    assert printed(sentence, published) == expected


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("ru", "Путин прибыл в среду.", "Путин прибыл в среду (21 января)."),
        ("ru", "Сегодня утром он вылетел.", "В среду утром (21 января) он вылетел."),
        ("fr", "Il est arrivé hier.", "Il est arrivé mardi (20 janvier)."),
        ("fr", "Les prix ont baissé le mois dernier.", "Les prix ont baissé le mois dernier (décembre 2025)."),
    ],
)
def test_other_languages_print_dates_their_own_way(language, sentence, expected):
    assert printed(sentence, language=language) == expected


def test_a_day_word_says_where_it_stands():
    assert find_day_words("“We act today,” he said Monday.", WEDNESDAY) == (
        DayWord(start=8, end=13, value="2026-01-21", form=Form.DAY, word="today", anchor=WEDNESDAY, in_quote=True, bare=True),
        DayWord(start=24, end=30, value="2026-01-19", form=Form.WEEKDAY, word="Monday", anchor=WEDNESDAY, in_quote=False, bare=True),
    )


def test_a_gloss_can_be_logged_as_an_edit():
    (word,) = find_day_words("They met on Monday.", WEDNESDAY)
    assert gloss(word) == Gloss(None, " (Jan. 19)")


@given(
    st.lists(
        st.sampled_from(
            ["Monday", "Sunday's", "today", "last", "next", "the", "will", "met", "on", ",", "“", "week", "two", "days", "ago", "night"]
        ),
        max_size=30,
    ),
    st.dates(),
)
def test_any_words_on_any_day_are_resolved_in_order_or_refused(words, published):
    sentence = " ".join(words)
    end = 0
    for word in find_day_words(sentence, published):
        assert end <= word.start < word.end
        assert sentence[word.start : word.end] == word.word
        if word.value and not word.in_quote:
            assert gloss(word) is not None
        end = word.end


@pytest.mark.parametrize(
    "piece", ["Monday ", "last ", "today ", "two days ago ", "on Monday will meet ", "“", "plans to ", "a plan ", "has a ", "1 "]
)
@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_a_hostile_sentence_takes_no_time(piece, language):
    text = piece * (256_000 // len(piece))
    begun = process_time()
    find_day_words(text, WEDNESDAY, language=language)
    assert process_time() - begun < HANG
