"""``Candidate``: a value one rule found, with the place it stands at; the plainest transform for a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from archiver.extract.articles import markup_rules as markup
from archiver.model.provenance import (
    Alternative,
    FragmentSelector,
    Method,
    Source,
    TextPositionSelector,
    Transform,
    XPathSelector,
)
from archiver.page import transforms
from archiver.page.check import context
from archiver.page.json_text import pointed, value_text
from archiver.page.page import Node, Page, Place

_PLAIN: tuple[Transform, ...] = ("verbatim", "collapse-space")


@dataclass(frozen=True)
class Candidate:
    """One value for a field. ``place.raw`` under ``transform`` gives ``value`` again."""

    value: Any
    place: Place
    method: Method
    rule: str
    transform: Transform = "verbatim"
    confidence: str = "stated"
    note: str | None = None
    keep_raw: bool = True

    def source(self, page: Page, alternatives: list[Alternative] | None = None) -> Source:
        """The provenance of the value."""
        return page.source(
            self.place,
            self.method,
            self.rule,
            transform=self.transform,
            confidence=self.confidence,
            note=self.note,
            alternatives=alternatives or (),
            keep_raw=self.keep_raw,
        )

    def alternative(self, lost: str) -> Alternative:
        """This value as one that lost."""
        return Alternative(
            value=self.value,
            method=self.method,
            rule=self.rule,
            selectors=self.place.selectors,
            textForm=self.place.text_form,
            raw=self.place.raw if self.keep_raw else None,
            transform=self.transform,
            lost=lost,
        )


@dataclass(frozen=True)
class Author:
    """One author: the name, and what the same place says of them."""

    name: Candidate
    url: Candidate | None = None
    description: Candidate | None = None


@dataclass
class Found:
    """What one room found: candidates by field in order of preference, authors and keywords as groups.

    ``lost``: for a field that is in another order than the common one, why.
    """

    fields: dict[str, list[Candidate]] = field(default_factory=dict)
    authors: list[list[Author]] = field(default_factory=list)
    keywords: list[list[Candidate]] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, candidate: Candidate | None) -> None:
        """Keep a candidate, if there is one."""
        if candidate is not None:
            self.fields.setdefault(name, []).append(candidate)

    def first(self, name: str) -> Candidate | None:
        """The preferred candidate of a field."""
        return next(iter(self.fields.get(name, ())), None)


class Reader:
    """Makes candidates on one page, with the transforms that ``verify`` applies again.

    ``captured``: for a page that says of no moment when it was, the moment to count relative dates from.
    """

    def __init__(self, page: Page, captured: datetime | None = None) -> None:
        self.page = page
        self._context = context(page)
        if captured is not None:
            self._context = self._context._replace(captured=captured)
        self._dates: dict[str, tuple[str, str | None] | None] = {}

    def candidate(
        self, place: Place, method: Method, rule: str, transform: Transform | None = None, **how: Any
    ) -> Candidate | None:
        """The value at a place; None when it says nothing under ``transform`` (None: as clean text)."""
        if transform == "date":
            return self._dated(place, method, rule, how)
        chosen = transform or self.plainest(place.raw)
        value = transforms.apply(chosen, place.raw, self._context)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if method != "html" and isinstance(value, str) and markup.NO_VALUE.fullmatch(value):
            return None
        return Candidate(value, place, method, rule, chosen, **how)

    def _dated(self, place: Place, method: Method, rule: str, how: dict[str, Any]) -> Candidate | None:
        """A date, with what besides the text was needed to read it. Several rules look at one text."""
        if place.raw not in self._dates:
            self._dates[place.raw] = transforms.dated(place.raw, self._context)
        found = self._dates[place.raw]
        if found is None:
            return None
        value, note = found
        if note:
            said = how.pop("note", None)
            how = {"confidence": "inferred", **how, "note": f"{note}; {said}" if said else note}
        return Candidate(value, place, method, rule, "date", **how)

    def plainest(self, raw: str) -> Transform:
        """The simplest transform that gives text without markup, entities and stray white space."""
        clean = transforms.apply("html-text", raw, self._context)
        if clean == raw:
            return "verbatim"
        for transform in _PLAIN:
            if transforms.apply(transform, raw, self._context) == clean:
                return transform
        return "html-text"


def json_part(page: Page, script: Node, document: Any, pointer: str, start: int, end: int) -> Place:
    """Code points ``start`` to ``end`` of a value inside a JSON script."""
    raw = value_text(pointed(document, pointer))

    def selectors() -> tuple[XPathSelector, ...]:
        part = TextPositionSelector(start=start, end=end)
        fragment = FragmentSelector(value=pointer, refinedBy=part)
        return (XPathSelector(value=page.xpath_of(script), refinedBy=fragment),)

    return Place(selectors, "json-value", raw[start:end])
