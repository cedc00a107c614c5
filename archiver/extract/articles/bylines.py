"""Authors as readers see them: bylines near the heading, names behind a label, links to an author's page.

Which words label, separate and follow a name are tables of ``rules``; what a name is, ``names`` says. May not
look into comments, captions, menus and cards of other stories.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from archiver.extract.articles import byline_words as words
from archiver.extract.articles import names, rules
from archiver.extract.articles.anchor import AFTER, Anchor
from archiver.extract.articles.candidate import Author, Candidate, Reader
from archiver.extract.articles.labels import label, labelled
from archiver.extract.articles.microdata import link_of
from archiver.extract.articles.regions import Regions
from archiver.page.page import Node

# Of lower-case words.
_AUTHOR, _STRONG, _WEAK, _SIGN = map(
    re.compile, (rules.AUTHOR_CLASS, rules.AUTHOR_STRONG, rules.AUTHOR_WEAK, rules.AUTHOR_SIGN)
)
_AUTHOR_URL = re.compile(rules.AUTHOR_URL, re.IGNORECASE)
_ABOUT_URL = re.compile(rules.ABOUT_URL, re.IGNORECASE)
_BY = re.compile(rf"^\s*(?:(?:{rules.BY})[\s:]|(?:{rules.BY_LABEL})\s*:)", re.IGNORECASE)
_LABEL = re.compile(rf"(?:^\s*|[^\w\s]\s*|[0-9]\s+){rules.BY_BEFORE_ELEMENT}\s*[:：]?\s*$", re.IGNORECASE)
_AUTHOR_LABEL = re.compile(
    rf"^(?:(?:{rules.AUTHOR_LABELS}|{words.AUTHOR})(?:\s*[-–:：]\s*|\s+)(?=\S)"
    rf"|(?:{words.AUTHOR_NOUN}|{words.AUTHOR_EAST_NOUN})\s*[:：＝=]\s*(?=\S)|(?:{words.AUTHOR_EAST})(?:{words.SEPARATOR}|\s+))",
    re.IGNORECASE,
)
_ROLE_BEHIND = re.compile(rf"^(?=[^\s0-9]{{2,6}})[^\W\d_]+ ?(?:{words.ROLE_EAST})(?:\s+\S+@\S+)?$")
_SIGNED = re.compile(r"^(?:[(（]\s?[^()（）]{2,40}[)）]|[—–]\s?\S.*)$")
_TO_THE_RIGHT = re.compile(r"text-align:\s*right", re.IGNORECASE)
_BETWEEN = re.compile(rf"^\s*(?:[,;/&]|(?:,\s*)?(?:{rules.AND}))\s*$", re.IGNORECASE)
_HEADINGS = frozenset({"h2", "h3", "h4"})
_BY_TAGS = frozenset({"p", "div", "span", "li", "em", "strong", "address", *_HEADINGS})
_WRITTEN_BY = re.compile(rules.WRITTEN_BY, re.IGNORECASE)
_TWITTER_LABEL, _TWITTER_DATA = "twitter:label", "twitter:data"
_MAX_BYLINE = 160
_MAX_CUTS = 60
_MAX_ROW = 80
_LEAST_PROSE = 100
_MAX_STEPS = 20_000
_MAX_STEPS_UP = 4
_MOST_FAR = 6  # names far from the heading: more are of a list of references
_MAX_STEPS_IN = 3  # of an address behind the name of its author: an article's goes on
_POSITION = re.compile(
    r"(?:^|[\s_-])(?:title|role|position|job|affiliation|adr|locality)(?:$|[\s_-])", re.IGNORECASE
)
_QUERY = re.compile(r"[?#]")
_LEADS_ON = ("»", "›", "→", "▸", "▶", ">")
_LABEL_REACH = 60
_MAX_SIGNATURE = 60
_MAX_ABOVE, _MAX_BELOW = 400, 200  # characters beside a signature


def shown_authors(reader: Reader, regions: Regions, anchor: Anchor) -> Iterator[list[Author]]:
    """Groups of authors, best rule first; each name with the link around it."""
    rows: tuple[tuple[str, Iterable[Node]], ...] = (
        ("by-label", _behind_label(anchor)),
        ("rel=author", _relations(regions)),
        ("class:author-name", _named(regions)),
        ("a[href*=author]", _author_links(regions, anchor)),
        ("labelled author", _labelled_rows(regions, anchor)),
        ("class:author", labelled(regions, _AUTHOR, outside=True)),
        ("by-line", _by_lines(regions, anchor)),
        ("address", _addresses(regions, anchor)),
        ("behind a person's sign", _behind_sign(regions, anchor)),
        ("class:username", _weak(regions, anchor)),
    )
    for rule, nodes in rows:
        group = _group(reader, regions, anchor, rule, nodes)
        if group:
            yield group


def card_authors(reader: Reader, regions: Regions) -> list[Author]:
    """The value of the ``twitter:data`` meta whose label says *written by*."""
    found: list[Author] = []
    metas = [m for m in regions.elements.tagged("meta") if m.get("name", "").startswith("twitter:")]
    for meta in [m for m in metas if m.get("name", "").startswith(_TWITTER_LABEL)][:4]:
        if not _WRITTEN_BY.match(meta.get("content", "").strip()):
            continue
        data = (
            [m for m in metas if m.get("name") == f"{_TWITTER_DATA}{meta.get('name', '')[-1:]}"][:1]
            if _numbered(meta)
            else []
        )
        for node in data:
            for start, end in names.spans(node.get("content", "")):
                place = reader.page.at_attribute(node, "content", start, end)
                name = reader.candidate(place, "meta", f"meta:{node.get('name')}")
                found += [Author(name)] if name else []
    return found


def _numbered(meta: Node) -> bool:
    return meta.get("name", "")[-1:].isdigit()


def _group(
    reader: Reader, regions: Regions, anchor: Anchor, rule: str, nodes: Iterable[Node]
) -> list[Author]:
    """The people of one rule: those near the heading, or else those elsewhere in the article."""
    near: list[Author] = []
    far: list[Author] = []
    for node in nodes:
        if len(near) >= rules.MAX_AUTHORS or len(far) >= 2 * rules.MAX_AUTHORS:
            break
        if node not in regions.page.document_text.spans:  # a comment beside a name
            continue
        if not 2 <= len(regions.text(node)) <= _MAX_BYLINE or not anchor.belongs(node):
            continue
        found = [a for a in names_in(reader, regions, node, rule) if _is_person(regions, str(a.name.value))]
        (near if anchor.is_near(node) else far).extend(found)
    return near or (far if len(far) <= _MOST_FAR else [])


def _is_person(regions: Regions, name: str) -> bool:
    """Not the outlet, whole or with its department (``BBC Sport``), nor what the page is about or an abbreviation."""
    first = names.flat(name.split(maxsplit=1)[0])
    if first in regions.site_names or names.flat(name) in regions.heading_names:
        return False
    return names.is_capital(name) and not names.is_shorthand(name)


def names_in(reader: Reader, regions: Regions, node: Node, rule: str) -> list[Author]:
    """The names in an element, each where it stands; where an inner element ends, a role may follow."""
    text = regions.text(node)
    first = regions.position(node)
    edges = {
        edge - first
        for inner in list(node.iterdescendants())[:_MAX_CUTS]
        if inner in regions.page.document_text.spans
        for edge in regions.page.document_text.spans[inner]
    }
    breaks = [
        regions.position(inner) - first
        for inner in islice(node.iterdescendants("br"), _MAX_CUTS)
        if inner in regions.page.document_text.spans
    ]
    found = []
    for start, end in names.spans(text, tuple(sorted(edges)), tuple(breaks)):
        name = reader.candidate(reader.page.at_element(node, start, end), "html", rule)
        if name:
            found.append(Author(name, link_of(reader, regions, node, str(name.value), "html", rule)))
    return found


# -- where to look --------------------------------------------------------------------------------------


def _behind_label(anchor: Anchor) -> Iterator[Node]:
    """``By <a>…</a>, <a>…</a> and <a>…</a>``: the elements after a label, up to other words."""
    for node in anchor.nearby(_MAX_STEPS + 1):
        before = _text_before(node)
        if not before or before.isspace() or not anchor.is_near(node) or not _LABEL.search(before):
            continue
        current: Node | None = node
        while current is not None:
            yield current
            tail, following = current.tail or "", current.getnext()
            if not _BETWEEN.match(tail):
                break
            above = current.getparent()
            # Each name may stand in an element of its own, the *and* in the first.
            current = above.getnext() if following is None and above is not None else following
        return


def _text_before(node: Node) -> str:
    """The words right before an element in its parent, or in the element before it if there are none between."""
    previous, parent = node.getprevious(), node.getparent()
    if previous is not None:
        text = previous.tail or ""
        if not text.strip() and len(previous) == 0 and isinstance(previous.tag, str):
            text = previous.text or ""
    else:
        text = (parent.text or "") if parent is not None else ""
    return text[-_LABEL_REACH:]


def _relations(regions: Regions) -> Iterator[Node]:
    for node in regions.elements.stating_in_body("rel")[: 5 * rules.MAX_VISIBLE]:
        if "author" in node.get("rel", "").lower().split():
            yield node


def _named(regions: Regions) -> Iterator[Node]:
    """Elements labelled as an author's name. Where one has a name and a position apart, only the name in it."""
    found = list(labelled(regions, _STRONG, outside=True))
    around = {outer for node in found for outer in islice(node.iterancestors(), _MAX_STEPS_UP)}
    for node in found:
        words = label(node).lower().split()
        if "fn" in words and ("org" in words or not _is_in_byline(node)):  # hCard: whose card it is
            continue
        apart = node in around and any(
            _POSITION.search(label(inner)) for inner in islice(node.iter(), _MAX_CUTS)
        )
        if not apart:
            yield node


