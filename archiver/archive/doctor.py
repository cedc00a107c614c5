"""``doctor``: what every start does quietly, done now and told; and what a person should look at.

Puts nothing right in place: what a dead process left unpublished goes to ``lost/``, published files nobody
catalogued are catalogued, everything else is only named.
"""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from archiver.archive.holdings import Holdings
from archiver.catalog import Catalog
from archiver.catalog.survey import without_records
from archiver.copies import Mending
from archiver.store import fixity
from archiver.store.folder import Folder
from archiver.store.history import History
from archiver.store.recover import set_aside_orphans
from archiver.verify import Report, check_log

_LITTLE_ROOM = 1 << 30  # bytes: less than this is said
_LOST_LINES = "`archiver repair --from COPY` brings back lines that a copy has"
Level = Literal["done", "look", "note"]


@dataclass(frozen=True)
class Told:
    """One thing: ``done`` just now, for a person to ``look`` at, or a mere ``note``. ``where``: a file or folder."""

    level: Level
    kind: str
    where: str
    message: str


@dataclass(frozen=True)
class Diagnosis:
    """Everything there is to tell."""

    told: tuple[Told, ...]

    @property
    def ok(self) -> bool:
        """True when nothing waits for a person."""
        return all(one.level != "look" for one in self.told)

    def document(self) -> dict[str, Any]:
        """For programs."""
        return {"ok": self.ok, "told": [asdict(one) for one in self.told]}


def doctor(holdings: Holdings) -> Diagnosis:
    """Recover what can be, and compare folder, fixity log and catalog. Raises CannotStore only where reading fails."""
    folder = holdings.folder
    told = [
        Told("done", "recovered", name, "unpublished; its writer died") for name in set_aside_orphans(folder)
    ]
    holdings.close()
    holdings.caught_up.clear()
    known = set(holdings.catalog.warcs())  # opening it catches up
    seen, barred = folder.warcs_seen()
    barred |= folder.barred(seen)
    there = set(seen).difference(barred)
    told += _caught_up(holdings)
    told += [Told("look", "no-permission", name, str(why)) for name, why in sorted(barred.items())]
    mending, history = Mending(folder), History.of(folder)
    told += [
        Told("look", "unreadable", name, f"it cannot be read: `{mending.command(name)}` mends it")
        for name in sorted(there - known)
    ]
    told += _log(history, holdings.catalog)
    expected = {*history.present(), *known}
    told += _gone({name for name in expected - there if not _is_within(name, barred)}, mending)
    told += _unrecorded(there - history.known.keys())
    told += _failed(history, mending, there & known)
    told += _no_warcs(folder, holdings.catalog, there & known)
    told += _unwritable(folder)
    told += _rooms(folder)
    return Diagnosis(tuple(told))


def _caught_up(holdings: Holdings) -> list[Told]:
    """Files that were not in the catalog. In a read-only archive, or on a full disk, they still are not."""
    found = sorted(holdings.caught_up)
    if not holdings.catalog.is_frozen:
        return [
            Told("done", "catalogued", name, "published, and not in the catalog before") for name in found
        ]
    said = "published, and not in the catalog, which cannot be written: every command reads the file again"
    return [Told("note", "uncatalogued", name, said) for name in found]


def _log(history: History, catalog: Catalog) -> Iterator[Told]:
    """What is wrong with the log itself, as ``verify`` finds it."""
    report = Report("files")
    check_log(report, history, catalog, fixity.NAME)
    for found in report.findings:
        level: Level = "look" if found.severity == "error" else "note"
        yield Told(level, found.kind, found.where, f"{found.message}; {_LOST_LINES}")
    failed = history.failed.get(fixity.NAME)
    if failed is not None and report.ok:  # the lines since follow on what was left
        said = f"its check of {failed.when:%Y-%m-%d} failed: {_LOST_LINES}"
        yield Told("note", "fixity-log", fixity.NAME, said)


def _is_within(name: str, barred: Collection[str]) -> bool:
    """True for a file that may not be read, or whose day folder may not be listed: nobody can say that it is gone."""
    return name in barred or name.rpartition("/")[0] in barred


def _gone(names: set[str], mending: Mending) -> Iterator[Told]:
    for name in sorted(names):
        said = f"published here and gone: `{mending.command(name)}` brings it back"
        yield Told("look", "missing", name, said)


def _unrecorded(names: set[str]) -> Iterator[Told]:
    for name in sorted(names):
        yield Told(
            "note", "no-fixity-record", name, "the fixity log does not know it: nobody saw it published here"
        )


def _failed(history: History, mending: Mending, readable: set[str]) -> Iterator[Told]:
    """Files that did not pass their last check. A repair helps only where the bytes were not those published."""
    for name in sorted(readable.intersection(history.failed)):
        failed, published = history.failed[name], history.known.get(name)
        kinds = ", ".join(failed.findings[:5]) or "it is not said of what"
        said = f"its last check, of {failed.when:%Y-%m-%d}, failed ({kinds}): "
        again = f"`archiver verify {shlex.quote(name)}`"
        if published is not None and failed.sha256 != published.sha256:
            said += f"`{mending.command(name)}` mends it, and {again} looks again"
        else:
            said += f"{again} looks again and says what it is"
        yield Told("look", "failed-check", name, said)


def _no_warcs(folder: Folder, catalog: Catalog, readable: set[str]) -> Iterator[Told]:
    """Files among the WARCs that are none. Nothing reads them, and no copy has them."""
    for name in folder.strangers():
        said = "by its name no WARC file of an archive: no verb reads it, no copy has it; move it elsewhere"
        yield Told("look", "no-warc", name, said)
    for name in sorted(readable.intersection(without_records(catalog))):
        yield Told("look", "no-records", name, "no record can be read in it: move it elsewhere")


def _unwritable(folder: Folder) -> Iterator[Told]:
    """What a read-only archive cannot do, on purpose or not: reading alone would never say so."""
    rooms = (folder.path, folder.path / "warc", folder.tmp, folder.lost)
    places = (*rooms, fixity.path_of(folder), folder.catalog_path)
    closed = [str(place) for place in places if place.exists() and not os.access(place, os.W_OK)]
    if not closed:
        return
    said = (
        f"cannot be written: {', '.join(closed)}. Nothing can be captured, noted in the log or recovered here"
    )
    if os.statvfs(folder.path).f_flag & os.ST_RDONLY:
        yield Told("note", "read-only", str(folder.path), f"{said}; the file system is read-only")
    else:
        yield Told(
            "look", "read-only", str(folder.path), f"{said}: change permissions or owner, if it should be"
        )


def _rooms(folder: Folder) -> Iterator[Told]:
    lost = [entry for entry in folder.lost.iterdir() if entry.is_file()] if folder.lost.exists() else []
    if lost:
        size = sum(entry.stat().st_size for entry in lost)
        yield Told(
            "note", "lost", "lost/", f"holds {len(lost):,} set aside, {size:,} bytes; nothing deletes them"
        )
    free = shutil.disk_usage(folder.path).free
    if free < _LITTLE_ROOM:
        yield Told("look", "disk", str(folder.path), f"only {free:,} bytes are free")
