"""The stages of reading an article, in order: what states it, what shows it, its body, one merged draft."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from archiver.extract.articles import evidence, merge, names, rules
from archiver.extract.articles.body import Body, read_body
from archiver.extract.articles.candidate import Author, Candidate, Found, Reader
from archiver.extract.articles.jsonld import Graph, JsonNode, read_jsonld
from archiver.extract.articles.metas import Metas, read_metas
from archiver.extract.articles.microdata import article_scope, read_microdata
from archiver.extract.articles.paragraphs import read_paragraphs
from archiver.extract.articles.regions import Regions
from archiver.extract.articles.visible import displayed_headline, read_visible
from archiver.extract.draft import Draft
from archiver.page.page import Node, Page
from archiver.page.text import collapse

_SCALARS = [
    "publisher",
    "datePublished",
    "dateModified",
    "url",
    "description",
    "articleSection",
    "image",
    "license",
    "isAccessibleForFree",
]
_SHOWN = ("h1", "h1 as titled", "h2 as titled", "class:headline")
_BODY_RULE = "the page's own text before a copy in a script; the longer one wins where it is twice as long"


def read_article(page: Page) -> Draft | None:
    """The article a page is, every value with its source; None where nothing says it is one.

    What could not be read or was left out goes to ``page.notes``.
    """
    if not page.is_html or page.root is None:
        return None
    sight = Sight(page, page.root)
    if not sight.evidence:
        return None
    return sight.draft()


def article_evidence(page: Page) -> tuple[str, ...]:
    """What says that the page is an article, in words, strongest first; empty when nothing does."""
    if not page.is_html or page.root is None:
        return ()
    return Sight(page, page.root).evidence


@dataclass(frozen=True)
class Sight:
    """One page seen through every room, each read once."""

    page: Page
    root: Node

    @cached_property
    def reader(self) -> Reader:
        """Makes the candidates."""
        return Reader(self.page)

    @cached_property
    def regions(self) -> Regions:
        """Where the article is and is not."""
        return Regions(self.page, self.root)

    @cached_property
    def metas(self) -> Metas:
        """The head's ``meta`` elements."""
        return Metas(self.page, self.root)

    @cached_property
    def graph(self) -> Graph:
        """The JSON-LD objects."""
        return Graph(self.page)

    @cached_property
    def node(self) -> JsonNode | None:
        """The JSON-LD object that is the article."""
        return self.graph.article(self.regions.heading_names)

    @cached_property
    def scope(self) -> tuple[Node, str] | None:
        """The microdata item that is the article, and its type."""
        return article_scope(self.regions)

    @cached_property
    def stated(self) -> Found:
        """All candidates in order of preference."""
        rooms = [read_jsonld(self.reader, self.regions, self.graph, self.node)] if self.node else []
        if self.scope:
            rooms.append(read_microdata(self.reader, self.regions, self.scope[0]))
        rooms.append(read_metas(self.reader, self.regions, self.metas))
        rooms.append(read_microdata(self.reader, self.regions, None))
        rooms.append(read_visible(self.reader, self.regions))
        return merge.merged(rooms)

    @cached_property
    def shown(self) -> Body | None:
        """The body as the page shows it."""
        return read_body(self.reader) or read_paragraphs(self.reader, self.regions)

    @cached_property
    def body(self) -> list[Candidate]:
        """The body from the tree and from JSON-LD, the better one first."""
        stated = self.stated.fields.get("articleBody", [])[:1]
        if self.shown is None:
            return stated
        shown = self.shown.candidate
        return [*stated, shown] if stated and _is_much_more(stated[0], shown) else [shown, *stated]

    @cached_property
    def evidence(self) -> tuple[str, ...]:
        """What says article."""
        signs = evidence.Signs(
            json_type=self.node.types[0] if self.node else None,
            item_type=self.scope[1] if self.scope else None,
            og_type=self.metas.content("og:type").strip().lower(),
            published=bool(self.metas.named("article:published_time")),
            heading=any(c.rule in _SHOWN for c in self.stated.fields.get("headline", [])),
            words=evidence.count_words(str(self.body[0].value)) if self.body else 0,
            dated=self.stated.first("datePublished") is not None,
            framed=self._framed(),
            linked_headings=self._linked_headings(),
        )
        return evidence.weigh(self.page.url, signs)

    def _framed(self) -> bool:
        """One ``article`` element, or an ``h1`` that says what the page's title says."""
        root = self.page.root
        if root is None or len(self.regions.select("//article", 3)) == 1:
            return root is not None
        said = [collapse(" ".join(map(str, node.itertext()))) for node in self.regions.select("//h1", 2)]
        title = collapse(root.findtext(".//title") or "")
        return len(said) == 1 and bool(said[0]) and title.startswith(said[0])

    def _linked_headings(self) -> int:
        """Headings with a link between the body's first word and its last: the entries of a list."""
        if self.shown is None:
            return 0
        found = self.regions.select(
            "//*[self::h2 or self::h3 or self::h4][.//a or parent::a]", rules.MAX_VISIBLE
        )
        return sum(self.shown.start <= self.regions.position(node) < self.shown.end for node in found)

    def draft(self) -> Draft | None:
        """Everything merged; None without a headline."""
        draft = Draft("article")
        self._put_headline(draft)
        if "headline" not in draft.data:
            return None
        merge.put_authors(draft, self.page, self._author_groups())
        for name in _SCALARS:
            merge.put(draft, self.page, name, self.stated.fields.get(name, []))
        merge.put_keywords(draft, self.page, self.stated.keywords)
        self._put_body(draft)
        self._put_language(draft)
        return draft

    def _put_headline(self, draft: Draft) -> None:
        candidates = self.stated.fields.get("headline", [])
        merge.put(draft, self.page, "headline", candidates)
        if not candidates:
            return
        shown = displayed_headline(self.reader, self.regions)
        stated = self.stated.fields.get("alternativeHeadline", [])
        others = [
            c
            for c in [shown, *stated]
            if c and names.flat(str(c.value)) != names.flat(str(candidates[0].value))
        ]
        merge.put(draft, self.page, "alternativeHeadline", others)

    def _author_groups(self) -> list[list[Author]]:
        """People first; the site itself only where markup for machines names it and nobody else is named."""
        groups = [group for group in map(self._people, self.stated.authors) if group]
        marked = [group for group in self.stated.authors if group[0].name.method in ("json-ld", "microdata")]
        return groups or marked[:1]

    def _people(self, group: list[Author]) -> list[Author]:
        return [a for a in group if names.flat(str(a.name.value)) not in self._not_people]

    @cached_property
    def _not_people(self) -> set[str]:
        publisher = self.stated.first("publisher")
        return self.regions.site_names | ({names.flat(str(publisher.value))} if publisher else set())

    def _put_body(self, draft: Draft) -> None:
        merge.put(draft, self.page, "articleBody", self.body, _BODY_RULE)
        if not self.body or self.body[0].transform == "html-text":
            return
        count = self.reader.candidate(
            self.body[0].place,
            "derived",
            "words of articleBody",
            "word-count",
            keep_raw=False,
            confidence="inferred",
        )
        merge.put(draft, self.page, "wordCount", [count] if count else [])

    def _put_language(self, draft: Draft) -> None:
        candidates = self.stated.fields.get("inLanguage", [])
        if not candidates and self.body:
            detected = self.reader.candidate(
                self.body[0].place,
                "derived",
                "language of articleBody",
                "detected-language",
                keep_raw=False,
                confidence="inferred",
            )
            candidates = [detected] if detected else []
        merge.put(draft, self.page, "inLanguage", candidates)


def _is_much_more(stated: Candidate, shown: Candidate) -> bool:
    return len(str(stated.value)) > 2 * len(str(shown.value))
