"""A rebuild that reads its WARCs in a process beside it: row for row what one process makes, whatever becomes of it."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from ast import literal_eval
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver.archive.batch import Batch, Limits
from archiver.archive.group import Group
from archiver.catalog import indexing, reading
from archiver.catalog.columns import Circumstances, columns
from archiver.exchange import Block
from archiver.warc import members
from archiver.warc.members import Member
from archiver.warc.records import Record
from archiver.warc.write import RecordWriter
from benchmarks import many
from tests.archive.imports import exported, gzipped, put, site, take_in
from tests.archive.tampering import as_new, documents, path_of, rewrite, same, write_beside
from tests.archive.test_browsing import publish_again
from tests.processes import children_of, is_gone, within

# Rebuilds an archive; prints how many forks there were, and what it raised. What is to go wrong is named by its
# third argument, at the file of that number; the last one is how many records make a part.
PROGRAM = """
import json, os, signal, sys, time
from pathlib import Path
import archiver
from archiver.catalog import Catalog, indexing, reading
home, worth, how, at = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
reading._WORTH_IT, indexing._MOST_RECORDS = worth, int(sys.argv[5])
os.sched_getaffinity = lambda _: {0, 1}
here, read, fork, add, forks, seen = os.getpid(), reading.read_warc, os.fork, Catalog.add, [], []

def forked():
    if how == "no process":
        raise BlockingIOError(11, "Resource temporarily unavailable")
    forks.append(child := fork())
    return child

def read_beside(folder, name):
    seen.append(name)
    if os.getpid() != here and (how, len(seen)) in (("stuck", at + 1), ("interrupted", at + 3)):
        time.sleep(60)
    if os.getpid() != here and len(seen) == at + 1:
        if how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if how == "raising":
            raise RuntimeError(name)
    is_it = how.endswith("within") and [one for one in seen if one][at : at + 1] == [name]
    return ending(read(folder, name)) if is_it else read(folder, name)

def ending(parts):
    yield next(parts)
    if how == "unreadable within":
        yield None
    elif os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    else:
        yield from parts

def added(self, *given, **more):
    seen.append("")
    if len(seen) == at + 1:
        if how == "interrupted":
            os.kill(here, signal.SIGINT)
        if how == "refused":
            raise archiver.CannotStore("the disk is full")
    add(self, *given, **more)

os.fork, reading.read_warc, Catalog.add = forked, read_beside, added
raised = ""
with archiver.open(home) as archive:
    try:
        archive.rebuild()
    except BaseException as error:
        raised = type(error).__name__
    left = Path(f"/proc/self/task/{here}/children").read_text().split()
    print(json.dumps({"forks": len(forks), "left": left, "raised": raised, "unrecorded": archive.unrecorded}))
"""
ALWAYS, NEVER = 0, 1 << 60
WHOLE, IN_PARTS = 1 << 60, 2  # records in a part


def rebuilt(home: Path, worth: int = ALWAYS, how: str = "", at: int = 0, most: int = WHOLE) -> dict[str, Any]:
    given = [str(home), str(worth), how, str(at), str(most)]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *given], capture_output=True, check=True, timeout=60
    )
    assert done.stderr == b""
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def rows(home: Path) -> dict[str, list[str]]:
    """Every row of every table, those of FTS5 among them, with its number where it has one."""
    with closing(sqlite3.connect(home / "catalog.db")) as db:
        tables = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type='table'"))
        numbered = {name: "WITHOUT ROWID" not in sql and name != "words" for name, sql in tables.items()}
        return {
            name: [repr(row) for row in db.execute(f"SELECT {'rowid, ' * has_number}* FROM {name}")]
            for name, has_number in numbered.items()
        }


# -- an archive with all that makes it hard ---------------------------------------------------------------


def _publish(archive: archiver.Archive, numbers: range, at_once: int = 1) -> None:
    group = Group(Batch(archive.folder, lambda: archive.catalog, Limits(captures=at_once)))
    for number in numbers:
        group.add(many.made(number, archive))
    group.publish()


def _read_again(archive: archiver.Archive, number: int, **data: object) -> None:
    """A later version of an item, beside a manifest with another verdict."""
    capture = list(archive.captures())[number]
    (item,) = archive.items(capture.id)
    version = (item.provenance.version or 1) + 1
    provenance = item.provenance.model_copy(update={"version": version})
    later = item.model_copy(update={"data": item.data.model_copy(update=data), "provenance": provenance})
    publish_again(archive, capture.model_copy(update={"warc": None, "verdict": "partial"}), later)


def _without(member: Member, kind: str) -> Any:
    return documents(kind, lambda _: False)(member)


def _invalid(document: dict[str, Any]) -> None:
    document["data"]["headline"] = 7


def _garbage(member: Member) -> Any:
    blocks = [b"\xff\xfe", b"[]", b'{"kind": "article"}', b'{"kind": "\\ud800"}']
    return [*same(member), *((as_new(member), block) for block in blocks if member.type == "metadata")]


def _foreign_json(path: Path) -> None:
    """A file whose only record is somebody else's metadata."""
    with path.open("wb") as file:
        headers = (
            ("WARC-Type", "metadata"),
            ("WARC-Record-ID", "<urn:x:1>"),
            ("Content-Type", "application/json"),
        )
        RecordWriter(file).add(Record(headers, Block.of(b'{"of": "others"}')))


