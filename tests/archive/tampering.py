"""Change stored bytes the way an attacker with the tools would: digests, lengths and CRCs made right again."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable
from typing import Any

from archiver import Archive
from archiver.exchange import Block, new_record_id
from archiver.warc.members import Keep, Member, scan
from archiver.warc.records import Record
from archiver.warc.write import RecordWriter

Change = Callable[[Member], Iterable[tuple[list[tuple[str, str]], bytes]]]
_MADE_AGAIN = ("Content-Length", "WARC-Block-Digest")
_PAYLOAD = "WARC-Payload-Digest"


def path_of(archive: Archive, name: str | None = None) -> Any:
    """The (only) WARC file of an archive, made writable."""
    path = archive.folder.path / (name or archive.folder.warcs()[0])
    path.chmod(0o644)
    return path


def rewrite(archive: Archive, change: Change, name: str | None = None) -> None:
    """Write the WARC anew; ``change`` gives the headers and blocks that stand for each member."""
    path = path_of(archive, name)
    members = list(scan(io.BytesIO(path.read_bytes()), Keep(limit=1 << 30)))
    out = io.BytesIO()
    writer = RecordWriter(out)
    for member in members:
        for headers, block in change(member):
            kept = tuple(
                (k, _payload_digest(member, block) if k == _PAYLOAD and block != member.kept else v)
                for k, v in headers
                if k not in _MADE_AGAIN
            )
            writer.add(Record(kept, Block.of(block)))
    path.write_bytes(out.getvalue())


def _payload_digest(member: Member, block: bytes) -> str:
    payload = block.split(b"\r\n\r\n", 1)[1] if member.type == "response" else block
    return f"sha256:{hashlib.sha256(payload).hexdigest()}"


def same(member: Member) -> list[tuple[list[tuple[str, str]], bytes]]:
    """The member as it is."""
    return [(member.headers, member.kept or b"")]


def documents(kind: str, edit: Callable[[dict[str, Any]], Any]) -> Change:
    """Edit the documents of a kind in place; a document for which ``edit`` gives False is left out."""

    def change(member: Member) -> list[tuple[list[tuple[str, str]], bytes]]:
        if member.type != "metadata":
            return same(member)
        document = json.loads(member.kept or b"")
        if document["kind"] != kind:
            return same(member)
        if edit(document) is False:
            return []
        return [(member.headers, json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())]

    return change


def beside(kind: str, edit: Callable[[dict[str, Any]], Any]) -> Change:
    """Add to each document of a kind an edited copy in a record of its own; none where ``edit`` gives False."""

    def change(member: Member) -> list[tuple[list[tuple[str, str]], bytes]]:
        edited = [block for _, block in documents(kind, edit)(member) if block != member.kept]
        return [*same(member), *((as_new(member), block) for block in edited)]

    return change


def as_new(member: Member) -> list[tuple[str, str]]:
    """The member's headers under another Record-ID."""
    return [(k, new_record_id() if k == "WARC-Record-ID" else v) for k, v in member.headers]


def write_beside(archive: Archive, name: str, change: Change) -> None:
    """Put another WARC into the archive: what ``change`` gives for the members of the first."""
    path = archive.folder.path / name
    path.parent.mkdir(parents=True)
    path.write_bytes(path_of(archive).read_bytes())
    rewrite(archive, change, name)
