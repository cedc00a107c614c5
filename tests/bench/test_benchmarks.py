"""The benchmarks run, with tiny sizes, and keep the books rightly. No time is asserted: machines differ."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import captures, setup, stages, startup, texts
from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.captures import Size
from benchmarks.child import ChildFailed, Ran, run
from benchmarks.measure import Row, Target, alternate
from benchmarks.site import serving
from benchmarks.table import table

TINY = Size(rounds=1, pages=3, body=70_000, captures=2)


def _got(url: str) -> bytes:
    with urllib.request.urlopen(url) as response:
        return response.read()


def test_pages_are_all_different_and_the_same_each_time():
    pages = [texts.page(number) for number in range(20)]
    assert len(set(pages)) == 20
    assert pages == [texts.page(number) for number in range(20)]
    assert all(abs(len(page) - texts.PAGE_BYTES) < 400 for page in pages)


def test_the_digest_has_its_headlines_and_about_its_words():
    text = texts.digest(headlines=20, words=1_000)
    assert text.count("PUBLISHED:") == 20
    assert 900 < len(text.partition("\n\n")[2].split()) < 1_100


def test_the_site_serves_pages_and_a_body_that_gzip_cannot_shrink():
    with serving(2, 1_500_000) as site:
        assert _got(site.pages.format(1)) == texts.page(1)
        body = _got(site.body)
    assert len(body) == 1_500_000
    assert len(gzip.compress(body)) > 0.99 * len(body)


def test_a_process_is_measured_with_its_own_memory():
    # From a small process, as benchmarks are: the kernel counts the memory of the one that starts another.
    measure = (
        "import sys; from benchmarks.child import run; "
        "print(run([sys.executable, '-c', sys.argv[1]], reads_json=True).peak)"
    )
    peaks = [
        int(subprocess.check_output([sys.executable, "-c", measure, code]))
        for code in ("print('{}')", "held = bytearray(200_000_000); print('{}')")
    ]
    assert peaks[1] - peaks[0] > 150_000_000


def test_a_process_that_fails_is_not_a_measurement():
    with pytest.raises(ChildFailed, match="exit 3\nwhy"):
        run([sys.executable, "-c", "import sys; sys.stderr.write('why'); sys.exit(3)"])


def test_runs_alternate():
    order: list[str] = []

    def start(name: str) -> Ran:
        order.append(name)
        return Ran(1.0, 1)

    done = alternate(2, {"a": lambda: start("a"), "b": lambda: start("b")}, warm_up=True)
    assert order == ["a", "b"] * 3
    assert [len(runs) for runs in done.values()] == [2, 2]


def test_a_target_is_judged_by_the_median_of_the_ratios():
    row = Row(
        "pages", "pages/s", (300.0, 200.0, 90.0), (100.0, 100.0, 100.0), "peer", Target("ratio", "≥", 2)
    )
    assert row.ratios == (3.0, 2.0, 0.9)
    assert row.met is True
    assert replace(row, target=Target("ratio", "≥", 2.1)).met is False
    assert replace(row, peer=()).met is None  # without the peer there is nothing to say
    assert replace(row, target=Target("value", "≤", 80)).met is False
    assert "2.00×" in table([row])
    assert "MISSED" in table([replace(row, target=Target("ratio", "≥", 2.1))])


@pytest.mark.parametrize("benchmark", [captures.pages, captures.body, stages.stages])
def test_ours_is_measured_from_the_first_request_until_durable(benchmark, tmp_path):
    rows = benchmark(TINY, tmp_path, None)
    assert rows
    assert all(value > 0 for row in rows for value in row.ours if row.unit in ("pages/s", "MB/s"))
    assert not any(row.peer for row in rows)


@pytest.mark.parametrize("benchmark", [startup.help_, startup.cite, startup.import_])
def test_the_command_is_measured_beside_a_bare_interpreter(benchmark, tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    rows = benchmark(TINY, work, None)
    assert rows
    assert all(len(row.ours) == len(row.peer) == 2 * TINY.rounds for row in rows)


def test_a_run_of_ours_that_lost_a_page_is_refused(tmp_path):
    with serving(2, 1) as site, pytest.raises(ChildFailed, match="http-404"):
        captures.ours(tmp_path, site.pages, 3, 1)


def test_the_peer_is_measured_too(tmp_path):
    python = setup.HOME / "bin" / "python"
    if not (setup.HOME / ".ready").is_file():
        pytest.skip("the peers' environment .bench/ is not there: `make bench` makes it")
    rows = captures.pages(TINY, tmp_path, python)
    assert all(row.peer for row in rows)


def test_the_results_are_written_for_programs(tmp_path, monkeypatch, capsys):
    def fixed(size: Size, work: Path, python: Path | None) -> list[Row]:
        return [Row("one", "s", (0.5,), (), "", Target("value", "≤", 1.0))]

    monkeypatch.setitem(BENCHMARKS, "help", fixed)
    monkeypatch.setattr(setup, "HOME", tmp_path)
    file = tmp_path / "out.json"
    assert main(["help", "--json", str(file)]) == 0
    (row,) = json.loads(file.read_text())["rows"]
    assert (row["name"], row["median"], row["met"]) == ("one", 0.5, True)
    assert "≤ 1 s" in capsys.readouterr().out
