"""Who and what a reader has not met is introduced in words copied from a source."""

from dataclasses import replace

import pytest

from wirefeed.compose.change import rewrite
from wirefeed.compose.introduce import FullForms, Introductions
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.source import Annotations, sources_of
from wirefeed.model.story import plain


def told(members, *sentences):
    """The sentences as they are printed one after the other, each found in the first member that has it."""
    sources = sources_of(members, Annotations(), ComposeRules())
    introductions = Introductions(FullForms(sources, "en"))
    printed = []
    for sentence in sentences:
        number = next(n for n, source in enumerate(sources) if sentence in source.member.item.text)
        start = sources[number].member.item.text.index(sentence)
        found = next(one for one in sources[number].annotation.sentences if one.start <= start < one.end)
        where = replace(found, index=1000 + start, start=start, end=start + len(sentence))
        printed.append(plain(rewrite(sources[number].member, where.start, where.end, introductions.changes(number, where))))
    return printed


MEETING = "Iranian President Ebrahim Raisi went to Moscow on Wednesday for talks.\n\nThe talks pleased Raisi, his office said."


def test_a_bare_surname_gets_the_full_name_its_own_text_gives(member):
    assert told([member(text=MEETING)], "The talks pleased Raisi, his office said.") == [
        "The talks pleased Iranian President Ebrahim Raisi, his office said."
    ]


def test_who_held_an_office_once_is_introduced_without_it(member):
    text = "Former Norvia Gov. David Lim said on Sunday that the bridge will hold.\n\nIn an interview, Lim spoke of the frost."
    assert told([member(text=text)], "In an interview, Lim spoke of the frost.") == ["In an interview, David Lim spoke of the frost."]


def test_a_namesake_is_not_introduced_for_the_other(member):
    text = "President Lim left for Moscow.\n\nHis son, Adam Lim Jr., stayed behind in the capital."
    assert told([member(text=text)], "President Lim left for Moscow.") == ["President Lim left for Moscow."]
    other = member("afp", guid="a", text="President Adam Lim left on Wednesday for talks.")
    assert told([member(text=text), other], "President Lim left for Moscow.") == ["President Adam Lim left for Moscow."]


def test_a_name_given_only_later_may_be_somebody_elses(member):
    text = "Lim's hearing opened in Harstad.\n\nThe court heard of the death of his wife, Ana Lim, in 1994."
    assert told([member(text=text)], "Lim's hearing opened in Harstad.") == ["Lim's hearing opened in Harstad."]
    other = member("afp", guid="a", text="The court heard a friend of Ana Lim, the accused, on Wednesday.")
    assert told([member(text=text), other], "Lim's hearing opened in Harstad.") == ["Ana Lim's hearing opened in Harstad."]


def test_a_name_that_stands_for_a_government_stays(member):
    text = "President Ana Lim left.\n\nThe Lim administration knew of it.\n\nAides said Lim was ill."
    assert told([member(text=text)], "The Lim administration knew of it.", "Aides said Lim was ill.") == [
        "The Lim administration knew of it.",
        "Aides said President Ana Lim was ill.",
    ]


def test_a_name_that_only_says_which_stays_as_it_is_and_introduces_nobody(member):
    text = "President Ana Lim left.\n\nLim administration officials knew of it.\n\nAides said Lim was ill."
    assert told([member(text=text)], "Lim administration officials knew of it.", "Aides said Lim was ill.") == [
        "Lim administration officials knew of it.",
        "Aides said President Ana Lim was ill.",
    ]


def test_a_firm_of_the_same_name_is_no_person(member):
    text = "Chairman Odd Lund was away.\n\nOfficers searched guitar maker Lund on Wednesday."
    assert told([member(text=text)], "Officers searched guitar maker Lund on Wednesday.") == [
        "Officers searched guitar maker Lund on Wednesday."
    ]


def test_a_club_of_a_town_is_nobody_with_the_towns_given_name(member):
    text = "The San Diego Chargers played on Wednesday.\n\nA fine for Chargers players was named."
    assert told([member(text=text)], "A fine for Chargers players was named.") == ["A fine for Chargers players was named."]


