"""Headlines that stand in several short lists, each under a heading of one kind: a day, a place, a subject. Pure.

What repeats is decided over the lists together, not in each of them. Looked at only where headlines are in doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.kin import SPOILT, Group
from archiver.extract.lists.links import text_of
from archiver.page.dates.words import MONTH_OF
from archiver.page.page import Node, Page

_LEAST = 3  # headlines
_LISTS = 2  # under headings of one kind
_SHARE = 0.7  # of the headlines that stand under them
_SAMPLE = 40
_LEVELS = 4  # elements around a headline beside which its heading may stand
_BEFORE = 40  # elements before it that are looked at
_HEADS = rules.HEADINGS | {"dt", "th", "caption"}
_MAX_DAY = 40
_LETTERS = re.compile(r"[^\W\d_]+")
_UNITS = ("年", "月", "оны")
_WEEKDAY = re.compile(r"(?:[^\W\d_]{2,13}\.?,?\s+)?")
_WEEKDAY_STRICT = re.compile(r"(?:[^\W\d_]{2,13}\.?,\s*)?")
_REST = re.compile(
    r"[\s0-9.,月日号號일]*(?:[(（][^\W\d_]{1,13}[)）]|,\s*[^\W\d_]{2,13}|г\.?|сарын\s[0-9]{1,2})?\s*"
)


def add_headed(page: Page, groups: Iterable[Group]) -> None:
    """Give ``headed`` or ``dated`` to groups short of acceptance whose links stand under headings, or days, alike."""
    for group in groups:
        short = (
            rules.ACCEPT - max(rules.WEIGHTS["headed"], rules.WEIGHTS["dated"]) <= group.points < rules.ACCEPT
        )
        spoilt = any(group.signs.get(sign, 0) > 0.3 for sign in SPOILT)
        if not short or spoilt or len({link.target for link in group.links}) < _LEAST:
            continue
        sign = _sign(page, group)
        if sign and sign not in group.signs:
            group.signs[sign] = 1.0
            group.points += rules.WEIGHTS[sign]


def is_day(text: str, *, strict: bool = False) -> bool:
    """True for a date and nothing else but a weekday; ``strict``: which a comma or brackets must tell from a word."""
    found = rules.DATE_LOOK.search(text) if len(text) <= _MAX_DAY else None
    if found is None:
        return False
    words = _LETTERS.findall(found[0].lower())
    if words and not any(word in MONTH_OF for word in words):
        return all(word in _UNITS for word in words) and bool(_REST.fullmatch(text[found.end() :]))
    before, behind = text[: found.start()], text[found.end() :]
    weekday = _WEEKDAY_STRICT if strict else _WEEKDAY
    return bool(weekday.fullmatch(before) and _REST.fullmatch(behind))


def _sign(page: Page, group: Group) -> str:
    sample = group.links[:: max(1, len(group.links) // _SAMPLE)][:_SAMPLE]
    heads = [head for link in sample if (head := _head_over(page, group.cards[link])) is not None]
    kinds = Counter((str(head.tag), head.getparent()) for head in heads)
    kind, count = kinds.most_common(1)[0] if kinds else (None, 0)
    alike = {head for head in heads if (str(head.tag), head.getparent()) == kind}
    if count < _SHARE * len(sample) or len(alike) < _LISTS:
        return ""
    days = sum(1 for head in alike if is_day(text_of(page, head)))
    return "dated" if days * 10 >= 8 * len(alike) else "headed"


def _head_over(page: Page, node: Node) -> Node | None:
    """The nearest heading before the headline, beside it or beside what holds it; days may be in any element."""
    for _ in range(_LEVELS):
        for before in islice(node.itersiblings(preceding=True), _BEFORE):
            if before.tag in _HEADS and text_of(page, before):
                return before
            if isinstance(before.tag, str) and is_day(text_of(page, before)):
                return before
        parent = node.getparent()
        if parent is None or parent.tag in ("body", "html"):
            return None
        node = parent
    return None


__all__ = ["add_headed", "is_day"]
