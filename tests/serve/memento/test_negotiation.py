"""Which memento a time means, in archives that hold what is rare."""

from __future__ import annotations

import random
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

import archiver
from archiver.archive.history import Memento, around_mementos, how_often, mementos, nearest, timeline
from archiver.catalog import pages
from archiver.serve.memento.negotiation import NEWEST, closest
from tests.serve.memento.captures import (
    OF_THE_RFC,
    URL,
    capture_after_redirects,
    capture_at,
    capture_of_nothing,
)


def every(archive: archiver.Archive, url: str) -> list[Memento]:
    return list(mementos(archive, url, 1, 5_000).part)


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (datetime(2001, 3, 20, 20, 35, tzinfo=UTC), "2001-03-21"),  # figure 13 of RFC 7089
        (
            datetime(2001, 9, 11, 20, 33, 30, tzinfo=UTC),
            "2001-09-11T20:30:51",
        ),  # a second nearer than the next
        (datetime(2001, 9, 11, 20, 33, 31, tzinfo=UTC), "2001-09-11T20:36:10"),
        (datetime(2001, 9, 11, 20, 30, 51, tzinfo=UTC), "2001-09-11T20:30:51"),
        (datetime(1, 1, 1, tzinfo=UTC), "2000-09-15"),
        (datetime(300, 1, 1, tzinfo=UTC), "2000-09-15"),
        (datetime(1999, 12, 31, tzinfo=UTC), "2000-09-15"),
        (datetime(2010, 1, 20, 9, 34, 34, tzinfo=UTC), "2010-01-20"),
        (NEWEST, "2010-01-20"),
    ],
)
def test_the_nearest_is_chosen_and_at_the_ends_the_first_and_the_last(
    archive: archiver.Archive, wanted: datetime, chosen: str
) -> None:
    for captured in reversed(OF_THE_RFC):
        capture_at(archive, captured, body=captured.encode())
    found = closest(archive, URL, wanted)
    assert found.closest is not None
    assert found.closest.captured.startswith(chosen)
    at = [one[:10] for one in OF_THE_RFC].index(chosen[:10]) + (chosen.endswith("36:10"))
    beside = [one and one.captured[:19] for one in (found.previous, found.next)]
    assert beside == [one and one[:19] for one in (
        OF_THE_RFC[at - 1] if at else None, OF_THE_RFC[at + 1] if at < 4 else None,
    )]  # fmt: skip


def test_redirects_and_errors_count_and_scheme_and_www_do_not_matter(archive: archiver.Archive) -> None:
    capture_at(
        archive, "2026-01-01T00:00:00Z", "http://b.example/", status="301 Moved", location="/x", body=b""
    )
    capture_at(archive, "2026-01-02T00:00:00Z", "https://b.example/", status="404 Not Found")
    capture_at(archive, "2026-01-03T00:00:00Z", "https://www.b.example/", status="503 Busy")
    found = every(archive, "http://b.example/")
    assert [one.url for one in found] == ["http://b.example/", "https://b.example/", "https://www.b.example/"]
    assert every(archive, "http://c.example/") == []
    assert closest(archive, "http://c.example/", NEWEST).closest is None


def test_two_captures_within_a_second_are_one_memento(archive: archiver.Archive) -> None:
    for captured in ("2026-01-01T00:00:00Z", "2026-01-01T00:00:05.1Z", "2026-01-01T00:00:05.9Z"):
        capture_at(archive, captured, body=captured.encode())
    assert [one.captured[17:21] for one in every(archive, URL)] == ["00.0", "05.1"]
    found = closest(archive, URL, NEWEST)
    told = [one and one.captured[17:21] for one in (found.closest, found.previous, found.next)]
    assert told == ["05.1", "00.0", None]


def test_a_capture_without_a_page_is_passed_over(archive: archiver.Archive) -> None:
    capture_of_nothing(archive, "2026-01-01T00:00:00Z")
    assert closest(archive, URL, NEWEST).closest is None
    assert every(archive, URL) == []
    held = [capture_at(archive, f"2026-01-0{day}T00:00:00Z", body=b"%d" % day).id for day in (2, 4)]
    for day in (3, 5):
        capture_of_nothing(archive, f"2026-01-0{day}T00:00:00Z")
    assert [one.captured[:10] for one in every(archive, URL)] == ["2026-01-02", "2026-01-04"]
    for wanted, previous, chosen, following in (
        (NEWEST, held[0], held[1], None),
        (datetime(2026, 1, 1, tzinfo=UTC), None, held[0], held[1]),
        (datetime(2026, 1, 3, tzinfo=UTC), None, held[0], held[1]),  # as near to both: the earlier
    ):
        found = closest(archive, URL, wanted)
        told = [
            one and one.id for one in (found.first, found.previous, found.closest, found.next, found.last)
        ]
        assert told == [held[0], previous, chosen, following, held[1]]


