"""Packages made on demand: by range, once, kept within bounds, and only by a checked name."""

from __future__ import annotations

import asyncio
import io
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

import archiver
from archiver.demo.site import DemoSite
from archiver.errors import NotFound
from archiver.serve import build
from archiver.serve.readers import Readers
from archiver.serve.replay.packages import Packages
from archiver.serve.replay.ranges import wanted, written
from tests.conftest import capture_demo
from tests.serve.conftest import UI
from tests.serve.memento.captures import capture_at
from tests.serve.replay.conftest import Served

Given = TypeVar("Given")
MEMENTOS = 6


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, site: DemoSite) -> Path:
    with archiver.open(tmp_path_factory.mktemp("packages") / "archive") as archive:
        capture_demo(archive, site.url)
        for second in range(MEMENTOS):
            capture_at(archive, f"2024-05-06T07:08:0{second}Z", body=os.urandom(20_000))
        return archive.folder.path


@pytest.fixture(scope="module")
def served(folder: Path, serve: Callable[[Path], Served]) -> Served:
    return serve(folder)


def _name(capture: archiver.Capture) -> str:
    return capture.id.split("/")[1]


def _names(folder: Path) -> list[str]:
    """Oldest first; the demo site's front page is the last."""
    with archiver.open(folder) as archive:
        return [_name(c) for c in sorted(archive.captures(), key=lambda c: c.captured)]


@pytest.fixture
def path(folder: Path) -> str:
    return f"/packages/{_names(folder)[-1]}.wacz"


# -- over HTTP ----------------------------------------------------------------------------------------


def test_the_package_is_that_capture(served: Served, folder: Path, path: str) -> None:
    answer = served.get(path)
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/wacz"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        pages = package.read("pages/pages.jsonl").decode()
    assert f"/{path[10:-5]}" in pages and pages.count("\n") == 2


def test_ranges(served: Served, path: str) -> None:
    whole = served.get(path).content
    size = len(whole)
    for asked, first, last in (
        ("bytes=0-0", 0, 0),
        ("bytes=10-29", 10, 29),
        (f"bytes={size - 5}-", size - 5, size - 1),
        ("bytes=-22", size - 22, size - 1),
        (f"bytes=-{size * 9}", 0, size - 1),
        (f"bytes=5-{size * 9}", 5, size - 1),
        (f"bytes=0-3,{size * 2}-", 0, 3),
        ("Bytes = 1-2", 1, 2),
    ):
        answer = served.get(path, Range=asked)
        assert answer.status_code == 206, asked
        assert answer.content == whole[first : last + 1], asked
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{size}"


def test_several_ranges(served: Served, path: str) -> None:
    whole = served.get(path).content
    answer = served.get(path, Range="bytes=0-9,100-109,-4")
    assert answer.status_code == 206
    boundary = answer.headers["content-type"].removeprefix("multipart/byteranges; boundary=")
    parts = [
        part.split(b"\r\n\r\n", 1)[1][:-2] for part in answer.content.split(f"--{boundary}".encode())[1:-1]
    ]
    assert parts == [whole[:10], whole[100:110], whole[-4:]]


def test_ranges_that_are_not_there(served: Served, path: str) -> None:
    size = len(served.get(path).content)
    for asked in (f"bytes={size}-", "bytes=-0", f"bytes={size}-{size + 5}", f"bytes={'9' * 18}-"):
        answer = served.get(path, Range=asked)
        assert answer.status_code == 416, asked
        assert answer.headers["content-range"] == f"bytes */{size}"


def test_what_is_no_range_is_ignored(served: Served, path: str) -> None:
    size = len(served.get(path).content)
    for asked in (
        "bytes=",
        "bytes=5-2",
        "bytes=a-b",
        "lines=1-2",
        "bytes=1",
        "bytes=-",
        f"bytes={'9' * 5000}-",
        "x",
    ):
        answer = served.get(path, Range=asked)
        assert (answer.status_code, len(answer.content)) == (200, size), asked
    assert served.get(path, Range=f"bytes={','.join(['0-0'] * 50)}").status_code == 200


def test_a_range_of_what_it_was(served: Served, path: str) -> None:
    etag = served.get(path, "HEAD").headers["etag"]
    assert served.get(path, Range="bytes=0-0", If_Range=etag).status_code == 206
    for other in ('"other"', f"W/{etag}", "Thu, 29 Jan 2026 07:40:00 GMT"):
        assert served.get(path, Range="bytes=0-0", If_Range=other).status_code == 200


