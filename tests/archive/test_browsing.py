"""What a reader browses: facets, days, timelines, neighbours. Every answer against one worked out the long way."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

import archiver
from archiver.archive import browsing, history
from archiver.archive.history import Moment
from archiver.catalog import Query, counting, pages, selecting
from archiver.catalog.values import bare_host, language, outlet_key, page_key
from archiver.errors import BadInput
from archiver.model.capture import Capture
from archiver.model.items import Item
from benchmarks import many
from tests.archive import imports
from tests.archive.browsed import ENGLISH, MONGOLIAN, News, article, take, take_feed

ALPHA, BETA = "https://www.alpha.example", "https://beta.example"
SNOW = News("Snow closes roads", f"{ALPHA}/snow", "2026-01-28")
HERDERS = News("Herders count losses", f"{ALPHA}/herders")
COAL = News("Coal exports rise", f"{ALPHA}/coal", "2026-01-28", "Alpha")
COAL_MN = News("Нүүрсний экспорт өслөө", f"{BETA}/coal", "2026-01-28", "WWW.Beta.example", "mn", MONGOLIAN)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[archiver.Archive]:
    """Two outlets over three days: a feed captured three times, two articles, a refusal and an error page."""
    with archiver.open(tmp_path_factory.mktemp("browsed") / "archive") as opened:
        for day, news in ((28, [SNOW]), (29, [SNOW, HERDERS]), (30, [SNOW, HERDERS])):
            take_feed(opened, f"{ALPHA}/feed", f"2026-01-{day}T10:00:00", news)
        take(opened, f"{ALPHA}/coal", "2026-01-29T09:00:00", article(COAL))
        take(opened, f"{BETA}/coal", "2026-01-29T09:30:00", article(COAL_MN))
        take(opened, f"{BETA}/gone", "2026-01-30T09:00:00", b"<html>gone</html>", status="404 Not Found")
        take(opened, f"{BETA}/wall", "2026-01-30T09:01:00", b"<html>no</html>", status="403 Forbidden")
        yield opened


def everything(archive: archiver.Archive) -> list[tuple[Capture | Item, Capture]]:
    return [(found, archive.get_capture(found.id)) for found in archive.select(Query())]


def values(found: Capture | Item, capture: Capture) -> dict[str, str | None]:
    """The facets of a document, from the documents themselves."""
    host = capture.url.split("/")[2].removeprefix("www.")
    if isinstance(found, Capture):
        stated, tag, date = host, None, found.captured
    else:
        stated = found.data.publisher or (found.data.url or capture.url).split("/")[2]
        tag, date = found.data.inLanguage, found.data.datePublished or capture.captured
    return {
        "kind": found.kind,
        "outlet": stated.lower().removeprefix("www.") if "." in stated else stated,
        "language": tag,
        "verdict": capture.verdict,
        "month": date[:7],
        "host": host,
        "day": date[:10],
    }


FILTERS = {
    "none": Query(),
    "kind": Query(kind="headline"),
    "items": Query(kind="item"),
    "outlet": Query(outlet="Alpha"),
    "outlet in capitals": Query(outlet="ALPHA"),
    "outlet by host": Query(outlet="www.BETA.example"),
    "language": Query(language="mn-Cyrl"),
    "verdict": Query(verdict="blocked"),
    "host": Query(host="www.alpha.example"),
    "day": Query(day="2026-01-28"),
    "two": Query(outlet="Alpha", kind="article"),
    "three": Query(host="beta.example", verdict="complete", language="mn"),
    "nothing": Query(outlet="Nobody", language="fr"),
}


def fits(query: Query, of: dict[str, str | None]) -> bool:
    wanted = {
        "kind": query.kind if query.kind != "item" else None,
        "outlet": query.outlet and outlet_key(query.outlet),
        "language": query.language and language(query.language),
        "verdict": query.verdict,
        "host": query.host and bare_host(query.host),
        "day": query.day,
    }
    is_item = query.kind != "item" or of["kind"] != "capture"
    of = {**of, "outlet": of["outlet"] and of["outlet"].casefold()}
    return is_item and all(of[name] == value for name, value in wanted.items() if value is not None)


@pytest.mark.parametrize("name", FILTERS)
def test_filters_and_facets_are_those_of_the_documents(archive: archiver.Archive, name: str) -> None:
    query = FILTERS[name]
    told = {found.id: values(found, capture) for found, capture in everything(archive)}
    found = browsing.search(archive, replace(query, limit=100))
    assert {item.id for item in found.items} == {ark for ark, of in told.items() if fits(query, of)}
    assert (found.total, found.is_all) == (len(found.items), True)
    for facet in counting.FACETS:
        without = replace(query, **counting._WITHOUT[facet])  # type: ignore[arg-type]
        numbers = Counter(of[facet] for of in told.values() if fits(without, of) and of[facet])
        assert {count.value: count.number for count in found.facets[facet]} == dict(numbers), facet


def test_words_and_filters_together(archive: archiver.Archive) -> None:
    found = browsing.search(archive, Query(words="экспорт", language="mn"))
    assert [item.data.headline for item in found.items if not isinstance(item, Capture)] == [COAL_MN.title]
    assert found.total == 1
    assert [count.value for count in found.facets["language"]] == ["mn"]
    by_word = browsing.search(archive, Query(words="snow", day="2026-01-28"))
    assert by_word.total == 3
    assert browsing.search(archive, Query(words="snow", day="2026-01-29")).total == 0
    both = browsing.search(archive, Query(words="coal", outlet="beta.example"))
    assert both.total == 0
    assert [count.value for count in both.facets["outlet"]] == ["Alpha"]  # what could be chosen in its place


def test_an_outlet_is_one_however_it_is_written(tmp_path: Path) -> None:
    with archiver.open(tmp_path / "archive") as other:
        for number, name in enumerate(
            ("Өглөөний мэдээ", "ӨГЛӨӨНИЙ МЭДЭЭ", "Өглөөний мэдээ", "Groß", "GROSS")
        ):
            news = News(f"Мэдээ {number}", f"{ALPHA}/{number}", "2026-01-28", name, "mn", MONGOLIAN)
            take(other, news.link, f"2026-01-29T0{number}:00:00", article(news))
        for asked, found in (("өглөөний МЭДЭЭ", 3), ("gross", 2), ("Өглөөний", 0)):
            assert browsing.search(other, Query(outlet=asked, kind="article")).total == found
            assert browsing.search(other, Query(outlet=asked, words="мэдээ")).total == found
        facets = browsing.search(other, Query(kind="article")).facets["outlet"]
        assert [(count.value, count.number) for count in facets] == [("Өглөөний мэдээ", 3), ("Groß", 2)]
        assert other.verify().ok


def test_facets_are_most_frequent_first_and_months_newest_first(
    archive: archiver.Archive, tmp_path: Path
) -> None:
    facets = browsing.search(archive, Query()).facets
    numbers = [count.number for count in facets["outlet"]]
    assert numbers == sorted(numbers, reverse=True)
    with archiver.open(tmp_path / "archive") as other:
        entries = [News(f"News {n}", f"{ALPHA}/{n}", f"2025-{n:02}-05", language="en") for n in range(1, 13)]
        take_feed(other, f"{ALPHA}/feed", "2026-01-28T10:00:00", entries)
        months = [count.value for count in browsing.search(other, Query()).facets["month"]]
    assert months == ["2026-01", *(f"2025-{n:02}" for n in range(12, 1, -1))]  # twelve at most


def test_pages_of_a_search_are_one_order(tmp_path: Path) -> None:
    many.main(tmp_path / "archive", 30)
    with archiver.open(tmp_path / "archive") as archive:
        for query in (Query(kind="item"), Query(words="the"), Query(language="mn")):
            whole = [row.id for row in archive.catalog.select(query)]
            pages = [
                browsing.search(archive, replace(query, limit=7, offset=offset)) for offset in range(0, 35, 7)
            ]
            assert [item.id for page in pages for item in page.items] == whole
            assert {(page.total, page.is_all) for page in pages} == {(len(whole), True)}


def test_of_too_many_the_latest_are_counted_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (selecting, counting, browsing):
        monkeypatch.setattr(module, "RANKED", 8)
    monkeypatch.setattr(selecting, "SCORED", 8)
    many.main(tmp_path / "archive", 30)
    with archiver.open(tmp_path / "archive") as archive:
        found = browsing.search(archive, Query(kind="article", limit=5))
        assert (found.total, found.is_all, len(found.items)) == (8, False, 5)
        assert sum(count.number for count in found.facets["outlet"]) == 8
        later = browsing.search(archive, Query(kind="article", limit=5, offset=20))
        assert (later.total, later.is_all, len(later.items)) == (25, False, 5)
        words = [browsing.search(archive, Query(words="the", limit=5, offset=n)) for n in (0, 5, 10)]
        assert [len(page.items) for page in words] == [5, 3, 0]  # what is not ranked is not given
        assert len({item.id for page in words for item in page.items}) == 8
        monkeypatch.setattr(counting, "LOOKED_AT", 10)
        mongolian = browsing.search(archive, Query(kind="article", language="mn", limit=5))
        assert not mongolian.is_all
        assert 0 < mongolian.total < 10
        monkeypatch.setattr(counting, "LOOKED_AT", 5)
        assert not browsing.search(archive, Query(words="х", language="en", limit=5)).is_all


@pytest.mark.parametrize(
    "query",
    [
        Query(limit=0),
        Query(limit=2_001),
        Query(offset=-1),
        Query(offset=1 << 70),
        Query(words="a " * 51),
        Query(outlet="\udc80"),
        Query(day="\udc80"),
    ],
)
def test_what_cannot_be_asked_is_refused(archive: archiver.Archive, query: Query) -> None:
    with pytest.raises(BadInput):
        browsing.search(archive, query)


@pytest.mark.parametrize(
    "words", ["", '""', '"', "*", "NEAR(a b)", "headline:", "a" * 100_000, "\udc80", "\0", "(", "é" * 600]
)
def test_no_words_are_syntax(archive: archiver.Archive, words: str) -> None:
    assert browsing.search(archive, Query(words=words)).items == ()


# -- the captures of a page ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[archiver.Archive]:
    """One page under four URLs, changing and failing; others beside it."""
    with archiver.open(tmp_path_factory.mktemp("visited") / "archive") as opened:
        one, other = article(COAL), article(replace(COAL, title="Coal exports fall"))
        for url, moment, body, status in (
            (f"{ALPHA}/coal", "2026-01-01T10:00:00.250000", b"<html>busy</html>", "503 Busy"),
            ("http://alpha.example/coal", "2026-01-02T10:00:00", one, "200 OK"),
            (f"{ALPHA}/coal/", "2026-01-03T10:00:00", one, "200 OK"),
            (f"{ALPHA}/coal", "2026-01-04T10:00:00", b"<html>no</html>", "403 Forbidden"),
            ("https://alpha.example/coal", "2026-01-05T10:00:00", one, "200 OK"),
            (f"{ALPHA}/coal", "2026-01-06T10:00:00.500000", other, "200 OK"),
            (f"{ALPHA}/coal", "2026-01-06T10:00:00.750000", one, "200 OK"),
            (f"{ALPHA}/coal?page=2", "2026-01-07T10:00:00", one, "200 OK"),
            (f"{ALPHA}/coal/mine", "2026-01-07T10:00:00", one, "200 OK"),
            (f"{ALPHA}/coal/mine", "2026-01-08T10:00:00", one, "200 OK"),
            (f"{ALPHA}/zinc", "2026-01-07T10:00:00", one, "200 OK"),
            ("https://sport.alpha.example/coal", "2026-01-07T10:00:00", one, "200 OK"),
            ("https://alphabet.example/coal", "2026-01-07T10:00:00", one, "200 OK"),
            ("https://news.co.mn/coal", "2026-01-07T10:00:00", one, "200 OK"),
        ):
            take(opened, url, moment, body, status=status)
        yield opened


CHANGES = ["failed", "first", "unchanged", "failed", "unchanged", "changed", "changed"]


def test_a_timeline_is_of_the_page_whatever_its_url(visited: archiver.Archive) -> None:
    whole = history.timeline(visited, "http://www.alpha.example/coal")
    assert [moment.change for moment in whole] == CHANGES
    assert [moment.captured for moment in whole] == sorted(moment.captured for moment in whole)
    for moment in whole:
        capture = visited.get_capture(moment.id)
        page = capture.exchanges[-1]
        assert page.entity is not None
        assert (moment.url, moment.captured, moment.verdict) == (
            capture.url,
            capture.captured,
            capture.verdict,
        )
        assert (moment.status, moment.sha256) == (page.status, page.entity.digest.removeprefix("sha256:"))
        assert moment.items == len(capture.items)
    for limit in range(1, 8):  # what the newest are compared with may be older
        assert history.timeline(visited, f"{ALPHA}/coal", limit) == whole[-limit:]
    assert history.timeline(visited, f"{ALPHA}/coal", 0) == ()
    assert history.timeline(visited, f"{ALPHA}/none") == ()
    assert len(history.timeline(visited, f"{ALPHA}/coal?page=2")) == 1


def test_what_failed_is_passed_over_as_a_timeline_says_it(visited: archiver.Archive) -> None:
    key = page_key(f"{ALPHA}/coal")
    visits = pages.visits(visited.catalog, key)
    assert [bool(visit.failed) for visit in visits] == [change == "failed" for change in CHANGES]
    for place, visit in enumerate(visits):
        came = [other for other in visits[:place] if not other.failed]
        assert pages.earlier(visited.catalog, key, visit, came=True) == (came[-1] if came else None)


def test_a_file_is_known_by_its_exact_name(tmp_path: Path) -> None:
    with archiver.open(tmp_path / "archive") as archive:
        (tmp_path / "a.txt").write_text("Coal exports rise")
        capture = archive.import_file(tmp_path / "a.txt")
        assert [moment.id for moment in history.timeline(archive, capture.url)] == [capture.id]
        assert history.timeline(archive, capture.url.lower()) == ()
        assert history.nearest(archive, capture.url) == ()
        page = capture.exchanges[-1].entity
        assert page is not None
        assert history.timeline(archive, capture.url)[0].sha256 == page.digest.removeprefix("sha256:")


def closest(whole: tuple[Moment, ...], wanted: datetime) -> Moment:
    def distance(moment: Moment) -> float:
        second = datetime.fromisoformat(moment.captured).replace(microsecond=0)
        return abs((second - wanted.replace(microsecond=0)).total_seconds())

    return min(whole, key=distance)  # of two as close the earlier


def test_around_a_moment(visited: archiver.Archive) -> None:
    whole = history.timeline(visited, f"{ALPHA}/coal")
    chance = random.Random(1)
    start = datetime(2025, 12, 31, tzinfo=UTC)
    moments = [start + timedelta(seconds=chance.uniform(0, 8 * 86_400)) for _ in range(40)]
    moments += [datetime.fromisoformat(moment.captured) for moment in whole]
    moments += [
        datetime(2026, 1, 2, 22, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, tzinfo=UTC),
    ]
    for wanted in moments:
        found = history.around(visited, "https://alpha.example/coal", wanted)
        assert (found.first, found.last) == (whole[0], whole[-1])
        assert found.closest == closest(whole, wanted)
        place = whole.index(found.closest)
        assert found.previous == (whole[place - 1] if place else None)
        assert found.next == (whole[place + 1] if place + 1 < len(whole) else None)


def test_how_often_a_page_was_captured_is_told_of_all(visited: archiver.Archive) -> None:
    whole = history.timeline(visited, f"{ALPHA}/coal")
    assert len(history.timeline(visited, f"{ALPHA}/coal", 1)) == 1 < len(whole)
    assert history.how_often(visited, "https://alpha.example/coal") == len(whole)
    assert history.how_often(visited, f"{ALPHA}/none") == 0


def test_the_ends_of_the_calendar_in_another_zone(visited: archiver.Archive) -> None:
    east = timezone(timedelta(hours=8))
    whole = history.timeline(visited, f"{ALPHA}/coal")
    assert history.around(visited, f"{ALPHA}/coal", datetime(1, 1, 1, tzinfo=east)).closest == whole[0]


def test_a_moment_may_be_in_any_zone_or_none(visited: archiver.Archive) -> None:
    zoned = datetime.fromisoformat("2026-01-03T18:00:00+08:00")
    plain = datetime(2026, 1, 3, 10)
    assert history.around(visited, f"{ALPHA}/coal", zoned) == history.around(visited, f"{ALPHA}/coal", plain)
    assert history.around(visited, f"{ALPHA}/none", plain) == history.Around(None, None, None, None, None)


def test_pages_next_to_one_that_was_not_captured(visited: archiver.Archive) -> None:
    found = history.nearest(visited, "http://alpha.example/coal/miners")
    assert [moment.url.removeprefix(ALPHA) for moment in found] == [
        "/coal/mine",
        "/coal",
        "/coal?page=2",
        "/zinc",
    ]
    assert found[0].captured.startswith("2026-01-08")  # the newest of each
    assert found[0].change == "unchanged"
    assert history.nearest(visited, "http://alpha.example/coal/miners", limit=2) == found[:2]
    site = history.nearest(visited, "https://m.alpha.example/coal")
    assert {moment.url.split("/")[2] for moment in site} == {"www.alpha.example", "sport.alpha.example"}
    assert history.nearest(visited, "https://other.co.mn/coal") == ()  # co.mn is no site
    assert len(history.nearest(visited, "https://m.news.co.mn/coal")) == 1


# -- days ------------------------------------------------------------------------------------------------


def test_days_are_counted_newest_first(archive: archiver.Archive) -> None:
    told = [values(*pair) for pair in everything(archive)]
    numbers = Counter((of["day"], of["kind"] == "capture") for of in told)
    names = sorted({str(of["day"]) for of in told}, reverse=True)
    whole = browsing.days(archive)
    assert [(day.day, day.items, day.captures) for day in whole] == [
        (name, numbers[name, False], numbers[name, True]) for name in names
    ]
    assert browsing.days(archive, limit=1) == whole[:1]
    assert [day.day for day in browsing.days(archive, "2026-01-29", "2026-01-29")] == ["2026-01-29"]
    assert browsing.days(archive, since="2026-01", until="2026-01") == whole
    assert browsing.days(archive, since="2026-02") == ()


def test_the_days_beside_a_day_are_those_of_the_list(archive: archiver.Archive) -> None:
    names = sorted(day.day for day in browsing.days(archive))
    for day in ("0001-01-01", *names, "2026-01-31", "9999-12-31"):
        before = max((name for name in names if name < day), default=None)
        after = min((name for name in names if name > day), default=None)
        assert browsing.days_beside(archive, day) == (before, after)


@pytest.mark.parametrize("day", ["2026-01-27", "2026-01-29"])
def test_the_days_beside_a_day_are_looked_up_in_the_index(archive: archiver.Archive, day: str) -> None:
    steps, connection = [0], archive.catalog._connection

    def count() -> int:
        steps[0] += 1
        return 0

    connection.set_progress_handler(count, 1)
    try:
        browsing.days_beside(archive, day)
        beside = steps[0]
        browsing.days(archive)
    finally:
        connection.set_progress_handler(None, 0)
    assert beside < (steps[0] - beside) / 3


def test_a_digest_has_each_headline_once_by_outlet(archive: archiver.Archive) -> None:
    sections = browsing.digest(archive, "2026-01-28")
    assert [(s.outlet, [i.data.headline for i in s.headlines]) for s in sections] == [
        ("Alpha", [SNOW.title, COAL.title]),
        ("beta.example", [COAL_MN.title]),
    ]
    shown = archive.get_capture(sections[0].headlines[0].id)
    assert shown.captured.startswith("2026-01-28")  # of three the first
    undated = browsing.digest(archive, "2026-01-29")
    assert [i.data.headline for s in undated for i in s.headlines] == [HERDERS.title]
    assert [s.outlet for s in browsing.digest(archive, "2026-01-28", language="mn")] == ["beta.example"]
    assert browsing.digest(archive, "1999-01-01") == ()


def test_a_long_digest_keeps_every_outlet(tmp_path: Path) -> None:
    with archiver.open(tmp_path / "archive") as archive:
        long = [News(f"Long {n}", f"{ALPHA}/{n}", "2026-01-28") for n in range(9)]
        short = [News(f"Short {n}", f"{BETA}/{n}", "2026-01-28") for n in range(2)]
        take_feed(archive, f"{ALPHA}/feed", "2026-01-28T10:00:00", long, "Long")
        take_feed(archive, f"{BETA}/feed", "2026-01-28T11:00:00", short, "Short")
        sections = browsing.digest(archive, "2026-01-28", limit=6)
    assert [(s.outlet, [i.data.headline for i in s.headlines]) for s in sections] == [
        ("Long", ["Long 0", "Long 1", "Long 2", "Long 3"]),
        ("Short", ["Short 0", "Short 1"]),
    ]


def test_the_same_words_under_another_link_are_another_headline(tmp_path: Path) -> None:
    with archiver.open(tmp_path / "archive") as archive:
        entries = [replace(SNOW, link=f"{ALPHA}/{n}") for n in (1, 2)]
        take_feed(archive, f"{ALPHA}/feed", "2026-01-28T10:00:00", entries)
        [section] = browsing.digest(archive, "2026-01-28")
    assert len(section.headlines) == 2


# -- one capture or item ---------------------------------------------------------------------------------


def test_newest(archive: archiver.Archive) -> None:
    assert [c.id for c in browsing.newest(archive, 3, "capture")] == [c.id for c in archive.captures()][:3]
    assert browsing.newest(archive, 5, "item") == tuple(archive.select(Query(kind="item", limit=5)))


def test_beside_an_item_in_its_list(archive: archiver.Archive) -> None:
    [capture] = [c for c in archive.captures() if c.captured.startswith("2026-01-30T10")]
    first, second = archive.items(capture.id)
    one, other = (browsing.Neighbour(item.id, item.data.headline) for item in (first, second))
    assert browsing.beside(archive, first, capture) == browsing.Beside(None, other)
    assert browsing.beside(archive, second, capture) == browsing.Beside(one, None)
    unread = capture.model_copy(update={"items": ()})
    assert browsing.beside(archive, first, unread) == browsing.Beside(None, None)


def test_versions_and_files_follow_a_second_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with archiver.open(tmp_path / "archive") as archive:
        capture = take_feed(archive, f"{ALPHA}/feed", "2026-01-28T10:00:00", [SNOW, HERDERS])
        item = archive.items(capture.id)[0]
        assert browsing.files_of(archive, capture) == (capture.warc,)
        data = item.data.model_copy(update={"headline": item.data.headline, "publisher": "Omega"})
        provenance = item.provenance.model_copy(update={"version": 2})
        later = item.model_copy(update={"data": data, "provenance": provenance})
        again = capture.model_copy(update={"warc": None, "verdict": "partial"})
        publish_again(archive, again, later)
        assert [row.version for row in archive.catalog.versions(item.id)] == [1, 2]
        files = browsing.files_of(archive, capture)
        assert len(files) == 2
        assert set(files) == archive._files_of(item.id)
        found = browsing.search(archive, Query(verdict="partial"))
        assert found.total == 3  # the item that is as it was has its capture's verdict too
        assert browsing.search(archive, Query(verdict="complete")).total == 0
        assert browsing.search(archive, Query(outlet="Omega")).total == 1
        assert len(history.timeline(archive, capture.url)) == 1
        before = columns(archive)
        archive.rebuild()
        assert columns(archive) == before


def publish_again(archive: archiver.Archive, capture: Capture, item: Item) -> None:
    from archiver.archive.batch import Batch, Limits
    from archiver.archive.bundle import Bundle
    from archiver.archive.group import Group
    from archiver.warc.records import metadata_record

    records = tuple(metadata_record(d.id, d.to_json(), capture.captured, None) for d in (capture, item))
    Group(Batch(archive.folder, lambda: archive.catalog, Limits(captures=1))).add(
        Bundle(capture, (), records)
    )


def columns(archive: archiver.Archive) -> list[tuple[object, ...]]:
    """Everything that documents are found by."""
    names = "id, version, newest, verdict, host, outlet, language, day, story, surt, status, sha256, items"
    return list(archive.catalog.rows(f"SELECT {names} FROM documents ORDER BY id, version, rowid"))


def test_captures_of_others_are_browsed_alike(tmp_path: Path) -> None:
    with archiver.open(tmp_path / "archive") as archive:
        path = imports.put(tmp_path, "other.warc.gz", imports.gzipped(imports.site()))
        _, captures = imports.take_in(archive, path)
        first, second = history.timeline(archive, f"{imports.HOST}/coal")
        assert (first.change, second.change) == ("first", "unchanged")  # a revisit of the same body
        assert {first.id, second.id} < {capture.id for capture in captures}
        of_others = archive.get_capture(first.id)
        assert of_others.imported is not None
        assert of_others.imported.file in browsing.files_of(archive, of_others)
        assert [section.outlet for section in browsing.digest(archive, "2024-05-06")]
        found = browsing.search(archive, Query(host="news.example", limit=50))
        assert found.is_all
        assert {item.id if item.kind == "capture" else item.capture for item in found.items} == {
            capture.id for capture in captures
        }
        before = columns(archive)
        archive.rebuild()
        assert columns(archive) == before


@pytest.mark.parametrize("body", [ENGLISH, MONGOLIAN])
def test_snippets_come_with_a_search(tmp_path: Path, body: str) -> None:
    with archiver.open(tmp_path / "archive") as archive:
        take(archive, f"{ALPHA}/coal", "2026-01-28T10:00:00", article(replace(COAL, body=body)))
        word = body.split()[-2].lower()[:4]
        found = browsing.search(archive, Query(words=word))
        [marked] = found.snippets
        assert marked is not None
        assert f"\x02{body.split()[-2]}" in marked
        assert browsing.search(archive, Query()).snippets == (None, None)
