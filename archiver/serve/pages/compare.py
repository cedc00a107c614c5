"""What changed between two captures of a page, or two items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from archiver.archive.archive import Archive
from archiver.compare import Change, Comparison, Side
from archiver.model import views
from archiver.page.json_text import value_text
from archiver.serve.pages.permalink import Shown
from archiver.serve.render import clipped, document, page

_MOST = 500  # changes that are shown; the twin has all
_AROUND = 240  # characters of what stayed the same, beside a change


def compare(request: Request, archive: Archive, one: Shown, other: str) -> Response:
    """``/ark:NAAN/BEFORE/compare/AFTER``. Raises NotFound, BadInput for two of different kinds."""
    found = _compared(archive, one, other)
    return page(
        request,
        archive,
        "compare.html",
        one=one,
        view=found,
        shown=[(change, list(_pieces(change))) for change in found.changes[:_MOST]],
        text=_text,
    )


def compare_json(request: Request, archive: Archive, one: Shown, other: str) -> Response:
    """Its twin."""
    del request
    return document(_view(_compared(archive, one, other)).document())


def _compared(archive: Archive, one: Shown, other: str) -> Comparison:
    name = other if other.startswith("ark:") else f"ark:{one.ark.naan}/{other}"
    return archive.compare(str(one.ark), name)


def _text(value: Any) -> str:
    """A value in words: of authors the names."""
    if isinstance(value, list):
        value = ", ".join(str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in value)
    return clipped(value_text(value), 600)


def _pieces(change: Change) -> Iterator[tuple[str, str]]:
    """Stretches to show; of long ones that stayed the same only what is beside a change. White space at the end of
    one that came or went is not marked with it."""
    last = len(change.pieces) - 1
    for index, piece in enumerate(change.pieces):
        if piece.kind == "same":
            yield piece.kind, _shortened(piece.text, index == 0, index == last)
            continue
        text = piece.text.rstrip()
        yield piece.kind, text
        yield "same", piece.text[len(text) :]


def _shortened(text: str, is_first: bool, is_last: bool) -> str:
    if len(text) <= 2 * _AROUND:
        return text
    head, tail = text[:_AROUND], text[-_AROUND:]  # between words, where there are spaces
    head = "" if is_first else head.rpartition(" ")[0] or head
    tail = "" if is_last else tail.partition(" ")[2] or tail
    return f"{head} … {tail}"


def _view(found: Comparison) -> views.Comparison:
    return views.Comparison(
        before=_side(found.before),
        after=_side(found.after),
        sameBytes=found.same_bytes,
        changes=tuple(_difference(change) for change in found.changes),
    )


def _side(side: Side) -> views.Compared:
    return views.Compared(
        id=side.id, url=side.url, captured=side.captured, verdict=side.verdict, digest=side.digest
    )


def _difference(change: Change) -> views.Difference:
    return views.Difference(
        kind=change.kind,
        item=change.item,
        id=change.id,
        headline=change.headline,
        field=change.field or None,
        before=change.before,
        after=change.after,
        pieces=tuple(views.Stretch(kind=piece.kind, text=piece.text) for piece in change.pieces),
    )
