"""Choose the readers for a page by its media type and by evidence, run them, and say in ``notes`` which and why.

May not raise on hostile input: a reader that fails is named in ``notes`` and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable

from archiver.extract.draft import Draft, Reading
from archiver.extract.page_title import page_title
from archiver.page.page import Page

# How the evidence of an article begins that markup states.
_STATED = ("json-ld", "microdata", "rdfa", "og:type", "article:published_time")
_PROSE_BESIDE_LIST = 150  # words outside the list that make a page that is a list an article as well
_TEXT_TYPES = frozenset({"text/plain", "text/markdown", "text/x-markdown"})
_OTHER_TEXT = frozenset(
    {"text/css", "text/csv", "text/javascript", "application/javascript", "text/calendar"}
)


def read(page: Page, *, article_body: bool = True) -> Reading:
    """The items of a page. An empty ``Reading`` with a note where the page holds no text that is read.

    Without ``article_body`` an article is read for its other values alone, and one that markup states is not
    looked through for lists.
    """
    reading = Reading()
    kind = page.media_type
    if page.is_html:
        _guarded(reading, "html", lambda: _html(page, article_body))
    elif page.is_xml:
        _guarded(reading, "xml", lambda: _feed(page))
    elif page.is_json:
        _guarded(reading, "json", lambda: _json(page))
    elif kind in _TEXT_TYPES:
        _guarded(reading, "text", lambda: _text(page))
    else:
        reading.notes.append(
            f"{kind}: {'no items are read from it' if kind in _OTHER_TEXT else 'holds no text'}"
        )
    _guarded(reading, "title", lambda: Reading(title=page_title(page)))
    _guarded(reading, "access", lambda: _access(page, reading.drafts))
    reading.notes.extend(_doubts(page))
    return reading


def _access(page: Page, drafts: list[Draft]) -> Reading:
    """What stands in the way of the page that was asked for."""
    if not page.is_html:
        return Reading()
    from archiver.extract.access import access_notes
    from archiver.extract.articles.article import release

    try:
        return Reading(notes=access_notes(page, drafts))
    finally:
        release(page)


def _doubts(page: Page) -> list[str]:
    """A stated charset that the bytes contradict: a header is obeyed all the same, markup is not."""
    stated = page.as_stated.charset
    if page.charset.stated_by == "bytes":
        return [f"the {stated.stated_by} says {stated.name}, but the bytes are UTF-8: read as UTF-8"]
    if stated.stated_by not in ("header", "meta", "xml") or stated.name == "utf-8" or page.body.isascii():
        return []
    try:
        page.body.decode("utf-8")
    except UnicodeDecodeError:
        return []
    return [f"the {stated.stated_by} says {stated.name}, but the bytes are UTF-8: letters may be wrong"]


def _guarded(reading: Reading, name: str, reader: Callable[[], Reading]) -> None:
    """Run one reader and take over what it found; what it raises becomes a note."""
    try:
        found = reader()
    except Exception as error:  # hostile input finds errors of every library below
        reason = " ".join(str(error).split())[:200]
        reading.notes.append(f"{name}: the reader failed ({type(error).__name__}: {reason})")
        return
    reading.drafts.extend(found.drafts)
    reading.notes.extend(found.notes)
    if found.characters is not None:
        reading.characters, reading.residue = found.characters, found.residue
    reading.title = found.title or reading.title


def _text(page: Page) -> Reading:
    from archiver.extract.digest import read_digest

    return read_digest(page)


def _feed(page: Page) -> Reading:
    from archiver.extract.lists.feeds import read_feed

    return read_feed(page)


def _json(page: Page) -> Reading:
    from archiver.extract.lists.json_feeds import read_json_feed

    return read_json_feed(page)


def _html(page: Page, article_body: bool) -> Reading:
    """An article, a list, both or neither."""
    reading = Reading()
    if page.root is None:
        return Reading(notes=["html: nothing to parse"])
    said = _evidence(page, reading.notes)
    lists = Reading()
    outside = [_PROSE_BESIDE_LIST]
    if article_body or not (said and said[0].startswith(_STATED)):
        _guarded(lists, "html lists", lambda: _lists(page, said, outside))
    if said and (not lists.drafts or outside[0] >= _PROSE_BESIDE_LIST or _is_told(page)):
        _guarded(reading, "html article", lambda: _article(page, said, article_body))
    reading.drafts.extend(lists.drafts)
    reading.notes.extend(lists.notes)
    return reading


def _evidence(page: Page, notes: list[str]) -> tuple[str, ...]:
    from archiver.extract.articles import article_evidence

    try:
        return article_evidence(page)
    except Exception as error:  # as above
        notes.append(f"html article: the evidence could not be gathered ({type(error).__name__})")
        return ()


def _is_told(page: Page) -> bool:
    from archiver.extract.articles import tells_story

    return tells_story(page)


def _article(page: Page, said: tuple[str, ...], article_body: bool) -> Reading:
    from archiver.extract.articles import read_article

    draft: Draft | None = read_article(page, article_body=article_body)
    if draft is None:
        return Reading(notes=["html: no article"])
    return Reading([draft], [f"html: an article ({', '.join(said)})"])


def _lists(page: Page, said: tuple[str, ...], outside: list[int]) -> Reading:
    """The lists of a page that is one; ``outside`` is set to the words of prose beside them."""
    from archiver.extract.lists import read_lists

    standing, reading = read_lists(page, said)
    outside[0] = standing.outside
    return reading
