"""Templates to pages. What is filled in is escaped by Jinja; links are made here, and lead to http(s) alone."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from archiver import inert, urls
from archiver.archive.archive import Archive
from archiver.catalog.values import bare_host
from archiver.reference import web_url
from archiver.serve.compiling import Compiler
from archiver.serve.language import LANGUAGES, Words, chosen, words
from archiver.serve.site import pair_of, site_of

Endpoint = Callable[[Request], Awaitable[Response]]
# Controls, what turns text around, halves of surrogate pairs, noncharacters. Line ends and TAB are text.
_NO_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_USUAL = bytes([0x0A, *range(0x20, 0x7F)])  # looked at by the thousand, and text
# Marks upon marks on one letter: no script piles five, and no line can be broken there.
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED = re.compile(f"({_MARK}{{4}}){_MARK}+")
_in_links = urls.quoting("/:@!$&'()*+,;=%?")
_SPOKEN = ("word", "field", "form", "verdict", "verdict_means", "language", "number", "day", "moment")
# Times the characters that are shown: of these so many are left, but for texts that are mostly spaces.
_FAR = 4
_LONGEST_SHOWN = 2_000  # characters of a title or URL in a page; the whole of it stands in its .json


def reading(function: Callable[[Request, Archive], Response]) -> Endpoint:
    """An endpoint that reads the archive, out of a function that may wait for the disk."""

    async def endpoint(request: Request) -> Response:
        return await site_of(request).readers.run(lambda archive: function(request, archive))

    return endpoint


def words_of(request: Request) -> Words:
    """The words of the language of this answer."""
    return words(chosen(request.query_params.get("lang"), request.headers.get("accept-language")))


def page(
    request: Request, archive: Archive | None, template: str, status: int = 200, **values: Any
) -> HTMLResponse:
    """A page of the interface. ``values`` are what its template asks for."""
    language = words_of(request)
    shown = (
        _environment(language.code, asked_language(request))
        .get_template(template)
        .render(
            here=request.scope["path"],
            in_language=lambda code: _again(request, lang=code),
            pair=pair_of(request),
            info=archive.folder.info if archive is not None else None,
            asked=request.query_params.get("q", "")[:2_000],
            brief_of=lru_cache(maxsize=256)(archive.known_brief) if archive is not None else None,
            **values,
        )
    )
    varies = {"Vary": "Accept-Language", "Content-Language": language.code, "Cache-Control": "no-cache"}
    return HTMLResponse(_encoded(shown), status, varies)


def _encoded(html: str) -> bytes:
    """In UTF-8. What is put into a page may hold what is no text (HTML, §3.2.2)."""
    with suppress(UnicodeEncodeError):
        encoded = html.encode()
        if encoded.translate(None, _USUAL).decode().isprintable():
            return encoded
    return _NO_TEXT.sub("\ufffd", html).encode()


def document(value: dict[str, Any], status: int = 200, **headers: str) -> Response:
    """A JSON answer."""
    return Response(
        json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace"),
        status,
        {"Cache-Control": "no-cache", **headers},
        "application/json",
    )


def asked_language(request: Request) -> str | None:
    """The language that the address asks for, if there is one."""
    asked = request.query_params.get("lang")
    return asked if asked in LANGUAGES else None


def linking(language: str | None) -> Callable[..., str]:
    """Makes links within the interface; the language that was asked for is kept."""
    kept = {"lang": language} if language else {}

    def href(path: str, **query: object) -> str:
        wanted = {name: value for name, value in query.items() if value not in (None, "")} | kept
        more = ("&" if "?" in path else "?") + urlencode(wanted) if wanted else ""
        return _in_links(path) + more

    return href


def _again(request: Request, **query: str) -> str:
    """This page again, with other parameters."""
    parameters = {**request.query_params, **query}
    return f"{quote(request.scope['path'], safe='/:@.~!$()*+,;=-_')}?{urlencode(parameters)}"


def clipped(text: str | None, most: int = _LONGEST_SHOWN) -> str:
    """A text for people: on one line, harmless, at most so long."""
    text = text or ""
    if len(text) > _FAR * most and len(begun := clipped(text[: _FAR * most], most)) > most:
        return begun  # all of a long text need not be looked at for its first words
    shown = inert.one_line(text)
    if not shown.isascii():
        shown = _PILED.sub(r"\1", shown)
    return shown if len(shown) <= most else f"{shown[:most]}…"


def edged(text: str | None, most: int = 200) -> str:
    """A piece of a text, harmless, with the spaces at its ends: what it is put beside continues it."""
    text = text or ""
    ends = " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""
    return f"{ends[0]}{clipped(text, most)}{ends[1]}" if text.strip() else ends[0]


def host(url: str | None) -> str:
    """The host of a URL as the catalog has it, without ``www.``; empty where it has none."""
    return bare_host(urls.host_of(url or ""))


@cache
def _environment(language: str, asked: str | None) -> Environment:
    """The templates of one language, asked for or not: words without values, and links to pages that there always
    are, become part of them when they are compiled.
    """
    environment = Environment(
        loader=PackageLoader("archiver.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.code_generator_class = Compiler
    spoken = words(language)
    environment.filters.update(
        clip=clipped,
        edged=edged,
        host=host,
        href=linking(asked),
        web=web_url,
        readable=lambda url: clipped(urls.readable(url)),
        without=_without,
        t=spoken,
        # A filter is called for less than half of what the same function costs as one, and a page has hundreds.
        **{name: getattr(spoken, name) for name in _SPOKEN},
    )
    environment.globals.update(t=spoken, asked_language=asked, languages=[words(code) for code in LANGUAGES])
    return environment


def marked(text: str) -> list[tuple[bool, str]]:
    """A stretch of text in pieces, each with whether it is a hit: those stand between U+0002 and U+0003."""
    pieces = []
    for part in text.split("\x02"):
        hit, ends, rest = part.partition("\x03")
        pieces += [(True, hit), (False, rest)] if ends else [(False, part)]
    return [(is_hit, piece) for is_hit, piece in pieces if piece]


def _without(values: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in names}
