"""Screenshots that crawlers keep beside a page: a ``resource`` record under ``urn:view:URL`` (Browsertrix and kin)."""

from __future__ import annotations

from archiver.archive.archive import Archive
from archiver.catalog import RecordRow
from archiver.errors import NotFound
from archiver.model.capture import Capture

_KINDS = ("view", "fullPage", "thumbnail")  # the larger ones first
_TYPES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_MOST = 32 << 20  # bytes


def screenshot_of(archive: Archive, capture: Capture) -> RecordRow | None:
    """Where the screenshot of an imported capture lies, in the file it came from; None where there is none."""
    if capture.imported is None:
        return None
    for kind in _KINDS:
        for row in archive.catalog.originals(f"urn:{kind}:{capture.imported.uri or capture.url}", None, 10):
            if row.warc == capture.imported.file:
                return row
    return None


def picture(archive: Archive, capture: Capture) -> tuple[bytes, str]:
    """The screenshot and its media type, told by its first bytes. Raises NotFound, IntegrityFailed."""
    from archiver.catalog.shelf import Shelf

    row = screenshot_of(archive, capture)
    if row is None:
        raise NotFound(f"{capture.id} has no screenshot")
    with Shelf(archive.folder) as shelf:
        data = shelf.read(row, _MOST).kept or b""
    for magic, media_type in _TYPES.items():
        if data.startswith(magic):
            return data, media_type
    raise NotFound(f"the screenshot of {capture.id} is no PNG or JPEG")
