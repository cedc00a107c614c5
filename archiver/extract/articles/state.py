"""Values from the state a page's own scripts are started with: ``__NEXT_DATA__`` and ``window.__X__ = {…}``.

No vocabulary says what its keys mean, so an object counts only where its title is the page's, every value is
``inferred``, and everything else is asked before it. Scripts that are more than JSON are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from archiver.extract.articles import markup_rules as markup
from archiver.extract.articles import names, rules
from archiver.extract.articles.candidate import Author, Candidate, Found, Reader, json_part
from archiver.extract.articles.regions import Regions
from archiver.page.json_text import JsonError, escape, read_json
from archiver.page.page import Node
from archiver.page.text import collapse, node_text

_JSON_TYPE = re.compile(r"^application/(?:[\w.-]+\+)?json$", re.IGNORECASE)
_ASSIGNED = re.compile(
    r"\s*(?:(?:var|let|const)\s+)?(?:window|self|globalThis)?\W{0,3}__\w{2,60}__\W{0,3}\s*=\s*[{\[]"
)


class StateNode(NamedTuple):
    """An object of a state: where it stands, what it says, what was mended."""

    script: Node
    document: Any
    pointer: str
    value: dict[str, Any]
    note: str


def find_state(regions: Regions) -> StateNode | None:
    """The object that says the page's title in its title and has something else of an article."""
    titles = regions.heading_names | _title_names(regions)
    best: tuple[int, StateNode] | None = None
    for script in islice(_scripts(regions), markup.MAX_STATES):
        text = node_text([script])
        if not _mentions(text):
            continue
        try:
            document, repairs = read_json(text)
        except JsonError:
            continue  # a program: not for us to run
        note = f"the state of {script.get('id') or 'a script'}: its keys follow no vocabulary"
        note += "".join(f"; {repair}" for repair in repairs)
        for steps, value in _objects(document):
            weight = _weight(value, titles)
            if weight and (best is None or weight > best[0]):
                best = weight, StateNode(script, document, _pointer(steps), value, note)
    return best[1] if best else None


def _mentions(text: str) -> bool:
    """A cheap look before parsing: a title's key, and the key of a date, a body or an author."""
    return any(f'"{key}"' in text for key in markup.STATE_TITLES) and any(
        f'"{row.path.split("/")[0]}"' in text for row in markup.STATE_PATHS
    )


def _scripts(regions: Regions) -> Iterator[Node]:
    for script in regions.elements.tagged("script")[: rules.MAX_VISIBLE]:
        if script.get("src") or "ld+json" in script.get("type", "").lower():
            continue
        if _JSON_TYPE.match(script.get("type", "")) or _ASSIGNED.match((script.text or "")[:200]):
            yield script


def _title_names(regions: Regions) -> set[str]:
    title = collapse(regions.elements.text_of_first("title"))[: rules.MAX_TITLE]
    stated = [title, *re.split(r"\s+[-–—|·]\s+", title)[:1]]
    metas = (m for m in regions.elements.tagged("meta") if m.get("property") == "og:title")
    stated += [m.get("content", "") for m in islice(metas, 1)]
    return {names.flat(text) for text in stated if len(names.flat(text)) >= rules.LEAST_TITLE}


# Keys from the top down to a value; few of the objects that are looked at need theirs as a pointer.
_Steps = tuple["_Steps", str | int] | None


def _pointer(steps: _Steps) -> str:
    return f"{_pointer(steps[0])}/{escape(steps[1])}" if steps else ""


def _objects(document: Any) -> Iterator[tuple[_Steps, dict[str, Any]]]:
    """The objects of a document in breadth, so that the first ones stand highest."""
    level: list[tuple[_Steps, Any]] = [(None, document)]
    left = rules.MAX_JSON_NODES
    for _ in range(markup.MAX_STATE_DEPTH):
        below: list[tuple[_Steps, Any]] = []
        for steps, value in level:
            if isinstance(value, dict):
                yield steps, value
            entries = value.items() if isinstance(value, dict) else enumerate(value[:200])
            below += [((steps, k), v) for k, v in entries if isinstance(v, (dict, list)) and v]
            left -= 1
            if left <= 0 or len(below) > rules.MAX_JSON_NODES:
                return
        level = below


def _weight(value: dict[str, Any], titles: set[str]) -> int:
    """How many fields of an article an object has; 0 where its title is not the page's."""
    said = (value.get(key) for key in markup.STATE_TITLES)
    if not any(
        isinstance(text, str) and len(text) < rules.MAX_TITLE and names.flat(text) in titles for text in said
    ):
        return 0
    more = {
        row.field
        for row in markup.STATE_PATHS
        if row.field != "headline" and _at(value, row.path) is not None
    }
    return len(more)


def _at(value: Any, path: str) -> Any:
    for key in path.split("/"):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def read_state(reader: Reader, node: StateNode) -> Found:
    """What the state's article says, by the keys that content systems use."""
    found = Found()
    for row in markup.STATE_PATHS:
        value = _at(node.value, row.path)
        if isinstance(value, (str, bool)):
            found.add(row.field, _leaf(reader, node, row))
    authors = [author for path in markup.STATE_AUTHORS for author in _authors(reader, node, path)]
    if authors:
        found.authors.append(authors)
    return found


def _leaf(reader: Reader, node: StateNode, row: markup.PathRow) -> Candidate | None:
    place = reader.page.at_json(node.script, node.document, f"{node.pointer}/{row.path}")
    return reader.candidate(
        place, "state", f"state:{row.path}", row.transform, confidence="inferred", note=node.note
    )


def _authors(reader: Reader, node: StateNode, path: str) -> Iterator[Author]:
    """``byline``; ``author/name``; ``authors/*/name``."""
    key, _, rest = path.partition("/*")
    holders = [(f"{node.pointer}/{key}", _at(node.value, key))]
    if rest or path.endswith("/*"):
        entries = holders[0][1]
        entries = entries[: rules.MAX_AUTHORS] if isinstance(entries, list) else []
        holders = [
            (f"{holders[0][0]}/{n}{rest}", _at(v, rest[1:]) if rest else v) for n, v in enumerate(entries)
        ]
    for pointer, text in holders:
        for start, end in names.spans(text) if isinstance(text, str) else []:
            place = json_part(reader.page, node.script, node.document, pointer, start, end)
            name = reader.candidate(place, "state", f"state:{path}", confidence="inferred", note=node.note)
            if name:
                yield Author(name)