def test_head_is_get_without_the_bytes(served: Served, path: str) -> None:
    got, head = served.get(path), served.get(path, "HEAD", Range="bytes=0-5")  # RFC 9110 §14.2: of GET alone
    assert head.content == b"" and head.status_code == 200
    assert {**head.headers, "date": ""} == {**got.headers, "date": ""}
    assert got.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize(
    "name",
    [
        "..%2F..%2Farchive",
        "../catalog",
        "%2e%2e",
        "fk4",
        "ark:99999",
        "fk4" + "0" * 17,
        "a" * 3_000,
        "%00",
        "%ff%fe",
        "con",
        "fk4%0d%0aX-Injected:%20yes",
        "*",
    ],
)
def test_what_is_no_capture(served: Served, name: str) -> None:
    answer = served.get(f"/packages/{name}.wacz")
    assert answer.status_code == 404
    assert "x-injected" not in answer.headers


def test_an_item_and_other_spellings_of_a_capture_are_none(served: Served, folder: Path, path: str) -> None:
    with archiver.open(folder) as archive:
        item = archive.items(archive.get_capture(path[10:-5]).id)[0]
    for name in (item.id.split("/")[1], path[10:-5].upper(), path[10:-5] + ".v1", "99999%2F" + path[10:-5]):
        assert served.get(f"/packages/{name}.wacz").status_code == 404, name


@given(header=st.text("bytes=0123456789-, \t", max_size=30), size=st.integers(0, 40))
def test_every_range_that_is_served_lies_in_the_file(header: str, size: int) -> None:
    for first, last in wanted(header, size) or []:
        assert 0 <= first <= last < size


@given(
    spans=st.lists(
        st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda s: tuple(sorted(s))),
        min_size=1,
        max_size=9,
    )
)
def test_what_is_written_is_read_again(spans: list[tuple[int, int]]) -> None:
    assert wanted(written(spans), 100) == spans


# -- in the event loop --------------------------------------------------------------------------------


@pytest.fixture
def readers(folder: Path) -> Iterator[Readers]:
    readers = Readers(folder)
    yield readers
    readers.close()


@pytest.fixture
def packages(tmp_path: Path) -> Iterator[Packages]:
    packages = Packages(tmp_path, most=60_000)  # two of them
    yield packages
    packages.close()


def _run(test: Callable[[], Awaitable[Given]]) -> Given:
    async def main() -> Given:
        return await test()

    return asyncio.run(main())


def test_the_folder_is_private_and_goes(tmp_path: Path) -> None:
    packages = Packages(tmp_path)
    assert stat.S_IMODE(packages.folder.stat().st_mode) == 0o700
    packages.close()
    assert list(tmp_path.iterdir()) == []


def test_the_folder_goes_when_nobody_closes_it(tmp_path: Path) -> None:
    code = "from pathlib import Path; import sys; from archiver.serve.replay.packages import Packages as P\n"
    code += "p = P(Path(sys.argv[1])); (p.folder / 'x').write_text('x'); print(p.folder)"
    command = [sys.executable, "-c", code, str(tmp_path)]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    assert made and not Path(made).exists()


def test_what_a_killed_server_left_goes_at_the_next_start(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; import os, sys; from archiver.serve.replay.packages import Packages as P\n"
    )
    code += "p = P(Path(sys.argv[1])); (p.folder / 'x').write_text('x'); print(p.folder, flush=True); input()"
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        left = Path(process.stdout.readline().strip())
        os.utime(left, (0, 0))
        Packages(tmp_path).close()
        assert (left / "x").exists()  # it lives
        process.kill()
        process.wait()
    os.utime(left, None)
    Packages(tmp_path).close()
    assert left.exists()  # it may be about to take its lock
    os.utime(left, (0, 0))
    Packages(tmp_path).close()
    assert list(tmp_path.iterdir()) == []


def test_is_made_once_for_many(packages: Packages, readers: Readers, folder: Path) -> None:
    made = []

    class Counting(Readers):
        async def run(self, function):  # type: ignore[no-untyped-def]
            found = await super().run(function)
            made.append(type(found))
            return found

    counting = Counting(folder)

    async def one() -> tuple[str, int]:
        async with packages.lent(counting, _names(folder)[0]) as package:
            return str(package.path), package.path.stat().st_ino

    async def many() -> list[tuple[str, int]]:
        return await asyncio.gather(*(one() for _ in range(8)))

    assert len(set(_run(many))) == 1
    assert made.count(int) == 1  # sizes of what was written; the others looked their capture up
    counting.close()


