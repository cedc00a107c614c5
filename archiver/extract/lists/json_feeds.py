"""JSON Feed and other JSON documents that are lists of posts, by the table of shapes. Pure.

A document larger or deeper than ``archiver.page.json_text`` reads is noted, not guessed at.
"""

from __future__ import annotations

from typing import Any

from archiver.extract.draft import Draft, Reading
from archiver.extract.lists.feed_rules import HTTP, JSON_INFERRED, JSON_SHAPES, JsonShape
from archiver.extract.lists.feeds import MAX_ITEMS
from archiver.extract.stated import Stating
from archiver.model.provenance import FragmentSelector, Method, Transform
from archiver.page.json_text import JsonError, parse_json, pointed
from archiver.page.page import Page, Place


def read_json_feed(page: Page) -> Reading:
    """The items of a JSON list in their order; an empty Reading with a note for other JSON."""
    try:
        document = parse_json(page.text)
    except JsonError as error:
        return Reading(notes=[f"json: {error}"])
    for shape in JSON_SHAPES:
        items = _at(document, shape.items)
        if isinstance(items, list) and items and _marked(document, items, shape):
            return _read(page, document, items, shape)
    return Reading(notes=["json: not a list of posts in a shape we know"])


def _at(document: Any, pointer: str) -> Any:
    try:
        return pointed(document, pointer)
    except KeyError:
        return None


def _marked(document: Any, items: list[Any], shape: JsonShape) -> bool:
    holder = document if shape.items else items[0]
    return all(_at(holder, mark) is not None for mark in shape.marks)


def _read(page: Page, document: Any, items: list[Any], shape: JsonShape) -> Reading:
    method: Method = "json-feed"
    stating = Stating(page, method)
    drafts: list[Draft] = []
    for index in range(min(len(items), MAX_ITEMS)):
        draft = _draft(stating, document, f"{shape.items}/{index}", shape, len(drafts) + 1)
        if draft is not None:
            drafts.append(draft)
    notes = [f"{method}: {shape.name}, {len(drafts)} items"]
    if untitled := min(len(items), MAX_ITEMS) - len(drafts):
        notes.append(f"{method}: {untitled} entries state no title and are not items")
    if len(items) > MAX_ITEMS:
        notes.append(f"read in part: {len(items) - MAX_ITEMS} items beyond the first {MAX_ITEMS:,}")
    return Reading(drafts, notes)


def _draft(stating: Stating, document: Any, entry: str, shape: JsonShape, position: int) -> Draft | None:
    draft = Draft("headline")
    for name, transform, pointers in shape.entry:
        _first(stating, draft, name, transform, document, [entry + pointer for pointer in pointers], entry)
        if name == "headline" and name not in draft.data:
            return None
    for name, transform, pointers in shape.feed:
        if name not in draft.data:
            _first(stating, draft, name, transform, document, list(pointers), "")
    headline = draft.fields["/headline"]
    stating.put_position(draft, position, Place(headline.selectors, headline.textForm, ""), "order in feed")
    selector = FragmentSelector(value=shape.items)
    stating.put_list(draft, f"#{shape.items}", Place((selector,), "json-value", ""), shape.name)
    return draft


def _first(
    stating: Stating,
    draft: Draft,
    name: str,
    transform: Transform,
    document: Any,
    pointers: list[str],
    entry: str,
) -> None:
    for pointer in pointers:
        stated = _at(document, pointer)
        if not isinstance(stated, str) or (pointer == f"{entry}/id" and not stated.startswith(HTTP)):
            continue
        inferred = JSON_INFERRED.get(pointer[len(entry) :])
        how = {"confidence": "inferred" if inferred else "stated", "note": inferred}
        if stating.put(
            draft,
            name,
            stating.page.at_json(None, document, pointer),
            pointer[len(entry) :],
            transform,
            **how,
        ):
            return
