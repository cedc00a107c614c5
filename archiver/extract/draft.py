"""What readers produce: drafts of items, each value put together with its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from archiver import identifiers
from archiver.model.capture import PageTitle, Residue
from archiver.model.items import ITEM_TYPES, Item
from archiver.model.provenance import Extractor, Provenance, Source

EXTRACTOR = Extractor(name="archiver", version="2")


@dataclass
class Draft:
    """An item without its ID: plain ``data``, and a source for the JSON Pointer of every value in it."""

    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Source] = field(default_factory=dict)

    def put(self, name: str, value: Any, source: Source) -> None:
        """Set a plain field and where it came from."""
        self.data[name] = value
        self.fields[f"/{name}"] = source

    def put_in(self, name: str, position: int, part: str | None, value: Any, source: Source) -> None:
        """Set ``name[position]`` (keywords) or ``name[position].part`` (authors); positions grow from 0."""
        entries = self.data.setdefault(name, [])
        if position == len(entries):
            entries.append({} if part else value)
        if part:
            entries[position][part] = value
        self.fields[f"/{name}/{position}" + (f"/{part}" if part else "")] = source


@dataclass
class Reading:
    """What reading one page gave. ``characters`` and ``residue`` where a text is accounted for whole."""

    drafts: list[Draft] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    characters: int | None = None
    residue: list[Residue] | None = None
    title: PageTitle | None = None


def to_items(drafts: Iterable[Draft], capture: identifiers.Ark) -> tuple[list[Item], list[str]]:
    """Drafts as items with IDs in page order, and notes on what was merged.

    Two drafts with one key (the same headline with the same link) are one item: the first stays.
    """
    items: dict[str, Item] = {}
    notes: list[str] = []
    repeats = 0
    for draft in drafts:
        try:
            item = _item(draft, capture)
        except ValueError as error:  # a value that no document may hold, such as half a surrogate pair
            notes.append(f"a {draft.kind} was left out: {type(error).__name__}")
            continue
        ark = item.id
        if ark in items:
            repeats += 1
            continue
        items[ark] = item
    if repeats:
        notes.append(f"{repeats} repeats of headlines already listed")
    return list(items.values()), notes


def _item(draft: Draft, capture: identifiers.Ark) -> Item:
    key = identifiers.item_key(draft.kind, draft.data)
    return ITEM_TYPES[draft.kind].model_validate(
        {
            "id": str(identifiers.item_ark(capture, draft.kind, key)),
            "capture": str(capture),
            "data": draft.data,
            "provenance": Provenance(extractor=EXTRACTOR, fields=draft.fields),
        },
        strict=False,
    )
