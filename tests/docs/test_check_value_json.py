"""docs/check_value.py mends a JSON text as docs/format.md §4.2 tells it, and so as the program does."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from archiver.page.json_text import JsonError, read_json


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "check_value", Path(__file__).parents[2] / "docs" / "check_value.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PLAIN = '{"a": ["x, ]", 1], "b": {"c": "d//e;"}}'
TEXTS = [
    PLAIN,
    f"// <!--\n{PLAIN}\n// -->",
    f"/* <![CDATA[ */{PLAIN}/* ]]> */",
    f"<!--// {PLAIN} //-->",
    f"\ufeff{PLAIN} ;; ",
    f"{PLAIN}\n<!-- made in 0.1 s -->",
    '{"a": [1, 2,], "b": "x,]",}',
    '{"a": "two\nlines\tand a tab"}',
    f"window.__STATE__ = {PLAIN};",
    f'window["a.b"] = {PLAIN}; start()',
]
BROKEN = ["", "x", '{"a": 1', f"let a = {PLAIN} + 1", "var a = {b: 1};"]


@pytest.mark.parametrize("text", TEXTS)
def test_it_reads_what_the_program_reads(script: ModuleType, text: str) -> None:
    assert script.document(text) == read_json(text).document


@pytest.mark.parametrize("text", BROKEN)
def test_it_reads_no_more_than_the_program(script: ModuleType, text: str) -> None:
    with pytest.raises(JsonError):
        read_json(text)
    with pytest.raises(ValueError, match=r"Expecting|Extra data"):
        script.document(text)
