"""PROV-JSON (W3C Member Submission 2013): how each item, and each value in it, came to be.

    software ◀─associated─ capture ◀─generated─ record ◀─derived─ item ◀─member─ value
                           extractor ◀─associated─ extraction ◀─generated─┘

A value is derived from its record by the extraction, with method, rule, transform and selectors on the
derivation. Extraction is a pure function of the record, so its activity has no times. The sections of
PROV-JSON stand one after the other, so all statements are held in memory before the first is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from archiver.errors import NotFound
from archiver.export.documents import capture_of, json_line
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture, Exchanged
from archiver.model.items import Article, Headline
from archiver.model.provenance import Source
from archiver.page.json_text import pointed
from archiver.reference import permalink

_NAMESPACES = {
    "archiver": "https://archiver.example/prov#",
    "uuid": "urn:uuid:",
    "record": "urn:x-archiver:record:",
    "agent": "urn:x-archiver:agent:",
    "activity": "urn:x-archiver:activity:",
}
# What a relation relates; the rest of its attributes only describe it.
_ENDS = frozenset(
    f"prov__{end}"
    for end in (
        "entity", "activity", "agent", "collection", "informed", "informant", "generatedEntity", "usedEntity"
    )
)  # fmt: skip
Section = dict[str, dict[str, Any]]


def _type(name: str) -> dict[str, str]:
    """A qualified name as a value, as PROV-JSON types them."""
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


class _Statements:
    """The sections of one document. Statements about the same thing are one statement."""

    def __init__(self) -> None:
        self.prefixes = dict(_NAMESPACES)
        self.sections: dict[str, Section] = {}

    def say(self, section: str, name: str, **attributes: Any) -> str:
        """Add a statement; ``__`` in an attribute's name stands for the colon after its prefix."""
        values = {key.replace("__", ":"): value for key, value in attributes.items() if value is not None}
        self.sections.setdefault(section, {}).setdefault(name, values)
        return name

    def relate(self, section: str, **attributes: Any) -> None:
        """Add a relation under a blank node named after what it relates."""
        ends = [str(value) for key, value in attributes.items() if key in _ENDS]
        self.say(section, "_:" + quote(f"{section}-" + "-".join(ends), safe="-."), **attributes)

    def thing(self, ark: str) -> str:
        """The qualified name of an ARK; its namespace is the NAAN."""
        naan, _, name = ark.removeprefix("ark:").partition("/")
        self.prefixes[f"ark{naan}"] = f"ark:{naan}/"
        return f"ark{naan}:{name}"

    def text(self) -> Iterator[str]:
        """The document, in pieces."""
        yield '{"prefix": ' + json_line(self.prefixes)
        for section, statements in self.sections.items():
            yield f",\n{json.dumps(section)}: {{"
            for position, (name, values) in enumerate(statements.items()):
                yield f"{',' if position else ''}\n  {json_line(name)}: {json_line(values)}"
            yield "\n}"
        yield "}\n"


def export_prov(
    items: Iterable[Article | Headline | Capture], captures: Mapping[str, Capture], info: ArchiveInfo
) -> Iterator[str]:
    """One PROV-JSON document about all ``items``."""
    statements = _Statements()
    for item in items:
        capture = capture_of(item, captures)
        activity = _capture(statements, capture, info)
        if not isinstance(item, Capture):
            _item(statements, item, activity, info)
    yield from statements.text()


def _capture(said: _Statements, capture: Capture, info: ArchiveInfo) -> str:
    entity = said.thing(capture.id)
    activity = "activity:capture-" + entity.partition(":")[2]
    if activity in said.sections.get("activity", {}):
        return activity
    said.say("activity", activity, prov__type=_type("archiver:Capture"), prov__startTime=capture.captured)
    said.say(
        "entity",
        entity,
        prov__type=_type("prov:Collection"),
        archiver__url=capture.url,
        archiver__verdict=capture.verdict,
        archiver__ni=capture.links.ni,
        archiver__permalink=permalink(capture.id, info),
        archiver__origin=capture.origin,
    )
    said.relate("wasGeneratedBy", prov__entity=entity, prov__activity=activity)
    for name, version in capture.software.items():
        agent = _agent(said, name, version)
        said.relate("wasAssociatedWith", prov__activity=activity, prov__agent=agent)
    for exchange in capture.exchanges:
        _record(said, entity, activity, exchange)
    return activity


