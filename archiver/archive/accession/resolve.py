"""What a revisit record stands for: among the records of its own file, else among those of the archive."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from archiver.archive.accession.inventory import Entry, Inventory
from archiver.catalog import Catalog, RecordRow
from archiver.warc.foreign.digests import parse_digest
from archiver.warc.foreign.reading import ForeignMember
from archiver.warc.foreign.revisits import resolve_revisits
from archiver.warc.foreign.stated import record_id, target_uri

_NAMED = ("WARC-Profile", "WARC-Refers-To", "WARC-Refers-To-Target-URI", "WARC-Refers-To-Date")
_KINDS = frozenset({"response", "resource", "conversion"})


def references(member: ForeignMember, why: str) -> str:
    """What a revisit says of its original, and ``why`` by its own head it is no page, as text."""
    headers = {name: value for name in (*_NAMED, "WARC-Payload-Digest") if (value := member.get(name))}
    return json.dumps({"headers": headers, "why": why})


def why_by_itself(revisit: Entry) -> str:
    """Why a revisit is no page, by its own HTTP head."""
    return str(json.loads(revisit.refers)["why"])


class Originals:
    """Finds originals. ``file``: the imported file whose records the inventory has."""

    def __init__(self, inventory: Inventory, catalog: Catalog, file: str) -> None:
        self._inventory, self._catalog, self._file = inventory, catalog, file

    def of(self, revisit: Entry) -> tuple[Entry | RecordRow | None, str]:
        """The original, from this file or from another of the archive; else None and why."""
        headers: dict[str, str] = json.loads(revisit.refers)["headers"]
        named = record_id(headers.get("WARC-Refers-To"))
        uri = target_uri(headers.get("WARC-Refers-To-Target-URI")) or revisit.uri
        uris = dict.fromkeys([uri, revisit.uri])
        here = self._inventory.candidates(named, uris, revisit.digest)
        stub = _stub(revisit.id, "revisit", revisit.uri, revisit.date, None, headers)
        found, reason = _resolved(stub, [(entry, _stub_of(entry)) for entry in here if entry.n != revisit.n])
        if found is None:
            rows = self._elsewhere(named, uris, headers.get("WARC-Payload-Digest"))
            found, _ = _resolved(stub, [(row, _stub_of_row(row)) for row in rows])
        if found is None:
            return None, reason.replace("among these files", "in this file, nor in the archive")
        return found, ""

    def _elsewhere(self, named: str | None, uris: Iterable[str], digest: str | None) -> list[RecordRow]:
        rows = [self._catalog.record(named)] if named else []
        for uri in uris:
            rows += self._catalog.originals(uri, None)
        rows += self._catalog.originals(None, digest)
        return [row for row in rows if row is not None and row.warc != self._file and row.type in _KINDS]


def _resolved(stub: ForeignMember, others: list[tuple[Any, ForeignMember]]) -> tuple[Any, str]:
    """What ``others``' key is the original's; of revisits only the first is of interest."""
    keyed: list[tuple[int, ForeignMember]] = [(-1, stub)]
    keyed += [(index, member) for index, (_, member) in enumerate(others)]
    revisit = next(found for found in resolve_revisits(keyed) if found.revisit == -1)
    if revisit.original is None or revisit.original < 0:
        return None, revisit.reason
    return others[revisit.original][0], ""


def _stub(
    identifier: str, kind: str, uri: str, date: str, digest: str | None, more: dict[str, str]
) -> ForeignMember:
    headers = {
        "WARC-Type": kind,
        "WARC-Record-ID": identifier,
        "WARC-Target-URI": uri,
        "WARC-Date": date,
        **({"WARC-Payload-Digest": digest} if digest else {}),
        **more,
    }
    return ForeignMember(0, headers=list(headers.items()))


def _stub_of(entry: Entry) -> ForeignMember:
    more = json.loads(entry.refers)["headers"] if entry.type == "revisit" else {}
    return _stub(entry.id, entry.type, entry.uri, entry.date, entry.digest, more)


def _stub_of_row(row: RecordRow) -> ForeignMember:
    return _stub(row.id, row.type, row.uri or "", row.date or "", row.digest, {})


def digest_text(stated: str | None) -> str | None:
    """A stated digest in one form, so that two can be compared."""
    digest = parse_digest(stated or "")
    return str(digest) if digest else None
