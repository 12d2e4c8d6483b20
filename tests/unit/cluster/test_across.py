"""Whether two leads in different languages tell of one event: by meaning, helped or hindered by names, figures and hours."""

from io import BytesIO

import numpy as np
import pytest

from wirefeed.cluster.across import DIMENSIONS, LANGUAGES, STORED, AcrossRules, compare, means_of, said
from wirefeed.cluster.lead import Lead

RULES = AcrossRules()


def lead(*named, figures=(), cased=True):
    return Lead(text="", cased=cased, named=frozenset(named), figures=frozenset(figures))


def score(alike, one, other, days=0.0):
    return compare(alike, one, other, days, RULES).score


def test_names_and_figures_in_common_speak_for_one_event_and_a_clash_and_days_against_it():
    nothing = lead("ptn")
    assert score(0.6, lead("ptn", figures=["12"]), lead("ptn", figures=["12"])) > score(0.6, nothing, lead("ptn", figures=["12"]))
    assert score(0.6, lead("ptn", figures=["12"]), lead("ptn", figures=["13"])) < score(0.6, nothing, lead("ptn"))
    assert score(0.6, nothing, nothing, days=2) < score(0.6, nothing, nothing)


def test_where_nothing_is_named_in_common_the_meaning_must_be_plain():
    assert score(RULES.alone - 0.01, lead("ptn"), lead("trmp")) < RULES.join
    assert score(RULES.alone, lead("ptn"), lead("trmp")) >= RULES.join


def test_between_two_scripts_without_capitals_a_short_sound_is_no_name():
    short, long = lead("ptn", cased=False), lead("lprps", cased=False)
    assert "1 names in common" not in compare(0.7, short, short, 0, RULES).reasons
    assert "1 names in common" in compare(0.7, long, long, 0, RULES).reasons


def test_the_reasons_are_for_a_desk_editor():
    match = compare(0.58, lead("ptn", figures=["12", "1400"]), lead("ptn", figures=["1400"]), 0.25, RULES)
    assert match.reasons == ("0.58 alike in meaning", "1 names in common", "same figures: 1400", "6 h apart")


def test_what_nothing_can_lift_over_the_threshold_is_never_looked_at():
    best = lead("a1", "b2", "c3", figures=["10", "11", "12"])
    assert score(RULES.least - 0.001, best, best) < RULES.join
    assert score(RULES.least + 0.001, best, best) >= RULES.join


@pytest.mark.parametrize("language", [*LANGUAGES, "en-GB", "vi"])
def test_what_a_lead_says_has_length_one_and_its_language_taken_off(language):
    draw = np.random.default_rng(1)
    vector = draw.normal(size=DIMENSIONS).astype(STORED).tobytes()
    assert np.linalg.norm(said(vector, language)) == pytest.approx(1, abs=1e-5)


def test_means_are_one_for_each_language_and_one_for_all_others():
    vectors = {language: [np.full(DIMENSIONS, at + 1.0, np.float32)] for at, language in enumerate(LANGUAGES)}
    means = np.load(BytesIO(means_of(vectors)))
    assert means.shape == (len(LANGUAGES) + 1, DIMENSIONS)
    assert means[:, 0].tolist() == [1, 2, 3, 4, 5, 3]
