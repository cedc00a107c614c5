"""News in the state that scripts of a page carry: ``__NEXT_DATA__`` and its like, where nothing else shows it. Pure.

Objects that each have a title and an address, three or more in one place, with dates or titles as long as headlines.
Their values point into the JSON of the script; no script is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median
from typing import Any, NamedTuple

from archiver.extract.draft import Draft, Reading
from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.links import weight
from archiver.extract.stated import Stating
from archiver.extract.wording import counted
from archiver.model.provenance import FragmentSelector, Transform, XPathSelector
from archiver.page.json_text import JsonError, escape, parse_json
from archiver.page.page import Node, Page, Place

_LEAST = 3
_MAX_SCRIPTS = 40
_MAX_VALUES = 100_000
_MAX_ITEMS = 2_000
_MAX_TITLE = 300
_TITLES = ("headline", "title", "name", "heading", "shortTitle", "teaserTitle")
_ADDRESSES = (
    "url",
    "link",
    "href",
    "path",
    "permalink",
    "uri",
    "canonicalUrl",
    "webUrl",
    "shareUrl",
    "canonical_url",
)
_DATES = (
    "datePublished", "publishedAt", "published_at", "publishDate", "publicationDate", "pubDate", "published",
    "publishedDate", "firstPublished", "firstPublishedAt", "publishTime", "date", "createdAt", "created_at",
)  # fmt: skip
_SECTIONS = ("articleSection", "section", "category", "sectionName", "categoryName")
_FIELDS: tuple[tuple[str, Transform, tuple[str, ...]], ...] = (
    ("headline", "html-text", _TITLES),
    ("url", "absolute-url", _ADDRESSES),
    ("datePublished", "date", _DATES),
    ("articleSection", "html-text", _SECTIONS),
)
_STATE = re.compile(
    r"\s*(?:(?:var|let|const)\s+)?(?:(?:window|self|globalThis)\s*[.\[])?[\w$.\"'\]]{1,80}\s*=\s*[\[{]"
)


class State(NamedTuple):
    """Objects in one place of a script's JSON: the pointers to each."""

    script: Node
    document: Any
    pointer: str
    entries: list[tuple[str, dict[str, Any]]]


def read_states(page: Page) -> Reading:
    """The headlines in the page's scripts, each told once, without positions."""
    reading, stating = Reading(), Stating(page, "state")
    seen: set[str] = set()
    lists = 0
    for script in _scripts(page):
        try:
            document = parse_json(script.text or "")
        except JsonError as error:
            if script.get("type"):
                reading.notes.append(f"state: a script was not read: {' '.join(str(error).split())[:200]}")
            continue
        for state in _states(script, document):
            drafts = [draft for draft in _drafts(stating, state) if _key(draft) not in seen]
            seen.update(map(_key, drafts))
            reading.drafts += drafts[: _MAX_ITEMS - len(reading.drafts)]
            lists += bool(drafts)
    if lists:
        found = f"{counted(len(reading.drafts), 'headline')} in {counted(lists, 'list')}"
        reading.notes.append(f"state: {found} of the data that scripts carry")
    return reading


def _key(draft: Draft) -> str:
    return str(draft.data.get("url") or draft.data["headline"])


def _scripts(page: Page) -> Iterator[Node]:
    count = 0
    for script in page.root.iter("script") if page.root is not None else ():
        kind = str(script.get("type") or "").strip().lower()
        is_json = kind in ("application/json", "text/json") or script.get("id") == "__NEXT_DATA__"
        if not is_json and (
            kind not in ("", "text/javascript", "application/javascript")
            or not _STATE.match((script.text or "")[:200])
        ):
            continue
        count += 1
        if count > _MAX_SCRIPTS:
            return
        yield script


def _states(script: Node, document: Any) -> Iterator[State]:
    """The lists (and maps) of objects that read like headlines, outermost and first ones first."""
    waiting: list[tuple[str, Any]] = [("", document)]
    for pointer, value in waiting:
        if len(waiting) > _MAX_VALUES:
            return
        if isinstance(value, dict):
            members = [(f"{pointer}/{escape(name)}", inner) for name, inner in value.items()]
        elif isinstance(value, list):
            members = [(f"{pointer}/{index}", inner) for index, inner in enumerate(value)]
        else:
            continue
        entries = [(path, inner) for path, inner in members if isinstance(inner, dict) and _is_news(inner)]
        if _read_like_headlines(entries):
            yield State(script, document, pointer, entries)
        waiting.extend((path, inner) for path, inner in members if isinstance(inner, dict | list))


def _is_news(value: dict[str, Any]) -> bool:
    return (
        _first(value, _TITLES) is not None
        and (_first(value, _ADDRESSES) or _first(value, ("slug",))) is not None
    )


def _first(value: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """The name that holds a text."""
    return next((name for name in names if isinstance(value.get(name), str) and value[name].strip()), None)


def _read_like_headlines(entries: list[tuple[str, dict[str, Any]]]) -> bool:
    if len(entries) < _LEAST:
        return False
    titles = [str(value[_first(value, _TITLES) or ""]) for _, value in entries[:40]]
    dated = sum(1 for _, value in entries[:40] if _first(value, _DATES))
    words = median(weight(title) for title in titles)
    least = rules.TITLE_WORDS if dated * 3 >= 2 * len(titles) else rules.STATE_WORDS
    priced = any({"price", "sku", "offers"} & value.keys() for _, value in entries[:40])
    return words >= least and not priced and max(map(len, titles)) <= 3 * _MAX_TITLE


def _drafts(stating: Stating, state: State) -> Iterator[Draft]:
    path = stating.page.xpath_of(state.script)
    selector = XPathSelector(value=path, refinedBy=FragmentSelector(value=state.pointer))
    for pointer, value in state.entries[:_MAX_ITEMS]:
        draft = Draft("headline")
        for field, transform, names in _FIELDS:
            for name in names:
                if not isinstance(value.get(name), str) or (field == "url" and not _is_address(value[name])):
                    continue
                place = stating.page.at_json(state.script, state.document, f"{pointer}/{name}")
                if stating.put(draft, field, place, name, transform):
                    break
        if "headline" in draft.data and len(draft.data["headline"]) <= _MAX_TITLE:
            stating.put_list(
                draft, f"#xpath={path}", Place((selector,), "json-value", ""), state.pointer or "/"
            )
            yield draft


def _is_address(text: str) -> bool:
    """A slug alone says nothing about where it hangs."""
    return text.startswith(("/", "http://", "https://"))
