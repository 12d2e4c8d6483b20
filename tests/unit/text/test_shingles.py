"""Fingerprints: the same on every machine, alike for copies, bounded for texts of any length."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from wirefeed.text.shingles import MOST, fingerprint, full

LONG = " ".join(f"word{i}" for i in range(2000))


def test_fingerprints_do_not_depend_on_the_hash_seed():
    code = "from wirefeed.text.shingles import fingerprint; print(fingerprint('', 'Five words make one shingle and more', 'en'))"
    runs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}).stdout for seed in "12"
    }
    assert len(runs) == 1


def test_a_shingle_is_five_words_whatever_stands_between_them():
    assert full("The minister said on Monday") == full("the MINISTER—said, on... “Monday”!")
    assert full("The minister said on Monday that talks") > full("minister said on Monday that")


def test_letters_of_every_script_are_words():
    assert full("Le ministre a déclaré à Paris") == full("Le ministre a de\u0301clare\u0301 a\u0300 Paris")
    assert full("МОСКВА и Минск ведут переговоры") == full("москва и минск — ведут «переговоры»")
    assert full("東京で地震がありました")


def test_a_short_text_keeps_every_shingle_and_a_long_one_a_quarter():
    short = " ".join(f"word{i}" for i in range(60))
    assert set(fingerprint("", short, "en")) == full(short)
    kept = set(fingerprint("", LONG, "en"))
    assert kept < full(LONG)
    assert 0.2 < len(kept) / len(full(LONG)) < 0.3


def test_what_a_copy_keeps_of_its_sample_follows_what_it_keeps_of_the_text():
    half = " ".join(LONG.split()[:1000])
    shared = set(fingerprint("", half, "en")) & set(fingerprint("", LONG, "en"))
    assert len(shared) == len(fingerprint("", half, "en"))


def test_a_text_of_fewer_than_five_words_is_one_shingle_and_none_is_none():
    assert len(full("Ferry runs aground")) == 1
    assert full("") == full(" … ") == frozenset()


def test_the_headline_stands_in_where_there_is_no_text():
    assert fingerprint("Ferry runs aground off the coast", "", "en") == tuple(sorted(full("Ferry runs aground off the coast")))


def test_no_text_keeps_more_than_the_limit():
    endless = " ".join(f"w{i}" for i in range(20_000))
    assert len(fingerprint("", endless, "en")) == MOST


@given(st.text(), st.text())
def test_fingerprints_are_ascending_unsigned_63_bit_numbers(headline, text):
    found = fingerprint(headline, text, "und")
    assert list(found) == sorted(set(found))
    assert all(0 <= one < 2**63 for one in found)
