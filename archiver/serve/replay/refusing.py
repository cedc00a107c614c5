"""What errors become on the replay origin: a line of text. Pages of the interface have their place elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from archiver import inert
from archiver.errors import ArchiverError, BadInput, CannotStore, NotFound

_STATUS: tuple[tuple[type[ArchiverError], int], ...] = ((BadInput, 400), (NotFound, 404), (CannotStore, 503))
_LONGEST = 600  # characters of what was typed that come back


def handlers() -> dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]]:
    """For ``Starlette(exception_handlers=…)``."""
    return {ArchiverError: _refused, HTTPException: _refused_by_the_frame}


async def _refused(request: Request, error: Exception) -> Response:
    del request
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return _line(status, str(error))


async def _refused_by_the_frame(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, HTTPException)
    return _line(error.status_code, error.detail)


def _line(status: int, message: str) -> Response:
    return PlainTextResponse(f"{status}: {inert.one_line(message)[:_LONGEST]}\n", status)
