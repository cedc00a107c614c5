"""Raw mementos (URI-M of RFC 7089): the bytes of a captured page as they came, served so that nothing in them acts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from archiver.archive.archive import Archive
from archiver.archive.history import Around, Moment
from archiver.catalog.shelf import Shelf
from archiver.errors import BadInput, IntegrityFailed, NotFound
from archiver.http1 import media_type
from archiver.model.capture import Capture, Exchanged
from archiver.page.decode import undo_codings
from archiver.page.record import own_exchanges, page_source
from archiver.serve.memento.asked import rest_of, url_of
from archiver.serve.memento.links import memento_headers, memento_url
from archiver.serve.memento.moments import digits
from archiver.serve.memento.negotiation import closest, near
from archiver.serve.memento.timegate import nothing
from archiver.serve.origins import capture_of_host
from archiver.serve.replay.headers import inert_policy
from archiver.serve.site import pair_of, site_of
from archiver.store.folder import is_foreign
from archiver.warc.foreign.entity import ForeignEntity, entity_of_foreign

PREFIX = "/memento/"
_ASKED = re.compile(rb"([0-9]{14})/(.+)", re.DOTALL)
_LARGEST = 32 << 20  # bytes of a record that is shown: it is held in memory, and decoded
_SHOWN = re.compile(r"(?:text|image|audio|video)/.*|application/(?:(?:.+\+)?(?:json|xml))")
_UNPRINTABLE = re.compile(r"[^\t\x20-\x7e\x80-\xff]+")
_FIELD_NAME = re.compile(r"[-!#$%&'*+.^_`|~0-9A-Za-z]{1,80}")
_LEFT_OUT = frozenset({"set-cookie", "set-cookie2"})
_LONGEST_FIELD, _MOST_FIELDS = 4_096, 16_384  # characters of one, and of all of them
# What clients act upon instead of showing: informational, 304, and "log in to the proxy first"; answers that end
# with their head, which bytes that came all the same must not follow (RFC 9110 §15.3.5 and 6); and what is no status.
_SHOWN_AS_200 = frozenset({204, 205, 304, 407})


@dataclass(frozen=True)
class Kept:
    """The answer that was captured. ``headers``: as they came; ``body``: without transfer and content codings."""

    status: int
    headers: tuple[tuple[str, str], ...]
    content_type: str | None
    body: bytes
    notes: tuple[str, ...] = ()


class TooLarge(BadInput):
    """A record that is larger than what is shown."""


async def memento(request: Request) -> Response:
    """``/memento/YYYYMMDDhhmmss/URL``: that capture, else 302 to the one closest to it, else 404 with what is near.

    Raises BadInput (no such address), BadUrl, IntegrityFailed (the stored bytes are damaged), NotFound on the own
    origin of a capture: an archived page that runs there shall not read the others.
    """
    if capture_of_host(request.headers.get("host", "")) is not None:
        raise NotFound(f"mementos are at {pair_of(request).replay}{PREFIX}")
    match = _ASKED.fullmatch(rest_of(request.scope, PREFIX))
    if match is None:
        raise BadInput("a memento's address is /memento/YYYYMMDDhhmmss/URL")
    stamp, url, readers = match[1].decode(), url_of(match[2]), site_of(request).readers
    wanted = _moment(stamp)
    around = await readers.run(lambda archive: closest(archive, url, wanted))
    if around.closest is None:
        return nothing(request, url, await readers.run(lambda archive: near(archive, url)))
    moment = _exactly(around, stamp, url)
    if moment is None:
        return RedirectResponse(memento_url(pair_of(request), around.closest), 302)
    try:
        kept = await readers.run(lambda archive: _kept(archive, moment))
    except TooLarge as error:
        return PlainTextResponse(f"{error}\n", 413)
    return _answer(request, url, around, moment, kept)


def _moment(stamp: str) -> datetime:
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise BadInput(f"{stamp} is no time: write YYYYMMDDhhmmss, as in 20260129074000") from None


def _exactly(around: Around, stamp: str, url: str) -> Moment | None:
    """Of the captures in that second the one of that very URL, else (http for https) the closest."""
    told = [one for one in (around.closest, around.previous, around.next) if one is not None]
    same = [one for one in told if digits(one.captured) == stamp]
    return next((one for one in same if one.url == url), same[0] if same else None)


def _answer(request: Request, url: str, around: Around, moment: Moment, kept: Kept) -> Response:
    pair = pair_of(request)
    is_shown = 200 <= kept.status < 600 and kept.status not in _SHOWN_AS_200
    response = Response(kept.body, kept.status if is_shown else 200)
    more = dict(_original(kept.headers))
    more["Content-Type"] = _one_line(kept.content_type or "") or "application/octet-stream"
    if not _SHOWN.fullmatch(media_type(kept.content_type) or ""):
        more["Content-Disposition"] = "attachment"
    if kept.notes:
        more["X-Archive-Notes"] = _one_line("; ".join(kept.notes))[:_LONGEST_FIELD]
    more |= memento_headers(pair, url, around, moment)
    more["Content-Security-Policy"] = inert_policy(pair)
    more["Cross-Origin-Resource-Policy"] = "same-site"  # the interface shows captured images
    more["Referrer-Policy"] = "no-referrer"
    more["Cache-Control"] = "max-age=600"
    response.headers.update(more)
    return response


def _original(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The captured header fields under other names, each on one line, as far as there is room for them."""
    left = _MOST_FIELDS
    for name, value in headers:
        line = _one_line(value)
        left -= len(name) + len(line)
        if left < 0:
            return
        if _FIELD_NAME.fullmatch(name) and name.lower() not in _LEFT_OUT and len(line) <= _LONGEST_FIELD:
            yield f"X-Archive-Orig-{name}", line


def _one_line(value: str) -> str:
    return _UNPRINTABLE.sub(" ", value).strip()


def _kept(archive: Archive, moment: Moment) -> Kept:
    """Raises NotFound (it has no page), IntegrityFailed, TooLarge."""
    capture = archive.get(moment.id)
    assert isinstance(capture, Capture)
    source, exchange = page_source(capture), _page(capture)
    if any(ref is not None and ref.length > _LARGEST for ref in (exchange.response, exchange.original)):
        raise TooLarge(f"the page is larger than {_LARGEST >> 20} MB: download the capture as WACZ instead")
    found = _entity(archive, source.record, source.file)
    own = found
    if (
        exchange.original is not None and exchange.response is not None
    ):  # a revisit: another record holds the body
        own = _entity(archive, exchange.response.record, capture.imported.file if capture.imported else None)
    undone = undo_codings(b"".join(found.chunks()), list(found.codings))
    return Kept(exchange.status or 200, own.headers, found.content_type, undone.body, undone.notes)


def _page(capture: Capture) -> Exchanged:
    return next(one for one in reversed(own_exchanges(capture)) if one.response is not None)


def _entity(archive: Archive, record: str, file: str | None) -> ForeignEntity:
    row = archive.catalog.record(record, file)
    if row is None:
        raise IntegrityFailed(f"record {record} is not in the archive: run `archiver verify`")
    with Shelf(archive.folder) as shelf:
        member = shelf.read(row, _LARGEST)
    damage = [fault for fault in member.faults if not is_foreign(row.warc) or fault.kind == "missing"]
    if damage:
        raise IntegrityFailed(f"record {record}: {damage[0].message}")
    if member.kept is None:
        raise IntegrityFailed(f"record {record} is longer than its capture says: run `archiver verify`")
    return entity_of_foreign(member)
