"""Where copies lie: a folder, or a bucket of object storage. One small interface for both.

``place_of`` chooses by the text a person typed. Names are those within an archive (``warc/2026/…``).
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from archiver.errors import BadInput, CannotStore, NotFound
from archiver.store import fixity
from archiver.store.failure import cannot_store, storing
from archiver.store.folder import INFO, Folder, sync_folder
from archiver.store.restore import set_aside

PIECE = 1 << 20
_SCHEMES = ("s3", "s3a", "gs", "az", "azure", "abfs", "abfss")
_PATIENCE: dict[str, Any] = {"connect_timeout": "10s", "timeout": "1h"}  # a whole WARC may be one request
_URL = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+://")


class Place(Protocol):
    """A copy's place. Every method raises CannotStore when the place cannot be reached, read or written."""

    name: str

    def sizes(self) -> dict[str, int]:
        """Name → bytes of every WARC file there."""

    def read(self, name: str) -> Iterator[bytes]:
        """A file in pieces. Raises NotFound."""

    def add(self, name: str, source: Path) -> None:
        """Put a file there that is not there, whole or not at all; durable on return."""

    def replace(self, name: str, source: Path) -> None:
        """Put a file there, over an older one; durable on return."""

    def set_aside(self, name: str) -> str:
        """Keep a file that is to be replaced in ``lost/``; gives its name there. Durable on return."""


def place_of(text: str) -> Place:
    """The place a person named: a folder, or ``s3://bucket/prefix`` and its like. Raises BadInput."""
    if not _URL.match(text):
        return FolderPlace(Path(text))
    scheme = text.partition("://")[0].lower()
    if scheme == "file":
        return FolderPlace(Path(urlsplit(text).path))
    if scheme not in _SCHEMES:
        raise BadInput(
            f"{scheme}:// is no place for a copy: give a folder, or one of {', '.join(f'{s}://' for s in _SCHEMES)}"
        )
    parts = urlsplit(text)
    if parts.query or parts.fragment or ("@" in parts.netloc and scheme not in ("abfs", "abfss")):
        raise BadInput(
            "name a bucket and a prefix only: credentials come from the environment, as in AWS_ACCESS_KEY_ID"
        )
    return ObjectPlace(text.rstrip("/"))


def place_apart(folder: Folder, text: str) -> Place:
    """``place_of``, for a copy of this archive. Raises BadInput for the archive, what is in it, what it is in."""
    place = place_of(text)
    how = _overlap(folder, place) if isinstance(place, FolderPlace) else None
    if how:
        raise BadInput(f"{text} {how}: a copy lies in a folder of its own, best on another disk")
    return place


def _overlap(folder: Folder, place: FolderPlace) -> str | None:
    """How a folder and that of the archive are one, wherever symbolic links lead; None where they are not."""
    here, there = (Path(os.path.realpath(path)) for path in (folder.path, place.path))
    if here == there:
        return "is the archive itself"
    if there.is_relative_to(here):
        return "is inside the archive"
    return "has the archive inside it" if here.is_relative_to(there) else None


def known_places(folder: Folder) -> list[str]:
    """Every place the fixity log says this archive was copied to, in order of first use."""
    events = (line.event for line in fixity.read(folder) if line.event is not None)
    places = (event.get("to") for event in events if event.get("eventType") == "replication")
    return list(dict.fromkeys(place for place in places if isinstance(place, str)))


def held_copies(folder: Folder) -> dict[str, set[str]]:
    """The files of each copy, by place: copied there, by the fixity log, and not found damaged or gone since.

    No copy is looked at. Left out is what ``place_apart`` refuses: the log of a copy names the copy itself.
    Raises CannotStore.
    """
    held: dict[str, set[str]] = {}
    for event in (line.event for line in fixity.read(folder)):
        name = event.get("object") if event is not None else None
        if event is None or not isinstance(name, str):
            continue
        copied = event.get("eventType") == "replication"
        place = event.get("to") if copied else event.get("copy")
        if not isinstance(place, str):
            continue
        files = held.setdefault(place, set())
        if event.get("eventOutcome") == "pass":
            files.add(name)
        else:
            files.discard(name)
    return {place: files for place, files in held.items() if _is_apart(folder, place)}


def _is_apart(folder: Folder, place: str) -> bool:
    try:
        return _URL.match(place) is not None or _overlap(folder, FolderPlace(Path(place))) is None
    except ValueError:  # a damaged log: no path at all
        return False


def mending_there(folder: Folder, place: Place) -> str:
    """What a person does about a damaged file of a copy."""
    if not isinstance(place, FolderPlace):
        return f"remove it there, and run `archiver replicate {shlex.quote(place.name)}` again"
    here = shlex.quote(str(folder.path.absolute()))
    return f"`archiver repair --archive {shlex.quote(place.name)} --from {here}` mends that copy"


