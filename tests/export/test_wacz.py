"""What a package holds beside the WARC: every document as a file of its own, listed and hashed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import archiver
from archiver.warc.members import METADATA, scan
from tests.archive.imports import exported, gzipped, put, site, take_in

DIGEST = (
    "1 COAL EXPORTS RISE WWW.ALPHA.EXAMPLE\u00a0PUBLISHED:2026/01/29 \u00a0 "
    "2 SNOW CLOSES ROADS WWW.BETA.EXAMPLE\u00a0PUBLISHED:2026/01/28 \u00a0"
)


def _files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _lines(data: bytes) -> list[bytes]:
    return data.split(b"\n")[:-1]


def _capture(archive: archiver.Archive, folder: Path) -> archiver.Capture:
    (folder / "digest.txt").write_text(DIGEST, "utf-8")
    return archive.import_file(folder / "digest.txt")


def test_a_line_is_the_block_of_its_record(archive: archiver.Archive, tmp_path: Path) -> None:
    _, captures = take_in(archive, put(tmp_path, "x.warc.gz", gzipped(site())))
    ids = [_capture(archive, tmp_path).id, *(capture.id for capture in captures)]
    files = _files(exported(archive, ids, "wacz"))
    blocks: dict[str, list[bytes]] = {"captures": [], "items": [], "imports": []}
    for member in scan(io.BytesIO(files["archive/data.warc.gz"]), METADATA):
        if member.kept is not None:
            kind = json.loads(member.kept)["kind"]
            blocks[{"capture": "captures", "import": "imports"}.get(kind, "items")].append(member.kept)
    assert len(blocks["captures"]) == 4
    assert len(blocks["imports"]) == 1
    for name, wanted in blocks.items():
        assert _lines(files[f"archiver/{name}.jsonl"]) == wanted


def test_the_package_says_which_archive_it_is_from(archive: archiver.Archive, tmp_path: Path) -> None:
    files = _files(exported(archive, [_capture(archive, tmp_path).id], "wacz"))
    assert json.loads(files["archiver/archive.json"]) == archive.folder.info.document()


def test_every_file_is_listed_with_its_digest(archive: archiver.Archive, tmp_path: Path) -> None:
    files = _files(exported(archive, [_capture(archive, tmp_path).id], "wacz"))
    listed = {one["path"]: one for one in json.loads(files["datapackage.json"])["resources"]}
    assert listed.keys() == files.keys() - {"datapackage.json", "datapackage-digest.json"}
    assert "archiver/imports.jsonl" not in listed  # nothing was imported from a web archive of others
    for path, one in listed.items():
        assert one["hash"] == f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
        assert one["bytes"] == len(files[path])


def test_a_page_without_items_has_an_empty_list(archive: archiver.Archive, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("nothing here", "utf-8")
    capture = archive.import_file(tmp_path / "a.txt", extract=False)
    assert _files(exported(archive, [capture.id], "wacz"))["archiver/items.jsonl"] == b""
    assert json.loads(_files(exported(archive, [], "wacz"))["datapackage.json"])["created"]


def test_an_item_stands_for_its_capture_in_every_version(archive: archiver.Archive, tmp_path: Path) -> None:
    """What an older reading said is in the WARC, so it is enclosed, too."""
    capture = _capture(archive, tmp_path)
    raw = archive.folder.path / archive.folder.warcs()[0]
    again = raw.with_name(f"2999{raw.name[4:]}")
    lines = _second_version(raw.read_bytes())
    again.write_bytes(lines)
    archive.rebuild()
    files = _files(exported(archive, [capture.items[0]], "wacz"))
    versions = [json.loads(line) for line in _lines(files["archiver/items.jsonl"])]
    of_first = [one["provenance"]["version"] for one in versions if one["id"] == capture.items[0]]
    assert of_first == [1, 2]


def _second_version(data: bytes) -> bytes:
    """A WARC with the first item again, as its second version."""
    from archiver.warc.records import metadata_record
    from archiver.warc.write import RecordWriter

    out = io.BytesIO()
    for member in scan(io.BytesIO(data), METADATA):
        document = json.loads(member.kept) if member.kept is not None else {}
        if document.get("kind") == "headline":
            document["provenance"]["version"] = 2
            text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
            date = member.get("WARC-Date") or ""
            RecordWriter(out).add(metadata_record(document["id"], text, date, member.get("WARC-Refers-To")))
            break
    return out.getvalue()
