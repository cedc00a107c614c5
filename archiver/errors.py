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
    └── NotPermitted        permissions or ownership keep this process out: nothing is lost

Messages are one line: what happened, and what to do about it.
"""

from __future__ import annotations


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
    """The archive cannot be written or read."""

    exit_code = 6


class NotPermitted(CannotStore):
    """Permissions or ownership keep this process from reading or writing; what is there is not lost."""
