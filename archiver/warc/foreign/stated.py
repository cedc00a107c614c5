"""What records of others state, in the forms that our documents have: IDs, instants, URIs. Pure."""

from __future__ import annotations

import re
import uuid
from calendar import monthrange
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import quote

from archiver import urls
from archiver.errors import BadUrl

_ID = re.compile(r"<[^<> \t\r\n]+>")
_UUID = re.compile(r"(?i)(?:urn:)?(?:uuid:)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<> \t\r\n]+")
# W3C-DTF, the profile of ISO 8601 that WARC names.
_W3C = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,30}))?)?"
    r"[ ]?([Zz]|[+-][0-9]{2}:?[0-9]{2})?)?)?)?"
)
_USUAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?Z")
_NO_URI = re.compile(r"[\x00-\x20\x7f]")
_DIGITS = re.compile(r"[0-9]{4,20}")
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://archiver.example/foreign-record")


def record_id(stated: str | None) -> str | None:
    """``<…>`` of a stated WARC-Record-ID, None where it is none."""
    text = (stated or "").strip()
    if _ID.fullmatch(text):
        return text
    text = text.strip("<>").strip()
    if found := _UUID.fullmatch(text):
        return f"<urn:uuid:{found[1].lower()}>"
    return f"<{text}>" if _URI.fullmatch(text) else None


def derived_id(*facts: str | int) -> str:
    """An ID for a record that states none: the same for the same facts (RFC 9562 §5.5)."""
    return f"<urn:uuid:{uuid.uuid5(_NAMESPACE, chr(10).join(str(fact) for fact in facts))}>"


def instant(stated: str | None) -> str | None:
    """A WARC-Date in any precision of W3C-DTF, or ARC's 14 digits, as an instant in UTC; None for neither.

    What was not stated is the first of it: ``2001`` is ``2001-01-01T00:00:00Z``. A time without zone is UTC.
    """
    text = (stated or "").strip()
    if _USUAL.fullmatch(text) and _is_moment(text[:19]):
        return text
    if match := _W3C.fullmatch(text):
        *parts, fraction, zone = match.groups()
        return _instant([int(part) if part else None for part in parts], fraction, zone)
    if _DIGITS.fullmatch(text):
        cut = [text[:4], text[4:6], text[6:8], text[8:10], text[10:12], text[12:14]]
        return _instant([int(part) if len(part) > 1 else None for part in cut], None, None)
    return None


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _instant(parts: list[int | None], fraction: str | None, zone: str | None) -> str | None:
    year, month, day, hour, minute, second = (
        default if part is None else part for part, default in zip(parts, (1, 1, 1, 0, 0, 0), strict=True)
    )
    leap = second == 60  # the last second of its minute, said as the one before
    try:
        if day > monthrange(year, month)[1]:
            return None
        moment = datetime(year, month, day, hour, minute, 59 if leap else second, tzinfo=_zone(zone))
        text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    except (ValueError, OverflowError, IndexError):
        return None
    return f"{text.rjust(19, '0')}{f'.{fraction[:9]}' if fraction else ''}Z"


def _zone(text: str | None) -> timezone:
    if text is None or text in "Zz":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)


def target_uri(stated: str | None) -> str | None:
    """A WARC-Target-URI for matching: without brackets (WARC/1.0), normalised where it is http(s).

    Spaces, letters outside ASCII and what else a URI cannot hold are percent-encoded.
    """
    text = (stated or "").strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1].strip()
    if not text:
        return None
    escaped = _NO_URI.sub(lambda match: f"%{ord(match[0]):02X}", text)
    try:
        return urls.normalize(escaped)
    except BadUrl:
        return quote(text, safe="!#$%&'()*+,/:;=?@[]~", errors="replace")
