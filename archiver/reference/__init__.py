"""``Reference``: what there is to cite about an item or a capture, before any citation style.

Pure functions over the documents. May not format (``cite`` does) nor read anything but the documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from archiver import inert, urls
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture, Exchanged
from archiver.model.items import Article, Headline
from archiver.model.origin import URL_AS_GIVEN
from archiver.reference.dates import Stated, stated
from archiver.reference.names import Name, split

_WEB = re.compile(r"(?i)^https?://")
_DOMAIN = re.compile(r"^[\w-]+(\.[\w-]+)+$")
# Of domains that nobody can reach from elsewhere, or that stand for others (RFC 6761, RFC 6762, RFC 8375, ICANN).
_PRIVATE = re.compile(r"(?:^|\.)(?:localhost|local|internal|lan|home\.arpa|test|example|invalid|[0-9]+)$")
_VARIANT = re.compile(r"^(?:www[0-9]*|m|mobile|amp)\.")


@dataclass(frozen=True)
class Reference:
    """One thing to cite. All text is on one line; every URL is http(s) and percent-encoded.

    ``url`` is the item's own address, ``page_url`` the captured page's; both None for a file that was
    imported without one. ``listed_in`` is set for a headline: the URL of the page it stood in
    where that is not ``url``, or words for a file. ``permalink`` is a URL where the archive has a public
    address, else the bare ARK. ``sha256`` is hex, of the page's bytes. ``origin``: words for a file that a user
    gave, as in ``archiver.model.origin``; ``captured`` is when it was imported then. ``is_described``: ``title`` is
    words of ours, for a page without one.
    """

    kind: str
    ark: str
    permalink: str
    archive: str
    captured: str
    title: str
    authors: tuple[Name, ...] = ()
    outlet: str | None = None
    published: Stated | None = None
    url: str | None = None
    page_url: str | None = None
    listed_in: str | None = None
    sha256: str | None = None
    language: str | None = None
    section: str | None = None
    origin: str | None = None
    is_described: bool = False

    @property
    def is_url_given(self) -> bool:
        """True where nobody saw the page at ``page_url``: the user said so of a file."""
        return self.origin == URL_AS_GIVEN

    @property
    def kept(self) -> str:
        """``archived``, or how else it came here, to stand before when: ``imported from a file, URL as given,``."""
        return f"{self.origin.replace(';', ',')}," if self.origin else "archived"

    @property
    def permalink_url(self) -> str | None:
        """The permalink where it is a URL that resolves, else None."""
        return self.permalink if _WEB.match(self.permalink) else None


def reference(
    item: Article | Headline | Capture, capture: Capture, info: ArchiveInfo, title: str | None = None
) -> Reference:
    """The reference for an item of ``capture``, or for ``capture`` itself (given as ``item``).

    ``title``: of a capture, the headline of the article that its page is, else what the page calls itself; without
    one its URL describes it.
    """
    if isinstance(item, Capture):
        return _capture_reference(item, info, title)
    return (
        _article_reference(item, capture, info)
        if isinstance(item, Article)
        else _headline(item, capture, info)
    )


def page_exchange(capture: Capture) -> Exchanged | None:
    """The exchange that brought the page: the last one with that role."""
    return next((exchange for exchange in reversed(capture.exchanges) if exchange.role == "page"), None)


def page_url(capture: Capture) -> str:
    """The URL the page came from: where redirects led."""
    exchange = page_exchange(capture)
    return exchange.url if exchange else capture.finalUrl or capture.url


def page_digest(capture: Capture) -> str | None:
    """``sha256:…`` of the page's entity."""
    exchange = page_exchange(capture)
    return exchange.entity.digest if exchange and exchange.entity else None


def capitalized(text: str) -> str:
    """With a capital at its start, and the others as they are."""
    return text[:1].upper() + text[1:]


def permalink(identifier: str, info: ArchiveInfo) -> str:
    """The archive's public address of an ID, or the bare ARK where the archive has none."""
    return (info.baseUrl and web_url(info.baseUrl + identifier)) or identifier


def pwid(capture: Capture, info: ArchiveInfo) -> str | None:
    """The persistent web identifier (URN namespace ``pwid``): the archive's domain, the second, the page's URL.

    None where the archive has no domain that others know, and for a file that a user gave.
    """
    domain = urls.host_of(info.baseUrl or "")
    if capture.is_file or not _DOMAIN.match(domain) or _PRIVATE.search(domain):
        return None
    return f"urn:pwid:{domain}:{capture.captured[:19]}Z:page:{capture.url}"


