"""What was found is taken along, however much it is."""

from __future__ import annotations

import json
import tracemalloc
from io import BytesIO
from pathlib import Path

import archiver
from benchmarks import many
from tests.cli.command import Command


def test_what_was_found_is_exported(run: Command, items: list[str]) -> None:
    found = run.ok("list", "--since", "2026-01-28")
    ids = [line.split()[0] for line in found.lines]
    assert 1 < len(ids) <= len(items)
    done = run("export", "-", "--to", "jsonl", stdin=f"{found.out}\n")
    assert done.code == 0
    assert [one["id"] for one in map(json.loads, done.lines) if one["kind"] != "capture"] == ids
    table = run("export", ids[0], "-", "--to", "csv", stdin=found.out).lines
    assert [line.split(",")[0] for line in table] == ["id", *ids]


def test_nothing_found_exports_nothing(run: Command) -> None:
    done = run("export", "-", "--to", "csv", stdin="\n")
    assert (done.code, done.out) == (2, "")
    assert done.remarks == ["archiver: nothing to export: standard input names none"]


def test_one_id_that_is_not_here_spoils_no_output(run: Command, items: list[str]) -> None:
    done = run("export", items[0], "ark:99999/fk41hj9rc014vwww862p", "--to", "jsonl")
    assert (done.code, done.out) == (4, "")


def test_an_export_takes_no_more_memory_for_a_larger_archive(tmp_path: Path) -> None:
    peaks = {}
    for captures in (40, 400):
        many.main(tmp_path / f"{captures}", captures)
        with archiver.open(tmp_path / f"{captures}", create=False) as archive:
            archive.export(None, "csv", BytesIO())  # what is loaded on first use
            tracemalloc.start()
            archive.export(None, "csv", BytesIO())
            peaks[captures] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    assert peaks[400] < 3 * peaks[40], peaks
