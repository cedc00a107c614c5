"""Seven structures of article pages, from complete JSON-LD to nothing but visible text."""

from __future__ import annotations

import json
from html import escape

from tests.quality.articles.around import banner, comments, paragraphs, related, shares
from tests.quality.articles.model import Labelled, Text, told
from tests.quality.lists.chrome import Site, foot, menu

JANUARY = "нэгдүгээр"  # all articles are of January


def page(site: Site, title: str, head: str, main: str, *, language: str = "mn") -> str:
    """A whole page."""
    return f"""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/app.css">
{head}
</head><body>{menu(site)}
{main}
{foot(site)}</body></html>"""


def json_ld(site: Site, text: Text, number: int) -> Labelled:
    """JSON-LD with everything; the canonical address differs from the one asked for; comments follow."""
    assert text.updated
    canonical = f"{site.base}/a/{number}"
    article = {
        "@type": "NewsArticle",
        "@id": f"{canonical}#article",
        "mainEntityOfPage": canonical,
        "headline": text.headline,
        "description": text.description,
        "author": [{"@type": "Person", "name": name} for name in text.authors],
        "publisher": {"@id": f"{site.base}/#org"},
        "datePublished": text.published.isoformat(),
        "dateModified": text.updated.isoformat(),
        "articleSection": text.section,
        "keywords": list(text.keywords),
        "inLanguage": "mn",
    }
    organisation = {"@type": "NewsMediaOrganization", "@id": f"{site.base}/#org", "name": site.name}
    graph = {"@context": "https://schema.org", "@graph": [organisation, article]}
    head = f"""<link rel="canonical" href="{canonical}"><meta property="og:title" content="{escape(text.headline)}">
<meta property="og:site_name" content="{site.name}">
<script type="application/ld+json">{json.dumps(graph, ensure_ascii=False)}</script>"""
    by = ", ".join(text.authors)
    main = f"""<article><h1>{text.headline}</h1><div class="by">{by} · {text.published:%Y-%m-%d}</div>{shares()}
{paragraphs(text, between=banner())}</article>{related(3)}{comments()}"""
    truth = told(text) | {
        "description": text.description,
        "publisher": site.name,
        "datePublished": text.published.isoformat(),
        "dateModified": text.updated.isoformat(),
        "articleSection": [text.section],
        "keywords": list(text.keywords),
        "url": canonical,
    }
    url = f"{canonical}?utm_source=social"
    return Labelled("", "JSON-LD", url, page(site, f"{text.headline} | {site.name}", head, main), truth)


def open_graph(site: Site, text: Text, number: int) -> Labelled:
    """OpenGraph and ``meta`` only; the visible day is that of the last change."""
    assert text.updated
    url = f"{site.base}/n/{number}"
    labels = "".join(f'<meta property="article:tag" content="{word}">' for word in text.keywords)
    head = f"""<meta property="og:type" content="article"><meta property="og:url" content="{url}">
<meta property="og:title" content="{escape(text.headline)}"><meta property="og:site_name" content="{site.name}">
<meta property="og:description" content="{text.description}"><meta name="author" content="{text.authors[0]}">
<meta property="article:published_time" content="{text.published.isoformat()}">
<meta property="article:modified_time" content="{text.updated.isoformat()}">
<meta property="article:section" content="{text.section}">{labels}"""
    main = f"""<div class="row"><div class="col-8"><h1 class="title">{text.headline}</h1>
<div class="meta">Сүүлд шинэчилсэн: {text.updated:%Y.%m.%d %H:%M}</div><div class="content">{paragraphs(text)}</div>
{shares()}{banner()}</div><div class="col-4">{related(9)}</div></div>"""
    truth = told(text) | {
        "description": text.description,
        "publisher": site.name,
        "datePublished": text.published.isoformat(),
        "dateModified": text.updated.isoformat(),
        "articleSection": [text.section],
        "keywords": list(text.keywords),
        "url": url,
    }
    return Labelled("", "OpenGraph", url, page(site, text.headline, head, main), truth)


