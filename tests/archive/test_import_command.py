"""``archiver import`` with web archives: captures on stdout, what was found and lost on stderr."""

from __future__ import annotations

import os
from pathlib import Path

from tests.archive.imports import HOST, gzipped, put, site
from tests.cli.command import Command


def test_a_line_a_capture_and_what_the_file_held(tmp_path: Path) -> None:
    run = Command(tmp_path / "archive")
    records = site()
    data = gzipped(records[:5]) + os.urandom(99) + gzipped(records[5:])
    path = put(tmp_path, "x.warc.gz", data)
    done = run("import", path)
    assert done.code == 0, done.err
    assert len(done.lines) == 3
    assert sorted(line.split()[2] for line in done.lines) == [f"{HOST}/coal", f"{HOST}/coal", f"{HOST}/feed"]
    start = len(gzipped(records[:5]))
    assert "x.warc.gz: warc.gz" in done.remarks[0]
    assert any(f"skipped bytes {start} to {start + 99}" in line for line in done.remarks)
    assert any("kept without a capture: " in line and "1 image/png" in line for line in done.remarks)
    assert any("5 records salvaged" in line for line in done.remarks)
    again = run("import", "--json", path)
    assert {document["id"] for document in again.documents} == {line.split()[0] for line in done.lines}
    assert any("kept before as" in line for line in again.remarks)


def test_an_own_export_is_said_to_be_here_already(tmp_path: Path) -> None:
    run = Command(tmp_path / "archive")
    page = put(tmp_path, "page.html", b"<!doctype html><title>A</title><p>Text")
    [line] = run.ok("import", page, "--url", f"{HOST}/a").lines
    export = tmp_path / "export.warc.gz"
    run.ok("export", line.split()[0], "--to", "warc", "--output", export)
    again = run.ok("import", export)
    assert again.lines == [line]
    assert again.remarks[:2] == [
        "export.warc.gz: is here already, byte for byte, and not stored again",
        "  1 capture, there before",
    ]
    [place] = again.remarks[2:]
    assert place.split(" in ")[1] in {
        str(one.relative_to(run.archive)) for one in run.archive.glob("warc/**/*.gz")
    }


def test_what_moves_from_another_archive_says_so(tmp_path: Path) -> None:
    here, there = Command(tmp_path / "here"), Command(tmp_path / "there")
    page = put(tmp_path, "page.html", b"<!doctype html><title>A</title><p>Text")
    [line] = here.ok("import", page, "--url", f"{HOST}/a").lines
    ark = line.split()[0]
    export = tmp_path / "export.wacz"
    here.ok("export", ark, "--to", "wacz", "--output", export)
    moved = there.ok("import", export)
    assert moved.lines == [line]
    said, kept = (one for one in moved.remarks if not one.startswith("note:"))
    assert said == "export.wacz: exported by archiver; verified, and taken over as it is: 1 capture, 0 items"
    name = kept.split("kept as ")[1].split(",")[0]
    assert (there.archive / name).is_file() and name.endswith("-moved.warc.gz")
    assert there.ok("list", "--kind", "capture").lines == here.ok("list", "--kind", "capture").lines
    card = " ".join(there.ok("show", ark).out.split())
    assert f"Taken over from another archive, in {name}" in card
    assert "Taken over" not in here.ok("show", ark).out
    there.ok("verify")
    there.ok("doctor")
    again = there.ok("import", export)
    assert again.remarks[0] == "export.wacz: is here already, byte for byte, and not stored again"


def test_one_that_is_refused_does_not_stop_the_others(tmp_path: Path) -> None:
    run = Command(tmp_path / "archive")
    good, bad = put(tmp_path, "good.warc.gz", gzipped(site())), put(tmp_path, "bad.warc.gz", b"not gzip")
    done = run("import", bad, good)
    assert (done.code, len(done.lines)) == (1, 3)
    assert run("import", bad).code == 2
    assert run("import", good, "--url", f"{HOST}/none").code == 4
    assert run("verify").code == 0


def test_pages_alone_are_imported_as_before(tmp_path: Path) -> None:
    run = Command(tmp_path / "archive")
    page = put(tmp_path, "page.html", b"<!doctype html><title>A</title><p>Text")
    done = run("import", page, "--url", f"{HOST}/a")
    assert (done.code, len(done.lines)) == (0, 1)
