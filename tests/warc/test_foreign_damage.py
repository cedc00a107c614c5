"""Whatever happens to a file: no byte of it is passed over in silence, and every record that is whole is found."""

import gzip
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.warc.foreign.formats import Format
from archiver.warc.foreign.scanning import members
from archiver.warc.foreign.texts import Skipped
from tests.warc.foreign_files import (
    ALL,
    STORES,
    an_id,
    arc,
    arc_start,
    gzip_members,
    gzip_whole,
    http,
    plain,
    read,
    text_before,
    uncovered,
    warc,
    zstd_frames,
)

BLOCKS = [
    b"first block " * 20,
    http(b"<p>page</p>" * 30, "Content-Type: text/html"),
    b"",
    b"last\r\n\r\nblock" * 9,
]
RECORDS = [warc(block, number) for number, block in enumerate(BLOCKS)]
APART = {"plain": (plain, ""), "gzip": (gzip_members, "gzip"), "zstd": (zstd_frames, "zstd")}
PLACES = st.integers(0, 10**6)


def spans(way: str) -> list[tuple[int, int]]:
    at, found = 0, []
    for record in RECORDS:
        length = len(APART[way][0]([record]))
        found.append((at, at + length))
        at += length
    return found


def whole(data: bytes, way: str) -> set[int]:
    """The numbers of the records that are found as they were."""
    found, _ = read(data, Format("warc", APART[way][1]))
    return {
        n
        for n, b in enumerate(BLOCKS)
        if any(m.id == an_id(n) and m.kept == b and not m.faults for m in found)
    }


@pytest.mark.parametrize("way", APART)
@given(place=PLACES, bit=st.integers(0, 7))
def test_one_bit_harms_one_record(way: str, place: int, bit: int) -> None:
    data = bytearray(APART[way][0](RECORDS))
    place %= len(data)
    data[place] ^= 1 << bit
    untouched = {n for n, (start, end) in enumerate(spans(way)) if not start <= place < end}
    assert untouched <= whole(bytes(data), way)


@pytest.mark.parametrize("way", APART)
@given(place=PLACES)
def test_a_cut_harms_the_record_it_goes_through(way: str, place: int) -> None:
    data = APART[way][0](RECORDS)
    place %= len(data)
    before = {n for n, (_, end) in enumerate(spans(way)) if end <= place}
    assert before <= whole(data[:place], way)


@pytest.mark.parametrize("way", APART)
@given(number=st.integers(0, 4), garbage=st.binary(min_size=1, max_size=200))
@example(number=2, garbage=b"\0" * 5000)
@example(number=4, garbage=b"\0" * 5000)
@example(number=1, garbage=b"\x1f\x8b\x08\0 no gzip")
def test_garbage_between_records_harms_none(way: str, number: int, garbage: bytes) -> None:
    data = APART[way][0](RECORDS)
    at = [0, *(end for _, end in spans(way))][number]
    assert whole(data[:at] + garbage + data[at:], way) == {0, 1, 2, 3}
    _, skipped = read(data[:at] + garbage + data[at:], Format("warc", APART[way][1]))
    stripped = garbage.strip(b"\r\n")
    if stripped:
        assert any(s.start <= at + len(garbage) - 1 and s.end > at for s in skipped)


@pytest.mark.parametrize("way", STORES)
@given(place=PLACES, change=st.binary(max_size=40), removed=st.integers(0, 40))
def test_nothing_raises_and_nothing_is_left_out(way: str, place: int, change: bytes, removed: int) -> None:
    store, coding = STORES[way]
    data = store(RECORDS)
    place %= len(data)
    data = data[:place] + change + data[place + removed :]
    form = Format("warc", coding)
    found = list(members(io.BytesIO(data), form, ALL))
    assert uncovered(data, form, found) == []


@given(place=PLACES)
def test_of_one_gzip_stream_all_before_the_damage_is_found(place: int) -> None:
    data = gzip_whole(RECORDS)
    place = 10 + place % (len(data) - 10)
    ends = [sum(map(len, RECORDS[: n + 1])) for n in range(len(RECORDS))]
    readable = {n for n, end in enumerate(ends) if end <= text_before(data, place)}
    found, skipped = read(data[:place], Format("warc", "gzip"))
    assert readable <= {n for n, b in enumerate(BLOCKS) for m in found if m.id == an_id(n) and m.kept == b}
    said = [f.message for m in found for f in m.faults] + [s.reason for s in skipped]
    assert "the file ends within this gzip member" in " ".join(said)