_BYLINES = ("{}", "Сурвалжлагч {}", "Сэтгүүлч: {}")
_DAYS = (
    "{0.year} оны {0.month} сарын {0.day}",
    "{0.year} оны {0.month}-р сарын {0.day}",
    "{0.year}.{0:%m.%d}",
)


def plain(site: Site, text: Text, number: int) -> Labelled:
    """Visible text alone: a byline, the day it appeared and the day it was changed, each with its label."""
    assert text.updated
    url = f"{site.base}/content/{number}.shtml"
    variant = number % 3
    day, changed = (_DAYS[variant].format(at) for at in (text.published, text.updated))
    main = f"""<div class="path"><a href="/">Нүүр</a> › <a href="/c/4">{text.section}</a></div>
<div class="news-full"><h1>{text.headline}</h1><ul class="info">
<li class="writer">{_BYLINES[variant].format(text.authors[0])}
</li><li>Нийтэлсэн: {day}</li><li>Шинэчилсэн: {changed}</li></ul><div class="text">{paragraphs(text)}</div></div>
{related(14)}{comments()}"""
    truth = told(text) | {
        "datePublished": f"{text.published:%Y-%m-%d}",
        "dateModified": f"{text.updated:%Y-%m-%d}",
        "publisher": site.name,
        "articleSection": [text.section],
        "url": url,
    }
    html = page(site, f"{text.headline} - {site.name}", "", main)
    return Labelled("", "visible text", url, html, truth, frozenset({"publisher", "articleSection", "url"}))


def table(site: Site, text: Text, number: int) -> Labelled:
    """Tables and ``font`` in windows-1251, letters it lacks as references; a date with slashes, a name in italics."""
    url = f"{site.base}/index.php?id={number}"
    body = "<br><br>\n".join(text.paragraphs)
    links = "".join(
        f'<tr><td><a href="index.php?c={n}">{w}</a></td></tr>' for n, w in enumerate(site.words.menu)
    )
    html = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">
<title>{site.name} :: {text.headline}</title></head><body bgcolor="#ffffff"><table width="900"><tr><td valign="top"
 width="150"><table>{links}</table></td><td valign="top"><font size="4" color="#800000"><b>{text.headline}</b>
</font><br>
<font size="1">{text.published:%Y/%m/%d %H:%M} | <i>{text.authors[0]}</i></font><hr><font size="2">{body}</font><hr>
<font size="1">Уншсан: 1204 | Сэтгэгдэл: 6</font></td></tr></table><center>
<font size="1">(c) 2004-2026 {site.name}</font>
</center></body></html>"""
    truth = told(text) | {
        "datePublished": f"{text.published:%Y-%m-%dT%H:%M}",
        "publisher": site.name,
        "url": url,
    }
    return Labelled("", "old tables", url, html, truth, frozenset({"publisher", "url"}), "windows-1251")


def microdata(site: Site, text: Text, number: int) -> Labelled:
    """schema.org in attributes; a comment has an author and a date of the same names."""
    assert text.updated
    url = f"{site.base}/m/{number}/"
    main = f"""<div itemscope itemtype="https://schema.org/NewsArticle"><link itemprop="mainEntityOfPage" href="{url}">
<meta itemprop="description" content="{text.description}">
<meta itemprop="keywords" content="{", ".join(text.keywords)}">
<span itemprop="articleSection">{text.section}</span><h1 itemprop="headline">{text.headline}</h1>
<span itemprop="author" itemscope itemtype="https://schema.org/Person">
<span itemprop="name">{text.authors[0]}</span></span>
<time itemprop="datePublished" datetime="{text.published:%Y-%m-%dT%H:%M:%S%z}">{text.published:%m/%d %H:%M}</time>
<meta itemprop="dateModified" content="{text.updated:%Y-%m-%dT%H:%M:%S%z}"><div itemprop="publisher" itemscope
 itemtype="https://schema.org/Organization"><meta itemprop="name" content="{site.name}"></div>
