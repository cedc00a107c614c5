"""Digests that WARC headers state of a block or a payload, recomputed (WARC/1.1 §5.8, §5.9).

``label:value``, the value in hex or, as much software writes it, in base32. SHA-256, SHA-1 and others that
hashlib always has; a label or value that cannot be read is not checked.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import NamedTuple

from archiver.http1 import HEAD_END, MAX_HEAD

_LABELS = {"sha256": 32, "sha-256": 32, "sha1": 20, "sha-1": 20, "sha512": 64, "sha-512": 64, "md5": 16}
_TRANSFER_CODED = re.compile(rb"\ntransfer-encoding[ \t]*:", re.IGNORECASE)


class Stated(NamedTuple):
    """A digest as a header states it: hashlib's name of the algorithm, the value, the header's own text."""

    algorithm: str
    value: bytes
    text: str


def stated(text: str | None) -> Stated | None:
    """What a digest header says; None where it says nothing that can be checked."""
    if text is None:
        return None
    label, _, value = text.partition(":")
    label, value = label.lower(), value.rstrip("=")
    size = _LABELS.get(label)
    if size is None:
        return None
    try:
        if len(value) == 2 * size:
            digest = bytes.fromhex(value)
        else:
            digest = base64.b32decode(value + "=" * (-len(value) % 8), casefold=True)
    except (ValueError, binascii.Error):
        return None
    return Stated(label.replace("-", ""), digest, text) if len(digest) == size else None


class Payload:
    """The payload of an HTTP record: what follows the head of the message. Its digest, while the block comes in.

    ``undecided`` where there is no end of a head, or the body is transfer-encoded: readers disagree what is
    covered then, and the manifest has the entity's digest.
    """

    def __init__(self, said: Stated) -> None:
        self._said = said
        self._hash = hashlib.new(said.algorithm, usedforsecurity=False)
        self._head: bytes | None = b""
        self._transfer_coded = False

    def feed(self, piece: bytes | memoryview) -> None:
        """The next piece of the block."""
        if self._head is None:
            self._hash.update(piece)
            return
        looked = max(0, len(self._head) - 3)
        taken = bytes(piece[: MAX_HEAD - len(self._head)])
        self._head += taken
        end = HEAD_END.search(self._head, looked)
        if end is None:
            return
        over = len(self._head) - end.end()
        self._transfer_coded = _TRANSFER_CODED.search(self._head, 0, end.end()) is not None
        self._head = None
        self._hash.update(piece[len(taken) - over :])

    def fault(self) -> str | None:
        """What is wrong, or None."""
        undecided = self._head is not None or self._transfer_coded
        if undecided or self._hash.digest() == self._said.value:
            return None
        return f"the payload is {self._said.algorithm}:{self._hash.hexdigest()}, its header says {self._said.text}"
