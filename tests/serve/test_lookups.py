"""Looking values up takes long: it keeps no reader from the pages, and ends."""

from __future__ import annotations

import asyncio
import socket
import time
from pathlib import Path

import httpx2
import pytest

from archiver.errors import BadInput
from archiver.serve import Settings, lookup
from archiver.serve.door import Door
from archiver.serve.lookup import LookupFailed, look_up
from tests.serve.conftest import Holding
from tests.serve.running import serving


def test_many_lookups_keep_no_reader_from_a_page(holding: Holding) -> None:
    """Twelve at once, two of which run: the first page is there before they are through."""

    async def ask() -> tuple[float, float, list[int]]:
        async with httpx2.AsyncClient(base_url=address, timeout=120, trust_env=False) as client:
            await client.get("/")
            started = time.monotonic()
            path = f"/{holding.article.id}/check.json?field=headline"
            lookups = [asyncio.create_task(client.get(path)) for _ in range(12)]
            await asyncio.sleep(0.05)
            assert (await client.get("/")).status_code == 200
            page = time.monotonic() - started
            answers = await asyncio.gather(*lookups)
        return page, time.monotonic() - started, [answer.status_code for answer in answers]

    with serving(holding.folder) as named:  # not every client resolves that name
        address = named.replace("archiver.localhost", "127.0.0.1")
        page, everything, statuses = asyncio.run(ask())
    assert page < everything / 2
    assert set(statuses) <= {200, 503}
    assert 200 in statuses


def test_one_that_takes_too_long_is_ended(holding: Holding, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "_SECONDS", 0.05)
    with pytest.raises(LookupFailed, match="too long"):
        asyncio.run(look_up(asyncio.Semaphore(1), holding.folder, holding.article.id))


def test_who_finds_no_room_is_told_so(holding: Holding, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "_PATIENCE", 0.05)
    with pytest.raises(LookupFailed, match="try again"):
        asyncio.run(look_up(asyncio.Semaphore(0), holding.folder, holding.article.id))


def test_what_it_says_of_a_failure_is_the_reason(holding: Holding) -> None:
    with pytest.raises(LookupFailed, match="is not in"):
        asyncio.run(look_up(asyncio.Semaphore(1), holding.folder, f"{holding.article.id}.v9"))
    with pytest.raises(BadInput):
        asyncio.run(look_up(asyncio.Semaphore(1), holding.folder, holding.article.id, "--help"))


def test_nothing_is_imported_from_the_current_folder(
    holding: Holding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be one that somebody else filled: an archive that was given to us."""
    for name in ("json", "click", "uvicorn"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the current folder')")
    monkeypatch.chdir(tmp_path)
    assert asyncio.run(look_up(asyncio.Semaphore(1), holding.folder, holding.article.id, "headline"))
    listener = socket.create_server(("127.0.0.1", 0))
    with listener, Door(holding.folder, Settings(processes=2), [listener]):
        pass  # all of them are ready
