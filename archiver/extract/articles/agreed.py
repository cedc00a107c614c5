"""Publisher and section that no markup states: read where two independent statements of the page agree.

The title's ending and the masthead, the logo or the copyright line name the publisher; a breadcrumb, or a link right
above the heading that the page's address or its menu confirms, names the section. May not speak where only one does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from archiver.extract.articles import names, rules
from archiver.extract.articles.candidate import Candidate, Reader
from archiver.extract.articles.jsonld import Graph
from archiver.extract.articles.regions import Regions
from archiver.page.json_text import escape
from archiver.page.page import Node
from archiver.urls import host_of, join

_SEPARATORS = " \t\n-–—―|·•»«/~:：_｜┃"
_CUT = re.compile(r"\s+[-–—―|·•»«/~]+\s+|\s*[|｜┃»«]\s*")
_MAX_NAME = 80
_MAX_SECTION = 60
_MAX_LANGUAGE = 3  # letters of a part of a path
_MAX_LINKS = 400
_MAX_TRAILS = 5
_FOOT = 3_000  # characters at the end of a page, where a copyright line stands
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright)", re.IGNORECASE)
_YEARS = re.compile(r"[\W\d_]*(?:(?:©|\(c\)|copyright|by|von|par|por)[\W\d_]+)*", re.IGNORECASE)
_HOME = re.compile(r"/?(?:(?:index|default|home)\.\w{2,5})?", re.IGNORECASE)
_ALL = re.compile(r"\s*(?:browse|view|see|all)\s", re.IGNORECASE)  # begins what leads to everything
_TRAIL = re.compile(rules.TRAIL_CLASS)  # of lower-case words
# Flat texts of links to the front page that are nobody's name.
_NO_NAMES = frozenset(
    """home homepage homesite frontpage startseite start accueil inicio início principal portada главная головна нүүр
    басты anasayfa strona główna stronagłówna hlavnístránka domů főoldal címlap etusivu hem forside αρχική trangchủ
    beranda 首页 首頁 ホーム 홈 الرئيسية خانه ראשי news nachrichten noticias notícias actualités notizie новости новини
    мэдээ haberler wiadomości zprávy hírek uutiset nyheter nyheder 新闻 新聞 ニュース 뉴스 أخبار article blog""".split()
)


def agreed_publisher(reader: Reader, regions: Regions, graph: Graph) -> Candidate | None:
    """What the page's title says besides the headline, where a link home, a logo, WebSite or © line says the same."""
    title = next(iter(regions.select("//head/title", 1)), None)
    text = regions.text(title) if title is not None else ""
    if title is None or not 0 < len(text) <= rules.MAX_TITLE:
        return None
    for start, end in _beside_headline(text, regions):
        flat = names.flat(text[start:end])
        if len(flat) < 2 or end - start > _MAX_NAME or flat in _NO_NAMES or flat in regions.heading_names:
            continue
        if where := _confirmed(regions, graph, flat):
            return reader.candidate(
                reader.page.at_element(title, start, end),
                "html",
                "title as confirmed",
                confidence="inferred",
                note=f"the title's name of the site agrees with {where}",
            )
    return None


def _beside_headline(text: str, regions: Regions) -> Iterator[tuple[int, int]]:
    """What stands before or behind the heading's words in the title; of several parts the outermost."""
    for heading in regions.headings[:2]:
        for node in (regions.stated_part(heading), heading):
            said = regions.text(node) if node is not None else ""
            at = text.find(said) if len(said) >= rules.LEAST_TITLE // 2 else -1
            if at < 0:
                continue
            before, behind = text[:at], text[at + len(said) :]
            if not before.strip() and behind[:1] and not behind[0].isalnum():
                cuts = list(_CUT.finditer(behind.rstrip(_SEPARATORS)))
                yield _trimmed(text, at + len(said) + (cuts[-1].end() if cuts else 0), len(text))
            elif not behind.strip() and before and not before[-1].isalnum():
                cut = _CUT.search(before.lstrip(_SEPARATORS))
                yield _trimmed(text, 0, cut.start() if cut else len(before))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _SEPARATORS:
        start += 1
    while end > start and text[end - 1] in _SEPARATORS:
        end -= 1
    return start, end


