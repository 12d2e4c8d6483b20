"""Sentences that cannot stand first, and why."""

import json
import re
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hang import HANG
from wirefeed.text import openers
from wirefeed.text.openers import connective, leans_on_previous
from wirefeed.text.sentences import split_sentences
from wirefeed.text.span import Span

# What a reader calls a paragraph that dangles, at the least; the module must name a reason for each of these and for more.
DANGLING = [
    *("he", "she", "they", "it", "his", "her", "their", "its", "this", "these", "those", "but", "and", "however", "meanwhile", "also"),
    *("instead", "still", "in addition", "as a result", "the man", "the woman", "the group", "the suspect", "the company", "the ministry"),
    *("the statement", "the move", "the decision", "the two", "the pair"),
]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("He left for Moscow.", openers.PRONOUN),
        ("It's a long road.", openers.PRONOUN),
        ("In a statement, he denied the charge.", openers.PRONOUN),
        ("After meeting Putin, he flew home.", openers.PRONOUN),
        ("Although she was ill, she travelled.", openers.PRONOUN),
        ("A plan has failed, he said.", openers.PRONOUN),
        ("“We will go,” he said.", openers.PRONOUN),
        ("“We will go,” said she.", openers.PRONOUN),
        ("“We will go,” said she, and left.", openers.PRONOUN),
        ("This was the third blast.", openers.DEMONSTRATIVE),
        ("A judge told Norvia Radio those charges will be heard in May.", openers.DEMONSTRATIVE),
        ("A museum believes this letter was a hint.", openers.DEMONSTRATIVE),
        ("The mayor said those who stayed were safe.", None),
        ("The mayor said this week was the coldest in a decade.", None),
        ("Since then, prices have doubled.", openers.DEMONSTRATIVE),
        ("Understanding this, the miners went home.", openers.DEMONSTRATIVE),
        ("Amid that, the miners went home.", openers.DEMONSTRATIVE),
        ("Responding to those questions, the mine said nothing.", openers.DEMONSTRATIVE),
        ("Lim listened to all 12 of these calls.", openers.DEMONSTRATIVE),
        ("Because of this, prices rose.", openers.DEMONSTRATIVE),
        ("That was the third blast.", openers.DEMONSTRATIVE),
        ("Some feature sailors with chairs in their hands.", openers.COMPARISON),
        ("The group said it would fight on.", openers.DEFINITE),
        ("The attack killed nine.", openers.DEFINITE),
        ("The 34-year-old was held.", openers.DEFINITE),
        ("The official told reporters to leave.", openers.DEFINITE),
        ("Harstad opened its own inquiry last year.", openers.CONNECTIVE),
        ("The official later left.", openers.DEFINITE),
        ("The officials, who asked not to be named, left.", openers.DEFINITE),
        ("When asked for the log, the captain smiled.", openers.CONNECTIVE),
        ("When contacted, the port said nothing.", openers.CONNECTIVE),
        ("Aune was referring to the ferry Solvi.", openers.CONNECTIVE),
        ("Mayor Liv Aune appeared to be responding to a letter.", openers.CONNECTIVE),
        ("According to the report, nine died.", openers.DEFINITE),
        ("“We will go,” the spokesman said.", openers.DEFINITE),
        ("The bridge fell in the night, the spokesman said.", openers.DEFINITE),
        ("The bridge fell in the night, the police said.", None),
        ("“We will go,” said the spokesman.", openers.DEFINITE),
        ("But Iran refused.", openers.CONNECTIVE),
        ("For his part, Raisi praised the talks.", openers.CONNECTIVE),
        ("Asked about sanctions, Lavrov shrugged.", openers.CONNECTIVE),
        ("So, Iran refused.", openers.CONNECTIVE),
        ("Both sides refused.", openers.COMPARISON),
        ("Two of them were children.", openers.COMPARISON),
        ("Another 12 people were hurt.", openers.COMPARISON),
        ("The two leaders met.", openers.COMPARISON),
        ("The latter refused.", openers.COMPARISON),
        ("Putin also praised the talks.", openers.ALSO),
        ("Raisi added that trade could grow.", openers.ALSO),
        ("“We will stay. We are many.”", openers.ORPHAN_QUOTE),
        ("“We will stay.", openers.BROKEN_QUOTE),
        ('We will stay," Putin said.', openers.BROKEN_QUOTE),
        ("“It is very important,” Putin said.", openers.QUOTED),
        ("“She is very dangerous,” Putin said.", openers.QUOTED_PERSON),
        ("“They need to understand us,” Putin said.", openers.PRONOUN),
    ],
)
def test_a_leaning_sentence_is_given_its_reason(sentence, reason):
    assert leans_on_previous(sentence) == reason


