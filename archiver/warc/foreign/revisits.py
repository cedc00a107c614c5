"""Which original each revisit record stands for (WARC/1.1 §6.7), among the records of the same files. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from archiver.warc.foreign.digests import parse_digest
from archiver.warc.foreign.reading import ForeignMember
from archiver.warc.foreign.stated import instant, record_id, target_uri

Key = TypeVar("Key")
By = Literal["refers-to", "uri-and-date", "payload-digest", "same-uri"]
_ORIGINALS = ("response", "resource", "conversion")
_DEEPEST = 8


@dataclass(frozen=True)
class Revisit(Generic[Key]):
    """A revisit and its original; ``by``: what led there. Without an original ``reason`` says why."""

    revisit: Key
    original: Key | None
    by: By | None
    profile: str
    reason: str = ""


@dataclass(frozen=True)
class _Entry(Generic[Key]):
    key: Key
    id: str
    uri: str
    date: str
    digest: str


@dataclass(frozen=True)
class _Reference(Generic[Key]):
    entry: _Entry[Key]
    profile: str
    id: str | None
    uri: str | None
    date: str | None


class _Originals(Generic[Key]):
    """Records that have a payload, by all that a revisit may name."""

    def __init__(self, entries: Iterable[_Entry[Key]]) -> None:
        self.by_id: dict[str, _Entry[Key]] = {}
        self.by_place: dict[tuple[str, str], _Entry[Key]] = {}
        self.by_digest: dict[str, list[_Entry[Key]]] = {}
        self.by_uri: dict[str, list[_Entry[Key]]] = {}
        for entry in sorted(entries, key=lambda entry: entry.date):
            self.by_id.setdefault(entry.id, entry)
            self.by_place.setdefault((entry.uri, entry.date), entry)
            self.by_uri.setdefault(entry.uri, []).append(entry)
            if entry.digest:
                self.by_digest.setdefault(entry.digest, []).append(entry)


def resolve_revisits(records: Iterable[tuple[Key, ForeignMember]]) -> list[Revisit[Key]]:
    """For each revisit among ``records`` (of one set of files, with a key of the caller's) its original.

    In this order: WARC-Refers-To; WARC-Refers-To-Target-URI and -Date; the payload digest (the same URI
    first, then the latest before it); for server-not-modified the latest record of the same URI before it.
    """
    entries: list[_Entry[Key]] = []
    references: list[_Reference[Key]] = []
    for key, member in records:
        kind = member.type.lower()
        if kind in _ORIGINALS:
            entries.append(_entry(key, member))
        elif kind == "revisit":
            references.append(_reference(key, member))
    originals = _Originals(entries)
    others = {reference.entry.id: reference for reference in references}
    return [_resolve(reference, originals, others) for reference in references]


def _entry(key: Key, member: ForeignMember) -> _Entry[Key]:
    digest = parse_digest(member.get("WARC-Payload-Digest") or "")
    return _Entry(key, member.id, member.uri or "", member.instant or "", str(digest or ""))


def _reference(key: Key, member: ForeignMember) -> _Reference[Key]:
    return _Reference(
        _entry(key, member),
        (member.get("WARC-Profile") or "").strip("<> "),
        record_id(member.get("WARC-Refers-To")),
        target_uri(member.get("WARC-Refers-To-Target-URI")),
        instant(member.get("WARC-Refers-To-Date")),
    )


def _resolve(
    reference: _Reference[Key], originals: _Originals[Key], others: dict[str, _Reference[Key]]
) -> Revisit[Key]:
    profile, revisit = reference.profile, reference.entry.key
    for _ in range(_DEEPEST):
        found, by = _original(reference, originals)
        if found is not None:
            return Revisit(revisit, found.key, by, profile)
        # One revisit may name another.
        following = others.get(reference.id or "")
        if following is None or following is reference:
            break
        reference = following
    named = reference.id or reference.uri or reference.entry.digest or "nothing"
    return Revisit(revisit, None, None, profile, f"its original is not among these files; it names {named}")


def _original(reference: _Reference[Key], originals: _Originals[Key]) -> tuple[_Entry[Key] | None, By | None]:
    if reference.id and (found := originals.by_id.get(reference.id)):
        return found, "refers-to"
    if reference.date:
        uri = reference.uri or reference.entry.uri
        if place := originals.by_place.get((uri, reference.date)):
            return place, "uri-and-date"
    date = reference.entry.date
    if reference.entry.digest and (same := originals.by_digest.get(reference.entry.digest)):
        at_uri = [entry for entry in same if entry.uri == reference.entry.uri]
        return _latest(at_uri or same, date) or (at_uri or same)[0], "payload-digest"
    if reference.profile.endswith("server-not-modified") and not reference.id and not reference.date:
        return _latest(originals.by_uri.get(reference.uri or reference.entry.uri, []), date), "same-uri"
    return None, None


def _latest(entries: list[_Entry[Key]], date: str) -> _Entry[Key] | None:
    at = bisect_right(entries, date, key=lambda entry: entry.date)
    return entries[at - 1] if at else None
