"""Author names: split into given and family name where that is safe, else one unit.

A name that is wrongly inverted names somebody else, so the rule is a table of where bylines are known to
be given name first, family name last; everything outside it stays as the page wrote it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Languages whose bylines put the family name last, in Latin letters, and most words a name may have there
# (Spanish and Portuguese bylines often carry two family names).
_FAMILY_LAST = {
    **dict.fromkeys(("en", "de", "nl", "fr", "it", "sv", "da", "nb", "nn", "no", "fi", "pl", "cs"), 5),
    **dict.fromkeys(("es", "pt", "ca", "gl"), 2),
}
# Sites where an initial before a name is the father's name, in any language.
_PATRONYMIC_HOSTS = (".mn", ".is")
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_PARTICLES = frozenset((
    "van", "von", "de", "der", "den", "del", "della", "di", "da", "du", "la", "le", "ten", "ter",
    "zu", "zum", "zur", "af", "av", "dos", "das", "do",
))  # fmt: skip
_ORGANISATION = frozenset((
    "agency", "and", "associated", "bureau", "by", "correspondent", "correspondents", "desk",
    "editor", "editorial", "editors", "for", "from", "guardian", "news", "newsroom", "of", "post",
    "press", "reporter", "reporters", "reuters", "service", "staff", "team", "the", "times", "tv",
    "und", "wire", "with", "writer", "writers", "et",
))  # fmt: skip
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ][A-Za-zÀ-ÖØ-öø-ɏ.'’-]*")


@dataclass(frozen=True)
class Name:
    """``literal`` is the name as written; ``family`` is None where it is one unit."""

    literal: str
    given: str | None = None
    family: str | None = None
    suffix: str | None = None

    @property
    def inverted(self) -> str:
        """``Doe, Jane Q.``; ``King, Martin Luther, Jr.``; a unit as it is."""
        if self.family is None:
            return self.literal
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)

    @property
    def initials(self) -> str:
        """``Doe, J. Q.``; hyphens in given names stay: ``Sartre, J.-P.``; a unit as it is."""
        if self.family is None or self.given is None:
            return self.literal
        given = " ".join(_initial(word) for word in self.given.split())
        return ", ".join(part for part in (self.family, given, self.suffix) if part)


def _initial(word: str) -> str:
    return "-".join(f"{part[0].upper()}." for part in word.split("-") if part)


def split(name: str, language: str | None, host: str) -> Name:
    """``name`` as a Name. ``language`` is the item's BCP 47 tag, ``host`` the page's host."""
    most = _FAMILY_LAST.get((language or "").split("-")[0].lower(), 0)
    words = name.split()
    suffix = words.pop().strip(",") if len(words) > 2 and words[-1].lower() in _SUFFIXES else None
    if suffix:
        words[-1] = words[-1].rstrip(",")
    if host.endswith(_PATRONYMIC_HOSTS) or not 2 <= len(words) <= most or not all(map(_is_name_word, words)):
        return Name(name)
    first = next((i for i, word in enumerate(words) if i and word.lower() in _PARTICLES), len(words) - 1)
    if first == len(words) - 1 and words[-1].lower() in _PARTICLES:
        return Name(name)
    return Name(name, " ".join(words[:first]), " ".join(words[first:]), suffix)


def _is_name_word(word: str) -> bool:
    if not _WORD.fullmatch(word) or word.lower().strip(".") in _ORGANISATION:
        return False
    # All capitals is a shout or an acronym (AP, AFP), one letter with its point an initial.
    return len(word.strip(".")) == 1 or not (word.isupper() and "." not in word)
