"""How a value follows from the text a selector selects. Named in provenance, applied again by ``verify``."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from archiver import urls
from archiver.model.provenance import Transform
from archiver.page.dates import Evidence
from archiver.page.languages import detect_language, label_language
from archiver.page.text import collapse

if TYPE_CHECKING:
    from archiver.page.dates import ParsedDate


class Context(NamedTuple):
    """What a transform may need besides the text: the page's base URL, when it was captured, how it writes dates."""

    base: str
    captured: datetime | None
    evidence: Callable[[], Evidence] = Evidence


def apply(transform: Transform, text: str, context: Context) -> Any:
    """The value that ``text`` stands for; None when it stands for none."""
    return _FUNCTIONS[transform](text, context)


def _html_text(text: str, _: Context) -> str:
    # Markup inside a JSON string or feed element: tags out, entities read, space collapsed.
    return collapse(html.unescape(re.sub(r"<[^<>]{0,2000}>", " ", text) if "<" in text else text))


def _language_tag(text: str, _: Context) -> str | None:
    tag = text.strip().replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag):
        return None
    primary, *rest = tag.split("-")
    return "-".join([primary.lower(), *rest])


def _boolean(text: str, _: Context) -> bool | None:
    return {"true": True, "false": False}.get(text.strip().lower().rsplit("/", 1)[-1])


def _parsed(text: str, context: Context) -> ParsedDate | None:
    from archiver.page.dates import parse_date

    return parse_date(text, captured=context.captured, evidence=context.evidence)


def _date(text: str, context: Context) -> str | None:
    found = _parsed(text, context)
    return found.iso if found else None


def dated(text: str, context: Context) -> tuple[str, str | None] | None:
    """What the transform ``date`` gives, with its note; None where it gives none."""
    found = _parsed(text, context)
    return (found.iso, found.note) if found else None


def date_note(text: str, context: Context) -> str | None:
    """What besides the text the transform ``date`` needed to read it; None where the text says it all."""
    found = _parsed(text, context)
    return found.note if found else None


_FUNCTIONS: dict[str, Callable[[str, Context], Any]] = {
    "verbatim": lambda text, _: text,
    "collapse-space": lambda text, _: collapse(text),
    "html-text": _html_text,
    "lower-case": lambda text, _: text.lower(),
    "host-name": lambda text, _: urls.host_of(text) or None,
    "absolute-url": lambda text, context: urls.join(context.base, text),
    "date": _date,
    "language-tag": _language_tag,
    "label-language": lambda text, _: label_language(text),
    "detected-language": lambda text, _: detect_language(text),
    "integer": lambda text, _: int(text) if re.fullmatch(r"[0-9]{1,9}", text.strip()) else None,
    "boolean": _boolean,
    "word-count": lambda text, _: len(text.split()),
}
# These say something about where the text stands, not what it says: checked against the other items.
POSITIONAL: frozenset[str] = frozenset({"extent", "ordinal"})
