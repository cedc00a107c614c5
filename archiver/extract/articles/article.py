"""The stages of reading an article, in order: what states it, what shows it, its body, one merged draft."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice

from archiver.extract.articles import author_choice, evidence, headlines, merge, names, rules
from archiver.extract.articles.agreed import agreed_publisher, agreed_section
from archiver.extract.articles.anchor import Anchor
from archiver.extract.articles.body import Body, read_body
from archiver.extract.articles.body_rules import SENTENCE_END
from archiver.extract.articles.bylines import signatures
from archiver.extract.articles.candidate import Author, Candidate, Found, Reader
from archiver.extract.articles.date_checks import check_dates
from archiver.extract.articles.guesses import guess_headline
from archiver.extract.articles.jsonld import Graph, JsonNode, read_jsonld, read_page_object
from archiver.extract.articles.language import read_language
from archiver.extract.articles.markup_rules import PAGE_RULE
from archiver.extract.articles.metas import Metas, read_metas
from archiver.extract.articles.microdata import article_scope, read_microdata
from archiver.extract.articles.paragraphs import read_paragraphs
from archiver.extract.articles.rdfa import rdfa_scope, read_rdfa
from archiver.extract.articles.regions import Regions
from archiver.extract.articles.shown_dates import shown_dates
from archiver.extract.articles.state import find_state, read_state
from archiver.extract.articles.titles import displayed_headline, read_titles
from archiver.extract.articles.visible import read_visible
from archiver.extract.draft import Draft
from archiver.model.provenance import CUT
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
_SIGHT = ("articles", "sight")
_PART_OF_TITLE = 20  # letters of a heading that a title has behind a kicker
_HEADLINE_WORDS = 4  # of a heading that is no name
_TOLD = 2  # sentences of a story
_MOST_MARKED = 2  # headlines that markup states beside the chosen one, before they are a list's
_SOME_MOMENT = datetime(2000, 12, 31, tzinfo=UTC)  # that a text can be read as a date does not depend on it
_BODY_RULE = "the page's own text before a copy in a script; the longer one wins where it is twice as long"


def read_article(page: Page, *, article_body: bool = True) -> Draft | None:
    """The article a page is, every value with its source; None where nothing says it is one.

    What could not be read or was left out goes to ``page.notes``.
    """
    sight = sight_of(page)
    return sight.draft(article_body=article_body) if sight and sight.evidence else None


def article_evidence(page: Page) -> tuple[str, ...]:
    """What says that the page is an article, in words, strongest first; empty when nothing does."""
    sight = sight_of(page)
    return sight.evidence if sight else ()


def sight_of(page: Page) -> Sight | None:
    """The page as the rooms see it, made once; None for what is no HTML."""
    root = page.root if page.is_html else None
    if root is None:
        return None
    return page.memo(_SIGHT, lambda: Sight(page, root), lambda _: 0)


def tells_story(page: Page) -> bool:
    """True where a text of some sentences stands under a headline that the page's title repeats."""
    sight = sight_of(page)
    return sight is not None and sight.tells