def _confirmed(regions: Regions, graph: Graph, flat: str) -> str | None:
    """Which other statement of the page names the site so."""
    for node in islice(graph.nodes, 50):
        name = node.value.get("name")
        if "WebSite" in node.types and isinstance(name, str) and names.flat(name[:_MAX_NAME]) == flat:
            return "the name of the WebSite"
    for link in regions.elements.in_body("a")[:_MAX_LINKS]:
        if _is_home(regions, link):
            said = [regions.text(link), link.get("aria-label", ""), link.get("title", "")]
            said += [image.get("alt", "") for image in islice(link.iter("img"), 3)]
            if flat in {names.flat(words[:_MAX_NAME]) for words in said}:
                return "a link to the front page"
    first = regions.start if regions.start is not None else 0
    for image in regions.elements.in_body("img")[:20]:
        if names.flat(image.get("alt", "")[:_MAX_NAME]) == flat and regions.position(image) <= first:
            return "a picture above the headline"
    return "the copyright line" if len(flat) > 3 and _has_rights(regions, flat) else None


def _has_rights(regions: Regions, flat: str) -> bool:
    """True where a name follows the © sign or ``Copyright``, and years."""
    text = regions.page.document_text.text[-_FOOT:]
    for match in islice(_RIGHTS.finditer(text), 10):
        rest = text[match.end() : match.end() + 2 * _MAX_NAME]
        years = _YEARS.match(rest)
        words = rest[years.end() :] if years else rest
        for end in islice((m.start() for m in re.finditer(r"\W|$", words)), 20):
            if names.flat(words[:end]) == flat:
                return True
    return False


def _is_home(regions: Regions, link: Node) -> bool:
    there = _address(regions, link)
    return there is not None and not there.query and _HOME.fullmatch(there.path) is not None


def _address(regions: Regions, link: Node) -> Any:
    """Where a link leads, if to the same site."""
    href = link.get("href", "").strip()
    if not href or href.startswith("#") or len(href) > 500:
        return None
    url = join(regions.page.url, href)
    return urlsplit(url) if url and host_of(url) == host_of(regions.page.url) else None


# -- section ----------------------------------------------------------------------------------------------


def agreed_section(reader: Reader, regions: Regions, graph: Graph) -> Candidate | None:
    """A breadcrumb's last link that is not the page, or a link right above the heading that the page confirms."""
    stated = next((c for c in _stated_trails(reader, regions, graph) if c), None)
    if stated is not None:
        return stated
    for node, rule in (*_shown_trails(regions), *_above_heading(regions), *_in_path(regions)):
        return reader.candidate(
            reader.page.at_element(node),
            "html",
            rule,
            confidence="inferred",
            note="a link of the page's place",
        )
    return None


def _stated_trails(reader: Reader, regions: Regions, graph: Graph) -> Iterator[Candidate | None]:
    trails = (node for node in graph.nodes if "BreadcrumbList" in node.types)
    for trail in islice(trails, _MAX_TRAILS):
        entries = [e for e in graph.follow(trail, "itemListElement") if isinstance(e[2], dict)]
        for holder, pointer, entry in reversed(entries[1:10]):
            found = _entry_name(pointer, entry)
            if found and _may_be_section(regions, found[1], _entry_path(regions, entry)):
                place = reader.page.at_json(holder.script, holder.document, found[0])
                yield reader.candidate(place, "json-ld", "json-ld:BreadcrumbList", confidence="inferred")
                return


