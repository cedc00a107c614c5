"""Documents for these tests, as capture and extraction would leave them."""

from __future__ import annotations

from typing import Any

from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture
from archiver.model.items import Article, Headline

CAPTURED = "2026-11-23T07:15:29.123456Z"
PAGE_DIGEST = "96a783ea" + "0" * 56
RECORD = "<urn:uuid:00000000-0000-4000-8000-000000000001>"
CAPTURE_ID = "ark:99999/fk4capture00000000"
ARTICLE_ID = "ark:99999/fk4article00000000"
HEADLINE_ID = "ark:99999/fk4headline0000000"

PUBLIC = ArchiveInfo(
    title="Steppe Archive", baseUrl="https://archive.example/", created="2026-11-01T00:00:00Z"
)
PRIVATE = ArchiveInfo(created="2026-11-01T00:00:00Z")

HOSTILE = "Coal |}}{{ \\end{x} <script>alert(1)</script>\n\u202eLIAM"


def capture(
    url: str = "https://www.theguardian.com/politics/coal", *, page: str | None = None, **more: Any
) -> Capture:
    """A capture of one page: a redirect first where ``page`` differs from ``url``, a picture after it."""
    exchanges = [exchanged("page", page or url, PAGE_DIGEST), exchanged("requisite", f"{url}.png", "1" * 64)]
    if page and page != url:
        exchanges.insert(0, exchanged("redirect", url, "2" * 64))
    links = {"ni": "ni:///sha-256;lqeD6g", "urim": f"20261123071529/{url}", "pwid": "urn:pwid:x"}
    document = {
        "id": CAPTURE_ID,
        "url": url,
        "captured": CAPTURED,
        "verdict": "complete",
        "exchanges": exchanges,
        "software": {"archiver": "0.1.0"},
        "links": links,
    }
    return Capture.model_validate({**document, **more}, strict=False)


def exchanged(role: str, url: str, digest: str) -> dict[str, Any]:
    """One exchange; every role but the page has its own record."""
    record = RECORD if role == "page" else f"<urn:uuid:00000000-0000-4000-8000-{digest[:12]}>"
    return {
        "role": role,
        "url": url,
        "started": CAPTURED,
        "response": {"record": record, "digest": "sha256:" + "f" * 64, "length": 900},
        "entity": {"digest": f"sha256:{digest}", "length": 800},
    }


def source(**more: Any) -> dict[str, Any]:
    """A source for a value; selectors are not resolved in these tests."""
    return {
        "record": RECORD,
        "digest": f"sha256:{PAGE_DIGEST}",
        "method": "json-ld",
        "rule": "ld-headline",
        "parser": {"name": "lxml", "version": "6"},
        "textForm": "json-value",
        "selectors": [{"type": "XPathSelector", "value": "/html/head/script"}],
        **more,
    }


def item(kind: type[Article] | type[Headline], ark: str, data: dict[str, Any]) -> Any:
    """An item with a source for every plain value."""
    plain = {f"/{name}": source() for name, value in data.items() if not isinstance(value, list)}
    provenance = {"extractor": {"name": "archiver", "version": "1"}, "fields": plain}
    return kind.model_validate(
        {"id": ark, "capture": CAPTURE_ID, "data": data, "provenance": provenance}, strict=False
    )


def article(ark: str = ARTICLE_ID, **data: Any) -> Article:
    """An article; only ``headline`` is stated unless more is given."""
    return item(Article, ark, {"headline": "Untold", **data})  # type: ignore[no-any-return]


def headline(ark: str = HEADLINE_ID, **data: Any) -> Headline:
    """A headline in a list."""
    return item(Headline, ark, {"headline": "UNTOLD", **data})  # type: ignore[no-any-return]


def english() -> Article:
    """Two authors, everything stated."""
    return article(
        headline="Ministers knew of “clean” coal",
        author=[{"name": "Jane Q. Doe"}, {"name": "Alex Smith"}],
        publisher="The Guardian",
        datePublished="2026-11-03T23:30:00-05:00",
        inLanguage="en-GB",
        url="https://www.theguardian.com/politics/coal",
        articleSection="Politics",
    )


def mongolian() -> Article:
    """A byline with the father's initial, which is one unit."""
    return article(
        headline="«Эрдэнэс Тавантолгой» нүүрсээ зарлаа",
        author=[{"name": "Б.Болормаа"}],
        publisher="gogo.mn",
        datePublished="2026-01-29",
        inLanguage="mn",
        url="https://gogo.mn/r/нүүрс",
    )


def digest_headline() -> Headline:
    """From a digest on another site: its own outlet and date, no link."""
    return headline(
        headline="10 13 PEOPLE FREEZE TO DEATH IN MONGOLIA",
        publisher="www.xinhuanet.com",
        datePublished="2026-01-27",
        inLanguage="en",
        position=10,
    )


DIGEST_PAGE = "https://digest.example/2026/01/29"