def release(page: Page) -> None:
    """Forget what was seen of a page: for when the reading of it is over."""
    page.memo.forget(_SIGHT)


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
        return Metas(self.page)

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
    def rdfa(self) -> tuple[Node, str] | None:
        """The RDFa item that is the article, and its type."""
        return rdfa_scope(self.regions)

    @cached_property
    def stated(self) -> Found:
        """All candidates in order of preference; a room that fails is named in the notes, and the others go on."""
        found = merge.merged(room for name in _ROOMS if (room := self._asked(name)) is not None)
        for name, agreed in (("publisher", agreed_publisher), ("articleSection", agreed_section)):
            if name not in found.fields:
                found.add(name, agreed(self.reader, self.regions, self.graph))
        return check_dates(self.page, found)

    def _asked(self, name: str) -> Found | None:
        try:
            return _ROOMS[name](self)
        except Exception as error:  # hostile input finds errors of every room
            self.page.notes.append(f"html article: {name} could not be read ({type(error).__name__})")
            return None

    @cached_property
    def shown(self) -> Body | None:
        """The body as the page shows it."""
        stated = self.scope[0] if self.scope else None
        return read_body(self.reader, self.regions, stated) or read_paragraphs(self.reader, self.regions)

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
            item_type=f"microdata {self.scope[1]}"
            if self.scope
            else f"rdfa {self.rdfa[1]}"
            if self.rdfa
            else None,
            og_type=self.metas.content("og:type").strip().lower(),
            published=bool(self.metas.named("article:published_time")),
            heading=bool(self._shown_headlines),
            words=0,
            dated=self._is_dated(),
            framed=self.titled or self._framed(),
            other_page=self.graph.other_page(),
            linked_headings=0,
            sentences=0,
            authored=any(self.stated.authors),
        )
        # Where markup settles it, the body need not be read for that.
        if not self.node and evidence.needs_body(self.page.url, signs, len(self._linked_headings)):
            words = evidence.count_words(self._body_text()) if self.body else 0
            told = len(self._sentences) if self.body else 0
            signs = signs._replace(words=words, sentences=told, linked_headings=self._headings_within())
        return evidence.weigh(self.page.url, signs)

    @cached_property
    def _shown_headlines(self) -> list[Candidate]:
        """The headlines among the candidates that readers see."""
        return [c for c in self.stated.fields.get("headline", []) if c.rule in headlines.SHOWN]

    @cached_property
    def titled(self) -> bool:
        """The page's title repeats a heading as long as headlines are: no name of a section or of the site."""
        return any(
            evidence.count_words(text) >= _HEADLINE_WORDS and names.flat(text) in self.regions.title
            for text in (str(c.value) for c in self._shown_headlines)
        )

    @property
    def tells(self) -> bool:
        """A story under a headline of its own, whatever else stands on the page."""
        return self.titled and bool(self.body) and len(self._sentences) >= _TOLD

    def _is_dated(self) -> bool:
        """A date says when it was published, be it "2 hours ago" on a page of which nobody knows when it was so."""
        published = self.stated.fields.get("datePublished", [])
        if self.page.captured is not None or published:
            return any(not c.rule.startswith(PAGE_RULE) for c in published)
        reader = Reader(self.page, captured=_SOME_MOMENT)
        dates = shown_dates(reader, self.regions, Anchor(self.regions))
        return any(field == "datePublished" for field, _ in dates)

    def _body_text(self) -> str:
        """The body; under a heading that only the title makes one, its sentences alone: rows of tables are none."""
        text = str(self.body[0].value)
        if {c.rule for c in self._shown_headlines} != {headlines.UNMARKED}:
            return text
        return "\n".join(self._sentences)

    @cached_property
    def _sentences(self) -> list[str]:
        """The lines of the body that end as sentences do; in scripts without full stops, the long ones."""
        lines = [(line, evidence.count_words(line)) for line in str(self.body[0].value).split("\n")]
        return [line for line, words in lines if words >= (4 if SENTENCE_END.search(line) else 20)]

    def _framed(self) -> bool:
        """One ``article`` element, or a heading that says what the page's title says."""
        root = self.page.root
        if root is None or len(self.regions.elements.tagged("article")) == 1:
            return root is not None
        title = collapse(self.page.elements.text_of_first("title"))
        said = [
            collapse(" ".join(map(str, node.itertext())))
            for node in self.regions.elements.tagged("h1")[:2] or self._lower_heading()
        ]
        if len(said) == 1 and bool(said[0]) and (title.startswith(said[0]) or _is_part(said[0], title)):
            return True
        shown = [str(c.value) for c in self.stated.fields.get("headline", []) if c.rule == "class:headline"]
        return shown == [title] and len(names.flat(title)) >= 2 * rules.LEAST_TITLE

    def _lower_heading(self) -> list[Node]:
        """The ``h2`` or ``h3`` that takes the place of an ``h1``."""
        return [heading for heading in self.regions.headings[:1] if heading.tag in ("h2", "h3")]

    @cached_property
    def _linked_headings(self) -> list[Node]:
        """Headings that lead to another page."""
        found = filter(self._leads_away, self.regions.elements.tagged("h2", "h3", "h4"))
        return list(islice(found, rules.MAX_VISIBLE))

    def _leads_away(self, heading: Node) -> bool:
        """True for one that is a link, or for the most part; neither to a place in this page nor one to edit it."""
        above = heading.getparent()
        if above is not None and above.tag == "a":
            return not _is_within(above)
        spans = self.page.document_text.spans
        links = (a for a in heading.iter("a") if a in spans and not _is_within(a))
        linked = sum(len(self.regions.text(link)) for link in links)
        return 0 < len(self.regions.text(heading)) <= 2 * linked

    def _headings_within(self) -> int:
        """In how many places between the body's first word and its last they stand: before each entry of a list.

        A box of them in the middle of a story is one place.
        """
        pieces = self.shown.pieces if self.shown else []
        if not pieces:
            return 0
        starts, end = [start for start, _ in pieces], max(end for _, end in pieces)
        places = map(self.regions.position, self._linked_headings)
        return len({bisect_right(starts, place) for place in places if starts[0] <= place < end})

    def draft(self, *, article_body: bool = True) -> Draft | None:
        """Everything merged, without the body and what follows from it if so asked; None without a headline."""
        draft = Draft("article")
        self._put_headline(draft)
        if "headline" not in draft.data:
            return None
        merge.put_authors(draft, self.page, self._author_groups(), author_choice.ORDER)
        for name in _SCALARS:
            lost = self.stated.lost.get(name, merge.ORDER)
            merge.put(draft, self.page, name, self.stated.fields.get(name, []), lost)
        merge.put_keywords(draft, self.page, self.stated.keywords)
        if article_body:
            self._put_body(draft)
        self._put_language(draft, self.body[0] if article_body and self.body else None)
        return draft

    def _put_headline(self, draft: Draft) -> None:
        """The headline, and as ``alternativeHeadline`` the displayed or the stated one that differs from it."""
        chosen = headlines.choose(self.stated.fields.get("headline", []), frozenset(self.regions.site_names))
        if chosen is None:
            guess = guess_headline(self.reader, self.regions)
            merge.put(draft, self.page, "headline", [guess] if guess else [])
            return
        merge.put(draft, self.page, "headline", chosen.all, chosen.lost)
        shown = displayed_headline(self.reader, self.regions)
        stated = self.stated.fields.get("alternativeHeadline", [])
        marked = [c for c in chosen.rest if c.method in headlines.MARKUP and c.rule.endswith("headline")]
        others = len({names.flat(str(c.value)) for c in marked}) > _MOST_MARKED  # those of other stories
        if others or chosen.lost == headlines.STRANGE:
            marked = []
        flat = names.flat(str(chosen.first.value))
        if any(c.rule in headlines.SHOWN and names.flat(str(c.value)) == flat for c in chosen.all):
            # What is shown over the article: another heading is one of it only where it says more.
            shown = shown if shown and flat in names.flat(str(shown.value)) else None
        further = [c for c in [shown, *marked, *stated] if c and names.flat(str(c.value)) != flat]
        merge.put(draft, self.page, "alternativeHeadline", further)

    def _author_groups(self) -> list[list[Author]]:
        """People first; the site itself only where markup for machines names it and nobody else is named."""
        return author_choice.choose(
            self.stated.authors,
            self._not_people,
            lambda: signatures(self.reader, self.regions, Anchor(self.regions)),
        )

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
            note=self.body[0].note if CUT in (self.body[0].note or "") else None,
        )
        merge.put(draft, self.page, "wordCount", [count] if count else [])

    def _put_language(self, draft: Draft, body: Candidate | None) -> None:
        stated = self.stated.fields.get("inLanguage", [])
        read = read_language(self.reader, stated, body)
        merge.put(draft, self.page, "inLanguage", read.candidates, read.lost)


