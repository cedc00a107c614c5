"""archiver: a web page as a citation that proves itself.

    import archiver
    with archiver.open("archives/") as archive:
        capture = archive.capture("https://example.org/news")
        for item in archive.items(capture.id):
            print(item.id, item.data.headline, item.provenance.fields["/headline"])
        print(archive.cite(capture.items[0], style="apa"))
        assert archive.verify(capture.id).ok

``extract`` is the pure middle of it, without an archive. Everything is imported when first used.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archiver.archive import Archive, Outcome
    from archiver.archive.open import extract, open  # noqa: A004
    from archiver.errors import (
        AddressRefused,
        ArchiverError,
        BadDocument,
        BadIdentifier,
        BadInput,
        BadSeedList,
        BadUrl,
        CannotStore,
        FetchFailed,
        IntegrityFailed,
        NotFound,
        NotPermitted,
        RobotsRefused,
        Uncatalogued,
    )
    from archiver.model.capture import Capture
    from archiver.model.items import Article, Headline, Item
    from archiver.model.provenance import Provenance, Source

_WHERE = {
    "open": "archiver.archive.open",
    "extract": "archiver.archive.open",
    "Archive": "archiver.archive.archive",
    "Outcome": "archiver.archive.outcome",
    "Capture": "archiver.model.capture",
    "Article": "archiver.model.items",
    "Headline": "archiver.model.items",
    "Item": "archiver.model.items",
    "Provenance": "archiver.model.provenance",
    "Source": "archiver.model.provenance",
}

__all__ = [
    "AddressRefused",
    "Archive",
    "ArchiverError",
    "Article",
    "BadDocument",
    "BadIdentifier",
    "BadInput",
    "BadSeedList",
    "BadUrl",
    "CannotStore",
    "Capture",
    "FetchFailed",
    "Headline",
    "IntegrityFailed",
    "Item",
    "NotFound",
    "NotPermitted",
    "Outcome",
    "Provenance",
    "RobotsRefused",
    "Source",
    "Uncatalogued",
    "extract",
    "open",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'archiver' has no attribute {name!r}")
    return getattr(import_module(_WHERE.get(name, "archiver.errors")), name)


def __dir__() -> list[str]:
    return __all__


class _Package(ModuleType):
    """Keeps ``archiver.extract`` the function once the stage ``archiver.extract`` is imported, whose module
    the import system would put in its place."""

    @property
    def extract(self) -> Any:
        return __getattr__("extract")

    @extract.setter
    def extract(self, module: ModuleType) -> None:
        """Imports set it; nobody else does."""


sys.modules[__name__].__class__ = _Package
