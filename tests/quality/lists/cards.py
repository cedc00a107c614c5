"""Structures of repeated cards: two links a card, rows with dates in attributes, hashed names, pictures alone."""

from __future__ import annotations

from html import escape

from tests.quality.lists.chrome import Site, ad, document, menu, pages, share, tags
from tests.quality.lists.model import LOCAL, Entry, Listing, Story, day, instant, minute, stories, utc_day


def cards(site: Site, first: int) -> Listing:
    """A picture link and a headline link to the same story, a badge, a teaser, a "more" link, share links."""
    told = stories(site.language, first, 12)
    blocks = []
    for place, story in enumerate(told):
        url = f"/{story.at:%Y/%m}/{4000 + story.number}"
        badge = site.words.menu[1 + place % 5]
        blocks.append(
            f'<article class="post-card post-{story.number} type-post"><a class="thumb" href="{url}"><img'
            f' loading="lazy"'
            f' data-src="/up/{story.number}.jpg" alt=""></a><a class="badge" href="/c/{1 + place % 5}">{badge}</a>\n'
            f'<h3 class="entry-title"><a href="{url}">{story.html}</a></h3><p class="excerpt">{site.words.teaser}</p>'
            f'<div class="meta"><time datetime="{instant(story)}">{story.at:%d.%m.%Y}</time> <a class="comments" href="'
            f'{url}#comments">{story.number % 9}</a></div><a class="more" href="{url}">{site.words.read}</a>'
            f"{share(site.base + url)}</article>"
        )
        if place in (3, 7):
            blocks.append(ad(site, place))
    entries = tuple(
        Entry(s.headline, f"{site.base}/{s.at:%Y/%m}/{4000 + s.number}", instant(s)) for s in told
    )
    main = f'<main class="grid">{"".join(blocks)}</main>{pages(site)}<aside>{tags(site)}</aside>'
    return Listing("", "cards", site.url, document(site, main), entries)


def rows_with_attributes(site: Site, first: int) -> Listing:
    """``.news-item`` rows; the date stands in an attribute of the site's own, the visible text is relative."""
    told = stories(site.language, first, 14)
    rows = "\n".join(
        f'<div class="news-item row" data-id="{s.number}"><div class="col-4"><a href="/news/{s.number}/view"><img src="'
        f'/t/{s.number}.webp"></a></div><div class="col-8"><a href="/news/{s.number}/view">{s.html}</a><span class='
        f'"ago" rawdate="{s.at:%Y-%m-%d %H:%M:%S}">{ago(s, site.language)}</span></div></div>'
        for s in told
    )
    main = f'<div class="container"><h1>{site.words.menu[2]}</h1><div class="news-list">{rows}</div>{pages(site)}</div>'
    entries = tuple(Entry(s.headline, f"{site.base}/news/{s.number}/view", minute(s)) for s in told)
    return Listing("", "rows with attributes", site.url, document(site, main), entries)


def ago(story: Story, language: str) -> str:
    """How long ago, as sites say it at noon of the thirtieth; from the second day on the date."""
    hours = round((stories(language, 0, 1)[0].at.timestamp() + 3000 - story.at.timestamp()) / 3600)
    hour, hours_ago, yesterday = {
        "mn": ("1 цагийн өмнө", "{} цагийн өмнө", "Өчигдөр {:%H:%M}"),
        "ru": ("час назад", "{} ч. назад", "вчера, {:%H:%M}"),
        "en": ("1 hour ago", "{} hours ago", "Yesterday at {:%H:%M}"),
    }[language]
    if hours <= 1:
        return hour
    local = story.at.astimezone(LOCAL)
    if local.day == 30:
        return hours_ago.format(hours)
    return yesterday.format(local) if local.day == 29 else f"{local:%Y-%m-%d}"


def rows_relative(site: Site, first: int) -> Listing:
    """Headlines in plain ``div``s with nothing but relative words for dates."""
    told = stories(site.language, first, 11)
    rows = "\n".join(
        f'<div class="nlist-cell"><div class="nlist-head"><a href="{site.base}/n/{s.number}-{s.at:%d}.html" title="'
        f'{escape(s.headline)}">{s.html}</a></div><div class="nlist-info"><i class="icon-eye"></i> '
        f'{s.number * 83 + 17} <i class="icon-clock"></i> {ago(s, site.language)}</div></div>'
        for s in told
    )
    main = (
        f'<div id="wrap"><div class="nlist">{rows}</div><div class="load-more"><a href="#">{site.words.more}'
        f"</a></div></div>"
    )
    entries = tuple(
        Entry(s.headline, f"{site.base}/n/{s.number}-{s.at:%d}.html", day(s), also_dates=(utc_day(s),))
        for s in told
    )
    return Listing("", "relative dates", site.url, document(site, main), entries)


