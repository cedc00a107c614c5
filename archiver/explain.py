"""Where each value of an item came from, and whether it still does: the view behind ``archiver explain``.

Pure: works on an item and its page. ``explain`` gives values, ``render`` turns them into text for a terminal.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archiver import inert
from archiver.errors import NotFound
from archiver.model.capture import Capture
from archiver.model.items import Article, Headline
from archiver.model.provenance import (
    FragmentSelector,
    Selector,
    Source,
    TextPositionSelector,
    TextQuoteSelector,
    refined,
)
from archiver.page.check import check_source, context_of, value_at
from archiver.page.json_text import value_text
from archiver.page.page import Page
from archiver.page.selectors import Unresolved

_LABEL = 12  # columns of the labels in ``render``
_LONG = 400  # characters of a value or quote shown on a terminal
_SELECTOR_QUOTE = 60


@dataclass(frozen=True)
class Lost:
    """A value that was also found, and the rule that decided against it."""

    value: Any
    method: str
    rule: str
    lost: str


@dataclass(frozen=True)
class Explained:
    """One value of an item and its source.

    ``selectors`` are one-line readings; ``before``, ``exact``, ``after`` the quote in its context, empty
    where nothing is selected. ``resolves`` is True when every selector gives the value again; ``problems``
    says in words what does not.
    """

    pointer: str
    value: Any
    method: str
    rule: str
    transform: str
    confidence: str
    note: str | None
    selectors: tuple[str, ...]
    before: str
    exact: str
    after: str
    raw: str | None
    resolves: bool
    problems: tuple[str, ...]
    alternatives: tuple[Lost, ...]


def explain(found: Article | Headline | Capture, page: Page, field: str | None = None) -> list[Explained]:
    """Every value of an item in the order of its fields, or those of ``field``; of a capture its page's ``title``.

    ``field`` is a name (``headline``, ``author`` for all authors) or a JSON Pointer with or without its
    first slash (``/author/0/name``). Raises NotFound for a field that is not there.
    """
    data, sources = _values(found)
    return [
        _explained(page, data, pointer, sources[pointer])
        for pointer in _chosen(found.id, list(sources), field)
    ]


def _values(found: Article | Headline | Capture) -> tuple[dict[str, Any], Mapping[str, Source]]:
    """Values, and where they are from by JSON Pointer."""
    if not isinstance(found, Capture):
        return found.document()["data"], found.provenance.fields
    title = found.extraction.title if found.extraction else None
    return ({"title": title.text}, {"/title": title.source}) if title else ({}, {})


def _chosen(ark: str, pointers: list[str], field: str | None) -> list[str]:
    if field is None:
        return pointers
    wanted = "/" + field.strip().strip("/")
    chosen = [pointer for pointer in pointers if pointer == wanted or pointer.startswith(wanted + "/")]
    if not chosen:
        names = ", ".join(dict.fromkeys(pointer.split("/")[1] for pointer in pointers))
        shown = inert.terminal(field[:_SELECTOR_QUOTE])
        raise NotFound(f"{ark} has no field {shown!r}: it has {names or 'none with a source'}")
    return chosen


def _explained(page: Page, data: dict[str, Any], pointer: str, source: Source) -> Explained:
    value, problems = _checked(page, data, pointer, source)
    before, exact, after = _context(page, source)
    return Explained(
        pointer=pointer,
        value=value,
        method=source.method,
        rule=source.rule,
        transform=source.transform,
        confidence=source.confidence,
        note=source.note,
        selectors=tuple(readable(selector) for selector in source.selectors),
        before=before,
        exact=exact,
        after=after,
        raw=source.raw,
        resolves=not problems,
        problems=problems,
        alternatives=tuple(Lost(a.value, a.method, a.rule, a.lost) for a in source.alternatives),
    )


def _checked(page: Page, data: dict[str, Any], pointer: str, source: Source) -> tuple[Any, tuple[str, ...]]:
    try:
        value = value_at(data, pointer)
    except KeyError:
        return None, ("the item has no value there",)
    return value, tuple(check_source(page, source, value))


def _context(page: Page, source: Source) -> tuple[str, str, str]:
    try:
        return context_of(page, source)
    except Unresolved:
        return "", "", ""


def readable(selector: Selector) -> str:
    """One line for people: ``XPath /html/body/h1``, then what refines it."""
    return ", ".join(map(_reading, refined(selector)))


def _reading(selector: Selector) -> str:
    if isinstance(selector, TextPositionSelector):
        return f"characters {selector.start}–{selector.end}"
    if isinstance(selector, TextQuoteSelector):
        return f"quote “{_cut(selector.exact, _SELECTOR_QUOTE)}”"
    if isinstance(selector, FragmentSelector):
        return f"JSON Pointer {selector.value or '(whole)'}"
    return f"XPath {selector.value}"


# -- text -----------------------------------------------------------------------------------------------


def render(explained: Iterable[Explained], *, width: int = 80) -> str:
    """One block a field, wrapped at ``width`` columns. Nothing in it makes a terminal do anything."""
    return "\n\n".join("\n".join(_block(one, max(width, 2 * _LABEL))) for one in explained)


def _block(one: Explained, width: int) -> Iterator[str]:
    yield inert.terminal(one.pointer)
    yield from _line("value", _shown(one.value), width)
    yield from _line("found", _how(one), width)
    for position, selector in enumerate(one.selectors):
        yield from _line("" if position else "where", inert.terminal(selector), width)
    yield from _line("quote", _quoted(one), width)
    yield from _line("note", inert.terminal(one.note or ""), width)
    yield from _line("resolves", "yes, every selector" if one.resolves else "NO", width)
    for problem in one.problems:
        yield from _line("", inert.terminal(problem), width)
    for position, lost in enumerate(one.alternatives):
        words = f"{_shown(lost.value)} ({inert.terminal(f'{lost.method}, rule {lost.rule}')})"
        yield from _line(
            "" if position else "also found", f"{words} lost: {inert.terminal(lost.lost)}", width
        )


def _how(one: Explained) -> str:
    taken = "taken verbatim" if one.transform == "verbatim" else f"read as {one.transform}"
    return inert.terminal(f"{one.method}, rule {one.rule}; {taken}; {one.confidence}")


def _quoted(one: Explained) -> str:
    """The quote in ⟦ ⟧; such brackets in the page itself are shown as escapes."""
    if not one.exact:
        return ""
    before, exact, after = (_plain(text) for text in (one.before, _cut(one.exact, _LONG), one.after))
    return f"{before}⟦{exact}⟧{after}".strip()


def _plain(text: str) -> str:
    return inert.terminal(text).replace("⟦", "\\u27e6").replace("⟧", "\\u27e7")


def _shown(value: Any) -> str:
    return inert.terminal(_cut(value_text(value), _LONG))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} characters)"


def _line(label: str, text: str, width: int) -> list[str]:
    """``label`` and ``text``, wrapped under itself; nothing for an empty text."""
    indent = " " * (_LABEL + 2)
    return textwrap.wrap(
        text, width, initial_indent=f"  {label:<{_LABEL}}", subsequent_indent=indent, break_on_hyphens=False
    )
