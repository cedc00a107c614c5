"""Packages changed the way an attacker would: with ZIP and lists made right again, and a signature of their own."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from archiver.exchange import Block
from archiver.warc.members import Keep, Member, scan
from archiver.warc.records import Record
from archiver.warc.write import RecordWriter

Files = dict[str, bytes]
WARC, INDEX, PAGES = "archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl"
CAPTURES, ITEMS, INFO = "archiver/captures.jsonl", "archiver/items.jsonl", "archiver/archive.json"
DESCRIPTOR, DIGEST = "datapackage.json", "datapackage-digest.json"
MALLORY = ec.generate_private_key(ec.SECP384R1())


def unpacked(package: bytes) -> Files:
    """Path → content."""
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(files: Files, method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return out.getvalue()


def sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def relist(files: Files) -> None:
    """Make ``datapackage.json`` and its digest right again; the signature stays what it was."""
    described = json.loads(files[DESCRIPTOR])
    described["resources"] = [
        {"name": path.rsplit("/", 1)[-1], "path": path, "hash": sha256(data), "bytes": len(data)}
        for path, data in files.items()
        if path not in (DESCRIPTOR, DIGEST)
    ]
    redescribe(files, described)


def redescribe(files: Files, described: dict[str, Any]) -> None:
    """Another ``datapackage.json``, with its digest beside it."""
    files[DESCRIPTOR] = json.dumps(described).encode()
    digest = json.loads(files[DIGEST])
    digest["hash"] = sha256(files[DESCRIPTOR])
    files[DIGEST] = json.dumps(digest).encode()


def resign(files: Files, key: ec.EllipticCurvePrivateKey = MALLORY) -> None:
    """Sign with a key of their own, in the form that viewers check."""
    digest = sha256(files[DESCRIPTOR])
    signature = decode_dss_signature(key.sign(digest.encode(), ec.ECDSA(hashes.SHA256())))
    size = (key.curve.key_size + 7) // 8
    signed = {
        **json.loads(files[DIGEST])["signedData"],
        "hash": digest,
        "created": json.loads(files[DESCRIPTOR])["created"],
        "signature": base64.b64encode(b"".join(n.to_bytes(size, "big") for n in signature)).decode(),
        "publicKey": base64.b64encode(spki(key)).decode(),
    }
    files[DIGEST] = json.dumps({"path": DESCRIPTOR, "hash": digest, "signedData": signed}).encode()


def spki(key: ec.EllipticCurvePrivateKey) -> bytes:
    der = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(*der)


def edit_signed(files: Files, **fields: Any) -> None:
    """Other fields in ``signedData``; None takes one away."""
    digest = json.loads(files[DIGEST])
    signed = {**digest["signedData"], **fields}
    digest["signedData"] = {name: value for name, value in signed.items() if value is not None}
    files[DIGEST] = json.dumps(digest).encode()


Change = Callable[[Member], Iterable[tuple[list[tuple[str, str]], bytes]]]


def rewrite_warc(files: Files, change: Change) -> None:
    """Write the WARC anew and move the index along; ``change`` gives headers and blocks for each member."""
    out, moved = io.BytesIO(), {}
    writer = RecordWriter(out)
    for member in scan(io.BytesIO(files[WARC]), Keep(limit=1 << 30)):
        for headers, block in change(member):
            start = writer.size
            kept = [(k, v) for k, v in headers if k not in ("Content-Length", "WARC-Block-Digest")]
            if block != member.kept:
                kept = [(k, v) for k, v in kept if k != "WARC-Payload-Digest"]
            writer.add(Record(tuple(kept), Block.of(block)))
            moved.setdefault(member.offset, (start, writer.size - start))
    files[WARC] = out.getvalue()
    files[INDEX] = b"".join(_moved(line, moved) for line in files[INDEX].splitlines())


def _moved(line: bytes, moved: dict[int, tuple[int, int]]) -> bytes:
    key, stamp, text = line.decode().split(" ", 2)
    fields = json.loads(text)
    if int(fields["offset"]) not in moved:
        return b""
    start, length = moved[int(fields["offset"])]
    return f"{key} {stamp} {json.dumps(fields | {'offset': str(start), 'length': str(length)})}\n".encode()


def same(member: Member) -> list[tuple[list[tuple[str, str]], bytes]]:
    return [(member.headers, member.kept or b"")]


def edit_documents(files: Files, kind: str, edit: Callable[[dict[str, Any]], object]) -> None:
    """Edit documents of a kind, in the WARC and in the files they are enclosed in alike."""

    def edited(text: bytes) -> bytes:
        document = json.loads(text)
        if document["kind"] != kind:
            return text
        edit(document)
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()

    rewrite_warc(files, lambda m: [(m.headers, edited(m.kept or b""))] if m.type == "metadata" else same(m))
    for path in (CAPTURES, ITEMS):
        files[path] = b"".join(edited(line) + b"\n" for line in files[path].splitlines())


def replace_once(files: Files, path: str, old: bytes, new: bytes) -> None:
    assert old in files[path]
    files[path] = files[path].replace(old, new, 1)
