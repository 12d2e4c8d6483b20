"""Growing: several forests are one mean, and what is said where they cannot be grown."""

import builtins

import numpy as np
import pytest

from tests.learning import require_lightgbm
from wirefeed.cluster.boost import grow
from wirefeed.cluster.trees import Trees
from wirefeed.errors import InputError


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (ImportError("No module named 'lightgbm'"), r"wirefeed\[train\]"),
        (OSError("libgomp.so.1: cannot open shared object file"), "libgomp1"),
    ],
)
def test_a_missing_library_is_told_with_what_to_install(monkeypatch, trouble, told):
    genuine = builtins.__import__

    def without(name, *rest, **more):
        if name == "lightgbm":
            raise trouble
        return genuine(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match=told):
        grow(np.zeros((4, 2)), np.array([True, False, True, False]), np.ones(4), monotone=(False, False), trees=1, leaves=2, least=1)


def test_the_trees_of_several_forests_are_together_their_mean():
    require_lightgbm()
    draw = np.random.default_rng(1)
    rows = draw.normal(size=(400, 3)).astype(np.float32)
    labels = rows[:, 0] + draw.normal(scale=0.3, size=400) > 0
    one, four = (
        Trees(grow(rows, labels, np.ones(400), monotone=(True, False, False), trees=20, leaves=4, least=10, forests=forests))
        for forests in (1, 4)
    )
    alone, together = one.logits(rows), four.logits(rows)
    assert np.abs(together - alone).mean() < np.abs(alone).mean() / 2
    assert ((together > 0) == labels).mean() > 0.85
    assert (np.diff(four.logits(np.array([[x, 0.0, 0.0] for x in np.linspace(-2, 2, 50)], np.float32))) > -1e-6).all()
