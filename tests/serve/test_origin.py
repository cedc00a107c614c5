"""The web pages say of a file that a user gave that nobody captured it; Memento does not know it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import archiver
from archiver.model.capture import Capture
from archiver.serve import build
from tests.serve.conftest import _ARTICLE, REPLAY, UI
from tests.serve.memento.captures import capture_at

GIVEN = "https://www.bbc.com/news/world-asia-1"
BOTH = "https://www.bbc.com/news/world-asia-2"
SEEN = "2024-01-02T03:04:05Z"
SAID = {
    "en": "Imported from a file; URL as given",
    "mn": "Файлаас оруулсан; URL хаягийг хэрэглэгч өгсөн",
}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Capture]:
    """A file under a URL that was not captured; another under one that was."""
    folder = tmp_path_factory.mktemp("origin") / "archive"
    file = folder.parent / "moon.html"
    file.write_text(_ARTICLE.format(days="ten"), "utf-8")
    with archiver.open(folder) as archive:
        capture = archive.import_file(file, url=GIVEN)
        archive.import_file(file, url=BOTH)
        capture_at(archive, SEEN, BOTH)
    return folder, capture


@pytest.fixture(scope="module")
def asking(held: tuple[Path, Capture]) -> Iterator[TestClient]:
    with TestClient(build(held[0]), base_url=UI, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize(
    "path",
    [
        *("/{item}", "/{item}/metadata", "/{item}/replay", "/{capture}", "/", "/search"),
        *("/search?kind=capture", "/day/2026-01-30", f"/captures?url={GIVEN}"),
    ],
)
def test_every_page_says_so(asking: TestClient, held: tuple[Path, Capture], path: str, language: str) -> None:
    capture = held[1]
    address = path.format(item=capture.items[0], capture=capture.id)
    page = asking.get(address, headers={"Accept-Language": language})
    assert page.status_code == 200
    assert SAID[language] in page.text.replace("&#39;", "'")
    assert 'rel="memento"' not in page.text
    assert "data-originalurl" not in page.text


def test_programs_are_told_so(asking: TestClient, held: tuple[Path, Capture]) -> None:
    item = held[1].items[0]
    assert "note: imported from a file; URL as given" in asking.get(f"/{item}?info").text
    link = asking.get(f"/{item}").headers["link"]
    assert 'rel="original"' not in link
    assert 'rel="timegate"' not in link
    assert SAID["en"] in asking.get("/feed.atom").text
    (visit,) = asking.get("/captures.json", params={"url": GIVEN}).json()["captures"]
    assert visit["origin"] == "imported from a file; URL as given"
    assert "memento" not in visit


@pytest.mark.parametrize("form", ["link", "json", "cdxj"])
def test_it_is_no_memento(asking: TestClient, form: str) -> None:
    assert asking.get(f"/timegate/{GIVEN}").status_code == 404
    assert asking.get(f"/timemap/{form}/{GIVEN}").status_code == 404
    both = asking.get(f"/timemap/{form}/{BOTH}")
    assert both.status_code == 200
    assert "/memento/20240102030405/" in both.text
    assert "/memento/2026" not in both.text
    assert "/memento/20240102030405/" in asking.get(f"/timegate/{BOTH}").headers["location"]


def test_its_bytes_are_at_no_memento_address(held: tuple[Path, Capture]) -> None:
    stamp = "".join(held[1].captured[:19]).translate({ord(mark): None for mark in "-T:"})
    with TestClient(build(held[0]), base_url=REPLAY, follow_redirects=False) as client:
        answer = client.get(f"/memento/{stamp}/{GIVEN}")
    assert answer.status_code == 404
    assert "memento-datetime" not in answer.headers
