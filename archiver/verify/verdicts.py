"""Which verdicts a manifest's own exchanges allow: a capture that failed may not be called complete.

The same rules as ``archiver.archive.manifest.judge``, read backwards. What only its writer knew (a requisite for
which no connection came about, a content coding that could not be undone) stands in ``reasons``.
"""

from __future__ import annotations

from archiver.extract.access_rules import CHALLENGE
from archiver.model.capture import Capture, Exchanged

REFUSALS = frozenset({401, 402, 403, 407, 429, 451})
_OWN = ("redirect", "page")


def allowed(capture: Capture) -> set[str]:
    """The verdicts that what came allows. Empty where nothing of the page itself came."""
    verdicts = _of_exchanges(capture)
    notes = capture.extraction.notes if capture.extraction else ()
    is_challenge = any(note.startswith(CHALLENGE) for note in notes)
    return {"blocked"} if is_challenge and verdicts & {"complete", "partial"} else verdicts


def _of_exchanges(capture: Capture) -> set[str]:
    own = [exchange for exchange in capture.exchanges if exchange.role in _OWN]
    if not own:
        return set()
    page = own[-1]
    if page.truncated:
        return {"truncated"}
    if page.status in REFUSALS:
        return {"blocked"}
    if page.status is not None and page.status >= 400:
        return {f"http-{page.status}", *(["blocked"] if page.status == 503 else [])}
    if page.role != "page" or any(exchange.error for exchange in own):
        return {"partial"}
    if page.entity is not None and page.entity.length == 0:
        return {"empty"}
    if any(_failed(exchange) for exchange in capture.exchanges if exchange.role == "requisite"):
        return {"partial"}
    return {"complete", *(["partial"] if capture.reasons else []), *([] if capture.items else ["empty"])}


def _failed(exchange: Exchanged) -> bool:
    status = exchange.status
    came = status < 400 if status is not None else exchange.entity is not None
    return bool(exchange.error or exchange.truncated or not came)
