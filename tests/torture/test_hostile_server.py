"""Cases 8 and 10 to 16: servers that mean harm, met by the whole command.

Whatever a server does, the command ends in time, in bounded memory and with a stable exit code; what came is kept,
the manifest says what is wrong with it, and what was there before still verifies.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.capture.conftest import Server
from tests.torture.bombs import bomb
from tests.torture.effort import FULL, some
from tests.torture.hostile import BOMBS, HOSTILE, Hostile
from tests.torture.survival import assert_survived
from tests.torture.victims import LOCAL, End, Victim

PATIENCE = 45.0  # it may take on a busy machine, all told
MEMORY = 300 << 10  # kilobytes of the command; readers are confined to a GiB of their own (tests/confine)
OPTIONS = (*LOCAL, "--json", "--no-requisites", "--max-bytes", "3000000", "--max-seconds")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Every hostile behaviour under a path of its own. Bombs are made before the clock runs."""
    for layers in BOMBS:
        bomb(*layers)
    with Server() as up:
        for number, one in enumerate(HOSTILE.values()):
            path = f"/{number}"
            for tail in range(40):  # for redirects that go on and on
                up.route(path + "x" * tail, one.behaviour)
        yield up


def paths() -> dict[str, str]:
    """The path of each behaviour."""
    return {name: f"/{number}" for number, name in enumerate(HOSTILE)}


def assert_said(one: Hostile, document: dict[str, object]) -> None:
    """The manifest says what is wrong."""
    assert document["verdict"] == one.verdict
    assert one.words in json.dumps(document["reasons"] or document["exchanges"], ensure_ascii=False)


def assert_bounded(end: End, started: float) -> None:
    """Time and memory."""
    assert time.monotonic() - started < PATIENCE
    assert end.peaks[0] < MEMORY
    assert "Traceback" not in end.err


@pytest.mark.parametrize("name", some(list(HOSTILE), 0, 1, 9))
def test_one_hostile_server(name: str, server: Server, home: Path, earlier: set[str]) -> None:
    one = HOSTILE[name]
    started = time.monotonic()
    end = Victim(
        home, ("capture", server.url(paths()[name]), *OPTIONS, f"{one.seconds:g}"), home.parent
    ).run()
    assert_bounded(end, started)
    assert end.code == one.code
    assert len(end.remarks) == (1 if one.code else 0)
    for document in end.documents:
        assert_said(one, document)
    assert len(end.documents) == (0 if one.code else 1)
    assert_survived(home, earlier | end.acknowledged)


def test_all_hostile_servers_in_one_run(server: Server, home: Path, earlier: set[str]) -> None:
    """One that fails does not stop the others, and none of them takes memory that is not given back."""
    seeds = home.parent / "seeds.txt"
    urls = {server.url(path): HOSTILE[name] for name, path in paths().items()}
    seeds.write_text("\n".join(urls), "utf-8")
    started = time.monotonic()
    end = Victim(home, ("capture", "--seeds", str(seeds), "--no-extract", *OPTIONS, "4"), home.parent).run()
    assert_bounded(end, started)
    assert end.code == 1
    found = {document["url"]: document for document in end.documents}
    assert set(found) == {url for url, one in urls.items() if one.verdict is not None}
    assert len(end.remarks) == len(urls) - len(found) + 1  # and what came of it all
    assert_survived(home, earlier | end.acknowledged)


def test_reading_hostile_bodies_afterwards(server: Server, home: Path, earlier: set[str]) -> None:
    """Codings come off when a page is read: bounded, whatever is inside."""
    bombs = [name for name in HOSTILE if "bomb" in name or "coding" in name]
    chosen = bombs if FULL else ["gzip bomb in gzip", "br bomb"]
    started = time.monotonic()
    arguments = ("capture", *(server.url(paths()[name]) for name in chosen), *OPTIONS, "20")
    end = Victim(home, arguments, home.parent).run()
    assert_bounded(end, started)
    assert end.code == 0
    found = {document["url"]: document for document in end.documents}
    for name in chosen:
        assert_said(HOSTILE[name], found[server.url(paths()[name])])
    assert_survived(home, earlier | end.acknowledged)


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 20
