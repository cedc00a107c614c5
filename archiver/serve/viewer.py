"""ReplayWeb.page on this machine: where its two files lie, and how the user's own npm brings them.

It is under the AGPL and no part of this software: it is fetched by the user, and only in the version that was tested.
This module runs ``npm``; it opens no sockets.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from archiver.errors import BadInput, FetchFailed, IntegrityFailed
from archiver.export.files import written
from archiver.store.failure import storing
from archiver.xdg import data_folder

NAME = "ReplayWeb.page"
VERSION = "2.5.3"
FILES = {
    "ui.js": "ad95b260fa467a6c4799e669ad76ac8e7d5abefa71d1a2970ae6b63dc454a3c3",
    "sw.js": "29a833e871e2f9b7f135f5b86bba0476b69ad975c129c2473ff5055f73f5a2d0",
}  # SHA-256
INSTALL = "archiver viewer install"
_PACKAGE = f"replaywebpage@{VERSION}"
_INTEGRITY = "sha512-nCj2PSON3BxeSJKE8AsYPyULv0XPZKJWfy4l9PyQre9SqwLZ+WKZVs/sfLqPOQ4GrH+0YkjbwOhr8cSTH08gsQ=="
_PATIENCE = 300  # seconds
_LARGEST = 64 << 20  # bytes of one file
_BY_HAND = f"or get ui.js and sw.js of {_PACKAGE} elsewhere and type `{INSTALL} --from DIR`"


def home() -> Path:
    """The folder of the two files: ARCHIVER_VIEWER, else one of this version in the user's data folder (XDG)."""
    if chosen := os.environ.get("ARCHIVER_VIEWER"):
        return Path(chosen)
    return data_folder() / "viewer" / VERSION


def find(chosen: Path | None = None) -> Path | None:
    """The folder that holds both files, ``chosen`` or else ``home()``; None where one is missing."""
    folder = chosen or home()
    return folder if all((folder / name).is_file() for name in FILES) else None


def is_tested(folder: Path) -> bool:
    """Whether both files are, byte for byte, those that were tested. Raises CannotStore when unreadable."""
    with storing(folder):
        return all(_digest((folder / name).read_bytes()) == known for name, known in FILES.items())


def install(source: Path | None = None) -> Path:
    """Put the two files into ``home()``, from the folder ``source`` or else from npm; gives the folder.

    Does nothing where they are already. Each is put in place whole, and only when both are those that were tested.
    Raises BadInput (nothing in
    ``source``), FetchFailed (no npm, or it fetched nothing), IntegrityFailed (another version), CannotStore.
    """
    folder = home()
    if find(folder) is not None and is_tested(folder):
        return folder
    brought = _from_folder(source) if source is not None else _from_npm()
    for name, known in FILES.items():
        if _digest(brought[name]) != known:
            raise IntegrityFailed(
                f"{name} is not that of {NAME} {VERSION}, the version that was tested: its SHA-256 differs. "
                "To use another all the same, point ARCHIVER_VIEWER at its folder"
            )
    with storing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for name, data in brought.items():
        with written(folder / name, overwrite=True) as file:
            file.write(data)
    return folder


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _from_folder(source: Path) -> dict[str, bytes]:
    try:
        return {name: _bounded(source / name) for name in FILES}
    except OSError as error:
        raise BadInput(
            f"{source} does not give {' and '.join(FILES)}: {error.filename}: {error.strerror}"
        ) from None


def _bounded(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LARGEST)


def _from_npm() -> dict[str, bytes]:
    npm = shutil.which("npm")
    if npm is None:
        raise FetchFailed(f"npm is not here, which fetches {NAME}: install Node.js, {_BY_HAND}")
    with tempfile.TemporaryDirectory(prefix="archiver-viewer-") as folder:
        _pack(npm, Path(folder))
        tarballs = list(Path(folder).glob("*.tgz"))
        if len(tarballs) != 1:
            raise FetchFailed(f"npm said it packed {_PACKAGE}, and there is no file: {_BY_HAND}")
        data = tarballs[0].read_bytes()
        found = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
        if found != _INTEGRITY:
            raise IntegrityFailed(
                f"what npm brought as {_PACKAGE} is not what was published as that: its SHA-512 differs"
            )
        return _unpacked(tarballs[0])


def _pack(npm: str, folder: Path) -> None:
    command = [npm, "pack", "--ignore-scripts", "--loglevel=error", "--fetch-retries=1", _PACKAGE]
    try:
        ran = subprocess.run(
            command, cwd=folder, capture_output=True, stdin=subprocess.DEVNULL, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FetchFailed(f"npm could not be run to its end ({error}): {_BY_HAND}") from None
    if ran.returncode:
        lines = ran.stderr.decode("utf-8", "replace").splitlines()
        said = next(
            (line for line in lines if line.strip() and "complete log" not in line), "no reason given"
        )
        raise FetchFailed(
            f"npm could not fetch {_PACKAGE} ({said.strip()[:200]}): are you online? Try again, {_BY_HAND}"
        )


def _unpacked(tarball: Path) -> dict[str, bytes]:
    """The two files out of a tarball whose digest was checked; nothing in it is written by its own name."""
    found = {}
    with tarfile.open(tarball, "r:gz") as archive:
        for name in FILES:
            file = archive.extractfile(f"package/{name}")
            assert file is not None, "it is what was published, and that holds the file"
            found[name] = file.read(_LARGEST)
    return found