class FolderPlace:
    """A folder on any disk that is mounted here."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.name = str(self.path)

    def sizes(self) -> dict[str, int]:
        with storing(self.path):
            files = (Path(folder) / name for folder, _, names in self._walk() for name in names)
            return {
                file.relative_to(self.path).as_posix(): file.stat().st_size
                for file in files
                if file.is_file()
            }

    def _walk(self) -> Iterator[tuple[str, list[str], list[str]]]:
        """The folders of the WARC files. Raises OSError for one that may not be entered: its files are not gone."""

        def refuse(error: OSError) -> None:
            if not isinstance(error, FileNotFoundError):
                raise cannot_store(error, error.filename)

        return os.walk(self.path / "warc", onerror=refuse)

    def read(self, name: str) -> Iterator[bytes]:
        try:
            with (self.path / name).open("rb") as file:
                while piece := file.read(PIECE):
                    yield piece
        except FileNotFoundError:
            raise NotFound(f"{name} is not in {self.name}") from None
        except OSError as error:
            raise cannot_store(error, self.path / name) from error

    def add(self, name: str, source: Path) -> None:
        target = self.path / name
        with storing(target):
            temporary = self._copied(source, target)
            try:
                os.link(temporary, target)  # never over a file that is there
            finally:
                temporary.unlink()
            self._sync(target.parent)

    def replace(self, name: str, source: Path) -> None:
        target = self.path / name
        with storing(target):
            self._copied(source, target).replace(target)
            self._sync(target.parent)

    def set_aside(self, name: str) -> str:
        target = self.path / name
        with storing(target):
            return set_aside(Folder(self.path, b""), target) or ""

    def _copied(self, source: Path, target: Path) -> Path:
        """A durable temporary file beside the target's top folder."""
        for folder in (self.path / "tmp", self.path / "lost", target.parent):
            folder.mkdir(parents=True, exist_ok=True)
        temporary = self.path / "tmp" / f"{target.name}.copy.{os.getpid()}"
        temporary.unlink(missing_ok=True)  # of a process with our number that died
        try:
            with source.open("rb") as file, temporary.open("xb") as copy:
                while piece := file.read(PIECE):
                    copy.write(piece)
                copy.flush()
                os.fsync(copy.fileno())
                os.fchmod(copy.fileno(), 0o644 if target.name == INFO else 0o444)
        except BaseException:
            temporary.unlink(missing_ok=True)  # half a file would keep a full disk full
            raise
        return temporary

    def _sync(self, folder: Path) -> None:
        while folder != self.path.parent:
            sync_folder(folder)
            folder = folder.parent


class ObjectPlace:
    """A bucket of object storage, through obstore. Credentials and endpoint come from the environment."""

    def __init__(self, url: str) -> None:
        """Raises BadInput without obstore, or for a URL it cannot use."""
        self.name = url
        try:
            import obstore
        except ImportError:
            raise BadInput(
                "object storage needs one more library: pip install 'citable-archiver[objects]'"
            ) from None
        self._obstore: Any = obstore
        try:
            from_url: Any = obstore.store.from_url
            self._store = from_url(
                url,
                client_options={**_PATIENCE, "allow_http": _plain_endpoint()},
                retry_config={"max_retries": 4, "retry_timeout": timedelta(seconds=60)},
            )
        except Exception as error:  # obstore's own classes, and ValueError
            raise BadInput(f"{url}: {_first_line(error)}") from None

    def sizes(self) -> dict[str, int]:
        try:
            return {
                entry["path"]: entry["size"]
                for batch in self._obstore.list(self._store, prefix="warc")
                for entry in batch
            }
        except Exception as error:
            raise self._failure(error) from error

    def read(self, name: str) -> Iterator[bytes]:
        try:
            for piece in self._obstore.get(self._store, name).stream(min_chunk_size=PIECE):
                yield bytes(piece)
        except FileNotFoundError:
            raise NotFound(f"{name} is not in {self.name}") from None
        except Exception as error:
            raise self._failure(error) from error

    def add(self, name: str, source: Path) -> None:
        self.replace(name, source)  # callers ask first; an object appears whole or not at all

    def replace(self, name: str, source: Path) -> None:
        try:
            self._obstore.put(self._store, name, source)
        except Exception as error:
            raise self._failure(error) from error

    def set_aside(self, name: str) -> str:
        try:
            batches = self._obstore.list(self._store, prefix="lost")
            taken = {entry["path"] for batch in batches for entry in batch}
            names = (f"lost/{name}{f'.{number}' if number else ''}" for number in count())
            kept = next(free for free in names if free not in taken)
            self._obstore.copy(self._store, name, kept)
        except Exception as error:
            raise self._failure(error) from error
        return kept

    def _failure(self, error: Exception) -> CannotStore:
        return CannotStore(
            f"{self.name} does not answer as it should: {_first_line(error)}. Check its name, your credentials "
            "(AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) and endpoint (AWS_ENDPOINT_URL)"
        )


def _plain_endpoint() -> bool:
    """True where the person named an endpoint without TLS, as on a machine of their own."""
    return any(
        os.environ.get(name, "").startswith("http://") for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT")
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
