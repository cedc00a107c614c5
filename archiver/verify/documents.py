"""The manifests and items that stand in one WARC, against their schemas and against the catalog."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from archiver import validate
from archiver.catalog import Catalog
from archiver.catalog.columns import Columns, columns, columns_of
from archiver.errors import BadDocument
from archiver.model.capture import Capture
from archiver.model.imports import Import
from archiver.model.items import ITEM_TYPES, Item
from archiver.verify.report import Report
from archiver.warc.members import Member

_Key = tuple[str, int]
_MODELS: dict[str, Any] = {"capture": Capture, "import": Import, **ITEM_TYPES}


class Placed(NamedTuple):
    """A valid document and where its record starts in the file."""

    offset: int
    document: Capture | Item
    text: str


class About(NamedTuple):
    """A valid document about an imported file, and where its record starts."""

    offset: int
    document: Import
    text: str


class Documents:
    """The valid documents of one WARC, and what the catalog knows of the same captures and items."""

    def __init__(
        self, catalog: Catalog, name: str, placed: Sequence[Placed], imports: Sequence[About] = ()
    ) -> None:
        self._catalog, self.name, self.imports = catalog, name, imports
        self.captures = [(p.offset, p.document) for p in placed if isinstance(p.document, Capture)]
        self.items = [(p.offset, p.document) for p in placed if not isinstance(p.document, Capture)]
        self._manifests: dict[str, list[Capture]] = {}
        self._here: dict[str, list[Capture]] = defaultdict(list)
        for _, capture in self.captures:
            self._here[capture.id].append(capture)
        self._versions: dict[str, set[int]] = defaultdict(set)
        self._items: dict[str, list[tuple[int, Item]]] = defaultdict(list)
        for offset, item in self.items:
            self._versions[item.id].add(item.provenance.version)
            self._items[item.capture].append((offset, item))

    def manifests(self, ark: str) -> list[Capture]:
        """Every manifest of a capture, the newest last."""
        if ark not in self._manifests:
            known = [_capture(row.document) for row in self._catalog.versions(ark) if row.kind == "capture"]
            found = [capture for capture in known if capture is not None]
            self._manifests[ark] = found + [c for c in self._here[ark] if c not in found]
        return self._manifests[ark]

    def items_of(self, capture: str) -> list[tuple[int, Item]]:
        """The items of a capture that stand in this file, each with its offset."""
        return self._items[capture]

    def versions(self, ark: str) -> set[int]:
        """The versions of an item that there are, here or in the catalog."""
        return self._versions[ark] | {row.version for row in self._catalog.versions(ark)}

    def check_rows(self, report: Report) -> None:
        """No row of the catalog, of what stands here, is from a file that the catalog does not have."""
        for ark in dict.fromkeys(document.id for _, document in (*self.captures, *self.items)):
            for row in self._catalog.versions(ark):
                if row.warc != self.name and not self._catalog.has_warc(row.warc):
                    report.error(
                        ark, "catalog", f"the catalog has it from {row.warc}, a file that is not there"
                    )

    def item_at(self, ark: str, here: dict[str, Item]) -> Item | None:
        """An item as a manifest of this file means it: ``here`` with it, else the newest version before."""
        if ark in here:
            return here[ark]
        rows = [
            row for row in self._catalog.versions(ark) if row.warc != self.name and row.kind in ITEM_TYPES
        ]
        before = [row for row in rows if row.warc < self.name] or rows
        return ITEM_TYPES[before[-1].kind].from_json(before[-1].document) if before else None


def _capture(text: str) -> Capture | None:
    try:
        return Capture.from_json(text)
    except ValueError:
        return None


def read_documents(
    report: Report, catalog: Catalog, name: str, members: Sequence[Member], *, compared: bool = True
) -> Documents:
    """What stands in the file; every document that is none of ours or breaks its schema is reported.

    ``compared``: with what the catalog has of the file, where it has it; then ``members`` are all of it.
    """
    placed, imports, texts = [], [], defaultdict(list)
    for member in members:
        if member.kept is None:
            continue
        text = member.kept.decode("utf-8", "replace")
        key, document = _document(report, f"{name}:{member.offset}", text)
        if isinstance(document, Import):
            imports.append(About(member.offset, document, text))
            continue
        texts[key].append(text)
        if document is not None and not member.faults:
            placed.append(Placed(member.offset, document, text))
    if compared and catalog.has_warc(name):
        _compare(report, catalog, name, texts, {(p.document.id, _version(p.document)) for p in placed})
        _compare_imports(report, catalog, name, imports)
    return Documents(catalog, name, placed, imports)


def _document(report: Report, where: str, text: str) -> tuple[_Key, Capture | Item | Import | None]:
    """ID and version that a document states, and the document where it is a valid one."""
    version = 1
    try:
        value = json.loads(text)
        if isinstance(value.get("id"), str):
            where = value["id"]
        version = _stated_version(value)
        validate.check(value)
        return (where, version), _MODELS[value["kind"]].from_json(text)
    except BadDocument as error:
        report.error(where, "schema", str(error))
    except Exception as error:  # whatever stands in a WARC is a finding, not our failure
        said = " ".join(f"{type(error).__name__} {error}".split())[:200]
        report.error(where, "document", f"not a document of ours: {said}")
    return (where, version), None


def _stated_version(value: dict[str, Any]) -> int:
    provenance = value.get("provenance")
    version = provenance.get("version", 1) if isinstance(provenance, dict) else 1
    return version if isinstance(version, int) else 1


def _version(document: Capture | Item) -> int:
    return 1 if isinstance(document, Capture) else document.provenance.version


def _compare(
    report: Report, catalog: Catalog, name: str, texts: dict[_Key, list[str]], valid: set[_Key]
) -> None:
    """The same texts in the file and in the catalog, and the catalog's columns as its texts have them."""
    rows: dict[_Key, list[str]] = defaultdict(list)
    for row in columns_of(catalog, name):
        key = (row.values["id"], row.values["version"])
        rows[key].append(row.document)
        if key in texts and row.document in texts[key]:
            _check_columns(report, row)
    for key in sorted(rows.keys() - texts.keys()):
        report.error(key[0], "document-missing", f"{name} holds no readable record of it any more")
    for key in sorted(rows.keys() & texts.keys()):
        if Counter(rows[key]) != Counter(texts[key]):
            report.error(
                key[0], "catalog", "the catalog has another text than the record: `archiver rebuild`"
            )
    for key in sorted(valid - rows.keys()):
        report.error(key[0], "catalog", "the catalog does not have it: `archiver rebuild`")


def _compare_imports(report: Report, catalog: Catalog, name: str, imports: Sequence[About]) -> None:
    known = {row.offset: row for row in catalog.imports_in(name)}
    for about in imports:
        row = known.pop(about.offset, None)
        if row is None or (row.document, row.file) != (about.text, about.document.file):
            said = "the catalog has another import document, or none: `archiver rebuild`"
            report.error(about.document.file, "catalog", said)
    for row in known.values():
        report.error(row.file, "document-missing", f"{name} holds no readable import document of it any more")


def _check_columns(report: Report, row: Columns) -> None:
    try:
        stated = columns(json.loads(row.document), row.of_capture)
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return  # no document: said already
    wrong = [name for name, value in stated.items() if row.values[name] != value]
    wrong += [] if row.newest else ["newest"]
    if wrong:
        said = f"its {', '.join(wrong)} in the catalog is wrong: `archiver rebuild`"
        report.error(row.values["id"], "catalog", said)
