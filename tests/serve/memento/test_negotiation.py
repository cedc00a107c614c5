"""Which memento a time means, in archives that hold what is rare."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import archiver
from archiver.serve.memento.negotiation import NEWEST, closest, every
from tests.serve.memento.captures import OF_THE_RFC, URL, capture_at, capture_of_nothing


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
    assert [one.status for one in found] == [301, 404, 503]
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
    assert [one.id for one in every(archive, URL)] == held
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
