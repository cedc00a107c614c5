"""A reader that goes wrong, by accident or by design, is stopped, and the capture says so."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

import archiver
from archiver.confine import Desk, Read
from archiver.confine.desk import read_here
from archiver.confine.outcome import from_reply, to_reply
from archiver.confine.reader import Reader, Unavailable
from archiver.demo.site import DemoSite
from archiver.extract.draft import Reading
from archiver.page.page import Page
from tests.confine.evil import DEEDS, FILTERED
from tests.conftest import capture_demo

ARTICLE = b"""<!doctype html><html lang="en"><head><title>Snow closes the road</title>
<meta property="og:type" content="article"><script type="application/ld+json">{"@type": "NewsArticle",
"headline": "Snow closes the road", "datePublished": "2026-01-29", "author": {"name": "Bat Bold"}}</script>
</head><body><h1>Snow closes the road</h1><p>The road to the pass has been closed since the morning, the
ministry said on Thursday, and will open when the snow is cleared.</p></body></html>"""
FILTERS = sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64")


def page(body: bytes = ARTICLE, kind: str = "text/html; charset=utf-8") -> Page:
    return Page.from_entity(body, url="https://example.org/2026/a", record="<urn:x>", content_type=kind)


@contextmanager
def reading(ladder: str | None = None, size: int = 1) -> Iterator[Desk]:
    desk = Desk(size, ladders=f"tests.confine.evil:{ladder}") if ladder else Desk(size)
    try:
        yield desk
    finally:
        desk.close()


def children() -> set[int]:
    """The processes of this one, ended ones that nobody waited for among them."""
    with subprocess.Popen(["ps", "-o", "pid=", "--ppid", str(os.getpid())], stdout=subprocess.PIPE) as ps:
        assert ps.stdout is not None
        return set(map(int, ps.stdout.read().split())) - {ps.pid}


def open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def test_nothing_is_imported_from_the_folder_it_is_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "select", "lxml"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('whoever left this here was run')")
    monkeypatch.chdir(tmp_path)
    with reading() as desk:
        read = desk.read(page())
    assert [draft.kind for draft in read.reading.drafts] == ["article"]
    assert not read.steps


def test_the_same_is_read_as_in_this_process() -> None:
    with reading() as desk:
        there = desk.read(page())
    here = read_here(page())
    assert there.reading.drafts == here.reading.drafts
    assert there.reading.drafts[0].data["headline"] == "Snow closes the road"
    assert (there.reading.notes, there.page_notes, there.steps) == (here.reading.notes, here.page_notes, ())


STOPPED = {
    "ALLOCATE": "more than 256 MiB of memory",
    "BURN": "more than 1 s of processor time",
    "SLEEP": "more than 3 s",
    "BABBLE": "more than 1,048,576 bytes of values",
    "CRASH": "the reader was killed (SIGSEGV)",
}


@pytest.mark.parametrize(("ladder", "why"), STOPPED.items())
def test_a_reader_without_end_is_stopped_and_the_page_is_read_with_less(ladder: str, why: str) -> None:
    with reading(ladder) as desk:
        read = desk.read(page())
    assert read.steps == (f"read in part: {why}; read without body and lists",)
    assert read.reading.notes == ["frugal"]


def test_a_page_that_defeats_every_reading_is_not_read() -> None:
    with reading("TWICE") as desk:
        started = time.monotonic()
        read = desk.read(page())
        assert time.monotonic() - started < 30
    assert read.steps == ("not read: more than 1 s of processor time; without body and lists: more than 1 s",)
    assert read.reading == Reading()


@pytest.mark.parametrize("deed", DEEDS)
def test_no_file_and_no_socket_is_opened(deed: str) -> None:
    with reading(deed.upper()) as desk:
        [note] = desk.read(page()).reading.notes
    assert note in ("refused: OSError", "refused: PermissionError")


@pytest.mark.skipif(not FILTERS, reason="system calls are filtered on Linux, on two kinds of machine")
@pytest.mark.parametrize("deed", FILTERED)
def test_nothing_is_started_deleted_or_signalled(deed: str) -> None:
    with reading(deed.upper()) as desk:
        [note] = desk.read(page()).reading.notes
        assert note in ("refused: PermissionError", "refused: RuntimeError")
        assert desk.read(page()).steps == ()


def test_nothing_of_ours_is_open_to_a_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No WARC, no catalog, no socket; not what the environment holds."""
    monkeypatch.setenv("SECRET_TOKEN", "x")
    with (tmp_path / "a").open("wb") as file:
        os.set_inheritable(file.fileno(), True)
        with reading("INVENTORY") as desk:
            descriptors, environment = desk.read(page()).reading.notes
    assert len(descriptors.split(",")) <= 4  # the standard ones, which lead nowhere, and the pipe
    assert "SECRET_TOKEN" not in environment


