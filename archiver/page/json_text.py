"""JSON inside pages: parsed with bounds, pointed into with RFC 6901."""

from __future__ import annotations

import json
import re
from typing import Any

MAX_JSON = 1024 * 1024
_WRAPPERS = re.compile(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)?(?:\s*//)?|(?://)?\s*(?:-->|\]\]>)?\s*;?\s*$")


class JsonError(ValueError):
    """The text is not JSON we read: malformed, too large or too deep."""


def _refuse(constant: str) -> Any:
    raise JsonError(f"{constant} is not JSON")


def parse_json(text: str, limit: int = MAX_JSON) -> Any:
    """Parse a JSON text, with or without the comment wrappers of old pages. Raises JsonError."""
    if len(text) > limit:
        raise JsonError(f"{len(text)} characters of JSON: more than {limit} are not read")
    try:
        return _loads(text)
    except RecursionError:
        raise JsonError("JSON nested too deep") from None
    except ValueError as error:
        raise JsonError(f"not JSON: {error}") from None


def _loads(text: str) -> Any:
    try:
        return json.loads(_WRAPPERS.sub("", text), strict=False, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        cut = text.rfind("<!--") if text.rstrip().endswith("-->") else 0
        rest = text[: max(cut, 0)].rstrip()
        if not rest or not error.msg.startswith("Extra data"):
            raise
        # A generator's comment after the document ("<!-- generated in 0.1s -->") is no part of it.
        return json.loads(rest, strict=False, parse_constant=_refuse)


def escape(token: str | int) -> str:
    """One reference token of a JSON Pointer."""
    return str(token).replace("~", "~0").replace("/", "~1")


def pointed(document: Any, pointer: str) -> Any:
    """What ``pointer`` selects. Raises KeyError when it selects nothing."""
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        try:
            document = document[int(token)] if isinstance(document, list) else document[token]
        except (ValueError, IndexError, TypeError, KeyError):
            raise KeyError(pointer) from None
    return document


def value_text(value: Any) -> str:
    """``json-value``: strings verbatim, anything else in JSON notation."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
