"""The fixity log: what it says, and for every way to tamper with it or behind its back the whole report."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver.archive.manifest import _REFUSALS
from archiver.errors import CannotStore
from archiver.store import fixity
from archiver.store.history import History
from archiver.verify import Finding, verdicts
from archiver.warc.members import Member, scan
from tests.archive.tampering import documents, path_of, rewrite, same, write_beside

DEPTHS = ("files", "records", "meaning")
NONE = "sha256:" + "0" * 64
LONG = " ".join(f"{n**9}" for n in range(2, 20))  # shows in a file's size, however well it is compressed
COPY = "warc/2999/01/01/copy.warc.gz"


@pytest.fixture
def kept(archive: archiver.Archive, tmp_path: Path) -> archiver.Archive:
    """An archive with three captures, a WARC each, none verified yet, no two of one size."""
    for number, name in enumerate(("ONE", "TWO", "THREE")):
        text = tmp_path / f"{name}.txt"
        more = " ".join(f"{n**9}" for n in range(2, 2 + 9 * number))
        text.write_text(f"1 COAL EXPORTS RISE {name} {more} WWW.ALPHA.EXAMPLE PUBLISHED:2026/01/29", "utf-8")
        archive.import_file(text)
    return archive


def events(archive: archiver.Archive) -> list[dict[str, Any]]:
    return [line.event for line in fixity.read(archive.folder) if line.event is not None]


def lines(archive: archiver.Archive) -> list[bytes]:
    return fixity.path_of(archive.folder).read_bytes().splitlines(keepends=True)


def write(archive: archiver.Archive, changed: list[bytes]) -> None:
    fixity.path_of(archive.folder).write_bytes(b"".join(changed))


def findings(archive: archiver.Archive, depth: Any = "meaning") -> list[tuple[str, str, str]]:
    """Severity, kind and place of everything that is found."""
    return [(f.severity, f.kind, f.where) for f in archive.verify(depth=depth).findings]


def unlogged(*names: str) -> list[tuple[str, str, str]]:
    return [("warning", "no-fixity-record", name) for name in names]


# -- what it says -----------------------------------------------------------------------------------


def test_a_publication_is_an_ingestion_with_size_digest_and_records(kept: archiver.Archive) -> None:
    names = kept.folder.warcs()
    assert [(e["eventType"], e["object"], e["eventOutcome"]) for e in events(kept)] == [
        ("ingestion", name, "pass") for name in names
    ]
    data = (kept.folder.path / names[0]).read_bytes()
    first = events(kept)[0]
    assert first["size"] == len(data)
    assert first["digest"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert first["records"] == 4
    assert first["agent"].startswith("archiver/")


def test_every_line_carries_the_digest_of_the_line_before(kept: archiver.Archive) -> None:
    before = NONE
    for number, line in enumerate(lines(kept), 1):
        event = json.loads(line)
        assert (event["number"], event["previous"]) == (number, before)
        before = f"sha256:{hashlib.sha256(line.rstrip()).hexdigest()}"


def test_a_verification_is_a_fixity_check_of_each_file(kept: archiver.Archive) -> None:
    assert kept.verify(depth="records").ok
    name = kept.folder.warcs()[0]
    path_of(kept).write_bytes(b"")
    assert not kept.verify(depth="files").ok
    said = [
        (e["depth"], e["eventOutcome"], e.get("findings")) for e in events(kept)[3:] if e["object"] == name
    ]
    assert said == [("records", "pass", None), ("files", "fail", ["file-size"])]


def test_writers_in_several_processes_make_one_chain(kept: archiver.Archive) -> None:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(4, get_context("spawn")) as pool:
        list(pool.map(_append_many, [str(kept.folder.path)] * 4))
    history = History.of(kept.folder)
    assert (history.lines, history.faults) == (3 + 4 * 25, [])


def _append_many(path: str) -> None:
    with archiver.open(path) as archive:
        for number in range(25):
            fixity.append(archive.folder, [fixity.Event("replication", f"warc/{number}")], "test")


# -- tampering with the log -------------------------------------------------------------------------


def altered(line: bytes) -> bytes:
    return line.replace(b'"size":', b'"size":1')


LOG: dict[
    str, tuple[Callable[[list[bytes]], list[bytes]], Callable[[list[str]], list[tuple[str, str, str]]]]
] = {
    "a line in the middle is removed": (
        lambda log: [log[0], log[2]],
        lambda names: [("error", "fixity-log", "fixity.jsonl:2"), *unlogged(names[1])],
    ),
    "the first line is removed": (
        lambda log: log[1:],
        lambda names: [("error", "fixity-log", "fixity.jsonl:1"), *unlogged(names[0])],
    ),
    "the last line is removed": (
        lambda log: log[:-1],
        lambda names: [("error", "fixity-log", "fixity.jsonl"), *unlogged(names[2])],
    ),
    "a line is altered": (
        lambda log: [log[0], altered(log[1]), log[2]],
        lambda names: [
            ("error", "fixity-log", "fixity.jsonl:3"),
            ("error", "catalog", names[1]),
            ("error", "file-size", names[1]),
        ],
    ),
    "the last line is altered": (
        lambda log: [*log[:2], altered(log[2])],
        lambda names: [
            ("error", "fixity-log", "fixity.jsonl"),
            ("error", "catalog", names[2]),
            ("error", "file-size", names[2]),
        ],
    ),
    "two lines change places": (
        lambda log: [log[1], log[0], log[2]],
        lambda names: [("error", "fixity-log", f"fixity.jsonl:{number}") for number in (1, 2, 3)],
    ),
    "a line is appended by hand": (
        lambda log: [
            *log,
            b'{"eventType":"replication","eventDateTime":"2026-01-29T00:00:00Z","object":"x"}\n',
        ],
        lambda names: [("error", "fixity-log", "fixity.jsonl:4")],
    ),
    "another ingestion of a file is appended, rightly chained": (
        lambda log: [*log, chained(log[2], altered(log[0]))],
        lambda names: [("error", "fixity-log", "fixity.jsonl:4")],
    ),
    "what is no JSON is put between": (
        lambda log: [log[0], b"nonsense\n", *log[1:]],
        lambda names: [("error", "fixity-log", "fixity.jsonl:3")],
    ),
    "what is no JSON is put at the end": (
        lambda log: [*log, b"nonsense\n"],
        lambda names: [("error", "fixity-log", "fixity.jsonl:4")],
    ),
    "the log is emptied": (
        lambda log: [],
        lambda names: [("error", "fixity-log", "fixity.jsonl"), *unlogged(*names)],
    ),
    "an append was cut short": (
        lambda log: [*log, log[2][:50]],
        lambda names: [("warning", "fixity-log", "fixity.jsonl:4")],
    ),
}


def chained(last: bytes, line: bytes) -> bytes:
    previous = f"sha256:{hashlib.sha256(last.rstrip()).hexdigest()}"
    return json.dumps({**json.loads(line), "number": 4, "previous": previous}).encode() + b"\n"


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("name", LOG)
def test_the_log_is_tampered_with(kept: archiver.Archive, name: str, depth: str) -> None:
    tamper, expected = LOG[name]
    write(kept, tamper(lines(kept)))
    assert findings(kept, depth) == expected(kept.folder.warcs())


def test_the_log_is_deleted(kept: archiver.Archive) -> None:
    fixity.path_of(kept.folder).unlink()
    report = kept.verify(depth="files")
    assert report.findings[0] == Finding("error", "fixity.jsonl", "fixity-log", "it is gone; it had 3 lines")
    assert [(f.severity, f.kind, f.where) for f in report.findings[1:]] == unlogged(*kept.folder.warcs())


def test_a_log_that_was_not_sound_stays_so_in_what_comes_after(kept: archiver.Archive) -> None:
    write(kept, lines(kept)[:-1])
    for _ in range(3):
        kept.verify(depth="files")
    failed = [e for e in events(kept) if e["object"] == "fixity.jsonl"]
    assert [(e["eventType"], e["eventOutcome"], e["findings"]) for e in failed[:1]] == [
        ("fixity check", "fail", ["fixity-log"])
    ]


def test_after_an_append_that_was_cut_short_the_chain_goes_on(kept: archiver.Archive) -> None:
    write(kept, [*lines(kept), b'{"number":4,"even'])
    for _ in range(2):
        assert findings(kept, "files") == [("warning", "fixity-log", "fixity.jsonl:4")]
    assert History.of(kept.folder).lines == 4 + 2 * 3


# -- tampering behind its back ----------------------------------------------------------------------


def fresh(archive: archiver.Archive) -> None:
    """Without the catalog's memory of what was published."""
    with contextlib.suppress(archiver.errors.IntegrityFailed):
        archive.rebuild()


