"""The language of a text, offline."""

from __future__ import annotations


def label_language(label: str) -> str | None:
    """The language a fixed label is written in: PUBLISHED en, НИЙТЭЛСЭН mn."""
    raise NotImplementedError


def detect_language(text: str) -> str | None:
    """The language of a text as a BCP 47 primary tag, or None when it is too short to tell."""
    raise NotImplementedError
