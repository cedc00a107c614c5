"""``archiver verify FILE.wacz``: without an archive, beside one, for people and for programs."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import COMMAND, Command, Done
from tests.verify_packages import repacking
from tests.verify_packages.repacking import DIGEST, PAGES


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    folder = tmp_path / "nowhere"
    folder.mkdir()
    return folder


def _verify(folder: Path, *words: str | Path) -> Done:
    environment = {k: v for k, v in os.environ.items() if k != "ARCHIVER_HOME"}
    done = subprocess.run(
        [*COMMAND, "verify", *map(str, words)],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


def test_a_package_needs_no_archive(file: Path, nowhere: Path) -> None:
    done = _verify(nowhere, file)
    assert done.code == 0
    [line] = done.lines
    assert line.startswith("x.wacz: verified: 1 file, ")
    assert "note: x.wacz: signed with the key sha256:" in done.err
    assert list(nowhere.iterdir()) == []


def test_a_tampered_one_ends_with_1_and_says_where(file: Path, nowhere: Path) -> None:
    files = repacking.unpacked(file.read_bytes())
    files[PAGES] = files[PAGES].replace(b"http", b"HTTP", 1)
    file.write_bytes(repacking.packed(files))
    done = _verify(nowhere, file)
    assert done.code == 1
    assert any(line.startswith(f"error  resource-digest  {PAGES}  ") for line in done.lines)
    assert done.lines[-1].startswith("x.wacz: FAILED: ")


def test_programs_get_the_report_that_they_know(file: Path, nowhere: Path) -> None:
    done = _verify(nowhere, "--json", "--depth", "records", file)
    [document] = done.documents
    assert document["ok"] is True
    assert document["depth"] == "records"
    assert document["findings"] == []
    assert document["checked"]["files"] == 1
    assert document["checked"]["records"] > 4
    package = document["package"]
    assert (package["name"], package["signature"]) == ("x.wacz", "valid")
    assert package["key"].startswith("sha256:")


def test_an_unsigned_one_is_warned_of_and_passes(file: Path, nowhere: Path) -> None:
    files = repacking.unpacked(file.read_bytes())
    del files[DIGEST]
    file.write_bytes(repacking.packed(files))
    done = _verify(nowhere, "--json", file)
    assert done.code == 0
    [document] = done.documents
    assert document["package"]["signature"] == "absent"
    assert [f["severity"] for f in document["findings"]] == ["warning"]


def test_the_signer_can_be_asked_for(file: Path, nowhere: Path) -> None:
    key = _verify(nowhere, "--json", file).documents[0]["package"]["key"]
    assert _verify(nowhere, "--signer", key, file).code == 0
    done = _verify(nowhere, "--signer", "sha256:" + "0" * 64, file)
    assert done.code == 1
    assert "error  signer  " in done.out


def test_several_are_reported_one_by_one(file: Path, nowhere: Path) -> None:
    bad = file.with_name("bad.wacz")
    bad.write_bytes(b"PK")
    done = _verify(nowhere, "--json", file, bad)
    assert done.code == 1
    assert [document["ok"] for document in done.documents] == [True, False]


@pytest.mark.parametrize("option", [("--sample", "5%"), ("--older-than", "1d"), ("--resume",), ("--copies",)])
def test_options_for_archives_are_refused(file: Path, nowhere: Path, option: tuple[str, ...]) -> None:
    done = _verify(nowhere, *option, file)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1
    assert option[0] in done.err


@pytest.mark.parametrize(
    "words", [("gone.wacz",), ("--signer", "sha256:00", "x.wacz"), ("--signer", "sha256:" + "0" * 64)]
)
def test_what_is_mistyped_is_said(nowhere: Path, words: tuple[str, ...]) -> None:
    done = _verify(nowhere, *words)
    assert done.code in (2, 4)
    assert "Traceback" not in done.err


def test_packages_stand_beside_ids(file: Path, tmp_path: Path) -> None:
    run = Command(tmp_path / "archive")
    (tmp_path / "a.txt").write_text(
        "1 COAL EXPORTS RISE WWW.ALPHA.EXAMPLE\u00a0PUBLISHED:2026/01/29\n", "utf-8"
    )
    [capture] = run.ok("import", tmp_path / "a.txt", "--json").documents
    done = run.ok("verify", "--json", file, capture["id"])
    assert ["package" in document for document in done.documents] == [True, False]


def test_what_export_writes_verify_reads_and_a_key_for_once_is_noted(tmp_path: Path, nowhere: Path) -> None:
    run = Command(tmp_path / "archive", {"ARCHIVER_KEY": "/dev/null/key.pem"})
    (tmp_path / "a.txt").write_text(
        "1 COAL EXPORTS RISE WWW.ALPHA.EXAMPLE\u00a0PUBLISHED:2026/01/29\n", "utf-8"
    )
    run.ok("import", tmp_path / "a.txt")
    done = run.ok("export", "--all", "--to", "wacz", "--output", nowhere / "y.wacz")
    assert "note: signed with a key for this once" in done.err
    assert json.loads(_verify(nowhere, "--json", "y.wacz").out)["package"]["signature"] == "valid"
    (tmp_path / "bad.pem").write_text("hello")
    bad = Command(run.archive, {"ARCHIVER_KEY": str(tmp_path / "bad.pem")})
    done = bad("export", "--all", "--to", "wacz", "--output", nowhere / "z.wacz")
    assert done.code == 2
    assert not (nowhere / "z.wacz").exists()