def test_200_pages_leave_no_process_and_no_descriptor_behind() -> None:
    before, files = children(), open_files()
    with reading(size=2) as desk:
        owner = object()
        seen = []
        for number in range(200):
            desk.put(owner, number, page(b"x", "text/plain"))
            seen += [key for key, _ in desk.take(owner)]
        while done := desk.take(owner, None):
            seen += [key for key, _ in done]
        assert sorted(seen) == list(range(200))
        assert len(children() - before) <= 2
    assert children() <= before
    assert open_files() == files


def test_a_warm_process_that_is_killed_is_replaced() -> None:
    before = children()
    with reading() as desk:
        first = desk.read(page())
        for pid in children() - before:
            os.kill(pid, signal.SIGKILL)
        assert desk.read(page()) == first


def test_one_that_is_killed_while_it_reads_is_replaced_once() -> None:
    before = children()
    with reading("SLEEP") as desk:
        owner = object()
        desk.put(owner, 1, page())
        done = []
        for _ in range(2):
            time.sleep(0.5)
            for pid in children() - before:
                os.kill(pid, signal.SIGKILL)
            done += desk.take(owner, 0.5)
    [(_, read)] = done
    assert read.steps == ("not read: the reading process ended",)


def test_one_that_says_nothing_is_given_up() -> None:
    reader = Reader(ladders="tests.confine.evil:SLEEP", patience=1.0)
    try:
        reader.submit(page())
        assert reader.take().steps == ("not read: the reading process did not answer",)
    finally:
        reader.close()


def test_several_are_read_at_once() -> None:
    with reading("SLOW", size=2) as desk:
        desk.read(page())  # the first shows that it answers
        owner = object()
        desk.put(owner, 0, page())
        desk.put(owner, 1, page())
        assert len(desk._under_way) == 2


def test_owners_get_their_own() -> None:
    with reading(size=1) as desk:
        one, other = object(), object()
        desk.put(one, "mine", page())
        desk.put(other, "theirs", page(b"x", "text/plain"))
        assert [key for key, _ in desk.take(other, None)] == ["theirs"]
        assert desk.read(page(b"y", "text/plain")).steps == ()
        desk.drop(other)
        assert [key for key, _ in desk.take(one, None)] == ["mine"]
        assert desk.take(one, None) == []


def test_where_no_process_can_be_made_pages_are_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "posix_spawn", refuse)
    with reading() as desk:
        with pytest.warns(RuntimeWarning, match="without confinement"):
            read = desk.read(page())
        assert desk.read(page()).reading.drafts == read.reading.drafts  # and it is said once
    assert read.reading.drafts
    with pytest.raises(Unavailable):
        Reader().start()


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"{",
        b"{}",
        b'{"drafts": [], "notes": [], "page_notes": [], "more": 1}',
        b'{"drafts": [{"kind": 1}]}',
    ],
)
def test_an_answer_that_is_none_is_refused(reply: bytes) -> None:
    with pytest.raises(ValueError, match=r"validation error|JSON"):
        from_reply(reply, ())


def test_an_answer_comes_back_as_it_was() -> None:
    read = read_here(page())
    again = from_reply(to_reply(read.reading, list(read.page_notes)), ())
    assert again == Read(read.reading, read.page_notes)


