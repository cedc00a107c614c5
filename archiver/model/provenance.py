"""Where a value came from: W3C Web Annotation selectors into one stored record.

Selectors of one source are alternatives in the sense of the Web Annotation Data Model §4.2: each
alone selects the same text, and ``archiver verify`` resolves every one again. Character positions
are Unicode code points, ends exclusive. What text a selector works on:

``decoded-text``   the entity decoded to Unicode by ``charset``, byte order mark dropped,
                   NUL as U+FFFD (plain text).
``document-text``  the text of the page: the string-values of all text nodes outside ``script``,
                   ``style``, ``template`` and ``noscript``, block elements separated by a space, white
                   space collapsed to single spaces.
``node-text``      what an XPath selects: for elements and text nodes the string-value, white space
                   collapsed and trimmed, several nodes joined by a line feed; an attribute verbatim.
``json-value``     the string (or number, in JSON notation) that a JSON Pointer selects.
``url``            the WARC-Target-URI of the record.

``textForm`` names the form that top-level text selectors work on; a ``refinedBy`` works on what the
selector around it selected.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from archiver.model.base import Model, RecordId, Sha256

RFC6901: Literal["http://tools.ietf.org/rfc/rfc6901"] = "http://tools.ietf.org/rfc/rfc6901"

CUT = "cut after"
"""What the note of a text says that is not whole, and of which values that follow from it."""

Count = Annotated[int, Field(ge=0)]


class TextQuoteSelector(Model):
    """Web Annotation §4.2.4: the text itself with what stands before and after it."""

    type: Literal["TextQuoteSelector"] = "TextQuoteSelector"
    exact: str
    prefix: str = ""
    suffix: str = ""


class TextPositionSelector(Model):
    """Web Annotation §4.2.5: code points ``start`` (inclusive) to ``end`` (exclusive)."""

    type: Literal["TextPositionSelector"] = "TextPositionSelector"
    start: Count
    end: Count


class FragmentSelector(Model):
    """Web Annotation §4.2.1: a JSON Pointer (RFC 6901) into a JSON text."""

    type: Literal["FragmentSelector"] = "FragmentSelector"
    conformsTo: Literal["http://tools.ietf.org/rfc/rfc6901"] = RFC6901
    value: str
    refinedBy: TextPositionSelector | TextQuoteSelector | None = Field(default=None, discriminator="type")


class XPathSelector(Model):
    """Web Annotation §4.2.3: XPath 1.0 over the tree that ``parser`` built; may select several nodes."""

    type: Literal["XPathSelector"] = "XPathSelector"
    value: str
    refinedBy: FragmentSelector | TextPositionSelector | TextQuoteSelector | None = Field(
        default=None, discriminator="type"
    )


Selector = Annotated[
    XPathSelector | FragmentSelector | TextQuoteSelector | TextPositionSelector, Field(discriminator="type")
]


def refined(selector: Selector) -> Iterator[Selector]:
    """A selector and what refines it, the outermost first."""
    one: Selector | None = selector
    while one is not None:
        yield one
        one = one.refinedBy if isinstance(one, XPathSelector | FragmentSelector) else None


TextForm = Literal["decoded-text", "document-text", "node-text", "json-value", "url"]
Method = Literal[
    "json-ld",
    "microdata",
    "rdfa",
    "opengraph",
    "meta",
    "html",
    "feed",
    "sitemap",
    "json-feed",
    "state",
    "text",
    "url",
    "order",
    "derived",
    "library",
]
# How the value follows from the selected text; the functions are archiver.page.transforms.
Transform = Literal[
    "verbatim",
    "collapse-space",
    "html-text",
    "lower-case",
    "host-name",
    "absolute-url",
    "date",
    "language-tag",
    "label-language",
    "detected-language",
    "integer",
    "boolean",
    "word-count",
    "extent",
    "ordinal",
]


class Parser(Model):
    """What built the tree or text the selectors work on."""

    name: str
    version: str


class Alternative(Model):
    """A value that was also found, and lost."""

    value: Any
    method: Method
    rule: str
    selectors: tuple[Selector, ...]
    textForm: TextForm
    raw: str | None = None
    transform: Transform = "verbatim"
    lost: str = Field(description="the rule that decided against it")


class Source(Model):
    """Where one value of an item stands in the captured bytes, and how it was chosen."""

    record: RecordId
    digest: Sha256 = Field(
        description="of the record's entity: transfer encoding removed, content encoding kept"
    )
    method: Method
    rule: str = Field(description="the row of the rule table that found it")
    parser: Parser
    charset: str | None = None
    textForm: TextForm
    selectors: Annotated[tuple[Selector, ...], Field(min_length=1)]
    raw: str | None = Field(
        default=None, description="the selected text; absent where the value only measures it"
    )
    transform: Transform = "verbatim"
    confidence: Literal["stated", "inferred", "guessed"] = "stated"
    note: str | None = None
    alternatives: tuple[Alternative, ...] = ()


class Extractor(Model):
    """Who read the page."""

    name: str
    version: str


class Provenance(Model):
    """The provenance of one item: a JSON Pointer into ``data`` for every value in it."""

    extractor: Extractor
    version: Annotated[int, Field(ge=1, le=999_999)] = 1
    fields: dict[str, Source]