def test_what_redirects_led_to_stands_among_the_captures_of_that_url(archive: archiver.Archive) -> None:
    there = "http://news.example/story"
    capture_at(archive, "2026-01-01T00:00:00Z", there, body=b"before")
    redirected = capture_after_redirects(
        archive,
        [
            ("2026-01-02T00:00:00Z", "http://news.example/old"),
            ("2026-01-02T00:00:03Z", "http://news.example/hop"),
            ("2026-01-02T00:00:05.5Z", there),
        ],
    )
    capture_at(archive, "2026-01-03T00:00:00Z", there, body=b"after")
    assert [(one.url, one.captured[8:19]) for one in every(archive, there)] == [
        (there, "01T00:00:00"), (there, "02T00:00:05"), (there, "03T00:00:00"),
    ]  # fmt: skip
    assert [one.captured[8:19] for one in every(archive, "http://news.example/old")] == ["02T00:00:00"]
    assert every(archive, "http://news.example/hop") == []
    found = closest(archive, there, datetime(2026, 1, 2, tzinfo=UTC))
    assert found.closest is not None
    assert (found.closest.id, found.closest.change) == (redirected.id, "changed")
    beside = [one and one.captured[8:10] for one in (found.first, found.previous, found.next, found.last)]
    assert beside == ["01", "01", "03", "03"]
    assert [one.id for one in timeline(archive, there)][1] == redirected.id
    assert how_often(archive, there) == 3
    assert there in {one.url for one in nearest(archive, "http://news.example/stories")}


def test_a_redirect_within_one_page_is_one_memento(archive: archiver.Archive) -> None:
    """To https or to ``www.``: scheme and ``www.`` do not matter, and the capture is among these already."""
    hops = [("2026-01-02T00:00:00Z", "http://b.example/"), ("2026-01-02T00:00:05Z", "https://www.b.example/")]
    capture_after_redirects(archive, hops)
    assert [one.url for one in every(archive, "https://b.example/")] == ["http://b.example/"]
    assert how_often(archive, "https://www.b.example/") == 1


def test_where_redirects_led_nowhere_there_is_no_memento(archive: archiver.Archive) -> None:
    capture_of_nothing(archive, "2026-01-01T00:00:00Z")
    assert every(archive, "http://gone.example/") == []
    assert closest(archive, "http://gone.example/", NEWEST).closest is None


def test_timelines_are_read_in_the_order_of_indices(archive: archiver.Archive) -> None:
    sql = f"EXPLAIN QUERY PLAN {pages._of_page()} ORDER BY 4 DESC, 1 DESC LIMIT ?2"
    plan = "\n".join(row[3] for row in archive.catalog.rows(sql, ("com,example)/", 5)))
    assert "documents_page (surt=?)" in plan and "documents_final_page (final_surt=?)" in plan
    assert "TEMP B-TREE FOR ORDER BY" not in plan


def test_pages_and_neighbours_are_those_of_the_whole_list(archive: archiver.Archive) -> None:
    """Of captures close to one another, under two URLs, with and without an answer."""
    chance = random.Random(4)
    whole: dict[tuple[str, str], str] = {}
    for tenths in sorted(chance.sample(range(10, 200), 25)):
        captured = f"2026-01-01T00:00:{tenths // 10:02}.{tenths % 10}Z"
        url = chance.choice(["http://b.example/", "https://www.b.example/"])
        if chance.random() < 0.3:
            capture_of_nothing(archive, captured, url)
        else:
            capture_at(archive, captured, url, status=chance.choice(["200 OK", "404 Not Found"]))
            whole.setdefault((captured[:19], url), captured)
    listed = [(url, captured[:21]) for (_, url), captured in whole.items()]
    for per_page in (1, 2, 7, len(listed), 5_000):
        found = [mementos(archive, "http://b.example/", page, per_page) for page in range(1, len(listed) + 2)]
        assert [(one.url, one.captured[:21]) for page in found for one in page.part] == listed
        filled = [page for page in found if page.part]
        assert {page.spans for page in found} == {tuple((one.part[0], one.part[-1]) for one in filled)}
    for second in range(22):
        wanted = datetime(2026, 1, 1, 0, 0, second, tzinfo=UTC)
        far = [abs(int(captured[17:19]) - second) for _, captured in listed]
        at = far.index(min(far))
        around = around_mementos(archive, "http://b.example/", wanted)
        told = [
            one and (one.url, one.captured[:21])
            for one in (around.first, around.previous, around.closest, around.next, around.last)
        ]
        beside = [listed[at - 1] if at else None, listed[at], *listed[at + 1 : at + 2], None][:3]
        assert told == [listed[0], *beside, listed[-1]]


def test_a_page_of_a_long_list_takes_little_memory(tmp_path: Path) -> None:
    """Read is what is on it, and the ends of the other pages."""
    with archiver.open(tmp_path / "archive") as archive:
        capture = capture_at(archive, "2026-01-01T00:00:00Z")
        names = [row[1] for row in archive.catalog.rows("PRAGMA table_info(documents)")]
        values = {
            "rowid": "NULL",
            "offset": "n",
            "captured": "strftime('%Y-%m-%dT%H:%M:%SZ', n * 60, 'unixepoch')",
        }
        with archive.catalog._transaction() as db:
            db.execute(
                "WITH RECURSIVE numbers(n) AS (SELECT 1000000 UNION ALL SELECT n + 1 FROM numbers LIMIT 30000)"
                f" INSERT INTO documents SELECT {', '.join(values.get(name, name) for name in names)}"
                " FROM documents, numbers WHERE id=?",
                (capture.id,),
            )
        tracemalloc.start()
        try:
            found = mementos(archive, URL, 3, 100)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert (len(found.part), len(found.spans)) == (100, 301)
    assert most < 2_000_000
