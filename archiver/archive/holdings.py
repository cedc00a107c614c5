"""``Holdings``: what an archive holds, found and read. Composes folder and catalog; writes nothing but the cache."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archiver import identifiers
from archiver.catalog import Catalog, Query, Row
from archiver.errors import BadDocument, BadIdentifier, BadInput, CannotStore, IntegrityFailed, NotFound
from archiver.identifiers import Ark
from archiver.store.folder import Folder, is_foreign
from archiver.store.history import History, Known

if TYPE_CHECKING:
    from archiver.catalog.indexing import Contents
    from archiver.model.brief import Brief
    from archiver.model.capture import Capture
    from archiver.model.items import Item
    from archiver.page.page import Page
    from archiver.warc.members import Member

_SETTLED_NS = 2_000_000_000  # a day folder changed more recently than this may change again unseen


class _Day(NamedTuple):
    """A day folder: ``mtime`` in ns; what of its files is not catalogued."""

    name: str
    mtime: int
    is_settled: bool
    unknown: list[str]


class Holdings:
    """The captures and items of one archive folder, by ID and by query."""

    def __init__(self, path: str | Path, *, create: bool = True, parse_info: bool = True) -> None:
        """Open the archive at ``path``; made with defaults when there is none and ``create`` is set.

        ``parse_info=False``: leave ``archive.json`` unparsed until it is needed, for it takes longer than the rest.
        Raises NotFound, IntegrityFailed (archive.json damaged or lost), CannotStore (unreadable).
        """
        folder = Path(path)
        self.folder = Folder.open_or_create(folder) if create else Folder.open(folder)
        if parse_info:
            _ = self.folder.info
        self.caught_up: set[str] = set()  # catalogued when the catalog was opened
        self.unrecorded: list[str] = []  # of those, what the fixity log has no record of

    @cached_property
    def catalog(self) -> Catalog:
        """The catalog, caught up with the WARC files that are there."""
        try:
            catalog = Catalog(self.folder.catalog_path)
            try:
                self._catch_up(catalog)
            except CannotStore:
                catalog.close()
                raise
        except CannotStore as error:
            catalog = self._catalog_for_reading()
            catalog.freeze(error)
        return catalog

    def _catalog_for_reading(self) -> Catalog:
        """An archive on a read-only medium is still an archive: its catalog as it is, else one in memory."""
        with contextlib.suppress(CannotStore):
            catalog = Catalog(self.folder.catalog_path, read_only=True)
            if set(catalog.warcs()).issuperset(self.folder.warcs()):
                return catalog
            catalog.close()
        catalog = Catalog(self.folder.catalog_path, in_memory=True)
        self._catch_up(catalog)
        return catalog

    def _require_writable(self) -> None:
        self.folder.require_writable()
        self.catalog.require_writable()

    def close(self) -> None:
        """Close the catalog."""
        self.close_catalog()

    def close_catalog(self) -> None:
        """Close the catalog until it is needed again."""
        if self.has_catalog_open:
            self.catalog.close()
            del self.__dict__["catalog"]

    @property
    def has_catalog_open(self) -> bool:
        """True once it was needed."""
        return "catalog" in self.__dict__

    # -- finding ------------------------------------------------------------------------------------

    def ark(self, identifier: str) -> Ark:
        """An ID as people type it; without a NAAN it is of that of the archive, or of one that it had before.

        Raises BadIdentifier.
        """
        try:
            return identifiers.parse(identifier, self.folder.info.naan)
        except BadIdentifier:
            for naan in self.catalog.naans():
                with contextlib.suppress(BadIdentifier):
                    return identifiers.parse(identifier, naan)
            raise

    def row(self, identifier: str) -> Row:
        """The catalog row of an ID as people type it. Raises BadIdentifier, NotFound."""
        ark = self.ark(identifier)
        row = self.catalog.find(ark.bare, ark.version)
        if row is None:
            version = f" in version {ark.version}" if ark.version else ""
            raise NotFound(
                f"{ark.bare} is not in {self.folder.path}{version}: look it up with `archiver list` or `search`"
            )
        return row

    def get(self, identifier: str) -> Capture | Item:
        """The capture or item with this ID, checked. Raises BadIdentifier, NotFound, IntegrityFailed."""
        return document_of(self.row(identifier))

    def get_capture(self, identifier: str) -> Capture:
        """The capture with this ID, or that the item with this ID stands in."""
        found = self.get(identifier)
        capture = found if found.kind == "capture" else self.get(found.capture)
        if capture.kind != "capture":
            raise IntegrityFailed(
                f"{found.id} names {capture.id} as its capture, which is none: run `archiver verify`"
            )
        return capture

    def captures(self) -> Iterator[Capture]:
        """Every capture, newest first."""
        for found in self.select(Query(kind="capture")):
            assert found.kind == "capture"
            yield found

    def brief(self, identifier: str) -> Brief:
        """What ``get_capture`` gives, in brief."""
        row = self.row(identifier)
        return _brief_of(row if row.kind == "capture" else self.row(row.capture))

    def known_brief(self, identifier: str) -> Brief | None:
        """The same, or None where it is not there or damaged: a list goes on, and ``verify`` says what is wrong."""
        try:
            return self.brief(identifier)
        except (NotFound, IntegrityFailed):
            return None

    def briefs(self) -> Iterator[Brief]:
        """Every capture in brief, newest first."""
        return map(_brief_of, self.catalog.select(Query(kind="capture")))

    def items(self, identifier: str) -> list[Item]:
        """The items of a capture in page order, newest versions; of an item ID, that item."""
        found = self.get(identifier)
        if found.kind != "capture":
            return [found]
        by_id = {item.id: item for item in self.select(Query(capture=found.id)) if item.kind != "capture"}
        return [by_id[ark] for ark in found.items if ark in by_id]

    def select(self, query: Query) -> Iterator[Capture | Item]:
        """What fits a query; see ``archiver.catalog.Query``."""
        return (document_of(row) for row in self.catalog.select(query))

    def page(self, record_id: str) -> Page:
        """A stored record of ours as a page. Raises IntegrityFailed when it is missing or damaged."""
        from archiver.page.record import page_of_member

        return page_of_member(self.record(record_id))

    def page_of(self, capture: Capture) -> Page:
        """The page of a capture. Raises IntegrityFailed when it is missing or damaged, NotFound when it has none."""
        from archiver.page.record import page_from, page_source

        source = page_source(capture)
        return page_from(source, self.record(source.record, source.file))

    def record(self, record_id: str, file: str | None = None) -> Member:
        """A stored record by its WARC-Record-ID (with ``<…>``): headers, block in ``kept``, and what is wrong with
        it in ``faults``; its digests are recomputed. ``file``: the imported file it is in, for IDs of others need
        not be unique. Raises IntegrityFailed when it is not there."""
        from archiver.catalog.shelf import Shelf

        row = self.catalog.record(record_id, file)
        if row is None:
            raise IntegrityFailed(f"record {record_id} is not in {self.folder.path}: run `archiver verify`")
        with Shelf(self.folder) as shelf:
            return shelf.read(row)

    def catch_up(self) -> None:
        """Catalog what other processes have published since; nothing where the catalog cannot be written."""
        with contextlib.suppress(CannotStore):
            self._catch_up(self.catalog)

    def _catch_up(self, catalog: Catalog) -> None:
        """Catalog the WARC files it does not know: published by a process that died, or copied here."""
        days = list(self._unseen(catalog))
        unknown = [name for day in days for name in day.unknown]
        unread = self._index_all(catalog, unknown)
        self.caught_up.update(set(unknown) - unread)
        for day in days:
            if day.is_settled and unread.isdisjoint(day.unknown):
                catalog.set_day(day.name, day.mtime)

    def _unseen(self, catalog: Catalog) -> Iterator[_Day]:
        """The day folders that are not as they were when the catalog last saw them."""
        seen = catalog.days()
        for name, mtime in self.folder.warc_days():
            if seen.get(name) != mtime:
                is_settled = time.time_ns() - mtime > _SETTLED_NS
                unknown = [warc for warc in self.folder.warcs_of(name) if not catalog.has_warc(warc)]
                yield _Day(name, mtime, is_settled, unknown)

    def _index_all(self, catalog: Catalog, names: Sequence[str]) -> set[str]:
        """Catalog these files in their order; gives those that cannot be read."""
        if not names:
            return set()
        from archiver.catalog.reading import reading

        with reading(self.folder, [name for name in names if not is_foreign(name)]) as read:
            history = History.of(self.folder)
            return {name for name in names if not self._index(catalog, name, history, read)}

    def _index(
        self, catalog: Catalog, name: str, history: History, read: Iterator[Iterator[Contents]]
    ) -> bool:
        """Catalog one WARC; False when it cannot be read, which must not keep from the others: ``verify`` names it.

        ``read``: what the files of ours say, this one next.
        """
        if is_foreign(name):
            return self._index_imported(catalog, name, history)
        contents = next(read)
        try:
            first = next(contents)
            known = self._known(name, history)
        except (CannotStore, IntegrityFailed, BadInput):
            return False
        try:
            catalog.add(name, chain([first], contents), known.size, known.sha256, records=known.records)
        except IntegrityFailed:  # further on in it
            return False
        return True

    def _index_imported(self, catalog: Catalog, name: str, history: History) -> bool:
        """The same for a file of others, whose records are only listed."""
        from archiver.catalog.survey import index_file

        try:
            known = self._known(name, history)
            index_file(self.folder, catalog, name, known.size, known.sha256)
        except (OSError, CannotStore, IntegrityFailed, BadInput):
            return False
        return True

    def _known(self, name: str, history: History) -> Known:
        """Size, digest and number of records as the fixity log has them, so that a file that was changed is not
        taken for the one that was published; as they are found only where it has none.

        Raises CannotStore, IntegrityFailed, BadInput for what cannot be read.
        """
        from archiver.store.accession import digest_of

        if name in history.known:
            return history.known[name]
        with self.folder.open_warc(name) as file:
            known = Known("", *digest_of(file), None)
        self.unrecorded.append(name)
        return known


def document_of(row: Row) -> Capture | Item:
    """A row's document as a model, checked against its schema file. Raises IntegrityFailed."""
    from archiver import validate  # heavy, like the models: whoever checks whole files reads no document
    from archiver.model.capture import Capture
    from archiver.model.items import ITEM_TYPES

    try:
        validate.check_text(row.document)
        model = Capture if row.kind == "capture" else ITEM_TYPES[row.kind]
        found = model.from_json(row.document)
    except (BadDocument, ValueError) as error:
        raise _invalid(row, error) from None
    return found.model_copy(update={"warc": row.warc}) if isinstance(found, Capture) else found


def _brief_of(row: Row) -> Brief:
    from archiver.model.brief import Brief

    if row.kind != "capture":
        raise IntegrityFailed(f"{row.id} stands where a capture should: run `archiver verify`")
    try:
        return Brief.from_json(row.document)
    except ValueError as error:
        raise _invalid(row, error) from None


def _invalid(row: Row, error: Exception) -> IntegrityFailed:
    return IntegrityFailed(
        f"{row.id} in {row.warc} is not a valid document: {str(error)[:200]};"
        " `archiver rebuild` reads it from there again"
    )
