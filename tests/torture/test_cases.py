"""The table of cases names tests that are there, and all tests of this folder are in it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.torture.cases import CASES

TESTS = Path(__file__).parents[1]
ABOUT_THE_SUITE = {"test_cases.py", "test_hostile_server.py::test_there_are_enough_of_them"}


def functions(path: Path) -> set[str]:
    """The names of the tests in a file."""
    tree = ast.parse(path.read_text("utf-8"))
    return {n.name for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")}


def test_every_case_is_held() -> None:
    assert CASES.keys() == set(range(1, 29))


@pytest.mark.parametrize("number", CASES)
def test_the_tests_of_a_case_are_there(number: int) -> None:
    assert CASES[number].tests
    for test in CASES[number].tests:
        path, _, name = test.partition("::")
        assert name in functions(TESTS / path), test


def test_no_test_of_this_folder_stands_outside_the_table() -> None:
    named = {test for case in CASES.values() for test in case.tests}
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        for name in functions(path):
            if not {path.name, f"{path.name}::{name}"} & ABOUT_THE_SUITE:
                assert f"torture/{path.name}::{name}" in named
