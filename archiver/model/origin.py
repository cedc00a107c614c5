"""Where the bytes of a capture are from: the web, a file that a user gave, a web archive that others made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

FROM_FILE = "imported from a file"
URL_AS_GIVEN = f"{FROM_FILE}; URL as given"


class Origin:
    """What follows from ``url``, ``source`` and ``imported`` of a manifest, whole or in brief."""

    if TYPE_CHECKING:  # else pydantic would take them for fields, and put them first
        url: str
        source: str | None
        imported: Any

    @property
    def is_file(self) -> bool:
        """True for a file of the user's: nobody saw it on the web, and ``captured`` is when it was imported."""
        return self.source is not None and self.imported is None

    @property
    def is_url_given(self) -> bool:
        """True for a file under the URL that the user gave: no Memento of it. Without one, its digest names a file."""
        return self.is_file and not self.url.startswith("ni:")

    @property
    def origin(self) -> str | None:
        """In words, where the bytes are from a file that a user gave; else None."""
        if not self.is_file:
            return None
        return URL_AS_GIVEN if self.is_url_given else FROM_FILE

    @property
    def known_as(self) -> str:
        """What people call it: the name of the file it was read from, where a page of no address was; else its URL."""
        return (self.source if self.url.startswith("ni:") else None) or self.url