def _is_in_byline(node: Node) -> bool:
    around = (label(step).lower() for step in (node, *islice(node.iterancestors(), _MAX_STEPS_UP)))
    return any(_AUTHOR.search(word) for words in around for word in words.split())


def _author_links(regions: Regions, anchor: Anchor) -> Iterator[Node]:
    links = (node for node in regions.elements.in_body("a") if node.get("href") is not None)
    for node in islice(links, 10 * rules.MAX_VISIBLE):
        href = node.get("href", "")[:500]
        match = _AUTHOR_URL.search(href)
        if match is None or _goes_on(href[match.end() :]) or _in_prose(regions, node):
            continue
        if not _ABOUT_URL.search(href) or anchor.is_at_head(node):
            yield node


def _goes_on(address: str) -> bool:
    """Behind the name of an author so many steps lead to an article. Hostile: ``urlsplit`` raises for some."""
    return _QUERY.split(address, maxsplit=1)[0].count("/") > _MAX_STEPS_IN


def _in_prose(regions: Regions, node: Node) -> bool:
    """The link stands in a paragraph of text: it is about somebody, not by them."""
    block = next(iter(node.iterancestors("p", "div", "li", "td", "section")), None)
    return block is not None and len(regions.text(block)) > _LEAST_PROSE


def _by_lines(regions: Regions, anchor: Anchor) -> Iterator[Node]:
    """The first short element that begins with *by*; not headings that say by what something is told apart."""
    if anchor.heading is None or anchor.start is None:
        return
    behind = regions.elements.after(anchor.heading, 2 * rules.MAX_VISIBLE, anchor.start + AFTER)
    for node in regions.page.document_text.measuring(behind, 1, _MAX_ROW):
        text = regions.text(node) if node.tag in _BY_TAGS else ""
        if text and len(text) <= _MAX_ROW and _BY.match(text) and anchor.is_near(node):
            if not (node.tag in _HEADINGS and _is_one_of_several(regions, node)):
                yield node
            return


