"""Resolve selectors against a page: what ``verify`` and ``explain`` do again for every value.

Shares nothing with the extractors but the parsed page.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from archiver.model.provenance import (
    FragmentSelector,
    Selector,
    TextForm,
    TextPositionSelector,
    TextQuoteSelector,
    XPathSelector,
)
from archiver.page.json_text import JsonError, parse_json, pointed, value_text
from archiver.page.page import Page
from archiver.page.text import node_text


class Unresolved(ValueError):
    """The selector selects nothing, or not that, in this page. The message says which part failed."""


def resolve(page: Page, selector: Selector, text_form: TextForm) -> str:
    """The text that ``selector`` selects in ``page``. Raises Unresolved."""
    if isinstance(selector, XPathSelector):
        selected = _nodes(page, selector.value)
        if isinstance(selector.refinedBy, FragmentSelector):
            return _fragment(_parsed(node_text(selected)), selector.refinedBy)
        return _refine(node_text(selected), selector.refinedBy)
    if isinstance(selector, FragmentSelector):
        return _fragment(_parsed(page.text), selector)
    return _refine(whole_text(page, text_form), selector)


def whole_text(page: Page, text_form: TextForm) -> str:
    """The text of the page in the form that top-level text selectors work on."""
    if text_form == "decoded-text":
        return page.text
    if text_form == "document-text":
        return page.document_text.text
    if text_form == "url":
        return page.url
    raise Unresolved(f"{text_form} has no text of the whole page")


def _nodes(page: Page, xpath: str) -> list[Any]:
    if page.root is None:
        raise Unresolved("the page has no tree")
    try:
        nodes = page.root.getroottree().xpath(xpath)
    except etree.XPathError as error:
        raise Unresolved(f"XPath {xpath!r}: {error}") from None
    if not isinstance(nodes, list) or not nodes:
        raise Unresolved(f"XPath {xpath!r} selects nothing")
    return nodes


def _parsed(text: str) -> Any:
    try:
        return parse_json(text)
    except JsonError as error:
        raise Unresolved(str(error)) from None


def _fragment(document: Any, selector: FragmentSelector) -> str:
    try:
        return _refine(value_text(pointed(document, selector.value)), selector.refinedBy)
    except KeyError:
        raise Unresolved(f"JSON Pointer {selector.value!r} selects nothing") from None


def _refine(text: str, selector: TextPositionSelector | TextQuoteSelector | None) -> str:
    if selector is None:
        return text
    if isinstance(selector, TextPositionSelector):
        if not selector.start <= selector.end <= len(text):
            raise Unresolved(f"characters {selector.start}-{selector.end} of a text of {len(text)}")
        return text[selector.start : selector.end]
    if selector.prefix + selector.exact + selector.suffix not in text:
        raise Unresolved(f"the quote {selector.exact[:60]!r} with its context is not in the text")
    return selector.exact
