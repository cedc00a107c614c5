"""Which of the headlines a page states is the one: an order of methods, and the few reasons to leave it.

Texts and their rules only. Each reason is a row of ``REASONS``: what it says of those that lost, and how it finds
the better candidate. None is a count of votes: that fits one set of pages and not the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from archiver.extract.articles import names, rules
from archiver.extract.articles.candidate import Candidate

ORDER = "JSON-LD before microdata and RDFa before a heading the titles confirm before OpenGraph and meta"
STRANGE = "no word of it is in the heading shown or in the title"
MARKUP = ("json-ld", "microdata", "rdfa")
UNMARKED = "text as titled"  # no element of the page says that it is a heading, only the title repeats it
CONFIRMED = ("h1 as titled", "h2 as titled", UNMARKED)
SHOWN = ("h1 as titled", "h1", "h2 as titled", UNMARKED, "class:headline")
_WITHOUT_SCOPE = " without itemscope"
_SPLIT = re.compile(r"\s*[:|]\s+|\s+[-–—|·•]\s+|\s*[：|｜]\s*")
_WORD = re.compile(r"\w{3,}")
_CUT = ("…", "...")


class Chosen(NamedTuple):
    """The headline, the others in order, and why the others lost."""

    first: Candidate
    rest: list[Candidate]
    lost: str

    @property
    def all(self) -> list[Candidate]:
        """All of them, the first first."""
        return [self.first, *self.rest]


def preference(candidate: Candidate) -> int:
    """A heading that the titles confirm is what readers saw: before titles written for sharing."""
    if candidate.method in MARKUP and not candidate.rule.endswith(_WITHOUT_SCOPE):
        return 0
    if candidate.method == "state":
        return 3
    return 1 if candidate.rule in CONFIRMED else 2


def choose(candidates: list[Candidate], site_names: frozenset[str] = frozenset()) -> Chosen | None:
    """The headline among all candidates, which stand in the order of their sources; None without any.

    The site's own name (``site_names``, flat) is one only where nothing else is.
    """
    if not candidates:
        return None
    ordered = sorted(candidates, key=lambda c: (_flat(c) in site_names, preference(c)))
    winner, lost = ordered[0], ORDER
    for reason in REASONS:
        better = reason.find(winner, ordered)
        if better is not None:
            winner, lost = better, reason.says
    return Chosen(winner, [c for c in ordered if c is not winner], lost)


def _flat(candidate: Candidate | None) -> str:
    return names.flat(str(candidate.value)[: rules.MAX_TITLE]) if candidate else ""


def _first(candidates: list[Candidate], *wanted: str) -> Candidate | None:
    return next((c for c in candidates if c.rule in wanted), None)


def _whole(winner: Candidate, candidates: list[Candidate]) -> Candidate | None:
    """The full text of a headline that was cut: it ends in dots, or at the 110 characters of old guidelines."""
    text, flat = str(winner.value).rstrip(), _flat(winner)
    if not (text.endswith(_CUT) or 100 <= len(text) <= 110) or len(flat) < rules.LEAST_TITLE:
        return None
    longer = (c for c in candidates if c.rule != "title" and not str(c.value).rstrip().endswith(_CUT))
    return next((c for c in longer if _flat(c).startswith(flat) and _flat(c) != flat), None)


def _shown(winner: Candidate, candidates: list[Candidate]) -> Candidate | None:
    """The displayed heading, where og:title says the same and nobody but one piece of markup says otherwise.

    Either the page's title agrees too, or the markup contradicts itself and says the heading elsewhere. A
    headline that only adds words to the heading is left.
    """
    heading = _first(candidates, *SHOWN[:2])
    flat = _flat(heading)
    if winner.method not in MARKUP or heading is None or flat != _flat(_first(candidates, "meta:og:title")):
        return None
    if flat in _flat(winner) or len(flat) < rules.LEAST_TITLE or _misread(flat) == _misread(_flat(winner)):
        return None
    others = [c for c in candidates if c.method in MARKUP and c is not winner and _flat(c) == flat]
    return heading if others or flat == _flat(_first(candidates, "title")) else None


def _named(winner: Candidate, candidates: list[Candidate]) -> Candidate | None:
    """What the markup calls the page, its heading and its title say alike, and the stated headline does not."""
    heading = _first(candidates, *SHOWN[:2])
    flat = _flat(heading)
    if (
        winner.method not in MARKUP
        or not winner.rule.endswith("headline")
        or not flat
        or flat in _flat(winner)
    ):
        return None
    named = [
        c for c in candidates if c.method == winner.method and c.rule.endswith("name") and _flat(c) == flat
    ]
    return heading if named and flat == _flat(_first(candidates, "title")) else None


def _of_this_page(winner: Candidate, candidates: list[Candidate]) -> Candidate | None:
    """The heading that the title repeats, where no word of the stated headline stands in either: a button's, say."""
    heading, title = _first(candidates, "h1 as titled"), _first(candidates, "title")
    if winner.method not in MARKUP or heading is None or title is None:
        return None
    stated, shown = _words(winner), _words(heading)
    comparable = len(stated) > 1 and len(shown) > 1 and _flat(winner).isascii() == _flat(heading).isascii()
    return heading if comparable and not stated & (shown | _words(title)) else None


def _words(candidate: Candidate) -> set[str]:
    return set(_WORD.findall(str(candidate.value)[: rules.MAX_TITLE].casefold()))


def _misread(flat: str) -> str:
    """What a wrong charset leaves as it was: a script with escapes may be right where the page is not."""
    plain = "".join(character for character in flat if character.isascii())
    return plain if 2 * len(plain) > len(flat) else flat


def _without_kicker(winner: Candidate, candidates: list[Candidate]) -> Candidate | None:
    """The headline alone, where the winner has words before it and another source states it without them."""
    text = str(winner.value)[: rules.MAX_TITLE]
    tails = {names.flat(text[match.end() :]) for match in _SPLIT.finditer(text)}
    return next(
        (
            c
            for c in candidates
            if c.rule != "title" and len(_flat(c)) >= rules.LEAST_TITLE and _flat(c) in tails
        ),
        None,
    )


class Reason(NamedTuple):
    """Why a candidate is better than the first in order."""

    says: str  # of those that lost
    find: Callable[[Candidate, list[Candidate]], Candidate | None]


REASONS = (
    Reason("a cut headline gives way to the same one in full", _whole),
    Reason("the heading shown and og:title agree against one piece of markup", _shown),
    Reason("the markup's name, the heading shown and the title agree against its headline", _named),
    Reason(STRANGE, _of_this_page),
    Reason("a kicker is no part of the headline where another source states it without", _without_kicker),
)
