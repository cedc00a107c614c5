"""The default choices and limits of a capture. Pure."""

from __future__ import annotations

from typing import Any

from archiver.errors import BadInput
from archiver.model.capture import Options

MAX_BYTES = 100 * 1024 * 1024


def user_agent() -> str:
    """``archiver/VERSION`` and what it is, as RFC 9110 §10.1.5 asks. No address: nobody's is known."""
    from importlib.metadata import version

    return f"archiver/{version('citable-archiver')} (web archiving for citation)"


def default_options(**overrides: Any) -> Options:
    """The options of a capture, with any of them replaced by name, as in ``Options`` or as Python writes it.

    ``maxBytes``    100 MiB of one response on the wire, head included; what is longer is cut and says so
    ``maxSeconds``  120 s: one capture as a whole, with its redirects and requisites
    ``maxRequests`` 200 a capture, redirects and requisites included
    ``maxRedirects`` 20 in a row
    ``requisites``  True: stylesheets, images, scripts and fonts of the page too
    ``robots``      "ignored", or "obeyed" for the page and everything it needs
    ``pace``        1.0 s between the starts of two pages of one host
    ``dedup``       True: of a body that the archive holds already only the response head is kept, in a revisit record
    ``allowNetwork`` CIDR networks that may be connected to although they are private

    Raises BadInput for a name or value that is none of these.
    """
    chosen: dict[str, Any] = {
        "maxBytes": MAX_BYTES,
        "maxSeconds": 120.0,
        "maxRequests": 200,
        "maxRedirects": 20,
        "requisites": True,
        "robots": "ignored",
        "pace": 1.0,
        "userAgent": user_agent(),
        "allowBadTls": False,
        "dedup": False,
        "allowNetwork": (),
        **{_name(given): value for given, value in overrides.items()},
    }
    if isinstance(chosen["allowNetwork"], list):
        chosen["allowNetwork"] = tuple(chosen["allowNetwork"])
    try:
        return Options.model_validate(chosen)
    except ValueError as error:
        raise BadInput(f"capture options: {_first_fault(error)}") from None


def _name(given: str) -> str:
    """``allowNetwork`` for ``allow_network``."""
    first, *rest = given.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _first_fault(error: ValueError) -> str:
    faults = error.errors() if hasattr(error, "errors") else []
    return f"{'.'.join(map(str, faults[0]['loc']))}: {faults[0]['msg']}" if faults else str(error)