<div itemprop="articleBody">{paragraphs(text)}</div>{shares()}
<div itemprop="comment" itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Зочин</span>
<time itemprop="datePublished" datetime="2026-01-30">2026-01-30</time><p>Сонирхолтой.</p></div></div>{related(21)}"""
    truth = told(text) | {
        "description": text.description,
        "publisher": site.name,
        "datePublished": text.published.isoformat(),
        "dateModified": text.updated.isoformat(),
        "articleSection": [text.section],
        "keywords": list(text.keywords),
        "url": url,
    }
    return Labelled("", "microdata", url, page(site, f"{text.headline} – {site.name}", "", main), truth)


def spoken(site: Site, text: Text, number: int) -> Labelled:
    """Dates as people say them; the first of these pages claims to be English."""
    url = f"{site.base}/medee/{number}"
    variant = number % 3
    at = text.published
    month = JANUARY
    said = (
        f"Өчигдөр {at:%H:%M}",
        f"{month} сарын {at.day}-ний өдөр",
        f"{at.year} оны {month} сарын {at.day}-ний өдөр",
    )[variant]
    head = f'<meta property="og:site_name" content="{site.name}">'
    main = f"""<section class="article-wrap"><span class="cat"><a href="/c/7">{text.section}</a></span>
<h1>{text.headline}</h1><div class="post-info"><span class="reporter">{text.authors[0]}</span>
<span class="post-date">{said}
</span></div>{shares()}<div class="post-body">{paragraphs(text, between=banner())}</div>
</section>{comments()}{related(30)}"""
    truth = told(text) | {
        "datePublished": f"{at:%Y-%m-%dT%H:%M}" if variant == 0 else f"{at:%Y-%m-%d}",
        "publisher": site.name,
        "articleSection": [text.section],
        "url": url,
    }
    html = page(site, f"{text.headline} | {site.name}", head, main, language="en" if variant == 0 else "mn")
    return Labelled("", "spoken dates", url, html, truth, frozenset({"articleSection", "url"}))


def blog(site: Site, text: Text, number: int) -> Labelled:
    """A blog engine: ``entry-date``, ``vcard``, ``rel`` of categories and tags, JSON-LD of the site only."""
    assert text.updated
    url = f"{site.base}/{text.published:%Y/%m/%d}/post-{number}/"
    stated = {"@context": "https://schema.org", "@type": "WebSite", "name": site.name, "url": f"{site.base}/"}
    labels = " ".join(f'<a href="/tag/{n}/" rel="tag">{word}</a>' for n, word in enumerate(text.keywords))
    head = f"""<link rel="canonical" href="{url}"><meta property="og:type" content="article">
<meta property="og:title" content="{escape(text.headline)} | {site.name}">
<meta property="og:site_name" content="{site.name}">
<meta property="og:description" content="{text.description}">
<script type="application/ld+json">{json.dumps(stated, ensure_ascii=False)}</script>"""
    main = f"""<article class="post hentry"><h1 class="entry-title">{text.headline}</h1><div class="entry-meta">
<time class="entry-date published" datetime="{text.published.isoformat()}">{text.published:%Y-%m-%d}</time>
<time class="updated" datetime="{text.updated.isoformat()}">{text.updated:%Y-%m-%d}</time> <span class="author vcard"><a
 class="url fn n" rel="author" href="/author/{number}/">{text.authors[0]}</a></span> <span class="cat-links">
<a href="/c/5/"
 rel="category tag">{text.section}</a></span></div><div class="entry-content">{paragraphs(text)}</div>
<footer class="entry-footer">{labels}</footer></article>{related(40)}{comments()}"""
    truth = told(text) | {
        "description": text.description,
        "publisher": site.name,
        "datePublished": text.published.isoformat(),
        "dateModified": text.updated.isoformat(),
        "articleSection": [text.section],
        "keywords": list(text.keywords),
        "url": url,
    }
    return Labelled("", "blog engine", url, page(site, f"{text.headline} – {site.name}", head, main), truth)
