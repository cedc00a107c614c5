"""Structures of lines: groups by day, tables, ``font`` and ``br``, definition lists, tickers, topics, several
lists.
"""

from __future__ import annotations

from html import escape
from itertools import groupby

from tests.quality.lists.chrome import Site, ad, document, pages, share, tags
from tests.quality.lists.model import Entry, Listing, Story, day, minute, stories

_MONTHS = {
    "ru": ("января", "30 января 2026"),
    "de": ("Januar", "30. Januar 2026"),
    "en": ("January", "30 January 2026"),
}


def long_day(story: Story, language: str) -> str:
    """The day as a heading of the language says it."""
    at = story.at
    if language == "mn":
        return f"{at.year} оны {at.month} дүгээр сарын {at.day}"
    if language in ("ja", "zh"):
        return f"{at.year}年{at.month}月{at.day}日"
    return f"{at.day}{'.' if language == 'de' else ''} {_MONTHS[language][0]} {at.year}"


def by_day(site: Site, first: int) -> Listing:
    """A heading for each day, under it a time and a link a line."""
    told = stories(site.language, first, 22)
    groups = []
    for heading, members in groupby(told, key=lambda s: long_day(s, site.language)):
        lines = "".join(
            f'<li><span class="time">{s.at:%H:%M}</span> <a href="/lenta/{s.number}">{s.html}</a></li>'
            for s in members
        )
        groups.append(f'<h3 class="day">{heading}</h3><ul class="lenta">{lines}</ul>')
    main = f'<div class="archive-page">{"".join(groups)}{pages(site)}</div>{tags(site)}'
    entries = tuple(Entry(s.headline, f"{site.base}/lenta/{s.number}", day(s)) for s in told)
    return Listing("", "grouped by day", site.url, document(site, main), entries)


def in_table(site: Site, first: int) -> Listing:
    """Tables within tables; a row has number, date, headline, views."""
    told = stories(site.language, first, 13)
    rows = "\n".join(
        f'<tr bgcolor="{"#eeeeee" if n % 2 else "#ffffff"}"><td>{n}</td><td nowrap>{s.at:%Y.%m.%d}</td><td><a'
        f' href="index.php?'
        f'newsid={s.number}&amp;p=1" class="blk">{s.html}</a></td><td align="right">{s.number * 31 + 8}</td></tr>'
        for n, s in enumerate(told, 1)
    )
    side = "".join(
        f'<tr><td><a href="index.php?cat={n}">{w}</a></td></tr>' for n, w in enumerate(site.words.menu)
    )
    main = (
        f'<table width="980" align="center"><tr><td width="160" valign="top"><table>{side}</table></td><td'
        f' valign="top"><table'
        f' cellpadding="4" class="news"><tr><th>№</th><th>⏲</th><th>{site.name}</th><th>👁</th></tr>{rows}'
        f"</table>{pages(site)}"
        f'</td><td width="120">{ad(site, 1)}{ad(site, 2)}</td></tr></table>'
    )
    folder = site.url.rpartition("/")[0]
    entries = tuple(Entry(s.headline, f"{folder}/index.php?newsid={s.number}&p=1", day(s)) for s in told)
    return Listing("", "table", site.url, document(site, main), entries)


def fonts(site: Site, first: int, encoding: str = "utf-8") -> Listing:
    """``font``, ``center`` and ``br``: a date, a link, a break."""
    told = stories(site.language, first, 10)
    lines = "\n".join(
        f'<font size="1" color="#999999">{s.at:%d.%m.%Y}</font> <font face="Arial" size="2"><b><a'
        f" href=news{s.number}.htm>"
        f"{s.html}</a></b></font><br><font size=1>{site.words.teaser}</font><br><br>"
        for s in told
    )
    about = " | ".join(f'<a href="p{n}.htm">{w}</a>' for n, w in enumerate(site.words.about))
    links = " | ".join(
        f'<a href="c{n}.htm"><font size=2>{w}</font></a>' for n, w in enumerate(site.words.menu)
    )
    html = f"""<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset={encoding}">
<TITLE>{site.name}</TITLE></HEAD><BODY bgcolor="white" link="#003399"><CENTER><IMG SRC="logo.gif"><BR>{links}<HR>
</CENTER><P>{lines}<HR><CENTER><FONT size=1>{about}<BR>&copy; 2003-2026 {site.name}</FONT>
<IMG SRC="http://count.example/c.gif" width=1 height=1></CENTER></BODY></HTML>"""
    folder = site.url.rpartition("/")[0]
    entries = tuple(Entry(s.headline, f"{folder}/news{s.number}.htm", day(s)) for s in told)
    return Listing("", "font and br", site.url, html, entries, encoding=encoding)


