"""One value a field: the first by method wins, the others are kept as alternatives with the rule that decided."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archiver.extract.articles import names, rules
from archiver.extract.articles.candidate import Author, Candidate, Found
from archiver.extract.draft import Draft
from archiver.model.provenance import Alternative
from archiver.page.page import Page

_ADDRESS = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
ORDER = (
    "JSON-LD before microdata before RDFa before OpenGraph and meta before visible text before the address before"
    " the state of scripts before a library's guess"
)
# Fields whose order of methods is not the common one: the rules that come first.
FIRST_RULES = {
    "url": ("link[rel=canonical]", "meta:og:url"),
    "inLanguage": ("html@lang", "html@xml:lang"),
}


def merged(found: Iterable[Found]) -> Found:
    """All rooms' candidates in order of preference."""
    out = Found()
    for room in found:
        for name, candidates in room.fields.items():
            out.fields.setdefault(name, []).extend(candidates)
        out.authors.extend(room.authors)
        out.keywords.extend(room.keywords)
    if "publisher" in out.fields:
        named = [c for c in out.fields["publisher"] if not _ADDRESS.match(str(c.value))]
        out.fields["publisher"] = named or out.fields["publisher"]
    for name, first in FIRST_RULES.items():
        candidates = out.fields.get(name, [])
        candidates.sort(key=lambda c: first.index(c.rule) if c.rule in first else len(first))
    return out


def put(draft: Draft, page: Page, name: str, candidates: list[Candidate], lost: str = ORDER) -> None:
    """Set a field to the first candidate; different values become alternatives."""
    if not candidates:
        return
    winner, *rest = candidates
    draft.put(name, winner.value, winner.source(page, losers(winner.value, rest, lost)))


def losers(value: object, rest: list[Candidate], lost: str) -> list[Alternative]:
    """The other values, each once."""
    seen = {str(value)}
    out = []
    for candidate in rest:
        if str(candidate.value) not in seen:
            seen.add(str(candidate.value))
            out.append(candidate.alternative(lost))
    return out[: rules.MAX_ALTERNATIVES]


def put_authors(draft: Draft, page: Page, groups: list[list[Author]], lost: str = ORDER) -> None:
    """The first group's people; the other groups' names are alternatives of the first."""
    if not groups:
        return
    rest = [author.name for group in groups[1:] for author in group]
    taken: set[str] = set()
    people = []
    for author in groups[0]:
        if names.flat(str(author.name.value)) not in taken:
            taken.add(names.flat(str(author.name.value)))
            people.append(author)
    others = [c for c in rest if names.flat(str(c.value)) not in taken]
    for index, author in enumerate(people[: rules.MAX_AUTHORS]):
        alternatives = losers(author.name.value, others, lost) if index == 0 else []
        draft.put_in("author", index, "name", author.name.value, author.name.source(page, alternatives))
        for part, candidate in (("url", author.url), ("description", author.description)):
            if candidate:
                draft.put_in("author", index, part, candidate.value, candidate.source(page))


def put_keywords(draft: Draft, page: Page, groups: list[list[Candidate]]) -> None:
    """The first group that has any, each word once."""
    group = next((group for group in groups if group), [])
    seen: set[str] = set()
    for candidate in group:
        if candidate.value not in seen and len(seen) < rules.MAX_KEYWORDS:
            draft.put_in("keywords", len(seen), None, candidate.value, candidate.source(page))
            seen.add(candidate.value)
