"""What a page needs to be shown: stylesheets, images, scripts, fonts, icons. Pure: reads, fetches nothing.

Left out on purpose: frames, links and manifests (pages of their own), audio, video and their tracks (size).
Images that scripts load later are found where the mark-up names them (``data-src``, ``data-srcset``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from archiver import urls
from archiver.page.check import base_url
from archiver.page.page import Node, Page

MAX_REQUISITES = 5000
MAX_CSS = 2 * 1024 * 1024  # characters of one style sheet
MAX_URL = 8192
_INLINE = re.compile(r"(?i)^\s*(?:data|javascript|about|blob|mailto):|^\s*#|^\s*$")
_DESCRIPTORS = re.compile(r"[^,(]*(?:\([^)]{0,200}\)[^,(]*)*")
_MENTIONS_URL = re.compile(r"(?i)url|import|image-set|\\")
_SRCSET_URL = re.compile(r"[\s,]*(\S+)")


def requisites(page: Page) -> list[str]:
    """Absolute URLs in document order, each once, at most ``MAX_REQUISITES``; [] for what is no HTML or CSS.

    What was left out because there was too much of it is said in ``page.notes``.
    """
    base = base_url(page)
    found: dict[str, None] = {}
    for reference in _references(page):
        if len(reference) > MAX_URL or _INLINE.match(reference[:100]):
            continue
        url = urls.join(base, reference)
        if url is None or url in found:
            continue
        if len(found) >= MAX_REQUISITES:
            page.notes.append(f"more than {MAX_REQUISITES} requisites: the rest was left out")
            break
        found[url] = None
    return list(found)


def may_have_requisites(page: Page) -> bool:
    """False where there are none for certain; nothing is parsed to tell."""
    if page.media_type == "text/css":
        return _MENTIONS_URL.search(page.text) is not None
    return page.is_html and bool(page.body)


def _references(page: Page) -> Iterator[str]:
    if page.media_type == "text/css":
        yield from css_references(page.text, page.notes)
    elif page.is_html and page.root is not None:
        for node in page.root.iter("*"):
            yield from _ELEMENTS.get(str(node.tag), _nothing)(node)
            yield from _of_any_element(node, page.notes)


# -- HTML -------------------------------------------------------------------------------------------


def _nothing(_: Node) -> Iterator[str]:
    return iter(())


def _attributes(*names: str) -> Callable[[Node], Iterator[str]]:
    def read(node: Node) -> Iterator[str]:
        for name in names:
            value = str(node.get(name) or "")
            yield from srcset_references(value) if name.endswith("srcset") else (value,)

    return read


def _input(node: Node) -> Iterator[str]:
    if str(node.get("type")).lower() == "image":
        yield str(node.get("src") or "")


def _source(node: Node) -> Iterator[str]:
    """``source`` of a ``picture``; that of ``audio`` and ``video`` is media."""
    parent = node.getparent()
    if parent is not None and parent.tag == "picture":
        yield from _attributes("srcset", "data-srcset", "src", "data-src")(node)


_LINK_RELS = frozenset(
    ["stylesheet", "icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon", "modulepreload"]
)
_PRELOADED = frozenset({"font", "style", "image", "script"})


def _link(node: Node) -> Iterator[str]:
    rels = set(str(node.get("rel") or "").lower().split())
    if rels & _LINK_RELS or ("preload" in rels and str(node.get("as")).lower() in _PRELOADED):
        yield from _attributes("href", "imagesrcset")(node)


_ELEMENTS: dict[str, Callable[[Node], Iterator[str]]] = {
    "link": _link,
    "script": _attributes("src"),
    "img": _attributes("src", "srcset", "data-src", "data-srcset"),
    "source": _source,
    "input": _input,
    "video": _attributes("poster"),
    "image": _attributes("href", "xlink:href"),  # in SVG
    "use": _attributes("href", "xlink:href"),
}


def _of_any_element(node: Node, notes: list[str]) -> Iterator[str]:
    if node.tag == "style":
        yield from css_references(node.text or "", notes)
    style = node.get("style")
    if style and "(" in style:
        yield from css_references(str(style), notes)
    background = node.get("background")  # HTML §16.3.4: body, table, td and th; browsers still show it
    if background:
        yield str(background)


def srcset_references(value: str) -> Iterator[str]:
    """Every image candidate's URL, whatever its descriptor (HTML §4.8.4.2.1)."""
    at = 0
    while match := _SRCSET_URL.match(value, at):
        url, at = match[1], match.end()
        if url.endswith(","):
            yield url.rstrip(",")
            continue
        yield url
        descriptors = _DESCRIPTORS.match(value, at)
        at = descriptors.end() if descriptors and descriptors.end() > at else at + 1


# -- CSS --------------------------------------------------------------------------------------------


def css_references(text: str, notes: list[str]) -> Iterator[str]:
    """Every ``url()``, ``@import`` and ``image-set()`` of a style sheet or style attribute, in order."""
    if not _MENTIONS_URL.search(text):
        return
    import tinycss2

    if len(text) > MAX_CSS:
        notes.append(f"style sheet of {len(text)} characters: URLs after {MAX_CSS} were left out")
    tokens = tinycss2.parse_component_value_list(text[:MAX_CSS], skip_comments=True)
    yield from _css_walk(tokens)


_TAKING_URLS = frozenset({"url", "src", "image-set", "-webkit-image-set"})  # as quoted strings


def _css_walk(tokens: list[Any]) -> Iterator[str]:
    """Depth first without recursion: style sheets nest as deep as their authors like."""
    stack: list[tuple[Iterator[Any], bool]] = [(iter(tokens), False)]  # and: strings in here are URLs
    at_rule = ""  # the at-keyword just before; @namespace until its end
    while stack:
        token = next(stack[-1][0], None)
        if token is None:
            stack.pop()
            continue
        kind = token.type
        if kind == "whitespace":
            continue
        if at_rule == "namespace" and token != ";":  # its URL is a name
            continue
        is_reference = kind == "url" or (kind == "string" and (at_rule == "import" or stack[-1][1]))
        if is_reference:
            yield token.value
        elif kind == "function":
            stack.append((iter(token.arguments), token.lower_name in _TAKING_URLS))
        elif kind in ("{} block", "() block", "[] block"):
            stack.append((iter(token.content), False))
        at_rule = token.lower_value if kind == "at-keyword" else ""
