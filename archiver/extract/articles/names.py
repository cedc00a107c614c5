"""Bylines → the positions of the names in them. Texts only; knows nothing of pages."""

from __future__ import annotations

import re
from functools import lru_cache

from archiver.extract.articles import byline_words as words
from archiver.extract.articles import rules

_LABELS = (
    f"{rules.BY}|{rules.BY_LABEL}|{words.AUTHOR}|{words.AUTHOR_NOUN}|{words.AUTHOR_EAST_NOUN}|{words.OTHER}"
)
# An author's label; ``text and photos:`` is one as well.
_BY = re.compile(
    rf"^[\s\-–—|•:(（]*(?:(?:{rules.BY}|{words.AUTHOR}|{words.GENITIVE})\s*[:：]?\s+(?=\S)"
    rf"|(?:{words.AUTHOR_EAST})(?:{words.SEPARATOR}|\s*)(?=\w)"
    rf"|(?:{words.AUTHOR})\s*[-–—:：]\s*"
    rf"|(?:{words.AUTHOR_EAST_NOUN})(?:[・·/,、](?:{_LABELS})){{0,3}}(?:{words.SEPARATOR}|\s+)(?=\w)"
    rf"|(?:{words.OTHER})\s?[・·/,、&]\s?(?:{words.AUTHOR_EAST_NOUN}|{words.AUTHOR_NOUN})(?:{words.SEPARATOR}|\s+)(?=\w)"
    rf"|(?:{rules.BY}|{rules.BY_LABEL}|{words.AUTHOR_NOUN})"
    rf"(?:\s?(?:[・·/,、&+]|\b(?:{rules.AND})\b)\s?(?:{_LABELS}))?\s*[:：＝=]\s*)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    rf"^(?:(?:{words.OTHER})(?:{words.SEPARATOR})|{words.OTHER_BY}\s|edited by\s)", re.IGNORECASE
)
_MARKS = re.compile("[:：/／＝=・]|by\\s", re.IGNORECASE)  # one stands behind every such label
_INNER = re.compile(rf"\s(?=(?:{words.OTHER}|{words.AUTHOR_NOUN})\s?[:：])", re.IGNORECASE)
_JOINS = re.compile(rf"(?:^|\W)(?:{rules.AND}|{words.WITH}|[;/、])$", re.IGNORECASE)
_JOINED_ON = re.compile(rf"\s+(?:{rules.AND})$", re.IGNORECASE)
_ROLE_EAST = re.compile(rf"\s*(?:{words.ROLE_EAST})$")
_SEPARATOR = re.compile(
    rf"\s*[;,|•·\n、，；،]\s*(?:(?:{rules.AND})\s+)?|\s+(?:{rules.AND}|/|[-–—])\s+|\s*[(（](?:{words.WITH})\s+",
    re.IGNORECASE,
)
_SLASH = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")
_LAST = re.compile(r"[,;/|:]")
_NOT_NAME = re.compile(rules.NOT_IN_NAMES, re.IGNORECASE)
_DATED = re.compile(rf"(?:{rules.PUBLISHED_WORDS})|(?:{rules.MODIFIED_WORDS})", re.IGNORECASE)
_ADDRESS = re.compile(r"^\s*(?:https?:|www\.|/|@|mailto:|\S+@\S+\s*$)", re.IGNORECASE)
_TITLES = re.compile(
    r"^(?:jr|sr|phd|md|m\.?d|ph\.?d|ii|iii|esq|ms|m\.?sc|ma|mph|mba|rd|rn|rdn|cpt|jd|dds|dvm|ba|b\.?sc|cpa)\.?$",
    re.IGNORECASE,
)
_EDGE = ' \t\r\n\u00a0,;:|•·–—-*"“”«»()（）،'
_BRACKETED = re.compile(r"\s*[(\[（][^()\[\]（）]{0,80}[)\]）]?\s*$")
_A_ROLE = rf"(?:{rules.ROLE_BEFORE}\s+){{0,4}}(?:{rules.ROLE})"
# A role alone, or behind a name; what stands behind a role belongs to it.
_ROLE = re.compile(
    rf"^(?:{_A_ROLE}\b|{words.POSITION}(?:$|,|\s(?:at|for|of|on|in)\b))",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(rf"\s+{_A_ROLE}$", re.IGNORECASE)
_ROLES_AFTER = re.compile(rf"\s+{_A_ROLE}s?$", re.IGNORECASE)
_ENDS = re.compile(rf"{_A_ROLE}\b|{rules.DATE_START}", re.IGNORECASE)
_DATE_START = re.compile(rules.DATE_START, re.IGNORECASE)
_SINCE = re.compile(rules.AFTER_NAME, re.IGNORECASE)
_SENTENCE = re.compile(r"[?!:;…]")
_DESK = re.compile(rules.DESK, re.IGNORECASE)
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")  # letters of which two make a word
_NO_LETTERS = re.compile(r"[\W_]+")
_MAX_WORDS = 6
_SHORT = 400  # characters of a text that is flattened once
_MAX_SHORTHAND = 4
_HAN = re.compile("[\u3400-\u9fff]+")
_MAX_HAN = 4  # signs of a Chinese name
# Between people of two to four signs each, a space is enough.
_BETWEEN_HAN = re.compile(
    r"(?<![\u3400-\u9fff])[\u3400-\u9fff]{2,4}(?P<space>[ \u3000])(?=[\u3400-\u9fff]{2,4}(?![\u3400-\u9fff]))"
)


def spans(text: str, edges: tuple[int, ...] = (), breaks: tuple[int, ...] = ()) -> list[tuple[int, int]]:
    """Start and end of each name in a byline, in order; ``By A, B and C`` has three.

    ``edges`` are positions where an element of the byline starts or ends: a role there ends the name before it.
    At ``breaks`` a line of it ends. Who took pictures, edited or translated is left out.
    """
    if len(text) > rules.MAX_BYLINE or _ADDRESS.match(text):
        return []
    start = 0
    while match := _BY.match(text[start:]):
        start += match.end()
    found: list[tuple[int, int]] = []
    after_role = other = dated = False
    marked = _MARKS.search(text) is not None
    for at, end, separator, joined in _pieces(text, start, edges, breaks):
        first, last = _trimmed(text, at, end)
        label = _BY.match(text[first:last]) if at > start else None
        other = (marked and _OTHER.match(text[first:last]) is not None) or (other and label is None)
        if other:
            continue
        first += label.end() if label else 0
        piece = text[first:last]
        # ``Jane Doe · Jun. 10 · The Sea Zone``: what stands behind a date is not the byline's.
        dated = (dated or _DATE_START.match(piece) is not None) and label is None and not joined
        if (
            found
            and label is None
            and not joined
            and not _TITLES.match(piece)
            and (dated or not _is_further(piece, text, found))
        ):
            after_role = after_role or bool(_ROLE.match(piece) or _ROLES_AFTER.search(piece))
            continue
        if _TITLES.match(piece) and found:
            found[-1] = (found[-1][0], last)
        elif found and (_ROLE.match(piece) or _ROLES_AFTER.search(piece)):
            after_role = True
        elif found and separator == "," and is_desk(text[slice(*found[0])]) and " " not in piece:
            continue  # the place of an agency's dispatch
        elif after_role and separator == "," and is_desk(piece):
            continue
        else:
            last = first + _without_role(piece)
            after_role = last < first + len(piece)
            if after_role and (ends := [edge for edge in edges if first < edge < last]):
                last = _first_in_full(text, first, ends, last)
            if is_name(text[first:last]):
                found.append((first, last))
    return found[: rules.MAX_AUTHORS]


def whole(text: str) -> list[tuple[int, int]]:
    """Start and end of a text that is one name, whatever stands in it: ``Johnson & Johnson``."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return [(start, end)] if 2 <= end - start <= rules.MAX_NAME else []


def _first_in_full(text: str, first: int, ends: list[int], last: int) -> int:
    """Where an element ends with a full name, before what a role is a role of: ``<b>Jane Doe</b> Politics Editor``."""
    whole = (
        end for _, end in (_trimmed(text, first, edge) for edge in ends) if is_full_name(text[first:end])
    )
    return next(whole, last)


def _is_further(piece: str, text: str, found: list[tuple[int, int]]) -> bool:
    """Another person behind a full name and a comma, rather than the place or the outlet: a full name, too.

    In scripts without capitals, and where the first is one word, nothing tells.
    """
    first = text[slice(*found[0])]
    if " " not in first or not first[:1].isupper() or piece.lower() == piece.upper():
        return True
    last = _without_role(piece)
    full = " ".join(word for word in piece[:last].split() if word not in words.PARTICLES)
    return is_full_name(full) and not is_desk(piece)


def _pieces(
    text: str, start: int, edges: tuple[int, ...], breaks: tuple[int, ...]
) -> list[tuple[int, int, str, bool]]:
    """Start and end of what stands between separators, the separator before it, and whether it says *and*."""
    cuts = [
        (m.start(), m.end(), m[0].strip())
        for m in _SEPARATOR.finditer(text, start)
        if not (m[0].strip().lower() in rules.AND_IN_NAMES and _is_one_word(text[m.end() :]))
    ]
    cuts += [
        (edge, edge, "")
        for edge in edges
        if start < edge < len(text) and _ENDS.match(text[edge : edge + 80].lstrip())
    ]
    cuts += [(edge, edge, "") for edge in breaks if start < edge < len(text)]
    if ":" in text or "：" in text:
        cuts += [(m.start(), m.end(), "") for m in _INNER.finditer(text, start)]
    cuts += [(*m.span("space"), "") for m in _BETWEEN_HAN.finditer(text, start)]
    cuts += [(m.start(), m.end(), "/") for m in _SLASH.finditer(text, start) if _parts_names(text, m)]
    pieces, at, before = [], start, ""
    for first, last, separator in sorted(cuts):
        if first >= at:
            pieces.append((at, first, before[:1], _JOINS.search(before) is not None))
            at, before = last, separator
    return [*pieces, (at, len(text), before[:1], _JOINS.search(before) is not None)]


def _is_one_word(text: str) -> bool:
    """One word up to the next separator: ``Ramón y Cajal`` is one person."""
    part = _SEPARATOR.split(text[: rules.MAX_NAME], maxsplit=1)[0]
    return len(part.split()) == 1


def _parts_names(text: str, slash: re.Match[str]) -> bool:
    """``Ann Other/Bo Third``: a full name on both sides; ``sid/dpa`` is one."""
    left, right = text[: slash.start()], text[slash.end() :]
    return is_full_name(_LAST.split(left)[-1].strip()) and is_full_name(_LAST.split(right)[0].strip())


def _without_role(piece: str) -> int:
    """The length of what stands before a role, a place, a date or a bracket behind a name of two words or more.

    An *and* at its end joins it to what is in the next element.
    """
    piece = _JOINED_ON.sub("", piece)
    for pattern in (_SINCE, _BRACKETED, _ROLE_AFTER):
        match = pattern.search(piece)
        if (
            match
            and match.start()
            and (pattern is not _ROLE_AFTER or len(piece[: match.start()].split()) > 1)
        ):
            piece = piece[: match.start()].rstrip(_EDGE)
    role = _ROLE_EAST.search(piece)
    return role.start() if role and role.start() else len(piece)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def is_name(text: str) -> bool:
    """True when the text may be a person's or a desk's name: letters, few words, no menu word, no role alone."""
    flat = " ".join(text.split())
    return (
        2 <= len(flat) <= rules.MAX_NAME
        and any(character.isalpha() for character in flat)
        and len(flat.split()) <= _MAX_WORDS
        and flat.lower().strip(".:") not in rules.NOT_NAMES
        and not _NOT_NAME.search(flat)
        and not _DATED.search(flat)
        and not flat.endswith("：")  # a label
    )


def turned(text: str) -> list[tuple[int, int]]:
    """Start and end of each name in ``Doe, Jane; Roe, Ann``; empty where one of them is not turned so."""
    parts = [_trimmed(text, *part.span()) for part in re.finditer(r"[^;]+", text[: rules.MAX_BYLINE])]
    return parts if all(_is_turned(text[start:end]) for start, end in parts) else []


def _is_turned(text: str) -> bool:
    """``Doe, Jane``: one person, the surname first."""
    surname, comma, given = text.partition(",")
    return bool(
        comma
        and len(surname.split()) == 1
        and 1 <= len(given.split()) <= 3
        and "," not in given
        and all(part[:1].isupper() or part in words.PARTICLES for part in (surname, *given.split()))
        and not is_desk(text)
        and is_name(text)
    )


def is_desk(text: str) -> bool:
    """True for what names an outlet, a company, an agency or a desk rather than people."""
    return bool(_DESK.search(text))


def is_capital(text: str) -> bool:
    """One word, or half of the words begin with a capital, as a name's do; any in a script without capitals."""
    parts = text.split()
    return len(parts) == 1 or 2 * sum(
        part[:1] != part[:1].lower() or not part[:1].upper().isupper() for part in parts
    ) >= len(parts)


def is_shorthand(text: str) -> bool:
    """True for the abbreviation of an author or agency in small letters: ``amw``, ``sid/dpa``."""
    letters = [c for c in text if c.isalpha()]
    return text == text.lower() != text.upper() and (len(letters) <= _MAX_SHORTHAND or "/" in text)


def is_uncased_name(text: str) -> bool:
    """May be a person's name in a script without capitals: two to four short words, or a few signs."""
    parts = text.split()
    letters = all(part.replace("-", "").replace("・", "").isalpha() for part in parts)
    if all(map(_HAN.fullmatch, parts)):
        letters = letters and all(2 <= len(part) <= _MAX_HAN for part in parts)
    east = len(parts) == 1 and 2 <= len(text) <= 6 and text[:1] >= "\u3040"
    return text.lower() == text.upper() and letters and (east or 2 <= len(parts) <= 4) and is_name(text)


def is_full_name(text: str) -> bool:
    """Two to four words that each begin with a capital, as people's names do; no desk."""
    parts = text.replace(".", ". ").split()
    capitals = all(part[:1].isupper() for part in parts)
    return (
        2 <= len(parts) <= 4
        and capitals
        and not _SENTENCE.search(text)
        and not is_desk(text)
        and is_name(text)
    )


def flat(text: str) -> str:
    """Letters and digits only, for comparing names."""
    return _flat(text) if len(text) <= _SHORT else _NO_LETTERS.sub("", text.casefold())


def is_titular(text: str) -> bool:
    """A flat text long enough to be a headline by itself. Two letters of a script without spaces make a word."""
    return len(text) + len(_DENSE.findall(text)) >= rules.LEAST_TITLE


@lru_cache(maxsize=1024)
def _flat(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())
