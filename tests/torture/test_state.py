"""Any order of captures, imports, kills, rebuilds and damage: what was acknowledged is found and verifies."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import archiver
from tests.capture.conftest import Server, response
from tests.conftest import capture_demo
from tests.torture.effort import FULL
from tests.torture.survival import documents
from tests.torture.victims import LOCAL, Victim

EFFORT = settings(
    max_examples=25 if FULL else 5,
    stateful_step_count=20 if FULL else 10,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
PAGE = b"<!doctype html><html lang=en><title>Snow</title><h1>Snow closes the road</h1><p>It snowed.</p>"
NUMBERS = st.integers(0, 9)


class Life(RuleBasedStateMachine):
    """An archive, and what it has acknowledged: ID → the document as it was."""

    server: Server  # set by the test

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="torture-"))
        self.home = self.folder / "archive"
        self.acknowledged: dict[str, str] = {}
        self.archive = archiver.open(self.home)
        self.count = 0

    def teardown(self) -> None:
        self.archive.close()
        shutil.rmtree(self.folder)

    def _keep(self, *captures: str) -> None:
        for identifier in captures:
            self.acknowledged.setdefault(identifier, self.archive.row(identifier).document)

    def _note(self, number: int) -> Path:
        self.count += 1
        path = self.folder / f"note-{self.count}.txt"
        path.write_text(
            f"1 A HEADLINE OF DAY {number} WWW.A.EXAMPLE PUBLISHED:2026/01/2{number} {self.count}", "utf-8"
        )
        return path

    @initialize(number=NUMBERS)
    def begins_with_something(self, number: int) -> None:
        """There is something to lose."""
        self.imports(number)

    @rule(number=NUMBERS)
    def captures(self, number: int) -> None:
        """A page of a loopback server."""
        capture = capture_demo(self.archive, self.server.url(f"/{number}"), requisites=False, extract=False)
        self._keep(capture.id)

    @rule(number=NUMBERS)
    def imports(self, number: int) -> None:
        """A text of ours."""
        self._keep(self.archive.import_file(self._note(number), extract=False).id)

    @rule(number=NUMBERS)
    def imports_and_reads(self, number: int) -> None:
        """A text with a headline in it."""
        capture = self.archive.import_file(self._note(number))
        assert capture.items
        self._keep(capture.id, *capture.items)

    @rule(milliseconds=st.integers(0, 150), capturing=st.booleans(), number=NUMBERS)
    def is_killed(self, milliseconds: int, capturing: bool, number: int) -> None:
        """Another process works on the same archive and is killed at some moment."""
        what = (
            (self.server.url(f"/{number}"), *LOCAL, "--no-requisites") if capturing else (self._note(number),)
        )
        verb = "capture" if capturing else "import"
        victim = Victim(self.home, (verb, *map(str, what), "--json", "--no-extract"), self.folder)
        end = victim.run_for(milliseconds / 1000)
        assert end.code in (0, -9)
        self._keep(*end.acknowledged)

    @rule()
    def is_opened_again(self) -> None:
        """The next start."""
        self.archive.close()
        self.archive = archiver.open(self.home)

    @rule()
    def is_rebuilt(self) -> None:
        """The catalog is thrown away; the same comes again."""
        before = documents(self.archive)
        self.archive.rebuild()
        assert documents(self.archive) == before

    @rule()
    def loses_its_catalog(self) -> None:
        """While nobody looks."""
        before = documents(self.archive)
        self.archive.close()
        (self.home / "catalog.db").unlink()
        assert documents(self.archive) == before

    @rule(which=NUMBERS, place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
    def is_damaged_and_mended(self, which: int, place: float, bit: int) -> None:
        """One bit of one file: ``verify`` names the file, and finds nothing else; then a copy is put back."""
        names = self.archive.folder.warcs()
        name = names[which % len(names)]
        path = self.home / name
        whole = path.read_bytes()
        torn = bytearray(whole)
        torn[int(place * len(torn))] ^= 1 << bit
        path.chmod(0o644)
        path.write_bytes(torn)
        report = self.archive.verify()
        path.write_bytes(whole)
        path.chmod(0o444)
        inside = {row.id for row in self.archive.catalog.documents_of(name)}
        assert not report.ok
        wrong = {finding.where for finding in report.findings if finding.severity == "error"}
        assert any(where.startswith(name) for where in wrong)
        assert not any(where in self.acknowledged and where not in inside for where in wrong)

    @precondition(lambda self: self.acknowledged)
    @invariant()
    def everything_acknowledged_is_there(self) -> None:
        """As it was, and verified."""
        for identifier, document in self.acknowledged.items():
            assert self.archive.row(identifier).document == document
        assert [f for f in self.archive.verify().findings if f.severity == "error"] == []


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as up:
        for number in range(10):
            up.route(f"/{number}", response(PAGE + b"%d" % number))
        yield up


@pytest.mark.timeout(300)
def test_any_life_of_an_archive(server: Server) -> None:
    Life.server = server
    run_state_machine_as_test(Life, settings=EFFORT)
