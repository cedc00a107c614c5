"""Where each value of an item comes from, as it is stored beside it. Nothing is looked up: see ``checks`` for that."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, NamedTuple

from archiver.explain import readable
from archiver.model.items import Item
from archiver.model.provenance import Alternative, Source, TextQuoteSelector, refined
from archiver.page.json_text import pointed, value_text
from archiver.serve.render import clipped, edged

_LONG, _SHORT = 600, 160  # characters of a value or quote; of a value in the list
_ORDER = (
    "headline",
    "author",
    "publisher",
    "datePublished",
    "dateModified",
    "url",
    "articleSection",
    "description",
)


class Value(NamedTuple):
    """One value of an item. ``field`` is its name, ``part`` what of it (``name`` of an author), ``anchor`` its place
    in the page, ``text`` its beginning."""

    pointer: str
    anchor: str
    field: str
    part: str
    text: str
    source: Source
    selectors: tuple[str, ...]
    quote: tuple[str, str, str]
    others: tuple[tuple[str, Alternative], ...]


def values_of(item: Item) -> list[Value]:
    """Every value with its source; what a reader asks for first comes first."""
    data = item.data.model_dump(mode="json", exclude_none=True)
    values = [_value(data, pointer, source) for pointer, source in item.provenance.fields.items()]
    rank = {name: place for place, name in enumerate(_ORDER)}
    return sorted(values, key=lambda value: rank.get(value.field, len(rank)))


def one_record(item: Item) -> Source | None:
    """The source of any value, where all come from one record (they mostly do)."""
    sources = list(item.provenance.fields.values())
    return sources[0] if len({source.record for source in sources}) == 1 else None


def _value(data: dict[str, Any], pointer: str, source: Source) -> Value:
    field, part = _parts(pointer)
    return Value(
        pointer=pointer,
        anchor=f"value{pointer.replace('/', '-')}",
        field=field,
        part=part,
        text=clipped(value_text(_at(data, pointer)), _SHORT),
        source=source,
        selectors=tuple(clipped(readable(selector), _LONG) for selector in source.selectors),
        quote=_quote(source),
        others=tuple((clipped(value_text(other.value), _LONG), other) for other in source.alternatives),
    )


def _parts(pointer: str) -> tuple[str, str]:
    field, *rest = pointer.strip("/").split("/")
    return field, rest[-1] if rest and not rest[-1].isdigit() else ""


def _at(data: Any, pointer: str) -> Any:
    with suppress(KeyError):
        return pointed(data, pointer)
    return ""


def _quote(source: Source) -> tuple[str, str, str]:
    """Before, exact, after: as the selectors have it, else the words alone."""
    for selector in source.selectors:
        for one in refined(selector):
            if isinstance(one, TextQuoteSelector):
                return edged(one.prefix), edged(one.exact, _LONG), edged(one.suffix)
    return "", clipped(source.raw, _LONG), ""
