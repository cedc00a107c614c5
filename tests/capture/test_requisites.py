"""What a page needs to be shown: each kind found, in document order, once."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.page.page import Page
from archiver.page.requisites import MAX_REQUISITES, requisites, srcset_references

BASE = "https://news.example/a/page.html"


def found(markup: str, *, kind: str = "text/html", url: str = BASE) -> list[str]:
    """Requisites with the part they all begin with cut off."""
    page = Page.from_entity(markup.encode(), url=url, record="<urn:x:1>", content_type=kind)
    return [found.removeprefix("https://news.example/") for found in requisites(page)]


NEEDED = {
    '<link rel="stylesheet" href="s.css">': ["a/s.css"],
    '<link rel="alternate StyleSheet" href="/s.css">': ["s.css"],
    '<link rel="shortcut icon" href="/f.ico">': ["f.ico"],
    '<link rel="apple-touch-icon" href="/t.png"><link rel="mask-icon" href="/m.svg">': ["t.png", "m.svg"],
    '<link rel="preload" as="font" href="/f.woff2">': ["f.woff2"],
    '<link rel="preload" as="image" imagesrcset="/1.png 1x, /2.png 2x">': ["1.png", "2.png"],
    '<link rel="modulepreload" href="/m.js">': ["m.js"],
    '<script src="/x.js"></script>': ["x.js"],
    '<img src="i.png" srcset="/i-1.png 1x, /i-2.png 2x">': ["a/i.png", "i-1.png", "i-2.png"],
    '<img src="data:image/gif;base64,R0" data-src="/lazy.jpg">': ["lazy.jpg"],
    '<noscript><img src="/n.png"></noscript>': ["n.png"],
    '<picture><source srcset="/w.webp 800w"><img src="/p.jpg"></picture>': ["w.webp", "p.jpg"],
    '<input type="IMAGE" src="/go.png"><input type="text" src="/no.png">': ["go.png"],
    '<video poster="/p.jpg" src="/no.mp4"><source src="/no.webm"></video>': ["p.jpg"],
    '<p style="background: url(/b.png)">': ["b.png"],
    "<style>@import '/i.css'; p { background: url( \"/b.png\" ) }</style>": ["i.css", "b.png"],
    '<table background="/t.gif"></table>': ["t.gif"],
    '<svg><image href="/v.png"/><use href="#a"/></svg>': ["v.png"],
    '<base href="/other/"><img src="i.png">': ["other/i.png"],
    '<img src="//cdn.example/i.png">': ["https://cdn.example/i.png"],
    '<img src="/i.png#a"><img src="/i.png#b">': ["i.png"],
    '<img src="/зураг 1.png">': ["%D0%B7%D1%83%D1%80%D0%B0%D0%B3%201.png"],
}


@pytest.mark.parametrize("markup", NEEDED)
def test_what_a_page_needs(markup: str) -> None:
    assert found(f"<!doctype html><title>t</title>{markup}") == NEEDED[markup]


NOT_NEEDED = [
    '<a href="/x">',
    '<iframe src="/x"></iframe>',
    '<link rel="canonical" href="/x">',
    '<link rel="manifest" href="/x">',
    '<link rel="preload" as="fetch" href="/x">',
    '<link rel="alternate" type="application/rss+xml" href="/x">',
    '<audio src="/x"></audio>',
    '<img src=""><img src="#x"><img src="data:image/png,x"><img src="javascript:alert(1)"><img>',
    '<img src="ftp://a.example/x"><img src="http://user:pass@a.example/x"><img src="http://[">',
    '<p style="color: red">url(/x)',
    f'<img src="/{"x" * 9000}">',
]


@pytest.mark.parametrize("markup", NOT_NEEDED)
def test_what_it_does_not_need(markup: str) -> None:
    assert found(f"<!doctype html><title>t</title>{markup}") == []


CSS = """
@charset "utf-8"; @namespace url(http://www.w3.org/1999/xhtml); @namespace svg url("http://www.w3.org/2000/svg");
@import url("reset.css") screen; @IMPORT 'more.css' layer(x);
/* url(comment.png) */
@font-face { font-family: F; src: url(f.woff2) format("woff2"), url('f.woff') format('woff') }
@media print { @supports (display: grid) { p { background: image-set("x1.png" 1x, url(x2.png) 2x) } } }
a { background-image: U\\52L(esc\\61ped.png); content: "url(text.png)" }
b { cursor: url(data:image/png;base64,AA), auto; filter: url(#local) }
"""


def test_what_a_style_sheet_needs() -> None:
    names = ["reset.css", "more.css", "f.woff2", "f.woff", "x1.png", "x2.png", "escaped.png"]
    assert found(CSS, kind="text/css") == [f"a/{name}" for name in names]


SRCSETS = {
    "": [],
    "a.png": ["a.png"],
    "a.png, b.png 2x": ["a.png", "b.png"],
    "a.png 1x,b.png 2x": ["a.png", "b.png"],
    " , a.png 100w 50h ,, b.png": ["a.png", "b.png"],
    "data:image/png;base64,AAAA 1x, b.png 2x": ["data:image/png;base64,AAAA", "b.png"],
    "a,b.png 1x, c.png (x,y) , d.png": ["a,b.png", "c.png", "d.png"],
    "a.png,": ["a.png"],
}


@pytest.mark.parametrize("value", SRCSETS)
def test_image_candidates(value: str) -> None:
    assert list(srcset_references(value)) == SRCSETS[value]


@given(st.text(alphabet=" ,()ab.\t1x", max_size=60))
def test_any_srcset_is_read_to_its_end(value: str) -> None:
    assert all(url.strip(" ,\t") for url in srcset_references(value) if url)


def test_other_kinds_need_nothing() -> None:
    assert found('{"img": "<img src=x>"}', kind="application/json") == []
    assert found("<rss><img src='x'/></rss>", kind="application/rss+xml") == []
    assert found("", kind="text/html") == []


def test_hostile_pages_are_read_within_bounds() -> None:
    start = time.monotonic()
    images = "".join(f'<img src="/{n}.png">' for n in range(MAX_REQUISITES + 10))
    page = Page.from_entity(images.encode(), url=BASE, record="<urn:x:1>", content_type="text/html")
    assert len(requisites(page)) == MAX_REQUISITES
    assert "the rest was left out" in page.notes[-1]
    assert found("a{" * 50_000 + "b: url(/deep.png)", kind="text/css") == ["deep.png"]
    assert found(f'<img srcset="{"(" * 100_000}, /b.png">')[-1:] in ([], ["b.png"])
    assert len(found(f'<img srcset="{" (" * 50_000}, /b.png">')) == 2
    assert time.monotonic() - start < 10
