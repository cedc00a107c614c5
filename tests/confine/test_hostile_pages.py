"""Pages that mean harm, taken in whole: kept, read as far as they can be, flagged, and verified afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import archiver

HEADLINE = "Snow closes the road"
_LD = (
    '{"@type": "NewsArticle", "headline": "Snow closes the road", "datePublished": "2026-01-29",'
    ' "author": {"name": "Bat Bold"}}'
)
DEEP = "read in part: elements are nested more than 2,048 deep, and what follows from line 1 on was dropped"
# Seconds of processor time that reading may take (5 whole, 2 frugal), and what a busy machine makes of them.
PATIENCE = 100.0


Made = str | Callable[[], str]


def article(body: Made = "", head: Made = "", ld: str = _LD) -> Callable[[], bytes]:
    """A page that states its article, with something monstrous in it, made when it is asked for."""
    return lambda: _article(
        body if isinstance(body, str) else body(), head if isinstance(head, str) else head(), ld
    )


def _article(body: str, head: str, ld: str) -> bytes:
    return (
        f'<!doctype html><html lang="en"><head><title>{HEADLINE}</title><meta property="og:type" content="article">'
        f'<meta property="og:title" content="{HEADLINE}"><script type="application/ld+json">{ld}</script>{head}'
        f"</head><body><h1>{HEADLINE}</h1><p>The road to the pass has been closed since the morning, the ministry"
        f" said on Thursday.</p>{body}</body></html>"
    ).encode()


def nested(depth: int) -> Callable[[], bytes]:
    return article("<div>" * depth + "DEEP" + "</div>" * depth + "<p>after</p>")


def attributes(count: int, form: str = "a{}=1") -> Callable[[], bytes]:
    return article(lambda: "<p " + " ".join(form.format(n) for n in range(count)) + ">x</p><p>after</p>")


# name → page, a note it must be given (None: nothing is left out), whether that note is a reason as well
PAGES: dict[str, tuple[Callable[[], bytes], str | None, bool]] = {
    "256 deep": (nested(256), None, False),
    "300 deep": (nested(300), None, False),
    "2,000 deep": (nested(2000), "body not read: more than 500 elements in one another", False),
    "5,000 deep": (nested(5000), DEEP, True),
    "200,000 deep": (nested(200_000), DEEP, True),
    "a text of 11 MB": (article(lambda: "<p>" + "word " * 2_200_000), None, False),
    "a million attributes": (
        attributes(1_000_000),
        "read in part: a tag has too many attributes: 1,000,000 were left out",
        True,
    ),
    "attributes that look like tags": (
        attributes(100_000, "a{}='<>'"),
        "read in part: a tag has too many attributes: 100,000 were left out",
        True,
    ),
    "many crowded tags": (
        article(lambda: ("<p " + " ".join(f"a{n}" for n in range(999)) + ">x</p>") * 3000),
        "read in part: 1,925 tags have too many attributes: 1,923,075 were left out",
        True,
    ),
    "100,000 links": (
        article(lambda: "".join(f'<a href="/{n}">Headline {n} of the day here</a>' for n in range(100_000))),
        None,
        False,
    ),
    "300,000 paragraphs": (article(lambda: "<p>word and word and more words</p>" * 300_000), None, False),
    "200,000 meta": (
        article(head=lambda: "".join(f'<meta name="m{n}" content="{n}">' for n in range(200_000))),
        "meta elements after the first 2000 not read",
        False,
    ),
    "a line of 50 MB": (
        article(lambda: "<p>" + "x" * 50_000_000),
        "read in part: the first 20,971,520 of 50,000,",
        True,
    ),
    "JSON-LD 100,000 deep": (
        article(
            head='<script type="application/ld+json">' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "</script>"
        ),
        "JSON-LD at /html/head/script[2] not read: JSON nested too deep",
        False,
    ),
    "half a character": (article(ld=_LD.replace("Bat", "Bat \\ud800")), None, False),
    "NaN": (article(ld=_LD.replace('"2026-01-29"', "NaN")), "JSON-LD at /html/head/script not read", False),
    "an integer of 5 million digits": (
        article(ld=_LD.replace('"2026-01-29"', "1" * 5_000_000)),
        "JSON-LD at /html/head/script not read: 5",
        False,
    ),
    "JSON-LD of 10 MB": (
        article(ld=_LD[:-1] + ', "articleBody": "' + "word " * 2_000_000 + '"}'),
        "JSON-LD at /html/head/script not read: 10",
        False,
    ),
    "a date of 100,000 digits": (article(ld=_LD.replace("2026-01-29", "1" * 100_000)), None, False),
    "dates of 100,000 digits": (
        article(
            head=f'<meta name="author" content="Jane Doe">'
            f'<meta property="article:published_time" content="{"1" * 100_000}">',
            body=f"<time>{'1' * 100_000}</time>",
            ld="{}",
        ),
        None,
        False,
    ),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[archiver.Archive]:
    with archiver.open(tmp_path_factory.mktemp("hostile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def earlier(archive: archiver.Archive, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An item that was there before."""
    path = tmp_path_factory.mktemp("files") / "page.html"
    path.write_bytes(article()())
    return archive.import_file(path, url="https://example.org/2026/earlier").items[0]


@pytest.mark.parametrize(("make", "note", "flagged"), PAGES.values(), ids=PAGES.keys())
def test_it_is_kept_read_and_verified(
    archive: archiver.Archive,
    earlier: str,
    tmp_path: Path,
    make: Callable[[], bytes],
    note: str | None,
    flagged: bool,
) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(make())
    started = time.monotonic()
    capture = archive.import_file(path, url="https://example.org/2026/page")
    assert time.monotonic() - started < PATIENCE
    assert capture.extraction is not None
    said = capture.extraction.notes
    assert note is None or any(one.startswith(note) for one in said), said
    if flagged:
        assert note is not None
        assert any(reason.startswith(note) for reason in capture.reasons)
    assert len(capture.items) == 1, (capture.reasons, said)
    [item] = archive.items(capture.id)
    assert item.data.headline == HEADLINE
    started = time.monotonic()
    assert archive.verify(capture.id).ok
    assert archive.explain(item.id)
    assert time.monotonic() - started < PATIENCE / 2
    assert archive.verify(earlier).ok


def test_a_text_in_one_line_of_50_mb_is_kept_and_flagged(archive: archiver.Archive, tmp_path: Path) -> None:
    path = tmp_path / "digest.txt"
    path.write_bytes(b"HEADLINE AFTER HEADLINE " * 2_100_000)
    capture = archive.import_file(path)
    assert any(
        reason.startswith("read in part: the first 20,971,520 of 50,400,000") for reason in capture.reasons
    )
    assert archive.verify(capture.id).ok
