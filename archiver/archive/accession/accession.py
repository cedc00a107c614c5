"""Taking in a file that others made: kept byte for byte, read, its pages made captures beside it.

The file is durable before it is read, so that a kill at any time loses nothing: the same import goes on.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path, PurePath
from typing import BinaryIO

from archiver.archive import bundle, manifest
from archiver.archive.accession.describe import Describer, File
from archiver.archive.accession.inventory import Entry, Inventory
from archiver.archive.accession.moved import Moved, moved, part_of_ours, why_no_package
from archiver.archive.accession.ours import Ours, ours
from archiver.archive.accession.reading import read_through
from archiver.archive.accession.resolve import Originals, why_by_itself
from archiver.archive.accession.selection import chosen
from archiver.archive.accession.tally import Tally, count, said
from archiver.archive.batch import Batch
from archiver.archive.group import Group
from archiver.archive.holdings import Holdings
from archiver.catalog.indexing import contents_of
from archiver.catalog.shelf import Shelf
from archiver.confine import Desk, Read
from archiver.errors import ArchiverError, BadDocument, BadInput, IntegrityFailed, NotFound
from archiver.exchange import instant, utc_now
from archiver.export.warc import spooled
from archiver.model.capture import Capture
from archiver.model.imports import Import, ImportedPart
from archiver.store.accession import Kept, digest_of, keep
from archiver.store.failure import in_place, storing
from archiver.store.folder import FOREIGN_MARK, MOVED_MARK, WARC_SUFFIX
from archiver.store.locks import alone
from archiver.urls import normalize
from archiver.warc.foreign.formats import Format, recognise
from archiver.warc.foreign.package import Contents, contents, open_part
from archiver.warc.foreign.package_check import check_package
from archiver.warc.foreign.scanning import members
from archiver.warc.foreign.texts import Skipped
from archiver.warc.members import METADATA, scan
from archiver.warc.records import Record

# What is being done (``waiting`` for another import of the file, ``reading``, ``pages``), how much of it is done, and
# how much there is.
Progress = Callable[[str, int, int], None]
_MAX_PACKAGE_FAULTS = 200
MAX_NOTES = 100
NOT_TAKEN_OVER = (
    "made by archiver, but not taken over with its IDs, verdicts and items, as verifying it finds"
)


class Accession:
    """One import. Iterate over it: gives each capture once it is durable; one that was there before, too.

    ``format`` and ``file`` (its name in the archive) are known once it is kept, ``document`` once it is read.
    ``captures``: how many were made; ``before``: how many were there already, ``elsewhere``: of those, how many from
    which other file; ``here``: of a file whose every record stands in files of ours, and which is not stored, how many
    in which; ``moved``: of a file that another archive exported, what of it was taken over, ``size``: with how many
    bytes; ``twice``: records that are the same capture as an earlier one; ``notes``: what else is to be said, at most
    ``MAX_NOTES``. Raises BadInput with the reason for a file that is refused, CannotStore.
    """

    def __init__(
        self,
        holdings: Holdings,
        desk: Desk,
        path: Path,
        *,
        url: str | None,
        extract: bool,
        progress: Progress | None,
    ) -> None:
        self._holdings, self._desk, self._path = holdings, desk, path
        self._url = normalize(url) if url else None
        self._extract, self._tell = extract, progress or (lambda *_: None)
        self.source = said(PurePath(path).name)
        self.format: Format | None = None
        self.file: str | None = None
        self.was_kept = False
        self.document: Import | None = None
        self.notes: list[str] = []
        self.elsewhere: Counter[str] = Counter()
        self.here: Counter[str] = Counter()
        self.moved: Moved | None = None
        self.captures = self.before = self.twice = self.size = self._unsaid = 0

    def __iter__(self) -> Iterator[Capture]:
        try:
            yield from self._all()
        except ArchiverError:
            raise
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except Exception as error:  # a file of others costs its own import only
            raise IntegrityFailed(
                f"{self.source}: reading it failed, a defect in archiver: {type(error).__name__} {said(str(error))}"
            ) from error

    def _all(self) -> Iterator[Capture]:
        with ExitStack() as stack:
            file = stack.enter_context(_opened(self._path))
            self._await_others(file.seek(0, os.SEEK_END), stack)
            self.format = form = recognise(file, self.source)
            package = _package(file, form, self.source)
            if (known := self._of_ours(file, form, package)) is not None:
                yield from known
                return
            kept = self._keep(file, form)
            inventory = Inventory()
            stack.callback(inventory.close)
            tally = Tally()
            published = stack.enter_context(self._holdings.folder.open_warc(kept.name))
            catalog = self._holdings.catalog
            records, refused = read_through(
                catalog,
                published,
                kept.name,
                kept.sha256,
                inventory,
                tally,
                lambda done: self._tell("reading", done, kept.size),
            )
            catalog.add_file(kept.name, kept.size, kept.sha256, records)
            originals = Originals(inventory, catalog, kept.name)
            _settle_revisits(inventory, originals, tally)
            faults = _package_faults(published, package, refused)
            self.document = tally.document(
                (kept.name, kept.size, kept.sha256),
                self.source,
                str(form),
                manifest.software(),
                inventory.count_pages(),
                _parts(package),
                faults,
            )
            pages, missing = chosen(inventory, package, self._url)
            self.notes += missing
            if self._url is not None and not pages:
                self._publish_document()
                raise NotFound(f"{self.source} holds no page of {self._url}: the file is kept as {kept.name}")
            yield from self._describe(kept, inventory, originals, pages, stack)

    def _await_others(self, size: int, stack: ExitStack) -> None:
        """Wait for any other import of this file, be it under another name, and keep others out until ``stack`` ends:
        none makes what this one makes. Told by the size, for it costs nothing. Raises CannotStore.
        """
        folder = self._holdings.folder
        with storing(folder.path):
            stack.enter_context(alone(folder.importing(size), lambda: self._tell("waiting", 0, 0)))
        self._holdings.catch_up()  # with what one published that was killed

    def _of_ours(self, file: BinaryIO, form: Format, package: Contents | None) -> Iterator[Capture] | None:
        """The captures of a file that this archive or another one exported; None for what is read as others made it."""
        part = part_of_ours(form, package, file.seek(0, os.SEEK_END), self.source)
        if part is None:
            return None
        if (here := ours(self._holdings, file, part)) is not None:
            return self._pointed_at(here)
        found = moved(self._holdings, file, part, self._url)
        if found is None:
            return None
        why = why_no_package(file, self.source) if package is not None else ""
        with spooled() as spool:
            if why := why or found.copy(self._holdings, file, spool):
                self._note(f"{NOT_TAKEN_OVER}: {why}")
                return None
            if found.differ and not found.new:
                return None  # kept byte for byte: what is here may be damaged
            if found.new:
                self._publish(spool, found.new[0])
        self.moved, self.captures, self.before = found, len(found.new), len(found.before)
        return map(self._holdings.get_capture, (*found.new, *found.before))

    def _publish(self, spool: BinaryIO, first: str) -> None:
        """Captures of another archive become a file of this one. ``first``: the first of them."""
        ending = f"-{first.rpartition('/')[2]}{MOVED_MARK}{WARC_SUFFIX}"
        catalog = self._holdings.catalog
        kept = keep(self._holdings.folder, spool, ending, self.source, manifest.software()["software"])
        with in_place(kept.name), self._holdings.folder.open_warc(kept.name) as published:
            taken = contents_of(kept.name, scan(published, METADATA))
            catalog.add(kept.name, taken, kept.size, kept.sha256, log=kept.log)
        self.file, self.size = kept.name, kept.size

    def _pointed_at(self, here: Ours) -> Iterator[Capture]:
        """The captures of a file that is here already, and is not stored again."""
        self.here = here.files
        found = map(self._holdings.get_capture, here.captures)
        wanted = [capture for capture in found if self._url in (None, capture.url)]
        if not wanted:
            raise NotFound(
                f"{self.source} holds no page of {self._url}: it is here already, and not stored again"
            )
        self.before = len(wanted)
        yield from wanted

    def _keep(self, file: BinaryIO, form: Format) -> Kept:
        """The file in the archive, copied unless these bytes are there already."""
        size = file.seek(0, os.SEEK_END)
        same = self._holdings.catalog.files_like(size)
        sha256 = digest_of(file)[1] if same else ""
        for name, digest in same:
            if digest == sha256 and (self._holdings.folder.path / name).is_file():
                self.file, self.was_kept = name, True
                return Kept(name, size, digest, None)
        agent = manifest.software()["software"]
        catalog = self._holdings.catalog  # caught up before there is a file it does not know
        kept = keep(self._holdings.folder, file, f"{FOREIGN_MARK}.{form}", self.source, agent)
        if kept.log is not None:
            catalog.note_log(kept.log)
        self.file = kept.name
        return kept

    # -- captures ---------------------------------------------------------------------------------------

    def _describe(
        self,
        kept: Kept,
        inventory: Inventory,
        originals: Originals,
        pages: Iterator[Entry] | list[Entry],
        stack: ExitStack,
    ) -> Iterator[Capture]:
        folder = self._holdings.folder
        shelf, elsewhere = stack.enter_context(Shelf(folder)), stack.enter_context(Shelf(folder))
        file = File(kept.name, kept.sha256, str(self.format), self.source)
        describer = Describer(file, folder.info, inventory, originals, shelf, elsewhere)
        group = self._group()
        stack.callback(group.close)
        stack.callback(self._desk.drop, self)
        if self._extract:
            self._desk.warm_up()
        total = len(pages) if isinstance(pages, list) else inventory.count_pages()
        for done, page in enumerate(pages):
            self._tell("pages", done, total)
            ark = describer.id_of(page)
            if not inventory.is_new(ark):
                self.twice += 1
                continue
            if (there := self._there(ark)) is not None:
                yield there
                continue
            yield from self._make(describer, group, page)
            yield from self._counted(group.settled())
        while waiting := self._desk.take(self, None):
            for begun, read in waiting:
                yield from self._add(group, begun, read)
        yield from self._counted(group.publish())
        self._tell("pages", total, total)

    def _make(self, describer: Describer, group: Group, page: Entry) -> Iterator[Capture]:
        try:
            begun = describer.begin(page, extract=self._extract)
        except (IntegrityFailed, ValueError) as error:
            self._note(f"{page.uri[:200]}: no capture was made: {said(str(error))}")
            return
        if begun.page is None:
            yield from self._add(group, begun, None)
            return
        self._desk.put(self, begun, begun.page)
        for earlier, read in self._desk.take(self, 0.0):
            yield from self._add(group, earlier, read)

    def _add(self, group: Group, begun: bundle.Begun, read: Read | None) -> Iterator[Capture]:
        try:
            made = bundle.finish(begun, read)
        except (BadDocument, ValueError) as error:
            self._note(f"{begun.capture.url[:200]}: no capture was made: {said(str(error))}")
            return
        yield from self._counted(group.add(made))

    def _counted(self, captures: list[Capture]) -> Iterator[Capture]:
        for capture in captures:
            self.captures += 1
            yield capture

    def _there(self, ark: str) -> Capture | None:
        """The capture with that ID, where it was made before."""
        if self._holdings.catalog.find(ark) is None:
            return None
        capture = self._holdings.get_capture(ark)
        self.before += 1
        if (capture.imported.file if capture.imported else None) != self.file:
            self.elsewhere[capture.imported.file if capture.imported else capture.warc or ""] += 1
        return capture

    def _note(self, text: str) -> None:
        if len(self.notes) < MAX_NOTES:
            self.notes.append(text)
        else:
            self._unsaid += 1
            self.notes[-1] = f"and {self._unsaid + 1} more"

    # -- the document about the file --------------------------------------------------------------------

    def _group(self) -> Group:
        return Group(Batch(self._holdings.folder, lambda: self._holdings.catalog, preface=self._preface()))

    def _preface(self) -> list[Record]:
        """The record of the import document, unless one about this file stands in the archive."""
        document = self.document
        assert document is not None
        if self._holdings.catalog.imports_of(document.file):
            return []
        return [bundle.document_record(document, instant(utc_now()), None)]

    def _publish_document(self) -> None:
        self._group().publish()


def _opened(path: Path) -> BinaryIO:
    try:
        file = path.open("rb")
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from None
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise BadInput(f"{path} is no file on a disk: save it to one first")
    return file


def _package(file: BinaryIO, form: Format, name: str) -> Contents | None:
    """What a package holds; None for a single file. Raises BadInput when there is nothing to be read in either."""
    if form.kind != "wacz":
        _require_record(file, form, name)
        return None
    try:
        found = contents(file)
    except BadInput as error:
        raise BadInput(f"{name}: {error}") from None
    reason = found.faults[0].message if found.faults else "it has no WARC"
    for part in found.parts:
        if part.format.kind != "wacz":
            try:
                with open_part(file, part) as stream:
                    _require_record(stream, part.format, part.name)
                return found
            except BadInput as error:
                reason = str(error)
    raise BadInput(f"{name} holds no WARC that can be read: {reason}")


def _require_record(stream: BinaryIO, form: Format, name: str) -> None:
    reason = "it is empty"
    for found in members(stream, form, digests="none"):
        if not isinstance(found, Skipped):
            return
        reason = found.reason
    raise BadInput(f"{name} holds no {form.kind.upper()} record: {reason}")


def _parts(package: Contents | None) -> tuple[ImportedPart, ...]:
    return tuple(
        ImportedPart(name=part.name, format=str(part.format), size=part.size, stored=part.stored)
        for part in (package.parts if package else ())
    )


def _package_faults(file: BinaryIO, package: Contents | None, refused: list[str]) -> tuple[str, ...]:
    if package is None:
        return ()
    faults = [fault.message for fault in package.faults]
    try:
        faults += [fault.message for fault in check_package(file)]
    except BadInput as error:
        faults.append(str(error))
    known = list(dict.fromkeys(said(text) for text in (*faults, *refused)))
    more = len(known) - _MAX_PACKAGE_FAULTS
    return (*known[:_MAX_PACKAGE_FAULTS], *([f"and {more} more"] if more > 0 else []))


def _settle_revisits(inventory: Inventory, originals: Originals, tally: Tally) -> None:
    """Say of each revisit whether it is a page: as its original is, or by its own head where that is not here."""
    for revisit in inventory.in_pieces("revisit"):
        found, _ = originals.of(revisit)
        if isinstance(found, Entry):
            why = found.why if found.type != "conversion" else "conversion"
        else:
            why = why_by_itself(revisit)
            if found is None and why and not why.startswith("revisit"):
                why = f"revisit, {why}"
        inventory.settle(revisit.n, why)
        if why:
            count(tally.others, why)
