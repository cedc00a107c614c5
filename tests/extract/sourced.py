"""A page for a test, and the promise every reader keeps: each value resolves again in the bytes it was read from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from archiver.extract.draft import Draft
from archiver.page.check import check_source, value_at
from archiver.page.page import Page


def page_of(
    body: str | bytes, content_type: str | None = "text/html", url: str = "https://example.org/news"
) -> Page:
    """A page as if it had been captured."""
    entity = body.encode() if isinstance(body, str) else body
    captured = datetime(2026, 2, 1, tzinfo=UTC)
    return Page.from_entity(
        entity, url=url, record="<urn:uuid:1>", content_type=content_type, captured=captured
    )


def problems_of(page: Page, drafts: Iterable[Draft]) -> list[str]:
    """What verify would find wrong with the drafts; a value without a source is wrong too."""
    found = []
    for draft in drafts:
        found += [
            f"{name} has no source"
            for name in draft.data
            if not any(p.startswith(f"/{name}") for p in draft.fields)
        ]
        for pointer, source in draft.fields.items():
            found += [
                f"{pointer}: {fault}" for fault in check_source(page, source, value_at(draft.data, pointer))
            ]
    return found
