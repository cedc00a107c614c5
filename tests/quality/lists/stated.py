"""Structures that state their list for programs: JSON-LD ``ItemList``, h-feed, the state of a script."""

from __future__ import annotations

import json

from tests.quality.lists.chrome import Site, document, pages, tags
from tests.quality.lists.model import Entry, Listing, Story, day, instant, stories


def item_list(site: Site, first: int) -> Listing:
    """JSON-LD ``ItemList`` in the head; the page shows the same stories with their days."""
    told = stories(site.language, first, 10)

    def url(s: Story) -> str:
        return f"{site.base}/articles/{s.number}"

    elements = [
        {"@type": "ListItem", "position": n, "url": url(s), "name": s.headline} for n, s in enumerate(told, 1)
    ]
    stated = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": site.name,
        "mainEntity": {"@type": "ItemList", "itemListElement": elements},
    }
    crumbs = {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": word, "item": f"{site.base}/c/{n}"}
            for n, word in enumerate(site.words.menu[:2], 1)
        ],
    }
    head = "".join(
        f'<script type="application/ld+json">{json.dumps(block, ensure_ascii=False)}</script>\n'
        for block in (crumbs, stated)
    )
    rows = "".join(
        f'<div class="teaser"><h2><a href="/articles/{s.number}">{s.html}</a></h2><span'
        f' class="d">{s.at:%Y-%m-%d}</span><p>'
        f"{site.words.teaser}</p></div>"
        for s in told
    )
    main = f'<div class="collection">{rows}</div>{pages(site)}{tags(site)}'
    entries = tuple(Entry(s.headline, url(s), day(s)) for s in told)
    return Listing("", "JSON-LD ItemList", site.url, document(site, main, head=head), entries)


def h_feed(site: Site, first: int) -> Listing:
    """Microformats 2: ``h-feed`` with ``h-entry``, ``p-name``, ``u-url``, ``dt-published``, ``p-author``."""
    told = stories(site.language, first, 9)
    posts = "".join(
        f'<article class="h-entry"><h2 class="p-name"><a class="u-url"'
        f' href="/{s.at:%Y/%m}/post-{s.number}">{s.html}</a></h2><p'
        f' class="p-author h-card"><a class="u-url p-name" href="/about">Ann Other</a></p><div class="p-summary">'
        f'{site.words.teaser}</div><time class="dt-published" datetime="{instant(s)}">{s.at:%d.%m.%Y %H:%M}'
        f"</time> <a class="
        f'"u-syndication" href="https://social.example/@steppe/{s.number}">↗</a></article>'
        for s in told
    )
    main = f'<div class="h-feed"><h1 class="p-name">{site.name}</h1>{posts}</div>{pages(site)}'
    entries = tuple(Entry(s.headline, f"{site.base}/{s.at:%Y/%m}/post-{s.number}", instant(s)) for s in told)
    return Listing("", "h-feed", site.url, document(site, main), entries)


def state(site: Site, first: int) -> Listing:
    """Nothing in the page but a state that its script would draw from."""
    told = stories(site.language, first, 12)
    posts = [
        {
            "id": 90_000 + s.number,
            "title": s.headline,
            "url": f"/post/{s.number}",
            "publishedAt": instant(s),
            "category": {
                "id": s.number % 5,
                "name": site.words.menu[1 + s.number % 5],
                "url": f"/c/{s.number % 5}",
            },
            "image": {"url": f"/img/{s.number}.jpg", "alt": None},
            "viewCount": s.number * 17,
        }
        for s in told
    ]
    menus = [{"title": word, "url": f"/c/{n}"} for n, word in enumerate(site.words.menu)]
    props = {
        "pageProps": {"menu": menus, "feed": {"posts": posts, "total": 4811, "page": 1}},
        "__N_SSG": True,
    }
    data = {"props": props, "page": "/", "query": {}, "buildId": "k3Jd9xQ0", "locale": site.language}
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    html = f"""<!DOCTYPE html><html lang="{site.language}"><head><meta charset="utf-8"><title>{site.name}</title>
<link rel="preload" href="/_next/static/chunks/main.js" as="script"></head><body><div id="__next"></div>
<script id="__NEXT_DATA__" type="application/json">{text}</script>
<script src="/_next/static/chunks/main.js" defer></script></body></html>"""
    entries = tuple(Entry(s.headline, f"{site.base}/post/{s.number}", instant(s)) for s in told)
    return Listing("", "state of a script", site.url, html, entries)
