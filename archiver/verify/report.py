"""What a verification says: how much was checked, and everything that is not as promised."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Depth = Literal["files", "records", "meaning"]
DEPTHS: tuple[Depth, ...] = ("files", "records", "meaning")


@dataclass(frozen=True)
class Finding:
    """One thing that is not as promised. ``where`` is an ID, a file, or a file and offset."""

    severity: Literal["error", "warning"]
    where: str
    kind: str
    message: str


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

    def error(self, where: str, kind: str, message: str) -> None:
        """Add a broken promise."""
        self.findings.append(Finding("error", where, kind, message))

    def warning(self, where: str, kind: str, message: str) -> None:
        """Add something that could not be checked."""
        self.findings.append(Finding("warning", where, kind, message))

    def add(self, other: Report) -> None:
        """Take in what a part of the verification found."""
        self.findings += other.findings
        self.counts += other.counts

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
            "findings": [asdict(finding) for finding in self.findings],
        }
