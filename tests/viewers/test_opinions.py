"""What others say of our WARC and WACZ files. No browser; no single tool sees every fault, so several."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.urls import surt
from tests.viewers.conftest import CHECKOUT, Exported, skip
from tests.viewers.wacz_rules import wacz_faults

PYWB = CHECKOUT / ".pywb" / "bin"


def _run(program: str | Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program, *words], capture_output=True, text=True, timeout=60, check=False)


def _beside_python(name: str) -> Path:
    return Path(sys.executable).with_name(name)


def _of_pywb(name: str) -> Path:
    if not (PYWB / name).exists():
        skip(f"no {name} in .pywb")
    return PYWB / name


def _complaint(said: subprocess.CompletedProcess[str]) -> str:
    return f"exit {said.returncode}: {said.stdout}{said.stderr}" if said.returncode else ""


def _warcio_check(file: Path) -> str:
    # pywb's own: beside brotli 1.2, warcio 1.8.1 breaks down at any response in br.
    said = _run(_of_pywb("warcio"), "check", file)
    return _complaint(said) or said.stdout.strip()


def _fastwarc_check(file: Path) -> str:
    return _complaint(_run(_beside_python("fastwarc"), "check", "--verify-payloads", "--quiet", file))


def _gzip_test(file: Path) -> str:
    said = _run(shutil.which("gzip") or "gzip", "-t", file)
    return _complaint(said) or said.stderr.strip()


# Each gives its complaint, or nothing. `warcio check` exits with 0 for some faults, but says something.
OPINIONS: dict[str, Callable[[Path], str]] = {
    "warcio check": _warcio_check,
    "fastwarc check": _fastwarc_check,
    "gzip -t": _gzip_test,
}


@pytest.mark.parametrize("name", OPINIONS)
def test_every_warc_passes(name: str, exported: Exported) -> None:
    files = [*exported.warcs, exported.warc]
    assert len(files) > 2
    assert {file.name: said for file in files if (said := OPINIONS[name](file))} == {}


@pytest.mark.parametrize("name", OPINIONS)
def test_a_damaged_warc_does_not(name: str, exported: Exported, tmp_path: Path) -> None:
    """The control: each of them would have said something to one changed letter."""
    damaged = tmp_path / "damaged.warc.gz"
    good = exported.warc.read_bytes()
    if name == "gzip -t":
        damaged.write_bytes(good[: len(good) // 2] + b"!" + good[len(good) // 2 + 1 :])
    else:
        records = gzip.decompress(good)
        assert b"<html" in records
        damaged = damaged.with_suffix("")  # uncompressed, so that no gzip checksum gives it away
        damaged.write_bytes(records.replace(b"<html", b"<htmm", 1))
    assert OPINIONS[name](damaged)


def test_the_export_is_the_archives_members(exported: Exported) -> None:
    """Byte for byte: every member of every file, but one warcinfo for all."""
    whole = gzip.decompress(exported.warc.read_bytes())
    for warc in exported.warcs:
        records = gzip.decompress(warc.read_bytes())
        start = records.index(b"WARC/1.1\r\nWARC-Type: request")
        assert records[start:] in whole


# -- WACZ -------------------------------------------------------------------------------------------


def test_wacz_validate_passes(exported: Exported) -> None:
    said = _run(_of_pywb("wacz"), "validate", "-f", exported.wacz)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "Valid" in said.stdout


def test_the_wacz_keeps_every_rule(exported: Exported) -> None:
    assert wacz_faults(exported.wacz) == []


def test_another_indexer_finds_the_same(exported: Exported, tmp_path: Path) -> None:
    """cdxj-indexer's keys, times, offsets and statuses are ours."""
    with zipfile.ZipFile(exported.wacz) as package:
        warc = Path(package.extract("archive/data.warc.gz", tmp_path))
        ours = package.read("indexes/index.cdx").decode()
    theirs = _run(_of_pywb("cdxj-indexer"), "--sort", warc)
    assert theirs.returncode == 0, theirs.stderr
    assert _index_lines(ours) == _index_lines(theirs.stdout)


