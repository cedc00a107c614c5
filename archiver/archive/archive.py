"""``Archive``: one archive folder with everything that can be done to it.

Heavy stages are imported where they are used: citing must not wait for parsers or TLS, nor checking whole files
for the models of documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from archiver.archive.holdings import Holdings
from archiver.errors import BadInput, IntegrityFailed, NotPermitted

_MARKUP = frozenset({".html", ".htm", ".xhtml"})

if TYPE_CHECKING:
    from threading import Event

    from archiver.archive.accession import Accession, Progress
    from archiver.archive.doctor import Diagnosis
    from archiver.archive.outcome import Outcome
    from archiver.compare import Comparison
    from archiver.confine import Desk
    from archiver.copies import Copied, Repaired
    from archiver.explain import Explained
    from archiver.model.brief import Brief
    from archiver.model.capture import Capture
    from archiver.verify import Depth, Report


class Archive(Holdings):
    """One archive, open. A context manager; safe to open in several processes at once."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def _desk(self) -> Desk:
        """Where pages are read: processes of their own, which end when the archive is closed."""
        from archiver.confine import Desk

        return Desk()

    def close(self) -> None:
        """Close the catalog, and end what reads pages."""
        if "_desk" in self.__dict__:
            self._desk.close()
            del self.__dict__["_desk"]
        super().close()

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
        stopping: Event | None = None,
        **options: Any,
    ) -> Iterator[Outcome]:
        """Capture many seeds; yields each outcome once it is durable (or has failed).

        ``bulk`` publishes in groups and names the run in each manifest; ``resume`` leaves out what the
        newest run of the same seeds has published. Once ``stopping`` is set no more is fetched: what is finished is
        published and yielded, and that is all. Raises CannotStore; what was yielded is kept.
        """
        from archiver.archive.run import run
        from archiver.capture.options import default_options

        was_open = self.has_catalog_open
        self._ready_to_publish()
        if bulk and not was_open:
            self.close_catalog()  # as it was: a run of many can fork then
        chosen = default_options(**options)
        return run(self, seeds, chosen, jobs, extract, resume, bulk, ca_file, self._desk, stopping)

    def import_file(self, path: str | Path, *, url: str | None = None, extract: bool = True) -> Capture:
        """Keep a local file as a ``resource`` record under ``url`` (or its RFC 6920 name) and read it.

        Raises BadInput (no such file, a WARC), CannotStore.
        """
        if extract:
            self._desk.warm_up("html" if Path(path).suffix.lower() in _MARKUP else "text")
        from archiver.archive import bundle
        from archiver.archive.batch import Batch, Limits
        from archiver.archive.group import Group
        from archiver.urls import normalize

        path = Path(path)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise BadInput(f"{path} cannot be read: {error.strerror}") from None
        if is_web_archive(path):
            raise BadInput(f"{path.name} is a web archive: take it in with import_archive")
        self._ready_to_publish()
        made = bundle.of_file(
            data,
            path.name,
            self.folder.info,
            url=normalize(url) if url else None,
            extract=extract,
            reader=self._desk.read,
        )
        return Group(Batch(self.folder, lambda: self.catalog, Limits(captures=1))).add(made)[0]

    def import_archive(
        self,
        path: str | Path,
        *,
        url: str | None = None,
        extract: bool = True,
        progress: Progress | None = None,
    ) -> Accession:
        """Keep a WARC, ARC or WACZ that others made, byte for byte, and make captures of its pages (of ``url`` alone).

        Iterate over what is given: each capture once it is durable, those that were there before among them;
        then ``document`` says what the file held and what of it could not be read. The same file again is not
        stored twice, nor is one whose every record stands in files of ours, as in an export (then ``here`` says in
        which). What another archive exported is verified, and its captures taken over as they are (``moved``).
        Iterating raises BadInput with the reason for a file that cannot be read at all, NotFound when it has no page of
        ``url``, CannotStore.
        """
        from archiver.archive.accession import Accession
        from archiver.store.recover import set_aside_orphans

        self._require_writable()
        set_aside_orphans(self.folder)
        return Accession(self, self._desk, Path(path), url=url, extract=extract, progress=progress)

    def extract(self, ids: Sequence[str] = ()) -> Iterator[tuple[Capture, bool]]:
        """Read captures again (all, where no ID is given); yields each with whether anything changed.

        What changed is published in small WARCs of metadata records, a new version for each changed item.
        """
        from archiver.archive.again import extract_again

        self._ready_to_publish()
        captures = {c.id: c for c in (map(self.get_capture, ids) if ids else self.captures())}
        return extract_again(self, captures.values(), self._desk)

    def _ready_to_publish(self) -> None:
        """Raise CannotStore unless the archive can be written; what a killed process left is set aside."""
        from archiver.store.recover import set_aside_orphans

        self._require_writable()
        set_aside_orphans(self.folder)

    # -- using --------------------------------------------------------------------------------------

    def cite(self, identifier: str, style: str = "footnote") -> str:
        """A citation of an item or capture. A version named in the ID is cited as such."""
        from archiver.archive.browsing import title_of
        from archiver.cite import cite

        found = self.get(identifier)
        title = title_of(self, found) if found.kind == "capture" else None
        ark = self.ark(identifier)
        if ark.version is not None:
            found = found.model_copy(update={"id": str(ark)})
        return cite(found, self.get_capture(identifier), self.folder.info, style, title)

    def explain(self, identifier: str, field: str | None = None) -> list[Explained]:
        """Where each value of an item (of a capture: its page's title) came from, and whether it resolves now.

        Raises NotFound, and BadInput for a capture without a title.
        """
        from archiver.explain import explain

        item = self.get(identifier)
        if item.kind == "capture":
            if item.extraction is None or item.extraction.title is None:
                raise BadInput(
                    f"{item.id} is a capture, of a page without a title: explain one of its items, "
                    "as `archiver list --capture` shows them"
                )
            return explain(item, self.page_of(item), field)
        capture = self.get_capture(item.id)
        if capture.imported is not None or any(e.original is not None for e in capture.exchanges):
            return explain(item, self.page_of(capture), field)
        source = next(iter(item.provenance.fields.values()))
        return explain(item, self.page(source.record), field)

    def compare(self, before: str, after: str) -> Comparison:
        """What changed between two captures or two items. Raises NotFound, BadInput for one of each."""
        from archiver.compare import compare_captures, compare_items

        old, new = self.get(before), self.get(after)
        captures = self.get_capture(before), self.get_capture(after)
        if old.kind == "capture" and new.kind == "capture":
            return compare_captures(old, self.items(old.id), new, self.items(new.id))
        if old.kind == "capture" or new.kind == "capture":
            raise BadInput(
                f"one of {before} and {after} is a capture, the other an item: compare two of one kind"
            )
        return compare_items(captures[0], old, captures[1], new)

    def verify(self, *ids: str, depth: Depth = "meaning", **how: Any) -> Report:
        """Check the whole archive, or the WARC files that hold these IDs; each file's outcome goes to the fixity log.

        ``how``: ``older_than``, ``sample``, ``seed``, ``resume``, ``jobs``, ``copies``, ``progress``, as in
        ``archiver.archive.checking.Wanted``. Raises BadInput, NotFound, CannotStore.
        """
        from archiver.archive.checking import Wanted, verify

        names = sorted({name for i in ids for name in self._files_of(i)}) if ids else None
        return verify(self, names, Wanted(depth, **how))

    def export(self, ids: Sequence[str] | None, to: str, output: BinaryIO) -> tuple[str, ...]:
        """Write captures and items (None: every capture) in a format: a capture stands for all its items, and in
        ``warc`` and ``wacz`` an item for its whole capture. Gives notes for the person, on the key that a ``wacz``
        was signed with. Raises BadInput (unknown format, a key that cannot be used), NotFound, IntegrityFailed.
        """
        if to == "warc":
            from archiver.export.warc import export_warc

            export_warc(self.folder, self.catalog, self._briefs_of(ids), output)
            return ()
        if to == "wacz":
            from archiver.export.wacz import export_wacz

            return export_wacz(self.folder, self.catalog, self._briefs_of(ids), output)
        from archiver.archive.exporting import exported

        for text in exported(self, ids, to):
            output.write(text.encode())
        return ()

    def _briefs_of(self, ids: Sequence[str] | None) -> Iterable[Brief]:
        """The captures with these IDs, each once, or all."""
        return self.briefs() if ids is None else {b.id: b for b in map(self.brief, ids)}.values()

    # -- keeping ------------------------------------------------------------------------------------

    def rebuild(self) -> dict[str, int]:
        """Make the catalog again from the WARCs and the fixity log; gives kind → count.

        ``unrecorded`` names the files that the log does not know: their digests are those found now. Raises
        CannotStore; once the catalog is in place IntegrityFailed where files are missing or cannot be read,
        NotPermitted where they may not be.
        """
        from archiver.catalog.building import Building

        self.close()
        self.unrecorded.clear()
        self.folder.require_writable()
        with Building(self.folder.catalog_path, self.folder.tmp) as building:
            self._catch_up(building)
            building.put_in_place()
        self.catalog.require_writable()
        self._require_all_catalogued()
        return self.catalog.counts()

    def _require_all_catalogued(self) -> None:
        from archiver.copies import Mending
        from archiver.store.history import History

        published = {*self.folder.warcs(), *History.of(self.folder).present()}
        unread = sorted(published.difference(self.catalog.warcs()))
        barred = self.folder.barred(unread)
        if lost := [name for name in unread if name not in barred]:
            are = "is missing or cannot be read" if not lost[1:] else "are missing or cannot be read"
            raise IntegrityFailed(
                f"{', '.join(lost[:10])}{f' and {len(lost) - 10:,} more' if lost[10:] else ''} {are}: "
                f"`{Mending(self.folder).command_for_all(lost)}` mends them; all else is in the catalog"
            )
        if barred:
            why, *more = barred.values()
            others = f". {len(more):,} more may not be read" if more else ""
            raise NotPermitted(f"{why}{others}. All else is in the catalog")

    def doctor(self) -> Diagnosis:
        """Recover what a crash left, and compare folder, fixity log and catalog."""
        from archiver.archive.doctor import doctor

        return doctor(self)

    def replicate(self, destination: str) -> Iterator[Copied]:
        """Copy what is not there yet to a folder or to object storage (``s3://bucket/prefix``).

        Yields each WARC once it is durable there. Where nothing can be written here it is not noted in the fixity log,
        which is said. Raises BadInput (no place for one, or another archive), CannotStore.
        """
        from archiver.archive.copying import copy_to

        return copy_to(self, destination)

    def repair(self, ids: Sequence[str], source: str) -> Iterator[Repaired]:
        """Mend the log, and the WARCs that hold these IDs (all, where none is given), from a copy; what was damaged
        goes to ``lost/``.

        Raises BadInput (no place for a copy), NotFound (the copy lacks it), IntegrityFailed (the copy is damaged
        too), CannotStore.
        """
        from archiver.archive.copying import mend_from

        self._require_writable()
        return mend_from(self, sorted({n for i in ids for n in self._files_of(i)}) if ids else None, source)

    def _files_of(self, text: str) -> set[str]:
        """The WARC files behind an ID, or the one whose name was given."""
        if text.startswith("warc/"):
            return {text}
        from archiver.archive.browsing import files_of

        return set(files_of(self, self.get_capture(text)))


_ARCHIVE_NAMES = re.compile(r"(?i)\.(?:w?arc(?:\.(?:gz|zst|lz4|bz2|xz))?|wacz)$")
_ARCHIVE_STARTS = (
    b"WARC/",
    b"filedesc://",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"\x5d\x2a\x4d\x18",
)


def is_web_archive(path: Path) -> bool:
    """True for what is, or by its name should be, a WARC, ARC or WACZ. Raises BadInput when it cannot be read."""
    if _ARCHIVE_NAMES.search(path.name):
        return True
    try:
        with path.open("rb") as file:
            if not file.read(10).startswith(_ARCHIVE_STARTS):
                return False
            from archiver.warc.foreign.formats import recognise

            file.seek(0)
            return recognise(file, path.name).kind != "wacz" or _holds_warcs(file)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from None
    except BadInput:
        return False  # something else that is compressed: kept like any file


def _holds_warcs(file: BinaryIO) -> bool:
    from archiver.warc.foreign.package import parts

    return bool(parts(file))
