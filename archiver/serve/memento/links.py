"""Link header fields (RFC 8288) of Memento. Pure.

No value can leave its place: a URL is percent-encoded down to the characters of RFC 3986; every other value is a
quoted string of printable ASCII, in which anything else is percent-encoded.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archiver import urls
from archiver.serve.memento.moments import digits, http_date
from archiver.serve.origins import Pair

if TYPE_CHECKING:
    from archiver.archive.history import Around, Memento, Moment
    from archiver.model.capture import Capture

LINK_FORMAT = "application/link-format"
FORMATS = {"link": LINK_FORMAT, "json": "application/json", "cdxj": "application/cdxj+ors"}
# A URL may be 32 KiB, and seven links hold it: clients refuse such a field (Python's at 64 KiB) or the whole head.
LONGEST_FIELD = 32_000
_printable = urls.quoting("".join(map(chr, range(0x20, 0x7F))))
_ESCAPES = str.maketrans({'"': r"\"", "\\": r"\\"})
_uri = urls.quoting(":/?#[]@!$&'()*+,;=%")  # and "%", for what is encoded already


def target(url: str) -> str:
    """``url`` with everything percent-encoded that no URI may hold (RFC 3986 §2), angle brackets among it."""
    return _uri(url)


def path_of(url: str) -> str:
    """``url`` as the end of one of our own URLs: a query stays one, a fragment must not become ours."""
    return target(url).replace("#", "%23")


def link(url: str, rel: str, **attributes: str) -> str:
    """One link-value."""
    return "; ".join(
        [f"<{target(url)}>", f'rel="{rel}"', *(_attribute(*named) for named in attributes.items())]
    )


def field(links: Iterable[str]) -> str:
    """The value of a Link header field: the first link, and of the others in their order what there is room for."""
    kept: list[str] = []
    room = LONGEST_FIELD
    for value in links:
        if not kept or len(value) + 2 <= room:
            kept.append(value)
            room -= len(value) + 2
    return ", ".join(kept)


def timegate_url(pair: Pair, url: str) -> str:
    """URI-G."""
    return f"{pair.ui}/timegate/{path_of(url)}"


def timemap_url(pair: Pair, url: str, form: str = "link", page: int = 1) -> str:
    """URI-T, of one page of it."""
    number = f"{page}/" if page > 1 else ""
    return f"{pair.ui}/timemap/{form}/{number}{path_of(url)}"


def memento_url(pair: Pair, captured: Memento | Moment | Capture) -> str:
    """URI-M: the page's bytes as they came, on the origin where archived pages may do no harm."""
    return f"{pair.replay}/memento/{digits(captured.captured)}/{path_of(captured.url)}"


def memento_link(pair: Pair, moment: Memento | Moment, rel: str) -> str:
    """A link with the relation ``memento``, and more (RFC 7089 §2.2.4)."""
    return link(memento_url(pair, moment), rel, datetime=http_date(moment.captured))


def memento_headers(pair: Pair, url: str, around: Around, moment: Moment) -> dict[str, str]:
    """What a memento's answer says of it (RFC 7089 §4.2.1): Memento-Datetime and Link.

    ``url``: the one in the URI-M; §4.5.6 wants it the same in every answer. ``around``: of ``moment``'s time.
    """
    links = [
        link(url, "original"),
        link(timegate_url(pair, url), "timegate"),
        link(timemap_url(pair, url), "timemap", type=LINK_FORMAT),
        *_mementos(pair, around, moment),
    ]
    return {"Memento-Datetime": http_date(moment.captured), "Link": field(links)}


def timegate_headers(pair: Pair, url: str, around: Around | None = None) -> dict[str, str]:
    """What every answer of a TimeGate says, errors too (RFC 7089 §4.2.1, §4.5.3): Vary and Link.

    ``around``: of the memento that was chosen, if there is one.
    """
    links = [link(url, "original")]
    if around is not None and around.closest is not None:
        links.append(link(timemap_url(pair, url), "timemap", type=LINK_FORMAT))
        links += _mementos(pair, around, around.closest)
    return {"Vary": "accept-datetime, accept", "Link": field(links)}


def discovery(pair: Pair, url: str) -> str:
    """Link for a page about a capture of ``url``: where a Memento client goes on."""
    return field(
        [
            link(url, "original"),
            link(timegate_url(pair, url), "timegate"),
            link(timemap_url(pair, url), "timemap", type=LINK_FORMAT),
            link(timemap_url(pair, url, "json"), "timemap", type=FORMATS["json"]),
        ]
    )


def _mementos(pair: Pair, around: Around, moment: Moment) -> list[str]:
    """The chosen memento first; one that is also the first or the last is named once, as RFC 7089 does."""
    own = memento_url(pair, moment)
    relations: dict[str, list[str]] = {own: []}
    found = {own: moment}
    for name, other in (
        ("first", around.first),
        ("prev", around.previous),
        ("next", around.next),
        ("last", around.last),
    ):
        address = memento_url(pair, other) if other is not None else own
        if other is None or (address == own and name in ("prev", "next")):
            continue  # of two captures within a second neither comes before the other
        found.setdefault(address, other)
        relations.setdefault(address, []).append(name)
    return [memento_link(pair, found[to], " ".join([*rels, "memento"])) for to, rels in relations.items()]


def _attribute(name: str, value: str) -> str:
    return f'{name}="{_printable(value).translate(_ESCAPES)}"'
