"""Every record of a stream, in order, and every byte range in which none is; one record again by its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from archiver.errors import BadInput
from archiver.warc.foreign.codings import Coding, Gzip, Source
from archiver.warc.foreign.digests import Digests
from archiver.warc.foreign.formats import Format
from archiver.warc.foreign.heads import Kind, is_start
from archiver.warc.foreign.reading import (
    ForeignMember,
    Outcome,
    Reading,
    after_line_ends,
    in_text,
    quick,
    read_record,
    search,
    starts,
    take,
)
from archiver.warc.foreign.texts import (
    CodedText,
    PlainText,
    Skipped,
    Spent,
    Stretch,
    Text,
    WholeText,
    before_nuls,
    coded_stretches,
    plain_stretches,
)
from archiver.warc.foreign.zstd_frames import Zstd
from archiver.warc.members import Fault, Keep

Found = ForeignMember | Skipped
_NO_RECORD = "no record begins here"


def members(
    stream: BinaryIO, form: Format, keep: Keep | None = None, *, digests: Digests = "all"
) -> Iterator[Found]:
    """The records of a WARC or ARC, and between them what was skipped; never raises for damaged bytes.

    Every byte of the stream is in the span of a member or in a Skipped. ``digests``: ``all`` checks the
    stated ones too, ``block`` makes only SHA-256 of each block, ``none`` leaves ``block_sha256`` empty.
    Raises BadInput for a WACZ.
    """
    kind, source = _kind(form), Source(stream)
    coding = _coding(form, source)
    stretches = plain_stretches(source) if coding is None else coded_stretches(source, coding, starts(kind))
    reading = Reading(kind, keep, digests)
    salvaged = False
    for stretch in stretches:
        if isinstance(stretch, Skipped):
            yield stretch
            continue
        salvaged = salvaged or stretch.found
        if isinstance(text := stretch.text, WholeText) and kind == "warc":
            member = ForeignMember(stretch.offset, text.used - stretch.offset, salvaged=salvaged)
            if quick(text.data, member, reading):
                yield member
                continue
        scan = _Scan(stretch, coding, reading, salvaged)
        yield from scan.found()
        salvaged = scan.salvaged


def _kind(form: Format) -> Kind:
    if form.kind == "wacz":
        raise BadInput("a WACZ is read part by part: list its parts first")
    return form.kind


def _coding(form: Format, source: Source) -> Coding | None:
    return None if not form.coding else Gzip(source) if form.coding == "gzip" else Zstd(source)


class _Scan:
    """The records of one stretch."""

    def __init__(self, stretch: Stretch, coding: Coding | None, reading: Reading, salvaged: bool) -> None:
        self._stretch, self._coding, self._reading, self.salvaged = stretch, coding, reading, salvaged

    def found(self) -> Iterator[Found]:
        pending: list[Found] = []
        position = self._begin(pending)
        while self._has(position):
            try:
                found, position = self._next(position)
            except Spent:
                found, position = self._skip(position, None, "more damage in one text than is worked through")
            # A record's span is known in full once it is known whether it is the last.
            yield from pending
            pending = [found]
        self._finish(pending)
        yield from pending

    def _begin(self, pending: list[Found]) -> int:
        """Past the line ends at the start, which belong to nothing."""
        position = after_line_ends(self._stretch.text, 0)
        if position and (self._stretch.stored or not self._has(position)):
            pending.append(self._skipped(0, position, "padding", "line ends before any record"))
        return position

    def _has(self, position: int) -> bool:
        try:
            self._stretch.text.seek(position)
        except Spent:
            return False
        return bool(self._stretch.text.read(1))

    def _next(self, position: int) -> tuple[Found, int]:
        text, kind = self._stretch.text, self._reading.kind
        if not in_text(text, kind, position) and not self._begins_joined(position):
            return self._skip(position, search(text, kind, position), _NO_RECORD)
        outcome = self._record(self._stretch.text, position)
        if (outcome.short or outcome.refused) and self._join():
            outcome = self._record(self._stretch.text, position)
        if outcome.refused:
            text = self._stretch.text
            return self._skip(position, search(text, kind, position + 1), outcome.refused)
        member = outcome.member
        self._place(member, position, outcome.end)
        self.salvaged = self.salvaged or outcome.searched
        return member, outcome.end

    def _record(self, text: Text, position: int) -> Outcome:
        return read_record(text, position, ForeignMember(0, salvaged=self.salvaged), self._reading)

    def _place(self, member: ForeignMember, position: int, end: int) -> None:
        stretch = self._stretch
        if stretch.stored:
            member.offset, member.length = stretch.offset + position, end - position
        else:
            member.offset, member.within = stretch.offset, position
            member.length = stretch.text.used - stretch.offset

    def _begins_joined(self, position: int) -> bool:
        """Whether a record begins there whose first line goes on in the next member."""
        text = self._stretch.text
        text.seek(position)
        return (
            len(take(text, 64)) < 64
            and self._join()
            and in_text(self._stretch.text, self._reading.kind, position)
        )

    def _join(self) -> bool:
        """Read on into the members after this one, if the next one's text goes on with this one's."""
        text, coding, kind = self._stretch.text, self._coding, self._reading.kind
        if coding is None or text.fault is not None or (isinstance(text, CodedText) and text.joins):
            return False
        if not coding.begins(text.used) or is_start(kind, coding.peek(text.used)):
            return False
        self._stretch.text = CodedText(
            coding, self._stretch.offset, joins=lambda data: not is_start(kind, data)
        )
        return True

    def _skip(self, position: int, following: int | None, reason: str) -> tuple[Skipped, int]:
        text = self._stretch.text
        self.salvaged = True
        end = following if following is not None else text.tell()
        return self._skipped(position, max(end, position + 1), "damage", reason), max(end, position + 1)

    def _skipped(self, start: int, end: int, kind: str, reason: str) -> Skipped:
        offset = self._stretch.offset
        if self._stretch.stored:
            return Skipped(offset + start, offset + end, kind, reason)
        return Skipped(offset, self._stretch.text.used, kind, reason, (start, end))

    def _finish(self, pending: list[Found]) -> None:
        """What is known at the end of the text: the whole span, and the damage that ended it."""
        text, offset = self._stretch.text, self._stretch.offset
        if self._stretch.stored:
            return
        if not pending:
            pending.append(Skipped(offset, text.used, "damage", "holds nothing", (0, 0)))
        last = pending[-1]
        if isinstance(last, ForeignMember):
            last.length = text.used - offset
            if text.fault is not None:
                last.faults.insert(0, text.fault)
        elif isinstance(last, Skipped):
            said = f"{last.reason}; {text.fault.message}" if text.fault else last.reason
            pending[-1] = Skipped(offset, text.used, last.kind, said, last.within)


class Again:
    """Records of one stream read again by their places, ``offset`` and ``within``.

    Plain: at once. A record at the start of its gzip member or zstd frame: only that is decompressed. One
    further inside: from the last of at most 128 checkpoints (gzip: 8 MB of text apart, more in texts over
    1 GB; 5 MB of memory in all) or, in order of place, from where the last one ended. A zstd frame has no
    checkpoints: only in order of place is its text decompressed once.
    """

    def __init__(self, stream: BinaryIO, form: Format) -> None:
        self._source, self._kind = Source(stream), _kind(form)
        self._coding = _coding(form, self._source)
        self._plain_end = before_nuls(self._source) if self._coding is None else 0
        self._open: tuple[int, CodedText] | None = None

    def read(self, offset: int, within: int = 0, limit: int = 1 << 40) -> ForeignMember:
        """The record there, ``kept`` up to ``limit`` bytes. What is not there is a fault ``missing``."""
        member = ForeignMember(offset, within=within)
        reading = Reading(self._kind, Keep(limit=limit))
        try:
            text = self._text(offset, within)
            position = offset if self._coding is None else within
            if text is None or not in_text(text, self._kind, position):
                return _missing(member)
            if isinstance(text, WholeText) and not within and quick(text.data, member, reading):
                member.length = text.used - offset
                return member
            outcome = read_record(text, position, member, reading)
            if (outcome.short or outcome.refused) and isinstance(text, WholeText):
                text = self._joined(offset)  # perhaps it goes on in the next member
                outcome = read_record(text, position, ForeignMember(offset, within=within), reading)
        except Spent:
            return _missing(member, "too far back in a long text: read its records in order of place")
        if outcome.refused:
            return _missing(member)
        self._measure(outcome.member, text, outcome.end)
        return outcome.member

    def _measure(self, member: ForeignMember, text: Text, end: int) -> None:
        if self._coding is None:
            member.length = end - member.offset
            return
        last = not in_text(text, self._kind, end)  # which also reads on to the member's end
        member.length = text.used - member.offset
        if last and text.fault is not None:
            member.faults.insert(0, text.fault)

    def _text(self, offset: int, within: int) -> Text | None:
        if self._coding is None:
            return PlainText(self._source, self._plain_end)
        if self._open is not None and self._open[0] == offset:
            self._open[1].grant()
            return self._open[1]
        self._open = None
        if not self._coding.begins(offset):
            return None
        if not within:
            part = self._coding.open(offset)
            piece = part.step()
            if part.over and part.fault is None:
                return WholeText(piece, part.at)
        return self._joined(offset)

    def _joined(self, offset: int) -> CodedText:
        coding, kind = self._coding, self._kind
        assert coding is not None
        text = CodedText(coding, offset, joins=lambda data: not is_start(kind, data), careful=True)
        self._open = (offset, text)
        return text


def _missing(member: ForeignMember, why: str = "no record is there") -> ForeignMember:
    member.faults.append(Fault("missing", why))
    return member


def read_at(
    stream: BinaryIO, form: Format, offset: int, within: int = 0, limit: int = 1 << 40
) -> ForeignMember:
    """One record again by its place; for many of one stream, ``Again`` does less work."""
    return Again(stream, form).read(offset, within, limit)
