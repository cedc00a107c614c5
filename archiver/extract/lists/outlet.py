"""Whose headlines they are: the name a site states for itself, for the links that lead to that site. Pure.

A headline that leads elsewhere has the publisher that is stated for it, or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from archiver import urls
from archiver.extract.draft import Draft
from archiver.extract.lists.list_rules import SITE_NAMES, SiteName
from archiver.extract.lists.scripts import Script, types_of
from archiver.extract.stated import Stating
from archiver.page.json_text import pointed
from archiver.page.page import Page, Place

_MAX_METAS = 2_000
_MAX_NAME = 200
_MAX_NODES = 200  # objects at the top of a script
_NOTE = "name of the site that the link leads to"


def name_outlet(page: Page, drafts: Iterable[Draft], scripts: list[Script]) -> None:
    """Set ``publisher`` of the drafts whose link stays on the page's site and that have none."""
    host = urls.host_of(page.url)
    own = [draft for draft in drafts if "publisher" not in draft.data and _stays(draft, host)]
    if not own:
        return
    said = _site_name(page, scripts)
    for draft in own if said.data else ():
        draft.put("publisher", said.data["publisher"], said.fields["/publisher"])


def same_site(one: str, other: str) -> bool:
    """True for equal hosts, and for a host and its subdomain. Without a public suffix list no more can be told."""
    short, long = sorted((one, other), key=len)
    if not short or short == long:
        return bool(short)
    return "." in short and long.endswith(f".{short}")


def _stays(draft: Draft, host: str) -> bool:
    return "url" in draft.data and same_site(urls.host_of(draft.data["url"]), host)


def _site_name(page: Page, scripts: list[Script]) -> Draft:
    """A draft with the publisher alone, by the first row of the table that says something; else empty."""
    said = Draft("headline")
    for row in SITE_NAMES:
        places = _in_scripts(page, scripts, row) if row.method == "json-ld" else _in_metas(page, row)
        for place, rule in places:
            if 0 < len(place.raw.strip()) <= _MAX_NAME and Stating(page, row.method).put(
                said, "publisher", place, rule, "html-text", confidence="inferred", note=_NOTE
            ):
                return said
    return said


def _in_metas(page: Page, row: SiteName) -> Iterator[tuple[Place, str]]:
    metas = page.root.iter("meta") if page.root is not None else ()
    for _, meta in zip(range(_MAX_METAS), metas, strict=False):
        names = (str(meta.get(key) or "").strip().lower() for key in ("property", "name"))
        if row.where in names and meta.get("content"):
            yield page.at_attribute(meta, "content"), row.where


def _in_scripts(page: Page, scripts: list[Script], row: SiteName) -> Iterator[tuple[Place, str]]:
    host = urls.host_of(page.url)
    for node, document in scripts:
        for pointer, value in _top(document):
            name = pointer + row.where
            kinds = sorted(types_of(value) & row.kinds)
            if not kinds or not _is_here(_at(document, name.rpartition("/")[0]), host):
                continue
            if isinstance(_at(document, name), str):
                yield page.at_json(node, document, name), kinds[0] + row.where


def _top(document: Any) -> Iterator[tuple[str, Any]]:
    """The objects that describe the page itself: the script's own, or those of its list or graph."""
    if isinstance(document, list):
        yield from ((f"/{index}", value) for index, value in enumerate(document[:_MAX_NODES]))
        return
    yield "", document
    graph = document.get("@graph") if isinstance(document, dict) else None
    if isinstance(graph, list):
        yield from ((f"/@graph/{index}", value) for index, value in enumerate(graph[:_MAX_NODES]))


def _at(document: Any, pointer: str) -> Any:
    try:
        return pointed(document, pointer)
    except KeyError:
        return None


def _is_here(thing: Any, host: str) -> bool:
    """False for a site or organization whose stated address is another site's."""
    address = thing.get("url") if isinstance(thing, dict) else None
    there = urls.host_of(address) if isinstance(address, str) else ""
    return not there or same_site(there, host)