def test_a_person_is_introduced_once(member):
    one = member(text=MEETING)
    assert told([one], *one.item.text.split("\n\n")) == one.item.text.split("\n\n")


def test_a_courtesy_title_gives_way_to_the_full_name_and_its_office(member):
    one = member(text="Talks with President Hu Jintao went on.\n\nThen Mr Hu left for the port of Varna at noon.")
    assert told([one], "Then Mr Hu left for the port of Varna at noon.") == ["Then President Hu Jintao left for the port of Varna at noon."]
    other = member(text="Talks with Mr. Odd Lie went on.\n\nThen Mr. Lie left for the port of Varna at noon.")
    assert told([other], "Then Mr. Lie left for the port of Varna at noon.") == ["Then Odd Lie left for the port of Varna at noon."]


def test_a_learned_title_stays_before_the_full_name(member):
    one = member(text="Minister Ana Holt spoke first.\n\nThen Dr Holt left for the port of Varna at noon.")
    assert told([one], "Then Dr Holt left for the port of Varna at noon.") == ["Then Dr Ana Holt left for the port of Varna at noon."]


def test_a_title_before_a_surname_is_not_doubled(member):
    one = member(text="Ebrahim Raisi, who won in June, spoke first.\n\nThe draft was given to President Raisi by hand.")
    assert told([one], "The draft was given to President Raisi by hand.") == ["The draft was given to President Ebrahim Raisi by hand."]


def test_another_source_introduces_whom_the_own_text_does_not(member):
    sources = [member(text="The talks pleased Raisi, his office said."), member("afp", text=MEETING)]
    assert told(sources, "The talks pleased Raisi, his office said.") == [
        "The talks pleased Iranian President Ebrahim Raisi, his office said."
    ]


def test_a_surname_two_persons_share_is_left_alone(member):
    sources = [
        member(text="The vote pleased Clinton, the campaign said."),
        member(
            "afp",
            text="Former President Bill Clinton spoke first at the rally.\n\nFormer Secretary Hillary Clinton spoke last at the rally.",
        ),
    ]
    assert told(sources, "The vote pleased Clinton, the campaign said.") == ["The vote pleased Clinton, the campaign said."]


def test_of_a_couple_neither_is_introduced_for_a_bare_surname(member):
    text = "Lim's lawyer said the girl was not watched."
    other = member("afp", guid="a", text="Her parents, Ana and Odd Lim, went to court on Wednesday.")
    assert told([member(text=text), other], text) == [text]


def test_a_relative_is_not_introduced_for_the_one_all_the_others_name(member):
    text = "Her mother gave Adam Lim a desk at the firm.\n\nLim left the ministry in November."
    other = member("afp", guid="a", text="A ministry official, Ana Lim, was sentenced on Wednesday.")
    assert told([member(text=text), other], "Lim left the ministry in November.") == ["Lim left the ministry in November."]
    run_on = member("afp", guid="a", text="The patriarch, Kirill Adam Lim, was sentenced on Wednesday.")
    assert told([member(text=text), run_on], "Lim left the ministry in November.") == ["Adam Lim left the ministry in November."]


def test_a_namesake_is_not_introduced_where_another_given_name_is_as_frequent(member):
    text = "O.J. Lim came home on Wednesday.\n\nHe was acquitted of killing Nicole Brown Lim.\n\nNobody helped, Lim said."
    assert told([member(text=text)], "Nobody helped, Lim said.") == ["Nobody helped, Lim said."]


def test_words_in_a_quotation_are_not_rewritten(member):
    one = member(text='Russian President Vladimir Putin received him.\n\n"Nobody asked Putin about it," the envoy Ali Karimi said.')
    sentence = one.item.text.split("\n\n")[1]
    assert told([one], sentence) == [sentence]


ACCORD = "The Joint Comprehensive Plan of Action (JCPOA) was signed in 2015.\n\nTehran wants the JCPOA back."


