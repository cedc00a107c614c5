"""The language of a shown headline: the nearest ``lang`` at or above it, unless its letters say otherwise. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from archiver.extract.draft import Draft
from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.links import Link
from archiver.extract.stated import Stating
from archiver.page.page import Page, Place

_LEAST_LETTERS = 4
_OWN_SHARE = 0.2  # names may be in other letters; a text with fewer of its own is in another script


def name_languages(page: Page, shown: Iterable[tuple[Draft, Link]]) -> list[str]:
    """Set ``inLanguage`` of drafts that have none; notes on those whose letters contradict what is stated."""
    stating = Stating(page, "html")
    doubted: Counter[str] = Counter()
    for draft, link in shown:
        found = _nearest(page, link) if "inLanguage" not in draft.data else None
        language = stating.value(found[0], "language-tag") if found else None
        if not found or not language:
            continue
        if contradicts(language, draft.data["headline"]):
            doubted[language] += 1
        else:
            stating.put(draft, "inLanguage", *found, "language-tag")
    return [
        f"html: headlines marked {language} but written in another language's letters, left without one: {count}"
        for language, count in sorted(doubted.items())
    ]


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
