"""Seed lists: what to capture. Pure: reads the text it is given, opens nothing.

Two forms. TOML, a ``[[seed]]`` table a page with ``url`` and, if wanted, ``title``, ``language``, ``tags``;
and an ``[options]`` table for the run. Or plain text, one URL a line, ``#`` starts a comment.
A list may not widen what the run is allowed to do: networks and TLS checks are the command line's business.
Nor may it be half obeyed: a seed that is wrong costs that seed, anything else that is wrong costs the run.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from archiver import urls
from archiver.errors import BadInput, BadSeedList

MAX_LINE = 8192
ROBOTS = {"obey": "obeyed", "ignore": "ignored"}  # as people type them, for the words of manifests
_HEADER = re.compile(r"(?m)^[ \t]*\[")
_SEED_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*seed[ \t]*\]\]")
_OPTIONS_HEADER = re.compile(r"^[ \t]*\[[ \t]*options?[ \t]*\]")
_SETTING = re.compile(r"\w+\s*=")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class Seed:
    """One page to capture. ``url`` is normalized; ``line`` is where the list says so."""

    url: str
    title: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class SeedList:
    """What a list holds: its seeds in order, options for the run by name, and what could not be read.

    ``faults``: of single seeds. ``refusals``: of anything else; nothing of a list that has any may be captured,
    for what it asks for, such as to obey robots.txt, is not known then.
    """

    seeds: tuple[Seed, ...]
    options: dict[str, Any] = field(default_factory=dict)
    faults: tuple[BadSeedList, ...] = ()
    refusals: tuple[BadSeedList, ...] = ()


def read_seeds(text: str, name: str) -> SeedList:
    """Read a list; ``name`` (a file name) stands in messages, and ``.toml`` at its end says which form it is.

    Every fault is named with its line and the rest is read all the same. Raises nothing.
    """
    text = text.removeprefix("\ufeff")
    if name.lower().endswith(".toml") or any(map(_is_header, text.splitlines())):
        return _read_toml(text, name)
    return _read_plain(text, name)


def _is_header(line: str) -> bool:
    return bool(_SEED_HEADER.match(line) or _OPTIONS_HEADER.match(line))


class _Lines(NamedTuple):
    """A piece of a list, and the number of its first line."""

    first: int
    text: str


class _Faults(list[BadSeedList]):
    """Collects what is wrong in one list: with single seeds, and in ``refusals`` with the whole."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.refusals: list[BadSeedList] = []

    def add(self, line: int | None, words: str, *, refused: bool = False) -> None:
        fault = BadSeedList(f"{self._name}{f' line {line}' if line else ''}: {words}")
        (self.refusals if refused else self).append(fault)


# -- plain lists ------------------------------------------------------------------------------------


def _read_plain(text: str, name: str) -> SeedList:
    faults = _Faults(name)
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        what = "is HTML or XML, no list of URLs: capture it by its own URL, and what it links to is listed"
        faults.add(1, what, refused=True)
        return SeedList((), {}, (), tuple(faults.refusals))
    seeds = []
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE:
            faults.add(number, f"{len(line)} characters are no URL")
            continue
        url = _COMMENT.sub("", line).strip()
        if _SETTING.match(url):
            faults.add(number, f"{url[:60]!r} is no URL: options stand in a list in TOML", refused=True)
            continue
        seed = _seed({"url": url}, _Lines(number, ""), faults) if url else None
        seeds += [seed] if seed else []
    return SeedList(tuple(seeds), {}, tuple(faults), tuple(faults.refusals))


# -- TOML -------------------------------------------------------------------------------------------


def _read_toml(text: str, name: str) -> SeedList:
    faults = _Faults(name)
    seeds: list[Seed] = []
    options: dict[str, Any] = {}
    for lines, table in _tables(text, faults):
        for key, value in table.items():
            if key == "seed" and isinstance(value, list):
                seeds += [seed for entry in value if (seed := _seed(entry, lines, faults))]
            elif key == "options" and isinstance(value, dict):
                options |= _options(value, lines, faults)
            else:
                faults.add(
                    _line(lines, key),
                    f"{key[:60]!r} is not known: a list holds [[seed]] tables and one [options] table, which may have "
                    f"{', '.join(_OPTIONS)}",
                    refused=True,
                )
    return SeedList(tuple(seeds), options, tuple(faults), tuple(faults.refusals))


