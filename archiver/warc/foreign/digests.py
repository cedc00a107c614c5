"""Digests as others state them: read in any usual form, and checked against the bytes. Pure.

More is taken than ``archiver.warc.digests`` takes of our own records: base64, and chunked payloads either way.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Literal

from archiver import http1
from archiver.warc.members import Fault

# Which digests are made: also those that headers state, only the block's SHA-256, none.
Digests = Literal["all", "block", "none"]
# algorithm → length of its digest in bytes
_SIZES = {"md5": 16, "sha1": 20, "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64}


@dataclass(frozen=True)
class Digest:
    """An algorithm by hashlib's name, and the digest as bytes."""

    algorithm: str
    value: bytes

    def __str__(self) -> str:
        return f"{self.algorithm}:{self.value.hex()}"


def parse_digest(stated: str) -> Digest | None:
    """``sha1:…`` and the like in hex, base32 or base64; None where it is none of these."""
    label, colon, text = stated.strip().partition(":")
    algorithm = label.strip().lower().replace("-", "").replace("_", "")
    size = _SIZES.get(algorithm)
    text = text.strip().rstrip("=")
    if not colon or size is None:
        return None
    try:
        if len(text) == 2 * size:
            return Digest(algorithm, bytes.fromhex(text))
        if len(text) == -(-8 * size // 5):
            return Digest(algorithm, base64.b32decode(text.upper() + "=" * (-len(text) % 8)))
        if len(text) == -(-4 * size // 3):
            standard = text.replace("-", "+").replace("_", "/")
            return Digest(algorithm, base64.b64decode(standard + "=" * (-len(text) % 4), validate=True))
    except (ValueError, binascii.Error):
        return None
    return None


class Checks:
    """What one record states of its block and payload, against the bytes that are fed in."""

    def __init__(self, headers: list[tuple[str, str]], digests: Digests) -> None:
        self.notes: list[Fault] = []
        self._none = digests == "none"
        self.sha256 = hashlib.sha256()
        self._block: list[tuple[Digest, hashlib._Hash]] = []
        self._payload: list[_Payload] = []
        if digests != "all":
            return
        values = {name.lower(): value for name, value in reversed(headers)}
        self._add_block(values.get("warc-block-digest", ""))
        self._add_payload(values.get("warc-payload-digest", ""), values)

    def _add_block(self, stated: str) -> None:
        digest = self._parse(stated)
        if digest is not None:
            same = digest.algorithm == "sha256"
            self._block.append(
                (digest, self.sha256 if same else hashlib.new(digest.algorithm, usedforsecurity=False))
            )

    def _add_payload(self, stated: str, values: dict[str, str]) -> None:
        kind = values.get("warc-type", "").lower()
        digest = self._parse(stated)
        # A revisit's is the original's; a segmented record's is that of all segments together.
        if digest is not None and kind != "revisit" and "warc-segment-number" not in values:
            http = values.get("content-type", "").lower().startswith("application/http")
            self._payload.append(_Payload(digest, http=http))

    def _parse(self, stated: str) -> Digest | None:
        digest = parse_digest(stated)
        if stated and digest is None:
            self.notes.append(Fault("digest-unreadable", f"{stated[:80]!r} is no digest that can be checked"))
        return digest

    @property
    def agrees(self) -> bool:
        """True when a block digest is stated and fits what was fed in."""
        return any(made.digest() == digest.value for digest, made in self._block)

    def feed(self, piece: bytes | memoryview) -> None:
        """The next bytes of the block."""
        if self._none:
            return
        self.sha256.update(piece)
        for _, made in self._block:
            if made is not self.sha256:
                made.update(piece)
        for payload in self._payload:
            payload.feed(piece)

    @property
    def block_sha256(self) -> str:
        """SHA-256 of the block in hex, "" where no digests were made."""
        return "" if self._none else self.sha256.hexdigest()

    def faults(self) -> list[Fault]:
        """Block digests that do not fit, once the block is complete."""
        return [
            Fault("block-digest", f"the block is {made.name}:{made.hexdigest()}, its header says {digest}")
            for digest, made in self._block
            if made.digest() != digest.value
        ]

    def contradictions(self) -> list[Fault]:
        """Payload digests that do not fit, once the block is complete."""
        return [fault for payload in self._payload if (fault := payload.fault())]


class _Payload:
    """The digest of what follows an HTTP head: as it stands and, where chunked, without the chunks.

    Readers disagree which of the two is meant; either is taken.
    """

    def __init__(self, digest: Digest, *, http: bool) -> None:
        self._digest = digest
        self._raw = hashlib.new(digest.algorithm, usedforsecurity=False)
        self._plain: hashlib._Hash | None = None
        self._chunks = http1.Chunks()
        self._head: bytearray | None = bytearray() if http else None

    def feed(self, piece: bytes | memoryview) -> None:
        if self._head is None:
            self._take(piece)
            return
        self._head += piece
        end = http1.HEAD_END.search(self._head)
        if end is None and len(self._head) <= http1.MAX_HEAD:
            return
        whole = bytes(self._head)
        self._head = None
        head = http1.parse_head(whole) if end else None
        if head is not None and head.is_chunked:
            self._plain = hashlib.new(self._digest.algorithm, usedforsecurity=False)
        self._take(whole[end.end() if end else 0 :])

    def _take(self, piece: bytes | memoryview) -> None:
        self._raw.update(piece)
        if self._plain is not None and not self._chunks.over:
            data = bytes(piece)
            for start, stop in self._chunks.feed(data):
                self._plain.update(data[start:stop])

    def fault(self) -> Fault | None:
        if self._head:
            self._raw.update(self._head)  # no HTTP head after all
        made = {self._raw.digest()} | ({self._plain.digest()} if self._plain else set())
        if self._digest.value in made:
            return None
        found = f"{self._digest.algorithm}:{self._raw.hexdigest()}"
        return Fault("payload-digest", f"the payload is {found}, its header says {self._digest}")
