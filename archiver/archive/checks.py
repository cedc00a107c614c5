"""What the fixity log says of some files: their events, and the last check of each depth. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from archiver.archive.holdings import Holdings
from archiver.store.fixity import path_of
from archiver.store.history import DEPTHS
from archiver.store.journal import Journal

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z")
_PUBLISHED = ("ingestion", "message digest calculation")
Outcome = Literal["pass", "fail"]


@dataclass(frozen=True)
class Check:
    """The last check of a depth. Over several files the worst outcome, and of those with it the oldest.

    ``when``: an instant. ``findings``: the kinds of what was found, over all the files.
    """

    when: str
    outcome: Outcome
    findings: tuple[str, ...]


@dataclass(frozen=True)
class Checks:
    """``published``: when the first of the files entered the log. A depth is None where a file has no such check.

    A check that passed counts for the depths it includes: ``meaning`` for ``records``, both for ``files``.
    """

    published: str | None
    files: Check | None
    records: Check | None
    meaning: Check | None


def events(holdings: Holdings, names: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """The events of these WARC files as they stand in the fixity log, oldest first. Raises CannotStore."""
    return _journal(path_of(holdings.folder).absolute()).events(names)


@lru_cache(maxsize=16)
def _journal(path: Path) -> Journal:
    """One for all threads: a log of many files takes a while to be looked through."""
    return Journal(path)


def last_checks(holdings: Holdings, names: Sequence[str]) -> Checks:
    """What there is to say of when these files were checked, and how it went. Raises CannotStore."""
    noted: dict[str, dict[str, Check]] = {name: {} for name in names}
    published: list[str] = []
    for event in events(holdings, names):
        kind, when = event.get("eventType"), str(event.get("eventDateTime"))
        if not _INSTANT.fullmatch(when):
            continue  # a damaged line, which ``verify`` names
        if kind in _PUBLISHED:
            published.append(when)
        elif kind == "fixity check" and event.get("depth") in DEPTHS:
            _note(noted[event["object"]], event, when)
    return Checks(
        min(published, default=None),
        *(_worst([of_file.get(depth) for of_file in noted.values()]) for depth in DEPTHS),
    )


def _note(of_file: dict[str, Check], event: dict[str, Any], when: str) -> None:
    outcome: Outcome = "pass" if event.get("eventOutcome") == "pass" else "fail"
    kinds = event.get("findings")
    findings = tuple(map(str, kinds)) if isinstance(kinds, list) else ()
    depth = DEPTHS.index(event["depth"])
    for name in DEPTHS[: depth + 1] if outcome == "pass" else (DEPTHS[depth],):
        of_file[name] = Check(when, outcome, findings)


def _worst(checks: Sequence[Check | None]) -> Check | None:
    there = [check for check in checks if check is not None]
    failed = [check for check in there if check.outcome == "fail"]
    if not there or (len(there) < len(checks) and not failed):
        return None
    findings = sorted({kind for check in there for kind in check.findings})
    worst = min(failed or there, key=lambda check: check.when)
    return Check(worst.when, worst.outcome, tuple(findings))
