"""The JSON-LD scripts of a page, parsed once for all that read them. Pure, bounded."""

from __future__ import annotations

from typing import Any, NamedTuple

from archiver.page.json_text import JsonError, parse_json
from archiver.page.page import Node, Page

_MAX_SCRIPTS = 50


class Script(NamedTuple):
    """A script element and what it holds."""

    node: Node
    document: Any


def json_ld(page: Page) -> tuple[list[Script], list[str]]:
    """The page's JSON-LD in order, and notes on what was not read."""
    nodes = page.root.iter("script") if page.root is not None else iter(())
    stated = [node for node in nodes if str(node.get("type") or "").strip().lower() == "application/ld+json"]
    notes = []
    if over := len(stated[_MAX_SCRIPTS:]):
        notes.append(f"json-ld: {over} scripts beyond the first {_MAX_SCRIPTS} were not read")
    scripts = []
    for node in stated[:_MAX_SCRIPTS]:
        try:
            scripts.append(Script(node, parse_json(node.text or "")))
        except JsonError as error:
            notes.append(f"json-ld: a script was not read: {' '.join(str(error).split())[:200]}")
    return scripts, notes


def types_of(value: Any) -> frozenset[str]:
    """The ``@type`` of an object without the vocabulary; empty for anything else."""
    stated = value.get("@type") if isinstance(value, dict) else None
    names = stated if isinstance(stated, list) else [stated]
    return frozenset(str(name).rsplit("/", 1)[-1] for name in names if name)
