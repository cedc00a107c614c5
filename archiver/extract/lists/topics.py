"""Headlines without links: topic lists, digests as HTML, headings over short texts. Pure, bounded.

Read only where a page shows no linked headlines. Text in a list says little by itself: there must be dates or names of
sources with the entries, or a heading that speaks of news, and the entries must be most of what the page says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from statistics import median
from typing import NamedTuple
from urllib.parse import urlsplit

from archiver.extract.lists import list_rules as rules
from archiver.extract.lists import topic_rules
from archiver.extract.lists.extents import Shown
from archiver.extract.lists.headed import is_day
from archiver.extract.lists.headings import name_of, speaks_of_news
from archiver.extract.lists.links import Link, text_of, weight
from archiver.page.check import context
from archiver.page.page import Node, Page
from archiver.page.transforms import apply, date_note

_LEAST, _MOST = 3, 2_000
_MAX_TEXT = 300
_MAX_WORDS = 200_000  # characters of a page whose words are counted
_SAMPLE = 40
_MAX_NODES = 50_000
_CLIMB = 6
_MAX_DAY = 40
_ENTRIES = ("li", "dt", "tr", "p", "h2", "h3", "h4", "h5", "h6")
_STRONG = ("h2", "h3", "h4", "h5", "h6", "b", "strong")
# What the looks that take longest can add.
_MOST_OF_REST = sum(
    topic_rules.TOPIC_EVIDENCE[sign] for sign in ("a menu of news sections", "most words of the page")
)


class Topics(NamedTuple):
    """Entries of one kind in one place, and the signs that say they are news."""

    shown: list[Shown]
    signs: tuple[str, ...]
    points: float


def find_topics(page: Page, article: tuple[str, ...]) -> list[Topics]:
    """The lists of unlinked headlines in page order; ``article`` is what says that the page is an article."""
    lists = list(_entries(page)) if page.root is not None else []
    if not lists:
        return []
    around = _Around(page, article)
    found = [_weighed(around, entries) for entries in lists]
    return [topics for topics in found if topics.points >= topic_rules.ACCEPT_TOPICS]


class _Around:
    """What the page around the entries says; what takes long is looked at only when it may tell."""

    def __init__(self, page: Page, article: tuple[str, ...]) -> None:
        self.page = page
        path = urlsplit(page.url).path
        title = page.root.find(".//title") if page.root is not None else None
        self.signs = {
            "address of a front page": path.strip("/") in rules.FRONT_PATHS,
            "a title that speaks of news": title is not None and speaks_of_news(title.text or ""),
            "address of an article": bool(
                rules.ARTICLE_ADDRESS.search(path) or rules.SLUG_ADDRESS.search(path)
            ),
            "says it is an article": any(
                said.startswith((*rules.SAYS_ARTICLE, *rules.STATES_ARTICLE)) for said in article
            ),
        }

    @cached_property
    def words(self) -> float:
        """The words of the whole page."""
        return weight(self.page.document_text.text[:_MAX_WORDS])

    @cached_property
    def sections(self) -> int:
        """How many of a newspaper's sections the page's links name."""
        links = islice(self.page.root.iter("a"), _MOST) if self.page.root is not None else ()
        texts = {text for link in links if len(text := text_of(self.page, link)) <= _MAX_DAY}
        return sum(1 for text in texts if topic_rules.NEWS_SECTIONS.fullmatch(text))


def _entries(page: Page) -> Iterator[list[Shown]]:
    """Entries of one kind that hold a title and no link, list by list: siblings, or each alone in one of siblings."""
    links = [link for number, link in enumerate(_titled(page)) if number < 5 * _MOST]
    held = Counter(parent for link in links for parent in islice(link.node.iterancestors(), _CLIMB))
    groups: dict[tuple[Node, str, str], list[Shown]] = {}
    for link in links:
        unit = link.node
        for parent in islice(link.node.iterancestors(), _CLIMB):
            if held[parent] > 1 or parent.tag in ("body", "html", "main"):
                groups.setdefault((parent, str(unit.tag), str(link.node.tag)), []).append(Shown(link, unit))
                break
            unit = parent
    for (parent, _, _), entries in groups.items():
        if len(entries) >= _LEAST and not _in_navigation(parent):
            yield entries[:_MOST]


def _titled(page: Page) -> Iterator[Link]:
    """Elements that could be entries, each with its title, as links that lead nowhere."""
    nodes = page.root.iter(*_ENTRIES) if page.root is not None else iter(())
    for order, (_, node) in enumerate(zip(range(_MAX_NODES), nodes, strict=False)):
        title = _title(page, node)
        text = text_of(page, title) if title is not None else ""
        if title is not None and not is_day(text):
            yield Link(node, "", f"#{order}", title, text, order, False, title.tag in rules.HEADINGS)


def _title(page: Page, node: Node) -> Node | None:
    """The element with the title of an entry: its heading or bold start, else the entry itself."""
    if node.tag == "p" and next(node.iterdescendants(*_STRONG), None) is None:
        return None  # a paragraph has none but its bold start
    if _is_linked(node):
        return None
    text = text_of(page, node)
    if len(text) > 4 * _MAX_TEXT or weight(text[: 2 * _MAX_TEXT]) < rules.TITLE_WORDS:
        return None
    if node.tag in rules.HEADINGS and any(
        parent.tag in ("li", "tr") for parent in islice(node.iterancestors(), 3)
    ):
        return None  # the title of an entry that is read as a whole
    if node.tag in rules.HEADINGS:
        return node if len(text) <= _MAX_TEXT else None
    for inner in node.iterdescendants(*_STRONG):
        if weight(text_of(page, inner)) >= rules.TITLE_WORDS and text.startswith(text_of(page, inner)):
            return inner
        break
    cells = list(node.iterchildren("td")) if node.tag == "tr" else []
    if node.tag == "p":
        return None
    if cells:
        return max(cells, key=lambda cell: weight(text_of(page, cell)))
    return node if len(text) <= _MAX_TEXT and node.tag != "tr" else None


def _is_linked(node: Node) -> bool:
    """True for an element with a link in it or around it."""
    within = any(anchor.get("href") is not None for anchor in node.iterdescendants("a"))
    return within or next(node.iterancestors("a"), None) is not None


def _in_navigation(node: Node) -> bool:
    return any(parent.tag in rules.NAVIGATION_TAGS for parent in (node, *node.iterancestors()))


def _weighed(around: _Around, entries: list[Shown]) -> Topics:
    page, sample = around.page, entries[:_SAMPLE]
    texts = [each.link.text for each in sample]
    whole = [_whole(page, each) for each in sample]
    words = median(weight(text) for text in texts)
    listed = sum(weight(text) for text in whole)
    name = name_of(page, entries[0].container)
    found = {
        "entries with dates": _share(map(_has_date, whole)) >= 0.6,
        "entries with times": _share(map(topic_rules.TIME_LOOK.search, whole)) >= 0.6,
        "entries with sources": _share(map(topic_rules.SOURCE.search, whole)) >= 0.6,
        "a heading that speaks of news": speaks_of_news(name)
        or speaks_of_news(name_of(page, entries[0].unit)),
        "a heading that is a day": _is_day(page, name),
        "entries of 3 words": words >= 2.8,
        "entries of 5 words": words >= 4.5,
        "long texts between": listed > 60 * len(sample),
        "questions": _share(text.rstrip().endswith(("?", "？", "؟")) for text in texts) >= 0.5,
        "alike": len(set(texts)) * 10 < 9 * len(texts),
        **around.signs,
    }
    if _points(found) + _MOST_OF_REST >= topic_rules.ACCEPT_TOPICS:
        found |= {
            "a menu of news sections": around.sections >= topic_rules.SECTIONS_IN_MENU,
            "most words of the page": listed * 3 >= around.words * 1.2,
            "titles that are days": _share(_is_day(page, text) for text in texts) >= 0.5,
        }
    return Topics(entries, tuple(sign for sign in found if found[sign]), _points(found))


def _points(found: Mapping[str, bool]) -> float:
    return sum(topic_rules.TOPIC_EVIDENCE[sign] for sign, holds in found.items() if holds)


def _has_date(text: str) -> bool:
    return bool(rules.MAY_DATE.search(text) and rules.DATE_LOOK.search(text))


def _is_day(page: Page, text: str) -> bool:
    """True for a day written in figures and nothing else but a weekday: without two words more it is no longer one."""
    if len(text) > _MAX_DAY or not any(c.isdigit() for c in text):
        return False
    words, known = text.split(), context(page)
    parts = [" ".join(part) for part in (words, words[2:], words[:-2])]
    day, later, sooner = ((apply("date", part, known), date_note(part, known)) for part in parts)
    return day[0] is not None and day not in (later, sooner)


def _share(signs: Iterable[object]) -> float:
    held = [bool(sign) for sign in signs]
    return sum(held) / max(1, len(held))


def _whole(page: Page, entry: Shown) -> str:
    """The text of an entry, with what follows a heading or term up to the next."""
    node = entry.unit
    texts = [text_of(page, node)[:5_000]]
    if node.tag in rules.HEADINGS or node.tag == "dt":
        for follower in node.itersiblings():
            if follower.tag == node.tag or len(texts) > 6:
                break
            if isinstance(follower.tag, str):
                texts.append(text_of(page, follower)[:5_000])
    return " ".join(texts)
