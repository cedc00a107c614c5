"""Pages written for the tests, one for each way of stating an article."""

from __future__ import annotations

from datetime import UTC, datetime

from archiver.page.page import Page

CAPTURED = datetime(2026, 2, 1, 3, 0, tzinfo=UTC)

PARAGRAPHS = (
    "The parliament of Mongolia passed a law on Thursday that opens three border crossings for coal, after two"
    " years of debate in committee and a night of speeches.",
    "Members of both parties spoke of the drivers who wait for weeks at the border, and of the dust that their"
    " lorries raise over the pastures of the Gobi every spring.",
    "“We have counted every lorry since the autumn,” said the chair of the committee, who had asked for a rail"
    " line instead of a wider road and did not get one this time.",
    "The law comes into force in April, and the ministry has until the end of the year to publish the rules by"
    " which permits will be given out to carriers large and small.",
)
BODY = "\n".join(f"<p>{text}</p>" for text in PARAGRAPHS)
MN_PARAGRAPHS = (
    "Улсын Их Хурал пүрэв гарагт нүүрсний экспортын гурван боомтыг нээх тухай хуулийг хоёр жилийн хэлэлцүүлгийн"
    " эцэст баталлаа. Хуулийг гишүүдийн олонх дэмжсэн байна.",
    "Хилийн боомт дээр долоо хоногоор хүлээдэг жолооч нарын тухай болон говийн бэлчээр дээгүүр босдог тоосны"
    " тухай хоёр намын гишүүд хуралдаан дээр ярьж, саналаа хэллээ.",
    "Бид намраас хойш ачааны машин бүрийг тоолсон гэж өргөн замын оронд төмөр зам тавихыг хүссэн байнгын хорооны"
    " дарга хуралдааны дараа сэтгүүлчдэд хэлсэн юм.",
    "Хууль дөрөвдүгээр сард хүчин төгөлдөр болох бөгөөд яам зөвшөөрөл олгох журмыг оны эцэс гэхэд батлах ёстой"
    " гэж хуульд заасан байна. Тээврийн компаниуд журмыг хүлээж байна.",
)
MN_BODY = "\n".join(f"<p>{text}</p>" for text in MN_PARAGRAPHS)

JSON_LD = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Parliament opens three crossings | Steppe Post</title>
<link rel="canonical" href="/news/2026/crossings?utm=1#top">
<meta property="og:site_name" content="Steppe Post">
<meta property="og:title" content="Coal: you will not believe what parliament did">
<meta property="article:published_time" content="2026-01-29T09:00:00+08:00">
<script type="application/ld+json">
{{"@context": "https://schema.org", "@graph": [
 {{"@type": "Organization", "@id": "#steppe", "name": "Steppe Post"}},
 {{"@type": "Person", "@id": "#jane", "name": "Jane Q. Doe", "url": "https://steppe.example/people/jane",
   "description": "Covers <b>mining</b> &amp; trade."}},
 {{"@type": ["NewsArticle"], "headline": "Parliament opens three border crossings for coal &amp; copper",
   "author": [{{"@id": "#jane"}}, {{"@type": "Person", "name": "Б.Болормаа"}}],
   "publisher": {{"@id": "#steppe"}}, "datePublished": "2026-01-29T08:00:00+08:00",
   "dateModified": "2026-01-30T10:15:00+08:00", "articleSection": ["Economy", "Mining"],
   "keywords": "coal, border , law", "image": {{"@type": "ImageObject", "url": "/img/lorry.jpg"}},
   "isAccessibleForFree": "True", "license": "https://creativecommons.org/licenses/by/4.0/",
   "description": "Three crossings open in April."}}]}}
</script></head><body>
<header><nav><a href="/">Home</a> <a href="/economy">Economy</a></nav></header>
<article><h1>Parliament opens three crossings</h1>{BODY}</article>
<div id="comments"><div class="comment"><span class="author">Angry Reader</span>
<time datetime="2026-01-31">31 Jan</time><p>First!</p></div></div>
<footer>© 2026 Steppe Post</footer></body></html>"""

VISIBLE_MN = f"""<!doctype html><html><head><meta charset="utf-8">
<title>Гурван боомтыг нээх хууль батлагдлаа - жишээ.мн</title></head><body>
<div class="menu"><a href="/">Нүүр</a> <a href="/author/admin">Админ</a></div>
<div class="news"><h1>Гурван боомтыг нээх хууль батлагдлаа</h1>
<div class="info"><span class="author">Сэтгүүлч: Б.Болормаа</span>
<span class="date">Нийтэлсэн: 2026 оны 1-р сарын 29-ний өдөр 14:05</span>
<span class="date">Шинэчилсэн: 2026 оны 1-р сарын 30</span></div>
{MN_BODY}</div>
<div class="footer">© 2026 Жишээ</div></body></html>"""

MICRODATA = f"""<!doctype html><html lang="en-GB"><head><title>Law passed - Steppe</title></head><body>
<div itemscope itemtype="https://schema.org/NewsArticle">
<meta itemprop="mainEntityOfPage" content="https://steppe.example/a/1">
<h1 itemprop="headline">A law for three crossings is passed</h1>
<p>By <span itemprop="author" itemscope itemtype="https://schema.org/Person"><a itemprop="url" href="/p/ann"><span
 itemprop="name">Ann Other</span></a></span>,
<time itemprop="datePublished" datetime="2026-01-29">Thursday</time></p>
{BODY}
<div itemprop="comment" itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Troll</span>
<time itemprop="datePublished" datetime="2026-01-31">later</time></div>
</div></body></html>"""

TEXT = " ".join(PARAGRAPHS)
ONLY_SCRIPT = f"""<!doctype html><html><head><script type="application/ld+json">{{"@type": "NewsArticle",
"headline": "Told in a script alone", "url": "https://steppe.example/s", "articleBody": "{TEXT}"}}</script>
</head><body><h1>Told in a script alone</h1><p>Loading…</p></body></html>"""

ENTRIES = "".join(
    f'<div class="item"><h2><a href="/{n}">Headline number {n} of the day</a></h2><p>{PARAGRAPHS[n % 4]} {n}</p></div>'
    for n in range(12)
)
FRONT = f"""<!doctype html><html lang="mn"><head><meta property="og:type" content="website"><title>Steppe Post</title>
</head><body><h1>Steppe Post</h1>{ENTRIES}</body></html>"""

SECTION = FRONT.replace("<h1>Steppe Post", "<h1>Economy news of the week").replace("website", "article")


def page(html: str | bytes, url: str = "https://steppe.example/news/crossings") -> Page:
    """A page as a capture would have it."""
    entity = html.encode() if isinstance(html, str) else html
    return Page.from_entity(
        entity, url=url, record="<urn:uuid:0>", content_type="text/html; charset=utf-8", captured=CAPTURED
    )
