"""What a package says of its documents elsewhere: enclosed as files, in the index, as pages.

What manifests state is held to the records by ``meaning``; here the other places are held to the manifests.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from archiver.model.archive import ArchiveInfo
from archiver.verify.package.container import Container
from archiver.verify.package.described import DESCRIPTOR, PAGES, json_of
from archiver.verify.package.index import Index, pages_of
from archiver.verify.package.warcs import CAPTURES, IMPORTS, INFO, ITEMS, Answer, Warc
from archiver.verify.report import Report
from archiver.warc.foreign.package import Refused

_KINDS = {"capture": CAPTURES, "import": IMPORTS}  # all others are items


def check_enclosed(
    report: Report, container: Container, warcs: Sequence[Warc], index: Index, described: dict[str, Any]
) -> None:
    """Check a package of ours."""
    _check_index(report, warcs, index)
    _check_pages(report, container, warcs)
    _check_files(report, container, _documents_in(warcs))
    _check_info(report, container, described)


def _check_index(report: Report, warcs: Sequence[Warc], index: Index) -> None:
    """Status and digest in a line are those that a manifest has, which were held to the record."""
    answers: dict[tuple[str, str], Answer] = {}
    for warc in warcs:
        answers |= warc.stated.answers
    for line in index.lines:
        known = answers.get((line.member.record_id, line.member.block_digest))
        if known is None:
            continue
        # The original of a body that was not sent again was answered with a status of its own.
        allowed = {str(known.status or 200)} | ({"200"} if known.status == 304 else set())
        if line.status not in allowed or line.digest != (known.digest or "-"):
            report.error(line.where, "index", "its status or digest is not that of the manifest")


def _check_pages(report: Report, container: Container, warcs: Sequence[Warc]) -> None:
    """One page for each capture, under its ID, URL and time."""
    captures = {ark: said for warc in warcs for ark, said in warc.stated.pages.items()}
    if PAGES not in container.entries or not captures:
        return
    fields = ("id", "url", "ts")
    pages: Counter[tuple[str, ...]] = Counter(
        tuple(str(page.get(name)) for name in fields) for page in pages_of(container)
    )
    wanted: Counter[tuple[str, ...]] = Counter((ark, *said) for ark, said in captures.items())
    for ark, *_ in pages - wanted:
        report.error(ark[:200], "pages", "a page that no manifest is of, or not as its manifest says")
    for ark, *_ in wanted - pages:
        report.error(ark, "pages", f"{PAGES} does not list it as its manifest says")


def _documents_in(warcs: Sequence[Warc]) -> dict[str, list[str]]:
    """By the file that they are to be enclosed in: SHA-256 of every document in the WARCs, in their order."""
    there: dict[str, list[str]] = {CAPTURES: [], ITEMS: [], IMPORTS: []}
    for held in (held for warc in warcs for held in warc.documents):
        there[_KINDS.get(held.kind or "", ITEMS)].append(held.member.block_sha256)
    return there


def _check_files(report: Report, container: Container, there: dict[str, list[str]]) -> None:
    """The files with documents hold the blocks of the records, one a line, in their order."""
    for path, wanted in there.items():
        if path not in container.entries:
            if wanted or path != IMPORTS:
                said = "it is not in the package: documents cannot be read without the WARC"
                report.error(path, "enclosed", said)
            continue
        try:
            found = list(_line_digests(container, path))
        except Refused:
            continue  # said when its digest was made
        _compare(report, path, found, wanted)


def _compare(report: Report, path: str, found: list[str], wanted: list[str]) -> None:
    strange, missing = Counter(found) - Counter(wanted), Counter(wanted) - Counter(found)
    for number, digest in enumerate(found, 1):
        if digest in strange:
            report.error(f"{path}:{number}", "enclosed", "no record in the WARC has this document")
    if missing:
        report.error(path, "enclosed", f"{missing.total()} documents in the WARC are not in it")
    if not strange and not missing and found != wanted:
        report.error(path, "enclosed", "its lines are in another order than the records")


def _line_digests(container: Container, path: str) -> Iterator[str]:
    """SHA-256 of each line without its end, of lines of any length. Raises Refused."""
    made, is_begun = hashlib.sha256(), False
    for piece in container.pieces(path):
        *whole, rest = piece.split(b"\n")
        for part in whole:
            made.update(part)
            yield made.hexdigest()
            made, is_begun = hashlib.sha256(), False
        made.update(rest)
        is_begun = is_begun or bool(rest)
    if is_begun:
        yield made.hexdigest()


def _check_info(report: Report, container: Container, described: dict[str, Any]) -> None:
    if INFO not in container.entries:
        report.error(INFO, "enclosed", "it is not in the package: which archive it is from is not said")
        return
    document = json_of(report, container, INFO)
    try:
        info = ArchiveInfo.from_json(json.dumps(document))
    except ValueError:
        report.error(INFO, "schema", "it does not satisfy the schema of archive.json")
        return
    if info.title != described.get("title"):
        report.error(INFO, "enclosed", f"its title is not the one in {DESCRIPTOR}")
