"""One record of a text, whatever its head says: where it really ends, what in it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from archiver.warc.foreign.digests import Checks, Digests
from archiver.warc.foreign.heads import (
    MAX_HEAD,
    Head,
    Kind,
    find_start,
    head_end,
    is_start,
    parse_head,
    quick_head,
)
from archiver.warc.foreign.stated import derived_id, instant, record_id, target_uri
from archiver.warc.foreign.texts import Spent, Text
from archiver.warc.members import Fault, Keep, Member

_PIECE = 1 << 18
_OVERLAP = 1 << 14  # longer than what a search for a record's start looks at
_TAIL = {"warc": 64, "arc": 8300}
_AGAIN = 1 << 30  # bytes of blocks hashed on suspicion, at most, per text


@dataclass(slots=True)
class ForeignMember(Member):
    """A record of a file that others made.

    ``offset`` and ``length`` span it in the file: plain, itself; else the gzip member or zstd frame that it
    is in, as far as that was read for it (the whole of it, for the last in it). ``within`` and
    ``text_length`` span it in the decompressed text from ``offset``; in a plain file ``within`` is 0.
    ``faults`` put its bytes in doubt, ``contradictions`` say what its headers state wrongly, ``notes`` where
    only the form breaks the standard. ``salvaged``:
    found by a search, at or after damage in this file: something inside a page may pose as such a record.
    """

    within: int = 0
    text_length: int = 0
    version: str = ""
    salvaged: bool = False
    notes: list[Fault] = field(default_factory=list)

    @property
    def synthesised(self) -> bool:
        """True when the headers were made from an ARC record's line."""
        return self.version.startswith("ARC")

    @property
    def id(self) -> str:
        """WARC-Record-ID in brackets; derived from block, URI, date and place where none is stated."""
        return record_id(self.get("WARC-Record-ID")) or derived_id(
            self.block_digest,
            self.get("WARC-Target-URI") or "",
            self.get("WARC-Date") or "",
            self.offset,
            self.within,
        )

    @property
    def instant(self) -> str | None:
        """WARC-Date as an instant in UTC, None where it is no date."""
        return instant(self.get("WARC-Date"))

    @property
    def uri(self) -> str | None:
        """WARC-Target-URI as it is matched; ``get("WARC-Target-URI")`` is as it was stated."""
        return target_uri(self.get("WARC-Target-URI"))


@dataclass
class Reading:
    """How records of a text are read: its kind, which blocks are kept, which digests are made."""

    kind: Kind
    keep: Keep | None = None
    digests: Digests = "all"
    again: int = 0  # bytes hashed on suspicion so far


@dataclass
class Outcome:
    """``end``: where reading goes on. ``searched``: that place was found by a search.

    ``short``: the text ends before the record and its trailer do. ``refused``: why there is no member.
    """

    member: ForeignMember
    end: int
    searched: bool = False
    short: bool = False
    refused: str = ""