def _damage(archive: archiver.Archive, names: list[str]) -> None:
    """One with a flipped byte, one cut, one of noise, and that once more where the log does not know it."""
    flipped, cut, noise = (path_of(archive, name) for name in names)
    data = bytearray(flipped.read_bytes())
    data[len(data) // 2] ^= 0xFF
    flipped.write_bytes(data)
    cut.write_bytes(cut.read_bytes()[:-700])
    noise.write_bytes(bytes(range(256)) * 40)
    (noise.parent / "zz-noise.warc.gz").write_bytes(cut.read_bytes() + noise.read_bytes() + cut.read_bytes())


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hard")
    home = folder / "archive"
    with archiver.open(home) as archive, archiver.open(folder / "other") as other:
        _publish(archive, range(6), 3)
        _publish(archive, range(6, 9))
        _read_again(archive, 0, publisher="Omega")
        _read_again(archive, 4, publisher=None, datePublished=None)
        _read_again(archive, 4, headline="Once more")
        take_in(archive, put(folder, "crawl.warc.gz", gzipped(site())))
        _publish(other, range(20, 23), 3)
        _read_again(other, 1, headline="Elsewhere again")
        moved = exported(other, [capture.id for capture in other.captures()], "warc")
        take_in(archive, put(folder, "moved.warc.gz", moved))
        day = archive.folder.warcs()[0].rpartition("/")[0]
        # Items before their captures, in a file of an earlier day, and after them; all of it twice.
        write_beside(archive, "warc/2001/01/01/items-00000000.warc.gz", lambda one: _without(one, "capture"))
        write_beside(
            archive, "warc/2099/01/01/captures-00000000.warc.gz", lambda one: _without(one, "article")
        )
        rewrite(archive, documents("article", _invalid), archive.folder.warcs()[1])
        rewrite(archive, _garbage, archive.folder.warcs()[2])
        _foreign_json(home / day / "zz-others.warc.gz")
        before = set(archive.folder.warcs())
        _publish(archive, range(30, 33))
        _damage(archive, sorted(set(archive.folder.warcs()) - before))
    for folder in (home / "warc").glob("*/*/*"):
        os.utime(folder, (1, 1))  # long ago, so that each is noted as seen
    return home


@pytest.fixture(scope="module")
def expected(hard: Path) -> dict[str, list[str]]:
    """What one process makes of it."""
    assert rebuilt(hard, NEVER)["forks"] == 0
    return rows(hard)


def test_it_is_as_hard_as_it_should_be(hard: Path, expected: dict[str, list[str]]) -> None:
    with archiver.open(hard) as archive:
        found = list(archive.catalog.rows("SELECT version, newest, verdict, captured, outlet FROM documents"))
    assert {version for version, *_ in found} == {1, 2, 3}
    assert {newest for _, newest, *_ in found} == {0, 1}
    assert {verdict for _, _, verdict, *_ in found} == {
        "complete",
        "partial",
        None,
    }  # None: its capture is lost
    assert all(expected[table] for table in ("days", "documents", "imports", "payloads", "records", "warcs"))
    assert len(expected["words"]) >= 20


def test_every_row_is_that_of_one_process(hard: Path, expected: dict[str, list[str]]) -> None:
    said = rebuilt(hard)
    assert (said["forks"], said["left"], said["raised"]) == (1, [], "")
    assert rows(hard) == expected
    assert rebuilt(hard, NEVER)["unrecorded"] == said["unrecorded"] != []


def test_what_the_log_does_not_know_has_the_digest_of_its_bytes(
    hard: Path, expected: dict[str, list[str]]
) -> None:
    [name] = (hard / "warc").rglob("zz-noise.warc.gz")
    assert any(hashlib.sha256(name.read_bytes()).hexdigest() in row for row in expected["warcs"])


@pytest.mark.parametrize("how", ["killed", "raising", "no process"])
@pytest.mark.parametrize("at", [0, 5])
def test_what_it_does_not_read_is_read_here(
    hard: Path, expected: dict[str, list[str]], how: str, at: int
) -> None:
    said = rebuilt(hard, ALWAYS, how, at)
    assert (said["forks"], said["left"], said["raised"]) == (int(how != "no process"), [], "")
    assert rows(hard) == expected


@pytest.mark.parametrize(
    ("how", "raised"), [("interrupted", "KeyboardInterrupt"), ("refused", "CannotStore")]
)
def test_it_ends_with_a_rebuild_that_does_and_leaves_the_catalog_that_was_there(
    hard: Path, expected: dict[str, list[str]], how: str, raised: str
) -> None:
    rebuilt(hard, NEVER)
    said = rebuilt(hard, ALWAYS, how, 2)
    assert (said["forks"], said["left"], said["raised"]) == (1, [], raised)
    assert rows(hard) == expected
    assert list((hard / "tmp").iterdir()) == []


def test_it_ends_with_a_rebuild_that_is_killed(hard: Path) -> None:
    given = [str(hard), str(ALWAYS), "stuck", "0", str(WHOLE)]
    with subprocess.Popen([sys.executable, "-c", PROGRAM, *given]) as process:
        try:
            assert within(20, lambda: children_of(process.pid) != [])
            (child,) = children_of(process.pid)
        finally:
            process.kill()
    assert within(20, lambda: is_gone(child))


def test_a_small_archive_is_read_by_one_process(hard: Path) -> None:
    assert rebuilt(hard, reading._WORTH_IT)["forks"] == 0


# -- files in parts -------------------------------------------------------------------------------------


def without_words(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """But for FTS5's own tables, whose layout depends on how they grew."""
    return {name: lines for name, lines in found.items() if not name.startswith("words")}


@pytest.fixture(scope="module")
def in_parts(hard: Path, expected: dict[str, list[str]]) -> dict[str, list[str]]:
    """What one process makes of files in parts of two records."""
    rebuilt(hard, NEVER, most=IN_PARTS)
    found = rows(hard)
    assert without_words(found) == without_words(expected)
    return found


@pytest.mark.parametrize("how", ["", "killed", "killed within"])
def test_every_row_is_the_same_where_files_are_read_in_parts(
    hard: Path, in_parts: dict[str, list[str]], how: str
) -> None:
    said = rebuilt(hard, ALWAYS, how, 3, IN_PARTS)
    assert (said["forks"], said["left"], said["raised"]) == (1, [], "")
    assert rows(hard) == in_parts


def test_nothing_stays_of_a_file_that_cannot_be_read_to_its_end(
    hard: Path, in_parts: dict[str, list[str]]
) -> None:
    said = rebuilt(hard, NEVER, "unreadable within", 0, IN_PARTS)
    assert said["raised"] == "IntegrityFailed"
    [lost] = {*of_warcs(in_parts)} - {*of_warcs(rows(hard))}
    found = rows(hard)
    assert [row for table in ("records", "documents") for row in found[table] if lost in row] == []
    assert found["records"] == [row for row in in_parts["records"] if lost not in row]


def of_warcs(found: dict[str, list[str]]) -> list[str]:
    """The files that are catalogued."""
    return [literal_eval(row)[0] for row in found["warcs"]]


def test_memory_is_bounded_by_a_part(tmp_path: Path) -> None:
    with archiver.open(tmp_path / "archive") as archive:
        _publish(archive, range(40), 40)
        [name] = archive.folder.warcs()
        with archive.folder.open_warc(name) as file:
            [whole] = indexing.contents_of(name, members.scan(file, members.METADATA))
        with archive.folder.open_warc(name) as file, pytest.MonkeyPatch.context() as patch:
            patch.setattr(indexing, "_MOST_TEXT", 20_000)
            parts = list(indexing.contents_of(name, members.scan(file, members.METADATA)))
    assert [row for part in parts for row in part.documents] == whole.documents
    assert [row for part in parts for row in part.records] == whole.records
    assert [part.is_last for part in parts] == [False] * (len(parts) - 1) + [True]
    assert max(sum(len(row.place[2]) for row in part.documents) for part in parts) < 30_000


# -- what an item has from its capture, wherever that stands ------------------------------------------------

FROM_CAPTURE = {  # what an item says → outlet, its key and day, with its capture and without
    (): (("Wire.example", "wire.example", "2026-01-29"), (None, None, None)),
    ("publisher",): (("The Post", "the post", "2026-01-29"), ("The Post", "the post", None)),
    ("url",): (("post.example", "post.example", "2026-01-29"), ("post.example", "post.example", None)),
    ("datePublished",): (("Wire.example", "wire.example", "2025-12-31"), (None, None, "2025-12-31")),
}
SAID = {
    "publisher": "The  Post",
    "url": "https://www.post.example/a",
    "datePublished": "2025-12-31T23:00:00Z",
}


@pytest.mark.parametrize("says", FROM_CAPTURE)
def test_an_item_has_from_its_capture_what_it_does_not_say(says: tuple[str, ...]) -> None:
    data = {"headline": "Snow", **{name: SAID[name] for name in says}}
    item = {"id": "ark:1/x", "kind": "headline", "capture": "ark:1/y", "data": data, "provenance": {}}
    known = Circumstances("2026-01-29T10:00:00Z", "partial", "Wire.example")
    for of_capture, expected in zip((known, Circumstances()), FROM_CAPTURE[says], strict=True):
        found = columns(item, of_capture)
        assert (found["outlet"], found["outlet_key"], found["day"]) == expected
        assert (found["captured"], found["verdict"], found["host"]) == of_capture
        assert (found["run"], found["kind"], found["version"]) == (None, "headline", 1)
