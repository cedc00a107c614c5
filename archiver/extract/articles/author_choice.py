"""Which of the groups of authors that a page states wrote the article. Names only; looks at no markup.

People before desks and agencies, those before the outlet itself; markup for machines before the byline on the page,
and that before ``meta`` elements, which name owners, accounts and photographers as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from archiver.extract.articles import names, rules
from archiver.extract.articles.candidate import Author

ORDER = (
    "people before desks before the outlet; JSON-LD before microdata before the byline before meta elements"
)
_MARKED = frozenset({"json-ld", "microdata"})
# Rules of the byline that say author in so many words.
BYLINE = frozenset({"by-label", "rel=author", "class:author-name", "a[href*=author]", "labelled author"})
_COMPANY = re.compile(rules.COMPANY, re.IGNORECASE)
_BYLINE = 2
_JOINED = frozenset({"by-label", "rel=author"})  # rules whose elements are of one byline
_LEAST_OF_SITE = 5  # letters of a name's first word that make it the outlet's


def choose(
    groups: Iterable[list[Author]], outlet: set[str], signatures: Callable[[], list[Author]]
) -> list[list[Author]]:
    """The groups in order of belief: the first one is the article's. ``signatures`` is asked when nobody is named."""
    stated = [group for group in groups if group]
    people = [kept for group in stated if (kept := _without_outlet(group, outlet))]
    if not any(_names_people(group, outlet) for group in people if _room(group) <= _BYLINE) and (
        signed := signatures()
    ):
        people.insert(0, signed)
    marked = [group for group in stated if group[0].name.method in _MARKED]
    ordered = sorted(map(_whole_names, people), key=lambda group: _belief(group, outlet))
    ordered = _fuller(ordered)
    return _longer_names(ordered) or marked[:1]


def _belief(group: list[Author], outlet: set[str]) -> float:
    """Small for what is believed first: a desk that markup names comes after people of the byline only."""
    return _room(group) + (0 if _names_people(group, outlet) else 1.5)


def _names_people(group: list[Author], outlet: set[str]) -> bool:
    said = [_said(author) for author in group]
    return not all(names.is_desk(name) or _is_account(name, outlet) for name in said)


def _whole_names(group: list[Author]) -> list[Author]:
    """Without names that are words of another one's: ``Jane`` beside ``Jane Doe``."""
    return [a for a in group if not any(_is_part(_said(a), _said(other)) for other in group)]


def _longer_names(groups: list[list[Author]]) -> list[list[Author]]:
    """The byline that gives the same people's names in full comes first."""
    for index, group in enumerate(groups[1:], 1):
        if _room(groups[0]) == _BYLINE == _room(group) and all(
            any(_is_part(_said(short), _said(long)) for long in group) for short in groups[0]
        ):
            return [group, *groups[:index], *groups[index + 1 :]]
    return groups


def _fuller(groups: list[list[Author]]) -> list[list[Author]]:
    """A byline that names the authors of the markup and more people in one element comes first."""
    if not groups or _room(groups[0]) != 1:
        return groups
    marked = {names.flat(_said(author)) for author in groups[0]}
    for index, group in enumerate(groups[1:], 1):
        said = [names.flat(_said(author)) for author in group]
        more = [author for author in group if names.flat(_said(author)) not in marked]
        if more and marked <= set(said) and _is_one_byline(group) and all(map(_is_person, more)):
            return [group, *groups[:index], *groups[index + 1 :]]
    return groups


def _is_one_byline(group: list[Author]) -> bool:
    """Behind one label, each marked as author, or in one element of the page."""
    name = group[0].name
    places = {getattr(author.name.place.selectors[0], "value", None) for author in group}
    return name.method == "html" and (name.rule in _JOINED or len(places) == 1)


def _is_person(author: Author) -> bool:
    return names.is_full_name(_said(author)) or names.is_uncased_name(_said(author))


def _is_part(short: str, long: str) -> bool:
    some, more = short.casefold().split(), long.casefold().split()
    return len(some) < len(more) and set(some) <= set(more)


def _room(group: list[Author]) -> int:
    name = group[0].name
    if name.rule == "signature":
        return 0
    if name.method in _MARKED and not name.rule.endswith("without itemscope"):
        return 1
    if name.rule in BYLINE or name.method in _MARKED:
        return _BYLINE
    return 3 if name.method != "html" else 4


def _without_outlet(group: list[Author], outlet: set[str]) -> list[Author]:
    """The group without the outlet; without companies, too, where a meta element names people beside them."""
    kept = [author for author in group if names.flat(_said(author)) not in outlet]
    if kept and kept[0].name.method not in _MARKED:
        return [author for author in kept if not _COMPANY.search(_said(author))] or kept
    return kept


def _said(author: Author) -> str:
    return str(author.name.value)


def _is_account(name: str, outlet: set[str]) -> bool:
    """``Steppe D`` at steppenews.example: a name that begins as the outlet's does."""
    first = names.flat(name.split(maxsplit=1)[0]) if name.split() else ""
    return len(first) >= _LEAST_OF_SITE and any(site.startswith(first) for site in outlet)