def _is_one_of_several(regions: Regions, heading: Node) -> bool:
    """Whether other headings of its rank begin alike: "By product", "By country"."""
    alike = regions.elements.after(heading, rules.MAX_VISIBLE)
    return any(node.tag == heading.tag and _BY.match(regions.text(node)) for node in alike)


def _labelled_rows(regions: Regions, anchor: Anchor) -> Iterator[Node]:
    """The first short element of the article that is a label and names."""
    if anchor.heading is None:
        return
    behind = regions.elements.after(anchor.heading, _MAX_STEPS)
    for node in regions.page.document_text.measuring(behind, 5, _MAX_ROW):
        if node.tag not in _BY_TAGS:
            continue
        start, end = regions.page.document_text.span(node)
        if 4 < end - start <= _MAX_ROW and _is_labelled(regions.text(node)) and anchor.belongs(node):
            yield node
            return


@lru_cache(maxsize=512)  # elements around one text ask one after the other
def _is_labelled(text: str) -> bool:
    """``Author: Jane Doe``, far from the heading: a noun for the role, then full names and nothing else."""
    if _ROLE_BEHIND.match(text):
        return True
    label = _AUTHOR_LABEL.match(text)
    if label is None:
        return False
    said = text[label.end() :]
    found = names.spans(said)
    return bool(found) and all(_is_whole_name(said[first:last]) for first, last in found)


