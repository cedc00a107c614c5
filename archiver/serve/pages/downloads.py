"""What can be taken away: the capture as WARC or WACZ, the item in the formats of other programs."""

from __future__ import annotations

import io
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from archiver.archive.archive import Archive
from archiver.cite import cite
from archiver.errors import NotFound
from archiver.model.capture import Capture
from archiver.model.items import Item
from archiver.serve.pages.permalink import Shown

Maker = Callable[[Archive, Shown], bytes]


def _cited(style: str) -> Maker:
    return lambda archive, one: cite(one.cited, one.capture, archive.folder.info, style).encode() + b"\n"


def _exported(to: str) -> Maker:
    def make(archive: Archive, one: Shown) -> bytes:
        output = io.BytesIO()
        archive.export([one.found.id], to, output)
        return output.getvalue()

    return make


def _json(archive: Archive, one: Shown) -> bytes:
    del archive
    return one.found.to_json() + b"\n"


# Kind → media type, ending of the file's name, how it is made. ``warc`` and ``wacz`` may be large: see ``packed``.
_KINDS: dict[str, tuple[str, str, Maker]] = {
    "json": ("application/json", "json", _json),
    "csl-json": ("application/vnd.citationstyles.csl+json", "csl.json", _cited("csl-json")),
    "bibtex": ("application/x-bibtex", "bib", _cited("bibtex")),
    "ris": ("application/x-research-info-systems", "ris", _cited("ris")),
    "prov": ("application/json", "prov.json", _exported("prov")),
    "ninjs": ("application/json", "ninjs.json", _exported("ninjs")),
    "jsonl": ("application/jsonl", "jsonl", _exported("jsonl")),
    "csv": ("text/csv; charset=utf-8", "csv", _exported("csv")),
}
_OF_SEVERAL = ("jsonl", "csv")  # offered for all items of a capture
PACKED = {"warc": "application/warc", "wacz": "application/wacz"}


def kinds(found: Capture | Item) -> list[str]:
    """What a page offers."""
    return [*PACKED, *(kind for kind in _KINDS if isinstance(found, Capture) or kind not in _OF_SEVERAL)]


def download(request: Request, archive: Archive, one: Shown, kind: str) -> Response:
    """``…/download/KIND``. Raises NotFound."""
    del request
    if kind not in _KINDS:
        raise NotFound(f"{kind[:40]!r} is nothing to download: choose one of {', '.join([*PACKED, *_KINDS])}")
    media_type, ending, make = _KINDS[kind]
    if kind == "ninjs" and isinstance(one.found, Capture):  # a line an item
        media_type, ending = "application/jsonl", "ninjs.jsonl"
    return Response(make(archive, one), 200, attached(one, ending), media_type)


def attached(one: Shown, ending: str) -> dict[str, str]:
    """Headers by which a browser saves it, and never shows it (RFC 6266). The name is made of the ARK alone."""
    return {
        "Content-Disposition": f'attachment; filename="{one.ark.name}.{ending}"',
        "Cache-Control": "no-cache",
    }