@lru_cache(maxsize=256)  # a page and its citations ask for the same few again and again
def web_url(url: str | None) -> str | None:
    """``url`` fit for any citation, or None: http(s), no user name, nothing a markup trips over."""
    if not url or not _WEB.match(url.strip()):
        return None
    address, mark, fragment = url.strip().partition("#")
    joined = urls.join(address, address)
    if joined is None:
        return None
    start = joined.find("/", joined.find("://") + 3)
    return joined[:start] + quote(joined[start:] + mark + fragment, safe="/:?#@!$&()*+,;=%~-._")


def _capture_reference(capture: Capture, info: ArchiveInfo, title: str | None) -> Reference:
    address = web_url(page_url(capture))
    seen = address if not capture.is_url_given else None
    shown = f"Web page at {seen.partition('://')[2].rstrip('/')}" if seen else _file_name(capture)
    outlet = _outlet(None, address, capture)
    words = title or capitalized(shown)
    return _common(
        capture, capture, info, title=words, outlet=outlet, url=address, is_described=title is None
    )


def _article_reference(item: Article, capture: Capture, info: ArchiveInfo) -> Reference:
    data, page = item.data, web_url(page_url(capture))
    own = web_url(data.url)
    # A canonical URL on another site is the page's claim; what was captured is this page.
    url = own if own and (page is None or _same_site(urls.host_of(own), urls.host_of(page))) else page
    host = urls.host_of(page or url or "")
    return _common(
        item,
        capture,
        info,
        title=data.headline,
        authors=tuple(split(inert.one_line(a.name), data.inLanguage, host) for a in data.author or ()),
        outlet=_outlet(data.publisher, url, capture),
        published=stated(data.datePublished),
        url=url,
        language=data.inLanguage,
        section=data.articleSection,
    )


def _headline(item: Headline, capture: Capture, info: ArchiveInfo) -> Reference:
    data, page, own = item.data, web_url(page_url(capture)), web_url(item.data.url)
    listed_in = _listed_in(data.publisher, own, page, capture)
    url = own or (None if listed_in else page)
    return _common(
        item,
        capture,
        info,
        title=data.headline,
        outlet=_outlet(data.publisher, url, capture),
        published=stated(data.datePublished),
        url=url,
        listed_in=listed_in,
        language=data.inLanguage,
        section=data.articleSection,
    )


def _common(
    item: Article | Headline | Capture,
    capture: Capture,
    info: ArchiveInfo,
    *,
    title: str,
    outlet: str | None,
    url: str | None,
    authors: tuple[Name, ...] = (),
    published: Stated | None = None,
    listed_in: str | None = None,
    language: str | None = None,
    section: str | None = None,
    is_described: bool = False,
) -> Reference:
    digest = page_digest(capture)
    return Reference(
        kind=item.kind,
        ark=item.id,
        permalink=permalink(item.id, info),
        archive=inert.one_line(info.title),
        captured=capture.captured,
        title=inert.one_line(title) or "Untitled",
        authors=authors,
        outlet=inert.one_line(outlet or "") or None,
        published=published,
        url=url,
        page_url=web_url(page_url(capture)),
        listed_in=listed_in,
        sha256=digest.removeprefix("sha256:") if digest else None,
        language=language,
        section=inert.one_line(section or "") or None,
        origin=capture.origin,
        is_described=is_described,
    )


def _listed_in(publisher: str | None, own: str | None, page: str | None, capture: Capture) -> str | None:
    """Where the headline stood, unless that is its own address: the time and digest are those of that page.

    Without an address of its own, its outlet's domain decides; an outlet named otherwise counts as another.
    """
    if page is None:
        return _file_name(capture)
    if own:
        return page if own != page else None
    host = (publisher or "").strip().lower()
    own_page = not host or (_DOMAIN.match(host) and _same_site(host, urls.host_of(page)))
    return None if own_page else page


def _same_site(one: str, other: str) -> bool:
    one, other = _VARIANT.sub("", one), _VARIANT.sub("", other)
    return one == other or one.endswith("." + other) or other.endswith("." + one)


def _outlet(publisher: str | None, url: str | None, capture: Capture) -> str | None:
    """As the page states it, else the site it came from; a site that only the user named is none."""
    return publisher or (None if capture.is_url_given else _site(url))


def _site(url: str | None) -> str | None:
    return _VARIANT.sub("", urls.host_of(url)) or None if url else None


def _file_name(capture: Capture) -> str:
    name = inert.one_line(capture.source or "")
    return f"imported file {name}" if name else "an imported file"
