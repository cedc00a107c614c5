"""ARKs derived from content: minting, parsing, checking.

A name is NAAN "/" shoulder + 16 betanumerics + check character. The 16 are the first 16 digits of
the base-29 expansion of SHA-256 over RFC 8785 canonical JSON, read as a fraction of 2**256, so every
digit is uniform. The check character is NOID's, over ``NAAN/name``: it catches every single
substitution and every transposition of neighbours.

Capture: ``{"captured", "responses", "uri"}``: WARC-Date of the first of the page's own responses,
the block digests of those responses in order (redirect hops, then the page), the URI asked for.
Item: ``{"capture", "key", "kind"}``: the 16 betanumerics of its capture, the kind, and what makes it
that item in that page: ``{}`` for an article, ``{"headline", "url"}`` for a headline.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from itertools import count
from operator import mul
from typing import Any

from archiver.errors import BadIdentifier

BETANUMERIC = "0123456789bcdfghjkmnpqrstvwxz"
_DIGITS = 16
_VALUES = bytes(max(0, BETANUMERIC.find(chr(character))) for character in range(256))
_HYPHENS = re.compile("[-\u2010-\u2015]")
# RFC 8785 for what is named here: objects with ASCII names, of strings, nulls, and lists and objects of those.
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
_PAGE_URL = re.compile(r"(?i)\s*https?://")
_ARK = re.compile(r"^(?:ark:/?)?(?:([0-9]{5,9})/)?([0-9a-z]+?)(?:\.v([1-9][0-9]{0,5}))?$")


@dataclass(frozen=True)
class Ark:
    """A checked ARK; ``version`` is None for the newest."""

    naan: str
    name: str
    version: int | None = None

    def __str__(self) -> str:
        return f"ark:{self.naan}/{self.name}" + (f".v{self.version}" if self.version else "")

    @property
    def shoulder(self) -> str:
        """What stands before the 16 betanumerics."""
        return self.name[: -_DIGITS - 1]

    @property
    def digits(self) -> str:
        """The 16 betanumerics."""
        return self.name[-_DIGITS - 1 : -1]

    @property
    def bare(self) -> str:
        """The ARK without a version."""
        return f"ark:{self.naan}/{self.name}"


def check_character(naan: str, name: str) -> str:
    """NOID check character of ``NAAN/name``; characters outside the alphabet count 0."""
    values = f"{naan}/{name}".encode("ascii", "replace").translate(_VALUES)
    return BETANUMERIC[sum(map(mul, values, count(1))) % len(BETANUMERIC)]


def fingerprint(value: Any) -> str:
    """The 16 betanumerics of a JSON value without numbers. Raises ValueError for what UTF-8 cannot carry."""
    number = int.from_bytes(hashlib.sha256(_CANONICAL.encode(value).encode()).digest(), "big")
    number = (number * 29**_DIGITS) >> 256
    digits = []
    for _ in range(_DIGITS):
        number, digit = divmod(number, 29)
        digits.append(BETANUMERIC[digit])
    return "".join(reversed(digits))


def mint(naan: str, shoulder: str, digits: str) -> Ark:
    """The ARK for a fingerprint."""
    name = shoulder + digits
    return Ark(naan, name + check_character(naan, name))


def capture_ark(naan: str, shoulder: str, *, uri: str, captured: str, responses: list[str]) -> Ark:
    """The ARK of a capture; ``responses`` are block digests ``sha256:…`` in order."""
    return mint(naan, shoulder, fingerprint({"captured": captured, "responses": responses, "uri": uri}))


def item_ark(capture: Ark, kind: str, key: dict[str, Any]) -> Ark:
    """The ARK of an item in a capture: same NAAN and shoulder as the capture."""
    return mint(
        capture.naan, capture.shoulder, fingerprint({"capture": capture.digits, "key": key, "kind": kind})
    )


def item_key(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """What makes an item that item in its page."""
    return {} if kind == "article" else {"headline": data["headline"], "url": data.get("url")}


def _hint(text: str) -> str:
    """Where the ID is to be had for who typed the URL of a page; one that has an ARK in it is another matter."""
    if not _PAGE_URL.match(text) or "ark:" in text.lower():
        return ""
    return ". To see the IDs of what was captured from a URL: `archiver list --url URL`"


def parse(text: str, default_naan: str) -> Ark:
    """Read an ARK as people type it: ``ark:/``, upper case, hyphens, without ``ark:NAAN/``.

    Raises BadIdentifier when it is no ARK or its check character fails.
    """
    match = _ARK.match(_HYPHENS.sub("", text.strip()).lower())
    if not match:
        raise BadIdentifier(
            f"{text!r} is not an ID: expected ark:NAAN/NAME as printed by capture, list or search{_hint(text)}"
        )
    naan, name, version = match[1] or default_naan, match[2], match[3]
    if len(name) < 2 or check_character(naan, name[:-1]) != name[-1]:
        raise BadIdentifier(
            f"{text!r} is mistyped: its check character does not fit. Copy the ID again from where it is cited"
        )
    return Ark(naan, name, int(version) if version else None)
