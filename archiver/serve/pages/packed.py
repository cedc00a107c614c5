"""A capture as WARC or WACZ, to be taken away: written to a file of its own first, since it may be large."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import BinaryIO, cast

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from archiver import identifiers
from archiver.archive.archive import Archive
from archiver.errors import BadInput, CannotStore
from archiver.serve.pages.downloads import PACKED, attached
from archiver.serve.pages.permalink import Shown, shown
from archiver.serve.site import site_of
from archiver.store.failure import storing

_ENDINGS = {"warc": "warc.gz", "wacz": "wacz"}


async def packed(request: Request) -> Response:
    """``/ark:NAAN/NAME/download/warc``. Raises NotFound, IntegrityFailed, CannotStore."""
    ark = identifiers.parse(f"ark:{request.path_params['naan']}/{request.path_params['name']}", "")
    kind, site = request.url.path.rpartition("/")[2], site_of(request)
    async with site.packages.room:
        path, one = await site.readers.run(
            lambda archive: _written(archive, shown(archive, ark), kind, site.packages.folder)
        )
    return Taken(path, 200, attached(one, _ENDINGS[kind]), PACKED[kind])


class Taken(FileResponse):
    """A file that goes once it was sent, or as much of it as was asked for, or nothing."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A background task would not be run where the ranges asked for are refused, or the sending fails."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            Path(self.path).unlink(missing_ok=True)


def _written(archive: Archive, one: Shown, kind: str, folder: Path) -> tuple[Path, Shown]:
    with storing(folder), tempfile.NamedTemporaryFile(dir=folder, prefix="download-", delete=False) as file:
        path = Path(file.name)
        try:
            archive.export([one.capture.id], kind, cast("BinaryIO", file))
        except BadInput as error:  # the key of whoever runs this, and no fault of whoever asks
            path.unlink(missing_ok=True)
            raise CannotStore("nothing can be signed here: `archiver export` says why") from error
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return path, one


ROUTES = [Route(f"/ark:{{naan}}/{{name}}/download/{kind}", packed) for kind in PACKED]
