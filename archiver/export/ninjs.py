"""ninjs 3.1 (IPTC): one object a line, so a single item is a single ninjs document.

Only properties with a counterpart are mapped; provenance has none. Instants need time and zone in ninjs: a
publication date stated without them is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archiver.export.documents import capture_of, json_line
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture
from archiver.model.items import Article, ArticleData, Headline, HeadlineData
from archiver.model.provenance import CUT
from archiver.reference import capitalized, page_url, permalink

_STANDARD = {"name": "ninjs", "version": "3.1"}
_INSTANT = re.compile(r"T[0-9]{2}:[0-9]{2}:[0-9]{2}.*(Z|[+-][0-9]{2}:[0-9]{2})$")


def export_ninjs(
    items: Iterable[Article | Headline | Capture], captures: Mapping[str, Capture], info: ArchiveInfo
) -> Iterator[str]:
    """A line an item: ``text`` for articles and headlines, ``composite`` for a capture."""
    for item in items:
        yield json_line(_object(item, capture_of(item, captures), info)) + "\n"


def _is_whole(item: Article) -> bool:
    source = item.provenance.fields.get("/articleBody")
    return bool(item.data.articleBody) and CUT not in ((source and source.note) or "")


def _object(item: Article | Headline | Capture, capture: Capture, info: ArchiveInfo) -> dict[str, Any]:
    head = {
        "uri": permalink(item.id, info),
        "standard": _STANDARD,
        "type": "composite" if isinstance(item, Capture) else "text",
        "representationtype": "complete" if isinstance(item, Article) and _is_whole(item) else "incomplete",
        "pubstatus": "usable",
        "versioncreated": capture.captured,
        **({"ednote": f"{capitalized(capture.origin)}."} if capture.origin else {}),
    }
    role = "given" if capture.is_url_given else "captured"
    if isinstance(item, Capture):
        return {**head, "altids": _altids(item.id, {role: page_url(item), "digest": item.links.ni})}
    head["version"] = str(item.provenance.version)
    return {
        **head,
        **_stated(item.data),
        "altids": _altids(item.id, {"url": item.data.url, role: page_url(capture)}),
    }


def _stated(data: ArticleData | HeadlineData) -> dict[str, Any]:
    published = data.datePublished or ""
    fields: dict[str, Any] = {
        "language": data.inLanguage,
        "firstcreated": published if _INSTANT.search(published) else None,
        "headlines": [{"role": "main", "value": data.headline}],
        "infosources": [{"name": data.publisher}] if data.publisher else None,
        "subjects": [{"name": data.articleSection}] if data.articleSection else None,
    }
    if isinstance(data, ArticleData):
        fields |= _article(data)
    return {key: value for key, value in fields.items() if value}


def _article(data: ArticleData) -> dict[str, Any]:
    headlines = [{"role": "main", "value": data.headline}]
    if data.alternativeHeadline:
        headlines.append({"role": "alternative", "value": data.alternativeHeadline})
    names = [data.articleSection, *(data.keywords or ())]
    return {
        "headlines": headlines,
        "by": ", ".join(person.name for person in data.author or ()),
        "subjects": [{"name": name} for name in dict.fromkeys(names) if name],
        "descriptions": [{"role": "summary", "value": data.description}] if data.description else None,
        "bodies": [_body(data.articleBody, data.wordCount)] if data.articleBody else None,
    }


def _body(text: str, words: int | None) -> dict[str, Any]:
    body = {"role": "main", "contenttype": "text/plain", "charcount": len(text), "value": text}
    return body if words is None else {**body, "wordcount": words}


def _altids(ark: str, others: dict[str, str | None]) -> list[dict[str, str]]:
    return [{"role": role, "value": value} for role, value in {"ark": ark, **others}.items() if value]
