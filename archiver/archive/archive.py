"""``Archive``: one archive folder with everything that can be done to it.

Heavy stages are imported where they are used: citing must not wait for parsers or TLS.
"""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from archiver import identifiers
from archiver.catalog import Catalog, Query, Row
from archiver.errors import BadInput, CannotStore, IntegrityFailed, NotFound
from archiver.model.capture import Capture
from archiver.model.items import ITEM_TYPES, Item
from archiver.store.folder import Folder

if TYPE_CHECKING:
    from archiver.archive.outcome import Outcome
    from archiver.explain import Explained
    from archiver.page.page import Page
    from archiver.verify import Depth, Report

_SETTLED_NS = 2_000_000_000  # a day folder changed more recently than this may change again unseen


class Archive:
    """One archive, open. A context manager; safe to open in several processes at once."""

    def __init__(self, path: str | Path, *, create: bool = True) -> None:
        """Open the archive at ``path``; made with defaults when there is none and ``create`` is set.

        Raises NotFound, IntegrityFailed (archive.json damaged), CannotStore (unreadable).
        """
        folder = Path(path)
        self.folder = Folder.open_or_create(folder) if create else Folder.open(folder)

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
            catalog.freeze(str(error))
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
        if "catalog" in self.__dict__:
            self.catalog.close()
            del self.__dict__["catalog"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- taking in ----------------------------------------------------------------------------------

    def capture(
        self, url: str, *, extract: bool = True, ca_file: str | None = None, **options: Any
    ) -> Capture:
        """Capture one URL; the capture is durable when this returns.

        ``options`` as in ``archiver.capture.options.default_options``. Raises BadInput, FetchFailed, CannotStore.
        """
        from archiver.seeds import Seed

        for outcome in self.capture_many([Seed(url)], extract=extract, ca_file=ca_file, **options):
            if outcome.error is not None:
                raise outcome.error
            assert outcome.capture is not None
            return outcome.capture
        raise AssertionError("a seed has an outcome")

    def capture_many(
        self,
        seeds: Sequence[Any],
        *,
        jobs: int = 1,
        extract: bool = True,
        resume: bool = False,
        bulk: bool = False,
        ca_file: str | None = None,
        **options: Any,
    ) -> Iterator[Outcome]:
        """Capture many seeds; yields each outcome once it is durable (or has failed).

        ``bulk`` publishes in groups and names the run in each manifest; ``resume`` leaves out what the
        newest run of the same seeds has published. Raises CannotStore; what was yielded is kept.
        """
        from archiver.archive.run import run
        from archiver.capture.options import default_options
        from archiver.store.recover import set_aside_orphans

        self._require_writable()
        set_aside_orphans(self.folder)
        return run(self, seeds, default_options(**options), jobs, extract, resume, bulk, ca_file)

    def import_file(self, path: str | Path, *, url: str | None = None, extract: bool = True) -> Capture:
        """Keep a local file as a ``resource`` record under ``url`` (or its RFC 6920 name) and read it.

        Raises BadInput (no such file, a WARC), CannotStore.
        """
        from archiver.archive import bundle
        from archiver.archive.group import publish_all
        from archiver.urls import normalize

        path = Path(path)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise BadInput(f"{path} cannot be read: {error.strerror}") from None
        _refuse_archives(path, data)
        self._require_writable()
        made = bundle.of_file(
            data, path.name, self.folder.info, url=normalize(url) if url else None, extract=extract
        )
        return publish_all(self.folder, lambda: self.catalog, [made])[0]

    def extract(self, ids: Sequence[str] = ()) -> Iterator[tuple[Capture, bool]]:
        """Read captures again (all, where no ID is given); yields each with whether anything changed.

        What changed is published in small WARCs of metadata records, a new version for each changed item.
        """
        from archiver.archive.again import extract_again

        self._require_writable()
        captures = [self.get_capture(i) for i in ids] if ids else list(self.captures())
        return extract_again(self, captures)

    # -- finding ------------------------------------------------------------------------------------

    def row(self, identifier: str) -> Row:
        """The catalog row of an ID as people type it. Raises BadIdentifier, NotFound."""
        ark = identifiers.parse(identifier, self.folder.info.naan)
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
        return found if isinstance(found, Capture) else self.get_capture(found.capture)

    def captures(self) -> Iterator[Capture]:
        """Every capture, newest first."""
        for found in self.select(Query(kind="capture")):
            assert isinstance(found, Capture)
            yield found

    def items(self, identifier: str) -> list[Item]:
        """The items of a capture in page order, newest versions; of an item ID, that item."""
        found = self.get(identifier)
        if not isinstance(found, Capture):
            return [found]
        by_id = {
            item.id: item for item in self.select(Query(capture=found.id)) if not isinstance(item, Capture)
        }
        return [by_id[ark] for ark in found.items if ark in by_id]

    def select(self, query: Query) -> Iterator[Capture | Item]:
        """What fits a query; see ``archiver.catalog.Query``."""
        return (document_of(row) for row in self.catalog.select(query))

    # -- using --------------------------------------------------------------------------------------

    def cite(self, identifier: str, style: str = "footnote") -> str:
        """A citation of an item or capture. A version named in the ID is cited as such."""
        from archiver.cite import cite

        found = self.get(identifier)
        ark = identifiers.parse(identifier, self.folder.info.naan)
        if ark.version is not None:
            found = found.model_copy(update={"id": str(ark)})
        return cite(found, self.get_capture(identifier), self.folder.info, style)

    def explain(self, identifier: str, field: str | None = None) -> list[Explained]:
        """Where each value of an item came from, and whether it resolves now. Raises NotFound, BadInput."""
        from archiver.explain import explain

        item = self.get(identifier)
        if isinstance(item, Capture):
            raise BadInput(
                f"{item.id} is a capture: explain one of its items, as `archiver list --capture` shows them"
            )
        source = next(iter(item.provenance.fields.values()))
        return explain(item, self.page(source.record), field)

    def page(self, record_id: str) -> Page:
        """A stored record as a page. Raises IntegrityFailed when it is missing or damaged."""
        from archiver.page.record import page_of_member
        from archiver.warc.members import read_member

        row = self.catalog.record(record_id)
        if row is None:
            raise IntegrityFailed(f"record {record_id} is not in {self.folder.path}: run `archiver verify`")
        with self.folder.open_warc(row.warc) as file:
            return page_of_member(read_member(file, row.offset))

    def verify(self, *ids: str, depth: Depth = "meaning") -> Report:
        """Check the whole archive, or the WARC files that hold these IDs."""
        from archiver.verify import verify

        if not ids:
            names = sorted({*self.folder.warcs(), *self.catalog.warcs()})
        else:
            names = sorted({row.warc for i in ids for row in self._rows_with_capture(i)})
        return verify(self.folder, self.catalog, names, depth)

    def _rows_with_capture(self, identifier: str) -> list[Row]:
        row = self.row(identifier)
        rows = [row, *self.catalog.versions(row.capture)]
        return rows + [
            v
            for item in self.catalog.select(Query(capture=row.capture))
            for v in self.catalog.versions(item.id)
        ]

    def export(self, ids: Sequence[str], to: str, output: BinaryIO) -> None:
        """Write captures and items in a format: a capture stands for all its items, and in ``warc`` and
        ``wacz`` an item for its whole capture. Raises BadInput (unknown format), NotFound, IntegrityFailed.
        """
        from archiver.export import TEXT_FORMATS

        captures = {capture.id: capture for capture in map(self.get_capture, ids)}
        if to == "warc":
            from archiver.export.warc import export_warc

            export_warc(self.folder, self.catalog, captures.values(), output)
        elif to == "wacz":
            from archiver.export.wacz import export_wacz

            titles = {
                i: items[0].data.headline
                for i in captures
                if (items := self.items(i)) and items[0].kind == "article"
            }
            export_wacz(self.folder, self.catalog, list(captures.values()), titles, output)
        elif to in TEXT_FORMATS:
            items = list(self._each_once(ids))
            for text in TEXT_FORMATS[to](items, captures, self.folder.info):
                output.write(text.encode())
        else:
            raise BadInput(
                f"{to!r} is no export format: choose one of {', '.join([*TEXT_FORMATS, 'warc', 'wacz'])}"
            )

    def _each_once(self, ids: Iterable[str]) -> Iterator[Item]:
        by_id = {item.id: item for identifier in ids for item in self.items(identifier)}
        return iter(by_id.values())

    # -- keeping ------------------------------------------------------------------------------------

    def rebuild(self) -> dict[str, int]:
        """Make the catalog again from the WARCs alone; gives kind → count. Raises CannotStore."""
        from archiver.store.failure import storing

        self.close()
        with storing(self.folder.path):
            Catalog.discard(self.folder.catalog_path)
        self.catalog.require_writable()
        if unread := sorted(set(self.folder.warcs()).difference(self.catalog.warcs())):
            raise IntegrityFailed(
                f"{unread[0]} cannot be read{f', nor {len(unread) - 1} others' if unread[1:] else ''}: "
                "restore it from a copy; everything else is in the catalog"
            )
        return self.catalog.counts()

    def _catch_up(self, catalog: Catalog) -> None:
        """Catalog the WARC files it does not know: published by a process that died, or copied here."""
        seen = catalog.days()
        for day, mtime in self.folder.warc_days():
            if seen.get(day) == mtime:
                continue
            unknown = [name for name in self.folder.warcs_of(day) if not catalog.has_warc(name)]
            unread = [name for name in unknown if not self._index(catalog, name)]
            if not unread and time.time_ns() - mtime > _SETTLED_NS:
                catalog.set_day(day, mtime)

    def _index(self, catalog: Catalog, name: str) -> bool:
        """Catalog one WARC; False when it cannot be read, which must not keep from the others: ``verify`` names it."""
        from archiver.warc.members import METADATA, HashingReader, scan

        try:
            with self.folder.open_warc(name) as file:
                reader = HashingReader(file)
                members = list(scan(reader, METADATA))  # type: ignore[arg-type]
                size = file.seek(0, io.SEEK_END)
        except (OSError, CannotStore, IntegrityFailed):
            return False
        catalog.add(name, size, reader.hexdigest(), members)
        return True


def document_of(row: Row) -> Capture | Item:
    """A row's document as a model, checked against its schema file. Raises IntegrityFailed."""
    import json

    from archiver import validate
    from archiver.errors import BadDocument

    try:
        validate.check(json.loads(row.document))
        model = Capture if row.kind == "capture" else ITEM_TYPES[row.kind]
        found = model.from_json(row.document)
    except (BadDocument, ValueError) as error:
        raise IntegrityFailed(f"{row.id} in {row.warc} is not a valid document: {str(error)[:200]}") from None
    return found.model_copy(update={"warc": row.warc}) if isinstance(found, Capture) else found


def _refuse_archives(path: Path, data: bytes) -> None:
    if data.startswith(b"WARC/") or path.name.endswith(
        (".warc", ".warc.gz", ".wacz", ".arc", ".arc.gz", ".warc.zst")
    ):
        raise BadInput(
            f"{path.name} is a web archive: this version takes in pages, feeds and texts, not archives of others"
        )
