"""Case 6: what a power cut leaves of the newest file: NUL bytes, a part, nothing. The others are as they were."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

import archiver
from tests.torture.effort import some
from tests.torture.survival import documents
from tests.torture.victims import Victim

Damage = Callable[[bytes], bytes]


def filled(count: int) -> Damage:
    return lambda data: data[:-count] + bytes(min(count, len(data)))


def cut(count: int) -> Damage:
    return lambda data: data[:-count]


DAMAGES: dict[str, Damage] = {
    **{f"{count} NUL at the end": filled(count) for count in (4, 8, 9, 100, 1000)},
    **{f"{count} cut off": cut(count) for count in (4, 8, 9, 100, 1000)},
    "all NUL": lambda data: bytes(len(data)),
    "NUL behind": lambda data: data + bytes(4096),
    "nothing": lambda data: b"",
}
# What else a power cut may take along: neither catalog nor the last line of the log is older than the file.
ALSO = ("nothing else", "the catalog", "the log's last line", "the catalog and half a line of the log")


def struck(home: Path, damage: Damage, also: str) -> tuple[str, set[str], set[str]]:
    """The newest WARC damaged; its name, the IDs in it, and all others."""
    with archiver.open(home) as archive:
        newest = max(archive.folder.warcs())
        of = {row.id: row.warc for capture in archive.captures() for row in _rows(archive, capture)}
    path = home / newest
    path.chmod(0o644)
    path.write_bytes(damage(path.read_bytes()))
    path.chmod(0o444)
    if "catalog" in also:
        (home / "catalog.db").unlink()
    if "line" in also:
        log = home / "fixity.jsonl"
        lines = log.read_bytes().splitlines(keepends=True)
        log.write_bytes(b"".join(lines[:-1]) + (lines[-1][:70] if "half" in also else b""))
    return newest, {i for i, warc in of.items() if warc == newest}, {i for i, w in of.items() if w != newest}


def _rows(archive: archiver.Archive, capture: archiver.Capture) -> list[archiver.Capture]:
    return [archive.row(i) for i in (capture.id, *capture.items)]  # type: ignore[misc]


@pytest.mark.parametrize(("name", "also"), some(list(product(DAMAGES, ALSO)), 0, 1, 5))
def test_only_the_newest_file_suffers(name: str, also: str, home: Path, digest: Path) -> None:
    newest, lost, kept = struck(home, DAMAGES[name], also)
    assert lost and kept
    found = Victim(home, ("verify", "--json"), home.parent).run()
    assert found.code == 1
    [report] = found.documents
    wrong = [finding["where"] for finding in report["findings"] if finding["severity"] == "error"]
    assert any(newest in where or where in lost for where in wrong)
    assert not any(where in kept for where in wrong), report
    again = Victim(home, ("import", str(digest), "--json"), home.parent).run()
    assert (again.code, again.remarks) == (0, [])
    with archiver.open(home) as archive:
        for identifier in kept | again.acknowledged:
            assert archive.get(identifier).id == identifier
        before = {key for key in documents(archive) if key.rsplit(".", 1)[0] in kept}
    assert Victim(home, ("rebuild",), home.parent).run().code in (0, 5)
    with archiver.open(home) as archive:
        assert before <= set(documents(archive))
        report = archive.verify()
        assert not any(finding.where in kept | again.acknowledged for finding in report.findings)


def test_an_unpublished_file_is_set_aside_as_it_is(home: Path, digest: Path) -> None:
    """Written in part, then NUL: nobody was told of it, and nobody throws it away."""
    published = max(home.glob("warc/*/*/*/*.warc.gz"))
    half = published.read_bytes()[:2000] + bytes(3000)
    (home / "tmp" / f"{published.name}.4711").write_bytes(half)
    assert Victim(home, ("import", str(digest), "--json", "--no-extract"), home.parent).run().code == 0
    assert (home / "lost" / f"{published.name}.4711").read_bytes() == half
    assert list((home / "tmp").iterdir()) == []
