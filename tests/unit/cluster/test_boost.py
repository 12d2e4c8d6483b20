"""What is said where the trees cannot be grown."""

import builtins

import numpy as np
import pytest

from wirefeed.cluster.boost import grow
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
