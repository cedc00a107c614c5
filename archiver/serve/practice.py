"""Pages that nobody asked for, made before the first reader comes: what is read, compiled and cached on the way, and
what the interpreter learns of the code, no reader has to wait for.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from starlette.requests import Request

from archiver.archive import browsing
from archiver.archive.archive import Archive
from archiver.errors import ArchiverError
from archiver.serve.language import LANGUAGES
from archiver.serve.origins import Pair
from archiver.serve.pages import item

_ITEMS = 5
_PAIR = Pair("http://archiver.localhost", "http://replay.archiver.localhost")


def practise(folder: Path) -> None:
    """Make the pages of some items, in every language, liked or asked for. Raises CannotStore, IntegrityFailed."""
    with Archive(folder, create=False) as archive:
        for found in browsing.newest(archive, _ITEMS):
            for language in LANGUAGES:
                for query in (b"", f"lang={language}".encode()):
                    with suppress(ArchiverError):  # will be said to whoever asks for it
                        item.made(_asking(found.id, language, query), archive)


def _asking(identifier: str, language: str, query: bytes) -> Request:
    naan, _, rest = identifier.removeprefix("ark:").partition("/")
    return Request(
        {
            "type": "http",
            "path": f"/{identifier}",
            "headers": [(b"accept-language", language.encode())],
            "query_string": query,
            "path_params": {"naan": naan, "rest": rest},
            "state": {"pair": _PAIR},
        }
    )
