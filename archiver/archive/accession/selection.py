"""Which pages of a file become captures: those that a package lists, the one that was asked for, or all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archiver.archive.accession.inventory import Entry, Inventory, moment_of
from archiver.archive.accession.tally import said
from archiver.warc.foreign.package import Contents
from archiver.warc.foreign.stated import instant, target_uri

_HOPS = 5
_TOLD = 20  # pages that are listed and not there, named one by one
_REDIRECTED_WITHIN = 60.0  # seconds


def chosen(
    inventory: Inventory, package: Contents | None, url: str | None
) -> tuple[Iterator[Entry] | list[Entry], list[str]]:
    """Pages in file order, and what is to be said of those that are not there."""
    if url is not None:
        return _of_url(inventory, url), []
    if package is not None and package.pages:
        return _listed(inventory, package.pages)
    return inventory.in_pieces("page"), []


def _of_url(inventory: Inventory, url: str) -> list[Entry]:
    pages = inventory.pages_of(url)
    if pages:
        return pages
    found = _arrived(inventory, inventory.nearest(url, None))
    return [found] if found is not None and (found.entity or found.type == "revisit") else []


def _listed(inventory: Inventory, listed: tuple[dict[str, Any], ...]) -> tuple[list[Entry], list[str]]:
    found: dict[int, Entry] = {}
    missing: list[str] = []
    for page in listed:
        date = instant(page.get("ts"))
        uri = target_uri(page["url"])
        first = inventory.nearest(uri, moment_of(date) if date else None) if uri else None
        entry = _arrived(inventory, first)
        if entry is None or not (entry.entity or entry.type == "revisit"):
            missing.append(said(page["url"]))
        else:
            found[entry.n] = entry
    notes = [f"the package lists {url} as a page, its records do not hold it" for url in missing[:_TOLD]]
    if len(missing) > _TOLD:
        notes.append(f"and {len(missing) - _TOLD} more pages that are listed and not there")
    return [found[n] for n in sorted(found)], notes


def _arrived(inventory: Inventory, entry: Entry | None) -> Entry | None:
    """Where redirects lead from there, within a minute each."""
    for _ in range(_HOPS):
        if entry is None or entry.target is None:
            return entry
        following = inventory.nearest(entry.target, entry.moment)
        if following is None or abs(following.moment - entry.moment) > _REDIRECTED_WITHIN:
            return None
        entry = following
    return None
