"""What ``serve``, ``replay`` and ``demo`` share: the server, where its libraries are installed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.errors import BadInput

if TYPE_CHECKING:
    from archiver.serve import Settings
    from archiver.serve.origins import Pair

_NEEDED = ("starlette", "jinja2", "uvicorn")


def serve(archive: Path, settings: Settings, on_ready: Callable[[Pair], None]) -> None:
    """Serve until Ctrl-C. Raises BadInput where the libraries are missing, and what ``archiver.serve.run`` raises."""
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise BadInput(f"the web pages need {', '.join(missing)}: pip install 'citable-archiver[serve]'")
    from archiver.serve.running import run

    with suppress(KeyboardInterrupt):  # the way to end it
        run(archive, settings, on_ready)