def test_ctrl_c_ends_everything(tmp_path: Path) -> None:
    """A process group is interrupted, as a terminal does it, while a page is being read."""
    script = (
        "import os, sys\nfrom archiver.confine import Desk\nfrom archiver.page.page import Page\n"
        "desk = Desk(1, ladders='tests.confine.evil:SLEEP')\ndesk.warm_up()\nprint(desk._readers[0]._pid, flush=True)\n"
        "desk.read(Page.from_entity(b'x', url='https://example.org/', record='<urn:x>'))\n"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    with program:
        assert program.stdout is not None
        warm = int(program.stdout.readline())
        time.sleep(1.5)
        os.killpg(program.pid, signal.SIGINT)
        program.wait(10)
    assert gone(warm)


def test_a_main_process_that_is_killed_takes_its_readers_along() -> None:
    script = (
        "import time\nfrom archiver.confine import Desk\ndesk = Desk(1)\ndesk.warm_up()\n"
        "print(desk._readers[0]._pid, flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        warm = int(program.stdout.readline())
        program.kill()
    assert gone(warm)


def gone(pid: int) -> bool:
    """True once a process is no more (a zombie is none), within some seconds."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


def test_what_a_library_loads_from_files_is_loaded_before() -> None:
    """French is told by a model that lies in a file, which no child can open."""
    text = (
        "Le conseil des ministres a adopté hier un projet de loi sur les transports publics de la région. "
        * 5
    )
    french = (
        ARTICLE.decode()
        .replace(' lang="en"', "")
        .replace("</body>", f"<article><p>{text}</p></article></body>")
    )
    with reading() as desk:
        there = desk.read(page(french.encode()))
    assert there.steps == ()
    assert there.reading.drafts == read_here(page(french.encode())).reading.drafts
    assert there.reading.drafts[0].data["inLanguage"] == "fr"


SHOWN = (
    b'<!doctype html><base href="https://cdn.example/a/"><link rel=stylesheet href=s.css><img src="/i.png">'
)


def test_requisites_are_found_as_in_this_process() -> None:
    with reading() as desk:
        there = desk.requisites(page(SHOWN))
        assert desk.read(page()).steps == ()
    assert there.requisites == ("https://cdn.example/a/s.css", "https://cdn.example/i.png")
    assert there == read_here(page(SHOWN), "requisites")


@pytest.mark.parametrize(("ladder", "why"), STOPPED.items())
def test_requisites_that_cannot_be_found_are_not_looked_for_again(ladder: str, why: str) -> None:
    if ladder == "SLEEP":
        pytest.skip("has no ladder for requisites")
    with reading(ladder) as desk:
        found = desk.requisites(page(SHOWN))
    assert (found.steps, found.requisites) == ((f"not read: {why}",), ())


def test_a_capture_says_that_requisites_were_not_looked_for(
    archive: archiver.Archive, site: DemoSite
) -> None:
    archive.__dict__["_desk"] = Desk(1, ladders="tests.confine.evil:BURN")
    capture = capture_demo(archive, site.url)
    assert capture.verdict == "partial"
    assert any(
        reason.endswith("what it needs to be shown was not looked for: more than 1 s of processor time")
        for reason in capture.reasons
    )


def test_several_threads_share_a_desk() -> None:
    with reading(size=2) as desk, ThreadPoolExecutor(6) as pool:
        found = list(pool.map(desk.requisites, [page(SHOWN + b"<img src=%d>" % n) for n in range(24)]))
    assert [read.requisites[-1] for read in found] == [f"https://cdn.example/a/{n}" for n in range(24)]


def test_practice_ends_no_reader() -> None:
    """A warm process reads a page of our own while nothing is asked, and is still there afterwards."""
    others = children()  # of tests that this process ran before
    with reading() as desk:
        desk.warm_up()
        [first] = children() - others
        time.sleep(2)
        assert desk.read(page()).reading.drafts
        assert children() - others == {first}


LINUX = pytest.mark.skipif(sys.platform != "linux", reason="a process knows its threads on Linux")


def single(code: str) -> str:
    """What a process with one thread prints."""
    ran = subprocess.run([sys.executable, "-c", _SINGLE + code], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


_SINGLE = """
import os, resource, threading
from archiver.confine import Desk
from archiver.confine import rungs
from archiver.confine.rungs import Rung
from archiver.page.page import Page
from tests.confine import evil
desk = Desk(1)
page = Page.from_entity(b"Snow.", url="https://example.org/a", record="<urn:x>", content_type="text/plain")
def rung(name):
    rungs.LADDERS["read"] = getattr(evil, name)["read"]
"""


@LINUX
def test_a_text_is_read_in_a_child_of_this_process() -> None:
    told = single("desk.warm_up('text'); print(desk.read(page).steps, len(desk._readers))")
    assert told == "() 0"


@LINUX
@pytest.mark.parametrize("deed", ["socket", "pipe", *(FILTERED if FILTERS else ())])
def test_that_child_may_do_no_more_than_others(deed: str) -> None:
    told = single(f"rung({deed.upper()!r}); print(desk.read(page).reading.notes, len(desk._readers))")
    assert told.startswith("['refused: ")
    assert told.endswith("] 0")


@LINUX
def test_nothing_of_ours_is_open_to_that_child(tmp_path: Path) -> None:
    told = single(
        f"held = [open({str(tmp_path / 'a')!r}, 'w') for _ in range(9)]; rung('INVENTORY')\n"
        "print(desk.read(page).reading.notes[0].count(','), len(desk._readers))"
    )
    assert int(told.split()[0]) <= 3
    assert told.endswith(" 0")


@LINUX
@pytest.mark.parametrize(("ladder", "why"), [(name, STOPPED[name]) for name in ("ALLOCATE", "BURN", "CRASH")])
def test_that_child_is_bounded_too(ladder: str, why: str) -> None:
    told = single(f"rung({ladder!r}); print(desk.read(page).steps[0], len(desk._readers))")
    assert told == f"read in part: {why}; read without body and lists 0"


@LINUX
def test_a_process_with_several_threads_does_not_fork() -> None:
    told = single(
        "end = threading.Event(); threading.Thread(target=end.wait, daemon=True).start()\n"
        "print(desk.read(page).steps, len(desk._readers)); end.set()"
    )
    assert told == "() 1"
