"""What is counted and listed while a file is read, and the import document it becomes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from archiver.catalog import RecordRow
from archiver.exchange import instant, utc_now
from archiver.model.imports import MAX_LISTED, Import, ImportedPart, SkippedRange, StatedFault
from archiver.page.names import ni_name
from archiver.warc.foreign.reading import ForeignMember
from archiver.warc.foreign.texts import Skipped
from archiver.warc.members import Fault

_KINDS = 200  # different reasons and record types that are told apart
_MORE = "more"
_WORDS = 300  # characters of a message


def said(text: str) -> str:
    """Words of others as a document can hold them: no halves of surrogate pairs, not without end."""
    return text.encode("utf-8", "replace").decode()[:_WORDS]


def count(counter: Counter[str], key: str, number: int = 1) -> None:
    """Count, with what a hostile file can make of keys bounded."""
    key = said(key)[:80]
    counter[key if key in counter or len(counter) < _KINDS else _MORE] += number


@dataclass
class Tally:
    """Counts all; lists the first ``MAX_LISTED`` of each kind."""

    records: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)
    skipped: list[SkippedRange] = field(default_factory=list)
    faults: list[StatedFault] = field(default_factory=list)

    def skip(self, part: str, found: Skipped) -> None:
        """A range without records."""
        self.totals["skipped"] += 1
        if len(self.skipped) < MAX_LISTED:
            self.skipped.append(
                SkippedRange(
                    start=found.start,
                    end=found.end,
                    kind=found.kind,
                    reason=said(found.reason),
                    part=part or None,
                    within=found.within,
                )
            )

    def record(self, row: RecordRow, member: ForeignMember) -> None:
        """A record, and what is wrong with it."""
        count(self.records, row.type or "no WARC-Type")
        self.totals["salvaged"] += member.salvaged
        for fault in member.faults:
            self._fault(row, fault, "fault")
        for fault in member.contradictions:
            self._fault(row, fault, "contradiction")

    def _fault(self, row: RecordRow, fault: Fault, severity: str) -> None:
        self.totals["faults"] += 1
        if len(self.faults) < MAX_LISTED:
            self.faults.append(
                StatedFault(
                    offset=row.offset,
                    within=row.within,
                    part=row.part or None,
                    record=row.id,
                    severity="fault" if severity == "fault" else "contradiction",
                    kind=fault.kind,
                    message=said(fault.message),
                )
            )

    def document(
        self,
        file: tuple[str, int, str],
        source: str,
        form: str,
        software: dict[str, str],
        pages: int,
        parts: tuple[ImportedPart, ...],
        package: tuple[str, ...],
    ) -> Import:
        """The import document. ``file``: name, size and SHA-256."""
        name, size, sha256 = file
        return Import(
            id=ni_name(f"sha256:{sha256}"),
            file=name,
            source=source,
            sha256=f"sha256:{sha256}",
            size=size,
            format=form,
            imported=instant(utc_now()),
            software=software,
            records=dict(sorted(self.records.items())),
            pages=pages,
            others=dict(sorted(self.others.items())),
            skipped=tuple(self.skipped),
            faults=tuple(self.faults),
            totals={
                "skipped": self.totals["skipped"],
                "faults": self.totals["faults"],
                "salvaged": self.totals["salvaged"],
            },
            parts=parts,
            package=package,
        )
