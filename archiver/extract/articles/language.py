"""The language a page states, held against the one its text is in."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from archiver.extract.articles.candidate import Candidate, Reader
from archiver.page.scripts import scripts_of, share_in

RULE = "the page's own lang attribute, then what markup states, then what the text reads like"
SCRIPT_RULE = "the stated language is not written in the script of nearly all of the text's letters"
FOREIGN = 0.9  # of a text's letters in no script of the stated language: it is not in that language
LEAST_TEXT = 200  # characters of a body from which its language is held against the stated one
# Tags that detection does not tell apart, or that are old names of the same language.
_ALIKE = (
    frozenset({"no", "nb", "nn", "da"}),
    frozenset({"sr", "hr", "bs", "sh", "me", "cnr"}),
    frozenset({"id", "in", "ms"}),
    frozenset({"zh", "yue", "cmn", "wuu"}),
    frozenset({"he", "iw"}),
    frozenset({"yi", "ji"}),
    frozenset({"fil", "tl"}),
    frozenset({"mn", "bxr", "bua", "khk", "mvf", "xal"}),
    frozenset({"gsw", "de", "lb", "nds"}),
    frozenset({"fa", "prs", "ur", "ar"}),
    frozenset({"gl", "pt", "es"}),
)


class Read(NamedTuple):
    """The candidates in order, and why those behind the first lost."""

    candidates: list[Candidate]
    lost: str = RULE


def read_language(reader: Reader, stated: list[Candidate], body: Candidate | None) -> Read:
    """The stated language first, saying in its note where the text reads otherwise; else the detected one.

    What states a language of another script than the text's stands behind what does not: templates do.
    """
    if body is None or (stated and len(str(body.value)) < LEAST_TEXT):
        return Read(stated)
    detected = reader.candidate(
        body.place,
        "derived",
        "language of articleBody",
        "detected-language",
        keep_raw=False,
        confidence="inferred",
    )
    if detected is None:
        return Read(stated)
    if not stated:
        return Read([detected])
    first, *rest = stated
    if is_alike(str(first.value), str(detected.value)):
        return Read(stated)
    note = f"{first.rule} says {first.value}, the text reads like {detected.value}"
    foreign = [candidate for candidate in stated if _is_foreign(candidate, detected, str(body.value))]
    if first in foreign:
        kept = [candidate for candidate in rest if candidate not in foreign] or [
            replace(detected, rule=f"{detected.rule}, in another script than stated")
        ]
        return Read([_noted(kept[0], note), *kept[1:], *foreign], SCRIPT_RULE)
    return Read([_noted(first, note), *rest, detected])


def _is_foreign(stated: Candidate, detected: Candidate, text: str) -> bool:
    """True where the stated language is not written in the letters of the text, and the detected one is."""
    own, other = scripts_of(str(stated.value)), scripts_of(str(detected.value))
    if not own or not other:
        return False
    return share_in(text, own) <= 1 - FOREIGN and share_in(text, other) > 1 - FOREIGN


def _noted(candidate: Candidate, note: str) -> Candidate:
    return replace(candidate, note=f"{candidate.note}; {note}" if candidate.note else note)


def is_alike(tag: str, other: str) -> bool:
    """True where two tags name one language, or languages that detection takes for each other."""
    one, two = (name.lower().split("-")[0] for name in (tag, other))
    return one == two or any(one in row and two in row for row in _ALIKE)
