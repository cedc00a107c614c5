"""``archiver serve``: an archive as web pages, Memento, and safe replay. Opens no outgoing socket.

Writes nothing into the archive but its cache, the catalog, as every reader does; packages lie in a temporary folder.
"""

from __future__ import annotations

from archiver.serve.settings import PORT, Settings

__all__ = ["PORT", "Settings", "build", "run"]


def __getattr__(name: str) -> object:
    """``build`` and ``run``, imported when first used: they bring the web framework."""
    from importlib import import_module

    where = {"build": "archiver.serve.app", "run": "archiver.serve.running"}
    if name not in where:
        raise AttributeError(f"module 'archiver.serve' has no attribute {name!r}")
    return getattr(import_module(where[name]), name)