def hashed(site: Site, first: int) -> Listing:
    """Class names that mean nothing, no headings, one link around picture, headline, teaser and date of a story."""
    told = stories(site.language, first, 10)
    blocks = "".join(
        f'<div class="_2xKd9"><a class="css-1q{s.number}z sc-bdVaJa" href="/story/{s.number:05x}?from=front">'
        f'<div class="_9aX"'
        f'><picture><source srcset="/i/{s.number}.avif"><img src="/i/{s.number}.jpg" alt=""></picture></div>'
        f'<div class="_7Qf">'
        f'<div class="_1hHd">{s.html}</div><div class="_3tTs">{site.words.teaser}</div><div class="_5mMt"><span>'
        f"{s.at:%Y-%m-%d}</span><span>·</span><span>{2 + s.number % 7} min</span></div></div></a></div>"
        for s in told
    )
    main = f'<div id="__app"><div class="_0Rr">{blocks}</div></div>'
    entries = tuple(Entry(s.headline, f"{site.base}/story/{s.number:05x}?from=front", day(s)) for s in told)
    return Listing("", "hashed names", site.url, document(site, main), entries)


def pictures(site: Site, first: int) -> Listing:
    """Pictures alone: the headline is the alternative text, the address tells the day."""
    told = stories(site.language, first, 9)
    tiles = "".join(
        f'<div class="tile t{place % 3}"><a href="/photo/{s.number}"><img src="/p/{s.number}-640.jpg"'
        f' width="640" height="360"'
        f' alt="{escape(s.headline)}"></a></div>'
        for place, s in enumerate(told)
    )
    main = (
        f'<section class="mosaic"><h2>{site.words.menu[-1]}</h2><div class="tiles">{tiles}</div>'
        f"</section>{ad(site, 1)}"
    )
    entries = tuple(Entry(s.headline, f"{site.base}/photo/{s.number}") for s in told)
    return Listing("", "pictures alone", site.url, document(site, main), entries)


def lead_and_list(site: Site, first: int) -> Listing:
    """A lead story, three beside it, a list below, and a sidebar that repeats five of them as most read."""
    told = stories(site.language, first, 15)

    def url(s: Story) -> str:
        return f"/{s.at:%Y/%m/%d}/{s.number}/"

    def stamp(s: Story) -> str:
        return f'<time datetime="{s.at:%Y-%m-%dT%H:%M:%S%z}">{s.at:%H:%M}, {s.at:%d.%m}</time>'

    lead, beside, below = told[0], told[1:4], told[4:]
    top = (
        f'<section class="hero"><figure><a href="{url(lead)}"><img src="/h.jpg" alt=""></a></figure><h1'
        f' class="hero-title"><a'
        f' href="{url(lead)}">{lead.html}</a></h1><p>{site.words.teaser}</p>{stamp(lead)}<ul'
        f' class="hero-links"><li><a href="'
        f'{url(lead)}#comments">💬 14</a></li></ul></section>'
    )
    cells = "".join(
        f'<div class="second"><h2><a href="{url(s)}">{s.html}</a></h2>{stamp(s)}</div>' for s in beside
    )
    lines = "".join(f'<li>{stamp(s)} <a href="{url(s)}"><span>{s.html}</span></a></li>' for s in below)
    ranks = "".join(
        f'<li><span class="rank">{n}</span><a href="{url(s)}">{s.html}</a></li>'
        for n, s in enumerate((told[6], told[2], told[9], told[0], told[11]), 1)
    )
    main = (
        f'<div class="cols"><main>{top}<section class="seconds">{cells}</section>{ad(site, 2)}<ul'
        f' class="latest">{lines}</ul>'
        f'{pages(site)}</main><aside><h4>{site.words.popular}</h4><ol class="popular">{ranks}</ol></aside></div>'
    )
    entries = tuple(Entry(s.headline, site.base + url(s), instant(s)) for s in told)
    return Listing("", "lead and list", site.url, document(site, main), entries)


def crowded(site: Site, first: int) -> Listing:
    """Ninety menu links, tag clouds and a directory around seven headlines."""
    told = stories(site.language, first, 7)
    wide = "".join(
        f'<li><a href="/s/{n}/{k}">{word} {k}</a></li>'
        for n, word in enumerate(site.words.menu)
        for k in range(1, 10)
    )
    items = "".join(
        f'<li class="headline"><a href="/a/{s.number}.html">{s.html}</a> <small>({s.at:%Y/%m/%d %H:%M})</small></li>'
        for s in told
    )
    main = (
        f'<div class="mega"><ul>{wide}</ul></div>{tags(site)}<div class="mid"><ul class="headlines">{items}</ul></div>'
        f'{tags(site)}<div class="dir">{menu(site)}</div>'
    )
    entries = tuple(Entry(s.headline, f"{site.base}/a/{s.number}.html", minute(s)) for s in told)
    return Listing("", "crowded with menus", site.url, document(site, main), entries)
