"""The values that documents are filtered and counted by, as the catalog and a query have them alike. Pure."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from archiver.urls import host_of, surt

_WWW = re.compile(r"^www[0-9]*\.(?=[^.]+\.)")
_HOST = re.compile(r"(?i)(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+")


def bare_host(host: str) -> str:
    """A host in lower case without ``www.``, as SURTs leave it out."""
    return _WWW.sub("", host.lower())


def outlet(stated: str) -> str:
    """A publisher as it is stated; where that is a host name, the host, so that ``WWW.NEWS.MN`` is ``news.mn``."""
    text = " ".join(stated.split())
    return bare_host(text) if _HOST.fullmatch(text) else text


def outlet_key(stated: str) -> str:
    """What an outlet is known by however it is written: in capitals, or by its host with ``www.``."""
    return outlet(stated).casefold()


def outlet_of(data: dict[str, Any], host: str | None) -> str | None:
    """Whose an item is: its publisher, else the host it leads to, else ``host``, which its page came from."""
    return outlet(data.get("publisher") or "") or bare_host(host_of(data.get("url") or "")) or host or None


def language(tag: str) -> str:
    """The language of a tag, without script and region: ``mn`` of ``mn-Cyrl-MN``."""
    return tag.partition("-")[0].lower()


def story_of(data: dict[str, Any]) -> int:
    """A number that is the same for the same headline with the same link, wherever they stand."""
    text = f"{data.get('headline')}\n{data.get('url')}"
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def page_key(url: str) -> str:
    """What captures of one page have in common: its SURT; of what is no http(s) URL, the URL as it stands."""
    return surt(url) if url.startswith(("http:", "https:")) else url


def page_of(manifest: dict[str, Any]) -> tuple[int | None, str | None]:
    """The status of a capture's page and the SHA-256 in hex of its entity; None where there is none."""
    exchange = _own(manifest)
    if exchange is None:
        return None, None
    entity = exchange.get("entity") if exchange["role"] == "page" else None
    return exchange.get("status"), entity["digest"].removeprefix("sha256:") if entity else None


def arrival(manifest: dict[str, Any]) -> tuple[str | None, str | None, str | None]:
    """Where redirects led, when that was asked for, and its ``page_key`` where it is another page than the URL's."""
    final = manifest.get("finalUrl")
    if final is None or (exchange := _own(manifest)) is None:
        return final, None, None
    key = page_key(final)
    return final, exchange["started"], key if key != page_key(manifest["url"]) else None


def _own(manifest: dict[str, Any]) -> dict[str, Any] | None:
    """The exchange of the page itself, the last redirect where it did not come to one."""
    own = (one for one in reversed(manifest["exchanges"]) if one["role"] in ("page", "redirect"))
    return next(own, None)
