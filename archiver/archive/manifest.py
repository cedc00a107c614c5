"""The capture manifest: what came, over which connection, under which options, and the verdict on it."""

from __future__ import annotations

import base64
import hashlib
import platform
from functools import cache
from importlib.metadata import version

from archiver import identifiers
from archiver.exchange import Captured, Exchange
from archiver.extract.access_rules import CHALLENGE, PAYWALL, SENDS_ON
from archiver.extract.draft import EXTRACTOR
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture, Entity, Exchanged, Extraction, RecordRef, Run, Tls
from archiver.page import record
from archiver.page.decode import UNREAD
from archiver.page.names import links

_OWN = ("redirect", "page")
_REFUSALS = frozenset({401, 402, 403, 407, 429, 451})
NOTHING = "no article and no headline was found in the page"
# A note that starts so says that something of the page was not read: it is a reason too.
FLAGS = ("not read: ", "read in part: ")
_OMITTED = (
    "no Cookie and no Authorization header was sent: every capture starts with an empty jar and no credentials",
)


@cache
def software() -> dict[str, str]:
    """What made the capture: for warcinfo and manifest."""
    names = ("warcio", "lxml", "isal")
    return {
        "software": f"archiver/{version('citable-archiver')}",
        "python": platform.python_version(),
        "platform": platform.system(),
        "libraries": ", ".join(f"{name} {version(name)}" for name in names),
    }


def warcinfo_fields(info: ArchiveInfo) -> dict[str, str]:
    """The block of the warcinfo record (WARC/1.1 §6.2)."""
    return {
        **software(),
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "isPartOf": info.title.replace("\r", " ").replace("\n", " "),
    }


def entity_of(exchange: Exchange) -> Entity | None:
    """Digest and length of the body without transfer encoding; None without a readable response."""
    if exchange.head is None or exchange.response is None:
        return None
    return record.entity_of(exchange.entity_chunks(), exchange.head)


def build(
    captured: Captured,
    entities: list[Entity | None],
    info: ArchiveInfo,
    run: Run | None,
    warnings: tuple[str, ...] = (),
) -> Capture:
    """The manifest without items. ``entities`` as ``entity_of`` gives them, one for each exchange."""
    exchanges = captured.exchanges
    own = [e for e in exchanges if e.role in _OWN and e.response is not None]
    moment = own[0].date
    digests = [f"sha256:{e.response.sha256}" for e in own if e.response is not None]
    ark = identifiers.capture_ark(
        info.naan, info.shoulder, uri=captured.url, captured=moment, responses=digests
    )
    page = captured.page
    verdict, reasons = judge(captured, entities)
    entity = entities[exchanges.index(page)]
    return Capture(
        id=str(ark),
        url=captured.url,
        finalUrl=page.url if page.url != captured.url else None,
        captured=moment,
        verdict=verdict,
        reasons=(*reasons, *warnings),
        exchanges=tuple(exchanged(e, entity) for e, entity in zip(exchanges, entities, strict=True)),
        certificates=_certificates(exchanges) or None,
        options=captured.options,
        omitted=_OMITTED,
        software=software(),
        run=run,
        links=links(captured.url, own[0].started, entity.digest if entity else digests[-1]),
    )


def judge(captured: Captured, entities: list[Entity | None]) -> tuple[str, list[str]]:
    """The verdict, worst first, and every reason in words."""
    page = captured.page
    entity = entities[captured.exchanges.index(page)]
    reasons = [f"{e.url}: {e.error}" for e in captured.exchanges if e.error and e.role in _OWN]
    status = page.status
    lost = [
        f"{e.url}: {e.error or f'HTTP {e.status}'}"
        for e in captured.exchanges
        if e.role == "requisite" and _failed(e)
    ]
    lost.extend(captured.missing)
    if page.truncated:
        return "truncated", [f"the page is cut: {page.truncated}", *reasons]
    if status in _REFUSALS or (status == 503 and page.head and page.head.get("cf-mitigated")):
        return "blocked", [
            f"the server refused: HTTP {status} {page.head.reason if page.head else ''}".strip(),
            *reasons,
        ]
    if status is not None and status >= 400:
        return f"http-{status}", [f"HTTP {status} {page.head.reason if page.head else ''}".strip(), *reasons]
    if page.role != "page" or reasons:
        return "partial", [*reasons, *lost]
    if entity is not None and entity.length == 0:
        return "empty", ["the page has no content", *lost]
    return ("partial" if lost else "complete"), lost


def _failed(exchange: Exchange) -> bool:
    return bool(exchange.error or exchange.truncated or exchange.status is None or exchange.status >= 400)


