"""A page is made once, and again when the archive has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

import archiver
from archiver.demo.site import DemoSite
from archiver.serve import build
from archiver.serve.kept import Kept
from tests.conftest import capture_demo
from tests.serve.conftest import UI


@pytest.fixture
def kept(archive: archiver.Archive) -> Kept:
    archive.catalog  # noqa: B018 # is made
    return Kept(archive.folder, most=100, settled=0)


def test_what_was_kept_is_given_until_the_archive_changes(kept: Kept, archive: archiver.Archive) -> None:
    before, answer = kept.state(), Response("made")
    assert kept.get("a", before) is None
    kept.put("a", before, Response("made"))
    assert kept.get("a", before) is None  # who knows whether anybody asks again
    kept.put("a", before, answer)
    assert kept.get("a", before) is answer
    assert kept.get("b", before) is None
    archive.catalog.note_log((1, "sha256:" + "0" * 64))
    after = kept.state()
    assert after != before
    assert kept.get("a", after) is None


def test_what_was_made_while_the_archive_changed_is_not_kept(kept: Kept, archive: archiver.Archive) -> None:
    before = kept.state()
    archive.catalog.note_log((1, "sha256:" + "0" * 64))
    kept.get("a", kept.state())
    for _ in range(2):
        kept.put("a", before, Response("old"))
    assert kept.get("a", kept.state()) is None


def test_those_not_asked_for_longest_go_first(kept: Kept) -> None:
    state = kept.state()
    kept.get("", state)
    for key in "abc":
        for _ in range(2):
            kept.put(key, state, Response(key * 40))
        kept.get("a", state)
    assert [kept.get(key, state) is not None for key in "abc"] == [True, False, True]


def test_what_was_made_as_soon_as_the_archive_changed_is_not_kept(archive: archiver.Archive) -> None:
    """SQLite shows a row only after its log was flushed; the log's time is from before."""
    archive.catalog.note_log((1, "sha256:" + "0" * 64))
    kept = Kept(archive.folder, most=1 << 20)
    state = kept.state()
    kept.get("a", state)
    for _ in range(2):
        kept.put("a", state, Response("perhaps old"))
    assert kept.get("a", state) is None


def test_addresses_that_are_made_up_take_no_room(tmp_path: Path, site: DemoSite) -> None:
    with archiver.open(tmp_path / "archive") as archive:
        first = capture_demo(archive, f"{site.base}/ticker", requisites=False)
    app = build(tmp_path / "archive")
    with TestClient(app, base_url=UI) as client:
        kept = app._ui.state.site.kept  # type: ignore[attr-defined]
        kept._settled = 0
        client.get(f"/{first.id}")  # opens the catalog, which changes its files
        queries = ("", "?info", "?lang=mn", *(f"?lang=mn&x={n}" for n in range(5)), "?x=" + "x" * 60_000)
        for query in 2 * queries:
            assert client.get(f"/{first.id}{query}").status_code == 200
        assert len(kept._answers) == 3
        assert client.get(f"/{first.id}").text != client.get(f"/{first.id}?info").text


def test_a_check_and_a_new_capture_are_shown_at_once(tmp_path: Path, site: DemoSite) -> None:
    with archiver.open(tmp_path / "archive") as archive:
        first = capture_demo(archive, f"{site.base}/ticker", requisites=False)
        with TestClient(build(tmp_path / "archive"), base_url=UI) as client:
            for _ in range(2):
                assert "Not verified since it was published" in client.get(f"/{first.id}").text
            assert archive.verify().ok
            assert "✓</span> Verified" in client.get(f"/{first.id}").text
            second = capture_demo(archive, f"{site.base}/ticker", requisites=False)
            assert f'href="/{second.id}"' in client.get(f"/{first.id}").text


def test_a_page_kept_in_one_language_is_not_given_in_another(tmp_path: Path, site: DemoSite) -> None:
    with archiver.open(tmp_path / "archive") as archive:
        first = capture_demo(archive, f"{site.base}/ticker", requisites=False)
    with TestClient(build(tmp_path / "archive"), base_url=UI) as client:
        for language in ("en", "mn", "en"):
            answer = client.get(f"/{first.id}", headers={"Accept-Language": language})
            assert f'<html lang="{language}">' in answer.text
        other = client.get(f"http://127.0.0.1:8480/{first.id}")
        assert UI not in other.text