def _is_whole_name(name: str) -> bool:
    return names.is_full_name(name) or names.is_uncased_name(name)


def _addresses(regions: Regions, anchor: Anchor) -> Iterator[Node]:
    """The standard's element for who to turn to about an article, at its heading."""
    for node in regions.elements.in_body("address")[:_MAX_CUTS]:
        text = regions.text(node)
        at_head = len(text) <= _MAX_ROW and anchor.heading is not None and anchor.is_at_head(node)
        if at_head and all(_is_whole_name(text[first:last]) for first, last in names.spans(text)):
            yield node
            return


def _behind_sign(regions: Regions, anchor: Anchor) -> Iterator[Node]:
    """A line at the heading that begins with an icon called a person or a pen, and a name."""
    for node in labelled(regions, _SIGN, ("i", "span", "em", "b")):
        line, said = node.getparent(), (node.tail or "").strip()
        if not said or line is None or regions.text(node) or not anchor.is_at_head(node):
            continue
        text = regions.text(line)
        if len(text) <= _MAX_ROW and text.startswith(said[:_LABEL_REACH].split()[0]):
            yield line
            return


def _weak(regions: Regions, anchor: Anchor) -> Iterator[Node]:
    for node in labelled(regions, _WEAK):
        of_card = "nickname" in label(node).lower() and next(node.iterancestors("table"), None) is not None
        if anchor.heading is not None and anchor.is_at_head(node) and not of_card:
            yield node
            return


# -- signatures -----------------------------------------------------------------------------------------


def signatures(reader: Reader, regions: Regions, anchor: Anchor) -> list[Author]:
    """A paragraph of bold or italic type that is nothing but people's names: above the body, or under it."""
    found: list[Author] = []
    if anchor.start is None:
        return found
    holders = regions.elements.in_body("p", "div")[: 10 * rules.MAX_VISIBLE]
    for node in regions.page.document_text.measuring(holders, 3, _MAX_SIGNATURE):
        text = regions.text(node)
        if (
            not 3 <= len(text) <= _MAX_SIGNATURE
            or text.endswith(_LEADS_ON)
            or regions.position(node) < anchor.start
            or not _is_set_off(regions, node, text)
            or not anchor.belongs(node)
            or not _is_at_edge(regions, node)
        ):
            continue
        authors = names_in(reader, regions, node, "signature")
        if authors and all(_is_whole_name(str(a.name.value)) for a in authors) and _covers(text, authors):
            return authors
    return found


def _is_set_off(regions: Regions, node: Node, text: str) -> bool:
    """Bold, italic, in brackets, behind a dash or at the right: as people sign."""
    if _SIGNED.match(text) or _TO_THE_RIGHT.search(node.get("style", "")) or node.get("align") == "right":
        return True
    if text.lower() == text.upper():
        return False  # in a script without capitals, bold type does not tell a name from the heading of a section
    inner = [child for child in islice(node, _MAX_CUTS) if isinstance(child.tag, str) and regions.text(child)]
    return len(inner) == 1 and inner[0].tag in ("strong", "b", "em", "i") and regions.text(inner[0]) == text


def _is_at_edge(regions: Regions, node: Node) -> bool:
    """Little text before it among its siblings, or little after it; no list that it would be the heading of."""
    following = node.getnext()
    if following is not None and following.tag in ("ul", "ol"):
        return False
    before, after = (
        sum(
            len(regions.text(other))
            for other in islice(node.itersiblings(preceding=way), rules.MAX_VISIBLE)
            if other in regions.page.document_text.spans and other.tag != "h1"
        )
        for way in (True, False)
    )
    return (before <= _MAX_ABOVE) != (after <= _MAX_BELOW) or (before >= _LEAST_PROSE and not after)


def _covers(text: str, authors: list[Author]) -> bool:
    said = sum(len(str(author.name.value)) for author in authors)
    return said + 5 * len(authors) >= len(text)


__all__ = ["Candidate", "card_authors", "names_in", "shown_authors", "signatures"]
