"""What a verification says: how much was checked, and everything that is not as promised."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Depth = Literal["files", "records", "meaning"]
DEPTHS: tuple[Depth, ...] = ("files", "records", "meaning")


class Hanging(NamedTuple):
    """What hangs on a file that cannot be read: a ``"capture"`` or an ``"item"``."""

    file: str
    what: Literal["capture", "item"]


@dataclass(frozen=True)
class Finding:
    """One thing that is not as promised. ``where`` is an ID, a file, or a file and offset.

    ``hanging``: set where this follows from a file that cannot be read.
    """

    severity: Literal["error", "warning"]
    where: str
    kind: str
    message: str
    hanging: Hanging | None = None

    def document(self) -> dict[str, str]:
        """For programs."""
        return {name: getattr(self, name) for name in ("severity", "where", "kind", "message")}


@dataclass
class Report:
    """What was checked, how much of it, and everything that was found.

    ``left``: files that were not to be checked this time. ``seed``: what a sample was chosen by. ``notes``: what
    else is to be said, which is no finding. ``mend``: the command that mends damaged and missing files from a copy,
    where there are any that a copy can mend. ``package``: of a package by itself its ``name``, the ``digest`` of its
    ``datapackage.json``, and its ``signature`` with the ``key`` (see ``archiver.verify.package.signature``).
    """

    depth: Depth
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    left: int = 0
    seed: int | None = None
    notes: list[str] = field(default_factory=list)
    mend: str | None = None
    package: dict[str, str] | None = None

    @property
    def ok(self) -> bool:
        """True when nothing was found that breaks a promise."""
        return not any(finding.severity == "error" for finding in self.findings)

    def error(self, where: str, kind: str, message: str, hanging: Hanging | None = None) -> None:
        """Add a broken promise."""
        self.findings.append(Finding("error", where, kind, message, hanging))

    def warning(self, where: str, kind: str, message: str) -> None:
        """Add something that could not be checked."""
        self.findings.append(Finding("warning", where, kind, message))

    def add(self, other: Report) -> None:
        """Take in what a part of the verification found."""
        self.findings += other.findings
        self.counts += other.counts

    def in_short(self) -> Iterator[tuple[Finding, Mapping[str, int]]]:
        """The findings for a person: all that follows from a file that cannot be read is one, about that file. With
        each, how many captures and items hang on the file.
        """
        told = {found.where for found in self.findings if found.kind in ("file-missing", "no-permission")}
        hanging: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for found in self.findings:
            if found.hanging is not None:
                hanging[found.hanging.file].add((found.hanging.what, found.where))
        numbers = {file: Counter(what for what, _ in sorted(those)) for file, those in hanging.items()}
        for found in self.findings:
            if found.hanging is None:
                yield found, numbers.get(found.where, {})
            elif (file := found.hanging.file) not in told:  # it was not to be checked itself
                told.add(file)
                said = "records that are needed stand in it, and it cannot be read"
                yield Finding(found.severity, file, found.kind, said), numbers[file]

    def document(self) -> dict[str, Any]:
        """The JSON report."""
        return {
            "ok": self.ok,
            "depth": self.depth,
            **({"package": self.package} if self.package is not None else {}),
            "checked": {
                name: self.counts[name]
                for name in ("files", "records", "captures", "items", "values", "copies")
                if name != "copies" or self.counts[name]
            },
            "left": self.left,
            **({"seed": self.seed} if self.seed is not None else {}),
            "findings": [finding.document() for finding in self.findings],
        }
