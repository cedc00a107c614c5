"""Publication: what is acknowledged is there; what fails leaves nothing behind."""

import errno
import io
import os
import stat
from pathlib import Path

import pytest

from archiver.errors import BadInput, CannotStore, IntegrityFailed, NotFound
from archiver.exchange import Block
from archiver.store.folder import Folder
from archiver.store.publish import Publication
from archiver.store.recover import set_aside_orphans
from archiver.warc.records import metadata_record, record

DATE = "2026-01-29T00:00:00Z"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.create(tmp_path / "a")


def publication(folder: Folder) -> Publication:
    made = Publication(folder, "fk4first", {"software": "test"})
    made.add([metadata_record("ark:99999/x", b"{}", DATE, None)])
    return made


def files(folder: Folder, name: str) -> list[str]:
    return sorted(path.name for path in (folder.path / name).rglob("*") if path.is_file())


def test_a_published_file_is_read_only_named_by_time_and_first_capture(folder: Folder) -> None:
    published = publication(folder).publish()
    path = folder.path / published.name
    assert path.name.endswith("-fk4first.warc.gz")
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert path.stat().st_size == published.size
    assert folder.warcs() == [published.name]
    assert [m.type for m in published.members] == ["warcinfo", "metadata"]
    assert files(folder, "tmp") == []


def test_the_order_is_fsync_read_back_link_fsync_folder_fsync_log(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    for name in ("fsync", "link", "fchmod"):
        real = getattr(os, name)

        def spy(*arguments: object, name: str = name, real: object = real) -> object:
            calls.append(name)
            return real(*arguments)  # type: ignore[operator]

        monkeypatch.setattr(os, name, spy)
    publication(folder).publish()
    assert calls[:2] == ["fsync", "fchmod"]
    assert calls[-4:] == ["link", "fsync", "fsync", "fsync"]  # the day, the log, the folder the log is new in


@pytest.mark.parametrize("call", ["fsync", "link", "fchmod"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_when_the_disk_fails_nothing_is_published(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    made = publication(folder)

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(CannotStore) as caught:
        made.publish()
    assert "Nothing that was acknowledged is lost" in str(caught.value)
    assert folder.warcs() == []
    assert files(folder, "tmp") == []


def test_what_does_not_read_back_is_not_published(folder: Folder) -> None:
    made = publication(folder)
    made._file.flush()
    os.pwrite(made._raw.fileno(), b"\xff", 200)
    with pytest.raises(CannotStore, match="does not read back"):
        made.publish()
    assert folder.warcs() == []


@pytest.mark.parametrize("wrong", ["block", "payload"])
def test_a_digest_that_is_not_that_of_the_bytes_on_the_disk_is_not_published(
    folder: Folder, wrong: str
) -> None:
    """As when a temporary file was damaged between receiving and writing: every digest is recomputed from the disk."""
    made, block = publication(folder), Block.of(b"received")
    stored = Block(io.BytesIO(b"damaged!"), 0, block.length, block.sha256)
    if wrong == "payload":
        stored = Block.of(b"damaged!")
    digest = ("WARC-Payload-Digest", f"sha256:{block.sha256}")
    made.add(
        [
            record(
                "resource",
                "<urn:uuid:0>",
                DATE,
                "text/plain",
                stored,
                ("WARC-Target-URI", "https://a/"),
                digest,
            )
        ]
    )
    with pytest.raises(CannotStore, match=f"does not read back: the {wrong} is sha256:"):
        made.publish()
    assert folder.warcs() == files(folder, "tmp") == []


def test_orphans_go_to_lost_and_living_writers_are_left_alone(folder: Folder) -> None:
    (folder.tmp / "20260101000000-fk4x.warc.gz.999").write_bytes(b"half a record")
    living = publication(folder)
    living._file.flush()
    assert set_aside_orphans(folder) == ["lost/20260101000000-fk4x.warc.gz.999"]
    (folder.tmp / "20260101000000-fk4x.warc.gz.999").write_bytes(b"another")
    assert set_aside_orphans(folder) == ["lost/20260101000000-fk4x.warc.gz.999.1"]
    living.publish()
    assert len(folder.warcs()) == 1


def test_opening_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="archiver init"):
        Folder.open(tmp_path / "none")
    folder = Folder.create(tmp_path / "a", title="Мэдээний архив", naan="12345", shoulder="n1")
    assert Folder.open(folder.path).info == folder.info
    (folder.path / "archive.json").write_text('{"title": 7}')
    with pytest.raises(IntegrityFailed, match="damaged at"):
        _ = Folder.open(folder.path).info
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStore, match="is a file"):
        Folder.open(tmp_path / "file")


@pytest.mark.parametrize(
    "fields", [{"naan": "12"}, {"shoulder": "aeiou"}, {"baseUrl": "https://a"}, {"title": ""}]
)
def test_bad_fields_are_refused(tmp_path: Path, fields: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        Folder.create(tmp_path / "a", **fields)
    assert not (tmp_path / "a" / "archive.json").exists()


def test_configuring_keeps_what_is_not_named(folder: Folder) -> None:
    changed = folder.configure(naan="12345")
    assert Folder.open(folder.path).info == changed.info
    assert changed.info.created == folder.info.created
    assert not changed.info.is_test_range


def test_what_holds_nothing_or_is_published_leaves_no_name_in_tmp(folder: Folder) -> None:
    published = publication(folder).publish()
    (folder.tmp / "20260101000000-fk4e.warc.gz.1").touch()
    os.link(folder.path / published.name, folder.tmp / "20260101000000-fk4p.warc.gz.2")
    assert set_aside_orphans(folder) == []
    assert files(folder, "tmp") == files(folder, "lost") == []
    assert folder.warcs() == [published.name]


def test_writers_start_while_recovery_runs(folder: Folder) -> None:
    import threading

    stop = threading.Event()

    def recover() -> None:
        while not stop.is_set():
            set_aside_orphans(folder)

    sweeper = threading.Thread(target=recover)
    sweeper.start()
    names = [
        Publication(folder, f"fk4n{number}", {"software": "test"}).publish().name for number in range(60)
    ]
    stop.set()
    sweeper.join()
    assert sorted(names) == folder.warcs()
    assert files(folder, "lost") == []
