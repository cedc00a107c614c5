"""What the fixity log says, read whole: files as they were published, when each last passed, if the log is sound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from archiver.store.fixity import NONE_BEFORE, Line, read
from archiver.store.folder import Folder

DEPTHS = ("files", "records", "meaning")
_DIGESTS_FROM = DEPTHS.index("records")


class Known(NamedTuple):
    """A file as the log first knew it. ``event``: which event said so; ``records`` is None where it did not say."""

    event: str
    size: int
    sha256: str
    records: int | None


class Failed(NamedTuple):
    """A check that a file did not pass. ``findings``: kinds of what was found; ``sha256``: of the bytes, if read."""

    when: datetime
    findings: tuple[str, ...]
    sha256: str | None


class LogFault(NamedTuple):
    """What is wrong with the log."""

    severity: Literal["error", "warning"]
    line: int
    message: str


@dataclass
class History:
    """The events of a log by file. ``digests``: those of all its lines.

    ``failed``: the last check of each file that did not pass it, and was neither repaired nor taken away since.
    """

    lines: int = 0
    known: dict[str, Known] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    failed: dict[str, Failed] = field(default_factory=dict)
    digests: set[str] = field(default_factory=set)
    faults: list[LogFault] = field(default_factory=list)
    session: str | None = None
    _passed: dict[str, list[tuple[int, datetime, str, str]]] = field(default_factory=dict)
    _read_back: dict[str, str] = field(default_factory=dict)  # at publication: name → SHA-256

    @classmethod
    def of(cls, folder: Folder) -> History:
        """The history of an archive; empty where there is no log. Raises CannotStore."""
        return cls.of_lines(read(folder))

    @classmethod
    def of_lines(cls, lines: Iterable[Line]) -> History:
        """The history that these lines of a log tell."""
        history = cls()
        before, torn = NONE_BEFORE, None
        for line in lines:
            history.lines = line.number
            history.digests.add(line.digest)
            torn = history._take(line, before, torn)
            before = line.digest
        if torn is not None:
            history._torn(torn)
        return history

    def _take(self, line: Line, before: str, torn: Line | None) -> Line | None:
        """Take one line in; gives it where it is none of ours, for the next line to say whether it was cut short."""
        if line.event is None:
            if torn is not None:
                self._altered(torn.number)
            return line
        if line.event.get("previous") != before:
            self._altered(line.number - 1 if torn is None else torn.number, line.number)
        elif torn is not None:
            self._torn(torn)
        self._note(line.number, line.event)
        return None

    def _torn(self, line: Line) -> None:
        said = "an append was cut short, what it would have said is lost"
        if line.whole and line.number == self.lines:
            self._altered(line.number)
        else:
            self.faults.append(LogFault("warning", line.number, said))

    def _altered(self, line: int, at: int | None = None) -> None:
        said = (
            f"it does not follow from line {line}: one was removed, altered or put between"
            if at
            else "is no event"
        )
        self.faults.append(LogFault("error", at or line, said))

    def _note(self, number: int, event: dict[str, Any]) -> None:
        kind, name, outcome = (event.get(key) for key in ("eventType", "object", "eventOutcome"))
        moment = _moment(event.get("eventDateTime"))
        if not isinstance(kind, str) or not isinstance(name, str) or moment is None:
            self.faults.append(LogFault("error", number, "names no event, no file or no time"))
            return
        found = _known(kind, event)
        if kind in ("deaccession", "deletion"):
            self.gone.add(name)
        elif outcome == "pass" and found is not None:
            first = self.known.setdefault(name, found)
            if kind == "ingestion" and first is not found:
                if first.event == "ingestion" or first.sha256 != found.sha256:
                    self.faults.append(LogFault("error", number, f"{name} was known before: {first.event}"))
                else:
                    self.known[name] = found
            self.gone.discard(name)
        if kind in ("deaccession", "deletion") or (kind == "recovery" and outcome == "pass"):
            self.failed.pop(name, None)
        depth = event.get("depth")
        if kind == "ingestion" and depth == "records" and found is not None:
            self._read_back[name] = found.sha256
        if kind == "fixity check" and depth in DEPTHS:
            self.session = session = str(event.get("session"))
            if outcome == "pass":
                digest = found.sha256 if found else ""
                self._keep(name, (DEPTHS.index(depth), moment, session, digest))
                self.failed.pop(name, None)
            else:
                self.failed[name] = _failed(moment, event)

    def _keep(self, name: str, check: tuple[int, datetime, str, str]) -> None:
        """The last passed check of each depth."""
        others = [other for other in self._passed.get(name, ()) if other[0] != check[0]]
        self._passed[name] = [*others, check]

    @property
    def is_sound(self) -> bool:
        """True where no line was removed, altered or put between."""
        return all(fault.severity != "error" for fault in self.faults)

    def present(self) -> list[str]:
        """Every file that was published here and not taken away since, in order of name."""
        return sorted(name for name in self.known if name not in self.gone)

    def last_passed(self, name: str, depth: str, until: datetime | None = None) -> datetime | None:
        """When a file last passed a check of this depth or deeper, of those noted ``until`` then."""
        checks = self._checks(name, depth)
        times = [moment for _, moment, _ in checks if until is None or moment <= until]
        return max(times) if times else None

    def passed_in(self, session: str, name: str, depth: str) -> bool:
        """True when a file passed a check of this depth or deeper in that session."""
        return any(other == session for _, _, other in self._checks(name, depth))

    def digests_held(self, name: str, sha256: str) -> bool:
        """True when every digest in a file of these very bytes was recomputed before, and was right."""
        if self._read_back.get(name) == sha256:
            return True
        checks = self._passed.get(name, ())
        return any(depth >= _DIGESTS_FROM and digest == sha256 for depth, _, _, digest in checks)

    def _checks(self, name: str, depth: str) -> list[tuple[int, datetime, str]]:
        wanted = DEPTHS.index(depth)
        return [(d, moment, session) for d, moment, session, _ in self._passed.get(name, ()) if d >= wanted]


def _known(kind: str, event: dict[str, Any]) -> Known | None:
    size, digest, records = (event.get(key) for key in ("size", "digest", "records"))
    if not isinstance(size, int) or not isinstance(digest, str) or not digest.startswith("sha256:"):
        return None
    return Known(kind, size, digest.removeprefix("sha256:"), records if isinstance(records, int) else None)


def _failed(moment: datetime, event: dict[str, Any]) -> Failed:
    kinds, digest = event.get("findings"), event.get("digest")
    findings = tuple(kind for kind in kinds if isinstance(kind, str)) if isinstance(kinds, list) else ()
    return Failed(moment, findings, digest.removeprefix("sha256:") if isinstance(digest, str) else None)


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None