def test_one_who_leaves_does_not_leave_the_others_without(
    packages: Packages, readers: Readers, folder: Path
) -> None:
    async def one() -> int:
        async with packages.lent(readers, _names(folder)[0]) as package:
            return package.size

    async def leave() -> int:
        first, second = asyncio.create_task(one()), asyncio.create_task(one())
        while not packages._making:
            await asyncio.sleep(0)
        first.cancel()
        return await second

    assert _run(leave) > 20_000


def test_the_least_recently_used_goes_first(packages: Packages, readers: Readers, folder: Path) -> None:
    names = _names(folder)

    async def use(name: str) -> Path:
        async with packages.lent(readers, name) as package:
            return package.path

    async def test() -> None:
        first, second = await use(names[0]), await use(names[1])
        await use(names[0])
        third = await use(names[2])
        assert (first.exists(), second.exists(), third.exists()) == (True, False, True)
        assert (await use(names[1])).exists()

    _run(test)


def test_what_is_being_sent_stays(packages: Packages, readers: Readers, folder: Path) -> None:
    names = _names(folder)

    async def test() -> None:
        async with packages.lent(readers, names[0]) as package:
            for name in names[1:5]:
                async with packages.lent(readers, name):
                    pass
            assert package.path.exists()
        async with packages.lent(readers, names[1]):
            pass
        assert not package.path.exists()
        assert sum(path.stat().st_size for path in packages.folder.iterdir()) <= 60_000

    _run(test)


def test_what_was_cleared_away_is_made_again(packages: Packages, readers: Readers, folder: Path) -> None:
    async def test() -> None:
        for _ in range(2):
            async with packages.lent(readers, _names(folder)[0]) as package:
                assert package.path.stat().st_size == package.size
            package.path.unlink()

    _run(test)


def test_each_process_says_the_same_of_it(tmp_path: Path, readers: Readers, folder: Path) -> None:
    """A reader is sent from one process to another: what Last-Modified says depends on the records alone."""
    name, one, other = _names(folder)[0], Packages(tmp_path), Packages(tmp_path)

    async def modified(packages: Packages) -> float:
        async with packages.lent(readers, name) as package:
            return package.path.stat().st_mtime

    assert _run(lambda: modified(one)) == _run(lambda: modified(other))
    one.close()
    other.close()


def test_a_capture_that_was_read_anew_is_another_package(tmp_path: Path, site: DemoSite) -> None:
    with archiver.open(tmp_path / "archive") as archive:
        capture = capture_demo(archive, f"{site.base}/en/2026/01/29/winter-road-tosontsengel", extract=False)
        readers, packages = Readers(archive.folder.path), Packages(tmp_path)

        async def key() -> str:
            async with packages.lent(readers, _name(capture)) as package:
                return package.key

        before, again = _run(key), _run(key)
        assert [changed for _, changed in archive.extract([capture.id])] == [True]
        readers.close()
        readers = Readers(archive.folder.path)
        assert before == again != _run(key)
        readers.close()
        packages.close()


def test_packages_and_downloads_together_leave_readers_for_pages(folder: Path) -> None:
    """Where packages take all the room there is, a download waits, and a page does not."""
    app, name = build(folder), _names(folder)[0]
    site = app._ui.state.site  # type: ignore[attr-defined]
    room = site.packages.room

    async def test() -> None:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url=UI) as client:
            while not room.locked():
                await room.acquire()
            download = asyncio.create_task(client.get(f"/ark:99999/{name}/download/warc"))
            assert (await client.get("/")).status_code == 200
            assert (await asyncio.wait([download], timeout=0.5))[0] == set()
            room.release()
            assert (await download).status_code == 200

    _run(test)
    site.packages.close()
    site.readers.close()


def test_a_name_of_nothing_makes_nothing(packages: Packages, readers: Readers) -> None:
    async def test() -> None:
        with pytest.raises(NotFound):
            async with packages.lent(readers, "fk4"):
                pass

    _run(test)
    assert list(packages.folder.iterdir()) == []
