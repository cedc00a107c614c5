"""Captures that are taken away as one file: nothing of them stays behind, and what fails is no fault of a reader."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from archiver.archive.archive import Archive
from archiver.serve import build
from tests.serve.conftest import UI, Holding


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the server puts what it makes."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def asking(holding: Holding, temporary: Path) -> Iterator[TestClient]:
    assert temporary.is_dir()
    with TestClient(build(holding.folder), base_url=UI, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("kind", ["warc", "wacz"])
@pytest.mark.parametrize(
    ("wanted", "status"), [(None, 200), ("bytes=0-9", 206), ("bytes=99999999999-", 416), ("bytes=x", 400)]
)
def test_nothing_stays_behind(
    asking: TestClient, holding: Holding, temporary: Path, kind: str, wanted: str | None, status: int
) -> None:
    for method in ("GET", "HEAD"):
        path = f"/{holding.front.id}/download/{kind}"
        answer = asking.request(method, path, headers={"Range": wanted} if wanted else {})
        assert answer.status_code == status
    assert [path for path in temporary.rglob("*") if path.is_file()] == []


def test_items_one_a_line_are_not_called_one_document(asking: TestClient, holding: Holding) -> None:
    several = asking.get(f"/{holding.front.id}/download/ninjs")
    assert several.headers["content-type"] == "application/jsonl"
    assert several.headers["content-disposition"].endswith('.ninjs.jsonl"')
    assert [json.loads(line)["type"] for line in several.text.splitlines()] == ["text"] * len(
        holding.front.items
    )
    one = asking.get(f"/{holding.article.id}/download/ninjs")
    assert one.headers["content-type"] == "application/json"
    assert one.json()["type"] == "text"


def test_a_disk_without_room_is_said(asking: TestClient, holding: Holding, temporary: Path) -> None:
    (made,) = temporary.iterdir()
    made.rmdir()  # no file can be made there either
    assert asking.get(f"/{holding.front.id}/download/warc").status_code == 503
    made.mkdir()
    assert asking.get(f"/{holding.front.id}/download/warc").status_code == 200


def test_a_key_that_cannot_be_used_is_no_fault_of_the_reader(
    asking: TestClient, holding: Holding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no-key.pem").write_text("no key")
    monkeypatch.setenv("ARCHIVER_KEY", str(tmp_path / "no-key.pem"))
    answer = asking.get(f"/{holding.front.id}/download/wacz")
    assert answer.status_code == 503
    assert "no-key.pem" not in answer.text


def test_pages_are_answered_while_files_are_written(
    asking: TestClient, holding: Holding, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many are asked for, to be taken away and to be replayed."""
    begun, go_on = threading.Semaphore(0), threading.Event()

    def slow(*_: object) -> tuple[str, ...]:
        begun.release()
        assert go_on.wait(30)
        return ()

    monkeypatch.setattr(Archive, "export", slow)
    monkeypatch.setattr("archiver.export.wacz.hand_to_viewer", slow)
    wanted = [f"/{holding.front.id}/download/{kind}" for kind in ("warc", "wacz", "warc")]
    for one in (holding.front, holding.article_capture):
        name = one.id.rpartition("/")[2]
        wanted.append(UI.replace("//", f"//{name}.replay.") + f"/packages/{name}.wacz")
    with ThreadPoolExecutor(len(wanted) + 1) as pool:
        asked = [pool.submit(asking.get, path) for path in wanted]
        try:
            for _ in range(2):
                assert begun.acquire(timeout=10)
            assert not begun.acquire(timeout=0.5)
            assert pool.submit(asking.get, f"/{holding.article.id}").result(10).status_code == 200
        finally:
            go_on.set()
        assert [one.result(30).status_code for one in asked] == [200] * len(wanted)