def exchanged(exchange: Exchange, entity: Entity | None) -> Exchanged:
    """An exchange as a manifest tells it."""
    request, response = exchange.request, exchange.response
    tls = exchange.tls
    return Exchanged(
        role=exchange.role,
        url=exchange.url,
        started=exchange.date,
        seconds=round(exchange.seconds, 6),
        status=exchange.status,
        location=exchange.location,
        request=RecordRef(
            record=exchange.request_id,
            digest=f"sha256:{hashlib.sha256(request).hexdigest()}",
            length=len(request),
        ),
        response=RecordRef(
            record=exchange.response_id, digest=f"sha256:{response.sha256}", length=response.length
        )
        if response
        else None,
        original=exchange.prior.ref if exchange.prior else None,
        entity=entity,
        peer=exchange.peer,
        tls=Tls(
            version=tls.version,
            cipher=tls.cipher,
            chain=tuple(_fingerprint(der) for der in tls.chain),
            verified=tls.verified,
            error=tls.error,
        )
        if tls
        else None,
        truncated=exchange.truncated,
        interim=tuple(block.decode("latin-1") for block in exchange.interim) or None,
        error=exchange.error,
    )


def _fingerprint(der: bytes) -> str:
    return f"sha256:{hashlib.sha256(der).hexdigest()}"


def _certificates(exchanges: tuple[Exchange, ...]) -> dict[str, str]:
    chain = {der for e in exchanges if e.tls for der in e.tls.chain}
    return {_fingerprint(der): base64.b64encode(der).decode() for der in sorted(chain)}


def with_extraction(
    capture: Capture, extraction: Extraction, *, undecoded: tuple[str, ...], text_was_read: bool
) -> Capture:
    """The manifest with what reading the page gave.

    ``undecoded``: what of the content coding could not be undone; a complete page is ``partial`` then. A
    complete page in which nothing was found is ``empty``; one that is a challenge, a refusal or a consent wall
    is ``blocked``. A paywall is a reason, no verdict: every byte the server sends to anybody did come. So is a page
    that sends readers on: it is what was asked for.
    """
    verdict, said = _before_reading(capture)
    reasons = [*undecoded, *(reason for reason in said if reason not in undecoded)]
    paywall = [note for note in extraction.notes if note.startswith(PAYWALL)][:1]
    challenge = [note for note in extraction.notes if note.startswith(CHALLENGE)][:1]
    flagged = [note for note in extraction.notes if note.startswith(FLAGS)]
    unread = any(note.startswith(FLAGS[0]) for note in flagged)
    text_was_read = text_was_read and not unread
    reasons.extend(flagged)
    reasons.extend(note for note in extraction.notes if note.startswith(SENDS_ON))
    if not extraction.items and text_was_read and verdict in ("complete", "partial") and not challenge:
        reasons.append(NOTHING)
    if challenge and verdict in ("complete", "partial"):
        verdict, reasons = "blocked", [*challenge, *reasons]
    elif verdict == "complete" and undecoded:
        verdict = "partial"
    elif verdict == "complete" and NOTHING in reasons:
        verdict = "empty"
    reasons = [*paywall, *reasons] if verdict in ("complete", "partial") else [*reasons, *paywall]
    return capture.model_copy(
        update={
            "extraction": extraction,
            "items": extraction.items,
            "verdict": verdict,
            "reasons": tuple(reasons),
        }
    )


def _before_reading(capture: Capture) -> tuple[str, list[str]]:
    """Verdict and reasons as they were before this page was read, now or earlier."""
    reasons = [
        r
        for r in capture.reasons
        if r != NOTHING
        and not r.startswith((PAYWALL, CHALLENGE, SENDS_ON, *FLAGS))
        and not r.endswith(UNREAD)
    ]
    if capture.verdict == "empty" and NOTHING in capture.reasons:
        return "complete", reasons
    if capture.verdict == "blocked" and any(r.startswith(CHALLENGE) for r in capture.reasons):
        lost = any(e.role in ("requisite", "redirect") and _is_lost(e) for e in capture.exchanges)
        return ("partial" if lost else "complete"), reasons
    return capture.verdict, reasons


def _is_lost(exchanged: Exchanged) -> bool:
    status = exchanged.status
    came = status < 400 if status is not None else exchanged.entity is not None
    return bool(exchanged.error or exchanged.truncated or not came)


def with_note(capture: Capture, note: str) -> Capture:
    """The manifest of a page that was not read, saying why."""
    extraction = Extraction(extractor=EXTRACTOR, items=(), notes=(note,))
    return capture.model_copy(update={"extraction": extraction, "reasons": (*capture.reasons, note)})
