"""The language of a shown headline: the nearest ``lang`` at or above it, unless its letters say otherwise. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from archiver.extract.draft import Draft
from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.links import Link
from archiver.extract.stated import Stating
from archiver.page.page import Node, Page, Place

_LEAST_HEADLINES, _MOST_HEADLINES = 3, 12  # whose language is told from what stands between them
_MAX_TEXT = 1_500
_LEAST_LETTERS = 4
_OWN_SHARE = 0.2  # names may be in other letters; a text with fewer of its own is in another script


def name_languages(page: Page, shown: Iterable[tuple[Draft, Link]]) -> list[str]:
    """Set ``inLanguage`` of drafts that have none; notes on those whose letters contradict what is stated."""
    stating = Stating(page, "html")
    doubted: Counter[str] = Counter()
    unnamed: list[tuple[Draft, Link]] = []
    for draft, link in shown:
        found = _nearest(page, link) if "inLanguage" not in draft.data else None
        if found is None and "inLanguage" not in draft.data:
            unnamed.append((draft, link))
        language = stating.value(found[0], "language-tag") if found else None
        if not found or not language:
            continue
        if contradicts(language, draft.data["headline"]):
            doubted[language] += 1
        else:
            stating.put(draft, "inLanguage", *found, "language-tag")
    _detect(stating, unnamed)
    return [
        f"html: headlines marked {language} but written in another language's letters, left without one: {count}"
        for language, count in sorted(doubted.items())
    ]


def _detect(stating: Stating, unnamed: list[tuple[Draft, Link]]) -> None:
    """One detection over what the page shows from the first of these headlines on: one alone is too short to tell."""
    page = stating.page
    spans, span = page.document_text.spans, page.document_text.span
    nodes = [link.title for _, link in unnamed if link.title in spans]
    if len(nodes) < _LEAST_HEADLINES:
        return
    last = nodes[:_MOST_HEADLINES][-1]
    holder = next((node for node in nodes[0].iterancestors() if _holds(spans, node, last)), None)
    if holder is None:
        return
    origin, start, end = span(holder)[0], span(nodes[0])[0], span(last)[1]
    place = page.at_element(holder, start - origin, min(end, start + _MAX_TEXT) - origin)
    language = stating.value(place, "detected-language")
    if not language:
        return
    source = page.source(
        place,
        stating.method,
        "headlines taken together",
        transform="detected-language",
        confidence="inferred",
        note="the page states no language",
        keep_raw=False,
    )
    for draft, _ in unnamed:
        if not contradicts(language, draft.data["headline"]):
            draft.put("inLanguage", language, source)


def _holds(spans: Mapping[Node, tuple[int, int]], holder: Node, node: Node) -> bool:
    return holder in spans and spans[holder][1] >= spans[node][1]


def _nearest(page: Page, link: Link) -> tuple[Place, str] | None:
    """The attribute and its rule. An empty one says that the language is unknown (HTML §3.2.6.2)."""
    for node in (link.title, *link.title.iterancestors()):
        for name in ("lang", "xml:lang"):
            if node.get(name) is not None:
                return page.at_attribute(node, name), f"{node.tag}@{name}"
    return None


def contradicts(language: str, text: str) -> bool:
    """True when a text cannot be in the language, by its letters: another script, or letters it does not have."""
    primary, *parts = language.lower().split("-")
    if any(len(part) == 4 and part.isalpha() for part in parts):  # a script of its own (BCP 47 §2.2.3)
        return False
    if set(text.lower()) & rules.FOREIGN_LETTERS.get(primary, frozenset()):
        return True
    script = rules.SCRIPTS.get(primary)
    letters = [letter for letter in text if letter.isalpha()]
    if script is None or len(letters) < _LEAST_LETTERS:
        return False
    return len(script.findall(text)) < _OWN_SHARE * len(letters)
