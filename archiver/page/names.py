"""Other names of a capture: RFC 6920 name, URI-M path, PWID. Pure: the same at capture and at ``verify``."""

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
    """RFC 6920 name, URI-M path and PWID of a capture."""
    host = urls.host_of(url) or "local"
    return Links(
        ni=ni_name(digest),
        urim=f"{urls.timestamp14(moment)}/{url}",
        pwid=f"urn:pwid:{host}:{instant(moment)[:19]}Z:page:{url}",
    )
