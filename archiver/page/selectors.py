"""Resolve selectors against a page: what ``verify`` and ``explain`` do again for every value.

Shares nothing with the extractors but the parsed page.
"""

from __future__ import annotations

import re
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

MAX_PATHS = 4_000  # libxml2 refuses about 5,000
_LITERAL = r"'[^'\0]*+'"
_NAME = r"[^\W\d][\w.-]*+"
_NUMBER = r"\[[1-9][0-9]{0,8}\]"
_ATTRIBUTE = (
    rf"/@(?:{_NAME}|\*\[name\(\)={_LITERAL}\]"
    rf"|\*\[local-name\(\)={_LITERAL} and namespace-uri\(\)={_LITERAL}\])"
)
_PATH = rf"(?:/(?:{_NAME}(?!\()|\*)(?:{_NUMBER})?)++(?:/text\(\)(?:{_NUMBER})?|{_ATTRIBUTE})?"
# What ``Page`` and the feeds write. Other XPath is valid, but one line of it can keep libxml2 busy for years.
_XPATH = re.compile(rf"{_PATH}(?: \| {_PATH}){{0,{MAX_PATHS - 1}}}")


class Unresolved(ValueError):
    """The selector selects nothing, or not that, in this page. The message says which part failed."""


def resolve(page: Page, selector: Selector, text_form: TextForm) -> str:
    """The text that ``selector`` selects in ``page``. Raises Unresolved."""
    if isinstance(selector, XPathSelector):
        if isinstance(selector.refinedBy, FragmentSelector):
            return _fragment(page, selector.value, selector.refinedBy)
        return _refine(_text_at(page, selector.value), selector.refinedBy)
    if isinstance(selector, FragmentSelector):
        return _fragment(page, "", selector)
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


def nodes_at(page: Page, xpath: str) -> list[Any]:
    """What an XPath selects: at least one node. Raises Unresolved, also for XPath that no extractor writes."""
    if page.root is None:
        raise Unresolved("the page has no tree")
    shown = repr(xpath[:100])
    if not _XPATH.fullmatch(xpath):
        raise Unresolved(f"XPath {shown} is not of the positional kind that is resolved")
    try:
        nodes = page.root.getroottree().xpath(xpath)
    except (etree.XPathError, ValueError) as error:
        raise Unresolved(f"XPath {shown}: {error}") from None
    if not isinstance(nodes, list) or not nodes:
        raise Unresolved(f"XPath {shown} selects nothing")
    return nodes


def _text_at(page: Page, xpath: str) -> str:
    return page.memo(("node-text", xpath), lambda: node_text(nodes_at(page, xpath)), len)


def _document(page: Page, xpath: str) -> Any:
    """The JSON that an XPath (empty: the whole page) selects."""
    text = _text_at(page, xpath) if xpath else page.text
    document = page.memo(("json", xpath), lambda: _parsed(text), lambda _: len(text))
    if isinstance(document, JsonError):
        raise Unresolved(str(document))
    return document


def _parsed(text: str) -> Any:
    try:
        return parse_json(text)
    except JsonError as error:
        return error  # to be remembered like any other outcome


def _fragment(page: Page, xpath: str, selector: FragmentSelector) -> str:
    document = _document(page, xpath)
    try:
        value = pointed(document, selector.value)
    except KeyError:
        raise Unresolved(f"JSON Pointer {selector.value[:100]!r} selects nothing") from None
    if isinstance(value, (dict, list)):
        key = ("json-value", xpath, selector.value)
        return _refine(page.memo(key, lambda: value_text(value), len), selector.refinedBy)
    return _refine(value_text(value), selector.refinedBy)


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
