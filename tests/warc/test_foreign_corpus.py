"""Web archives collected from nine projects, sound and broken: each is read, or refused with a reason."""

import io
import logging
from pathlib import Path

import pytest

from archiver.errors import BadInput
from archiver.warc.foreign.entity import entity_of_foreign
from archiver.warc.foreign.formats import recognise
from archiver.warc.foreign.package import contents, open_part
from archiver.warc.foreign.package_check import check_package
from archiver.warc.foreign.reading import ForeignMember
from archiver.warc.foreign.revisits import resolve_revisits
from archiver.warc.foreign.scanning import Again, members
from archiver.warc.foreign.texts import Skipped
from tests.warc.foreign_files import ALL, uncovered

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpora" / "warc"
FILES = (
    sorted(str(p.relative_to(CORPUS)) for p in CORPUS.rglob("*") if p.is_file()) if CORPUS.is_dir() else []
)
pytestmark = pytest.mark.corpus
# Where warcio stops, or counts heads without a record, or a record more for a length that is wrong.
OTHER_COUNT = {
    "jhove/invalid-warcheaderversion-": "a version line alone is no record",
    "jhove/invalid-warcfile-lonely-warcinfo-metadata": "warcio stops at a record without Content-Length",
    "jhove/invalid-warcrecord-1": "warcio stops at a record without Content-Length",
    "jhove/invalid-warcheaderfieldpolicy-1": "warcio counts no response whose HTTP head is missing",
}


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("warcio").setLevel(logging.CRITICAL)


def test_the_corpus_is_there() -> None:
    if not FILES:
        pytest.skip("the development corpus is not beside the checkout")
    assert len(FILES) >= 100


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_read_or_refused(name: str) -> None:
    data = (CORPUS / name).read_bytes()
    try:
        form = recognise(io.BytesIO(data), name)
    except BadInput as error:
        assert ": " in str(error)  # what it is, and what to do
        return
    if form.kind == "wacz":
        read_package(data)
        return
    found = list(members(io.BytesIO(data), form, ALL))
    assert uncovered(data, form, found) == []
    records = [f for f in found if not isinstance(f, Skipped)]
    assert records or any(s.reason for s in found if isinstance(s, Skipped))
    again = Again(io.BytesIO(data), form)
    for member in records:
        other = again.read(member.offset, member.within)
        assert (other.kept, other.headers, other.id) == (member.kept, member.headers, member.id)
        examine(member)
    assert len(resolve_revisits(enumerate(records))) == sum(m.type == "revisit" for m in records)
    if not name.startswith(tuple(OTHER_COUNT)):
        assert warcio_counts(data) in (None, len(records))


def examine(member: ForeignMember) -> None:
    """Everything that is derived from a record can be, whatever it states."""
    assert member.id.startswith("<")
    assert member.instant is None or member.instant.endswith("Z")
    assert member.uri is None or " " not in member.uri
    body = b"".join(entity_of_foreign(member).chunks())
    assert len(body) <= member.block_length


def read_package(data: bytes) -> None:
    found = contents(io.BytesIO(data))
    assert found.parts or found.faults
    check_package(io.BytesIO(data))
    for part in found.parts:
        with open_part(io.BytesIO(data), part) as stream:
            records = [m for m in members(stream, part.format, ALL) if not isinstance(m, Skipped)]
        assert records
        for member in records:
            examine(member)


def warcio_counts(data: bytes) -> int | None:
    """How many records warcio finds, None where it gives up."""
    from warcio.archiveiterator import ArchiveIterator

    try:
        return sum(1 for _ in ArchiveIterator(io.BytesIO(data)))
    except Exception:  # whatever it raises: it gave up
        return None


@pytest.mark.parametrize(
    "name", [name for name in FILES if name.startswith(("warc-specifications/", "warcio/example.w"))]
)
def test_fastwarc_finds_the_same_blocks_in_sound_files(name: str) -> None:
    from fastwarc.warc import ArchiveIterator

    data = (CORPUS / name).read_bytes()
    form = recognise(io.BytesIO(data), name)
    ours = [m for m in members(io.BytesIO(data), form, ALL) if not isinstance(m, Skipped)]
    theirs = [(r.record_id, r.reader.read()) for r in ArchiveIterator(str(CORPUS / name), parse_http=False)]
    assert [(m.record_id, m.kept) for m in ours] == theirs
