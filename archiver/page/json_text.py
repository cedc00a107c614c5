"""JSON inside pages: parsed with bounds, pointed into with RFC 6901."""

from __future__ import annotations

import json
import re
from typing import Any

MAX_JSON = 1024 * 1024
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")
_BAD_ESCAPE = re.compile(r"~(?![01])")
# Spelled out or escaped: half of a surrogate pair (or a whole one, which is then left alone), and NUL.
_SUSPECT = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)|[\ud800-\udfff\0]")
_UNSTORABLE = re.compile(r"[\ud800-\udfff\0]")


class JsonError(ValueError):
    """The text is not JSON we read: malformed, too large or too deep."""


def _refuse(constant: str) -> Any:
    raise JsonError(f"{constant} is not JSON")


def parse_json(text: str, limit: int = MAX_JSON) -> Any:
    """Parse a JSON text, with or without the comment wrappers of old pages. Raises JsonError.

    Lone surrogates and NUL become U+FFFD, as in HTML: no encoding of Unicode, and no XPath, holds them.
    """
    if len(text) > limit:
        raise JsonError(f"{len(text)} characters of JSON: more than {limit} are not read")
    try:
        document = _loads(text)
        return _storable(document) if _SUSPECT.search(text) else document
    except RecursionError:
        raise JsonError("JSON nested too deep") from None
    except ValueError as error:
        raise JsonError(f"not JSON: {error}") from None


def _loads(text: str) -> Any:
    try:
        return _plain(text)
    except json.JSONDecodeError:
        pass
    try:
        return _plain(_unwrapped(text))
    except json.JSONDecodeError as error:
        cut = text.rfind("<!--") if text.rstrip().endswith("-->") else 0
        rest = text[: max(cut, 0)].rstrip()
        if not rest or not error.msg.startswith("Extra data"):
            raise
        # A generator's comment after the document ("<!-- generated in 0.1s -->") is no part of it.
        return _plain(rest)


def _plain(text: str) -> Any:
    return json.loads(text, strict=False, parse_constant=_refuse)


def _unwrapped(text: str) -> str:
    """Without ``// <!--`` or ``<![CDATA[`` before it, and their ends and a semicolon after it."""
    text = text.lstrip().removeprefix("//").lstrip()
    opened = next((mark for mark in ("<!--", "<![CDATA[") if text.startswith(mark)), "")
    text = text.removeprefix(opened).lstrip().removeprefix("//")
    text = text.rstrip().removesuffix(";").rstrip()
    closed = next((mark for mark in ("-->", "]]>") if text.endswith(mark)), "")
    return text.removesuffix(closed).rstrip().removesuffix("//")


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_storable(entry) for entry in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(entry) for key, entry in value.items()}
    return value


def escape(token: str | int) -> str:
    """One reference token of a JSON Pointer."""
    return str(token).replace("~", "~0").replace("/", "~1")


def pointed(document: Any, pointer: str) -> Any:
    """What ``pointer`` (RFC 6901 §3 and §4) selects. Raises KeyError when it selects nothing or is none."""
    if (pointer and not pointer.startswith("/")) or _BAD_ESCAPE.search(pointer):
        raise KeyError(pointer)
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        try:
            document = document[_index(token)] if isinstance(document, list) else document[token]
        except (IndexError, TypeError, KeyError):
            raise KeyError(pointer) from None
    return document


def _index(token: str) -> int:
    if not _INDEX.fullmatch(token):
        raise KeyError(token)
    return int(token)


def value_text(value: Any) -> str:
    """``json-value``: strings verbatim, anything else in JSON notation."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
