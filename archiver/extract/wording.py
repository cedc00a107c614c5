"""Words of the notes that readers leave for people. Texts only."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """``1 headline``, ``20 headlines``: for nouns that take an s."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
