"""The TimeGate (RFC 7089 §4.2.1): a URL and a time wanted, answered with a redirect to the memento closest to it."""

from __future__ import annotations

import json
from datetime import datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from archiver.archive.history import Moment
from archiver.errors import BadInput
from archiver.serve.memento.asked import rest_of, url_of
from archiver.serve.memento.links import memento_url, timegate_headers, timegate_url
from archiver.serve.memento.moments import iso_date, parse
from archiver.serve.memento.negotiation import NEWEST, closest, near
from archiver.serve.origins import Pair
from archiver.serve.site import pair_of, site_of

PREFIX = "/timegate/"


async def timegate(request: Request) -> Response:
    """302 to the memento; 400 for a time that is none; 404, with what is near, where nothing was captured.

    Raises BadUrl, BadInput for a URL that is none: there is nothing then that Link could name.
    """
    url, pair = url_of(rest_of(request.scope, PREFIX)), pair_of(request)
    readers = site_of(request).readers
    wanted, fault = _wanted(request)
    around = await readers.run(lambda archive: closest(archive, url, wanted))
    if fault:
        return refusal(request, 400, [fault], timegate_headers(pair, url, around))
    if around.closest is None:
        return nothing(request, url, await readers.run(lambda archive: near(archive, url)))
    location = memento_url(pair, around.closest)
    headers = {"Location": location, **timegate_headers(pair, url, around)}
    return PlainTextResponse(f"{location}\n", 302, headers)


def nothing(request: Request, url: str, beside: list[Moment]) -> Response:
    """404: no memento of a URL, but of these ``beside`` it."""
    pair = pair_of(request)
    lines = [f"no capture of {url}"]
    lines += [f"near it: {moment.url}  {memento_url(pair, moment)}" for moment in beside]
    more = {"original_uri": url, "nearest": [_entry(pair, moment) for moment in beside]}
    return refusal(request, 404, lines, timegate_headers(pair, url), **more)


def refusal(
    request: Request, status: int, lines: list[str], headers: dict[str, str], **more: object
) -> Response:
    """Text for people; for programs that ask for JSON the first line as ``error``, and ``more``."""
    accept = request.headers.get("accept", "").lower()
    if "json" in accept and "html" not in accept:
        return Response(json.dumps({"error": lines[0], **more}), status, headers, "application/json")
    return PlainTextResponse("\n".join([f"{status}: {lines[0]}", *lines[1:], ""]), status, headers)


def _wanted(request: Request) -> tuple[datetime, str]:
    """The time wanted, the newest where none is; and what is wrong with it. Several in one request are no date."""
    given = request.headers.getlist("accept-datetime")
    try:
        return (parse(", ".join(given).strip(" \t")) if given else NEWEST), ""
    except BadInput as error:
        return NEWEST, str(error)


def _entry(pair: Pair, moment: Moment) -> dict[str, str]:
    return {
        "url": moment.url,
        "datetime": iso_date(moment.captured),
        "uri": memento_url(pair, moment),
        "timegate": timegate_url(pair, moment.url),
    }
