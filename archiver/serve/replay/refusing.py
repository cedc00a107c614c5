"""What errors become on the replay origin: a line of text. Pages of the interface have their place elsewhere."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from archiver.serve.status import status_of


async def refused(request: Request, error: Exception) -> Response:
    """For ``Starlette(exception_handlers=…)``."""
    status, message = status_of(request, error)
    return PlainTextResponse(f"{status}: {message}\n", status)