def test_an_abbreviation_is_spelt_out_where_it_first_appears(member):
    assert told([member(text=ACCORD)], "Tehran wants the JCPOA back.") == [
        "Tehran wants the Joint Comprehensive Plan of Action (JCPOA) back."
    ]
    assert told([member(text=ACCORD)], *ACCORD.split("\n\n")) == ACCORD.split("\n\n")


def test_in_a_quotation_the_long_form_stands_in_square_brackets(member):
    sources = [member(text=ACCORD), member("afp", text='"Tell me about the JCPOA, please," Putin said.')]
    assert told(sources, '"Tell me about the JCPOA, please," Putin said.') == [
        '"Tell me about the JCPOA [Joint Comprehensive Plan of Action], please," Putin said.'
    ]


def test_two_countries_a_speaker_does_not_name_are_named_in_brackets(member):
    one = member(text='Trade between Russia and Iran grew last year.\n\n"Our two countries can do better," Raisi said.')
    assert told([one], '"Our two countries can do better," Raisi said.') == [
        '"Our two countries [Russia and Iran] can do better," Raisi said.'
    ]


def test_countries_are_not_named_where_the_text_has_more_than_two(member):
    one = member(text='Russia and Iran trade.\n\nRussia and China trade.\n\n"Our two countries can do better," Raisi said.')
    assert told([one], '"Our two countries can do better," Raisi said.') == ['"Our two countries can do better," Raisi said.']


def test_a_particle_that_is_capital_only_at_the_head_of_a_sentence_is_the_same_name(member):
    text = "Judge Ali al-Badri freed the reporters on Monday.\n\nAl-Badri told the court that the law was clear."
    assert told([member(text=text)], "Al-Badri told the court that the law was clear.") == [
        "Judge Ali al-Badri told the court that the law was clear."
    ]


def test_a_writers_name_run_into_a_persons_introduces_nobody(member):
    glued = member(text="Ana Berg Peter Lind, mayor of Narvik, spoke of the quay.\n\nThe quay pleased Lind, his office said.")
    plainly = member("afp", "g2", text="Peter Lind is the mayor of Narvik in the north of Norway.")
    assert told([glued, plainly], "The quay pleased Lind, his office said.") == ["The quay pleased Peter Lind, his office said."]


def test_a_byline_that_ran_into_a_name_introduces_nobody(member):
    one = member(text="By Ana Berg Tora Lind with a herring in her hand at last.\n\nThe quay pleased Lind, the mayor of Narvik.")
    assert told([one], "The quay pleased Lind, the mayor of Narvik.") == ["The quay pleased Lind, the mayor of Narvik."]


def test_a_name_written_in_two_ways_is_left_as_the_sentence_has_it(member):
    one = member(text="The Harstad branch of Al Badri was founded in May.\n\nThe ferry was seized by al-Badri fighters in the night.")
    assert told([one], "The ferry was seized by al-Badri fighters in the night.") == [
        "The ferry was seized by al-Badri fighters in the night."
    ]


MET = "The ferry Solvi will not sail again, Governor Ana Lim of Harstad said on Wednesday after a meeting."


def test_whom_the_reader_has_met_goes_by_his_office_and_surname(member):
    again = "Governor Ana Lim of Harstad has asked two banks to lend her nine million crowns."
    one, other = member(text=MET), member("afp", guid="a", text=again)
    assert told([one, other], MET, again)[1] == "Governor Lim of Harstad has asked two banks to lend her nine million crowns."
    assert told([one, other], again, MET)[0] == again


@pytest.mark.parametrize(
    "text",
    [
        "Governor Odd Lim of Vik has asked two banks to lend him nine million crowns.",
        "Two banks will lend nine million crowns for the Ana Lim tunnel to the islands.",
        'Two banks will lend nine million crowns, and the ministry said "Governor Ana Lim knows" of what for.',
        "Two banks will lend nine million crowns for a tunnel to a woman named Ana Lim of Vik.",
    ],
)
def test_a_namesake_a_thing_a_quotation_and_who_is_only_named_keep_the_name(member, text):
    assert told([member(text=MET), member("afp", guid="a", text=text)], MET, text)[1] == text
