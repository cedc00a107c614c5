"""Pages of our own that hold, in every place a reader's eye or a program looks at, what should not be there."""

from __future__ import annotations

import json
from pathlib import Path

import archiver
from tests.serve.running import html_record, warc_record

HOST = "http://hostile.example"
LONG = "Ж" * 10_000
# ``window.pwned`` is what a test looks for; ``outside.example`` is where nothing may ask.
PAYLOADS = {
    "script": "</title></script><script src=//outside.example/x.js></script><script>window.pwned = 1</script>",
    "image": "\"><img src=http://outside.example/x.png onerror='window.pwned = 1'>",
    "svg": "'><svg/onload=window.pwned=1><style>@import '//outside.example/x.css';</style>",
    "attribute": "\" autofocus onfocus=window.pwned=1 style=position:fixed;inset:0 x=\"' onclick='window.pwned=1",
    "escaped": "&lt;img src=x onerror=window.pwned=1&gt;&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "script URL": "javascript:window.pwned=1//%0awindow.pwned=1",
    "data URL": "data:text/html,<script>window.pwned=1</script>",
    "template": "{{7*7}}{% for x in [].__class__ %}${7*7}#{7*7}<%= 7*7 %>{{ self.__init__ }}",
    "comment": "--><!--><base href=//outside.example/><meta http-equiv=refresh content='0;url=//outside.example'>",
    "direction": "Safe \u202egnp.exe\u202c \u2066\u2067\u202d headline\u200b \u061c\u200f",
    "long": LONG,
    "wide": "W" * 3_000 + " " + "<b>" * 2_000,
    "combining": "Z" + "\u0336\u0489\u20dd" * 300,
    "control": "NUL \x00 escape \x1b[2J\x1b]0;x\x07 bell \x07 \x7f \x85 tail",
    "surrogate": "Lone \ud800 and \udfff, and not a character \uffff \U0001fffe",
    "header": "Line\r\nSet-Cookie: pwned=1\r\n\r\n<script>window.pwned=1</script>",
    "format": "{n} %s %(n)s {0.__class__} \\u003cscript\\u003e \x02hit\x03 &lt;script&gt; &amp;",
}
_WHEN = "2026-02-0{day}T08:00:00Z"
_FIELDS = ("headline", "alternativeHeadline", "description", "articleSection", "license", "inLanguage")


def fill(folder: Path) -> None:
    """An archive of an article for each payload, twice, with changes; of a list of them all; and of a file."""
    (folder.parent / "hostile.warc").write_bytes(b"".join(_records()))
    file = folder.parent / '"><img src=x onerror=window.pwned=1>.html'
    file.write_text(_article("image", PAYLOADS["image"], "again"), "utf-8", "surrogatepass")
    with archiver.open(folder) as archive:
        for _ in archive.import_archive(folder.parent / "hostile.warc"):
            pass
        archive.import_file(file)


def _records() -> list[bytes]:
    made = []
    for number, (name, payload) in enumerate(PAYLOADS.items()):
        for day, more in enumerate(("", " again"), 1):
            page = _article(name, payload, more).encode("utf-8", "surrogatepass")
            made.append(html_record(f"{HOST}/{number}?q={_in_url(payload)}", _WHEN.format(day=day), page))
    made.append(html_record(f"{HOST}/", _WHEN.format(day=3), _list().encode("utf-8", "backslashreplace")))
    picture = f"urn:view:{HOST}/"
    made.append(
        warc_record("resource", picture, _WHEN.format(day=3), "image/svg+xml", b"<svg onload='pwned=1'/>")
    )
    return made


def _in_url(payload: str) -> str:
    """As a careless program would put it there: only what ends a WARC header line or a URL is left out."""
    return "".join(c for c in payload[:1_000] if c.isprintable() and c not in " #")


def _json(value: object) -> str:
    """With everything that would end the script element, or is no UTF-8, as a JSON escape."""
    return json.dumps(value).replace("<", "\\u003c")


def _article(name: str, payload: str, more: str) -> str:
    text = payload + more
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        **dict.fromkeys(_FIELDS, text),
        "author": [{"@type": "Person", "name": text, "url": payload, "description": text}],
        "publisher": {"@type": "Organization", "name": payload},
        "keywords": [payload, text],
        "image": payload,
        "url": payload,
        "datePublished": "2026-02-01" if not more else payload,
        "articleBody": f"{text}\n\n{text} {name}",
    }
    escaped = payload.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("\ud800", "")
    return f"""<!doctype html><html lang="{escaped[:200]}"><head><meta charset="utf-8"><title>{escaped}</title>
<meta name="author" content="{escaped}"><meta property="og:title" content="{escaped}">
<meta property="og:site_name" content="{escaped}"><meta property="article:section" content="{escaped}">
<link rel="canonical" href="{escaped[:500]}"><script type="application/ld+json">{_json(data)}</script></head>
<body><article><h1>{escaped}</h1><p class="byline">By {escaped[:200]}</p>
<p>{escaped}{more} The district office says the town has fuel for eleven days and flour for a month.</p>
<p>Road crews work from ten in the evening until five, when the wind drops, and meet at the top of the pass.</p>
</article></body></html>""".replace("\udfff", "")


def _list() -> str:
    entries = [
        {"@type": "ListItem", "position": position, "name": payload, "url": payload}
        for position, payload in zip(
            (1, -1, 10**30, 2.5, "<b>", None, *range(7, 40)), PAYLOADS.values(), strict=False
        )
    ]
    links = "".join(
        "<li><h3><a href='{0}'>{0} and a headline of the day in the list</a></h3><time>2026-02-01</time></li>".format(
            payload[:2_000]
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace("'", "&#39;")
            .replace("\x00", "")
        )
        for payload in PAYLOADS.values()
    )
    data = {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": entries}
    return f"""<!doctype html><meta charset="utf-8"><title>{PAYLOADS["template"]}</title>
<script type="application/ld+json">{_json(data)}</script><main><ul>{links}</ul></main>"""


def addresses(folder: Path) -> list[str]:
    """Every page of the interface that shows some of it."""
    with archiver.open(folder) as archive:
        captures = list(archive.captures())
        found = ["/", "/search", "/days", "/day/2026-02-01"]
        found += [f"/{item.id}" for capture in captures for item in archive.items(capture.id)]
        for capture in captures:
            found += [f"/{capture.id}{tab}" for tab in ("", "/metadata", "/files", "/replay")]
        return found