def forge_verdict(document: dict[str, Any]) -> None:
    document["verdict"] = "blocked"


def forge_source(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def edit(document: dict[str, Any]) -> None:
        for source in document["provenance"]["fields"].values():
            source[key] = value

    return edit


def wrong_payload(member: Member) -> Any:
    wrong = [(k, NONE if k == "WARC-Payload-Digest" else v) for k, v in member.headers]
    return [(wrong, member.kept or b"")] if member.type == "resource" else same(member)


def selectors(archive: archiver.Archive, name: str) -> list[tuple[str, str, str]]:
    rows = [row for row in archive.catalog.documents_of(name) if row.kind != "capture"]
    values = len(json.loads(rows[0].document)["provenance"]["fields"])
    return [("error", "selector", rows[0].id)] * values


# What is changed in the second file; what depth ``meaning`` finds besides that the bytes are others.
FILES: dict[
    str, tuple[Callable[[Member], Any], Callable[[archiver.Archive, str], list[tuple[str, str, str]]]]
] = {
    "a method": (documents("headline", forge_source("method", "html")), lambda *_: []),
    "a rule": (documents("headline", forge_source("rule", "forged")), lambda *_: []),
    "a parser's version": (
        documents("headline", forge_source("parser", {"name": "text", "version": "9"})),
        lambda *_: [],
    ),
    "a parser": (documents("headline", forge_source("parser", {"name": "lxml", "version": "1"})), selectors),
    "a charset": (documents("headline", forge_source("charset", "windows-1251")), selectors),
    "a verdict": (
        documents("capture", forge_verdict),
        lambda archive, name: [("error", "manifest", archive.catalog.documents_of(name)[0].id)],
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_changed_after_publication_is_found_after_a_rebuild(kept: archiver.Archive, name: str) -> None:
    """All digests, lengths and CRCs in it are right, and the catalog was made from it."""
    change, more = FILES[name]
    warc = kept.folder.warcs()[1]
    rewrite(kept, change, warc)
    fresh(kept)
    for depth in ("files", "records"):
        [found] = findings(kept, depth)
        assert found in (("error", "file-size", warc), ("error", "file-digest", warc))
    assert findings(kept) == [found, *more(kept, warc)]


def test_requisites_removed_with_their_lines_in_the_manifest(kept: archiver.Archive) -> None:
    """The capture no longer says that there was a page: what is left agrees with itself."""
    warc = kept.folder.warcs()[1]
    drop = documents("headline", lambda _: False)

    def change(member: Member) -> Any:
        edited = documents(
            "capture",
            lambda d: (d.update(items=[]), d["extraction"].update(items=[]), d.update(verdict="empty")),
        )(member)
        return edited if edited != same(member) else drop(member)

    rewrite(kept, change, warc)
    fresh(kept)
    assert findings(kept) == [("error", "file-size", warc), ("error", "record-count", warc)]


def test_a_file_replaced_by_another_good_one(kept: archiver.Archive) -> None:
    first, second, _ = kept.folder.warcs()
    shutil.copyfile(kept.folder.path / first, path_of(kept, second))
    fresh(kept)
    found = [("error", "file-size", second)]
    assert findings(kept, "files") == findings(kept, "records") == found


def test_a_file_is_gone_from_disk_and_catalog(kept: archiver.Archive) -> None:
    warc = kept.folder.warcs()[1]
    (kept.folder.path / warc).unlink()
    fresh(kept)
    expected = [("error", "file-missing", warc)]  # no rebuild knows more of it
    for depth in DEPTHS:
        assert findings(kept, depth) == expected


def test_a_file_that_was_taken_out_on_the_record_is_not_missed(kept: archiver.Archive) -> None:
    warc = kept.folder.warcs()[1]
    (kept.folder.path / warc).unlink()
    fixity.append(kept.folder, [fixity.Event("deaccession", warc)], "test")
    fresh(kept)
    assert findings(kept) == []


def test_a_file_added_by_hand_is_said_and_from_then_on_known(kept: archiver.Archive) -> None:
    write_beside(kept, COPY, same)
    fresh(kept)
    for depth in DEPTHS:
        assert findings(kept, depth) == unlogged(COPY)
    rewrite(kept, documents("headline", forge_source("rule", "forged")), COPY)
    fresh(kept)
    assert ("error", "file-size", COPY) in findings(kept, "files")


def test_a_bit_flips(kept: archiver.Archive) -> None:
    warc = kept.folder.warcs()[1]
    row = kept.catalog.documents_of(warc)[1]
    path = path_of(kept, warc)
    data = bytearray(path.read_bytes())
    data[row.offset + 120] ^= 1
    path.write_bytes(data)
    assert findings(kept, "files") == [("error", "file-digest", warc)]
    assert findings(kept, "records") == [("error", "gzip", f"{warc}:{row.offset}")]
    assert findings(kept) == [
        ("error", "gzip", f"{warc}:{row.offset}"),
        ("error", "document-missing", row.id),
    ]


def test_the_end_is_cut_off(kept: archiver.Archive) -> None:
    warc = kept.folder.warcs()[1]
    row = kept.catalog.documents_of(warc)[-1]
    path = path_of(kept, warc)
    path.write_bytes(path.read_bytes()[:-9])
    assert findings(kept, "files") == [("error", "file-size", warc)]
    assert findings(kept, "records") == [("error", "gzip-truncated", f"{warc}:{row.offset}")]


def test_a_payload_digest_that_is_not_so(kept: archiver.Archive) -> None:
    warc = kept.folder.warcs()[1]
    rewrite(kept, wrong_payload, warc)
    [page] = [m for m in members(kept, warc) if m.type == "resource"]
    expected = [("error", "payload-digest", f"{warc}:{page.offset}"), ("error", "file-size", warc)]
    assert findings(kept, "files") == expected[1:]
    assert findings(kept, "records") == findings(kept) == expected


def test_a_record_more_and_a_record_less(kept: archiver.Archive) -> None:
    warc = kept.folder.warcs()[1]
    rewrite(kept, lambda m: [] if m.type == "warcinfo" else same(m), warc)
    fresh(kept)
    assert findings(kept, "records") == [("error", "file-size", warc), ("error", "record-count", warc)]


def members(archive: archiver.Archive, name: str) -> list[Member]:
    with (archive.folder.path / name).open("rb") as file:
        return list(scan(file))


# -- what is not recomputed again -------------------------------------------------------------------


def test_digests_that_were_right_in_the_same_bytes_are_not_recomputed_at_depth_records(
    kept: archiver.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file's digest carries them, as from publication on; where that is another, each is recomputed to say which
    is wrong, and where there was no log, once.
    """
    asked: list[bool] = []

    def noting(*arguments: Any, digests: bool = True, **more: Any) -> Any:
        asked.append(digests)
        return scan(*arguments, digests=digests, **more)

    monkeypatch.setattr("archiver.verify.files.scan", noting)
    assert kept.verify(depth="records").ok
    assert asked == [False] * 3
    asked.clear()
    fixity.path_of(kept.folder).unlink()
    kept.verify(depth="records")
    assert asked == [True] * 3
    asked.clear()
    kept.verify(depth="records")
    assert asked == [False] * 3
    asked.clear()
    kept.verify()
    assert asked == [True] * 3
    asked.clear()
    warc = kept.folder.warcs()[1]
    rewrite(kept, wrong_payload, warc)
    found = [f.kind for f in kept.verify(depth="records").findings if f.kind != "no-fixity-record"]
    assert found == ["payload-digest", "file-size"]
    assert asked == [False, False, True, False]


# -- archives without one, and media that cannot be written ------------------------------------------


def test_rebuild_says_which_files_it_knows_from_nowhere_else(kept: archiver.Archive) -> None:
    fixity.path_of(kept.folder).unlink()
    names = kept.folder.warcs()
    kept.rebuild()
    assert kept.unrecorded == names
    assert findings(kept, "files") == unlogged(*names)


def test_a_catalog_from_before_there_was_a_log_keeps_what_it_knows(kept: archiver.Archive) -> None:
    warc = kept.folder.warcs()[1]
    fixity.path_of(kept.folder).unlink()
    kept.close()
    with contextlib.closing(sqlite3.connect(kept.folder.catalog_path)) as database:
        database.execute("DROP TABLE log")
        database.commit()
    rewrite(kept, documents("headline", forge_source("rule", LONG)), warc)
    assert ("error", "file-size", warc) in findings(kept, "files")


def test_where_the_log_cannot_be_written_the_report_is_whole_and_says_so(
    kept: archiver.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise CannotStore("read-only")

    monkeypatch.setattr(fixity, "append", fail)
    report = kept.verify()
    assert (report.ok, report.findings, report.counts["files"]) == (True, [], 3)
    assert report.notes == ["not noted in the fixity log: read-only"]


def test_verdicts_are_judged_by_the_same_refusals() -> None:
    assert verdicts.REFUSALS == _REFUSALS


def test_a_record_by_its_id(kept: archiver.Archive) -> None:
    [page] = next(kept.captures()).exchanges
    assert page.response is not None
    found = kept.record(page.response.record)
    assert (found.record_id, found.block_digest, found.faults) == (
        page.response.record,
        page.response.digest,
        [],
    )
    assert found.kept is not None
    assert len(found.kept) == page.response.length
    with pytest.raises(archiver.errors.IntegrityFailed):
        kept.record("<urn:none>")
