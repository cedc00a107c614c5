"""Every error archiver raises on purpose. The exit code is an attribute of the class.

ArchiverError
├── BadInput            2   the request itself is wrong: say what was typed and what to type instead
│   ├── BadUrl              not an http(s) URL we can fetch
│   ├── BadIdentifier       not an ARK, or its check character fails
│   ├── BadSeedList         a seed list, or one line of it, cannot be read
│   └── BadDocument         JSON that does not satisfy its published schema
├── FetchFailed         3   nothing came back from the network
│   ├── AddressRefused      the host resolves to an address we do not connect to
│   └── RobotsRefused       robots.txt forbids it and the run obeys robots.txt
├── NotFound            4   no such item, capture, record or archive here
├── IntegrityFailed     5   stored bytes are not what was stored
└── CannotStore         6   the archive cannot be written or read: disk full, read-only, locked
    ├── NotPermitted        permissions or ownership keep this process out: nothing is lost
    └── Uncatalogued        a file was published and is not in the catalog yet: what it holds is not lost

Messages are one line: what happened, and what to do about it.
"""

from __future__ import annotations

from collections.abc import Sequence


class ArchiverError(Exception):
    """Base of all errors raised on purpose; ``exit_code`` is what the command line exits with."""

    exit_code = 1


class BadInput(ArchiverError):
    """The request itself is wrong."""

    exit_code = 2


class BadUrl(BadInput):
    """Not an http(s) URL that can be fetched."""


class BadIdentifier(BadInput):
    """Not an ARK, or one whose check character fails."""


class BadSeedList(BadInput):
    """A seed list, or one line of it, cannot be read."""


class BadDocument(BadInput):
    """A JSON document does not satisfy its published schema."""


class FetchFailed(ArchiverError):
    """Nothing came back from the network."""

    exit_code = 3


class AddressRefused(FetchFailed):
    """The host resolves to an address that is not connected to (private, loopback, reserved)."""


class RobotsRefused(FetchFailed):
    """robots.txt forbids the URL and the run obeys robots.txt."""


class NotFound(ArchiverError):
    """No such item, capture, record or archive."""

    exit_code = 4


class IntegrityFailed(ArchiverError):
    """Stored bytes are not what was stored."""

    exit_code = 5


class CannotStore(ArchiverError):
    """The archive cannot be written or read. ``what`` happened, and the remedy; ``then``: what follows, as text."""

    exit_code = 6

    def __init__(self, what: str, then: str = "") -> None:
        super().__init__(what, then)
        self.what, self.then = what, then

    def __str__(self) -> str:
        return f"{self.what}{self.then}"


class NotPermitted(CannotStore):
    """Permissions or ownership keep this process from reading or writing; what is there is not lost."""


_MOST_NAMED = 5  # captures in one message


class Uncatalogued(CannotStore):
    """``warc`` is published, with these ``captures`` (IDs), and then something failed: the next command takes it in."""

    def __init__(self, what: str, warc: str, captures: Sequence[str] = ()) -> None:
        super().__init__(what, _all_the_same(warc, captures))
        self.args = (what, warc, tuple(captures))  # of which it is made again, in another process
        self.warc, self.captures = warc, tuple(captures)


def _all_the_same(warc: str, captures: Sequence[str]) -> str:
    if not captures:
        return f". {warc} is in place all the same: run the same command again, which goes on from there"
    more = len(captures) - _MOST_NAMED
    named = " ".join(captures[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
    are, them, they = ("are", "them", "they") if captures[1:] else ("is", "it", "it")
    return (
        f". {named} {are} in place all the same, in {warc}: the next command catalogues {them}, "
        f"{they} need not be taken in again"
    )
