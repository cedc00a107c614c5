"""JSON inside pages: parsed with bounds, pointed into with RFC 6901."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

MAX_JSON = 1024 * 1024
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")
_BAD_ESCAPE = re.compile(r"~(?![01])")
# Escaped: half of a surrogate pair (or a whole one, which is then left alone), and NUL.
_ESCAPED = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")
_TAIL = 64  # characters at an end in which wrappers are looked for
_MAX_WRAPPERS = 8
_OPENING = re.compile(
    r"\s*\ufeff?\s*(?://\s*+|/\*\s*+)?(?:<!--|<!\[CDATA\[)?\s*+(?:-->|//(?=\s*[\[{])|\*/)?\s*+", re.ASCII
)
_CLOSING = re.compile(r"(?:;|-->|\]\]>|//|/\*|\*/)\s*$")
# A string that does not end goes to the end: it may not be looked for again from each quote that is escaped in it.
_STRING_OR_COMMA = re.compile(r'"(?:[^"\\]++|\\.)*+"?|,(?=\s*+[}\]])', re.DOTALL)
_ASSIGNMENT = re.compile(
    r"\s*(?:(?:var|let|const)\s+)?(?:(?:window|self|globalThis|this)\b)?"
    r"[\w.$]*(?:\[[\"'][\w.$:-]{1,100}[\"']\])?\s*=\s*(?=[\[{])",
    re.ASCII,
)
_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder(strict=False)
# One code point of a JSON string as it is written (RFC 8259 §7).
_UNIT = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL
)
_UNSTORABLE = re.compile(r"[\ud800-\udfff\0]")


class JsonError(ValueError):
    """The text is not JSON we read: malformed, too large or too deep."""


class Parsed(NamedTuple):
    """A JSON document, and in words what had to be mended or set aside before it was one."""

    document: Any
    repairs: tuple[str, ...] = ()


def parse_json(text: str, limit: int = MAX_JSON) -> Any:
    """The document of a JSON text, mended as ``read_json`` does. Raises JsonError."""
    return read_json(text, limit).document


def read_json(text: str, limit: int = MAX_JSON) -> Parsed:
    """Parse a JSON text, mended where one reading of it is left; ``repairs`` says how. Raises JsonError.

    Lone surrogates and NUL become U+FFFD, as in HTML: no encoding of Unicode, and no XPath, holds them.
    """
    if len(text) > limit:
        raise JsonError(f"{len(text)} characters of JSON: more than {limit} are not read")
    try:
        parsed = _read(text)
        suspect = _ESCAPED.search(text) or _UNSTORABLE.search(text)
        return Parsed(_storable(parsed.document), parsed.repairs) if suspect else parsed
    except RecursionError:
        raise JsonError("JSON nested too deep") from None
    except ValueError as error:
        raise JsonError(f"not JSON: {error}") from None


def _read(text: str) -> Parsed:
    """The first of the readings that succeeds: as it is, then with one more repair after the other."""
    repairs: list[str] = []
    first: json.JSONDecodeError | None = None
    for says, mend in (("", None), *_REPAIRS):
        mended = mend(text) if mend else text
        if mend and mended == text:
            continue
        repairs += [says] if mend else []
        text = mended
        try:
            return _loaded(text, repairs)
        except json.JSONDecodeError as error:
            first = first or error
    raise first or JsonError("empty")


def _loaded(text: str, repairs: list[str]) -> Parsed:
    try:
        return Parsed(json.loads(text, parse_constant=_refuse), tuple(repairs))
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Invalid control character"):
            raise
    document = json.loads(text, strict=False, parse_constant=_refuse)
    return Parsed(document, (*repairs, "raw line breaks or tabs inside strings"))


def _refuse(constant: str) -> Any:
    raise JsonError(f"{constant} is not JSON")


def _unwrapped(text: str) -> str:
    """Without ``// <!--`` or ``/* <![CDATA[ */`` before it, and their ends and semicolons after it."""
    text = _OPENING.sub("", text, count=1).strip()
    for _ in range(_MAX_WRAPPERS):
        match = _CLOSING.search(text[-_TAIL:])
        if not match:
            break
        text = text[: len(text) - len(match[0])].rstrip()
    return text


def _without_comment(text: str) -> str:
    """Without a generator's comment after the document (``<!-- generated in 0.1s -->``)."""
    cut = text.rfind("<!--") if text.rstrip().endswith("-->") else 0
    rest = text[: max(cut, 0)].rstrip()
    return rest if rest.endswith(("}", "]")) else text


def _without_trailing_commas(text: str) -> str:
    return (
        _STRING_OR_COMMA.sub(lambda found: found[0] if found[0][0] == '"' else "", text).rstrip().rstrip(",")
    )


def _assigned(text: str) -> str:
    """The JSON value of a script's first assignment, where nothing but further statements follow it."""
    match = _ASSIGNMENT.match(text)
    if not match:
        return text
    try:
        _, end = json.JSONDecoder(parse_constant=_refuse).raw_decode(text, match.end())
    except json.JSONDecodeError:
        return text
    rest = text[end : end + _TAIL].lstrip()
    return text[match.end() : end] if rest.startswith(";") or not text[end:].strip() else text


# What is mended, in order, each on top of the one before, and the words for it.
_REPAIRS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("a comment after the JSON", _without_comment),
    ("a comment, CDATA or semicolon around the JSON", _unwrapped),
    ("commas before a closing bracket", _without_trailing_commas),
    ("a script's assignment around the JSON", _assigned),
)


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


def located(text: str, pointer: str) -> tuple[int, int]:
    """Where what ``pointer`` selects stands in a JSON text as it was written, a string without its quotation marks.

    What stands around the document is passed over. Raises KeyError where it is not found, as in JSON that was mended.
    """
    around = _OPENING.match(text)
    start = around.end() if around else 0
    assigned = _ASSIGNMENT.match(text, start)
    try:
        at = _on(text, assigned.end() if assigned else start)
        for token in pointer.split("/")[1:]:
            at = _member(text, at, token.replace("~1", "/").replace("~0", "~"))
        end = _behind(text, at)
    except (ValueError, IndexError, RecursionError):
        raise KeyError(pointer) from None
    return (at + 1, end - 1) if text[at] == '"' else (at, end)


def _member(text: str, at: int, token: str) -> int:
    """Where a member of the object or array at ``at`` begins; of several of one name the last, as in ``json.loads``."""
    is_object, found, count = text[at] == "{", -1, 0
    if not is_object and text[at] != "[":
        raise KeyError(token)
    at = _on(text, at + 1)
    while text[at] not in "]}":
        name = str(count)
        if is_object:
            name, at = _DECODER.raw_decode(text, at)
            at = _on(text, _on(text, at) + 1)
        if name == token:
            found = at
        at = _on(text, _behind(text, at))
        at, count = _on(text, at + 1) if text[at] == "," else at, count + 1
    if found < 0:
        raise KeyError(token)
    return found


def _on(text: str, at: int) -> int:
    """Where the white space at a place ends."""
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]  # matches everywhere


def _behind(text: str, at: int) -> int:
    return _DECODER.raw_decode(text, at)[1]


def written(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the code points ``start`` to ``end`` of a string stand in it as it was written, with its escapes."""
    units = [0, *(unit.end() for unit in _UNIT.finditer(text))]
    return units[min(start, len(units) - 1)], units[min(end, len(units) - 1)]


def _index(token: str) -> int:
    if not _INDEX.fullmatch(token):
        raise KeyError(token)
    return int(token)


def value_text(value: Any) -> str:
    """``json-value``: strings verbatim, anything else in JSON notation."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
