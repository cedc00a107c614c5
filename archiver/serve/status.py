"""What an error is over HTTP (RFC 9110 §15), on both origins."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request

from archiver import inert
from archiver.errors import ArchiverError, BadInput, CannotStore, NotFound
from archiver.serve.site import site_of

_STATUS: tuple[tuple[type[ArchiverError], int], ...] = ((BadInput, 400), (NotFound, 404), (CannotStore, 503))
_LONGEST = 600  # characters of what was typed that come back


def status_of(request: Request, error: Exception) -> tuple[int, str]:
    """Status and message of an error raised on purpose, ours or the frame's. The message is one harmless line."""
    if isinstance(error, HTTPException):
        return error.status_code, inert.one_line(error.detail)[:_LONGEST]
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return status, inert.one_line(placeless(str(error), site_of(request).readers.folder))[:_LONGEST]


def placeless(text: str, folder: Path) -> str:
    """``text`` without the path of the archive, which is of no use to a reader elsewhere and none of their business."""
    return text.replace(str(folder), "the archive") if folder.is_absolute() else text
