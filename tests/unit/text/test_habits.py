"""What a feed says under every report."""

import pytest

from wirefeed.text.habits import habits, own, speaks_so

FOOTER = "Subscribe to our channel: https://north.example/sub - Follow us on every network we know"
SUBJECTS = ("Ferry sinks off Maro", "Council sells the old mill", "Orchestra names a conductor", "Bridge closes for repairs")


def reports(footer: str = FOOTER, subjects: tuple[str, ...] = SUBJECTS) -> list[tuple[str, str]]:
    return [(subject, f"{subject}, the town hall said on its page. More will be known by noon. {footer}") for subject in subjects]


def test_what_stands_under_several_headlines_is_a_habit():
    found = habits(reports())
    assert "Subscribe to our channel: https://north.example/sub" in found
    assert "Follow us on every network we know" in found


def test_a_text_is_left_with_what_is_its_own():
    found = habits(reports())
    assert own(reports()[0][1], found) == "Ferry sinks off Maro, the town hall said on its page"


@pytest.mark.parametrize("mark", ["\n", " | ", " • ", " – "])
def test_pieces_are_apart_by_lines_and_bullets(mark):
    found = habits([(subject, f"{subject} again this week{mark}All rights belong to North Wire") for subject in SUBJECTS])
    assert [piece.strip("|•– ") for piece in found] == ["All rights belong to North Wire"]


def test_twice_is_no_habit():
    assert not habits(reports(subjects=SUBJECTS[:2]))


def test_a_report_written_anew_is_one_report():
    text = "The ferry sank in the night. Forty people were saved by fishermen. The captain was questioned."
    heads = (
        "Ferry sinks off Maro",
        "Ferry sinks off Maro, 40 saved",
        "Ferry sinks off Maro: captain questioned",
        "Ferry sinks off Maro port",
    )
    assert not habits([(head, text) for head in heads])


def test_one_in_six_is_the_least():
    others = [(f"Subject number {n} of {n * 7}", f"Nothing of report {n} is like another of the {n * 13}.") for n in range(20)]
    assert habits([*reports(), *others[:8]])
    assert not habits([*reports(), *others, *others[:2]])


def test_a_word_or_two_are_nothing():
    assert not habits([(subject, f"{subject} for good.\nNorth Wire") for subject in SUBJECTS])


def test_a_text_that_is_all_habit_stays():
    found = habits(reports())
    assert own(FOOTER, found) == FOOTER
    assert own("Anything", frozenset()) == "Anything"


def test_whether_a_habit_stands_in_a_text():
    found = habits(reports())
    assert speaks_so(f"A fire at the mill. {FOOTER}", found)
    assert not speaks_so("A fire at the mill.", found)


def test_scripts_without_spaces_and_without_capitals():
    heads = ("大火在旧磨坊", "新桥今天开放", "市长辞职了吗", "渡轮沉没海岸")
    assert habits([(head, f"{head}的消息。关注我们的频道获取更多新闻。") for head in heads])
