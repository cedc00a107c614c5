"""The words of the interface, in English and Mongolian: ``texts/*.toml``. And which of the two a reader wants."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "mn")
_WEIGHT = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?))?\s*$")
_TIME = re.compile(r"([0-9]{2}:[0-9]{2})(?::[0-9.]+)?(Z|[+-][0-9]{2}:[0-9]{2})?")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_THIN = "\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True)
class Words:
    """One language. ``code`` is its BCP 47 tag."""

    code: str
    table: dict[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, its places filled; ``n`` also chooses between one and several. Raises KeyError."""
        text = self.table[key]
        if not values:  # most of them, and a page has hundreds
            return str(text)
        if isinstance(text, dict):
            text = text["one" if values.get("n") == 1 else "other"]
        shown = {name: self.number(v) if isinstance(v, int) else v for name, v in values.items()}
        return str(text.format(**shown))

    def word(self, name: str, kind: str) -> str:
        """The word for one of a kind, as for the tab ``read``. Raises KeyError."""
        return self(f"{kind}_{name}")

    def number(self, number: int) -> str:
        """With groups of three as the language has them."""
        return f"{number:,}" if self.code == "en" else f"{number:,}".replace(",", _THIN)

    def field(self, name: str) -> str:
        """What a field of an item is called; one that has no name here keeps its own."""
        return str(self.table.get(f"field_{name}", name))

    def form(self, kind: str) -> str:
        """What a form to download an item in is called; one that has no name here is known by its own."""
        return str(self.table.get(f"style_{kind}") or (kind.upper() if len(kind) < 5 else kind))

    def verdict(self, verdict: str) -> str:
        """The word for a verdict; what is none stays as it is."""
        kind, status = _kind_of(verdict)
        return self(f"verdict_{kind}", status=status) if f"verdict_{kind}" in self.table else verdict

    def verdict_means(self, verdict: str) -> str:
        """What a verdict says of its capture. Raises KeyError for what is none."""
        return self(f"verdict_{_kind_of(verdict)[0]}_means")

    def lost_reason(self, stated: str) -> str | None:
        """The words for why a value lost, of the English ones that ``archiver.extract`` states. None for others, such
        as those of a reading by an earlier version: they are English as they stand.
        """
        key = _lost_reasons().get(stated)
        return None if key is None else str(self.table["lost_reasons"][key])

    def language(self, tag: str) -> str:
        """The name of a language in this one; of one that is not known, its tag."""
        return str(self.table["languages"].get(tag.partition("-")[0].lower(), tag))

    def day(self, iso: str | None) -> str:
        """The day of an ISO date or instant as it is stated, in words; what is no date as it is."""
        match = _DAY.match(iso or "")
        if match is None or not 1 <= int(match[2] or 1) <= 12:
            return iso or ""
        if match[2] is None:
            return match[1]
        months = self.table["months"]
        parts = {"year": match[1], "month": months["names"][int(match[2]) - 1], "day": int(match[3] or 0)}
        return str(months["day" if match[3] else "month"].format(**parts))

    def moment(self, iso: str | None) -> str:
        """Day and time of an instant, with its zone as it is stated."""
        day, _, time = (iso or "").partition("T")
        if not time:
            return self.day(iso)
        match = _TIME.fullmatch(time)
        if match is None:
            return iso or ""
        zone = {"Z": " UTC", None: ""}.get(match[2], f" {match[2]}")
        return f"{self.day(day)}, {match[1]}{zone}"


def _kind_of(verdict: str) -> tuple[str, str]:
    """``http-404`` as ``http`` and ``404``; any other verdict as it is."""
    kind, dash, status = verdict.partition("-")
    return (kind, status) if dash and kind == "http" else (verdict, "")


@cache
def words(code: str) -> Words:
    """The words of one of ``LANGUAGES``."""
    text = resources.files("archiver.serve").joinpath("texts", f"{code}.toml").read_text("utf-8")
    return Words(code, tomllib.loads(text))


@cache
def _lost_reasons() -> dict[str, str]:
    """English text → its key."""
    return {text: key for key, text in words("en").table["lost_reasons"].items()}


@lru_cache(maxsize=256)
def chosen(asked: str | None, accepted: str | None) -> str:
    """The language of a page: the one asked for, else the one the browser likes best (RFC 9110 §12.5.4)."""
    if asked in LANGUAGES:
        return str(asked)
    best, weight = LANGUAGES[0], 0.0
    for entry in (accepted or "")[:500].split(","):
        match = _WEIGHT.match(entry)
        if match is None or match[1].lower() not in LANGUAGES:
            continue
        if (value := float(match[2] or 1)) > weight:
            best, weight = match[1].lower(), value
    return best
