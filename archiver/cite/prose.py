"""Citations for people: plain footnote, APA 7, Chicago 17 note, MLA 9, ISO 690. Plain text on one line.

A reference without author starts with its title; without outlet or date the part is left out, except where
the style has words for it (APA ``n.d.``, ISO 690 ``[no date]``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archiver.reference import Reference, capitalized
from archiver.reference.dates import instant_day, instant_text

_APA_AUTHORS = 20  # APA 7, §9.8: of 21 and more the first 19 and the last


def footnote(ref: Reference) -> str:
    """Everything a reader needs to find the words again and to check them, in one sentence."""
    date = ref.published.month_first if ref.published else None
    digest = f" (sha256 {ref.sha256})" if ref.sha256 else ""
    source = _note(ref, [ref.outlet, date, ref.url, _listed(ref)])
    return f"{source}; {ref.kept} {instant_text(ref.captured)}, {ref.permalink}{digest}."


def chicago(ref: Reference) -> str:
    """A note of the Chicago Manual of Style 17, §14.191 and §14.205."""
    date = ref.published.month_first if ref.published else None
    archived = f"{ref.kept} {instant_day(ref.captured).month_first}, at {ref.permalink}"
    return _note(ref, [ref.outlet, date, ref.url, _listed(ref), archived]) + "."


def apa(ref: Reference) -> str:
    """A reference of APA 7, §10.16; the archived copy follows the URL in brackets of its own."""
    title = f"[{ref.title}]" if ref.is_described else ref.title
    date = f"({ref.published.year_first if ref.published else 'n.d.'})."
    authors = _apa_authors([name.initials for name in ref.authors])
    outlet = None if ref.is_described or ref.outlet == authors else ref.outlet
    archived = f"{ref.kept} {_day_and_time(ref)}, at {ref.permalink}"
    tail = "(" + "; ".join(_present([_listed(ref), archived])) + ")"
    head = [_closed(authors), date, _closed(title)] if authors else [_closed(title), date]
    return " ".join(_present([*head, outlet and _closed(outlet), ref.url, tail]))


def mla(ref: Reference) -> str:
    """A works-cited entry of the MLA Handbook 9; the archived copy is its second container."""
    names = [name.literal if position else name.inverted for position, name in enumerate(ref.authors)]
    authors = f"{names[0]}, et al" if len(names) > 2 else ", and ".join(names)
    title = ref.title if ref.is_described else f"“{_closed(_inner_quotes(ref.title))}”"
    date = ref.published.short if ref.published else None
    outlet = None if ref.is_described else ref.outlet
    place = ", ".join(_present([outlet, date, ref.url]))
    listed = f"Listed in {ref.listed_in}" if ref.listed_in else ""
    archived = f"{capitalized(ref.kept)} {instant_day(ref.captured).short}, {ref.permalink}"
    title = title if title.endswith("”") else _closed(title)
    return " ".join(_present([_closed(authors), title, *map(_closed, (place, listed, archived))]))


def iso690(ref: Reference) -> str:
    """A reference of ISO 690:2021 for online resources; family names in capitals."""
    names = [
        name.inverted.replace(name.family, name.family.upper(), 1) if name.family else name.literal
        for name in ref.authors
    ]
    title, outlet = (ref.title, None) if ref.is_described else (ref.title, ref.outlet)
    medium = f"{_closed(title)} {outlet} [online]." if outlet else f"{title} [online]."
    date = ref.published.day_first if ref.published else "[no date]"
    seen = ref.kept if ref.origin else "viewed"
    viewed = f"[{seen} {instant_day(ref.captured).day_first}, {ref.captured[11:19]} UTC]."
    places = [
        f"{'URL as given' if ref.is_url_given else 'Available from'}: {ref.url}" if ref.url else "",
        f"Listed in: {ref.listed_in}" if ref.listed_in else "",
        f"{'Kept' if ref.origin else 'Archived'} at: {ref.permalink}",
    ]
    authors = _closed(_series(names, "and", oxford=False))
    return " ".join(_present([authors, medium, date, viewed, *map(_closed, places)]))


# -- parts ----------------------------------------------------------------------------------------------


def _note(ref: Reference, parts: Sequence[str | None]) -> str:
    if ref.is_described:  # its title only says the URL again
        name = "Web page" if ref.url and not ref.is_url_given else ref.title
        return ", ".join(_present([name, *parts[1:]]))
    authors = [name.literal for name in ref.authors]
    shown = f"{authors[0]} et al." if len(authors) > 3 else _series(authors, "and", oxford=True)
    lead = f"{shown}, " if shown else ""
    rest = ", ".join(_present(parts))
    title = _inner_quotes(ref.title).rstrip(",")
    return f"{lead}“{title},” {rest}" if rest else f"{lead}“{title}”"


def _series(names: Sequence[str], word: str, *, oxford: bool) -> str:
    if len(names) < 3:
        return f" {word} ".join(names)
    return ", ".join(names[:-1]) + ("," if oxford else "") + f" {word} {names[-1]}"


def _apa_authors(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    if len(names) > _APA_AUTHORS:
        return ", ".join(names[: _APA_AUTHORS - 1]) + f", . . . {names[-1]}"
    return ", ".join(names[:-1]) + f", & {names[-1]}"


def _inner_quotes(title: str) -> str:
    """Quotation marks inside quotation marks become single; lone straight ones stay (inches)."""
    title = title.replace("“", "‘").replace("”", "’")
    return re.sub(r'"([^"]*)"', r"‘\1’", title)


def _closed(sentence: str | None) -> str:
    """With its full stop, unless it has an end of its own."""
    if not sentence:
        return ""
    return sentence if sentence.endswith((".", "?", "!", "…", ".”", ".’")) else sentence + "."


def _listed(ref: Reference) -> str | None:
    return f"listed in {ref.listed_in}" if ref.listed_in else None


def _day_and_time(ref: Reference) -> str:
    return f"{instant_day(ref.captured).month_first}, {ref.captured[11:19]} UTC"


def _present(parts: Iterable[str | None]) -> list[str]:
    return [part for part in parts if part]
