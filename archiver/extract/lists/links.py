"""Every link of a page with what stands around it: the raw material of lists. Pure, one walk, bounded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from archiver import urls
from archiver.extract.lists.list_rules import A_HEADLINE, HEADINGS, NAVIGATION, NAVIGATION_TAGS, TRACKING
from archiver.page.check import base_url
from archiver.page.page import Node, Page

MAX_LINKS = 10_000
_TOKEN = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_]{2,}|[0-9]+")
_NEAR = 8  # ancestors that are looked at for one link


@dataclass(frozen=True, eq=False)
class Link:
    """One ``a[href]``. ``title`` is the element that shows its title; ``order`` counts from the page's top."""

    node: Node
    url: str
    target: str
    title: Node
    text: str
    order: int
    navigation: bool
    heading: bool


def tokens(node: Node) -> frozenset[str]:
    """The words of an element's class, id and role."""
    stated = " ".join(str(node.get(name) or "")[:500] for name in ("class", "id", "role"))
    return frozenset(_TOKEN.findall(_CAMEL.sub(" ", stated).lower()))


def weight(text: str) -> float:
    """How many words a title has; in scripts without spaces about two characters count as one."""
    cjk = len(_CJK.findall(text))
    return cjk / 2.2 + len(_WORD.findall(_CJK.sub(" ", text)))


def text_of(page: Page, node: Node) -> str:
    """The element's ``document-text``; empty for one that shows none."""
    spans = page.document_text
    if node not in spans.spans:
        return ""
    return spans.text[slice(*spans.span(node))]


def collect(page: Page) -> tuple[list[Link], int]:
    """The page's http(s) links in order, and how many beyond ``MAX_LINKS`` were not looked at."""
    if page.root is None:
        return [], 0
    base = base_url(page)
    own = _without_fragment(page.url)
    regions = _Regions(page)
    links: list[Link] = []
    over = 0
    for node in page.root.iter("a"):
        href = node.get("href")
        if not href or href.startswith("#"):
            continue
        if len(links) >= MAX_LINKS:
            over += 1
            continue
        url = urls.join(base, href)
        if url is None or url == own:
            continue
        title, heading = _title(page, node)
        text = text_of(page, title)
        links.append(
            Link(node, url, target_of(url), title, text, len(links), regions.navigation(node), heading)
        )
    return links, over


def _without_fragment(url: str) -> str:
    return url.split("#", maxsplit=1)[0]


def path_of(url: str) -> str:
    """Path and query of a URL."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def target_of(url: str) -> str:
    """What two links to one piece of news have in common: no tracking, no order of parameters, no ``www.``"""
    parts = urlsplit(url)
    query = sorted(
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(pair[0])
    )
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{query}"


def _title(page: Page, link: Node) -> tuple[Node, bool]:
    """The element with the title (a heading or titled part of the link, else the link), and if a heading shows it."""
    titled = None
    for number, node in enumerate(link.iterdescendants()):
        if number > 60:
            break
        if node.tag in HEADINGS and text_of(page, node):
            return node, True
        if (
            titled is None
            and isinstance(node.tag, str)
            and tokens(node) & A_HEADLINE
            and weight(text_of(page, node)) >= 2
        ):
            titled = node
    around = any(parent.tag in HEADINGS for parent, _ in zip(link.iterancestors(), range(3), strict=False))
    return (titled if titled is not None else link), around


class _Regions:
    """Which elements are navigation. An element that holds most of the page's text is not, whatever it is called."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._most = max(1, len(page.document_text.text)) * 0.5
        self._known: dict[Node, bool] = {}

    def navigation(self, node: Node) -> bool:
        path: list[Node] = []
        found = False
        while node is not None:
            if node in self._known:
                found = self._known[node]
                break
            path.append(node)
            node = node.getparent()  # type: ignore[assignment]
        for node in reversed(path):
            found = found or self._is(node)
            self._known[node] = found
        return found

    def _is(self, node: Node) -> bool:
        if node.tag in ("html", "body", "a"):
            return False
        if node.tag not in NAVIGATION_TAGS and not tokens(node) & NAVIGATION:
            return False
        return len(text_of(self._page, node)) < self._most