# Who is asked for values, in order of preference.
_ROOMS: dict[str, Callable[[Sight], Found | None]] = {
    "JSON-LD": lambda s: read_jsonld(s.reader, s.regions, s.graph, s.node) if s.node else None,
    "microdata": lambda s: read_microdata(s.reader, s.regions, s.scope[0]) if s.scope else None,
    "RDFa": lambda s: read_rdfa(s.reader, s.regions, s.rdfa[0]) if s.rdfa else None,
    "meta": lambda s: read_metas(s.reader, s.regions, s.metas),
    "microdata without itemscope": lambda s: read_microdata(s.reader, s.regions, None),
    "JSON-LD of the page": lambda s: read_page_object(s.reader, s.regions, s.graph),
    "headings and title": lambda s: read_titles(s.reader, s.regions),
    "what is shown": lambda s: read_visible(s.reader, s.regions),
    "the state of scripts": lambda s: (
        read_state(s.reader, state) if (state := find_state(s.regions)) else None
    ),
}


def _is_within(link: Node) -> bool:
    """True for a link to a place in the same page, and for a place that links lead to."""
    return link.get("href", "#").startswith("#")


def _is_part(heading: str, title: str) -> bool:
    """A heading that a title has behind a kicker."""
    flat = names.flat(heading)
    return len(flat) >= _PART_OF_TITLE and names.flat(title).find(flat) > 0


def _is_much_more(stated: Candidate, shown: Candidate) -> bool:
    return len(str(stated.value)) > 2 * len(str(shown.value))
