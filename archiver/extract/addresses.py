"""What an address says of its page, by tables of patterns. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote

# Last steps of a path where a site tells of itself.
_OF_SITE = re.compile(
    r"/(?:contacts?|contact[-_]?us|get[-_]in[-_]touch|kontakty?|contacto|contato|contatti|contactez[-_]nous|iletisim"
    r"|about|about[-_]?us|ueber[-_]uns|uber[-_]uns|qui[-_]sommes[-_]nous|quienes[-_]somos|chi[-_]siamo|hakkimizda"
    r"|privacy(?:[-_]?(?:policy|statement|notice))?|datenschutz(?:erklaerung)?|terms(?:[-_](?:of|and)[-_]\w+){0,3}"
    r"|impressum|imprint|disclaimer|cookies?(?:[-_]?policy)?|faqs?|advertise(?:[-_]with[-_]us)?|subscribe"
    r"|bidnii[-_]tuhai|holboo[-_]barih|бидний[-_]тухай|холбоо[-_]барих|o[-_]nas|о[-_]нас|контакты)(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)


def says_listing(address: str, listing: re.Pattern[str], article: re.Pattern[str]) -> bool:
    """True for the address of a section, a tag, a search, which ``listing`` knows.

    A parameter behind the path of an ``article`` says how a reader came, not what is read.
    """
    found = listing.search(address)
    path, _, query = address.partition("?")
    return found is not None and not (query and found.start() >= len(path) and article.search(path))


def tells_of_site(path: str) -> bool:
    """True for the path of a page on which a site tells of itself: whom to write to, who it is, its terms."""
    return _OF_SITE.search(unquote(path)) is not None
