"""Which parts of a page are not the article: comments, menus, related stories. One walk over the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import cast
from urllib.parse import urlsplit

from archiver.extract.articles import names, rules
from archiver.page.page import Node, Page

# For lower-case labels: without ``re.IGNORECASE`` the search skips to letters that begin a word of the pattern.
_NOT_ARTICLE = re.compile(rules.NOT_ARTICLE)
_BESIDE = re.compile(rules.BESIDE_ARTICLE)
_COMMENTS = re.compile(rules.COMMENTS)
_HEADLINE = re.compile(rules.HEADLINE_CLASS)
_WHOLE = frozenset({"html", "body", "main"})
_APART = frozenset({"footer", "nav", "aside"})
_LARGEST_SHARE = 0.5  # of the page's text: a larger container is the page, whatever its class says
_MAX_HEADING = 400
_MAX_FORM = 400  # characters of a form that asks for something and no more
_MOST_NAME_WORDS, _LEAST_HEADLINE_WORDS = 7, 4
_SEPARATOR = re.compile(r"\s+[-–—―|·•»«/~]+\s+|\s*[|｜┃»«]\s*|--")
_MAX_STEPS_UP = 4
_MASTHEAD = 200  # characters between the site's name and the headline, at most: no story stands there
# What a page without ``h1`` may show its headline in, and how much of the title that must be.
_LESSER = ("h2", "h3", "h4", "h5")
_MAY_HEAD = (*_LESSER, "b", "strong", "font", "big", "p", "div", "span", "td", "th", "center")
_TITLE_SHARE = 0.5


class Regions:
    """The headings of a page and the containers outside its article."""

    def __init__(self, page: Page, root: Node) -> None:
        self.page = page
        self.root = root
        self._known: dict[Node, bool] = {}
        self._selected: dict[tuple[str, Node | None], list[Node]] = {}
        self._with_word: dict[re.Pattern[str], list[Node]] = {}
        self.elements = page.elements

    @cached_property
    def headings(self) -> list[Node]:
        """The ``h1`` elements with text, in order; where a page has none, the element that its title repeats."""
        found = [
            h
            for h in self.elements.tagged("h1")[: rules.MAX_VISIBLE]
            if 0 < len(self.text(h)) <= _MAX_HEADING
        ]
        found = [h for h in found if not self._of_site(h) and not self._of_form(h)]
        while found and (kept := self._without_masthead(found)) != found:
            found = kept
        titled = self._as_titled() if not found else self._titled_before(found)
        return found if titled is None else [titled]

    def _titled_before(self, found: list[Node]) -> Node | None:
        """A lesser heading that begins the page's title, before ``h1`` elements that all say something else."""
        if not self.title or any(names.flat(self.text(heading)) in self.title for heading in found):
            return None
        lesser = self._as_titled(before=self.position(found[0]))
        if lesser is None:
            return None
        heads = lesser.tag in _LESSER or has_class(lesser, _HEADLINE)
        return lesser if heads and self.title.startswith(names.flat(self.text(lesser))) else None

    def _as_titled(self, before: int | None = None) -> Node | None:
        """The element outside menus that says what the title begins or ends with, and no more; the innermost.

        The first that says most of the title; else the first that says what stands before a separator in it.
        """
        if not names.is_titular(self.title):
            return None
        part: Node | None = None
        for node in islice(self.root.iter(*_MAY_HEAD), 50 * rules.MAX_VISIBLE):
            start, end = self.page.document_text.spans.get(node, (0, 0))
            if before is not None and start >= before:
                break
            if 2 * (end - start) < rules.LEAST_TITLE or end - start > _MAX_HEADING:
                continue
            flat = names.flat(self.text(node))
            is_most = self._is_most_of_title(flat)
            if (is_most or (part is None and self._is_begun_by(flat))) and self._may_head(node, flat):
                same = [inner for inner in node.iter(*_MAY_HEAD) if names.flat(self.text(inner)) == flat]
                if is_most:
                    return same[-1]
                part = same[-1]
        return part

    def _is_most_of_title(self, flat: str) -> bool:
        ends = self.title.startswith(flat) or self.title.endswith(flat)
        return ends and len(flat) >= _TITLE_SHARE * len(self.title)

    def _is_begun_by(self, flat: str) -> bool:
        return self.title.startswith(flat) and flat in self._stated_parts

    def _may_head(self, node: Node, flat: str) -> bool:
        return (
            names.is_titular(flat)
            and not self._of_site(node)
            and not self.is_outside(node)
            and next(node.iterancestors("a"), None) is None
        )

    def _without_masthead(self, found: list[Node]) -> list[Node]:
        """Without the site's own name before the headline: it leads home, or the title says it behind the next one."""
        if not found or self._leads_home(found[0]):
            return found[1:]
        if len(found) < 2:
            return found
        first, second = (names.flat(self.text(heading)) for heading in found[:2])
        between = self.position(found[1]) - self.page.document_text.span(found[0])[1]
        shared = second == names.flat(self._og_title)
        apart = (between < _MASTHEAD or shared) and first not in second and second not in first
        titled = second and any(
            said.startswith(second) and said.endswith(first) and len(second) > len(first)
            for said in (self.title, names.flat(self._og_title))
        )
        return found[1:] if apart and titled else found

    def _leads_home(self, heading: Node) -> bool:
        """True for a heading that is a link to the site's front page, and stands on another."""
        from archiver.urls import join

        link = next((n for n in heading.iter("a")), None)
        link = link if link is not None else next((n for n in islice(heading.iterancestors("a"), 1)), None)
        href = link.get("href", "").strip() if link is not None else ""
        if not href or href.startswith("#") or len(href) > _MAX_HEADING:
            return False
        there, here = urlsplit(str(join(self.page.url, href) or "")), urlsplit(self.page.url)
        is_home = there.scheme in ("http", "https") and there.path in ("", "/") and not there.query
        return is_home and here.path not in ("", "/")

    @cached_property
    def title(self) -> str:
        """What the page's ``title`` says, flat."""
        title = next(iter(self.select("//head/title", 1)), None)
        return names.flat(self.text(title)[: rules.MAX_TITLE]) if title is not None else ""

    @cached_property
    def _og_title(self) -> str:
        metas = (
            m for m in self.elements.tagged("meta")[: rules.MAX_METAS] if m.get("property") == "og:title"
        )
        return next((m.get("content", "")[: rules.MAX_TITLE] for m in metas), "")

    @cached_property
    def heading_names(self) -> set[str]:
        """Their texts, flat."""
        return {
            names.flat(self.text(n)) for h in self.headings for n in (h, self.stated_part(h)) if n is not None
        } - {""}

    @cached_property
    def titled_heading(self) -> Node | None:
        """The first heading that the title repeats, if it may be a headline by itself."""
        flat = ((heading, names.flat(self.text(heading))) for heading in self.headings)
        return next((h for h, said in flat if names.is_titular(said) and said in self.title), None)

    def stated_part(self, heading: Node) -> Node | None:
        """The element inside a heading that alone says what a title states: words beside it are a kicker's."""
        if not len(heading) or names.flat(self.text(heading)) in self._stated_parts:
            return None
        inner = (n for n in islice(heading.iter(), 1, 20) if n in self.page.document_text.spans)
        return next((n for n in inner if names.flat(self.text(n)) in self._stated_parts), None)

    @cached_property
    def _stated_parts(self) -> set[str]:
        """The titles that the head states, whole and without what stands before or behind a separator."""
        node = next(iter(self.select("//head/title", 1)), None)
        titles = [self._og_title, self.text(node)[: rules.MAX_TITLE] if node is not None else ""]
        parts = {
            names.flat(part)
            for title in titles
            for cut in (None, *islice(_SEPARATOR.finditer(title), 10))
            for part in ((title[: cut.start()], title[cut.end() :]) if cut else (title,))
        }
        return {part for part in parts if names.is_titular(part)}

    @cached_property
    def site_names(self) -> set[str]:
        """What the page and its address call the site, flat."""
        from archiver.urls import host_of

        host = re.sub(r"^(?:www|m|amp|mobile|edition)[0-9]*\.", "", host_of(self.page.url))
        stated = [
            meta.get("content", "")
            for meta in self.elements.tagged("meta")[: rules.MAX_METAS]
            if (meta.get("property") or meta.get("name") or "").lower()
            in ("og:site_name", "application-name")
        ]
        stated = [name for name in stated if not self._is_headline(name)]
        return {
            names.flat(name) for name in (host, host.split(".")[0], ".".join(host.split(".")[-2:]), *stated)
        } - {""}

    def _is_headline(self, name: str) -> bool:
        """Stated as the site's name by mistake: it is long, or some words that both titles of the page are."""
        words = len(name.split())
        flat = names.flat(name)
        titled = flat == self.title and flat == names.flat(self._og_title)
        return words > _MOST_NAME_WORDS or (words >= _LEAST_HEADLINE_WORDS and titled)

    def select(self, xpath: str, limit: int, start: Node | None = None) -> list[Node]:
        """The first ``limit`` elements that an XPath gives inside the tree (libxml2 may leave some beside it)."""
        key = (xpath, start)
        if key not in self._selected:
            spans = self.page.document_text.spans
            # One descendant step costs libxml2 a fraction of a child step below every node.
            quick = xpath.replace("//body//*[", "//body/descendant::*[")
            found = cast("list[Node]", (self.root if start is None else start).xpath(quick))
            self._selected[key] = [node for node in found if node in spans]
        return self._selected[key][:limit]

    @cached_property
    def labelled(self) -> list[tuple[Node, tuple[str, ...]]]:
        """The elements of the body that have a class or ID, and the words of both in lower case, in order."""
        found = self.elements.stating_in_body("class", "id")[: 50 * rules.MAX_VISIBLE]
        words: dict[str, tuple[str, ...]] = {}
        rows = []
        for node in found:
            stated = f"{node.get('class', '')} {node.get('id', '')}"
            said = words.get(stated)
            if said is None:
                said = words[stated] = tuple(stated[:500].lower().split())
            rows.append((node, said))
        return rows

    @cached_property
    def _words(self) -> str:
        """The words of all labels, each on a line of its own."""
        return "\n".join({word for _, words in self.labelled for word in words})

    def _known_words(self, pattern: re.Pattern[str]) -> Iterator[str]:
        text = self._words
        for stem in rules.WORD_STEMS.get(pattern.pattern, ("",)):
            at = text.find(stem)
            while at >= 0:
                first, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
                word = text[first : end if end >= 0 else len(text)]
                if pattern.search(word):
                    yield word
                at = text.find(stem, end + 1) if end >= 0 else -1

    def with_word(self, pattern: re.Pattern[str]) -> list[Node]:
        """The elements of the body of whose class and ID one word, in lower case, is known to ``pattern``, in order."""
        if pattern not in self._with_word:
            known = frozenset(self._known_words(pattern))
            found = [node for node, words in self.labelled if not known.isdisjoint(words)] if known else []
            self._with_word[pattern] = found
        return self._with_word[pattern]

    def text(self, node: Node) -> str:
        """An element's ``node-text``."""
        start, end = self.page.document_text.span(node)
        return self.page.document_text.text[start:end]

    def position(self, node: Node) -> int:
        """Where the element's text starts in the page's text."""
        return self.page.document_text.span(node)[0]

    def before(self, node: Node, width: int) -> str:
        """At most ``width`` characters of the parent's text before the element."""
        parent = node.getparent()
        at = self.position(node)
        first = max(at - width, self.position(parent) if parent is not None else at)
        return self.page.document_text.text[first:at]

    @cached_property
    def start(self) -> int | None:
        """Where the article starts: the place of its heading."""
        return self.position(self.headings[0]) if self.headings else None

    def is_outside(self, node: Node) -> bool:
        """True inside comments, menus, footers and lists of other stories."""
        trail: list[Node] = []
        current: Node | None = node
        answer = False
        while current is not None:
            if current in self._known:
                answer = self._known[current]
                break
            trail.append(current)
            if self._is_apart(current):
                answer = True
                break
            current = current.getparent()
        self._known.update(dict.fromkeys(trail, answer))
        return answer

    @cached_property
    def _around_headings(self) -> set[Node]:
        around: set[Node] = set()
        for heading in self.elements.tagged("h1")[:20]:
            around.add(heading)
            around.update(heading.iterancestors())
        return around

    def _is_apart(self, node: Node) -> bool:
        if node.tag in _WHOLE or node in self._around_headings:
            return False
        label = (
            f"{node.get('class', '')} {node.get('id', '')} {node.get('role', '')} {node.get('itemtype', '')}"[
                :500
            ]
        ).lower()
        if node.tag not in _APART and not _NOT_ARTICLE.search(label):
            return False
        if self._ends_article(node, label):
            return False
        if _COMMENTS.search(label):
            return True
        start, end = self.page.document_text.spans[node]
        return end - start < _LARGEST_SHARE * max(1, len(self.page.document_text.text))

    def _ends_article(self, node: Node, label: str) -> bool:
        """The footer of the article itself (HTML §4.3.8): who wrote it and when."""
        if "footer" not in f"{node.tag} {label}" or _BESIDE.search(label):
            return False
        article = next((n for n in islice(node.iterancestors(), _MAX_STEPS_UP) if _is_article(n)), None)
        return article is not None and article in self._around_headings

    def _of_site(self, heading: Node) -> bool:
        # A logo in an h1: the site's name, on every page.
        return names.flat(self.text(heading)) in self.site_names

    def _of_form(self, heading: Node) -> bool:
        # What a form asks; some sites put the whole page into one.
        form = next(heading.iterancestors("form"), None)
        return form is not None and len(self.text(form)) <= _MAX_FORM


def has_class(node: Node, pattern: re.Pattern[str]) -> bool:
    """True for an element of whose class one word, in lower case, is known to ``pattern``."""
    return any(map(pattern.search, node.get("class", "").lower().split()))


def _is_article(node: Node) -> bool:
    return node.tag == "article" or not {"hentry", "h-entry"}.isdisjoint(
        node.get("class", "").lower().split()
    )
