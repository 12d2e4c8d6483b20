"""Regular expressions that every Python we run on reads alike."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import wirefeed

PARSER = pytest.importorskip("re._parser", reason="this Python keeps its pattern parser elsewhere")
SINGLE = {"IN", "LITERAL", "NOT_LITERAL", "ANY", "CATEGORY"}


def patterns() -> Iterator[tuple[str, re.Pattern]]:
    """Every compiled pattern at the top of a module, also inside a dictionary or a tuple."""
    for module in pkgutil.walk_packages(wirefeed.__path__, "wirefeed."):
        if module.name.endswith("__main__") or ".migrations" in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            held = value.values() if isinstance(value, dict) else value if isinstance(value, (tuple, list, frozenset)) else [value]
            yield from ((f"{module.name}.{name}", one) for one in held if isinstance(one, re.Pattern))


def groups_not_given_up(parsed) -> Iterator[str]:
    """Possessive repeats of more than one character, and atomic groups, however deep."""
    for operation, argument in parsed:
        if str(operation) == "ATOMIC_GROUP" or (
            str(operation) == "POSSESSIVE_REPEAT" and (len(argument[2]) != 1 or str(argument[2][0][0]) not in SINGLE)
        ):
            yield str(operation)
        for part in argument if isinstance(argument, (tuple, list)) else [argument]:
            inner = part if isinstance(part, list) else [part]
            for one in inner:
                if isinstance(one, PARSER.SubPattern):
                    yield from groups_not_given_up(one)


def test_no_group_is_possessive_or_atomic():
    """Python before 3.11.5 (Debian 12 has 3.11.2) matches such groups wrongly where they hold a choice (python/cpython#106052)."""
    found = {name for name, pattern in patterns() if any(groups_not_given_up(PARSER.parse(pattern.pattern, pattern.flags)))}
    assert found == set()


@pytest.mark.parametrize("pattern", [r"(?:a|bc)*+", r"x(?:(?:[ ][.]++)*+y)?", r"(?>ab)", r"(?=(?:ab)++)"])
def test_the_check_sees_them(pattern):
    assert any(groups_not_given_up(PARSER.parse(pattern, 0)))


def test_the_check_looks_at_many():
    assert sum(1 for _ in patterns()) > 200
