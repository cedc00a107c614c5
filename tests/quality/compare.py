"""When two values count as the same: the rules of the score, one function each.

Headlines: NFKC, case folded, quotes dropped, all other punctuation a space. Authors: equal sets of such names.
Dates: the same day as stated, or the same instant. Addresses: host without ``www.``, path, query without
trackers. Texts: runs of four words.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, unquote, urlsplit

_QUOTES = dict.fromkeys(map(ord, "‘’´`′“”«»„\"'"))
_BETWEEN = re.compile(r"\s*(?:;|\||,|\s+and\s+|\s+und\s+|\s+&\s+)\s*")
_BY = re.compile(r"^\s*(?:by|von|par|por)\b:?", re.I)
_TRACKERS = re.compile(r"^(?:utm_.*|hpt|fbclid|gclid|mbid|intcid|xid|ref|ref_src|cmpid|ito)$", re.I)
_MINUTE = timedelta(seconds=60)


def title(text: object) -> str:
    """A headline as it is compared."""
    folded = unicodedata.normalize("NFKC", html.unescape(str(text or ""))).casefold().translate(_QUOTES)
    return " ".join(re.sub(r"[\W_]+", " ", folded).split())


def same_title(one: object, other: object) -> bool:
    """Equal as compared; a headline of nothing but punctuation is never equal."""
    return bool(title(one)) and title(one) == title(other)


def names(authors: object) -> frozenset[str]:
    """The set of names in a list of names, of ``{"name": …}``, or in one string."""
    several = authors if isinstance(authors, (list, tuple)) else [authors]
    plain = [one.get("name") if isinstance(one, dict) else one for one in several]
    parts = (part for one in plain if one for part in _BETWEEN.split(_BY.sub("", str(one))))
    return frozenset(filter(None, map(title, parts)))


def moment(text: object) -> datetime | None:
    """An ISO 8601 date or time, or the day that a text starts with."""
    said = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", str(text or "").strip().replace("Z", "+00:00"))
    for candidate in (said, said[:10]):
        try:
            return datetime.fromisoformat(candidate)
        except ValueError:
            continue
    return None


def same_date(one: object, other: object) -> bool:
    """The same day as each states it, or the same instant to the minute where both name a zone."""
    first, second = moment(one), moment(other)
    if first is None or second is None:
        return False
    if first.date() == second.date():
        return True
    return bool(first.tzinfo and second.tzinfo and abs(first - second) <= _MINUTE)


def same_moment(one: object, other: object) -> bool:
    """As ``same_date``; where both state a time of day, that too must be the same."""
    first, second = moment(one), moment(other)
    if first is None or second is None or len(str(one)) < 11 or len(str(other)) < 11:
        return same_date(one, other)
    if first.tzinfo and second.tzinfo:
        return abs(first - second) <= _MINUTE
    return abs(first.replace(tzinfo=None) - second.replace(tzinfo=None)) <= _MINUTE


def address(url: object) -> str:
    """An address as it is compared; empty for none. Empty segments of the path count as nothing: labels made with
    ``urllib`` lack them."""
    if not url:
        return ""
    try:
        parts = urlsplit(str(url).strip())
        host = (parts.hostname or "").removeprefix("www.") + (
            f":{parts.port}" if parts.port not in (None, 80, 443) else ""
        )
    except ValueError:
        return str(url)
    pairs = sorted(
        (k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKERS.match(k)
    )
    query = "&".join(f"{key}={value}" for key, value in pairs)
    return f"{host}/{re.sub('/+', '/', unquote(parts.path)).strip('/')}" + (f"?{query}" if query else "")


def runs(text: object) -> Counter[tuple[str, ...]]:
    """The runs of four words in a text; of all its words where it has fewer."""
    words = re.findall(r"\w+", str(text or ""))
    length = min(4, len(words))
    return (
        Counter(tuple(words[i : i + length]) for i in range(len(words) - length + 1)) if words else Counter()
    )


def overlap(found: object, truth: object) -> tuple[int, int, int]:
    """Of two texts: runs in both, only in the found one, only in the true one."""
    first, second = runs(found), runs(truth)
    return (first & second).total(), (first - second).total(), (second - first).total()


def harmonic(precision: float, recall: float) -> float:
    """F1."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def mean(values: Iterable[float]) -> float:
    """Arithmetic mean; 0 of nothing."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
