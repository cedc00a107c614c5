"""Lists and searches over more than can be ranked: bounded work, the same order, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import archiver
from archiver.archive.batch import Batch, Limits
from archiver.archive.bundle import Bundle
from archiver.archive.group import Group
from archiver.catalog import Query, Row, selecting
from archiver.warc.records import metadata_record
from benchmarks import many

CAPTURES = 60


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[archiver.Archive]:
    """Sixty articles: two of three in English, the third in Mongolian."""
    folder = tmp_path_factory.mktemp("many") / "archive"
    many.main(folder, CAPTURES)
    with archiver.open(folder, create=False) as opened:
        yield opened


def found(archive: archiver.Archive, query: Query) -> list[str]:
    return [row.id for row in archive.catalog.select(query)]


def ranked(archive: archiver.Archive, words: str) -> list[str]:
    """Without a bound, as it is where all is asked for."""
    return found(archive, Query(words=words))


def headline(row: Row) -> str:
    return str(archiver.Article.from_json(row.document).data.headline).lower()


def test_every_value_of_the_made_up_archive_is_in_its_pages(archive: archiver.Archive) -> None:
    report = archive.verify()
    assert report.ok, report.findings[:3]
    assert len(list(archive.catalog.select(Query(kind="article")))) == CAPTURES


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> int:
    """So few are scored that a common word finds more."""
    for name in ("RANKED", "SCORED"):
        monkeypatch.setattr(selecting, name, 8)
    return 8


def test_what_can_be_ranked_is_ranked_whole(archive: archiver.Archive) -> None:
    all_of_them = ranked(archive, "the")
    assert len(all_of_them) > 30
    for limit in (1, 5, 20):
        assert found(archive, Query(words="the", limit=limit)) == all_of_them[:limit]


def test_of_too_many_the_ones_with_the_words_in_the_headline_come_first(
    archive: archiver.Archive, narrow: int
) -> None:
    rows = list(archive.catalog.select(Query(words="the", limit=narrow)))
    named = ["the" in {word[:3] for word in headline(row).split()} for row in rows]
    assert any(named)
    assert not all(named)
    assert named == sorted(named, reverse=True)
    assert len({row.id for row in rows}) == narrow


def test_of_these_as_of_the_rest_the_latest_come_first(archive: archiver.Archive, narrow: int) -> None:
    newest = sorted(archive.catalog.select(Query(words="the")), key=_place, reverse=True)
    named = [row.id for row in newest if "the" in {word[:3] for word in headline(row).split()}]
    others = [row.id for row in newest if row.id not in named]
    assert 0 < len(named) < narrow
    assert found(archive, Query(words="the", limit=narrow)) == [*named, *others][:narrow]


def test_pages_of_too_many_follow_each_other(archive: archiver.Archive, narrow: int) -> None:
    whole = found(archive, Query(words="the", limit=narrow))
    pages = [Query(words="the", limit=3, offset=offset) for offset in (0, 3)]
    assert [ark for page in pages for ark in found(archive, page)] == whole[:6]


def _place(row: Row) -> tuple[str, int]:
    return row.warc, row.offset


def test_asking_for_more_than_is_ranked_gives_all(archive: archiver.Archive, narrow: int) -> None:
    assert found(archive, Query(words="the", limit=narrow + 1)) == ranked(archive, "the")[: narrow + 1]
    assert found(archive, Query(words="the", limit=1_000)) == ranked(archive, "the")


def test_a_filter_loses_nothing_however_common_the_word(archive: archiver.Archive, narrow: int) -> None:
    day = {row.id for row in archive.catalog.select(Query(words="the", since="2026-02", until="2026-02"))}
    assert day  # captured last of all or first: where they stand does not matter
    wanted = Query(words="the", since="2026-02", until="2026-02", limit=narrow)
    assert set(found(archive, wanted)) == day
    assert found(archive, replace(wanted, kind="headline")) == []
    one = next(archive.catalog.select(Query(kind="article", limit=1)))
    url = archive.get_capture(one.id).url
    name = headline(one).split()[-1]
    assert found(archive, Query(words=name, url=url, limit=3)) == [one.id]


def test_a_list_is_newest_captures_first_and_a_limit_cuts_it(archive: archiver.Archive) -> None:
    everything = list(archive.captures())
    assert [c.captured for c in everything] == sorted((c.captured for c in everything), reverse=True)
    articles = found(archive, Query(kind="article"))
    assert articles == [ark for capture in everything for ark in capture.items]
    assert found(archive, Query(kind="item", limit=7)) == articles[:7]
    assert found(archive, Query(kind="item", since="2026-02", until="2026-02", limit=9)) == [
        ark for ark in articles if ark in found(archive, Query(kind="item", since="2026-02", until="2026-02"))
    ]


@pytest.mark.parametrize(
    "query",
    [
        Query(kind="item", limit=20),
        Query(limit=20),
        Query(kind="capture", limit=20),
        Query(kind="item", since="2026", until="2026", limit=20),
        Query(words="the", limit=20),
        Query(words="the", kind="article", since="2026", limit=20),
    ],
)
def test_no_long_row_is_read_to_be_sorted_away(archive: archiver.Archive, query: Query) -> None:
    """The whole order comes from an index; sorted are at most rows of one capture, or what is ranked."""
    words = query.words
    statement = selecting.ranking(query, words, None, 20) if words else selecting.listing(query)
    plan = [
        row[3]
        for row in archive.catalog._connection.execute(f"EXPLAIN QUERY PLAN {statement[0]}", statement[1])
    ]
    assert any("documents_hits" in step for step in plan) == bool(words)
    assert any("documents_recent" in step or "documents_listing" in step for step in plan) != bool(words)
    if not words:
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan


def test_later_versions_replace_earlier_ones_in_lists_and_searches(tmp_path: Path) -> None:
    many.main(tmp_path / "archive", 3)
    with archiver.open(tmp_path / "archive") as archive:
        (item,) = archive.items(next(archive.captures()).id)
        data = item.data.model_copy(update={"headline": "Zeppelin"})
        provenance = item.provenance.model_copy(update={"version": 2})
        later = item.model_copy(update={"data": data, "provenance": provenance})
        made = many.made(9, archive)
        group = Group(Batch(archive.folder, lambda: archive.catalog, Limits(captures=1)))
        record = metadata_record(later.id, later.to_json(), made.capture.captured, None)
        group.add(Bundle(made.capture, (), (*made.records, record)))
        assert found(archive, Query(words="zeppelin", limit=5)) == [item.id]
        old = item.data.headline.split()[-1]
        assert item.id not in found(archive, Query(words=f'"{old}"', limit=5))
        assert found(archive, Query(kind="article")).count(item.id) == 1
