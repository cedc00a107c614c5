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
    """What was checked, how much of it, and everything that was found."""

    depth: Depth
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

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

    def document(self) -> dict[str, Any]:
        """The JSON report."""
        return {
            "ok": self.ok,
            "depth": self.depth,
            "checked": {
                name: self.counts[name] for name in ("files", "records", "captures", "items", "values")
            },
            "findings": [asdict(finding) for finding in self.findings],
        }
