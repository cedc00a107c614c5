"""The two doors of the Python interface: ``archiver.open`` and ``archiver.extract``."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.archive.archive import Archive
from archiver.errors import BadInput
from archiver.model.archive import TEST_NAAN, TEST_SHOULDER

if TYPE_CHECKING:
    from archiver.model.items import Item


def open(path: str | Path, *, create: bool = True) -> Archive:  # noqa: A001
    """Open an archive folder, made with defaults when there is none (``create=False``: NotFound instead).

    Raises NotFound, IntegrityFailed (archive.json damaged or lost), CannotStore (unreadable or not writable).
    """
    return Archive(path, create=create)


def extract(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    captured_at: datetime | None = None,
    article_body: bool = True,
) -> list[Item]:
    """Read one page without an archive: items with provenance, in page order. Pure.

    ``body``: the entity, content codings undone. ``captured_at``: what relative dates are relative to;
    without it they are not read, and IDs are those of a capture at 1970-01-01T00:00:00Z. One without a zone is in UTC,
    as this machine's must not matter.
    ``article_body=False`` leaves out an article's ``articleBody`` and what follows from it (``wordCount``, a
    detected language), and lists beside an article that markup states: the other values are the same, and
    come sooner.
    Raises BadInput for a ``body`` that is not bytes or a ``captured_at`` that is no datetime; nothing for what a page
    holds.
    """
    from archiver import identifiers
    from archiver.exchange import instant
    from archiver.extract.draft import to_items
    from archiver.extract.read import read
    from archiver.page.page import Page

    if not isinstance(body, bytes):
        raise BadInput(f"body is a {type(body).__name__}: give bytes, such as Path('page.html').read_bytes()")
    if captured_at is not None:
        if not isinstance(captured_at, datetime):
            raise BadInput(
                f"captured_at is {str(captured_at)[:40]!r}, a {type(captured_at).__name__}: give a datetime, such as "
                "datetime.fromisoformat('2026-01-29T07:40:00+00:00')"
            )
        captured_at = captured_at if captured_at.tzinfo else captured_at.replace(tzinfo=UTC)
    digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
    page = Page.from_entity(
        body,
        url=url,
        record=f"<urn:{digest}>",
        digest=digest,
        content_type=content_type,
        captured=captured_at,
    )
    moment = instant(captured_at or datetime.fromtimestamp(0, UTC))
    capture = identifiers.capture_ark(TEST_NAAN, TEST_SHOULDER, uri=url, captured=moment, responses=[digest])
    return to_items(read(page, article_body=article_body).drafts, capture)[0]