def _entry_name(pointer: str, entry: dict[str, Any]) -> tuple[str, str] | None:
    for inner, value in ((pointer, entry), (f"{pointer}/{escape('item')}", entry.get("item"))):
        if isinstance(value, dict) and isinstance(value.get("name"), str):
            return f"{inner}/name", value["name"]
    return None


def _entry_path(regions: Regions, entry: dict[str, Any]) -> str | None:
    item = entry.get("item")
    item = (item.get("@id") or item.get("url")) if isinstance(item, dict) else item
    url = join(regions.page.url, item) if isinstance(item, str) else None
    return urlsplit(url).path if url else None


def _may_be_section(regions: Regions, name: str, path: str | None) -> bool:
    flat, here = names.flat(name[: rules.MAX_TITLE]), urlsplit(regions.page.url).path
    if not len(flat) > 1 or len(name) > _MAX_SECTION or flat in regions.site_names | regions.heading_names:
        return False
    if flat.isdigit() or _ALL.match(name):
        return False
    return path is not None and flat not in _NO_NAMES and path.rstrip("/") not in ("", here.rstrip("/"))


def _is_section(regions: Regions, link: Node) -> bool:
    there = _address(regions, link)
    if there is None or _is_home(regions, link):
        return False
    path = there.path + (f"?{there.query}" if there.query else "")
    here = urlsplit(regions.page.url)
    return path != here.path + (f"?{here.query}" if here.query else "") and _may_be_section(
        regions, regions.text(link), path
    )


def _shown_trails(regions: Regions) -> Iterator[tuple[Node, str]]:
    """The last such link of a breadcrumb above the heading."""
    for trail in regions.with_word(_TRAIL)[:_MAX_TRAILS]:
        links = [link for link in islice(trail.iter("a"), 20) if _is_section(regions, link)]
        if links and (regions.start is None or regions.position(links[-1]) <= regions.start):
            yield links[-1], "breadcrumb"
            return


def _above_heading(regions: Regions) -> Iterator[tuple[Node, str]]:
    """The link that ends right above the heading and stands alone, in the page's path or also in a menu."""
    if regions.start is None:
        return
    links = [n for n in regions.elements.in_body("a")[:_MAX_LINKS] if regions.position(n) < regions.start]
    if not links or not _is_section(regions, links[-1]):
        return
    link, span = links[-1], regions.page.document_text.span
    if regions.page.document_text.text[span(link)[1] : regions.start].strip():
        return
    there, flat = _address(regions, link), names.flat(regions.text(link))
    within = urlsplit(regions.page.url).path.startswith(there.path.rstrip("/") + "/") and not there.query
    same = (n for n in links[:-1] if n.get("href") == link.get("href"))
    again = any(names.flat(regions.text(n)) == flat for n in same)
    if within or (again and not _is_among_links(link)):
        yield link, "link above the heading"


def _is_among_links(link: Node) -> bool:
    """One of several beside each other, or in rows beside each other: of a menu itself."""
    row = next(link.iterancestors("li"), None)
    around = link.getparent() if row is None else row.getparent()
    return around is not None and sum(1 for _ in islice(around.iter("a"), 2)) > 1


def _in_path(regions: Regions) -> Iterator[tuple[Node, str]]:
    """The menu's link whose address the page's path goes on from; of several the longest."""
    here, best, longest = urlsplit(regions.page.url).path, None, 0
    parts = set(here.split("/")) - {""}
    for link in regions.elements.in_body("a")[:_MAX_LINKS]:
        if regions.start is not None and regions.position(link) >= regions.start:
            break
        if link.get("href", "").rstrip("/").rpartition("/")[2] not in parts:
            continue
        there = _address(regions, link)
        path = there.path.rstrip("/") if there is not None and not there.query else ""
        # So short a last part is a language.
        if len(path) <= longest or len(path.rpartition("/")[2]) <= _MAX_LANGUAGE:
            continue
        if here.startswith(f"{path}/") and _is_section(regions, link):
            best, longest = link, len(path)
    if best is not None:
        yield best, "menu link in the page's path"