def take(text: Text, size: int) -> bytes:
    """The next ``size`` bytes, fewer only at the end."""
    pieces = []
    while size > 0 and (piece := text.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def after_line_ends(text: Text, position: int) -> int:
    """Where after CRs and LFs from ``position`` something else stands, or the end."""
    text.seek(position)
    while data := text.read(64):
        rest = data.lstrip(b"\r\n")
        position += len(data) - len(rest)
        if rest:
            break
    return position


def search(text: Text, kind: Kind, begin: int) -> int | None:
    """The first place from ``begin`` where a record surely begins. Reads to the end where there is none."""
    base = max(0, begin - 1)  # whether a line begins there shows in the byte before
    text.seek(base)
    window, first = b"", begin - base
    while data := text.read(_PIECE):
        window += data
        at = find_start(kind, window, first)
        if at >= 0:
            return base + at
        drop = max(0, len(window) - _OVERLAP)
        base, window = base + drop, window[drop:]
        first = max(first - drop, 1) if base else first
    return None


def quick(data: bytes, member: ForeignMember, reading: Reading) -> bool:
    """Read ``data`` as one WARC record that is as it should be; False when it is not, or not surely."""
    end = data.find(b"\r\n\r\n", 0, 1 << 16)
    head = quick_head(data[: end + 4]) if end >= 0 and data.endswith(b"\r\n\r\n") else None
    start = end + 4
    if head is None or head.block is None or start + head.block + 4 != len(data):
        return False
    member.version, member.headers = head.version, head.headers
    block = memoryview(data)[start:-4]
    if reading.digests != "none":
        checks = Checks(head.headers, reading.digests)
        checks.feed(block)
        _finish(member, checks, head.block)
    if reading.keep is not None and reading.keep.wants(member, head.block):
        member.kept = bytes(block)
    member.block_length, member.text_length = head.block, len(data)
    return True


def _finish(member: ForeignMember, checks: Checks, length: int, *, whole: bool = True) -> None:
    member.block_length, member.block_sha256 = length, checks.block_sha256
    member.notes += checks.notes
    if whole:
        member.faults += checks.faults()
    if not member.faults:  # of a block that is not whole no payload can be judged
        member.contradictions += checks.contradictions()


def read_record(text: Text, position: int, member: ForeignMember, reading: Reading) -> Outcome:
    """The record at ``position``, where something like one begins. Raises Spent for a text it goes back in."""
    head, reason = _read_head(text, position, reading.kind)
    if head is None:
        return Outcome(member, position, short=reason == _CUT, refused=reason)
    member.version, member.headers = head.version, head.headers
    member.notes += head.notes
    start = position + head.length
    outcome = _Record(text, start, head, member, reading).read()
    member.text_length = outcome.end - position
    return outcome


_CUT = "the text ends within the head of a record"


def _read_head(text: Text, position: int, kind: Kind) -> tuple[Head | None, str]:
    for size in (4096, 1 << 16, MAX_HEAD + 4):
        text.seek(position)
        data = take(text, size)
        if end := head_end(kind, data):
            return parse_head(kind, data[:end]), ""
        if len(data) < size:
            return None, _CUT
    return None, f"a record's head is longer than {MAX_HEAD} bytes"


class _Record:
    """The block of one record, once its head was read."""

    def __init__(self, text: Text, start: int, head: Head, member: ForeignMember, reading: Reading) -> None:
        self.text, self.start, self.head, self.member, self.reading = text, start, head, member, reading
        self.ragged = False  # the text ends within the trailer

    def read(self) -> Outcome:
        head, size = self.head, self.text.size
        if head.block is None:
            return self._by_search()
        end = self.start + head.block
        if size is not None:  # then looking is cheaper than hashing for nothing
            if end > size:
                return self._by_search()
            following = self._following(end)
            return self._by_search() if following is None else self._as_stated(following)
        checks, length = self._hash(head.block)
        if length < head.block:
            return self._or_stop(length, checks)
        following = self._following(end)
        if following is None:
            return self._or_stop(length, checks)
        return self._finished(checks, length, following)

    def _or_stop(self, length: int, checks: Checks) -> Outcome:
        """By search; where going back is too much work, as far as was read."""
        self.reading.again += length
        try:
            if self.reading.again > _AGAIN:
                raise Spent
            return self._by_search()
        except Spent:
            self._fault("content-length", f"{self._stated()}, and the text is too long to look for the end")
            return self._finished(checks, length, self.start + length)

    def _as_stated(self, following: int) -> Outcome:
        checks, length = self._hash(self.head.block or 0)
        return self._finished(checks, length, following)

    def _finished(self, checks: Checks, length: int, following: int) -> Outcome:
        _finish(self.member, checks, length)
        return Outcome(self.member, following, short=self.ragged)

    def _following(self, end: int) -> int | None:
        """Where, after the block's ``end``, the next record or the end of the text is; None: not there."""
        kind = self.reading.kind
        self.text.seek(end)
        tail = take(self.text, _TAIL[kind])
        rest = tail.lstrip(b"\r\n")
        trailer = tail[: len(tail) - len(rest)]
        # After an ARC's first record an empty line is usual.
        good = trailer.startswith(b"\r\n\r\n" if kind == "warc" else b"\n")
        if rest and not good and not is_start(kind, rest):
            # Damage to the trailer itself is no damage to the block.
            length = next((at for at in range(1, 6) if is_start(kind, tail[at:])), None)
            if length is None:
                return None
            trailer, rest = tail[:length], tail[length:]
        if not good or (kind == "warc" and len(trailer) > 4):
            self.ragged = not good and not rest
            wanted = "CRLF CRLF" if kind == "warc" else "LF"
            self.member.notes.append(Fault("trailer", f"the record ends in {trailer[:8]!r}, not in {wanted}"))
        return end + len(trailer) if rest else after_line_ends(self.text, end + len(trailer))

    def _hash(self, length: int) -> tuple[Checks, int]:
        """Read ``length`` bytes of the block, or what there is; keep them where that is wanted."""
        checks = Checks(self.member.headers, self.reading.digests)
        wanted = self.reading.keep is not None and self.reading.keep.wants(self.member, length)
        kept: list[bytes] = []
        self.text.seek(self.start)
        left = length
        while left > 0 and (piece := self.text.read(min(left, _PIECE))):
            left -= len(piece)
            checks.feed(piece)
            if wanted:
                kept.append(piece)
        self.member.kept = b"".join(kept) if wanted else None
        return checks, length - left

    def _stated(self) -> str:
        said = self.head.stated
        return (
            f"Content-Length {said[:24]!r} does not lead to the end of a record"
            if said
            else "no Content-Length"
        )

    def _fault(self, kind: str, message: str) -> None:
        self.member.faults.append(Fault(kind, message))

    def _by_search(self) -> Outcome:
        """The length is missing or wrong: the record ends where the next one begins."""
        following = search(self.text, self.reading.kind, self.start)
        end = self.text.tell() if following is None else following
        if (said := self._believed(end)) is not None:
            return said
        block = self.head.block
        short = following is None and block is not None and self.start + block > end
        if not short:
            end -= self._trailer_before(end)
        checks, length = self._hash(end - self.start)
        if short:
            self._fault("block-length", f"the block is {(block or 0) - length} bytes short of Content-Length")
        else:
            until = "the text ends" if following is None else "the next record begins"
            self._fault("content-length", f"{self._stated()}: the block is read up to where {until}")
        after = after_line_ends(self.text, end) if following is None else following
        _finish(self.member, checks, length, whole=not short)
        return Outcome(self.member, after, searched=following is not None, short=short)

    def _believed(self, end: int) -> Outcome | None:
        """The block as stated where its digest confirms it, whatever follows."""
        block = self.head.block
        if block is None or self.reading.digests != "all" or not self.member.get("WARC-Block-Digest"):
            return None
        self.reading.again += max(0, self.start + block - end)
        if self.reading.again > _AGAIN:
            return None
        checks, length = self._hash(block)
        if length < block or not checks.agrees:
            return None
        self._fault_trailer()
        return self._finished(checks, length, after_line_ends(self.text, self.start + block))

    def _fault_trailer(self) -> None:
        self.member.notes.append(Fault("trailer", "the record is followed by bytes that are no record"))

    def _trailer_before(self, end: int) -> int:
        """How many bytes before ``end`` are the record's line ends."""
        size = min(end - self.start, 4)
        self.text.seek(end - size)
        tail = take(self.text, size)
        for trailer in (
            (b"\r\n\r\n", b"\n\n", b"\r\n", b"\n") if self.reading.kind == "warc" else (b"\r\n", b"\n")
        ):
            if tail.endswith(trailer):
                return len(trailer)
        return 0


def in_text(text: Text, kind: Kind, position: int) -> bool:
    """True when a record begins at ``position``."""
    text.seek(position)
    return is_start(kind, take(text, _TAIL[kind]))


def starts(kind: Kind) -> Callable[[bytes], bool]:
    """The test whether a text begins with a record, for readers of containers."""
    return partial(_begins, kind)


def _begins(kind: Kind, data: bytes) -> bool:
    return is_start(kind, data.lstrip(b"\r\n"))
