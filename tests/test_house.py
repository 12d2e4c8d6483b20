"""The house keeps its rules: size budget, module heads, no unfinished work, and docs in step with the code."""

import ast
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "wirefeed").rglob("*.py"))
MAX_FILE, MEDIAN_FILE = 500, 120
MAX_FUNCTION, P95_FUNCTION = 60, 35


def functions() -> list[tuple[str, int]]:
    """Every function as (place, lines)."""
    found = []
    for path in SOURCES:
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        found.extend(
            (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1)
            for node in nodes
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        )
    return found


def test_no_file_is_longer_than_the_budget():
    lengths = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in SOURCES}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_FILE} == {}
    assert statistics.median(lengths.values()) <= MEDIAN_FILE


def test_no_function_is_longer_than_the_budget():
    lengths = functions()
    assert [(place, lines) for place, lines in lengths if lines > MAX_FUNCTION] == []
    assert statistics.quantiles([lines for _, lines in lengths], n=20)[-1] <= P95_FUNCTION


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_and_holds_no_unfinished_work(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "a module head says what the module is and what it is not"
    for mark in ("TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error"):
        assert mark not in text


def test_no_error_is_swallowed():
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and (
                node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException")
            ):
                silent = all(isinstance(statement, ast.Pass | ast.Continue) for statement in node.body)
                assert not silent, f"{path}:{node.lineno} swallows every error"
