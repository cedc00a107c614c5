"""Citations for web pages: Wikipedia's ``{{cite web}}`` and Robust Links.

Both say "this is an archived copy of that URL", so for a headline that URL is the page it stood in: the
article behind the headline was not what was archived.
"""

from __future__ import annotations

import html

from archiver import urls
from archiver.reference import Reference, capitalized
from archiver.reference.dates import Stated, instant_day, instant_text

_WIKI = str.maketrans({character: f"&#{ord(character)};" for character in "<>|{}[]~"} | {"&": "&amp;"})


def wikipedia(ref: Reference) -> str:
    """English Wikipedia's citation template (CS1).

    ``archive-url`` must be a URL there; an archive without a public address is named in ``id``. Whether the original
    is still there nobody looked: ``url-status`` is left out.
    """
    source = _archived_url(ref) or ref.permalink_url
    # Of a file whose URL the user gave, nobody saw the page there.
    archived = ref.permalink_url if source != ref.permalink_url and not ref.is_url_given else None
    day = instant_day(ref.captured).iso
    fields = {
        "url": source,
        "title": wikitext(ref.title),
        **_wiki_names(ref),
        "date": _wiki_date(ref.published) if ref.published else None,
        "website": wikitext(ref.outlet or "") or None,
        "via": _via(ref),
        "language": ref.language,
        "id": None if ref.permalink_url and not ref.is_url_given else _wiki_identifier(ref, source),
        "access-date": day if source and not ref.is_url_given else None,
        "archive-url": archived,
        "archive-date": day if archived else None,
    }
    template = "cite web" if source else "cite news"  # cite web without a URL is an error
    parts = "".join(f" |{key}={value}" for key, value in fields.items() if value)
    linked = ref.kind == "headline" and ref.url is not None and ref.url != source
    more = f" The headline links to {ref.url}" if linked else ""
    return f"{{{{{template}{parts}}}}}{more}" + (f" ({capitalized(ref.origin)}.)" if ref.origin else "")


def wikitext(text: str) -> str:
    """``text`` that MediaWiki shows as it is: no template, link, tag, list, signature or bold."""
    text = (
        text.translate(_WIKI)
        .replace("''", "&#39;&#39;")
        .replace("__", "&#95;&#95;")
        .replace("://", "&#58;//")
    )
    return f"&#{ord(text[0])};{text[1:]}" if text[:1] in tuple("*#:;") else text


def robustlink(ref: Reference) -> str:
    """An HTML link with the attributes of robustlinks.mementoweb.org; only http(s) addresses are linked."""
    original, version = _archived_url(ref), ref.permalink_url
    if ref.is_url_given:  # no link says of a file that it is an archived copy of what is there
        named = html.escape(f"{original}; {ref.permalink}")
        return f"<cite>{html.escape(ref.title)}</cite> ({ref.origin}: {named})"
    attributes = {
        "href": original or version,
        "data-originalurl": original,
        "data-versionurl": version,
        "data-versiondate": f"{ref.captured[:19]}Z",
    }
    title = html.escape(ref.title)
    origin = f"{ref.origin}: " if ref.origin else ""
    identifier = "" if version and not origin else f" ({origin}{html.escape(ref.ark)})"
    if not attributes["href"]:
        return f"<cite>{title}</cite>{identifier}"
    shown = " ".join(f'{key}="{html.escape(value)}"' for key, value in attributes.items() if value)
    return f"<a {shown}>{title}</a>{identifier}"


def _archived_url(ref: Reference) -> str | None:
    return ref.page_url if ref.kind == "headline" and ref.page_url else ref.url or ref.page_url


def _via(ref: Reference) -> str | None:
    host = urls.host_of(ref.listed_in or "")
    return host if host and host != urls.host_of(ref.url or "") else None


def _wiki_identifier(ref: Reference, source: str | None) -> str:
    # Without a URL there is no access-date to say when.
    return ref.ark if source else f"{ref.ark} ({ref.kept} {instant_text(ref.captured)})"


def _wiki_names(ref: Reference) -> dict[str, str]:
    fields = {}
    for position, name in enumerate(ref.authors, 1):
        number = str(position) if len(ref.authors) > 1 else ""
        if name.family is None or name.given is None:
            fields[f"author{number}"] = wikitext(name.literal)
        else:
            fields[f"last{number}"] = wikitext(name.family)
            given = name.given + (f" {name.suffix}" if name.suffix else "")
            fields[f"first{number}"] = wikitext(given)
    return fields


def _wiki_date(date: Stated) -> str:
    # CS1 refuses YYYY-MM: it could be a range of years.
    return date.iso if date.day or not date.month else date.day_first
