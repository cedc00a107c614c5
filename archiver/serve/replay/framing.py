"""The addresses by which the interface frames a replay, and what of the replay origin may be framed. Pure."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from archiver.identifiers import parse
from archiver.model.capture import Capture
from archiver.serve.memento.links import memento_url
from archiver.serve.memento.moments import digits
from archiver.serve.origins import SHARED, Pair


def frame_url(pair: Pair, capture: Capture) -> str:
    """The viewer's page that replays this capture alone; of a file without an http(s) URL, its raw memento.

    The query is read by our page and by the viewer, the fragment by the viewer: the page and time to show.
    """
    if not capture.url.startswith(("http://", "https://")):
        return memento_url(pair, capture)
    name = parse(capture.id, "").name
    query = {"source": f"/packages/{name}.wacz", "embed": "replayonly", "noCache": "1"}
    fragment = {"url": capture.url, "ts": digits(capture.captured)}
    return f"{origin_of(pair, name)}/replay/?{urlencode(query)}#{urlencode(fragment)}"


def origin_of(pair: Pair, name: str) -> str:
    """Where a capture is replayed. Names under localhost cost nothing: there each capture has an origin of its own,
    so that no archived page can change what the viewer keeps of another. Elsewhere all share one.
    """
    parts = urlsplit(pair.replay)
    own = f"{parts.scheme}://{name}.{parts.netloc}"
    return own if parts.hostname == SHARED else pair.replay


def frame_sources(pair: Pair) -> tuple[str, ...]:
    """What the interface's ``frame-src`` has to allow."""
    return tuple(dict.fromkeys([pair.replay, origin_of(pair, "*")]))
