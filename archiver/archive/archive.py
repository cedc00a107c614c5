"""``Archive``: one archive folder with everything that can be done to it.

Heavy stages are imported where they are used: citing must not wait for parsers or TLS.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from archiver import identifiers
from archiver.archive.holdings import Holdings
from archiver.catalog import Catalog, Query, Row
from archiver.errors import BadInput, IntegrityFailed
from archiver.model.capture import Capture
from archiver.model.items import Item

if TYPE_CHECKING:
    from archiver.archive.outcome import Outcome
    from archiver.explain import Explained
    from archiver.verify import Depth, Report


class Archive(Holdings):
    """One archive, open. A context manager; safe to open in several processes at once."""

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
        from archiver.archive.group import Group, Limits
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
        return Group(self.folder, lambda: self.catalog, Limits(captures=1)).add(made)[0]

    def extract(self, ids: Sequence[str] = ()) -> Iterator[tuple[Capture, bool]]:
        """Read captures again (all, where no ID is given); yields each with whether anything changed.

        What changed is published in small WARCs of metadata records, a new version for each changed item.
        """
        from archiver.archive.again import extract_again

        self._require_writable()
        captures = {c.id: c for c in (map(self.get_capture, ids) if ids else self.captures())}
        return extract_again(self, captures.values())

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


def _refuse_archives(path: Path, data: bytes) -> None:
    if data.startswith(b"WARC/") or path.name.endswith(
        (".warc", ".warc.gz", ".wacz", ".arc", ".arc.gz", ".warc.zst")
    ):
        raise BadInput(
            f"{path.name} is a web archive: this version takes in pages, feeds and texts, not archives of others"
        )
