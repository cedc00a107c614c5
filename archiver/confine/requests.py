"""A page as a request: what is said of it beside its bytes, there and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from archiver.page.page import Page


def head_of(page: Page) -> dict[str, Any]:
    """What a request says of a page."""
    return {
        "url": page.url,
        "record": page.record,
        "digest": page.digest,
        "content_type": page.content_type,
        "captured": page.captured.isoformat() if page.captured else None,
        "notes": list(page.notes),
        "refresh": page.refresh,
    }


def page_of(head: dict[str, Any], body: bytes) -> Page:
    """The page of a request."""
    captured = datetime.fromisoformat(head["captured"]) if head["captured"] else None
    return Page(
        *(head["url"], head["record"], head["digest"], body, head["content_type"], captured),
        notes=list(head["notes"]),
        refresh=head["refresh"],
    )