@given(place=PLACES, bit=st.integers(0, 7))
def test_one_bit_of_an_arc_harms_one_record(place: int, bit: int) -> None:
    records = [arc_start(), *(arc(http(b"x" * 50 * n), f"http://example.org/{n}") for n in range(1, 4))]
    data = bytearray(b"".join(records))
    place %= len(data)
    data[place] ^= 1 << bit
    found, _ = read(bytes(data), Format("arc"))
    at = 0
    for number, record in enumerate(records):
        start, at = at, at + len(record)
        if number and not start - 1 <= place < at:  # a letter for the line end before it joins its line
            kept = [m.kept for m in found if m.uri == f"http://example.org/{number}"]
            assert http(b"x" * 50 * number) in kept


LENGTHS = {
    "missing": "",
    "negative": "-5",
    "NaN": "NaN",
    "huge": "99999999999999",
    "too small": "3",
    "too large": "700",
}


@pytest.mark.parametrize("way", STORES)
@pytest.mark.parametrize("form", LENGTHS)
def test_a_wrong_length_is_made_good_by_where_the_next_record_begins(form: str, way: str) -> None:
    store, coding = STORES[way]
    block = b"the whole of this block"
    records = [
        warc(b"before", 0),
        warc(block, 1, length=LENGTHS[form]),
        warc(b"next" * 99, 2),
        warc(b"last", 3),
    ]
    found, _ = read(store(records), Format("warc", coding))
    assert [m.id for m in found] == [an_id(n) for n in range(4)]
    assert [found[n].kept for n in (0, 2, 3)] == [b"before", b"next" * 99, b"last"]
    assert not found[0].faults + found[2].faults + found[3].faults
    assert {f.kind for f in found[1].faults} & {"content-length", "block-length"}
    assert (found[1].kept or b"").startswith(block)


def test_a_length_that_the_digest_confirms_is_believed() -> None:
    import hashlib

    digest = ("WARC-Block-Digest", f"sha256:{hashlib.sha256(b'block').hexdigest()}")
    (first, second), skipped = read(
        warc(b"block", 0, digest, end=b"gar\n") + b"bage" + warc(b"next", 1), Format("warc")
    )
    assert (first.kept, first.faults, second.kept) == (b"block", [], b"next")
    assert [s.reason for s in skipped] == ["no record begins here"]


def test_what_is_found_after_damage_is_marked() -> None:
    """A stored deflate block may hold a forged member: what only a search found is not like what stood in line."""
    forged = gzip.compress(warc(b"forged", 7))
    page = gzip.compress(warc(b"page " + forged + b" end", 0), compresslevel=0)
    good = gzip_members([warc(b"good", 1)])
    sound, _ = read(good + page + good, Format("warc", "gzip"))
    assert [m.salvaged for m in sound] == [False, False, False]
    damaged = bytearray(page)
    damaged[20] ^= 0x40  # within the stored text's length
    damaged[11] ^= 1
    found, skipped = read(good + bytes(damaged) + good, Format("warc", "gzip"))
    assert {m.id: m.salvaged for m in found if not m.faults} == {an_id(7): True, an_id(1): True}
    assert found[0].salvaged is False
    assert skipped


def test_a_tail_of_nul_bytes_is_one_skipped_range() -> None:
    for store, coding in APART.values():
        data = store(RECORDS)
        found, skipped = read(data + bytes(100_000), Format("warc", coding))
        assert [m.kept for m in found] == BLOCKS
        assert [(s.start, s.end, s.kind) for s in skipped] == [(len(data), len(data) + 100_000, "nul")]


def test_a_wrong_checksum_alone_loses_no_text() -> None:
    first, second = (bytearray(gzip_members([record])) for record in RECORDS[:2])
    first[-8] ^= 1
    found, skipped = read(bytes(first + second), Format("warc", "gzip"))
    assert [m.kept for m in found] == BLOCKS[:2]
    assert [[f.kind for f in m.faults] for m in found] == [["gzip"], []]
    assert (skipped, found[1].salvaged) == ([], False)


def test_headers_without_end_take_bounded_time_and_memory() -> None:
    bomb = b"WARC/1.0\r\nX: " + b"A" * 100_000_000
    for data, coding in ((bomb, ""), (gzip.compress(bomb, 1), "gzip")):
        found = list(members(io.BytesIO(data), Format("warc", coding)))
        assert [(f.start, f.end) for f in found if isinstance(f, Skipped)] == [(0, len(data))]
        assert len(found) == 1


def test_many_records_with_lengths_over_the_end_take_linear_time() -> None:
    """Each claims the whole rest of the file: looking again for each must not mean reading the rest for each."""
    record = warc(b"x" * 1000, length="900000000")
    for store, coding, count in ((plain, "", 5000), (gzip_whole, "gzip", 1500)):
        found, _ = read(store([record] * count), Format("warc", coding), None)
        assert len(found) == count
        assert {m.block_length for m in found} <= {1000, 1004}
