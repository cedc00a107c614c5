"""Does a value still follow from the stored bytes? The check behind ``verify`` and ``explain``."""

from __future__ import annotations

from typing import Any

from archiver.model.provenance import Selector, Source
from archiver.page import transforms
from archiver.page.page import Page
from archiver.page.selectors import Unresolved, resolve, whole_text
from archiver.page.text import collapse


def base_url(page: Page) -> str:
    """What relative links are relative to: the first ``base`` element (HTML §4.2.3), else the page's URL."""
    from archiver import urls

    base = page.root.find(".//base[@href]") if page.is_html and page.root is not None else None
    return (urls.join(page.url, base.get("href", "")) if base is not None else None) or page.url


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
    again = transforms.apply(source.transform, text, transforms.Context(base_url(page), page.captured))
    if again != value:
        return [
            f"{source.transform} of {text[:60]!r} gives {str(again)[:60]!r}, the item says {str(value)[:60]!r}"
        ]
    return []


def value_at(data: dict[str, Any], pointer: str) -> Any:
    """The value a provenance pointer names. Raises KeyError."""
    from archiver.page.json_text import pointed

    return pointed(data, pointer)


def context_of(page: Page, source: Source, width: int = 60) -> tuple[str, str, str]:
    """The quote with what stands around it, for people: before, exact, after. Collapsed to one line."""
    for selector in source.selectors:
        if selector.type == "TextPositionSelector" and source.textForm == "decoded-text":
            text = page.text
            return (
                collapse(text[max(0, selector.start - width) : selector.start]),
                text[selector.start : selector.end],
                collapse(text[selector.end : selector.end + width]),
            )
        if selector.type == "TextQuoteSelector":
            return _around_quote(
                whole_text(page, source.textForm), selector.prefix, selector.exact, selector.suffix, width
            )
    return "", resolve(page, source.selectors[0], source.textForm), ""


def _around_quote(text: str, prefix: str, exact: str, suffix: str, width: int) -> tuple[str, str, str]:
    found = text.find(prefix + exact + suffix)
    if found < 0:
        return prefix, exact, suffix
    start = found + len(prefix)
    end = start + len(exact)
    return text[max(0, start - width) : start], exact, text[end : end + width]