def _record(said: _Statements, capture: str, activity: str, exchange: Exchanged) -> None:
    if exchange.response is None:
        return
    record = said.say(
        "entity",
        _record_name(exchange.response.record),
        prov__type=_type("archiver:Record"),
        archiver__url=exchange.url,
        archiver__role=exchange.role,
        archiver__blockDigest=exchange.response.digest,
        archiver__entityDigest=exchange.entity.digest if exchange.entity else None,
    )
    said.relate("wasGeneratedBy", prov__entity=record, prov__activity=activity, prov__time=exchange.started)
    said.relate("hadMember", prov__collection=capture, prov__entity=record)


def _item(said: _Statements, item: Article | Headline, activity: str, info: ArchiveInfo) -> None:
    entity = said.thing(item.id)
    maker = item.provenance.extractor
    extraction = "activity:extraction-" + entity.partition(":")[2]
    said.say(
        "entity",
        entity,
        prov__type=_type("prov:Collection"),
        prov__label=item.data.headline,
        archiver__kind=item.kind,
        archiver__permalink=permalink(item.id, info),
    )
    said.say(
        "activity",
        extraction,
        prov__type=_type("archiver:Extraction"),
        archiver__version=item.provenance.version,
    )
    agent = _agent(said, f"{maker.name}-extractor", maker.version)
    said.relate("wasAssociatedWith", prov__activity=extraction, prov__agent=agent)
    said.relate("wasGeneratedBy", prov__entity=entity, prov__activity=extraction)
    said.relate("wasAttributedTo", prov__entity=entity, prov__agent=agent)
    said.relate("wasInformedBy", prov__informed=extraction, prov__informant=activity)
    data = item.document()["data"]
    for pointer, source in item.provenance.fields.items():
        record = _known_record(said, source)
        said.relate("used", prov__activity=extraction, prov__entity=record)
        derived = {"prov__usedEntity": record, "prov__activity": extraction}
        said.relate("wasDerivedFrom", prov__generatedEntity=entity, **derived)
        value = _value(said, entity, pointer, data, item.id)
        said.relate("wasDerivedFrom", prov__generatedEntity=value, **derived, **_derivation(source))


def _value(said: _Statements, item: str, pointer: str, data: dict[str, Any], ark: str) -> str:
    """An entity for one value: the item's name and the JSON Pointer, as ARK sub-parts are named."""
    try:
        value = pointed(data, pointer)
    except KeyError:
        raise NotFound(
            f"{ark} has a source for {pointer} and no value there: run `archiver verify {ark}`"
        ) from None
    name = said.say(
        "entity", item + quote(pointer), prov__type=_type("archiver:Value"), prov__value=_scalar(value)
    )
    said.relate("hadMember", prov__collection=item, prov__entity=name)
    return name


def _scalar(value: Any) -> Any:
    """A JSON array would be several values in PROV-JSON."""
    return value if isinstance(value, (str, int, float)) else json_line(value)


def _derivation(source: Source) -> dict[str, Any]:
    selectors = [selector.model_dump(mode="json", exclude_none=True) for selector in source.selectors]
    return {
        "prov__type": _type("prov:Quotation") if source.transform == "verbatim" else None,
        "archiver__method": source.method,
        "archiver__rule": source.rule,
        "archiver__transform": source.transform,
        "archiver__confidence": source.confidence,
        "archiver__textForm": source.textForm,
        "archiver__parser": f"{source.parser.name} {source.parser.version}",
        "archiver__entityDigest": source.digest,
        "archiver__selectors": json_line(selectors),
    }


def _known_record(said: _Statements, source: Source) -> str:
    name = _record_name(source.record)
    return said.say("entity", name, prov__type=_type("archiver:Record"), archiver__entityDigest=source.digest)


def _record_name(record: str) -> str:
    uri = record.strip("<>")
    if uri.lower().startswith("urn:uuid:"):
        return "uuid:" + quote(uri[9:], safe="-")
    return "record:" + quote(uri, safe="")


def _agent(said: _Statements, name: str, version: str) -> str:
    return said.say(
        "agent",
        "agent:" + quote(f"{name}-{version}", safe="-."),
        prov__type=_type("prov:SoftwareAgent"),
        prov__label=f"{name} {version}",
    )
