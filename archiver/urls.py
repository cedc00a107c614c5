"""URLs as browsers read them (WHATWG), and the forms of them that archives use."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote, quote_from_bytes, unquote_to_bytes

import ada_url

from archiver.errors import BadUrl

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_SECRET_NAME = (
    r"(?i:[?&;](?:[a-z_-]*"
    r"(?:token|secret|passw(?:or)?d|apikey|api_key|session(?:id)?|sig|signature|auth(?!or))"
    r"[a-z_-]*)=)"
)
_SECRET = re.compile(_SECRET_NAME)
_SECRET_VALUE = re.compile(rf"({_SECRET_NAME})[^\s&;#'\"]+")


# What the SURT of a URL leaves unescaped, and which session names it leaves out of the query.
_SURT_SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_SESSION = tuple(
    re.compile(rf"(?i)(.*){name}(?:&(.*))?$")
    for name in (
        r"jsessionid=[0-9a-z]{32}",
        r"phpsessid=[0-9a-z]{32}",
        r"sid=[0-9a-z]{32}",
        r"aspsessionid[a-z]{8}=[a-z]{24}",
        r"cfid=[^&]{1,64}&cftoken=[^&]{1,64}",
    )
)
_UNESCAPES = 16
_AUTHORITY = re.compile("[/?]")  # what ends it
# A URL in which there is nothing to decode, resolve or reorder; the host is a name and in no other alphabet, or an
# IPv4 address as it is written; a port is none of those that are left out.
_NAME = r"(?!www)(?![^/]*xn--)(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}"
_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_PORT = "(?::(?:[1-9][0-9]{3}|[1-5][0-9]{4}))?"
_PLAIN = re.compile(
    rf"https?://({_NAME}|{_BYTE}(?:\.{_BYTE}){{3}})({_PORT})((?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*/?)"
)
_SHOWN = 100  # characters of what is no URL
LONGEST = 1 << 15  # characters: a record's WARC headers, the URL among them, are read back up to 64 KiB


@lru_cache(maxsize=4096)
def normalize(url: str) -> str:
    """An absolute http(s) URL, percent-encoded, host in punycode, fragment dropped.

    Raises BadUrl for other schemes, user names in the URL, control characters, backslashes, and what is too long.
    """
    text = url.strip()
    if len(text) > LONGEST:
        raise BadUrl(f"{_quoted(text)} is {len(text):,} characters long: {LONGEST:,} are the most")
    if (plain := _PLAIN.fullmatch(text)) and plain[3]:  # as in `surt`; without a path it lacks its "/"
        return text
    if _FORBIDDEN.search(text):
        raise BadUrl(f"{_quoted(url)} holds a space, control character or backslash: percent-encode it")
    try:
        parts = ada_url.parse_url(text, attributes=("href", "protocol", "username", "password", "host"))
    except ValueError:
        raise BadUrl(f"{_quoted(url)} is not a URL: give it whole, as in https://example.org/news") from None
    if parts["protocol"] not in ("http:", "https:"):
        raise BadUrl(
            f"{_quoted(url)} has the scheme {parts['protocol']!r}: only http and https can be captured"
        )
    if parts["username"] or parts["password"]:
        raise BadUrl(f"the URL at {parts['host']} carries a user name or password: leave it out")
    href = parts["href"].partition("#")[0]
    if len(href) > LONGEST:
        raise BadUrl(
            f"{_quoted(text)} is {len(href):,} characters long when escaped: {LONGEST:,} are the most"
        )
    return href


def _quoted(text: str) -> str:
    """What was given for a URL, for a message: its beginning tells enough."""
    return repr(text) if len(text) <= _SHOWN else f"{text[:_SHOWN]!r}…"


def join(base: str, reference: str) -> str | None:
    """``reference`` as an absolute URL without fragment, or None if it is not http(s)."""
    try:
        # Serialized (URL §4.5): a fragment is all behind the first "#", and "@" before the path ends a user name.
        url = str(ada_url.join_url(base, reference.strip())).partition("#")[0]
    except ValueError:
        return None
    scheme, _, rest = url.partition("://")
    return url if scheme in ("http", "https") and "@" not in _AUTHORITY.split(rest, maxsplit=1)[0] else None


@lru_cache(maxsize=4096)
def host_of(url: str) -> str:
    """The host in lower case and punycode, without port; empty where there is none."""
    if plain := _PLAIN.fullmatch(url):
        return plain[1]
    try:
        return ada_url.parse_url(url, attributes=("hostname",))["hostname"]
    except ValueError:
        return ""


def origin_of(url: str) -> str:
    """Scheme, host and port."""
    return str(ada_url.URL(url).origin)


def looks_secret(url: str) -> bool:
    """True when a query parameter is named like a token or password."""
    return bool(_SECRET.search(url))


def masked(text: str) -> str:
    """Text for people and logs with the value of every parameter that is named like a token or password left out."""
    return _SECRET_VALUE.sub(r"\1***", text)


def surt(url: str) -> str:
    """Sort-friendly form for CDXJ keys, as pywb and cdxj-indexer compute it: ``org,example)/news?a=1``.

    They look for exactly this key, also in the index that a WACZ brings along.
    """
    if plain := _PLAIN.fullmatch(url):  # most are, and reading them as a URL takes ten times as long
        path = plain[3].removesuffix("/") or "/"
        return f"{','.join(reversed(plain[1].split('.')))}{plain[2]}){path}".lower()
    return _surt(url)


def _surt(url: str) -> str:
    try:
        parsed = ada_url.URL(url)
    except ValueError:
        return re.sub("/+", "/", url.lower())
    if parsed.protocol not in ("http:", "https:"):
        return re.sub("/+", "/", url.lower())
    host = re.sub(r"^www[0-9]*\.", "", str(parsed.hostname)).strip(".[]")
    port = f":{parsed.port}" if parsed.port else ""
    path = re.sub("/+", "/", _minimally_escaped(str(parsed.pathname)))
    query = _ordered(_minimally_escaped(str(parsed.search)[1:]))
    labels = ",".join(reversed(host.split(".")))
    return f"{labels}{port}){path if path == '/' else path.removesuffix('/')}{query}".lower()


def _minimally_escaped(text: str) -> str:
    """Percent-encoded where it must be, and once."""
    data = text.encode("utf-8", "surrogatepass")
    for _ in range(_UNESCAPES):
        plain = unquote_to_bytes(data)
        if plain == data:
            break
        data = plain
    return quote_from_bytes(data, safe=_SURT_SAFE)


def _ordered(query: str) -> str:
    """Without session, in lower case, sorted by name; with its question mark, if there is anything."""
    for pattern in _SESSION:
        if match := pattern.match(query):
            query = match[1] + (match[2] or "")
    fields = sorted(query.lower().split("&"), key=lambda field: field.split("=", 1))
    return f"?{'&'.join(fields)}" if query else ""


def quoting(safe: str) -> Callable[[str], str]:
    """What percent-encodes a text but for letters, digits, ``-._~`` (RFC 3986 §2.3) and ``safe``.

    That most texts hold nothing else is seen at once. Half a surrogate pair becomes an encoded question mark.
    """
    plain = re.compile(rf"[\w.~\-{re.escape(safe)}]*", re.ASCII)

    def quoted(text: str) -> str:
        return text if plain.fullmatch(text) else quote(text, safe=safe, errors="replace")

    return quoted


def timestamp14(instant: datetime) -> str:
    """The 14 digits of a URI-M."""
    t = instant  # strftime takes twice as long
    return f"{t.year:04}{t.month:02}{t.day:02}{t.hour:02}{t.minute:02}{t.second:02}"


def readable(url: str) -> str:
    """For people: percent-encoded UTF-8 shown as letters where that is safe, else as it is."""
    try:
        text = unquote_to_bytes(url).decode("utf-8")
    except UnicodeDecodeError:
        return url
    return text if all(c.isprintable() and not c.isspace() for c in text) else url
