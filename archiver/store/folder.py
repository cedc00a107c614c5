"""Where things lie in an archive (DESIGN §3): ``archive.json``, ``warc/YYYY/MM/DD``, ``tmp``, ``lost``."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from archiver.errors import BadInput, CannotStore, IntegrityFailed, NotFound, NotPermitted
from archiver.exchange import instant, utc_now
from archiver.store.failure import cannot_store, storing

if TYPE_CHECKING:
    from archiver.model.archive import ArchiveInfo

INFO = "archive.json"
WARC_SUFFIX = ".warc.gz"
# Files of others, kept as they came: no name of ours has vowels where these say "imported".
FOREIGN_MARK = "-imported"
# Captures of another archive, taken over with their manifests: what no record says in these is that archive's word.
MOVED_MARK = "-moved"
FOREIGN_SUFFIXES = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz", ".arc.zst", ".wacz")
_FOREIGN = tuple(FOREIGN_MARK + suffix for suffix in FOREIGN_SUFFIXES)
_TRACES = ("fixity.jsonl", "catalog.db")
_ROOM = 1 << 18  # bytes: with less than this a disk counts as full
_WANTED = {
    "naan": "it is the 5 to 9 digits you were given, as in 12345",
    "shoulder": "it is 1 to 8 of 0123456789bcdfghjkmnpqrstvwxz, as in n1",
    "baseUrl": "it starts with http:// or https:// and ends in /, as in https://archive.example/",
}


def is_foreign(name: str) -> bool:
    """True for the name of a file that others made, kept byte for byte."""
    return name.endswith(_FOREIGN)


def is_moved(name: str) -> bool:
    """True for the name of a file of captures that another archive made."""
    return name.endswith(MOVED_MARK + WARC_SUFFIX)


def moved_in(names: Iterable[str]) -> str | None:
    """Of the files of a capture that in which it was taken over from another archive; None for one made here."""
    return next(filter(is_moved, names), None)


class Folder:
    """One archive on disk. Opening reads ``archive.json`` and nothing else."""

    def __init__(self, path: Path, text: bytes) -> None:
        self.path, self._text = path, text

    @classmethod
    def open(cls, path: Path) -> Folder:
        """An archive that exists. Raises NotFound, IntegrityFailed (without archive.json), CannotStore (unreadable)."""
        with storing(path):
            try:
                return cls(path, (path / INFO).read_bytes())
            except FileNotFoundError:
                if cls.lacks_info(path):
                    raise IntegrityFailed(
                        f"{path} is an archive whose {INFO} is missing: take it from a copy with `archiver repair "
                        "--from COPY`; without one make it again with `archiver init --naan NAAN`, as it was before"
                    ) from None
                raise NotFound(
                    f"no archive at {path}: capture something into it, run `archiver init`, or give --archive DIR"
                ) from None

    @cached_property
    def info(self) -> ArchiveInfo:
        """What ``archive.json`` says. Raises IntegrityFailed where it is damaged."""
        return parsed_info(self._text, self.path / INFO)

    @classmethod
    def create(cls, path: Path, **fields: str | None) -> Folder:
        """A new archive; ``fields`` as in ArchiveInfo. Raises BadInput for bad fields, CannotStore."""
        folder = cls(path, _info_text({"created": instant(utc_now())}, fields))
        with storing(path):
            for name in ("warc", "tmp", "lost"):
                (path / name).mkdir(parents=True, exist_ok=True)
            temporary = folder._written_info()
            with contextlib.suppress(FileExistsError):
                os.link(temporary, path / INFO)  # never over another process's file
            temporary.unlink()
            for made in (path, path.absolute().parent):
                sync_folder(made)
        return cls.open(path)

    def configure(self, **fields: str | None) -> Folder:
        """The same archive with other fields of ArchiveInfo; IDs given before stay. Raises as ``create``."""
        folder = Folder(self.path, _info_text(self.info.document(), fields))
        with storing(self.path):
            folder._written_info().replace(self.path / INFO)
            sync_folder(self.path)
        return folder

    @classmethod
    def lacks_info(cls, path: Path) -> bool:
        """True for an archive without ``archive.json``: captures are there, or a log or catalog of them."""
        if (path / INFO).exists():
            return False
        return any((path / name).exists() for name in _TRACES) or bool(cls(path, b"").warcs())

    @classmethod
    def open_or_create(cls, path: Path) -> Folder:
        """The archive at ``path``, made with defaults when there is none. Raises IntegrityFailed as ``open``."""
        try:
            return cls.open(path)
        except NotFound:
            return cls.create(path)

    def require_writable(self) -> None:
        """Raise CannotStore when nothing can be written here, before anything is fetched for it."""
        with storing(self.path):
            self.tmp.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.tmp) as file:
                file.write(bytes(_ROOM))

    def _written_info(self) -> Path:
        """A durable temporary file with the text of ``archive.json``."""
        temporary = self.path / "tmp" / f"{INFO}.{os.getpid()}"
        with temporary.open("wb") as file:
            file.write(self._text)
            file.flush()
            os.fsync(file.fileno())
        return temporary

    @property
    def tmp(self) -> Path:
        """Unpublished writes."""
        return self.path / "tmp"

    def importing(self, size: int) -> Path:
        """What marks that a file of others with so many bytes is being taken in."""
        return self.tmp / f"{size}{FOREIGN_MARK}.lock"

    @property
    def lost(self) -> Path:
        """What recovery set aside."""
        return self.path / "lost"

    @property
    def catalog_path(self) -> Path:
        """The catalog, a cache."""
        return self.path / "catalog.db"

    def warc_days(self) -> Iterator[tuple[str, int]]:
        """Each day folder, relative and with ``/``, and its modification time in ns, in order of time.

        Raises CannotStore where a folder cannot be read.
        """
        for year in _folders(self.path / "warc"):
            for month in _folders(year):
                for day in _folders(month):
                    with storing(day):
                        changed = day.stat().st_mtime_ns
                    yield day.relative_to(self.path).as_posix(), changed

    def warcs_of(self, day: str) -> list[str]:
        """The published files of a day folder, ours and imported ones, relative to the archive, in order of name.

        Raises CannotStore where it cannot be read.
        """
        # Names of ours are ASCII; one in no encoding could not even be written into a report.
        with storing(self.path / day):
            names = [
                entry.name
                for entry in os.scandir(self.path / day)
                if (entry.name.endswith(WARC_SUFFIX) or is_foreign(entry.name)) and entry.name.isascii()
            ]
        return [f"{day}/{name}" for name in sorted(names)]

    def warcs(self) -> list[str]:
        """Every published WARC file, relative to the archive, in order of time."""
        return [name for day, _ in self.warc_days() for name in self.warcs_of(day)]

    def warcs_seen(self) -> tuple[list[str], dict[str, NotPermitted]]:
        """Of the published WARC files those that may be seen; and each day folder that may not be listed, with why."""
        seen: list[str] = []
        barred: dict[str, NotPermitted] = {}
        for day, _ in self.warc_days():
            try:
                seen += self.warcs_of(day)
            except NotPermitted as error:
                barred[day] = error
        return seen, barred

    def strangers(self) -> list[str]:
        """Every other file among the WARC files that may be seen: not in a day folder, or not named as published
        files are.
        """
        published = {self.path / name for name in self.warcs_seen()[0]}
        others = [
            path
            for path in (self.path / "warc").rglob("*")
            if path not in published and not os.path.isdir(path)  # noqa: PTH112 (pathlib's raises where it is barred)
        ]
        return sorted(path.relative_to(self.path).as_posix() for path in others)

    def open_warc(self, name: str) -> BinaryIO:
        """A published WARC for reading. Raises IntegrityFailed when it is gone, NotPermitted, CannotStore."""
        try:
            return (self.path / name).open("rb")
        except FileNotFoundError:
            raise IntegrityFailed(
                f"{name} is missing from {self.path}: `archiver repair --from COPY` restores it"
            ) from None
        except PermissionError as error:
            raise cannot_store(error, self.path / name) from error
        except OSError as error:
            raise CannotStore(f"{self.path / name} cannot be read: {error.strerror}") from error

    def barred(self, names: Iterable[str]) -> dict[str, NotPermitted]:
        """Of these WARC files those that this process may not read, with why. They are opened, and not read."""
        found = {}
        for name in names:
            try:
                self.open_warc(name).close()
            except NotPermitted as error:
                found[name] = error
            except (IntegrityFailed, CannotStore):
                pass  # gone, or it fails: not kept from us
        return found

    def has_warc(self, name: str) -> bool:
        """True when a published WARC is there, as far as it may be seen."""
        return os.path.exists(self.path / name)  # noqa: PTH110 (that of pathlib raises where a folder is barred)


def parsed_info(text: bytes, where: Path | str) -> ArchiveInfo:
    """What an ``archive.json`` says. Raises IntegrityFailed where it is damaged."""
    from pydantic import ValidationError  # a third of the time in which an archive is opened

    from archiver.model.archive import ArchiveInfo

    try:
        return ArchiveInfo.from_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(map(str, first["loc"]))
        raise IntegrityFailed(
            f"{where} is damaged at {place or 'its start'}: {first['msg']}. Take it from a copy with `archiver repair "
            "--from COPY`; without one put it aside, and make it again with `archiver init --naan NAAN`"
        ) from None


def _info_text(base: dict[str, Any], fields: dict[str, str | None]) -> bytes:
    from pydantic import ValidationError

    from archiver.model.archive import ArchiveInfo

    try:
        info = ArchiveInfo.model_validate({**base, **{k: v for k, v in fields.items() if v is not None}})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        wanted = _WANTED.get(name, first["msg"])
        raise BadInput(f"{name} cannot be {first.get('input')!r}: {wanted}") from None
    return json.dumps(info.document(), ensure_ascii=False, indent=2).encode() + b"\n"


def _folders(path: Path) -> list[Path]:
    with storing(path):
        try:
            return sorted(Path(entry.path) for entry in os.scandir(path) if entry.is_dir())
        except FileNotFoundError:
            return []


def sync_folder(path: Path) -> None:
    """fsync a folder, so that a name in it survives a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
