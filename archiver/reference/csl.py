"""A ``Reference`` as one item of CSL-JSON (citation-style-language/schema, csl-data 1.0).

``URL`` is the permalink, because citing what was archived is the point; the original URL and the digest
are in ``note``. ``archive_location`` is left out: styles corrupt it.
"""

from __future__ import annotations

from typing import Any

from archiver.reference import Reference, capitalized
from archiver.reference.dates import instant_day, instant_text
from archiver.reference.names import Name


def csl_item(ref: Reference) -> dict[str, Any]:
    """Plain JSON values; a field nobody stated is absent."""
    day = instant_day(ref.captured)
    fields: dict[str, Any] = {
        "id": ref.ark,
        "type": "webpage" if ref.kind == "capture" or not ref.outlet else "article-newspaper",
        "title": ref.title,
        "author": [_name(name) for name in ref.authors],
        "container-title": ref.outlet,
        "section": ref.section,
        "issued": {"date-parts": [ref.published.parts]} if ref.published else None,
        "accessed": None if ref.is_url_given else {"date-parts": [day.parts]},
        "URL": ref.permalink_url or ref.url or ref.page_url,
        "archive": ref.archive,
        "language": ref.language,
        "note": note(ref),
    }
    return {key: value for key, value in fields.items() if value}


def note(ref: Reference) -> str:
    """What no field of any reference manager holds: original URL, list, time of archiving, ARK, digest."""
    parts = [
        f"{'URL as given' if ref.is_url_given else 'Original URL'}: {ref.url}" if ref.url else "",
        f"Listed in: {ref.listed_in}" if ref.listed_in else "",
        f"{capitalized(ref.kept).rstrip(',')}: {instant_text(ref.captured)}",
        f"Permalink: {ref.permalink}",
        f"sha256: {ref.sha256}" if ref.sha256 else "",
    ]
    return "; ".join(part for part in parts if part)


def _name(name: Name) -> dict[str, str]:
    if name.family is None or name.given is None:
        return {"literal": name.literal}
    parts = {"family": name.family, "given": name.given}
    return {**parts, "suffix": name.suffix} if name.suffix else parts
