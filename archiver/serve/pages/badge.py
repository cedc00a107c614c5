"""What this archive checked of an item or capture, and when: from its fixity log, never from a viewer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archiver.archive.archive import Archive
from archiver.archive.checks import Check, last_checks
from archiver.model import views

State = Literal["passed", "partly", "never", "failed"]
_TONES: dict[State, str] = {"passed": "good", "partly": "warn", "never": "quiet", "failed": "bad"}
_MARKS: dict[State, str] = {"passed": "✓", "partly": "◐", "never": "○", "failed": "✗"}


@dataclass(frozen=True)
class Badge:
    """``published``: when its files came into the archive, None where the log does not say."""

    state: State
    checks: tuple[views.DepthCheck, ...]
    published: str | None

    @property
    def tone(self) -> str:
        """The class of its colour."""
        return _TONES[self.state]

    @property
    def mark(self) -> str:
        """A sign that says the same without colour."""
        return _MARKS[self.state]


def badge(archive: Archive, files: tuple[str, ...]) -> Badge:
    """The badge over some WARC files."""
    last = last_checks(archive, files)
    checks = (_depth("files", last.files), _depth("records", last.records), _depth("meaning", last.meaning))
    return Badge(_state(checks), checks, last.published)


def _depth(depth: Literal["files", "records", "meaning"], check: Check | None) -> views.DepthCheck:
    if check is None:
        return views.DepthCheck(depth=depth)
    return views.DepthCheck(depth=depth, outcome=check.outcome, when=check.when, findings=check.findings)


def _state(checks: tuple[views.DepthCheck, ...]) -> State:
    outcomes = [check.outcome for check in checks]
    if "fail" in outcomes:
        return "failed"
    if outcomes[-1] == "pass":
        return "passed"
    return "partly" if "pass" in outcomes else "never"
