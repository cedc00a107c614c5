"""Challenges, refusals, consent walls and paywalls: what tells them, and what only looks like one."""

from __future__ import annotations

import json

import pytest

from archiver.extract.access_rules import CHALLENGE, PAYWALL, SENDS_ON
from archiver.extract.read import read
from tests.extract import articles_pages as pages


def said(html: str, url: str = "https://steppe.example/news/crossings") -> list[str]:
    """What a reading says of what stands in the way."""
    return [note for note in read(pages.page(html, url)).notes if note.startswith((CHALLENGE, PAYWALL))]


def page(title: str, body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


CHALLENGES = {
    "a script": (
        "Cloudflare's challenge script",
        page("steppe.example", "<p>Loading</p><script>window._cf_chl_opt={cvId:'3'};</script>"),
    ),
    "a script's address": (
        "DataDome's captcha",
        page("steppe.example", "<script src='https://ct.captcha-delivery.com/c.js'></script>"),
    ),
    "a captcha in a form": (
        "a form with a captcha (h-captcha)",
        page("Steppe Post", "<form method=post><div class='h-captcha'></div><input type=submit></form>"),
    ),
    "a title": ("the title 'Just a moment...'", page("Just a moment...", "<h1>steppe.example</h1>")),
    "a title with the site's name": (
        "the title 'Access denied'",
        page("Access denied | Steppe", "<p>Error 16</p>"),
    ),
    "a German title": ("the title 'Zugriff verweigert'", page("Zugriff verweigert", "<p>Kein Zugriff.</p>")),
    "a Mongolian title": ("the title 'Түр хүлээнэ үү…'", page("Түр хүлээнэ үү…", "<p>Шалгаж байна.</p>")),
    "a Russian title": ("the title 'Вы не робот?'", page("Вы не робот?", "<p>Подтвердите.</p>")),
    "a sentence": (
        'the sentence "you don\'t have permission to access"',
        page("steppe.example", "<h1>Sorry</h1>You don’t have permission to access this page. Reference #18"),
    ),
    "a sentence for those without scripts": (
        "the sentence 'enable javascript and cookies to continue'",
        page("steppe.example", "<noscript>Enable JavaScript and cookies to continue</noscript>"),
    ),
    "a refresh": (
        "a refresh to '/captcha?from=/news'",
        page("Steppe", "<p>…</p>", "<meta http-equiv=refresh content='0; url=/captcha?from=/news'>"),
    ),
    "a consent wall": (
        "the title 'Before you continue' over a button 'Accept all'",
        page("Before you continue", "<p>We use cookies.</p><form><button>Accept all</button></form>"),
    ),
}


@pytest.mark.parametrize(("evidence", "html"), CHALLENGES.values(), ids=CHALLENGES.keys())
def test_a_page_in_place_of_the_page(evidence: str, html: str) -> None:
    (note,) = said(html)
    assert note.startswith(f"{CHALLENGE}{evidence}, and ")
    assert note.endswith("words in all")


def test_a_consent_wall_is_known_by_its_address_too() -> None:
    html = page("Steppe", "<p>Cookies?</p><input type=submit value='Alle akzeptieren'>")
    (note,) = said(html, "https://consent.steppe.example/?return=https://steppe.example/news")
    assert "the address of a consent page over a button 'Alle akzeptieren'" in note
    assert said(html) == []


ARTICLE = {"@type": "NewsArticle", "headline": "Access denied", "datePublished": "2026-01-29"}
STATED = f'<script type="application/ld+json">{json.dumps(ARTICLE)}</script>'
LONG = pages.BODY * 2
NO_CHALLENGES = {
    "an article": pages.JSON_LD,
    "an article without markup": pages.VISIBLE_MN,
    "a front page": pages.FRONT,
    "an article about captchas": page(
        "Why captchas fail", f"<h1>Why captchas fail</h1><p>“Verify you are human”, it says.</p>{LONG}"
    ),
    "a short article of that title, stated with its date": page(
        "Access denied", "<h1>Access denied</h1><p>A film of two hours.</p>", STATED
    ),
    "an article over a vendor's everyday script": page(
        "Crossings",
        f"<h1>Crossings</h1>{pages.BODY}<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'>",
    ),
    "an article with a captcha under its comment form": page(
        "Crossings", f"<h1>Crossings</h1>{pages.BODY}<form><div class='g-recaptcha'></div></form>"
    ),
    "a page that quotes the machinery": page("How it works", "<pre>window._cf_chl_opt = {}</pre>"),
    "an empty page": page("Steppe", ""),
    "a page that will have a cookie banner": page("Steppe", "<p>Soon.</p><button>Accept all</button>"),
    "a refresh to the page itself": page(
        "Steppe", "<p>Soon.</p>", "<meta http-equiv=refresh content='300; url=/news'>"
    ),
    "a headline with a word of the table": page("Security check: what changes at the border", "<p>Soon.</p>"),
}


@pytest.mark.parametrize("html", NO_CHALLENGES.values(), ids=NO_CHALLENGES.keys())
def test_what_only_looks_like_a_challenge(html: str) -> None:
    assert said(html) == []


def article(body: str = LONG, head: str = "", **stated: object) -> str:
    node = {**ARTICLE, "headline": "Three crossings open", **stated}
    head += f'<script type="application/ld+json">{json.dumps(node)}</script>'
    return page("Three crossings open", f"<article><h1>Three crossings open</h1>{body}</article>", head)


TIER = '<meta property="article:content_tier" content="{}">'
SHORT = f"<p>{pages.PARAGRAPHS[0]}</p>"
PAYWALLS = {
    "stated": ("json-ld:isAccessibleForFree is false", article(isAccessibleForFree=False)),
    "stated in words": ("json-ld:isAccessibleForFree is false", article(isAccessibleForFree="False")),
    "stated of a part": (
        "json-ld:hasPart/isAccessibleForFree is false for '.wall'",
        article(hasPart={"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".wall"}),
    ),
    "stated of a part in a list": (
        "json-ld:hasPart/isAccessibleForFree is false for '.wall'",
        article(
            hasPart=[{"isAccessibleForFree": True}, {"isAccessibleForFree": False, "cssSelector": ".wall"}]
        ),
    ),
    "a locked tier over a short body": (
        "meta:article:content_tier is locked",
        article(SHORT, TIER.format("locked")),
    ),
    "a metered tier over a short body": (
        "meta:article:content_tier is metered",
        article(SHORT, TIER.format("metered")),
    ),
}


@pytest.mark.parametrize(("evidence", "html"), PAYWALLS.values(), ids=PAYWALLS.keys())
def test_an_article_behind_a_paywall(evidence: str, html: str) -> None:
    (note,) = said(html)
    assert note.startswith(PAYWALL + evidence)


FREE = {
    "said to be free": article(isAccessibleForFree=True),
    "nothing said": article(),
    "a free tier over a short body": article(SHORT, TIER.format("free")),
    "a metered tier over the whole": article(pages.BODY * 2, TIER.format("metered")),
    "a free part": article(hasPart={"isAccessibleForFree": "True", "cssSelector": ".all"}),
}


@pytest.mark.parametrize("html", FREE.values(), ids=FREE.keys())
def test_an_article_for_everybody(html: str) -> None:
    assert said(html) == []


def test_a_page_of_many_elements_takes_no_longer() -> None:
    html = page("Steppe", "<div class='a b c'></div>" * 100_000 + "<script>x</script>" * 10_000)
    assert said(html) == []


REFRESH = '<meta http-equiv="{}" content="{}">'
SENT_ON = [
    ("0;url=https://other.example/a", "https://other.example/a"),
    (" 5 ; URL = '/en/news?a=1&amp;b=2' ", "https://steppe.example/en/news?a=1&b=2"),
    ("0  url=/en/", "https://steppe.example/en/"),
    ("0,  /en/", "https://steppe.example/en/"),
    ("1.5;url=&quot;en&quot;rest", "https://steppe.example/news/en"),
    ("30; url=/мэдээ", "https://steppe.example/%D0%BC%D1%8D%D0%B4%D1%8D%D1%8D"),
]
STAYING = [
    "300",
    "0",
    "600; url=/en/",
    "0; url=",
    "0; url=#top",
    "0; url=/news/crossings",
    "0; url=javascript:go()",
    "",
]


def sent_on(head: str) -> list[str]:
    notes = read(
        pages.page(page("Steppe", "<p>Soon.</p>", head), "https://steppe.example/news/crossings")
    ).notes
    return [note for note in notes if note.startswith(SENDS_ON)]


@pytest.mark.parametrize(("content", "url"), SENT_ON)
def test_a_page_that_sends_readers_on_says_where(content: str, url: str) -> None:
    shell = f"'{url}'" if "?" in url else url
    assert sent_on(REFRESH.format("Refresh", content)) == [
        f"the page sends readers on to {url}: `archiver capture {shell}` captures that"
    ]


@pytest.mark.parametrize("content", STAYING)
def test_a_page_that_comes_again_or_stays_is_none_of_these(content: str) -> None:
    assert sent_on(REFRESH.format("refresh", content)) == []


def test_readers_with_scripts_are_not_sent_where_others_are() -> None:
    assert sent_on(f"<noscript>{REFRESH.format('refresh', '0;url=/nojs')}</noscript>") == []


def test_a_challenge_that_sends_on_is_a_challenge() -> None:
    head = REFRESH.format("refresh", "0;url=/captcha?back=1")
    assert sent_on(head) == []
    assert len(said(page("Steppe", "<p>Soon.</p>", head))) == 1
