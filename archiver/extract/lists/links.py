"""Every link of a page with what stands around it: the raw material of lists. Pure, one walk, bounded."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, urlsplit

from archiver import urls
from archiver.extract.lists.list_rules import (
    A_HEADLINE,
    ARTICLE_PATH,
    HEADINGS,
    NAVIGATION,
    NAVIGATION_TAGS,
    TRACKING,
)
from archiver.page.check import base_url
from archiver.page.page import Node, Page
from archiver.page.text import BLOCKS

MAX_LINKS = 10_000
MAX_ABOVE = 12  # elements around a link that are looked at
_TOKEN = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HAN, _KANA, _HANGUL = (
    re.compile(f"[{letters}]") for letters in ("\u3400-\u9fff", "\u3040-\u30ff", "\uac00-\ud7af")
)
# Thai, Lao, Burmese and Khmer put no space between words. Vowel signs and points are no letters to ``re``.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_SELDOM = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(
    r"[^\W\d_](?:[^\W\d_]++|[\u0300-\u036f\u0591-\u05c7\u064b-\u0670\u0900-\u0dff\u200c\u200d]++)++|[0-9]++"
)
_LEAD = 30  # code points that may stand before a title in its line
_BESIDE = 100  # elements before it that are looked at
_FILE = re.compile(r"(?i)\.(?:jpe?g|png|gif|webp|avif|svg|pdf)(?:$|\?)")
_NONE: frozenset[str] = frozenset()
_SHORT = 300  # characters of a text whose words are counted once
_NEAR = 8  # ancestors that are looked at for one link


T = TypeVar("T")
_PLAIN = re.compile(r"https?://([^/?#\[\]\s]+)(/[^?#\s]*)(?:\?([^#\s]*))?", re.ASCII)


@lru_cache(maxsize=4096)
def _split(url: str) -> tuple[str, str, str]:
    """Host and port, path, query. ``urlsplit`` takes its time for what most URLs do not have."""
    plain = _PLAIN.fullmatch(url) if url.isascii() else None
    if plain is not None:
        return plain[1], plain[2], plain[3] or ""
    parts = urlsplit(url)
    return parts.netloc, parts.path, parts.query


class _Once(Generic[T]):
    """``cached_property`` without the lock that it takes in Python 3.11: there are thousands of links on a page."""

    def __init__(self, work_out: Callable[[Any], T]) -> None:
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    def __get__(self, link: Any, _: type | None = None) -> T:
        value = link.__dict__[self._name] = self._work_out(link)
        return value


@dataclass(eq=False)
class Link:
    """One ``a[href]``. ``title`` is the element that shows its title; ``order`` counts from the page's top.

    To be taken as frozen: a frozen one takes three times as long to make.
    """

    node: Node
    url: str
    target: str
    title: Node
    text: str
    order: int
    navigation: bool
    heading: bool
    picture: Node | None = None  # shows it, where no link to the target has text: ``text`` is its ``alt``
    lead: Node | None = None  # begins the title's element with a label that is no part of the title: "Town"

    @_Once
    def above(self) -> tuple[Node, ...]:
        """The nearest elements around it, innermost first."""
        return tuple(islice(self.node.iterancestors(), MAX_ABOVE))

    @_Once
    def path(self) -> str:
        """Path and query of its URL."""
        return path_of(self.url)

    @_Once
    def words(self) -> float:
        """How many its title has."""
        return weight(self.text)

    @_Once
    def to_article(self) -> bool:
        """True for an address as articles have it."""
        return ARTICLE_PATH.search(self.path) is not None


def tokens(node: Node) -> frozenset[str]:
    """The words of an element's class, id and role."""
    get = node.get
    names, name, role = get("class"), get("id"), get("role")
    if not (names or name or role):
        return _NONE
    return _words_of((names or "")[:500], (name or "")[:500], (role or "")[:500])


@lru_cache(maxsize=4096)
def _words_of(*stated: str) -> frozenset[str]:
    return frozenset(_TOKEN.findall(_CAMEL.sub(" ", " ".join(stated)).lower()))


@lru_cache(maxsize=4096)
def _weight_of_short(text: str) -> float:
    return _weight(text)


def weight(text: str) -> float:
    """How many words a title has; in scripts without spaces about two (Thai: four) characters count as one."""
    return _weight_of_short(text) if len(text) <= _SHORT else _weight(text)