@pytest.mark.parametrize(
    "sentence",
    [
        "Russian President Vladimir Putin hosted his Iranian counterpart in Moscow.",
        "“We will go,” Putin said.",
        "“We will go,” the Russian president said.",
        "The attack on the mosque killed nine.",
        "The report that sank the firm was late.",
        "The White House declined to comment.",
        "The official opening date of the bridge is May 4.",
        "So far, nine people have died.",
        "Both Russia and Iran signed.",
        "When Putin arrived, he was met by Raisi.",
        "In his speech, Putin praised the talks.",
        "Not only Russia but also Iran signed.",
        "Ivanov, who also heads the bank, resigned.",
        "Later this week, the talks resume.",
        "More than 100 people died.",
        "Putin said that if asked, he would go.",
        "When asked in Moscow on Monday, Putin smiled.",
        "The former president left.",
        "There is no sign of a deal.",
        "Lie, a farmer, said he was told to leave.",
        "A board in Narvik decided the captain should go free after he apologised, said he'd been careless, and promised to mend his ways.",
    ],
)
def test_a_sentence_that_stands_alone_is_given_none(sentence):
    assert leans_on_previous(sentence) is None


@pytest.mark.parametrize("opener", DANGLING)
def test_every_dangling_opener_has_a_reason(opener):
    for text in (f"{opener.capitalize()} has come to Moscow for talks.", f"“{opener.capitalize()} has come to Moscow,” Putin said."):
        assert leans_on_previous(text)


@pytest.mark.parametrize(
    ("language", "sentence", "reason"),
    [
        ("ru", "Он прибыл в Москву.", openers.PRONOUN),
        ("ru", "Однако переговоры продолжились.", openers.CONNECTIVE),
        ("ru", "При этом цены выросли.", openers.CONNECTIVE),
        ("ru", "Президент Путин прибыл в Москву.", None),
        ("fr", "Il a quitté Paris.", openers.PRONOUN),
        ("fr", "Il y a eu neuf morts à Paris.", None),
        ("fr", "En revanche, Paris refuse.", openers.CONNECTIVE),
        ("he", "הוא הגיע למוסקבה.", openers.PRONOUN),
        ("ar", "لكن إيران رفضت.", openers.CONNECTIVE),
        ("vi", "Ông nói sẽ đi.", openers.PRONOUN),
        ("vi", "Ông Putin nói sẽ đi.", None),
        ("vi", "Tuy nhiên, Iran từ chối.", openers.CONNECTIVE),
        ("xx", "He left.", None),
    ],
)
def test_other_languages_lean_too(language, sentence, reason):
    assert leans_on_previous(sentence, language) == reason


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("But Iran has refused to sign.", "Iran has refused to sign."),
        ("However, Iran has refused to sign.", "Iran has refused to sign."),
        ("In addition, the bank has raised its rates.", "the bank has raised its rates."),
        ("Но переговоры в Москве продолжились.", "переговоры в Москве продолжились."),
        ("Toutefois, Paris a refusé de signer.", "Paris a refusé de signer."),
    ],
)
def test_a_leading_connective_can_be_dropped(sentence, rest):
    span = connective(sentence)
    assert span is not None
    assert sentence[span.end :] == rest


@pytest.mark.parametrize(
    "sentence",
    [
        "Yet another minister has left.",
        "But for the rain, all was well.",
        "“But Iran has refused,” he said.",
        "But no one came.",
        "Iran has refused.",
    ],
)
def test_what_is_no_mere_connective_stays(sentence):
    assert connective(sentence) is None


@given(st.text(alphabet=st.sampled_from("theTh BbutIis,.\"“”' «»1-é"), max_size=80))
def test_any_text_gets_an_answer(text):
    leans_on_previous(text)
    span = connective(text)
    assert span is None or 0 == span.start < span.end <= len(text)


@pytest.mark.parametrize(
    "piece", ['"', "“", "a ", "the ", "In a ", "In a, he ", ", he ", "He said ", "Aa said ", "“a” ", "but ", "both a "]
)
def test_a_hostile_sentence_takes_no_time(piece):
    text = piece * (256_000 // len(piece))
    begun = process_time()
    leans_on_previous(text)
    connective(text)
    assert process_time() - begun < HANG


@pytest.mark.shared
def test_most_first_sentences_stand_alone_and_many_others_lean(shared: Path):
    """Of real stories: a module that leans on nothing or on everything is no use to an editor."""
    lines = (shared / "data" / "merge" / "multinews.jsonl").read_text(encoding="utf-8").splitlines()
    first, others = [], []
    for text in (item["text"] for line in lines for item in json.loads(line)["items"]):
        found = [text[s.start : s.end] for s in split_sentences(text, Span(0, len(text)), "en")]
        first += found[:1]
        others += found[1:]
    lean = [sum(leans_on_previous(sentence) is not None for sentence in group) / len(group) for group in (first, others)]
    assert lean[0] < 0.15
    assert 0.2 < lean[1] < 0.5
    dangling = re.compile(rf"({'|'.join(DANGLING)})\b", re.IGNORECASE)
    assert [s for s in first + others if dangling.match(s.lstrip('"“')) and leans_on_previous(s) is None] == []
