"""Names, dates and addresses of a reference."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archiver.cite import cite
from archiver.model.archive import ArchiveInfo
from archiver.page.names import as_before, links
from archiver.reference import pwid, web_url
from archiver.reference.dates import stated
from archiver.reference.names import split
from tests.cite.builders import PUBLIC, article, capture


@pytest.mark.parametrize(
    ("name", "language", "inverted", "initials"),
    [
        ("Jane Q. Doe", "en", "Doe, Jane Q.", "Doe, J. Q."),
        ("Jean-Paul Sartre", "fr", "Sartre, Jean-Paul", "Sartre, J.-P."),
        ("Ursula von der Leyen", "de", "von der Leyen, Ursula", "von der Leyen, U."),
        ("Martin Luther King, Jr.", "en", "King, Martin Luther, Jr.", "King, M. L., Jr."),
        ("Fintan O’Toole", "en", "O’Toole, Fintan", "O’Toole, F."),
        ("Ana García", "es", "García, Ana", "García, A."),
    ],
)
def test_names_that_are_safe_to_invert(name: str, language: str, inverted: str, initials: str) -> None:
    parts = split(name, language, "news.example")
    assert (parts.inverted, parts.initials, parts.literal) == (inverted, initials, name)


@pytest.mark.parametrize(
    ("name", "language", "host"),
    [
        ("Б.Болормаа", "mn", "gogo.mn"),
        ("Б. Болормаа", "mn", "gogo.mn"),
        ("Иван Петров", "ru", "news.example"),
        ("И. Петров", "en", "news.example"),
        ("B. Bolormaa", "en", "montsame.mn"),
        ("B. Bolormaa", "mn", "news.example"),
        ("Gabriel García Márquez", "es", "news.example"),  # García Márquez is the family name
        ("Orbán Viktor", "hu", "news.example"),
        ("Nguyen Van An", "vi", "news.example"),
        ("Jane Doe", None, "news.example"),
        ("Associated Press", "en", "news.example"),
        ("Guardian staff", "en", "news.example"),
        ("AFP Paris", "en", "news.example"),
        ("Jane Doe and Alex Smith", "en", "news.example"),
        ("Madonna", "en", "news.example"),
        ("习近平", "zh", "news.example"),
    ],
)
def test_every_other_name_stays_as_written(name: str, language: str | None, host: str) -> None:
    parts = split(name, language, host)
    assert (parts.inverted, parts.initials, parts.family) == (name, name, None)


@pytest.mark.parametrize(
    ("iso", "month_first", "day_first", "year_first"),
    [
        ("2026-11-03", "November 3, 2026", "3 November 2026", "2026, November 3"),
        ("2026-11-03T23:30:00-05:00", "November 3, 2026", "3 November 2026", "2026, November 3"),
        ("2026-11", "November 2026", "November 2026", "2026, November"),
        ("2026", "2026", "2026", "2026"),
        ("2026-13-01", "2026", "2026", "2026"),
        ("2026-11-40", "November 2026", "November 2026", "2026, November"),
    ],
)
def test_dates_are_as_precise_as_stated_and_in_their_own_zone(
    iso: str, month_first: str, day_first: str, year_first: str
) -> None:
    date = stated(iso)
    assert date is not None
    assert (date.month_first, date.day_first, date.year_first) == (month_first, day_first, year_first)


def test_no_date_is_no_date() -> None:
    assert stated(None) is None
    assert "(n.d.)" in cite(article(), capture(), PUBLIC, "apa")
    assert "[no date]" in cite(article(), capture(), PUBLIC, "iso690")


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=1&c=%20#top", "https://example.org/a?b=1&c=%20#top"),
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://gogo.mn/нүүрс", "https://gogo.mn/%D0%BD%D2%AF%D2%AF%D1%80%D1%81"),
        ("https://example.org/a|b}}'{{c\"<d>", "https://example.org/a%7Cb%7D%7D%27%7B%7Bc%22%3Cd%3E"),
        ("https://example.org/#a b|c", "https://example.org/#a%20b%7Cc"),
        ("https://[2001:db8::1]:8080/x", "https://[2001:db8::1]:8080/x"),
        ("javascript:alert(1)", None),
        ("//example.org/", None),
        ("https://me:secret@example.org/", None),
        ("", None),
        (None, None),
    ],
)
def test_web_url(url: str | None, safe: str | None) -> None:
    assert web_url(url) == safe


@pytest.mark.parametrize(
    ("count", "apa", "chicago", "mla"),
    [
        (3, "Ab, A., Bb, B., & Cb, C. (", "A Ab, B Bb, and C Cb, “", "Ab, A, et al. “"),
        (4, "Ab, A., Bb, B., Cb, C., & Db, D. (", "A Ab et al., “", "Ab, A, et al. “"),
        (22, "Rb, R., Sb, S., . . . Vb, V. (", "A Ab et al., “", "Ab, A, et al. “"),
    ],
)
def test_many_authors(count: int, apa: str, chicago: str, mla: str) -> None:
    letters = [chr(ord("A") + number) for number in range(count)]
    item = article(author=[{"name": f"{letter} {letter}b"} for letter in letters], inLanguage="en")
    assert apa in cite(item, capture(), PUBLIC, "apa")
    assert cite(item, capture(), PUBLIC, "chicago").startswith(chicago)
    assert cite(item, capture(), PUBLIC, "mla").startswith(mla)


@pytest.mark.parametrize(
    ("title", "apa", "mla"),
    [
        ("Who knew?", "Who knew? (n.d.).", "“Who knew?” theguardian.com"),
        ("Coal Inc.", "Coal Inc. (n.d.).", "“Coal Inc.” theguardian.com"),
        ('The "clean" 12" pipe', 'The "clean" 12" pipe. (n.d.).', '“The ‘clean’ 12" pipe.” theguardian.com'),
    ],
)
def test_sentences_end_once(title: str, apa: str, mla: str) -> None:
    item = article(headline=title)
    assert cite(item, capture(), PUBLIC, "apa").startswith(apa)
    assert cite(item, capture(), PUBLIC, "mla").startswith(mla)


def test_an_author_that_is_the_outlet_stands_once_in_apa() -> None:
    item = article(author=[{"name": "Reuters"}], publisher="Reuters")
    assert cite(item, capture(), PUBLIC, "apa").count("Reuters") == 1


@pytest.mark.parametrize(
    ("base", "domain"),
    [
        ("https://archive.steppe.org/", "archive.steppe.org"),
        ("https://Archive.Steppe.org:8443/news/", "archive.steppe.org"),
        *(
            (base, None)
            for base in (None, "http://127.0.0.1:8480/", "http://10.0.0.7/", "http://[2001:db8::1]/")
        ),
        *(
            (f"http://{host}/", None)
            for host in ("localhost", "nas", "a.localhost", "nas.local", "a.example")
        ),
    ],
)
def test_a_pwid_names_the_archive_by_a_domain_that_others_know(base: str | None, domain: str | None) -> None:
    info = ArchiveInfo(baseUrl=base, created="2026-11-01T00:00:00Z")
    url = "https://www.bbc.com/news/world-asia-1"
    expected = f"urn:pwid:{domain}:2026-11-23T07:15:29Z:page:{url}" if domain else None
    assert pwid(capture(url), info) == expected
    assert pwid(capture(url, source="fake.html"), info) is None


def test_a_manifest_names_no_archive_and_one_with_the_old_name_still_holds() -> None:
    moment, digest = datetime(2026, 11, 23, 7, 15, 29, tzinfo=UTC), "sha256:" + "0" * 64
    made = links("https://www.bbc.com/", moment, digest)
    assert made.pwid is None
    old = as_before(made, "https://www.bbc.com/", moment)
    assert old.pwid == "urn:pwid:www.bbc.com:2026-11-23T07:15:29Z:page:https://www.bbc.com/"
