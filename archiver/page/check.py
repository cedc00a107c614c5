"""Does a value still follow from the stored bytes? The check behind ``verify`` and ``explain``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from archiver import urls
from archiver.model.provenance import (
    FragmentSelector,
    Selector,
    Source,
    TextPositionSelector,
    XPathSelector,
)
from archiver.page import transforms
from archiver.page.json_text import located, pointed, written
from archiver.page.page import Page
from archiver.page.selectors import Unresolved, nodes_at, resolve, whole_text

_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_SPACE = re.compile(r"\s+")


def base_url(page: Page) -> str:
    """What relative links are relative to (HTML §4.2.3)."""
    return page.base_url


def base_at(page: Page, selectors: Sequence[Selector]) -> str:
    """What a link at a place is relative to: in XML the ``xml:base`` in scope there (XML Base §4), if there is one."""
    path = next((selector.value for selector in selectors if isinstance(selector, XPathSelector)), None)
    if path is None or not page.is_xml or page.root is None:
        return page.base_url
    root = page.root
    if not page.memo(("xml:base",), lambda: bool(root.xpath("boolean(//@xml:base)")), lambda _: 1):
        return page.base_url
    element = path.partition(" | ")[0].partition("/@")[0].partition("/text()")[0]
    node = nodes_at(page, element)[0]
    base = page.base_url
    for holder in reversed([node, *node.iterancestors()]):
        base = urls.join(base, holder.get(_BASE, "")) or base
    return base


def context(page: Page, selectors: Sequence[Selector] = ()) -> transforms.Context:
    """What the transforms of a page's texts may lean on; of those at ``selectors``, where they are given."""
    return transforms.Context(base_at(page, selectors), page.captured, lambda: page.date_evidence)


def check_source(page: Page, source: Source, value: Any) -> list[str]:
    """What is wrong with a value's source, in words; empty when every selector resolves to the value again."""
    problems = []
    if source.digest != page.digest:
        problems.append(f"the record's entity is {page.digest}, the source names {source.digest}")
    for selector in source.selectors:
        try:
            text = resolve(page, selector, source.textForm)
        except Unresolved as error:
            problems.append(f"{selector.type} does not resolve: {error}")
            continue
        problems.extend(_disagreements(page, source, selector, text, value))
    return problems


def _disagreements(page: Page, source: Source, selector: Selector, text: str, value: Any) -> list[str]:
    if source.raw is not None and text != source.raw:
        return [f"{selector.type} selects {text[:60]!r}, the source says {source.raw[:60]!r}"]
    if source.transform in transforms.POSITIONAL:
        return []
    again = transforms.apply(source.transform, text, context(page, source.selectors))
    if again != value:
        return [
            f"{source.transform} of {text[:60]!r} gives {str(again)[:60]!r}, the item says {str(value)[:60]!r}"
        ]
    return []


def value_at(data: dict[str, Any], pointer: str) -> Any:
    """The value a provenance pointer names. Raises KeyError."""
    return pointed(data, pointer)


def context_of(page: Page, source: Source, width: int = 60) -> tuple[str, str, str]:
    """The quote with what stands around it, for people: before, exact, after. Raises Unresolved."""
    for selector in source.selectors:
        if selector.type == "TextPositionSelector" and source.textForm == "decoded-text":
            return _around(page.text, selector.start, selector.end, width)
        if selector.type == "TextQuoteSelector":
            text = whole_text(page, source.textForm)
            found = text.find(selector.prefix + selector.exact + selector.suffix)
            start = found + len(selector.prefix)
            if found < 0:
                return selector.prefix, selector.exact, selector.suffix
            return _around(text, start, start + len(selector.exact), width)
    selector = source.selectors[0]
    exact = resolve(page, selector, source.textForm)
    if isinstance(selector, FragmentSelector):
        return _in_json(page.text, selector, exact, width)
    if isinstance(selector, XPathSelector) and isinstance(selector.refinedBy, FragmentSelector):
        script = resolve(page, XPathSelector(value=selector.value), source.textForm)
        return _in_json(script, selector.refinedBy, exact, width)
    if isinstance(selector, XPathSelector) and "/@" in selector.value:
        return _in_tag(page, selector, exact)
    return "", exact, ""


def _around(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    before, after = text[max(0, start - width) : start], text[end : end + width]
    return _SPACE.sub(" ", before), text[start:end], _SPACE.sub(" ", after)


def _in_json(text: str, selector: FragmentSelector, exact: str, width: int) -> tuple[str, str, str]:
    """Around a value in a JSON text, as it is written there."""
    try:
        start, end = located(text, selector.value)
    except KeyError:
        return "", exact, ""
    part = selector.refinedBy
    if isinstance(part, TextPositionSelector) and text[start - 1 : start] == '"':
        first, last = written(text[start:end], part.start, part.end)
        start, end = start + first, start + last
    before, _, after = _around(text, start, end, width)
    return before, exact, after


def _in_tag(page: Page, selector: XPathSelector, exact: str) -> tuple[str, str, str]:
    """Around an attribute's value: the tag it stands in, as it was parsed."""
    path, _, name = selector.value.rpartition("/@")
    try:
        node = nodes_at(page, path)[0]
    except Unresolved:
        return "", exact, ""
    if not isinstance(node, etree._Element) or exact not in (node.get(name) or ()):
        return "", exact, ""
    others = "".join(f' {key!s}="{value!s}"' for key, value in node.attrib.items() if key != name)
    before, _, after = str(node.get(name)).partition(exact)
    return f'<{node.tag!s}{others} {name}="{before}', exact, f'{after}">'