def _tables(text: str, faults: _Faults) -> Iterator[tuple[_Lines | None, dict[str, Any]]]:
    """The document table by table, each with the line it starts at; what is not TOML spoils that table."""
    whole: dict[str, Any] | None = None
    try:
        whole = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        problem = _place(1, error)
    parsed: list[tuple[_Lines | None, dict[str, Any]]] = []
    sound = True
    for line, piece in _pieces(text):
        try:
            parsed.append((_Lines(line, piece), tomllib.loads(piece)))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            if whole is not None:  # a bracket inside a text of several lines looked like a table
                yield None, whole
                return
            faults.add(*_place(line, error), refused=_SEED_HEADER.match(piece) is None)
            sound = False
    if whole is None and sound:  # each table is TOML, together they are not: a table given twice
        faults.add(*problem, refused=True)
    yield from parsed


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    starts = [0, *(match.start() for match in _HEADER.finditer(text) if match.start())]
    line = 1
    for start, end in pairwise([*starts, len(text)]):
        yield line, text[start:end]
        line += text.count("\n", start, end)


def _place(first: int, error: Exception) -> tuple[int, str]:
    """tomllib counts lines from the start of the piece: count from the start of the list."""
    words = str(error) or "nested too deep"
    match = re.search(r" \(at (?:line ([0-9]+), column [0-9]+|end of document)\)$", words)
    line = first + int(match[1]) - 1 if match and match[1] else first
    return line, f"not TOML: {words[: match.start()] if match else words}"


# -- entries ----------------------------------------------------------------------------------------

_Check = Callable[[Any], bool]
_FIELDS: dict[str, tuple[_Check, str]] = {
    "url": (lambda value: isinstance(value, str), "a URL in quotes"),
    "title": (lambda value: isinstance(value, str) and len(value) <= 500, "a text of at most 500 characters"),
    "language": (
        lambda value: isinstance(value, str) and bool(_LANGUAGE.fullmatch(value)),
        'a language tag, as in "mn" or "en-GB"',
    ),
    "tags": (
        lambda value: isinstance(value, list) and all(isinstance(tag, str) for tag in value),
        "a list of texts",
    ),
}
_OPTIONS: dict[str, tuple[_Check, str]] = {
    "robots": (lambda value: value in ("obeyed", "ignored", *ROBOTS), '"obeyed" or "ignored"'),
    "pace": (lambda value: _number(value) and 0 <= value <= 3600, "seconds, 0 to 3600"),
    "jobs": (lambda value: _whole(value) and 1 <= value <= 64, "a whole number, 1 to 64"),
    "requisites": (lambda value: isinstance(value, bool), "true or false"),
    "dedup": (lambda value: isinstance(value, bool), "true or false"),
    "maxBytes": (lambda value: _whole(value) and value > 0, "a whole number of bytes"),
    "maxSeconds": (lambda value: _number(value) and 0 < value <= 86400, "seconds, at most 86400"),
    "maxRequests": (lambda value: _whole(value) and value > 0, "a whole number"),
}


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: Any) -> bool:
    return _whole(value) or isinstance(value, float)


def _seed(entry: Any, lines: _Lines | None, faults: _Faults) -> Seed | None:
    if not isinstance(entry, dict) or "url" not in entry:
        faults.add(_line(lines, ""), 'a seed needs a URL: url = "https://…"')
        return None
    known = _known(entry, _FIELDS, "a seed", lines, faults)
    if "url" not in known:
        return None
    try:
        url = urls.normalize(known["url"][:MAX_LINE])
    except BadInput as error:
        faults.add(_line(lines, "url"), str(error))
        return None
    line = _line(lines, "")
    return Seed(url, known.get("title"), known.get("language"), tuple(known.get("tags", ())), line)


def _options(table: dict[str, Any], lines: _Lines | None, faults: _Faults) -> dict[str, Any]:
    options = _known(table, _OPTIONS, "[options]", lines, faults, refused=True)
    if "robots" in options:
        options["robots"] = ROBOTS.get(options["robots"], options["robots"])
    return options


def _line(lines: _Lines | None, key: str) -> int | None:
    """The line that sets ``key``, or else the first of the table; None when the whole list is one table."""
    if lines is None:
        return None
    found = re.search(rf"(?m)^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=", lines.text) if key else None
    return lines.first + (lines.text.count("\n", 0, found.start()) if found else 0)


def _known(
    table: dict[str, Any],
    checks: dict[str, tuple[_Check, str]],
    what: str,
    lines: _Lines | None,
    faults: _Faults,
    *,
    refused: bool = False,
) -> dict[str, Any]:
    """The fields that are known and well-formed; the others become faults."""
    good = {}
    for key, value in table.items():
        check, wanted = checks.get(key, (None, ""))
        if check is None:
            words = f"{what} has no {key[:60]!r}: it may have {', '.join(checks)}"
        elif not check(value):
            words = f"{key} of {what} must be {wanted}, not {str(value)[:60]!r}"
        else:
            good[key] = value
            continue
        faults.add(_line(lines, key), words, refused=refused)
    return good
