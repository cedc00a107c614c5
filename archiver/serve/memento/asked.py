"""The URL that a request is about: the rest of its target as it was sent, since every octet of it may matter. Pure.

Frameworks decode the path, and cut off the query; here both are the archived URL's own.
"""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes

from starlette.convertors import Convertor, register_url_convertor
from starlette.types import Scope

from archiver import urls
from archiver.errors import BadInput

_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
_WEB = re.compile(r"(?i)(https?):/*")
_ENCODED = re.compile(r"(?i)(?:https?|ni)%3a")
_WITH_PORT = re.compile(r"[^/?#:]+:[0-9]+(?:[/?#]|$)")
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*:")
_NI = re.compile(r"(?i)ni:/*(?-i:(sha-256;[A-Za-z0-9_-]{43}))")
_PAGE = re.compile(rb"([1-9][0-9]{0,5})/(.+)", re.DOTALL)


class Anything(Convertor[str]):
    """The rest of a path, with line breaks, which ``path`` does not take: ``%0A`` is a good part of a URL."""

    regex = r"[\s\S]+"

    def convert(self, value: str) -> str:
        """As it is."""
        return value

    def to_string(self, value: str) -> str:
        """As it is."""
        return value


def register() -> None:
    """Make ``{url:anything}`` known to Starlette."""
    register_url_convertor("anything", Anything())


def rest_of(scope: Scope, prefix: str) -> bytes:
    """What stands behind ``prefix`` in the request target, octet for octet, query and all. Raises BadInput."""
    _, found, rest = scope["raw_path"].partition(prefix.encode())
    if not found:
        raise BadInput(f"write {prefix} as it is, and the URL behind it")
    path, query = bytes(rest), bytes(scope["query_string"])
    return path + b"?" + query if query else path


def paged(rest: bytes) -> tuple[int, bytes]:
    """The page of a TimeMap and what is behind it: ``2/http://…``. No number stands for the first."""
    match = _PAGE.fullmatch(rest)
    return (int(match[1]), match[2]) if match else (1, rest)


def url_of(rest: bytes) -> str:
    """The URL as the archive writes it, from what people and proxies make of it: without scheme, encoded once more,
    with slashes run together. Raises BadUrl (no URL that can be captured), BadInput (none at all).
    """
    text = _ascii(rest).lstrip("/")
    if _ENCODED.match(text):
        path, mark, query = text.partition("?")
        text = _ascii(unquote_to_bytes(path)) + mark + query
    if name := _NI.fullmatch(unquote_to_bytes(text).decode("latin-1")):
        return f"ni:///{name[1]}"
    if not text:
        raise BadInput("no URL is named: put it behind the last slash, as in …/https://example.org/news")
    if _WEB.match(text):
        text = _WEB.sub(r"\1://", text, count=1)
    elif _WITH_PORT.match(text) or not _SCHEME.match(text):
        text = f"http://{text}"
    return urls.normalize(text)


def _ascii(octets: bytes) -> str:
    """As sent, with what no URL may hold percent-encoded."""
    return quote_from_bytes(octets, safe=_PRINTABLE)