def _weight(text: str) -> float:
    if text.isascii() or not _SELDOM.search(text):
        return len(_WORD.findall(text))
    words = 0.0
    for letters, of_word in ((_HAN, 1.6), (_KANA, 2.4), (_HANGUL, 2.0), (_UNSPACED, 4.5)):
        text, count = letters.subn(" ", text)
        words += count / of_word
    return words + len(_WORD.findall(text))


def text_of(page: Page, node: Node) -> str:
    """The element's ``document-text``; empty for one that shows none."""
    document = page.document_text
    try:
        start, end = document.span(node)
    except KeyError:
        return ""
    return document.text[start:end]


def collect(page: Page) -> tuple[list[Link], int]:
    """The page's http(s) links in order, and how many beyond ``MAX_LINKS`` were not looked at."""
    if page.root is None:
        return [], 0
    base = base_url(page)
    own = _without_fragment(page.url)
    regions = _Regions(page)
    links: list[Link] = []
    joined: dict[str, str | None] = {}
    over = 0
    for node in page.root.iter("a"):
        href = node.get("href")
        if not href or href.startswith("#"):
            continue
        if len(links) >= MAX_LINKS:
            over += 1
            continue
        if href not in joined:
            joined[href] = urls.join(base, href)
        url = joined[href]
        if url is None or url == own:
            continue
        title, heading = _title(page, node)
        text = text_of(page, title)
        links.append(
            Link(node, url, target_of(url), title, text, len(links), regions.navigation(node), heading)
        )
    return _with_pictures(links), over


def _with_pictures(links: list[Link]) -> list[Link]:
    """Links without text get the ``alt`` of their picture, if no other link to that target has text."""
    told = {link.target for link in links if link.text}
    found = []
    for link in links:
        shown = link.target not in told and not _FILE.search(link.url)
        picture = link.node.find(".//img[@alt]") if shown else None
        alt = " ".join(str(picture.get("alt")).split()) if picture is not None else ""
        found.append(replace(link, text=alt, picture=picture) if alt else link)
    return found


def _without_fragment(url: str) -> str:
    return url.split("#", maxsplit=1)[0]


@lru_cache(maxsize=4096)
def path_of(url: str) -> str:
    """Path and query of a URL."""
    _, path, query = _split(url)
    return f"{path}?{query}" if query else path


@lru_cache(maxsize=4096)
def target_of(url: str) -> str:
    """What two links to one piece of news have in common: no tracking, no order of parameters, no ``www.``"""
    host, path, stated = _split(url)
    pairs = parse_qsl(stated, keep_blank_values=True) if stated else []
    query = sorted(pair for pair in pairs if not TRACKING.fullmatch(pair[0]))
    return f"{host.removeprefix('www.')}{path.rstrip('/')}?{query}"


def _title(page: Page, link: Node) -> tuple[Node, bool]:
    """The element with the title (a heading or titled part of the link, else the link), and if a heading shows it."""
    titled = None
    for node in islice(link.iterdescendants(), 61) if len(link) else ():
        if node.tag in HEADINGS and text_of(page, node):
            return node, True
        if (
            titled is None
            and isinstance(node.tag, str)
            and tokens(node) & A_HEADLINE
            and weight(text_of(page, node)) >= 2
        ):
            titled = node
    return (titled if titled is not None else link), _is_in_heading(link)


def _is_in_heading(node: Node) -> bool:
    above: Node | None = node
    for _ in range(3):
        above = above.getparent() if above is not None else None
        if above is not None and above.tag in HEADINGS:
            return True
    return False


def starts_line(page: Page, node: Node) -> bool:
    """True for an element that begins its block, or a line of it, but for a few characters such as a date."""
    room = _LEAD
    for parent in node.iterancestors():
        previous = node.getprevious()
        for _ in range(_BESIDE):
            if previous is None:
                break
            room -= len((previous.tail or "").strip())
            if room < 0 or _ends_line(previous):
                return room >= 0
            room -= len(text_of(page, previous))
            # Another link, or a block that shows something, begins the line instead.
            if text_of(page, previous) and (previous.tag in BLOCKS or previous.tag == "a"):
                return False
            previous = previous.getprevious()
        else:
            return False
        room -= len((parent.text or "").strip())
        if room < 0:
            return False
        if parent.tag in BLOCKS:
            return True
        node = parent
    return False


def _ends_line(node: Node) -> bool:
    """True for a break, and for an inline element that ends with one."""
    while node.tag != "br" and len(node) and not (node[-1].tail or "").strip():
        node = node[-1]
    return bool(node.tag == "br")


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
