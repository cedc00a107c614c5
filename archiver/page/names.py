"""Other names of a capture: RFC 6920 name, URI-M path. Pure: the same at capture and at ``verify``."""

from __future__ import annotations

import base64
from datetime import datetime

from archiver import urls
from archiver.exchange import instant
from archiver.model.capture import Links


def ni_name(digest: str) -> str:
    """The RFC 6920 name of bytes with the digest ``sha256:…``."""
    value = base64.urlsafe_b64encode(bytes.fromhex(digest.removeprefix("sha256:"))).decode()
    return f"ni:///sha-256;{value.rstrip('=')}"


def links(url: str, moment: datetime, digest: str) -> Links:
    """RFC 6920 name and URI-M path of a capture."""
    return Links(ni=ni_name(digest), urim=f"{urls.timestamp14(moment)}/{url}")


def as_before(links: Links, url: str, moment: datetime) -> Links:
    """The same as manifests had them until 2026-11-30: with a PWID that named the captured site as the archive."""
    host = urls.host_of(url) or "local"
    return links.model_copy(update={"pwid": f"urn:pwid:{host}:{instant(moment)[:19]}Z:page:{url}"})
