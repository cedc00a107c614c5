"""Values from RDFa Lite 1.1 with schema.org's words: ``vocab``, ``typeof``, ``property`` and ``prefix``.

The walk is microdata's; only the attributes and the way a word names its vocabulary differ.
"""

from __future__ import annotations

import re

from archiver.extract.articles.candidate import Found, Reader
from archiver.extract.articles.microdata import Syntax, article_scope, read_microdata
from archiver.extract.articles.regions import Regions
from archiver.page.page import Node

_SCHEMA = re.compile(r"https?://(?:www\.)?schema\.org/?(?P<name>[A-Za-z]*)$", re.IGNORECASE)
_PREFIX = re.compile(r"([A-Za-z][\w-]{0,30}):\s+(\S+)", re.ASCII)
_MAX_ANCESTORS = 200
_KNOWN_PREFIXES = frozenset({"schema"})  # of RDFa's initial context


def _name_of(node: Node, word: str) -> str | None:
    """``NewsArticle`` of ``schema:NewsArticle``, of the full address, and of the word where ``vocab`` says so."""
    whole = _SCHEMA.match(word)
    if whole:
        return whole["name"] or None
    prefix, colon, name = word.partition(":")
    if colon:
        return name if prefix in _KNOWN_PREFIXES or _declares(node, prefix) else None
    return word if _vocabulary(node) else None


def _vocabulary(node: Node) -> bool:
    """True where the nearest ``vocab`` around an element is schema.org's."""
    for stated in _around(node, "vocab"):
        return bool(_SCHEMA.match(stated.strip()))
    return False


def _declares(node: Node, prefix: str) -> bool:
    pairs = (pair for stated in _around(node, "prefix") for pair in _PREFIX.findall(stated[:1000]))
    return any(name == prefix and _SCHEMA.match(address) for name, address in pairs)


def _around(node: Node, attribute: str) -> list[str]:
    chain = [node]
    for count, above in enumerate(node.iterancestors()):
        if count >= _MAX_ANCESTORS:
            break
        chain.append(above)
    return [step.get(attribute, "") for step in chain if step.get(attribute)]


RDFA = Syntax("rdfa", "typeof", "typeof", "property", "property", _name_of)


def rdfa_scope(regions: Regions) -> tuple[Node, str] | None:
    """The element that is the page's article by its ``typeof``, and that type."""
    return article_scope(regions, RDFA)


def read_rdfa(reader: Reader, regions: Regions, scope: Node) -> Found:
    """What the properties of ``scope`` say."""
    return read_microdata(reader, regions, scope, RDFA)