def _index_lines(text: str) -> set[tuple[str, ...]]:
    found = set()
    for line in text.splitlines():
        key, stamp, fields = line.split(" ", 2)
        entry = json.loads(fields)
        if "status" in entry:  # theirs name metadata records too
            found.add((key, stamp, *(str(entry[name]) for name in ("url", "status", "offset", "length"))))
    return found


# Addresses that indexers write in their own way: what pywb looks for must stand in our index.
ODD_URLS = (
    "http://127.0.0.1:8080/",
    "http://[::1]:8080/a",
    "http://www2.example.org:80/News//2026/",
    "https://example.org:8443/x/?",
    "http://example.org./a/../b",
    "http://example.org/?B=2&a=1&a=&c",
    "http://example.org/%D0%BC%D1%8D/A%2Fb?q=%c3%96%26z",
    "http://example.org/%2525252541?x=%2F%20+",
    "http://example.org/~a'b\"c|d;e?&b=1",
    "http://example.org/a?x=1&PHPSESSID=0123456789abcdef0123456789abcdef",
    "http://example.org/?sid=0123456789abcdef0123456789abcdef&b=1&a-b=2&a=3",
    "http://xn--e1aybc.xn--l1acc/мэдээ",
)


def test_keys_are_those_pywb_looks_for() -> None:
    ask = "import json, sys, surt; print(json.dumps([surt.surt(url) for url in json.load(sys.stdin)]))"
    answer = subprocess.run(
        [_of_pywb("python"), "-c", ask],
        input=json.dumps(ODD_URLS),
        capture_output=True,
        text=True,
        check=True,
    )
    assert [surt(url) for url in ODD_URLS] == json.loads(answer.stdout)


def _rewritten(wacz: Path, to: Path, change: Callable[[dict[str, bytes]], None], method: int = 0) -> Path:
    with zipfile.ZipFile(wacz) as package:
        files = {name: package.read(name) for name in package.namelist()}
    change(files)
    with zipfile.ZipFile(to, "w", method) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return to


def _shift_index(files: dict[str, bytes]) -> None:
    files["indexes/index.cdx"] = files["indexes/index.cdx"].replace(b'"offset": "', b'"offset": "1')


def _shorten_index(files: dict[str, bytes]) -> None:
    files["indexes/index.cdx"] = files["indexes/index.cdx"].split(b"\n", 1)[1]


def _change_page(files: dict[str, bytes]) -> None:
    files["pages/pages.jsonl"] = files["pages/pages.jsonl"].replace(b"T", b" ", 1)


FAULTS: dict[str, Callable[[dict[str, bytes]], object]] = {
    "no pages/pages.jsonl": lambda files: files.pop("pages/pages.jsonl"),
    "no WARC in archive/": lambda files: files.pop("archive/data.warc.gz"),
    "is listed or there": lambda files: files.update({"logs/more.txt": b"unlisted"}),
    "datapackage.json: pages/pages.jsonl is": _change_page,
    "no gzip member": _shift_index,
    "is not in it": _shorten_index,
    "datapackage-digest.json": lambda files: files.update({"datapackage-digest.json": b"{}"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_wacz_is_seen(fault: str, exported: Exported, tmp_path: Path) -> None:
    """The control of the rules, one broken at a time."""
    broken = _rewritten(exported.wacz, tmp_path / "broken.wacz", FAULTS[fault])
    assert any(fault in line for line in wacz_faults(broken))


def test_a_deflated_wacz_is_seen(exported: Exported, tmp_path: Path) -> None:
    broken = _rewritten(exported.wacz, tmp_path / "broken.wacz", lambda files: None, zipfile.ZIP_DEFLATED)
    assert "archive/data.warc.gz: not STOREd" in wacz_faults(broken)


def test_a_lone_local_extra_field_is_seen(exported: Exported, tmp_path: Path) -> None:
    """What ``force_zip64`` makes of a small file, and ReplayWeb.page then finds no page in it."""
    broken = tmp_path / "broken.wacz"
    with zipfile.ZipFile(exported.wacz) as package, zipfile.ZipFile(broken, "w") as out:
        for name in package.namelist():
            with out.open(name, "w", force_zip64=name.startswith("archive/")) as entry:
                shutil.copyfileobj(io.BytesIO(package.read(name)), entry)
    assert wacz_faults(broken) == ["archive/data.warc.gz: an extra field in the local header alone"]
