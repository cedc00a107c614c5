"""What an address says of its page, by tables of patterns. Pure."""

from __future__ import annotations

import re


def says_listing(address: str, listing: re.Pattern[str], article: re.Pattern[str]) -> bool:
    """True for the address of a section, a tag, a search, which ``listing`` knows.

    A parameter behind the path of an ``article`` says how a reader came, not what is read.
    """
    found = listing.search(address)
    path, _, query = address.partition("?")
    return found is not None and not (query and found.start() >= len(path) and article.search(path))