def definitions(site: Site, first: int) -> Listing:
    """``dl``: the date as term, the headline as its definition."""
    told = stories(site.language, first, 11)
    lines = "".join(
        f'<dt>{long_day(s, site.language)}</dt><dd><a href="./{s.number}/">{s.html}</a><p>{site.words.teaser}</p></dd>'
        for s in told
    )
    main = (
        f'<div id="content"><h1>{site.words.menu[1]}</h1><dl class="newslist">{lines}</dl>{pages(site)}</div>'
    )
    entries = tuple(Entry(s.headline, f"{site.url}{s.number}/", day(s)) for s in told)
    return Listing("", "definition list", site.url, document(site, main), entries)


def ticker(site: Site, first: int) -> Listing:
    """A live ticker without links to stories: a time, a headline, a sentence, share links."""
    told = stories(site.language, first, 8)
    posts = "".join(
        f'<div class="tick" id="t{s.number}"><time class="tick-time"'
        f' datetime="{s.at:%Y-%m-%dT%H:%M}">{s.at:%H:%M}</time><h3'
        f' class="tick-head">{s.html}</h3><p>{site.words.teaser}</p>{share(f"{site.url}#t{s.number}")}</div>'
        for s in told
    )
    main = f'<div class="live"><span class="pulse">LIVE</span><div class="ticks">{posts}</div>{ad(site, 5)}</div>'
    entries = tuple(Entry(s.headline, None, minute(s)) for s in told)
    return Listing("", "live ticker", site.url, document(site, main), entries)


def topics(site: Site, first: int) -> Listing:
    """Headlines that are no links, numbered by ``ol``, under a heading with the day."""
    told = stories(site.language, first, 9)
    lines = "".join(f"<li>{s.html}</li>" for s in told)
    heading = long_day(told[0], site.language)
    main = f'<section class="brief"><h2>{heading}</h2><ol class="topics">{lines}</ol></section>{tags(site)}'
    entries = tuple(Entry(s.headline, None, None, also_dates=(day(told[0]),)) for s in told)
    return Listing("", "topics without links", site.url, document(site, main), entries)


def named(site: Site, first: int) -> Listing:
    """Four lists with linked names; each starts with a picture story, the last repeats others as most read."""
    told = stories(site.language, first, 20)
    sections, entries = [], []
    for n in range(4):
        name, members = site.words.menu[1 + n], told[n * 5 : n * 5 + 5]
        head, rest = members[0], members[1:]
        lines = "".join(f'<li><a href="/{1 + n}/{s.number}">{s.html}</a></li>' for s in rest)
        sections.append(
            f'<section class="block b{n}"><h2 class="block-name"><a href="/c/{1 + n}">{name}</a></h2><div'
            f' class="top"><a href="/'
            f'{1 + n}/{head.number}"><img src="/s/{head.number}.jpg" alt="{escape(head.headline)}"></a><h3><a'
            f' href="/{1 + n}/'
            f'{head.number}">{head.html}</a></h3></div><ul>{lines}</ul><a class="all"'
            f' href="/c/{1 + n}">{site.words.more} →</a>'
            f"</section>"
        )
        entries += [Entry(s.headline, f"{site.base}/{1 + n}/{s.number}", None, name) for s in members]
    ranks = "".join(f'<li><a href="/1/{s.number}">{s.html}</a></li>' for s in told[:5])
    most = f'<section class="block rank"><h2>{site.words.popular}</h2><ol>{ranks}</ol></section>'
    main = f"<main>{sections[0]}{sections[1]}{ad(site, 1)}{sections[2]}{sections[3]}{most}</main>{tags(site)}"
    return Listing("", "several named lists", site.url, document(site, main), tuple(entries))
