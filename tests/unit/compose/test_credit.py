"""How the agency that carried a quotation is named."""

import pytest

from wirefeed.compose.change import rewrite
from wirefeed.compose.credit import credit, has_quotation, is_creditable
from wirefeed.model.story import plain


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        ('"We gave them the draft," Raisi said.', '"We gave them the draft," TASS quoted Raisi as saying.'),
        ("“We gave them the draft,” added Raisi.", "“We gave them the draft,” TASS quoted Raisi as saying."),
        ('"We gave them the draft," he said.', '"We gave them the draft," TASS quoted him as saying.'),
        ('"We gave them the draft," she added.', '"We gave them the draft," TASS quoted her as saying.'),
        ('"We gave them the draft," Raisi said in Moscow.', '"We gave them the draft," TASS quoted Raisi as saying in Moscow.'),
        ('"It is a shame," said Anna Berg in a statement.', '"It is a shame," TASS quoted Anna Berg as saying in a statement.'),
        (
            '"It is a shame," said Anna Berg, a lawyer, in a tweet.',
            '"It is a shame," TASS quoted Anna Berg, a lawyer, as saying in a tweet.',
        ),
        ('"It is a shame," said Anna Berg on Tuesday.', '"It is a shame," TASS quoted Anna Berg as saying on Tuesday.'),
        ('"It is a shame," said Anna Berg, a lawyer.', '"It is a shame," TASS quoted Anna Berg, a lawyer, as saying.'),
        ('"It matters to me," Putin told Raisi.', '"It matters to me," Putin told Raisi, TASS reported.'),
        ('"Why is it so?" he asked.', '"Why is it so?" he asked, TASS reported.'),
        ('Putin told his guest: "It matters."', 'Putin told his guest, according to TASS: "It matters."'),
        ('He said, "We are here to help."', 'He said, according to TASS, "We are here to help."'),
        ('Putin said "it is important" to him.', 'Putin said, according to TASS, "it is important" to him.'),
        ('He said "this is it" at 2 p.m.', 'He said, according to TASS, "this is it" at 2 p.m.'),
        ('It was called "a long day for all of us" until 2 p.m.', 'It was called "a long day for all of us" until 2 p.m. (TASS)'),
        ('In his words, "nothing has changed."', 'In his words, "nothing has changed." (TASS)'),
        (
            'Putin praised the "close cooperation" and said: "Go on."',
            'Putin praised the "close cooperation" and said, according to TASS: "Go on."',
        ),
    ],
)
def test_an_agency_is_named_beside_its_quotation(member, sentence, printed):
    one = member("afp", text=sentence)
    assert plain(rewrite(one, 0, len(sentence), credit(one, 0, len(sentence), "TASS", "en"))) == printed


def test_an_agency_the_sentence_names_is_not_named_again(member):
    sentence = '"Every family has lost its house," the governor told AFP.'
    assert credit(member("afp", text=sentence), 0, len(sentence), "Agence France-Presse", "en") == ()


def test_a_language_without_frames_gets_the_agency_in_brackets(member):
    sentence = "“Chúng tôi cần nước,” ông nói."
    one = member(text=sentence, language="vi")
    made = plain(rewrite(one, 0, len(sentence), credit(one, 0, len(sentence), "TASS", "vi")))
    assert made == "“Chúng tôi cần nước,” ông nói. (TASS)"


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('He called it "mad".', False),
        ('He said "it is all over".', True),
        ("No marks.", False),
        ('The film "The Last Keeper of Solvi," opened.', False),
        ('"The Last Keeper" is over, and "so it should be".', True),
    ],
)
def test_a_term_or_a_title_in_marks_is_no_quotation(text, quotes):
    assert has_quotation(text) is quotes


@pytest.mark.parametrize(
    ("name", "able"), [("TASS", True), ("The Times of Israel", True), ("S1", False), ("France 24", False), ("", False)]
)
def test_a_name_with_figures_in_it_stays_out_of_sentences(name, able):
    assert is_creditable(name) is able
